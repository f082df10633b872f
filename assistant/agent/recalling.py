"""What a message takes up again: an earlier subject, the last question in short, its source, or nothing at all.

Over 300 lines: the acts share one state and the order in which they are tried.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Literal

from assistant.agent.agreement import codes
from assistant.agent.another_day import AnotherDay, load_another_day
from assistant.agent.another_text import AnotherText, Facets, Meant, load_another_text
from assistant.agent.compose.outline import asks_for_outline
from assistant.agent.dialogue_acts import bundled
from assistant.agent.ellipsis import STOPS, Ellipsis, load_ellipsis
from assistant.agent.features import OPENING
from assistant.agent.grades import with_the_grade_meant
from assistant.agent.insisting import asks_beside_hearsay, claim_of, is_on_the_matter
from assistant.agent.listed import item_pointed_at
from assistant.agent.past import alike, entry_of, of_another_case, pairs, taken_up
from assistant.agent.speaking import asks
from assistant.agent.talking import Talking
from assistant.agent.told_days import asks_instead, in_the_year_told
from assistant.agent.understanding.understand import detect_language
from assistant.documents.library import Library
from assistant.domain.answers import Language
from assistant.domain.dialogue import DialogueState
from assistant.eligibility.facts_from_text import read_facts
from assistant.eligibility.message import corrects
from assistant.eligibility.schemes import Scheme
from assistant.text.dates import find_dates, find_durations
from assistant.text.normalise import fold
from assistant.text.numerals import parse_numeral
from assistant.text.references import find_clause_refs
from assistant.wording import words

Act = Literal["", "source", "again", "beside", "insists", "new_start", "courtesy", "thanks", "heard", "self"]

_PIECES = re.compile(r"(?<=[，。,!！?？:：;；~～\n])|(?<=\.\s)")
_SENTENCE = re.compile(r"[。！!；;]")
_CLAUSE = re.compile(r"[，,。.!！?？:：;；\n]")
_NEXT = re.compile(r"[:：。!！\n]|\.(?=\s)")
_NAMES_NEXT = (":", "：", "。", ".", "\n")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_RETURNS = re.compile(
    r"(?:那|这)?(?:一)?(?:个|件|条|份|块|家|头)?(?:问题|话题|事情?|地方)?$|^(?:那|这|刚才|刚刚|前面)(?:一)?(?:个|件|条|份|家)?的?|第[一二三1-3]个.*|最开始.*|一开始.*|最初.*|开头.*|的$"
)
_CORRECTED, _FIGURE = "更正，", re.compile(r"\d")
_POINTS_BACK = re.compile(r"那(?:一)?[次起回件]|其实是|应该是|that (?:one|accident)|it was")
_LEAST, _FEW_LETTERS = 4, 8
_CONFIRMS, _AROUND = 18, 3
_OF_THE_CASE = ("verdict", "missing")
_OF_WHO_IS_ASKED = (*_OF_THE_CASE, "source", "self", "restart")
"""Acts that one who is asked for a fact may mean; else a few words are taken for the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recalled:
    """A message with what it takes up again.

    Attributes:
        text: The question to answer: without its lead-in, or an earlier one asked again.
        act: ``source`` asks where the last answer stands, ``again`` wants it once more and shorter,
            ``beside`` sets another text beside it, ``insists`` hearsay against it, ``new_start`` wants what was
            told forgotten, ``self`` asks of the assistant.
        turned: Whether the text goes back to an earlier subject.
        language: The language in which the message wants the answer; None where it says nothing of it.
        of_another: Whether it is the last question, asked of another subject or level.
        of_text: Words for the one text of which the last question is asked again.
        beside: Ids of the documents set beside the last answer.
        pointed: Key of the clause that is pointed at.
        stays: Whether it is asked of the document of the last answer, unless it names another.
        day: The other day as of which the last question is asked.
        compared: Whether what is asked is set beside what was said before.
        wants: What it wants of the case that is being told: its outcome (``verdict``), or what is ``missing``.
    """

    text: str
    state: DialogueState
    act: Act = ""
    turned: bool = False
    language: Language | None = None
    of_another: bool = False
    of_text: str = ""
    beside: frozenset[str] = frozenset()
    pointed: str = ""
    stays: bool = False
    wants: str = ""
    day: date | None = None
    compared: bool = False


