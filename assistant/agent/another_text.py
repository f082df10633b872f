"""A message that sets another text beside the last answer and names no matter of its own (跟国家那份比，哪边松)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from assistant.agent.agreement import codes
from assistant.agent.ellipsis import STOPS, Ellipsis
from assistant.agent.facets import Facet
from assistant.agent.features import OPENING
from assistant.agent.talking import Talking, any_of
from assistant.agent.understanding.lexicon import find_word
from assistant.documents.library import Library
from assistant.domain.dialogue import DialogueState
from assistant.text.normalise import fold
from assistant.wording import words

_LONGEST, _LONGEST_ENGLISH, _LONGEST_WITH_MATTER = 40, 100, 120
_YEAR = re.compile(
    r"(?:20)?\d\d年?(?:度)?的?(?:那|这)?[份批轮届次回]?|〔?20\d\d〕?(?:第)?\d{1,4}号文?|《[^》]*》|'s\b"
)
_GRADES = re.compile(r"[a-z](?:[、,，/和及]?[a-z])*(?=\s?[级类档等])[级类档等]?")
_HAN = re.compile(r"[\u3400-\u9fff]+")

Meant = Callable[[str], frozenset[str]]
"""Ids of the documents that a text means."""
Facets = Mapping[tuple[str, str], Facet]


@dataclass(frozen=True, slots=True)
class AnotherText:
    """Finds the documents that a message sets beside the last answer.

    Attributes:
        compares: What sets something beside what was said.
        comparing: Words around it that carry no matter.
        surely: What does so whatever matter stands with it.
        talking: What names a matter.
        ellipsis: Words that mean documents, and their titles.
        meant: The documents that a text means.
    """

    compares: re.Pattern[str]
    comparing: re.Pattern[str]
    surely: re.Pattern[str]
    talking: Talking
    ellipsis: Ellipsis
    meant: Meant
    library: Library
    facets: Facets

    def beside(self, text: str, state: DialogueState) -> frozenset[str]:
        """The documents set beside the last answer; none where a message names a matter or compares nothing."""
        folded = fold(text).strip(STOPS)
        if not state.clause_keys or state.checking or state.asked_fact:
            return frozenset()
        if others := self._surely_beside(text, state):
            return others
        if len(folded) > (_LONGEST_ENGLISH if folded.isascii() else _LONGEST):
            return frozenset()
        if not self.compares.search(folded):
            return frozenset()
        told = _told(state)
        others = self.meant(text) - told
        rest = self._without_headings(self._without_names(folded), others)
        named = self._parts_of_titles(rest, others)
        for part in named:
            rest = rest.replace(part, " ")
        if not others or self.talking.names_a_matter(self.comparing.sub(" ", self.compares.sub(" ", rest))):
            return frozenset()
        others = self._defining(codes(folded), others)
        bearing = frozenset(d for d in others if any(part in self._title(d) for part in named))
        return bearing or others

    def sets_beside(self, text: str) -> bool:
        """Whether a message sets something beside what was said, whatever matter it names."""
        folded = fold(text)
        return len(folded) <= _LONGEST_WITH_MATTER and self.surely.search(folded) is not None

    def _surely_beside(self, text: str, state: DialogueState) -> frozenset[str]:
        """The other documents that a message sets beside the last answer in so many words."""
        meant = self.meant(text) if self.sets_beside(text) else frozenset()
        told = _told(state)
        # Who names both sides asks of both, whatever was said before.
        return frozenset() if meant & told else meant

    def _without_names(self, folded: str) -> str:
        """Without words that mean documents, years, numbers, titles and grades."""
        for word in sorted((w for names in self.ellipsis.rivals[0] for w in names), key=len, reverse=True):
            if find_word(folded, word) >= 0:
                folded = folded.replace(word, " ")
        return _GRADES.sub(" ", _YEAR.sub(" ", folded))

    def _without_headings(self, rest: str, documents: Collection[str]) -> str:
        """Without headings of the documents that name a set of rules (入库标准): all of them are meant by it."""
        captions = {f.clause.caption for f in self.facets.values() if f.document_id in documents}
        for caption in sorted(map(fold, captions), key=lambda words: (-len(words), words)):
            if caption in rest and self.comparing.search(caption):
                rest = rest.replace(caption, " ")
        return rest

    def _parts_of_titles(self, rest: str, documents: Collection[str]) -> list[str]:
        """Pieces that stand in a title of the documents, the longest first."""
        titles = [self._title(name) for name in documents]
        found = []
        for piece in _HAN.findall(rest):
            parts = {piece[a:b] for a in range(len(piece)) for b in range(a + 2, len(piece) + 1)}
            found += [part for part in parts if any(part in title for title in titles)]
        return sorted(found, key=lambda part: (-len(part), part))

    def _defining(self, grades: frozenset[str], documents: frozenset[str]) -> frozenset[str]:
        """Of some documents those that say what the grades named are."""
        if not grades:
            return documents
        defining = {
            facet.document_id for facet in self.facets.values() if grades & codes(facet.text[:OPENING])
        }
        return documents & defining or documents

    def _title(self, document_id: str) -> str:
        return next((fold(d.title) for d in self.library.documents if d.id == document_id), "")


def _told(state: DialogueState) -> frozenset[str]:
    """The documents that the last answer was asked of, or rests on first."""
    asked = frozenset((state.document_id or "").split())
    return asked or frozenset({state.clause_keys[0].partition("#")[0]})


def load_another_text(
    talking: Talking,
    ellipsis: Ellipsis,
    meant: Meant,
    library: Library,
    facets: Facets,
) -> AnotherText:
    """The words of ``prompts/talking.yaml`` with the documents of a corpus."""
    said = words("talking")
    return AnotherText(
        any_of(said["compares"]),
        any_of(said["comparing"]),
        any_of(said["sets_beside"]),
        talking,
        ellipsis,
        meant,
        library,
        facets,
    )
