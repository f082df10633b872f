"""What a message takes up again: an earlier subject, the last question in short, its source, or nothing at all.

Over 300 lines: the acts share one state and the order in which they are tried.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Literal

from assistant.agent.compose.quotes import bullets
from assistant.agent.context import Context, evidence, sentence
from assistant.agent.draft import Draft, fixed
from assistant.agent.ellipsis import STOPS, Ellipsis, load_ellipsis
from assistant.agent.speaking import asks
from assistant.documents.library import Library
from assistant.domain.answers import Language
from assistant.domain.dialogue import DialogueState
from assistant.eligibility.facts_from_text import read_facts
from assistant.eligibility.schemes import Scheme
from assistant.errors import NotFound
from assistant.text.dates import find_dates
from assistant.text.normalise import fold
from assistant.text.numerals import parse_numeral
from assistant.text.references import find_clause_refs
from assistant.wording import words

Act = Literal["", "source", "again", "new_start", "courtesy", "thanks"]

_KEPT = (
    "intent",
    "topic",
    "scheme",
    "role",
    "document_id",
    "year",
    "asked_fact",
    "clause_keys",
    "last_question",
    "terms",
    "content",
)
_PAST = 8
_PIECES = re.compile(r"(?<=[，。,!！?？:：;；~～\n])|(?<=\.\s)")
_SENTENCE = re.compile(r"[。！!；;]")
_CLAUSE = re.compile(r"[，,。.!！?？:：;；\n]")
_NAMES_NEXT = (":", "：", "。", ".", "\n")
_POINTS_BACK = re.compile(r"那(?:一)?[次起回件]|其实是|应该是|that (?:one|accident)|it was")
_LEAST, _FEW_LETTERS = 4, 8
_CONFIRMS, _AROUND = 18, 3
_PROOFS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """A message with what it takes up again.

    Attributes:
        text: The question to answer: without its lead-in, or an earlier one asked again.
        act: ``source`` asks where the last answer stands, ``again`` wants it once more and shorter,
            ``new_start`` wants what was told forgotten.
        turned: Whether the text goes back to an earlier subject.
        language: The language in which the message wants the answer; None where it says nothing of it.
    """

    text: str
    state: DialogueState
    act: Act = ""
    turned: bool = False
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class Recalling:
    """The cues of ``prompts/recalling.yaml``, and what completes a message by the last question."""

    cues: Mapping[str, re.Pattern[str]]
    ellipsis: Ellipsis
    going_on: re.Pattern[str]
    library: Library
    schemes: Sequence[Scheme]

    def recall(self, question: str, state: DialogueState, as_of: date) -> Recalled:
        """What a message says and in which state it is to be read."""
        if state.turns == 0:
            return Recalled(text=question, state=state)
        language, question = self._language(question)
        if language and not question:
            # Nothing but the language: the last question, answered in it.
            last, whole = state.last_said, state.last_question
            return Recalled(text=last or whole, state=state, language=language)
        return replace(self._taken_up(question, state, as_of), language=language)

    def _language(self, text: str) -> tuple[Language | None, str]:
        """The language that a message asks for, and what else it says; empty where that is hardly anything."""
        folded = fold(text)
        match = self.cues["language"].search(folded)
        if match is None or not self._wants_it(match, folded):
            return None, text
        wanted: Language = "zh" if match["zh"] or match["zh2"] else "en"
        rest = (text[: match.start()] + text[match.end() :]).strip(f"{STOPS} ")
        plain = self.cues["again"].sub("", self.cues["filler"].sub("", fold(rest)))
        return wanted, rest if len(re.sub(r"\W", "", plain)) > _LEAST else ""

    def _wants_it(self, match: re.Match[str], folded: str) -> bool:
        """Whether words of a language are of the answer, not of a document (申报材料可以用英文写吗)."""
        before, behind = folded[: match.start()], folded[match.end() :]
        clause = _CLAUSE.split(before)[-1]
        if self.cues["in_writing"].search(clause):
            return False
        says = any(match[name] for name in ("says", "says2", "polite", "polite2", "polite3"))
        if re.search(r"\w", re.sub(r"^[吧哈啊哦嘛]+", "", behind)):
            # In English please: which office …
            return says and not before.strip(f"{STOPS} ") and behind.lstrip()[:1] in ":：,，"
        return says or not re.search(r"\w", self.cues["filler"].sub("", before))

    def _taken_up(self, question: str, state: DialogueState, as_of: date) -> Recalled:
        """What a message in a conversation takes up again, whatever language it wants."""
        text = self._without_lead(question)
        if self._only(text, "new_start"):
            return Recalled(text=text, state=DialogueState(turns=state.turns), act="new_start")
        if fresh := self._told_afresh(text):
            text, state = fresh, of_another_case(state)
        if (rest := self._gone_on_with(text)) and state.checked:
            # Back in the check, whatever was asked in between.
            return Recalled(text=rest, state=replace(state, scheme=state.checked, checking=True))
        text, state, turned = self._turned_back(text, state, as_of)
        if state.clause_keys and self._only(text, "source"):
            return Recalled(text=state.last_question or text, state=state, act="source", turned=turned)
        if state.last_question and self._only(text, "again"):
            # Asked as it was the first time: it leans on nothing.
            return Recalled(
                text=state.last_question, state=replace(state, turns=0), act="again", turned=turned
            )
        if state.last_said and len(text) <= _CONFIRMS and self.cues["so_none"].fullmatch(fold(text)):
            return Recalled(text=state.last_said, state=state, turned=turned)
        if (day := self._day_put_right(text, state)) and asks(state.last_said):
            # 那我们3月3日被撤的，哪天能报: the day stands in the question itself.
            said, named = state.last_said, find_dates(state.last_said)
            if len(named) == 1:
                new = date.fromisoformat(day)
                written = f"{new.year}年{new.month}月{new.day}日"
                said = f"{said[: named[0].start]}{written}{said[named[0].end :]}"
            return Recalled(text=said, state=replace(state, day_told=day))
        if state.checking:
            return Recalled(text=text, state=state, turned=turned)
        text = self._of_the_list(text, state)
        text, state = self.ellipsis.completed(text, state)
        return Recalled(text=text, state=state, turned=turned)

    def without_courtesy(self, text: str) -> str:
        """Without the pieces at either end that are nothing but courtesy (您好，想请教个问题：…，谢谢！).

        A message that is nothing else stays as it is.
        """
        pieces = [piece for piece in _PIECES.split(text) if piece.strip()]
        while len(pieces) > 1 and self._is_courtesy(pieces[0]):
            pieces = pieces[1:]
        while len(pieces) > 1 and self._is_courtesy(pieces[-1]):
            pieces = pieces[:-1]
        return text if not pieces or self._is_courtesy(pieces[0]) else "".join(pieces).strip(" ，,：:")

    def is_courtesy(self, text: str) -> bool:
        """Whether a message is courtesy and nothing else (请问一下, 你好，麻烦)."""
        pieces = [piece for piece in _PIECES.split(text) if piece.strip(STOPS)]
        return bool(pieces) and all(self._is_courtesy(piece) for piece in pieces)

    def _is_courtesy(self, piece: str) -> bool:
        return self.cues["courtesy"].fullmatch(fold(piece).strip(STOPS)) is not None

    def _without_lead(self, text: str) -> str:
        """Without words that only lead over to the question (对了，好吧不问天气了，), or excuse a correction."""
        excused = self.cues["excuse"].sub("", text, count=1)
        if self.cues["correction"].match(fold(excused)):
            text = excused
        while (match := self.cues["lead_in"].match(text)) and len(text) - match.end() >= _LEAST:
            text = text[match.end() :].strip()
        return text

    def _day_put_right(self, text: str, state: DialogueState) -> str:
        """The day told before as a correction gives it and says nothing else (改正一下，是2024年9月30日)."""
        folded = fold(text)
        match = self.cues["correction"].match(folded)
        told = state.day_told or len(find_dates(state.last_said)) == 1
        days = find_dates(folded) if match and told and not state.checking else []
        if match is None or len(days) != 1:
            return ""
        beside = folded[match.end() : days[0].start] + folded[days[0].end :]
        return days[0].value.isoformat() if len(re.sub(r"\W", "", beside)) <= _AROUND else ""

    def _of_the_list(self, text: str, state: DialogueState) -> str:
        """Without the place in the last answer's list (第二条那个，…), unless its document has an article of that number."""
        match = self.cues["ordinal"].match(fold(text))
        if match is None or not state.clause_keys:
            return text
        document_id = state.clause_keys[0].partition("#")[0]
        number = parse_numeral(match["number"])
        article = any(
            ref.article == number
            for document in self.library.documents
            if document.id == document_id
            for clause in document.clauses
            for ref in find_clause_refs(clause.label)
        )
        return text if article and match["unit"] == "条" else text[-len(match["rest"]) :]

    def _gone_on_with(self, text: str) -> str:
        """What a message says behind words that go on with the check (好，接着核，…); empty where it has none."""
        match = self.going_on.match(fold(text))
        rest = text[match.end() :].strip() if match else ""
        return rest if len(rest) >= _LEAST else ""

    def _told_afresh(self, text: str) -> str:
        """What is told of another case behind words that leave the one before (都作废，另一家：…); empty where none are."""
        pieces = [piece for piece in _PIECES.split(text) if piece.strip(STOPS)]
        left = 0
        leaves = False
        for piece in pieces:
            said = fold(piece).strip(STOPS)
            fresh = self.cues["fresh"].fullmatch(said) is not None or (
                piece.rstrip(" ").endswith(_NAMES_NEXT)
                and self.cues["fresh_case"].fullmatch(said) is not None
            )
            if not fresh and self.cues["fresh_beside"].fullmatch(said) is None:
                break
            leaves, left = leaves or fresh, left + 1
        rest = "".join(pieces[left:]).strip(" ，,。:：")
        if _POINTS_BACK.match(rest):
            # 前面说的都不算，那次是一般事故: what was told is put right, not left.
            return ""
        return rest if leaves and len(rest) >= _LEAST else ""

    def _only(self, text: str, name: str) -> bool:
        """Whether a message says this and little else."""
        folded = fold(text)
        if not self.cues[name].search(folded):
            return False
        rest = self.cues["filler"].sub("", self.cues[name].sub("", folded))
        return len(re.sub(r"\W", "", rest)) <= (_FEW_LETTERS if rest.isascii() else 1)

    def _turned_back(self, text: str, state: DialogueState, as_of: date) -> tuple[str, DialogueState, bool]:
        """The message without its words of return, in the state of the subject that it returns to."""
        told = ""
        for stop in _SENTENCE.finditer(text):
            # A story in front of the words of return is left out, but not what it tells of the case.
            if self.cues["return_to"].match(fold(text[stop.end() :])):
                front, text = text[: stop.end()], text[stop.end() :].strip()
                told = front if any(read_facts(front, s, as_of) for s in self.schemes) else ""
                break
        match = self.cues["return_to"].search(fold(text))
        if match is None or not (state.past or state.last_question):
            return f"{told}{text}", state, False
        here = _entry(state)
        entries = [*state.past, here]
        wanted = next((said for said in match.groupdict().values() if said), "")
        if self.cues["first"].search(wanted or match.group(0)):
            chosen = entries[0]
        else:
            named = _pairs(wanted)
            heard = [e for e in entries if _alike(named, e)]
            said = named if heard else _pairs(fold(text))
            chosen = max(entries, key=lambda e: (_alike(said, e), entries.index(e)))
        rest = text[match.end() :].strip(" ，,。:：") if match.start() == 0 else text
        kept: dict[str, Any] = {name: _typed(name, chosen.get(name)) for name in _KEPT}
        last = state.last_said if chosen is here else str(chosen["last_question"])
        turned = replace(state, **kept, last_said=last, checking=False)
        return f"{told}{rest if len(rest) >= 2 else chosen['last_question']}", turned, True


