"""Which sentences of the documents the rules hold, and which they do not.

Usage::

    python -m eval.rule_coverage [--list] [--facts policy_facts.json]

A sentence is *encoded* when a criterion with a test quotes it, *judgement* when only criteria do that the authority
decides, *information* when a window, result, hint, step or notice quotes it or the register reads a date or contact
off it, else *not encoded*. With ``--facts`` (rows with ``id`` and ``quote``) the same is said of each row.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant.documents.library import Library, load_library
from assistant.eligibility.engine import Checker, load_checker
from assistant.eligibility.scheme_file import Source
from assistant.eligibility.schemes import Scheme
from assistant.eligibility.tree import is_judged_only
from assistant.register.build import Register, build_register
from assistant.text.normalise import squeeze
from assistant.text.sentences import split_sentences
from assistant.wording import corpus_folder

Standing = Literal["encoded", "judgement", "information", "not encoded"]
STANDINGS: tuple[Standing, ...] = ("encoded", "judgement", "information", "not encoded")
_FORMAL = frozenset(
    {"title", "issuer", "number", "meta", "addressees", "signature", "date", "note", "chapter", "contents"}
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a document and how the rules hold it."""

    document_id: str
    label: str
    text: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Quotes:
    """Squeezed quotes of the rules by document, the strongest standing first."""

    held: tuple[tuple[Standing, str, str], ...]

    def standing(self, document_id: str, text: str) -> Standing | None:
        """The strongest standing of a quote that shares the text, or None."""
        wanted = squeeze(text)
        for standing in STANDINGS:
            for kind, document, quote in self.held:
                if kind == standing and document == document_id and (quote in wanted or wanted in quote):
                    return standing
        return None


def read_quotes(checker: Checker, register: Register) -> Quotes:
    """Every quote of every scheme, and those of the register."""
    held = [
        (standing, source.document, squeeze(source.quote))
        for scheme in checker.schemes
        for standing, source in _sources(scheme)
    ]
    named: Iterable[tuple[str, str]] = [
        *((d.document_id, d.quote) for d in register.deadlines),
        *((c.document_id, c.quote) for c in register.contacts),
    ]
    held += [("information", document, squeeze(quote)) for document, quote in named]
    return Quotes(tuple(held))


def _sources(scheme: Scheme) -> Iterator[tuple[Standing, Source]]:
    for criterion in scheme.criteria:
        entry = criterion.entry
        yield ("judgement" if is_judged_only(entry.test) else "encoded"), entry.source
    file = scheme.file
    yield from (("encoded", part.source) for part in file.windows)
    yield from (("encoded", part.source) for part in file.results)
    for steps in (file.hints, file.next_steps):
        yield from (("information", step.source) for step in steps)
    yield from (("information", notice.source) for notice in file.notices)


def sentences(library: Library, quotes: Quotes) -> Iterator[Sentence]:
    """Every sentence of every clause that says something, with its standing."""
    for document in library.documents:
        for clause in document.clauses:
            if clause.kind in _FORMAL or len(squeeze(clause.text)) < 8:
                continue
            for start, end in split_sentences(clause.text):
                text = clause.text[start:end].strip()
                if len(squeeze(text)) >= 6 and text != clause.caption:
                    standing = quotes.standing(document.id, text) or "not encoded"
                    yield Sentence(document.id, clause.label, text, standing)


def main() -> None:
    """Print the table, and with ``--list`` what is not encoded."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--list", action="store_true", help="name the sentences that are not encoded")
    parser.add_argument("--facts", type=Path, help="rows with id, doc and quote")
    options = parser.parse_args()
    folder = corpus_folder()
    library = load_library(folder)
    quotes = read_quotes(load_checker(folder / "schemes", library), build_register(library.documents))
    found = list(sentences(library, quotes))
    print(f"{'document':26s}" + "".join(f"{standing:>14s}" for standing in STANDINGS))
    for document in library.documents:
        counts = Counter(s.standing for s in found if s.document_id == document.id)
        print(f"{document.id:26s}" + "".join(f"{counts[standing]:14d}" for standing in STANDINGS))
    if options.list:
        for sentence in found:
            if sentence.standing == "not encoded":
                print(f"{sentence.document_id} {sentence.label}: {sentence.text}")
    if options.facts:
        _print_rows(json.loads(options.facts.read_text(encoding="utf-8")), library, quotes, options.list)


def _print_rows(rows: Iterable[dict[str, str]], library: Library, quotes: Quotes, listed: bool) -> None:
    """How each given fact stands: its quote is looked for in every document."""
    counts: Counter[str] = Counter()
    for row in rows:
        quote = row.get("quote") or ""
        places = [d.id for d in library.documents if quote and library.find_quote(d.id, quote)]
        standings = [s for place in places if (s := quotes.standing(place, quote))]
        standing = min(standings, key=STANDINGS.index, default="not encoded")
        counts[standing] += 1
        if listed and standing == "not encoded":
            print(f"  {row['id']}: {quote}")
    print("rows: " + ", ".join(f"{counts[standing]} {standing}" for standing in STANDINGS))


if __name__ == "__main__":
    main()
