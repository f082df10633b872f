"""The relations of a document as a picture: an SVG that is read inside a page, on phones too, and alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from urllib.parse import quote as url_quote
from xml.sax.saxutils import escape, quoteattr

from assistant.documents.library import Library
from assistant.domain.answers import Language
from assistant.domain.documents import Document
from assistant.service.pages.kinship import Kin, kin_of
from assistant.service.wire.badges import badge
from assistant.text.titles import short_title

Say = Callable[..., str]

_WIDTH, _LEFT, _RAIL, _GAP = 360, 26, 11, 12
_LINE, _PADDING, _LETTER = 19, 10, 13.5
_MOST_LINES = 3


def picture_of(document: Document, library: Library, as_of: date, *, say: Say, language: Language) -> str:
    """The picture; each box opens its document, one that the corpus lacks the clause that names it."""
    kin = kin_of(document, library)
    above = [_Box.of(k, document, library, as_of, say, language) for k in kin if k.side == "in"]
    below = [_Box.of(k, document, library, as_of, say, language) for k in kin if k.side == "out"]
    title = short_title(document.title)
    status = badge(library, document.id, library.status(document.id, as_of).code, language)
    own = _Box(f"{say('this')} · {status}", title, document.number or "", "", "own")
    return _drawn([*above, own, *below], len(above), say("picture_of", title=title))


class _Box:
    """One rectangle with its lines of text."""

    def __init__(self, caption: str, title: str, number: str, url: str, look: str) -> None:
        self.caption, self.url, self.look = caption, url, look
        lines = _wrapped(f"《{title}》" if title and look != "own" else title)
        self.lines = [*lines, *([number] if number else [])]
        self.height = 2 * _PADDING + _LINE * (1 + len(self.lines)) - 4

    @classmethod
    def of(
        cls, kin: Kin, document: Document, library: Library, as_of: date, say: Say, language: Language
    ) -> _Box:
        """The box of a neighbour."""
        if kin.document_id is None:
            url = f"/documents/{url_quote(document.id)}?as_of={as_of}&lang={language}#{kin.clause_id}"
            caption = f"{say(kin.relation)} · {say('not_in_corpus')}"
            return cls(caption, kin.title, kin.number, url, "absent")
        status = badge(library, kin.document_id, library.status(kin.document_id, as_of).code, language)
        anchor = f"#{kin.clause_id}" if kin.side == "in" and kin.clause_id else ""
        url = f"/documents/{url_quote(kin.document_id)}?as_of={as_of}&lang={language}{anchor}"
        return cls(f"{say(kin.relation)} · {status}", kin.title, kin.number, url, kin.relation)


def _drawn(boxes: Sequence[_Box], own: int, name: str) -> str:
    tops, y = [], 2
    for box in boxes:
        tops.append(y)
        y += box.height + _GAP
    parts = [*_rail(boxes, tops, own), *(_box(box, top) for box, top in zip(boxes, tops, strict=True))]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="kin" viewBox="0 0 {_WIDTH} {y - _GAP + 2}" '
        f'width="{_WIDTH}" role="group" aria-label={quoteattr(name)}>' + "".join(parts) + "</svg>"
    )


def _rail(boxes: Sequence[_Box], tops: Sequence[int], own: int) -> Iterable[str]:
    """The line beside the boxes; arrows point from the naming document to the named one."""
    middles = [top + 22 for top in tops]
    here = middles[own]
    if len(boxes) > 1:
        yield f'<path class="rail" d="M{_RAIL} {middles[0]}V{middles[-1]}" fill="none" stroke="#9aa59f"/>'
    yield f'<circle class="knot" cx="{_RAIL}" cy="{here}" r="5" fill="#1f6b52"/>'
    for place, middle in enumerate(middles):
        if place == own:
            yield f'<path class="rail" d="M{_RAIL} {middle}H{_LEFT}" stroke="#9aa59f"/>'
            continue
        yield f'<path class="rail" d="M{_RAIL} {middle}H{_LEFT - 1}" stroke="#9aa59f"/>'
        tip, back = (_LEFT - 1, _LEFT - 8) if place > own else (_RAIL + 2, _RAIL + 9)
        yield f'<path class="tip" d="M{tip} {middle}L{back} {middle - 4}V{middle + 4}Z" fill="#5d6a64"/>'


def _box(box: _Box, top: int) -> str:
    dash = ' stroke-dasharray="4 3"' if box.look == "absent" else ""
    x, width = _LEFT, _WIDTH - _LEFT - 2
    rows = [
        f'<text class="what" x="{x + 12}" y="{top + 22}" font-size="12" fill="#1f6b52">{escape(box.caption)}</text>'
    ]
    rows += [
        f'<text x="{x + 12}" y="{top + 22 + _LINE * row}" font-size="13" fill="#23302b">{escape(line)}</text>'
        for row, line in enumerate(box.lines, 1)
    ]
    drawn = (
        f'<rect x="{x}" y="{top}" width="{width}" height="{box.height}" rx="9" '
        f'fill="#fff" stroke="#c9cfc9"{dash}/>' + "".join(rows)
    )
    look = f'class="box {box.look}"'
    if not box.url:
        return f"<g {look}>{drawn}</g>"
    return f"<a {look} href={quoteattr(box.url)}>{drawn}</a>"


def _wrapped(text: str) -> list[str]:
    """At most three lines that fit the box; Chinese letters are as wide as high, others half of it."""
    room = _WIDTH - _LEFT - 26
    lines, line, taken = [], "", 0.0
    for letter in text:
        width = _LETTER if ord(letter) > 0x2E7F else _LETTER * 0.56
        if taken + width > room:
            lines.append(line)
            line, taken = "", 0.0
        line, taken = line + letter, taken + width
    lines.append(line)
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], lines[_MOST_LINES - 1][:-1] + "…"]
    return [line for line in lines if line]