@dataclass(frozen=True, slots=True)
class Recalling:
    """The cues of ``prompts/recalling.yaml``, and what completes a message by the last question."""

    cues: Mapping[str, re.Pattern[str]]
    ellipsis: Ellipsis
    going_on: re.Pattern[str]
    library: Library
    schemes: Sequence[Scheme]
    another_text: AnotherText
    grades: frozenset[str]
    another_day: AnotherDay
    act_of: Callable[[str], str]
    without_names: Callable[[str], str]

    def recall(self, question: str, state: DialogueState, as_of: date) -> Recalled:
        """What a message says and in which state it is to be read."""
        if state.turns == 0:
            act: Act = "self" if self.act_of(question) == "self" else ""
            return Recalled(text=question, state=state, act=act)
        language, question = self._language(question)
        if language and not question:
            # Nothing but the language: the last question, answered in it.
            last, whole = state.last_said, state.last_question
            return Recalled(text=last or whole, state=state, language=language)
        taken = self._taken_up(question, state, as_of)
        return replace(taken, language=language or taken.language)

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
        text = in_the_year_told(text, state)
        if (rest := self._gone_on_with(text)) and state.checked:
            # Back in the check, whatever was asked in between.
            return Recalled(text=rest, state=replace(state, scheme=state.checked, checking=True))
        text, state, turned = self._turned_back(text, state, as_of)
        before = (state.last_said, state.last_question)
        said, text = text, with_the_grade_meant(text, before, self.grades, self.cues["next_grade"])
        rest, pointed = item_pointed_at(text, state, self.library, self.cues["item"])
        if pointed and len(rest) < _LEAST and not state.checking:
            return Recalled(text=text, state=replace(state, clause_keys=(pointed,), rests_on=1), act="source")
        if (of_the_answer := self._on_the_last_answer(text, state, turned=turned)) is not None:
            return of_the_answer
        of_grade = text != said or self.cues["next_grade"].search(fold(text))
        wants = "" if of_grade else self._wants(text, state, as_of)
        if (put := self._acted(wants, text, state, turned=turned)) is not None:
            return put
        if (dated := self._dated(text, state, as_of, turned=turned)) is not None:
            return dated
        if state.checking or wants in _OF_THE_CASE:
            return Recalled(text=text, state=state, turned=turned, wants=wants)
        if state.clause_keys and asks_beside_hearsay(text, self.cues):
            return Recalled(text=text, state=state, turned=turned, stays=True)
        if pointed:
            return Recalled(text=rest, state=state, turned=turned, pointed=pointed)
        text = self._of_the_list(text, state)
        asked, of_text = self.ellipsis.of_another_text(text, state)
        if asked:
            return Recalled(text=asked, state=state, turned=turned, of_text=of_text)
        whole, state = self.ellipsis.completed(text, state)
        of_another = whole != text and self.cues["ellipsis"].fullmatch(fold(text)) is not None
        compared = bool(state.clause_keys) and self.another_text.sets_beside(text)
        return Recalled(text=whole, state=state, turned=turned, of_another=of_another, compared=compared)

    def plain(self, text: str, state: DialogueState) -> str:
        """A message without courtesy; who excuses himself in a check for a figure (不好意思，52%) takes one told back."""
        excused = self.cues["excuse"].sub("", text, count=1)
        if state.checking and excused != text and not asks(fold(excused)) and _FIGURE.search(fold(excused)):
            return excused if corrects(excused) else f"{_CORRECTED}{excused}"
        return self.without_courtesy(text)

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

    def _dated(self, text: str, state: DialogueState, as_of: date, *, turned: bool) -> Recalled | None:
        """The last question as of another day, or with the day in it put right."""
        day = None if state.checking else self.another_day.named(text, state, as_of)
        if day and not self.cues["correction"].match(fold(text)) and not self._tells(text, as_of):
            again = _once_more(state, turned=turned)
            again = replace(again, act="")
            # One that names a day itself (6月10日还来得及吗) is asked of the other instead.
            # Who asks whether one may on that day, of a span told with its beginning, begins no other.
            begins = find_durations(again.text) and _MAY.search(fold(text))
            of_it = len(find_dates(again.text)) == 1 and not begins
            return replace(again, text=_of_day(again.text, day)) if of_it else replace(again, day=day)
        if (right := self._day_put_right(text, state)) and asks(state.last_said):
            said = _of_day(state.last_said, date.fromisoformat(right))
            return Recalled(text=said, state=replace(state, day_told=right))
        return None

    def _day_put_right(self, text: str, state: DialogueState) -> str:
        """The day told before as a correction gives it, or another asked of in its place, and nothing new beside it.

        改正一下，是2024年9月30日; 不对，手续是9月15日才办完的，重新算一下: what the last question said too is not new.
        """
        folded = fold(text)
        match = self.cues["correction"].match(folded) or asks_instead(folded)
        told = state.day_told or len(find_dates(state.last_said)) == 1
        days = find_dates(folded) if match and told and not state.checking else []
        if match is None or len(days) != 1:
            return ""
        beside = folded[min(match.end(), days[0].start) : days[0].start] + folded[days[0].end :]
        beside = self.cues["count_again"].sub("", beside)
        new = [
            sign for sign in re.sub(r"[\W的是才了就那也还]", "", beside) if sign not in fold(state.last_said)
        ]
        return days[0].value.isoformat() if len(new) <= _AROUND else ""

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

    def _on_the_last_answer(self, text: str, state: DialogueState, *, turned: bool) -> Recalled | None:
        """What a message wants of the last answer: its source, itself again, against hearsay or beside another text."""
        last = state.last_said or state.last_question
        source = Recalled(text=state.last_question or text, state=state, act="source", turned=turned)
        if state.clause_keys and self._only(text, "source"):
            return source
        if state.last_question and self._only(text, "again"):
            return _once_more(state, turned=turned)
        if self._insists(text, state):
            return Recalled(text=last, state=state, act="insists", language=detect_language(text))
        if state.last_said and len(text) <= _CONFIRMS and self.cues["so_none"].fullmatch(fold(text)):
            return Recalled(text=last, state=state, turned=turned)
        if not state.clause_keys or state.checking or state.asked_fact:
            return None
        act = self.another_text.talking.act(text)
        if act:
            return source if act == "source" else _once_more(state, turned=turned)
        put_right = self.cues["correction"].match(fold(text))
        beside = frozenset() if put_right else self.another_text.beside(text, state)
        if not beside:
            return None
        # What it names itself is looked for with what was asked.
        asked = f"{last}，{text}" if self.another_text.sets_beside(text) else last
        return Recalled(text=asked, state=state, act="beside", beside=beside, turned=turned)

    def _wants(self, text: str, state: DialogueState, as_of: date) -> str:
        """The dialogue act of a message that tells nothing and names no matter; the outcome may be wanted by name."""
        act = self.act_of(text)
        named = act or self.act_of(self.without_names(fold(text)))
        act = act or (named if named in _OF_THE_CASE else "")
        if not act or (act not in _OF_THE_CASE and self.another_text.talking.asks_a_value(fold(text))):
            return ""
        if state.asked_fact and act not in _OF_WHO_IS_ASKED:
            return ""
        return "" if self._tells(text, as_of, state.asked_fact) else act

    def _tells(self, text: str, as_of: date, asked: str | None = None) -> bool:
        """Whether a message tells a fact of some scheme, or answers what was asked (没问题; 没有，谢谢)."""
        return any(read_facts(text, scheme, as_of, asked, by_cues=True) for scheme in self.schemes)

    def _acted(self, act: str, text: str, state: DialogueState, *, turned: bool) -> Recalled | None:
        """What a message does that names no matter, in whatever words."""
        last = state.last_said or state.last_question
        if act in ("thanks", "self"):
            return Recalled(text=text, state=state, act="self" if act == "self" else "thanks")
        if act == "restart" and not _POINTS_BACK.search(text):
            return Recalled(text=text, state=of_another_case(state), act="new_start")
        if not state.clause_keys or not last or (state.asked_fact and act != "source"):
            return None
        if asks_for_outline(fold(text)):
            # 这份文件讲的是什么 is of the whole document, not of what was quoted of it.
            return None
        if act == "source" or (act == "explain" and not state.checking):
            return Recalled(text=state.last_question or text, state=state, act="source", turned=turned)
        if act == "again":
            return _once_more(state, turned=turned)
        if act == "doubt" and not state.checking:
            return Recalled(text=last, state=state, act="insists", language=detect_language(text))
        return None

    def _insists(self, text: str, state: DialogueState) -> bool:
        """Whether a message sets what others say against the last answer (可是我听区里说…), and asks nothing more."""
        claim, against = claim_of(text, self.cues)
        if not claim or state.checking or not state.clause_keys:
            return False
        asked = f"{state.last_question} {state.last_said}"
        return is_on_the_matter(claim, asked, self._last_proof(state), self.cues, against=against)

    def _last_proof(self, state: DialogueState) -> str:
        """The text of the clause cited first in the last answer."""
        document_id, _, clause_id = state.clause_keys[0].partition("#")
        return next(
            (
                clause.text
                for document in self.library.documents
                if document.id == document_id
                for clause in document.clauses
                if clause.id == clause_id
            ),
            "",
        )

    def is_heard(self, text: str, state: DialogueState) -> bool:
        """Whether a message only shows that the answer was heard (嗯, 原来如此); a question put before it may be answered so."""
        said = fold(text).strip(f"{STOPS} ")
        if state.turns and self.cues["leaves"].fullmatch(said):
            return True
        return state.turns > 0 and not state.asked_fact and self.cues["heard"].fullmatch(said) is not None

    def _told_afresh(self, text: str) -> str:
        """What is told of another case behind words that leave the one before (都作废，另一家：…); empty where none are."""
        if stop := _NEXT.search(text):
            # 这家先撂一边，从零开始：
            rest = text[stop.end() :].strip(" ，,。:：")
            if (
                len(rest) >= _LEAST
                and not _POINTS_BACK.match(rest)
                and self.act_of(text[: stop.start()]) == "restart"
            ):
                return rest
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
        """Whether a message says this and little else, as a whole or in each of its pieces (说人话，老板没耐心，短点)."""
        folded = fold(text)
        if self._says_only(folded, name):
            return True
        beside = self.cues.get(f"{name}_beside")
        pieces = [piece.strip(f"{STOPS} ") for piece in _CLAUSE.split(folded) if piece.strip(f"{STOPS} ")]
        saying = [piece for piece in pieces if self._says_only(piece, name)]
        return bool(saying) and all(
            piece in saying or (beside is not None and beside.fullmatch(piece)) for piece in pieces
        )

    def _says_only(self, folded: str, name: str) -> bool:
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
                told = front if self._tells(front, as_of) else ""
                break
        match = self.cues["return_to"].search(fold(text))
        if match is None or not (state.past or state.last_question):
            return f"{told}{text}", state, False
        entries = [*state.past, entry_of(state)]
        wanted = next((said for said in match.groupdict().values() if said), "")
        if self.cues["first"].search(wanted or match.group(0)):
            chosen = entries[0]
        else:
            heard = [e for e in entries if alike(pairs(wanted), e)]
            graded = [e for e in entries if codes(str(e["last_question"]))]
            if not heard and graded and self.cues["of_grades"].search(match.group(0)):
                # 接着刚才的等级说: the subject of which a grade was named.
                entries = heard = graded
            said = pairs(wanted if heard else fold(text))
            chosen = max(entries, key=lambda e: (alike(said, e), entries.index(e)))
        rest = text[match.end() :].strip(" ，,。:：") if match.start() == 0 else text
        asked = rest if len(rest) >= 2 else chosen["last_question"]
        named = _RETURNS.sub("", wanted).strip()
        if chosen is not entries[-1] and len(named) >= 2 and _HAN.fullmatch(named) and named not in asked:
            # 回到复审，没参加会怎样: what is returned to is what the rest is asked of.
            asked = f"{named}，{asked}"
        return f"{told}{asked}", taken_up(state, chosen), True


