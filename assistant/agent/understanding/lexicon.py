"""The bridge from what people type to what policy texts write."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from assistant.agent.understanding.answer_kinds import AnswerKind, read_kinds
from assistant.agent.understanding.english import Glossary, load_glossary
from assistant.text.beginnings import beginnings
from assistant.text.needles import needles
from assistant.text.normalise import fold
from assistant.wording import read_words


@dataclass(frozen=True, slots=True)
class Phrase:
    """A lay phrase of one concept and where it stands in the question."""

    text: str
    terms: tuple[str, ...]
    start: int
    end: int


def as_list(value: Any) -> list[str]:
    """A YAML value that may be one string or a list of strings."""
    if value is None:
        return []
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]


_OF_A_TEXT = frozenset({"issuer", "title"})
_NEVER = re.compile(r"(?!)")
"""Matches nowhere."""


def is_pattern(word: str) -> bool:
    """Whether an entry of a word file is a regular expression: it stands between slashes."""
    return len(word) > 2 and word[0] == word[-1] == "/"


class PhraseTable:
    """Finds the longest known phrases in a text.

    Latin phrases match at word starts, so that ``fee`` is not found in ``coffee``; Chinese ones anywhere. A single
    character is no phrase: 准 stands in 准备 and 批准. Entries between slashes are patterns of words that say
    something only beside others (over 5 plants); they go before the phrases that they overlap.
    """

    def __init__(self, entries: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        self._terms: dict[str, list[str]] = {}
        self._patterns: list[tuple[re.Pattern[str], tuple[str, ...]]] = []
        for phrase, terms in entries:
            if is_pattern(phrase):
                self._patterns.append((re.compile(phrase[1:-1]), terms))
                continue
            known = self._terms.setdefault(fold(phrase), [])
            known.extend(term for term in terms if term not in known)
        self._scanner = Scanner(phrase for phrase in self._terms if len(phrase) > 1)

    def find(self, folded: str) -> list[Phrase]:
        """Phrases in a folded text, leftmost and longest first, not overlapping."""
        told = [
            Phrase(match.group(0), terms, match.start(), match.end())
            for pattern, terms in self._patterns
            for match in pattern.finditer(folded)
            if match.group(0)
        ]
        found = [
            Phrase(phrase, tuple(self._terms.get(phrase, ())), start, start + len(phrase))
            for phrase, start in self._scanner.find(folded)
        ]
        if not told:
            return found
        apart = [p for p in found if not any(p.start < t.end and t.start < p.end for t in told)]
        return sorted((*told, *apart), key=lambda phrase: phrase.start)


class Scanner:
    """Finds which of many phrases stand in a text: leftmost and longest first, not overlapping.

    Latin phrases match at word starts, so that ``fee`` is not found in ``coffee``, and a short last word only with an
    ending: ``plan`` is found in ``planned`` and not in ``planet``. Phrases wait in buckets of their first two
    characters: thousands of them cost no more than the few that may begin where one looks.

    Attributes:
        openings: The first two characters of every phrase.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._buckets: dict[str, list[str]] = {}
        for phrase in sorted({p for p in phrases if p}, key=lambda p: (-len(p), p)):
            self._buckets.setdefault(phrase[:2], []).append(phrase)
        self.openings = frozenset(self._buckets)

    def find(self, text: str) -> Iterator[tuple[str, int]]:
        """Each phrase found with its place.

        >>> list(Scanner(["fee", "公示", "公示期"]).find("coffee 的公示期"))
        [('公示期', 8)]
        """
        end = 0
        begun = self.openings & beginnings(text)
        for place in sorted({place for opening in begun for place in _places(opening, text)}):
            if place >= end and (found := self._at(text, place)):
                yield found, place
                end = place + len(found)

    def is_idle(self, text: str) -> bool:
        """Whether none of the phrases can begin anywhere in a text: most texts, seen at a glance."""
        return self.openings.isdisjoint(beginnings(text))

    def _at(self, text: str, place: int) -> str:
        inside = place > 0 and "a" <= text[place - 1] <= "z"
        for key in (text[place : place + 2], text[place]):
            for phrase in self._buckets.get(key, ()):
                if inside and phrase[0].isascii():
                    continue
                if text.startswith(phrase, place) and _ends_a_word(phrase, text, place + len(phrase)):
                    return phrase
        return ""


