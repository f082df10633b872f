"""Markdown and numbered citations from a draft that has passed the gate."""

from __future__ import annotations

from datetime import date

from assistant.agent.draft import Block, Draft, Evidence, Sentence
from assistant.documents.library import Library
from assistant.domain.answers import Citation, Notice


class Markers:
    """Numbers evidence in the order of first use; the same quote keeps its number."""

    def __init__(self, library: Library, as_of: date) -> None:
        self._library = library
        self._as_of = as_of
        self._numbers: dict[Evidence, int] = {}
        self.citations: list[Citation] = []

    def number(self, evidence: Evidence) -> int:
        """The marker of a piece of evidence."""
        if evidence not in self._numbers:
            index = len(self._numbers) + 1
            self._numbers[evidence] = index
            self.citations.append(
                self._library.cite(
                    evidence.document_id, evidence.clause_id, evidence.quote, self._as_of, index
                )
            )
        return self._numbers[evidence]

    def text(self, evidence: tuple[Evidence, ...]) -> str:
        """The markers of several pieces, each once: ``[1][2]``."""
        return "".join(f"[{n}]" for n in dict.fromkeys(self.number(e) for e in evidence))


def render(
    draft: Draft, library: Library, as_of: date
) -> tuple[str, tuple[Citation, ...], tuple[Notice, ...]]:
    """The answer's Markdown, its citations in marker order, and its notices."""
    markers = Markers(library, as_of)
    lines: list[str] = []
    previous = ""
    for item in draft.blocks:
        text = _block(item, markers)
        if not text:
            continue
        if lines and not (item.style in ("bullet", "row") and previous == item.style):
            lines.append("")
        lines.append(text)
        previous = item.style
    notices = tuple(
        Notice(code=n.code, text=n.text, citation=markers.number(n.evidence) if n.evidence else None)
        for n in draft.notices
    )
    return "\n".join(lines), tuple(markers.citations), notices


def _block(item: Block, markers: Markers) -> str:
    text = ""
    for sentence in item.sentences:
        added = _sentence(sentence, markers)
        text += (" " if text and added[:1].isascii() and added[:1].isalpha() else "") + added
    if not text:
        return ""
    match item.style:
        case "bullet":
            return f"- {text}"
        case "quote":
            return f"> {text}"
        case "heading":
            return f"**{text}**"
        case _:
            return text


def _sentence(sentence: Sentence, markers: Markers) -> str:
    return sentence.text + markers.text(sentence.evidence)