_MAY = re.compile(
    r"能[不否]?能?(?:再|重新)?[申报评]|可[不以]?可?以|解除|恢复|\b(?:can|may|allowed|eligible)\b"
)


def _of_day(said: str, day: date) -> str:
    """A question with the one day that stands in it replaced (那我们3月3日被撤的，哪天能报)."""
    named = find_dates(said)
    if len(named) != 1:
        return said
    return f"{said[: named[0].start]}{day.year}年{day.month}月{day.day}日{said[named[0].end :]}"


def _once_more(state: DialogueState, *, turned: bool) -> Recalled:
    """The last question again: one that leant on none before it as it was the first time."""
    if state.last_said in ("", state.last_question):
        return Recalled(text=state.last_question, state=replace(state, turns=0), act="again", turned=turned)
    return Recalled(text=state.last_said, state=state, act="again", turned=turned)


def load_recalling(
    library: Library,
    schemes: Sequence[Scheme],
    talking: Talking,
    meant: Meant,
    facets: Facets,
    without_names: Callable[[str], str],
) -> Recalling:
    """The cues, with the scopes and topics of a corpus and the schemes whose facts are told."""
    cues = {
        name: re.compile(str(pattern)) for name, pattern in words("recalling").items() if name != "version"
    }
    going_on = re.compile(str(words("checking")["go_on"]))
    ellipsis = load_ellipsis(library, cues)
    another_text = load_another_text(talking, ellipsis, meant, library, facets)
    grades = frozenset(code for facet in facets.values() for code in codes(facet.text[:OPENING]))
    act_of = partial(bundled().act, share=talking.share)
    return Recalling(
        cues,
        ellipsis,
        going_on,
        library,
        schemes,
        another_text,
        grades,
        load_another_day(talking),
        act_of,
        without_names,
    )