def _places(opening: str, text: str) -> Iterator[int]:
    place = text.find(opening)
    while place >= 0:
        yield place
        place = text.find(opening, place + 1)


_PARTICLE = 2
"""So short a word (it, us) takes no ending."""

_SHORT_WORD = re.compile(r"(?<![a-z])[a-z]{1,5}$")
_ENDING = re.compile(r"(?:s|es|d|ed|n|ing|ings|ly|ment|ments|(?P<again>[b-z])(?:ed|ing))?(?![a-z])")


@lru_cache(maxsize=16384)
def _last_short_word(phrase: str) -> str:
    match = _SHORT_WORD.search(phrase)
    return match.group(0) if match else ""


def _ends_a_word(phrase: str, text: str, end: int) -> bool:
    """Whether a phrase found in a text ends where a word does, but for endings; a long word may go on in any way.

    >>> _ends_a_word("plan", "planned", 4), _ends_a_word("plan", "planet", 4), _ends_a_word("consult", "consultant", 7)
    (True, False, True)
    """
    if end >= len(text) or not "a" <= text[end] <= "z":
        return True
    word = _last_short_word(phrase)
    if not word:
        return True
    ending = _ENDING.match(text, end) if len(word) > _PARTICLE else None
    return ending is not None and ending.group("again") in (None, word[-1])


def find_word(text: str, word: str) -> int:
    """Where a folded word stands in a folded text, Latin words only whole; -1 where it does not."""
    place = text.find(word) if word else -1
    if place < 0 or not word[0].isascii():
        return place
    match = _whole(word).search(text, max(place - 1, 0))
    return match.start() if match else -1


@lru_cache(maxsize=4096)
def _whole(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z])")


_ASKED_AGAIN = 16


class Cues:
    """A named set of cue words and patterns; ``hits`` tells which stand in a text."""

    def __init__(self, words: Sequence[str]) -> None:
        # One question is looked through for the same cues in several steps.
        self.hits = lru_cache(maxsize=_ASKED_AGAIN)(self._hits)
        self._regexes = [re.compile(w[1:-1]) for w in words if is_pattern(w)]
        self._words = Scanner(fold(w) for w in words if not is_pattern(w))
        self._needles = [needles(regex) for regex in self._regexes]
        told = [self._words.openings, *(needed for needed in self._needles if needed is not None)]
        # What some pattern matches may begin with anything: then no text is seen to hold none of the cues.
        self._begin = None if None in self._needles else frozenset[str]().union(*told)

    def _hits(self, folded: str) -> tuple[str, ...]:
        """The cues that a folded text contains."""
        begun = beginnings(folded)
        if self._begin is not None and self._begin.isdisjoint(begun):
            return ()
        found = [] if self._words.is_idle(folded) else [phrase for phrase, _ in self._words.find(folded)]
        for needed, regex in zip(self._needles, self._regexes, strict=True):
            if (needed is None or not needed.isdisjoint(begun)) and regex.search(folded):
                found.append(regex.pattern)
        return tuple(found)

    def without(self, folded: str) -> str:
        """A folded text with blanks for the cues in it; of patterns only for a few English words by themselves.

        >>> Cues(["fee", "/what .* mean/", "/forms?(?! of)/"]).without("what fees mean, in which form")
        'what  s mean, in which  '
        """
        for word, _ in self._words.find(folded):
            folded = folded.replace(word, " ")
        for pattern in self._regexes:
            folded = pattern.sub(lambda m: " " if _FEW_WORDS.fullmatch(m.group(0)) else m.group(0), folded)
        return folded


