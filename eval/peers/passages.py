"""What every peer shares: documents cut into chunks, and an answer that is the best four of them.

The cut is LangChain's ``RecursiveCharacterTextSplitter`` with 500 characters and an overlap of 50, the settings of its
own tutorials, with Chinese stops among the separators.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from assistant.documents.library import Library
from eval.errors import UsageError

SIZE, OVERLAP, TOP = 500, 50, 4
_SEPARATORS = ["\n\n", "\n", "。", "；", "，", " ", ""]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a document's text as the splitter cut it."""

    document_id: str
    title: str
    text: str


class Finder(Protocol):
    """Ranks chunks for a question."""

    def find(self, question: str, limit: int) -> Sequence[int]:
        """Positions of the best chunks, best first."""
        ...


def chunks(library: Library) -> list[Chunk]:
    """All documents cut into chunks, in the order of the documents.

    Raises:
        UsageError: The splitter is not installed.
    """
    try:
        from langchain_text_splitters import RecursiveCharacterTextSplitter
    except ImportError as error:
        raise UsageError("langchain-text-splitters is not installed: pip install -e '.[eval]'") from error
    splitter = RecursiveCharacterTextSplitter(
        separators=_SEPARATORS, chunk_size=SIZE, chunk_overlap=OVERLAP, keep_separator="end"
    )
    return [
        Chunk(document.id, document.title, piece)
        for document in library.documents
        for piece in splitter.split_text(document.text)
    ]


class PassagePeer:
    """Answers with the chunks that a finder ranks first."""

    def __init__(self, name: str, library: Library, cut: Sequence[Chunk], finder: Finder) -> None:
        self._name = name
        self._library = library
        self._chunks = tuple(cut)
        self._finder = finder

    def ask(self, question: str, *, session_id: str | None, as_of: date) -> Mapping[str, Any]:
        """The best four chunks as an answer, each cited whole."""
        found = [self._chunks[place] for place in self._finder.find(question, TOP)]
        return {
            "answer": "\n\n".join(f"{chunk.text} [{n}]" for n, chunk in enumerate(found, 1)),
            "kind": "answer",
            "citations": [
                {
                    "index": n,
                    "document_id": chunk.document_id,
                    "document_title": chunk.title,
                    "document_number": None,
                    "clause_label": "",
                    "quote": chunk.text,
                }
                for n, chunk in enumerate(found, 1)
            ],
            "eligibility": None,
            "notices": [],
            "session_id": session_id or self._name,
            "as_of": as_of,
        }

    def search(self, query: str, *, limit: int, as_of: date) -> Sequence[Mapping[str, Any]]:
        """The best chunks."""
        found = [self._chunks[place] for place in self._finder.find(query, limit)]
        return [{"document_id": chunk.document_id, "text": chunk.text} for chunk in found]

    def check(self, scheme: str, facts: Mapping[str, Any], *, as_of: date) -> None:
        """No peer can check."""
        return

    def versions(self) -> Mapping[str, str]:
        """The peer's name and the corpus."""
        return {
            "target": self._name,
            "corpus": self._library.version,
            "rules": "none",
            "embedder": "none",
            "llm": "none",
        }