def load_recalling(library: Library, schemes: Sequence[Scheme]) -> Recalling:
    """The cues, with the scopes and topics of a corpus and the schemes whose facts are told."""
    cues = {
        name: re.compile(str(pattern)) for name, pattern in words("recalling").items() if name != "version"
    }
    going_on = re.compile(str(words("checking")["go_on"]))
    return Recalling(cues, load_ellipsis(library, cues), going_on, library, schemes)


def remembered(state: DialogueState, new: DialogueState) -> tuple[Mapping[str, Any], ...]:
    """The subjects spoken of before the newest one, oldest first, the last eight."""
    same = new.last_question == state.last_question and new.topic == state.topic
    if not state.last_question or same:
        return state.past
    here = _entry(state)
    kept = [entry for entry in state.past if entry["last_question"] != here["last_question"]]
    return (*kept, here)[-_PAST:]


def of_another_case(state: DialogueState) -> DialogueState:
    """The conversation on the same title without anything told of the case before."""
    return replace(state, facts={}, told=(), asked_fact=None, day_told=None)


def source_draft(context: Context) -> Draft | None:
    """Where the last answer stands: the clauses that it cited, each with its document's number."""
    proofs = []
    for key in context.state.clause_keys[:_PROOFS]:
        document_id, _, clause_id = key.partition("#")
        try:
            clause = context.clause(document_id, clause_id)
        except NotFound:
            continue
        document = context.document(document_id)
        number = context.say("number_of", number=document.number) if document.number else ""
        text = context.say(
            "source_of_last",
            title=context.name(document_id),
            number=number,
            label=clause.label,
            quote=clause.text.strip(),
        )
        proofs.append(sentence(text, evidence(document_id, clause)))
    if not proofs:
        return None
    return Draft(kind="answer", blocks=(fixed("lead", context.say("sources_of_last")), *bullets(proofs)))