_FEW_WORDS = re.compile(r"[a-z'-]+(?: [a-z'-]+)?")


@dataclass(slots=True)
class Lexicon:
    """All word tables, loaded once."""

    concepts: PhraseTable
    homophones: Mapping[str, str]
    intents: Mapping[str, Cues]
    intent_examples: Mapping[str, tuple[str, ...]]
    asks: Mapping[str, Cues]
    roles: Mapping[str, Cues]
    polar: Cues
    premise: Cues
    follow_up: Cues
    greeting: Cues
    thanks: Cues
    self_questions: Cues
    filler: re.Pattern[str]
    check: Cues = field(default_factory=lambda: Cues(()))
    rules_of_a_day: Cues = field(default_factory=lambda: Cues(()))
    cheating_requests: Cues = field(default_factory=lambda: Cues(()))
    english: Callable[[], Glossary] = Glossary.empty
    identity: Mapping[str, Cues] = field(default_factory=dict)
    within_a_text: Cues = field(default_factory=lambda: Cues(()))
    now: re.Pattern[str] = _NEVER
    may_apply_now: re.Pattern[str] = _NEVER
    applicants: frozenset[str] = frozenset()
    contact_details: Mapping[str, Cues] = field(default_factory=dict)
    own_details: Cues = field(default_factory=lambda: Cues(()))
    cites: Cues = field(default_factory=lambda: Cues(()))
    older_text: Cues = field(default_factory=lambda: Cues(()))
    text_of_a_year: Cues = field(default_factory=lambda: Cues(()))
    all_attachments: Cues = field(default_factory=lambda: Cues(()))
    which_attachment: Cues = field(default_factory=lambda: Cues(()))
    sends_papers: Cues = field(default_factory=lambda: Cues(()))
    answer_kinds: tuple[AnswerKind, ...] = ()
    plain_words: tuple[tuple[re.Pattern[str], str], ...] = ()
    every_year: Cues = field(default_factory=lambda: Cues(()))
    duties: Cues = field(default_factory=lambda: Cues(()))
    runs_from: Cues = field(default_factory=lambda: Cues(()))
    share_of: tuple[re.Pattern[str], ...] = ()
    share_words: tuple[str, ...] = ()
    measures: tuple[re.Pattern[str], ...] = ()
    events: tuple[tuple[str, ...], ...] = ()
    of_the_event_before: tuple[str, ...] = ()
    title_frame: tuple[str, ...] = ()
    other_subjects: tuple[str, ...] = ()
    ways_of_sending: tuple[tuple[str, ...], ...] = ()
    general_terms: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    still_open: Cues = field(default_factory=lambda: Cues(()))
    in_time: Cues = field(default_factory=lambda: Cues(()))
    from_today: Cues = field(default_factory=lambda: Cues(()))
    still_missing: Cues = field(default_factory=lambda: Cues(()))
    judged: Cues = field(default_factory=lambda: Cues(()))
    consequence: Cues = field(default_factory=lambda: Cues(()))
    may_apply: Cues = field(default_factory=lambda: Cues(()))
    wishes: Cues = field(default_factory=lambda: Cues(()))
    why: Cues = field(default_factory=lambda: Cues(()))
    takes_effect: Cues = field(default_factory=lambda: Cues(()))
    when_again: Cues = field(default_factory=lambda: Cues(()))
    overview: Cues = field(default_factory=lambda: Cues(()))
    extension: Cues = field(default_factory=lambda: Cues(()))
    of_these: Cues = field(default_factory=lambda: Cues(()))
    counted_apart: Cues = field(default_factory=lambda: Cues(()))
    lets_off: Cues = field(default_factory=lambda: Cues(()))
    must_apply: Cues = field(default_factory=lambda: Cues(()))
    own_will: tuple[str, ...] = ()
    next_day: Cues = field(default_factory=lambda: Cues(()))
    refusal_terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    glossary: Mapping[str, str] = field(default_factory=dict)
    _homophones: Scanner = field(default_factory=lambda: Scanner(()))

    def plain(self, folded: str) -> str:
        """A folded question with plain words for ways of asking in dialect (要好多: 要多少)."""
        for said, word in self.plain_words:
            folded = said.sub(word, folded)
        return folded

    def identity_asked(self, folded: str) -> frozenset[str]:
        """Which particulars of a document a folded question asks for: ``date``, ``number``, ``issuer``, ``title``."""
        asked = frozenset(name for name, cues in self.identity.items() if cues.hits(folded))
        # What stands within a text, or is handed in with it, has a title and an author of its own.
        return asked - _OF_A_TEXT if asked & _OF_A_TEXT and self.within_a_text.hits(folded) else asked

    def correct(self, folded: str) -> str:
        """Replace common typing errors by the word that was meant."""
        written, last = [], 0
        for wrong, start in self._homophones.find(folded):
            written += [folded[last:start], self.homophones[wrong]]
            last = start + len(wrong)
        return "".join((*written, folded[last:]))


