"""What kind of thing a question asks for: a number of persons, office hours, a fine, a way to appeal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerKind:
    """One kind of answer, as ``prompts/answer_kinds.yaml`` describes it.

    Attributes:
        name: How sentences of the house call it (``what_<name>``).
        asked: What a question for it says.
        apart: What it says where it asks for something else.
        told: What a clause that tells it holds.
        same: Whether such a clause must also hold the words that ``thing`` caught in the question.
        anywhere: Whether any clause of the documents meant may tell it, not only the best ones.
        beside_contacts: Whether it is asked for even where a person or number is.
        of_matter: Whether the part of a sentence that tells it must itself speak of what is asked.
        nearest: The tag of clauses that come nearest to it, or nothing.
    """

    name: str
    asked: tuple[re.Pattern[str], ...]
    apart: tuple[re.Pattern[str], ...]
    told: re.Pattern[str]
    same: bool = False
    anywhere: bool = False
    beside_contacts: bool = False
    of_matter: bool = False
    nearest: str = ""

    def thing_asked(self, folded: str) -> str | None:
        """The thing that a folded question asks this of, empty where it names none; None where it does not ask."""
        if any(pattern.search(folded) for pattern in self.apart):
            return None
        for pattern in self.asked:
            if found := pattern.search(folded):
                return found.groupdict().get("thing") or ""
        return None

    def is_told(self, text: str, thing: str) -> bool:
        """Whether a folded text tells it of a thing."""
        return bool(self.told.search(text)) and (not self.same or thing in text)


def read_kinds(words: Mapping[str, Any]) -> tuple[AnswerKind, ...]:
    """The kinds of a word file."""
    return tuple(_kind(name, entry) for name, entry in words["kinds"].items())


def _kind(name: str, entry: Mapping[str, Any]) -> AnswerKind:
    return AnswerKind(
        name=name,
        asked=_patterns(entry["asked"]),
        apart=_patterns(entry.get("apart", ())),
        told=re.compile(entry["told"]),
        same=str(entry.get("same", "")).lower() == "true",
        anywhere=str(entry.get("anywhere", "")).lower() == "true",
        beside_contacts=str(entry.get("beside_contacts", "")).lower() == "true",
        of_matter=str(entry.get("of_matter", "")).lower() == "true",
        nearest=str(entry.get("nearest", "")),
    )


def _patterns(written: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in written)