def new_start_draft(context: Context) -> Draft:
    """What was told is forgotten."""
    replies = tuple(
        context.say(f"quick_{name}") for name in ("eligible", "condition", "procedure", "deadline")
    )
    return Draft(kind="help", blocks=(fixed("lead", context.say("new_start")),), quick_replies=replies)


def shortened(draft: Draft) -> Draft:
    """The answer without what belongs beside it: its first words and their list."""
    kept = []
    for place, item in enumerate(draft.blocks):
        if item.style == "quote" or (place and all(s.fixed for s in item.sentences) and item.style != "lead"):
            break
        kept.append(item)
    return replace(draft, blocks=tuple(kept) or draft.blocks)


def _entry(state: DialogueState) -> dict[str, Any]:
    """The subject spoken of now; a brief question that turned to it is its own, not the one it leant on."""
    entry = {name: getattr(state, name) for name in _KEPT}
    before = state.past[-1] if state.past else {}
    turned = before.get("last_question") == state.last_question and before.get("topic") != state.topic
    return {**entry, "last_question": state.last_said} if turned and state.last_said else entry


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def _alike(said: set[str], entry: Mapping[str, Any]) -> int:
    return len(said & _pairs(f"{entry['last_question']} {' '.join(entry['terms'])}"))


def _typed(name: str, value: Any) -> Any:
    default = next(f.default for f in fields(DialogueState) if f.name == name)
    return tuple(value) if isinstance(default, tuple) and isinstance(value, Sequence) else value