def load_lexicon(prompts: Path, terms: Mapping[str, Any]) -> Lexicon:
    """Read ``lexicon``, ``homophones`` and ``understanding`` and join the corpus' own terms."""
    words = read_words(prompts / "lexicon.yaml")
    understanding = read_words(prompts / "understanding.yaml")
    pairs = _pairs(read_words(prompts / "homophones.yaml"))
    homophones = {fold(str(k)): fold(str(v)) for k, v in pairs.items()}
    filler = sorted((fold(w) for w in understanding["filler"]), key=len, reverse=True)
    return Lexicon(
        concepts=PhraseTable([*_concepts(words.get("concepts", ())), *_corpus_concepts(terms)]),
        homophones=homophones,
        intents={
            name: Cues([*as_list(i.get("zh")), *as_list(i.get("en"))]) for name, i in words["intents"].items()
        },
        intent_examples={name: tuple(as_list(i.get("examples"))) for name, i in words["intents"].items()},
        asks={name: Cues(as_list(cues)) for name, cues in understanding["asks"].items()},
        roles={name: Cues(as_list(cues)) for name, cues in understanding["roles"].items()},
        polar=Cues(as_list(understanding["polar"])),
        premise=Cues(as_list(understanding["premise"])),
        follow_up=Cues(as_list(understanding["follow_up"])),
        greeting=Cues(as_list(understanding["greeting"])),
        thanks=Cues(as_list(understanding["thanks"])),
        self_questions=Cues(as_list(understanding["self"])),
        filler=re.compile("|".join(rf"\b{re.escape(w)}\b" if w.isascii() else re.escape(w) for w in filler)),
        check=Cues(as_list(understanding["check"])),
        rules_of_a_day=Cues(as_list(understanding["rules_of_a_day"])),
        cheating_requests=Cues(as_list(understanding["cheating_requests"])),
        english=partial(load_glossary, prompts / "english.yaml"),
        within_a_text=Cues(as_list(understanding["within_a_text"])),
        now=re.compile("|".join(as_list(understanding["now"]))),
        may_apply_now=re.compile("|".join(as_list(understanding["may_apply_now"]))),
        applicants=frozenset(map(fold, as_list(understanding["applicants"]))),
        identity={name: Cues(as_list(cues)) for name, cues in understanding["identity"].items()},
        contact_details={
            name: Cues(as_list(cues)) for name, cues in understanding["contact_details"].items()
        },
        own_details=Cues(as_list(understanding["own_details"])),
        cites=Cues(as_list(understanding["cites"])),
        older_text=Cues(as_list(understanding["older_text"])),
        text_of_a_year=Cues(as_list(understanding["text_of_a_year"])),
        all_attachments=Cues(as_list(understanding["all_attachments"])),
        which_attachment=Cues(as_list(understanding["which_attachment"])),
        sends_papers=Cues(as_list(understanding["sends_papers"])),
        general_terms=frozenset(as_list(understanding["general_terms"])),
        bodies=frozenset(name for entry in terms.get("bodies", ()) for name in as_list(entry.get("name"))),
        still_open=Cues(as_list(understanding["still_open"])),
        in_time=Cues(as_list(understanding["in_time"])),
        from_today=Cues(as_list(understanding["from_today"])),
        still_missing=Cues(as_list(understanding["still_missing"])),
        consequence=Cues(as_list(understanding["consequence"])),
        may_apply=Cues(as_list(understanding["may_apply"])),
        wishes=Cues(as_list(understanding["wishes"])),
        why=Cues(as_list(understanding["why"])),
        takes_effect=Cues(as_list(understanding["takes_effect"])),
        when_again=Cues(as_list(understanding["when_again"])),
        judged=Cues(as_list(understanding["judged"])),
        overview=Cues(as_list(understanding["overview"])),
        of_these=Cues(as_list(understanding["of_these"])),
        counted_apart=Cues(as_list(understanding["counted_apart"])),
        lets_off=Cues(as_list(understanding["lets_off"])),
        must_apply=Cues(as_list(understanding["must_apply"])),
        own_will=tuple(as_list(understanding["own_will"])),
        next_day=Cues(as_list(understanding["next_day"])),
        extension=Cues(as_list(understanding["extension"])),
        plain_words=tuple((re.compile(said), word) for said, word in understanding["plain"]),
        answer_kinds=read_kinds(read_words(prompts / "answer_kinds.yaml")),
        every_year=Cues(as_list(understanding["every_year"])),
        duties=Cues(as_list(understanding["duties"])),
        runs_from=Cues(as_list(understanding["runs_from"])),
        share_of=tuple(re.compile(pattern) for pattern in understanding["share_of"]["asked"]),
        share_words=tuple(as_list(understanding["share_of"]["told"])),
        measures=tuple(re.compile(pattern) for pattern in understanding["measures"]),
        title_frame=tuple(as_list(understanding["title_frame"])),
        of_the_event_before=tuple(
            sorted(map(fold, as_list(understanding["of_the_event_before"])), key=lambda word: -len(word))
        ),
        events=tuple(tuple(map(fold, as_list(words))) for words in understanding["events"]),
        ways_of_sending=tuple(tuple(map(fold, as_list(words))) for words in understanding["ways_of_sending"]),
        other_subjects=tuple(fold(word) for word in as_list(understanding["other_subjects"])),
        refusal_terms={k: tuple(as_list(v)) for k, v in understanding["refusal_terms"].items()},
        glossary={**_english(words.get("concepts", ())), **terms.get("glossary", {})},
        _homophones=Scanner(homophones),
    )


def _concepts(concepts: Iterable[Mapping[str, Any]]) -> Iterable[tuple[str, tuple[str, ...]]]:
    for concept in concepts:
        terms = tuple(as_list(concept["term"]))
        for phrase in (*as_list(concept.get("also")), *as_list(concept.get("en")), *terms):
            yield phrase, terms


def _corpus_concepts(terms: Mapping[str, Any]) -> Iterable[tuple[str, tuple[str, ...]]]:
    for group in ("topics", "bodies", "words"):
        for entry in terms.get(group, ()):
            names = tuple(as_list(entry.get("names") or entry.get("name")))
            for phrase in (*as_list(entry.get("also")), *as_list(entry.get("en")), *names):
                yield phrase, names


def _english(concepts: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    glossary: dict[str, str] = {}
    for concept in concepts:
        english = [phrase for phrase in as_list(concept.get("en")) if not is_pattern(phrase)]
        for term in as_list(concept["term"])[:1]:
            if english and len(term) >= 2:
                glossary.setdefault(term, english[0])
    return glossary


def _pairs(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The wrong: right pairs, whether at the top of the file or under a key."""
    for value in data.values():
        if isinstance(value, dict):
            return value
    return {k: v for k, v in data.items() if k != "version"}
