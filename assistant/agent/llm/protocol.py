"""What a model hands in: claims with their sources, as a tool call, as JSON, or line by line in plain text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_SOURCE = re.compile(r"\[\[\s*([^\[\]#|]{1,80})#([^\[\]#|]{1,80}?)\s*(?:\|(.*?))?\]\]", re.DOTALL)
_THOUGHTS = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL | re.IGNORECASE)
_FENCE = re.compile(r"^\s*```[a-z]*\s*$", re.MULTILINE)
_LIST = re.compile(r'"claims"\s*:\s*\[')
_CLAIMS, _LENGTH, _SOURCES = 40, 1200, 6


@dataclass(frozen=True, slots=True)
class Source:
    """Where a claim is said to stand: a clause, and the words taken from it."""

    document_id: str
    clause_id: str
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that a model says, with its sources, before anything is checked."""

    text: str
    sources: tuple[Source, ...] = ()


def claim_of(raw: Any) -> Claim | None:
    """A claim from a decoded object; None where it is none.

    >>> claim_of({"text": "公示5个工作日。", "sources": [{"document_id": "a", "clause_id": "art3", "quote": "公示"}]})
    Claim(text='公示5个工作日。', sources=(Source(document_id='a', clause_id='art3', quote='公示'),))
    """
    if not isinstance(raw, dict) or not isinstance(raw.get("text"), str) or not raw["text"].strip():
        return None
    given = raw.get("sources")
    sources = given if isinstance(given, list) else [given]
    read = [s for s in map(_source_of, sources[:_SOURCES]) if s is not None]
    return Claim(raw["text"].strip()[:_LENGTH], tuple(read))


def read_text(text: str) -> tuple[Claim, ...]:
    """Claims of a message that is no tool call: JSON where it holds any, else one claim a line.

    >>> [c.text for c in read_text("公示5个工作日。[[a#art3|公示5个工作日]]")]
    ['公示5个工作日。']
    """
    plain = _FENCE.sub("", _THOUGHTS.sub("", text)).strip()
    if _LIST.search(plain):
        return tuple(ClaimList().feed(plain))[:_CLAIMS]
    return tuple(c for c in map(_line, plain.splitlines()) if c is not None)[:_CLAIMS]


def read_arguments(arguments: Any) -> tuple[Claim, ...]:
    """Claims of the arguments of ``write_answer``; what cannot be read is left out."""
    given = arguments.get("claims") if isinstance(arguments, dict) else None
    if isinstance(given, str):
        return read_text('{"claims": ' + given + "}")
    return tuple(c for c in map(claim_of, given if isinstance(given, list) else []) if c is not None)[
        :_CLAIMS
    ]


class ClaimList:
    """Reads the items of ``"claims": […]`` as the text of a JSON object comes in."""

    def __init__(self) -> None:
        self._text = ""
        self._place: int | None = None
        self._decoder = json.JSONDecoder(strict=False)

    def feed(self, piece: str) -> list[Claim]:
        """The claims that are complete with this piece."""
        self._text += piece
        if self._place is None:
            opened = _LIST.search(self._text)
            if opened is None:
                return []
            self._place = opened.end()
        return [c for c in map(claim_of, self._items()) if c is not None]

    def _items(self) -> Iterator[Any]:
        while self._place is not None:
            start = self._place
            while start < len(self._text) and self._text[start] in " \t\r\n,":
                start += 1
            try:
                item, end = self._decoder.raw_decode(self._text, start)
            except ValueError:
                return
            self._place = end
            yield item


class ClaimLines:
    """Reads claims line by line as plain text comes in; thoughts and JSON wait for the whole message."""

    def __init__(self) -> None:
        self._rest = ""
        self._whole = ""

    def feed(self, piece: str) -> list[Claim]:
        """The claims whose lines are complete with this piece."""
        self._whole += piece
        self._rest += piece
        if "<think>" in self._whole or self._whole.lstrip()[:1] in ("{", "`", "["):
            return []
        *lines, self._rest = self._rest.split("\n")
        return [c for c in map(_line, lines) if c is not None]


def _line(line: str) -> Claim | None:
    sources = tuple(
        Source(m.group(1).strip(), m.group(2).strip(), (m.group(3) or "").strip())
        for m in _SOURCE.finditer(line[: 4 * _LENGTH])
    )
    text = _SOURCE.sub("", line).strip()
    return Claim(text[:_LENGTH], sources[:_SOURCES]) if text else None


def _source_of(raw: Any) -> Source | None:
    if not isinstance(raw, dict):
        return None
    document_id, clause_id, quote = (raw.get(k) for k in ("document_id", "clause_id", "quote"))
    if not isinstance(document_id, str) or not isinstance(clause_id, str):
        return None
    return Source(document_id.strip(), clause_id.strip(), quote.strip() if isinstance(quote, str) else "")
