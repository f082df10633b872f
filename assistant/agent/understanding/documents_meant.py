"""Which documents a question means: by number, title, year of a round, declared words, or what a title is about."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from assistant.agent.rounds import Rounds
from assistant.agent.understanding.lexicon import as_list
from assistant.agent.understanding.subjects import (
    Subject,
    TitlePairs,
    areas_of,
    places_of,
    subjects_named,
    title_subjects,
)
from assistant.agent.understanding.words import Words
from assistant.documents.library import Library
from assistant.documents.validity import fold_number, names
from assistant.text.normalise import fold
from assistant.text.quantities import find_numbers_of_documents
from assistant.text.references import find_titles
from assistant.text.romanised import RomanisedPlaces
from assistant.text.titles import short_title

_SHORT_NUMBER = re.compile(
    r"[〔\[（(]?\s*(20\d{2})\s*[〕\]）)]\s*(?:第\s*)?(\d{1,4})\s*号|(?<![\d月])(?<!月 )(\d{1,4})\s*号文?(?!楼|线)"
)


class _Scope(NamedTuple):
    """Words that the corpus declares for documents.

    Attributes:
        words: All of them.
        names: The Chinese ones that are long enough to name nothing else, the longest first.
    """

    words: Words
    names: tuple[str, ...]
    documents: frozenset[str]

    @classmethod
    def of(cls, entry: Mapping[str, Any]) -> _Scope:
        chinese = [fold(word) for word in as_list(entry.get("words"))]
        words = (*chinese, *(fold(word) for word in as_list(entry.get("en"))))
        names = sorted((word for word in chinese if len(word) >= 3), key=len, reverse=True)
        return cls(Words(words), tuple(names), frozenset(as_list(entry["documents"])))


class DocumentsMeant:
    """Looks for the names of documents in questions.

    Args:
        library: The documents, and the words that the corpus declares for them (``scopes`` in ``terms.yaml``).
        frame: Words of the form of titles.
        rounds: What stands for a document stands for its later rounds too.
    """

    def __init__(self, library: Library, frame: Sequence[str], rounds: Rounds) -> None:
        self._library = library
        self._rounds = rounds
        declared = {name for scope in library.terms.get("scopes", ()) for name in as_list(scope["documents"])}
        self._subjects = title_subjects(library.documents, frozenset(declared), frame, rounds)
        self._places = places_of(library.documents, frozenset(declared), rounds)
        own = [d for d in library.documents if d.id not in declared]
        self.romanised = RomanisedPlaces(lambda: (*(place for place, _ in self._places), *areas_of(own)))
        self._pairs = TitlePairs(self._subjects, {d.id: d.text for d in library.documents})
        # One question is asked for its subjects in several steps.
        self.subjects = lru_cache(maxsize=64)(self._look_for_subjects)
        self.scopes = lru_cache(maxsize=64)(self._look_for_scopes)
        self._scopes = [_Scope.of(scope) for scope in library.terms.get("scopes", ())]

    def _look_for_subjects(self, folded: str) -> tuple[Subject, ...]:
        """Phrases of titles that stand in a folded question, else words that one title alone holds; of the place named.

        Where no document of the place bears such a title, all of the place are meant: another place's rules are none.
        """
        told = subjects_named(folded, self._subjects) or self._pairs.named(folded)
        places = subjects_named(folded, self._places)
        if not places:
            return tuple(told)
        there = frozenset[str]().union(*(documents for _, documents in places))
        own = [(phrase, documents & there) for phrase, documents in told if documents & there]
        return tuple(own or places)

    def named(self, raw: str, folded: str, years: Sequence[int]) -> tuple[frozenset[str], tuple[str, ...]]:
        """Documents named by number, title or year; and names that the corpus does not hold."""
        found: set[str] = set()
        unknown: list[str] = []
        for number in find_numbers_of_documents(raw):
            wanted = fold_number(number.text)
            matches = [
                d.id for d in self._library.documents if d.number and wanted.endswith(fold_number(d.number))
            ]
            found.update(matches)
            if not matches:
                unknown.append(number.text)
        for title in find_titles(raw):
            inner = title.text.strip("《》")
            matches = [
                d.id
                for d in self._library.documents
                if names(inner, None, d) or inner in short_title(d.title)
            ]
            found.update(matches)
            if not matches:
                unknown.append(title.text)
        if not found and not unknown:
            found |= self._by_short_number(folded)
        if not found:
            rounds = {
                d.id
                for d in self._library.documents
                if d.metadata.round_year and d.metadata.round_year.value in years
            }
            about = frozenset[str]().union(*(documents for _, documents in self.subjects(folded)))
            # 今年想推三个零碳园区: the year is told of the subject, which no round of that year treats.
            found |= rounds & about if about else rounds
        return frozenset(found), tuple(unknown)

    def _by_short_number(self, folded: str) -> set[str]:
        found: set[str] = set()
        for match in _SHORT_NUMBER.finditer(folded):
            year, number = (match.group(1), match.group(2)) if match.group(1) else (None, match.group(3))
            for document in self._library.documents:
                own = re.search(r"〔(\d{4})〕(\d+)号", fold_number(document.number or ""))
                if own and own.group(2) == number and (year is None or own.group(1) == year):
                    found.add(document.id)
        return found

    def _look_for_scopes(self, folded: str) -> tuple[frozenset[str], ...]:
        """The groups of documents that the words of a question mean."""
        about = self.subjects(folded)
        for phrase, _ in about:
            folded = folded.replace(phrase, " ")
        known = {d.id for d in self._library.documents}
        found = [
            self._rounds.with_following(scope.documents & known)
            for scope in self._scopes
            if scope.words.stand_in(folded)
        ]
        found = [documents for _, documents in about] or found
        # 市级的试行办法 is one document of the city, not two groups.
        return tuple(dict.fromkeys(s for s in found if s and not any(other < s for other in found if other)))

    def without_names(self, folded: str) -> str:
        """Without words that only name a document: 试行办法 does not ask whether something is on trial."""
        for scope in self._scopes:
            for word in scope.names:
                folded = folded.replace(word, " ")
        for phrase, _ in self.subjects(folded):
            folded = folded.replace(phrase, " ")
        return re.sub(r"《[^》]*》", " ", folded)
