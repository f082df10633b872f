"""Policy documents as trees of clauses, each with its place in the original, and their validity."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Generic, Literal, NamedTuple, TypeVar

T = TypeVar("T")


class Span(NamedTuple):
    """A half-open range of characters ``[start, end)`` in ``Document.text``."""

    start: int
    end: int


class DateRange(NamedTuple):
    """The earliest and the latest day that a wording allows, both included."""

    earliest: date
    latest: date


StatusCode = Literal["in_force", "not_yet_effective", "expired", "repealed", "round_closed", "unknown"]

ClauseKind = Literal[
    "title",  # the name of the document, or of the measure printed inside it
    "issuer",  # a letterhead line
    "number",  # the official number standing alone
    "meta",  # a line of the metadata table of a government page (发文字号：…)
    "addressees",  # 主送
    "preamble",  # the text before the first numbered heading
    "chapter",  # 第…章
    "section",  # 第…节
    "article",  # 第…条
    "heading",  # 一、 / （一） / 1. with text of its own or only a caption
    "paragraph",  # a 款 or an unnumbered paragraph under a heading
    "item",  # （一） 1. （1） ① inside an article or paragraph
    "contact",  # a line of names, phones, addresses
    "attachment",  # the list of attachments
    "signature",
    "date",
    "note",  # （此件公开发布）, other remarks outside the body
    "form",  # a form printed as attachment, as lines of text
    "table",  # a table with rows and columns; its children are the rows
    "row",  # one row of a table
    "contents",  # the table of contents and its entries
    "page",  # words of the page around the text: an imprint with an address, or furniture that was not declared
]

Level = Literal["national", "province", "city", "district", "unknown"]
"""Who issued it: a central body, a province or municipality, a prefecture-level city, a county or district."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """The smallest citable unit with its place in the tree.

    Attributes:
        id: Stable within the document, fit for a URL fragment (``art7-i3``).
        label: As an official would cite it (``第七条（三）``).
        text: Own text without that of its children, one line, hard wraps joined, emphasis marks removed.
        spans: Pieces of ``Document.text`` that make up ``text``, ascending, not overlapping.
        path: Captions of the chapters, articles and headings above, outermost first.
        marker: The numeral that opens the clause as printed (``（三）``), or empty.
        number: That numeral as an integer, or None.
        depth: 0 for children of the document.
        page: 1-based page of the original where pages are known.
    """

    id: str
    kind: ClauseKind
    label: str
    text: str
    spans: tuple[Span, ...]
    path: tuple[str, ...] = ()
    parent_id: str | None = None
    marker: str = ""
    number: int | None = None
    caption: str = ""
    depth: int = 0
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved(Generic[T]):
    """A value read off the text, with the place that proves it."""

    value: T
    clause_id: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Another document that a text names.

    Attributes:
        title: The name inside 《…》, or None where only a number stands.
        number: Its official number, or None.
        relation: ``repeals``, ``based_on``, ``issues`` (the measure printed with it) or ``mentions``.
        document_id: The document of the corpus that this is, or None: the corpus lacks the text.
    """

    title: str | None
    number: str | None
    relation: Literal["repeals", "based_on", "issues", "mentions"]
    clause_id: str
    document_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What the text says of itself; None means that the text is silent.

    ``issuers`` are all bodies that issue it together, ``issuer`` is the first of them.
    """

    title: Proved[str]
    issuer: Proved[str] | None = None
    issuers: tuple[Proved[str], ...] = ()
    level: Level = "unknown"
    number: Proved[str] | None = None
    signed_on: Proved[date] | None = None
    published_on: Proved[date] | None = None
    effective: Proved[DateRange] | None = None
    expires: Proved[DateRange] | None = None
    is_trial: bool = False
    round_year: Proved[int] | None = None
    last_days: tuple[Proved[date], ...] = ()
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a table.

    Attributes:
        span: Where its text stands in ``Document.text``; empty (start equals end) for a blank cell.
        row, column: 0-based place of its upper left corner.
        row_span, column_span: How many rows and columns it covers; 1 unless merged.
        header: Whether it names a column rather than holding a value.
    """

    span: Span
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    header: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of the original: whole lines of the text, one a row, cells parted by tabs.

    Attributes:
        span: The lines that it takes up in ``Document.text``.
        cells: By row, then column; a merged cell stands once.
    """

    span: Span
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """A stretch of text read off a picture by character recognition.

    Attributes:
        span: Where it stands in ``Document.text``.
        confidence: Mean confidence of its words, 0 to 1.
    """

    span: Span
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One policy text: the original, its clause tree and what it says of itself.

    ``version`` tells the texts apart that stood or stand under one id: 12 hexadecimal digits.
    """

    id: str
    text: str
    clauses: tuple[Clause, ...]
    furniture: tuple[Span, ...]
    metadata: Metadata
    source: str = ""
    file_name: str = ""
    media_type: str = "text/plain"
    sha256: str = ""
    version: str = ""
    warnings: tuple[str, ...] = ()
    page_starts: tuple[int, ...] = ()
    tables: tuple[Table, ...] = ()
    recognised: tuple[Recognised, ...] = ()

    @property
    def title(self) -> str:
        """The full title on one line."""
        return self.metadata.title.value

    @property
    def number(self) -> str | None:
        """The official number, or None where the text bears none."""
        return self.metadata.number.value if self.metadata.number else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Validity of a document on a day, with the reason and the clause that proves it."""

    code: StatusCode
    as_of: date
    reason: str = ""
    clause_id: str | None = None
    since: date | None = None
    by_document_id: str | None = field(default=None)
