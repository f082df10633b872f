"""What each clause is about, read once: tags, topics, values, and its place among its siblings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from assistant.agent.understanding.lexicon import as_list
from assistant.documents.form_cells import split_unit
from assistant.documents.library import Library
from assistant.documents.rows import Field, RowReader
from assistant.domain.documents import Clause, Document
from assistant.register.build import Register
from assistant.text.dates import find_dates, find_durations
from assistant.text.normalise import fold
from assistant.text.quantities import find_emails, find_phones, find_quantities, find_urls

_SILENT = frozenset({"title", "signature", "issuer", "page"})


@dataclass(frozen=True, slots=True)
class Facet:
    """One citable clause with what it is about.

    Attributes:
        tags: Intents that it may answer, 0 to 1.
        topics: Corpus topics named in its own text; ``heading_topics`` in the headings above.
        values: Kinds of value in its text (date, period, phone, email, url, money, percent, count).
        words: Folded text with its headings, for looking words up.
        columns: Folded names of the columns of a row, which its own text does not repeat.
        cells: Of a row below a header, each cell with the name of its column, as printed.
        key: Document id and clause id.
    """

    document_id: str
    clause: Clause
    text: str
    heading: str
    tags: Mapping[str, float]
    topics: frozenset[str]
    heading_topics: frozenset[str]
    values: frozenset[str]
    is_heading_only: bool
    has_children: bool
    columns: str = ""
    cells: tuple[tuple[str, str], ...] = ()
    key: tuple[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Join the key once: every ranking asks for it several times."""
        object.__setattr__(self, "key", (self.document_id, self.clause.id))

    @property
    def is_header(self) -> bool:
        """Whether it is the row that names the columns of a table."""
        return self.clause.kind == "row" and self.clause.id.endswith("-head")

    @property
    def told(self) -> str:
        """The text with the names of its columns: what 40 means, 分值 above it says."""
        return f"{self.columns} {self.text}" if self.columns else self.text


class Topics:
    """The subjects of a corpus (``terms.yaml``) and where they are named."""

    def __init__(self, terms: Mapping[str, Any]) -> None:
        self.entries: tuple[Mapping[str, Any], ...] = tuple(terms.get("topics", ()))
        self.all_names = frozenset(name for entry in self.entries for name in as_list(entry.get("names")))
        """The names of all subjects as documents write them."""
        self._names = {entry["id"]: [fold(n) for n in as_list(entry.get("names"))] for entry in self.entries}
        self._said = {entry["id"]: _folded(entry, "names", "also", "en") for entry in self.entries}
        self._meant = {entry["id"]: _folded(entry, "strong", "names", "en") for entry in self.entries}

    @property
    def said(self) -> Mapping[str, tuple[str, ...]]:
        """Every word, folded, that may speak of a topic, by topic."""
        return self._said

    @property
    def meant(self) -> Mapping[str, tuple[str, ...]]:
        """The words that speak of a topic and of nothing else."""
        return self._meant

    def named_in(self, folded: str) -> frozenset[str]:
        """Topics whose official names stand in a text; a name inside a longer one does not count."""
        rest = folded
        found = set()
        for name, topic in sorted(
            ((n, t) for t, ns in self._names.items() for n in ns), key=lambda x: -len(x[0])
        ):
            if name in rest:
                found.add(topic)
                rest = rest.replace(name, "\0" * len(name))
        return frozenset(found)

    def entry(self, topic_id: str) -> Mapping[str, Any]:
        """The entry of a topic."""
        return next(entry for entry in self.entries if entry["id"] == topic_id)


def _folded(entry: Mapping[str, Any], *kinds: str) -> tuple[str, ...]:
    return tuple(fold(word) for kind in kinds for word in as_list(entry.get(kind)))


def load_tags(prompts: Path) -> Mapping[str, Mapping[str, list[str]]]:
    """The cue words of clauses from ``clause_tags.yaml``."""
    data = YAML(typ="safe").load((prompts / "clause_tags.yaml").read_text(encoding="utf-8"))
    return {
        name: {k: [fold(w) for w in as_list(v)] for k, v in cues.items()}
        for name, cues in data["tags"].items()
    }


