"""What a message leaves out or takes back of the last question: its level, year or subject, or all but a pronoun."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from assistant.agent.speaking import asks
from assistant.agent.understanding.lexicon import as_list, find_word
from assistant.documents.library import Library
from assistant.domain.dialogue import DialogueState
from assistant.text.dates import find_dates, find_month_days
from assistant.text.normalise import fold

STOPS = " ,，。.!！?？~～:：;；、…"
_YEAR = re.compile(r"(?<!\d)20\d{2}(?!\d)")
_GRADE = re.compile(r"(?<![a-z])(?:([a-z])\1{0,4}|[一二三四五]星)[级类档]")

_OF_TEXTS = re.compile(r"[的里那这个份本部中年度\s，,。.!！?？]|文件|通知|办法|规定")
_NUMBERED = re.compile(r"(?:20\d{2}(?:年度?)?的?)|(?:第)?\d{1,4}号文(?:件)?(?:里|中|对)?|^[里对的]+")
_HEADS = "厂园"
_ONE = re.compile(r"\b(?:the|one|ones|level|version|side)\b")
_POINTS, _ALIKE = 24, 4
"""A message up to so many characters may only point at two things; questions alike share so many pairs."""
_TITLE = 4
"""Characters of a title that mean it."""

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ellipsis:
    """Completes a message by the last question.

    Attributes:
        rivals: Words of which one excludes the others: those of levels and places, and those of subjects.
        topics: The words of each subject that mean nothing else.
        everyday: Those of the documents, with what people use for the subject and for other things too.
        rounds: Years of the rounds that a word of level or place may mean.
        titles: Titles of the documents, whole and as people shorten them.
        cues: The acts of ``prompts/recalling.yaml``.
    """

    rivals: tuple[tuple[Words, ...], ...]
    topics: tuple[Words, ...]
    everyday: tuple[Words, ...]
    rounds: Mapping[str, frozenset[int]]
    titles: Words
    cues: Mapping[str, re.Pattern[str]]

    def completed(self, text: str, state: DialogueState) -> tuple[str, DialogueState]:
        """The question that a message means, and the state without what it takes back."""
        text, state = self._contrasted(text, state)
        text, state = self._for_another(text, state)
        if both := self._side_by_side(text, state):
            return both, state
        mended = self._mended(text, state) or self._compared(text, state.last_question)
        return mended or self._spelled_out(text, state), state

    def _mended(self, text: str, state: DialogueState) -> str:
        """The last question of another level or subject (说错了，是市级; 那园区呢)."""
        folded, last = fold(text), state.last_question
        if not last:
            return ""
        if match := self.cues["correction"].match(folded):
            rest = folded[match.end() :]
            if asked := _asked_anew(rest, self._last_whole(state)):
                return f"{match.group()}{asked}"
            return self._exchanged(rest, last, corrects=True) or self._asked_within(
                rest, self._last_whole(state)
            )
        if (match := self.cues["of_text"].fullmatch(folded)) and (
            within := self._asked_within(match["what"], self._of_no_text(self._last_whole(state)))
        ):
            beside = match["rest"] or match["bare"] or ""
            return f"{within}，{beside}" if beside else within
        match = self.cues["ellipsis"].fullmatch(folded)
        known = {word for group in self.rivals for names in group for word in names}
        if match is None or not match["what"]:
            return ""
        if other := _of_other_grades(match["what"], last) or _of_other_day(match["what"], last):
            return other
        left = match["what"]
        for word in sorted(known, key=len, reverse=True):
            left = left.replace(word, "")
        if _ONE.sub("", left).strip():
            return ""
        return self._exchanged(match["what"], last) or self._of_subject(match["what"], last)

    def of_another_text(self, text: str, state: DialogueState) -> tuple[str, str]:
        """The last question without the text that it named, and the words for the one that is meant instead; or nothing.

        Kept apart: words of a title (the measures on grading) say which text is meant, and ask for nothing.
        """
        match = self.cues["of_text_en"].fullmatch(fold(text))
        if match is None or not state.last_question:
            return "", ""
        return self.cues["by_text_en"].sub("", self._last_whole(state)).strip(STOPS), match["what"]

    def _for_another(self, text: str, state: DialogueState) -> tuple[str, DialogueState]:
        """What is asked for somebody else (替园里一家厂问一句，它…), of whom the words in front speak at their end."""
        match = self.cues["behalf"].match(fold(text))
        if match is None:
            return text, state
        said = [
            (match["who"].rfind(word), len(word), names[0])
            for names in self.everyday
            for word in names
            if not word.isascii() and word in match["who"]
        ]
        rest = match["rest"]
        # 一家厂: a word for the first subject of which one ends so.
        alike = [names[0] for names in self.everyday if any(w.endswith(match["who"][-1]) for w in names)]
        said = said or ([(0, 0, alike[0])] if alike and match["who"][-1] in _HEADS else [])
        if not said:
            return rest, state
        subject = max(said)[2]
        turned = replace(state, topic="", role=None)
        if self._named(rest, {word for names in self.topics for word in names if not word.isascii()}):
            return rest, turned
        pronoun = self.cues["pronoun"].search(rest)
        begins, ends = pronoun.span() if pronoun else (0, 0)
        return f"{rest[:begins]}{subject}{rest[ends:]}", turned

    def _side_by_side(self, text: str, state: DialogueState) -> str:
        """Two things spoken of, set side by side or the other of them asked after (这俩有啥不一样, 另一个呢)."""
        folded, last = fold(text), state.last_question
        if not last or len(folded) > _POINTS:
            return ""
        known = (word for group in self.rivals for names in group for word in names)
        if any(find_word(folded, word) >= 0 for word in known) or _YEAR.search(folded):
            # It names what it speaks of.
            return ""
        if match := self.cues["other_one"].match(folded):
            return f"{last}，{match['rest']}"
        if not self.cues["two"].search(folded):
            return ""
        if state.last_said and state.last_said != last:
            return f"{last}，{state.last_said}，{text}"
        before = str(state.past[-1]["last_question"]) if state.past else ""
        alike = {before[i : i + 2] for i in range(len(before) - 1)} & {
            last[i : i + 2] for i in range(len(last) - 1)
        }
        return f"{before}，{last}，{text}" if len(alike) >= _ALIKE else f"{last}，{text}"

    def _of_no_text(self, last: str) -> str:
        """A question without the levels, years and numbers that say of which text it was asked."""
        for word in sorted((w for names in self.rivals[0] for w in names), key=len, reverse=True):
            if find_word(last, word) >= 0:
                last = last.replace(word, "")
        return _NUMBERED.sub("", last).strip(STOPS)

    def _last_whole(self, state: DialogueState) -> str:
        """What was asked last, unless it only said of what else (国家那个呢)."""
        said = state.last_said
        partial = self.cues["ellipsis"].fullmatch(said) or self.cues["correction"].match(said)
        return state.last_question if partial or not said else said

    def _asked_within(self, rest: str, last: str) -> str:
        """The last question within the level, year or document that a correction names and nothing else (我问的是通知里的)."""
        left, known = (
            _YEAR.sub(" ", rest),
            {word for group in self.rivals for names in group for word in names},
        )
        for word in sorted(known, key=len, reverse=True):
            left = left.replace(word, " ")
        named = left != rest
        pieces = [piece for piece in _OF_TEXTS.split(left) if piece]
        if not all(any(piece in title for title in self.titles) for piece in pieces):
            return ""
        if not named and not any(len(piece) >= _TITLE for piece in pieces):
            return ""
        where = rest.strip(STOPS)
        return f"{where}{'' if where.endswith(('的', '里')) else '里'}{last}"

    def _of_subject(self, subject: str, last: str) -> str:
        """The last question with a subject in place of the one that it names by an everyday word (工厂 … 园区呢)."""
        if not any(subject in names for names in self.topics):
            return ""
        found = [
            (place, -len(word), word)
            for names in self.everyday
            if subject not in names
            for word in names
            if (place := last.find(word)) >= 0
        ]
        return last.replace(min(found)[2], subject) if found else ""

    def _exchanged(self, rest: str, last: str, *, corrects: bool = False) -> str:
        """The last question with the words of ``rest`` in place of their rivals, and its year in place of the other."""
        mended = last
        for group in self.rivals:
            said = [(w, names) for names in group for w in names if find_word(rest, w) >= 0]
            if not said:
                continue
            word, own = max(said, key=lambda item: len(item[0]))
            others = sorted((w for names in group if names is not own for w in names), key=len, reverse=True)
            replaced = [o for o in others if find_word(mended, o) >= 0 and o not in own]
            for other in replaced[: None if corrects else 1]:
                mended = mended.replace(other, "" if word in mended and word not in last else word)
            mended = self._in_its_year(mended, word) if replaced and not _YEAR.search(rest) else mended
        years, named = _YEAR.findall(rest), _YEAR.findall(last)
        if corrects and len(years) == len(named) == 1:
            mended = mended.replace(named[0], years[0])
        return mended if mended != last else ""

    def _in_its_year(self, text: str, word: str) -> str:
        """Without a year in which what the word means had no round: it was that of the level taken back."""
        rounds = self.rounds.get(word, frozenset())
        years = [year for year in _YEAR.findall(text) if rounds and int(year) not in rounds]
        for year in years:
            text = re.sub(rf"{year}(?:年度?)?的?", "", text)
        return text

    def _contrasted(self, text: str, state: DialogueState) -> tuple[str, DialogueState]:
        """What is asked instead (不是产值，利润那条咋说的), in a state that has forgotten what is not asked."""
        match = self.cues["contrast"].match(fold(text))
        if match is None or match["not"] not in f"{state.last_question} {state.last_said}":
            return text, state
        known = {word for group in self.rivals for names in group for word in names}
        gone = max(
            (word for word in known if match["not"] in word and word in state.last_question),
            key=len,
            default="",
        )
        rest_of_last = state.last_question.replace(gone or match["not"], " ")
        terms = tuple(term for term in state.terms if match["not"] not in term)
        own = any(find_word(match["rest"], word) >= 0 for word in known)
        if own and self.cues["pronoun"].search(match["rest"]):
            # 是刚入库的C级厂，它要不要填: what it is asked of changes, what is asked does not.
            return f"{match['rest']}，{rest_of_last.strip(STOPS)}", replace(
                state, topic="", intent="", content=""
            )
        turned = replace(state, last_question=rest_of_last, terms=terms, topic="" if own else state.topic)
        return match["rest"], replace(turned, intent="", content="") if own else turned

    def _compared(self, text: str, last: str) -> str:
        """The last question, asked of what it was asked of and of something beside it (跟2025年市级的比呢)."""
        match = self.cues["compare_with"].fullmatch(fold(text))
        if match is None or not last:
            return ""
        other = next(said for name, said in match.groupdict().items() if said and name != "with")
        words = "跟{}相比有什么不同" if match["with"] else "how does it compare with {}"
        return f"{last.rstrip(STOPS)}，{words.format(other)}"

    def _spelled_out(self, text: str, state: DialogueState) -> str:
        """With the subject last spoken of in place of the pronoun that stands for it (它算不算示范)."""
        match = self.cues["pronoun"].search(text)
        if match is None:
            return text
        known = {word for names in self.topics for word in names if not word.isascii()}
        last = state.last_said if self._named(state.last_said, known) else state.last_question
        subject = self._named(last, known)
        own = self._named(fold(text), known)
        return (
            text if not subject or subject == own else text[: match.start()] + subject + text[match.end() :]
        )

    def _named(self, text: str, known: set[str]) -> str:
        """The subject that a text names first, with the grade before it and as long as it goes."""
        if grade := _GRADE.search(text):
            behind = text[grade.end() :]
            return grade[0] + max((word for word in known if behind.startswith(word)), key=len, default="")
        found = [(place, -len(word), word) for word in known if (place := text.find(word)) >= 0]
        return min(found)[2] if found else ""


def _asked_anew(rest: str, last: str) -> str:
    """What the last message stated, its day put right, with the question that a correction goes on to ask.

    说错了，公告是2025年4月10号的，那三年要管到哪天: of the day told now, and not what was asked before.
    """
    parts = [part for part in _COMMA.split(rest) if part]
    if len(parts) < _TOLD_AND_ASKED or not asks(parts[-1]) or asks(parts[0]) or not find_dates(parts[0]):
        return ""
    stated = [part for part in _COMMA.split(last) if part and not asks(part)]
    said = [_A_DAY.sub("", part) for part in stated]
    return "，".join([*parts[:-1], *said, parts[-1]]) if said else ""


_COMMA, _TOLD_AND_ASKED = re.compile(r"[，,。；;?？]"), 2
_A_DAY = re.compile(r"20\d{2}年(?:\d{1,2}月(?:\d{1,2}[日号])?)?")


def _of_other_grades(what: str, last: str) -> str:
    """The last question with the grades that a message only names in place of its own (B级谁认定 … 那A级、AA级呢)."""
    named = [found.group() for found in _GRADE.finditer(what)]
    own = _GRADES_IN_A_ROW.search(last)
    if not named or own is None or _BESIDE_GRADES.sub("", _GRADE.sub("", what)):
        return ""
    grades = "、".join(named)
    return f"{last[: own.start()]}{grades}{last[own.end() :]}" if grades != own.group() else ""


def _of_other_day(what: str, last: str) -> str:
    """The last question with the day that a message only names in place of its own (6月10日来得及吗 … 那7月1日呢)."""
    own = find_month_days(last)
    other = find_month_days(what)
    if len(own) != 1 or len(other) != 1 or find_dates(last) or other[0].text != what.strip():
        return ""
    return f"{last[: own[0].start]}{other[0].text}{last[own[0].end :]}"


_GRADES_IN_A_ROW = re.compile(rf"{_GRADE.pattern}(?:[、和跟与及]{_GRADE.pattern.replace('1', '2')})*")
_BESIDE_GRADES = re.compile(r"[、，,和跟与及或到至的 ]|那些|这些|那几[个级档]|这几[个级档]|工厂|企业|厂")


def load_ellipsis(library: Library, cues: Mapping[str, re.Pattern[str]]) -> Ellipsis:
    """The scopes and topics of a corpus, and the cues."""
    scopes, topics = library.terms.get("scopes", ()), library.terms.get("topics", ())
    years = {d.id: d.metadata.round_year.value for d in library.documents if d.metadata.round_year}

    def said(entry: Mapping[str, object], *kinds: str) -> Words:
        return tuple(fold(word) for kind in kinds for word in as_list(entry.get(kind)))

    meant = tuple(said(entry, "names", "strong") for entry in topics)
    rounds = {
        word: frozenset(years[name] for name in as_list(entry["documents"]) if name in years)
        for entry in scopes
        for word in said(entry, "words", "en")
    }
    levels = tuple(said(entry, "words", "en") for entry in scopes)
    everyday = tuple(said(entry, "names", "also") for entry in topics)
    titles = tuple(fold(document.title) for document in library.documents)
    return Ellipsis((levels, meant), meant, everyday, rounds, titles, cues)
