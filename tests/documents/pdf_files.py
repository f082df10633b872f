"""Small PDF files written by hand: no font is embedded, a ToUnicode map gives the characters."""

from __future__ import annotations

import io
import math
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pypdf import PdfReader, PdfWriter


def make_pdf(pages: Sequence[Sequence[str]], *, compress: bool = True) -> bytes:
    """A PDF with one text line for each string; a page without lines has no text layer."""
    characters = sorted({c for page in pages for line in page for c in line})
    first_page = 6
    kids = " ".join(f"{first_page + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /F /Encoding /Identity-H /DescendantFonts [4 0 R]"
        b" /ToUnicode 5 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /F /DW 1000"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        _stream(_unicode_map(characters), compress),
    ]
    for number, lines in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]"
            f" /Contents {first_page + 2 * number + 1} 0 R /Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(_stream(_content(lines), compress))
    return _file(objects)


def cjk_font() -> str | None:
    """A font file of this machine that holds Chinese, or None."""
    folders = (Path("/usr/share/fonts"), Path.home() / ".fonts", Path("/Library/Fonts"))
    found = [path for folder in folders for path in sorted(folder.rglob("Noto*CJK*Regular*"))]
    return str(found[0]) if found else None


@dataclass(frozen=True)
class Words:
    """Text from a place on, in points from the lower left corner; ``turn`` in degrees against the clock."""

    x: float
    y: float
    text: str
    size: float = 12
    turn: float = 0
    hidden: bool = False


@dataclass(frozen=True)
class Ruled:
    """A straight ruled line."""

    x1: float
    y1: float
    x2: float
    y2: float


def draw_pdf(
    pages: Sequence[Sequence[Words | Ruled]], *, rotate: int = 0, catalog: str = "", mapped: bool = True
) -> bytes:
    """A PDF whose pages draw words and lines where they are told to, in the given order.

    Args:
        pages: What each page draws.
        rotate: By how much a viewer turns each page clockwise.
        catalog: Further entries of the catalog.
        mapped: Whether the file says which characters its glyphs are.
    """
    characters = sorted({c for page in pages for item in page if isinstance(item, Words) for c in item.text})
    kids = " ".join(f"{6 + 2 * i} 0 R" for i in range(len(pages)))
    unicode_map = " /ToUnicode 5 0 R" if mapped else ""
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /F /Encoding /Identity-H /DescendantFonts [4 0 R]"
        + unicode_map.encode()
        + b" >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /F /DW 1000"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        _stream(_unicode_map(characters), True),
    ]
    for number, items in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Rotate {rotate}"
            f" /Contents {7 + 2 * number} 0 R /Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(_stream("\n".join(map(_drawing, items)).encode(), True))
    return _file(objects)


def grid(
    rows: Sequence[Sequence[str]],
    *,
    top: float = 700,
    left: float = 60,
    width: float = 100,
    height: float = 24,
) -> list[Words | Ruled]:
    """A table of equal cells with all its borders; a cell's lines are parted by line ends."""
    right, bottom = left + width * len(rows[0]), top - height * len(rows)
    items: list[Words | Ruled] = [
        *(Ruled(left, top - height * i, right, top - height * i) for i in range(len(rows) + 1)),
        *(Ruled(left + width * j, top, left + width * j, bottom) for j in range(len(rows[0]) + 1)),
    ]
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            for k, line in enumerate(cell.split("\n")):
                items.append(Words(left + width * j + 4, top - height * i - 10 - 11 * k, line, 9))
    return items


def _drawing(item: Words | Ruled) -> str:
    if isinstance(item, Ruled):
        return f"{item.x1} {item.y1} m {item.x2} {item.y2} l S"
    cos, sin = math.cos(math.radians(item.turn)), math.sin(math.radians(item.turn))
    shown = item.text.encode("utf-16-be").hex()
    return f"BT {3 if item.hidden else 0} Tr /F1 {item.size} Tf {cos:.6f} {sin:.6f} {-sin:.6f} {cos:.6f} {item.x} {item.y} Tm <{shown}> Tj ET"


def encrypt(data: bytes, password: str) -> bytes:
    """The same file under a password; an empty one only restricts printing and copying."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _content(lines: Sequence[str]) -> bytes:
    shown = "".join(f"<{line.encode('utf-16-be').hex()}> Tj 0 -20 Td\n" for line in lines)
    return f"BT /F1 12 Tf 60 780 Td\n{shown}ET".encode() if lines else b"0 0 100 100 re f"


def _unicode_map(characters: Sequence[str]) -> bytes:
    blocks = [characters[i : i + 90] for i in range(0, len(characters), 90)]
    rows = "".join(
        f"{len(block)} beginbfchar\n"
        + "".join(f"<{ord(c):04x}> <{ord(c):04x}>\n" for c in block)
        + "endbfchar\n"
        for block in blocks
    )
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{rows}endcmap end end"
    ).encode()


def _stream(data: bytes, compress: bool) -> bytes:
    body = zlib.compress(data) if compress else data
    name = b" /Filter /FlateDecode" if compress else b""
    return b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(body), name, body)


def _file(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, table)
    return bytes(out)