def build_facets(library: Library, register: Register, prompts: Path) -> dict[tuple[str, str], Facet]:
    """Facets of every clause that can be cited, by document and clause id."""
    tags = load_tags(prompts)
    topics = Topics(library.terms)
    dated = {(d.document_id, d.clause_id) for d in register.deadlines}
    contacts = {(c.document_id, c.clause_id) for c in register.contacts if not c.footer}
    facets = {}
    for document in library.documents:
        rows = RowReader(document)
        for clause in document.clauses:
            if clause.kind not in _SILENT:
                facet = _facet(library, document, clause, tags, topics, dated, contacts, rows.fields(clause))
                facets[facet.key] = facet
    return facets


def _facet(
    library: Library,
    document: Document,
    clause: Clause,
    tags: Mapping[str, Mapping[str, list[str]]],
    topics: Topics,
    dated: set[tuple[str, str]],
    contacts: set[tuple[str, str]],
    fields: Sequence[Field],
) -> Facet:
    text = fold(clause.text)
    columns = " ".join(dict.fromkeys(name for field in fields for name in field.names))
    heading = fold(" ".join((*clause.path, clause.caption, columns)).rstrip())
    scores = {name: _tag(cues, text, heading) for name, cues in tags.items()}
    if (document.id, clause.id) in dated:
        scores["deadline"] = 1.0
    if (document.id, clause.id) in contacts or clause.kind == "contact":
        scores["contact"] = 1.0
    if clause.kind in ("attachment", "form"):
        scores["material"] = max(scores.get("material", 0), 0.7)
    children = library.children(document.id, clause.id)
    lead = clause.text[len(clause.marker) :].strip()
    return Facet(
        document_id=document.id,
        clause=clause,
        text=text,
        heading=heading,
        tags=scores,
        topics=topics.named_in(text),
        heading_topics=topics.named_in(heading),
        values=values_in(" ".join((clause.text, *_with_units(fields)))),
        is_heading_only=bool(children) and (lead.rstrip("。") == clause.caption or clause.kind == "chapter"),
        has_children=bool(children),
        columns=fold(columns),
        cells=tuple((field.names[-1] if field.names else "", field.text) for field in fields)
        if any(field.names for field in fields)
        else (),
    )


def _with_units(fields: Sequence[Field]) -> Iterator[str]:
    """Figures of a row with the unit that only the name of their column gives."""
    for cell in fields:
        unit = split_unit(cell.names[-1])[1] if cell.names else ""
        if unit and cell.text[-1:].isdigit():
            yield f"{cell.text}{unit}"


def _tag(cues: Mapping[str, list[str]], text: str, heading: str) -> float:
    for words in cues.get("apart", ()):
        # 不予支持 names no support.
        heading = heading.replace(words, " ")
    strong = any(word in heading for word in cues.get("caption", ()))
    weak = sum(1 for word in cues.get("text", ()) if word in text)
    return min(1.0, 0.5 * strong + 0.3 * min(weak, 3))


@lru_cache(maxsize=8192)
def values_in(text: str) -> frozenset[str]:
    """Kinds of value that a text holds."""
    kinds = set()
    if find_dates(text):
        kinds.add("date")
    if find_durations(text):
        kinds.add("period")
    if find_phones(text):
        kinds.add("phone")
    if find_emails(text):
        kinds.add("email")
    if find_urls(text):
        kinds.add("website")
    if re.search(r"地址|（\d+室）|\d+号楼|路\d+号", text):
        kinds.add("address")
    if re.search(r"每(?:年|季度|月|半年|[两三二四五\d]\s*年)|定期|逐年|一年一", text):
        kinds.add("frequency")
    for quantity in find_quantities(text):
        if quantity.unit == "元" or re.search(r"[万亿]", quantity.text):
            kinds.add("money")
        elif quantity.unit == "%":
            kinds.add("percent")
        elif quantity.unit:
            kinds.add("count")
    return frozenset(kinds)
