"""Which sentences of the documents the rules hold, and which they do not.

Usage::

    python -m eval.rule_coverage [--list] [--facts policy_facts.json] [--data DATA_DIR]

A sentence is *encoded* when a criterion with a test, a window or a result quotes it, *judgement* when only criteria do
that the authority decides, *information* when a hint, step or notice quotes it, the register reads a date or contact
off it or the document its own title, number and validity, else *not encoded*. With ``--facts`` (rows with ``id`` and
``quote``) the same is said of each row.

A newer round that was published is covered like the rest: none of its sentences is encoded until its rules are.

What is not encoded has its reason in ``schemes/coverage/not_encoded.yaml``. The exit status is 1 when something is
neither held nor given a reason, or when a sentence that forbids or withdraws is held by no rule of a scheme.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from assistant.assembly import open_catalogue
from assistant.documents.library import Library, load_library
from assistant.domain.documents import Document
from assistant.eligibility.coverage import (
    REASONS,
    STANDINGS,
    Quotes,
    Reason,
    Sentence,
    read_quotes,
    read_reasons,
    reason_for,
    sentences,
)
from assistant.eligibility.engine import Checker, load_checker
from assistant.eligibility.lint import forbids
from assistant.register.build import Register, build_register
from assistant.settings import Settings
from assistant.wording import corpus_folder

_NO_REASON = "NO REASON"
_NO_QUOTE = "没有原文：说的是条文所没有的内容"
_NOT_PRINTED = "不在文件正文内"


def quotes_of(checker: Checker, register: Register, documents: Iterable[Document] = ()) -> Quotes:
    """Every quote of every scheme, of the register, and what the documents prove of themselves."""
    read = [(found.document_id, found.clause_id, found.quote) for found in register.deadlines]
    read += [(found.document_id, found.clause_id, found.quote) for found in register.contacts]
    return read_quotes(checker, read, documents)


def unheld_prohibitions(
    found: Iterable[Sentence], quotes: Quotes, reasons: Sequence[Reason]
) -> list[Sentence]:
    """Sentences that forbid or withdraw something and that neither a rule of a scheme nor a reason accounts for."""
    return [
        sentence
        for sentence in found
        if forbids(sentence.text)
        and not quotes.by_rule(sentence)
        and reason_for(sentence.document_id, sentence.text, reasons) is None
    ]


def main() -> int:
    """Print the table, and with ``--list`` what is not encoded and why; 1 where something is unaccounted for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument(
        "--list", action="store_true", help="name the sentences that are not encoded, and why"
    )
    parser.add_argument("--facts", type=Path, help="rows with id, doc and quote")
    parser.add_argument("--data", type=Path, help="a data directory: what was published there is covered too")
    options = parser.parse_args()
    folder = corpus_folder()
    library = _published(folder, options.data) if options.data else load_library(folder)
    reasons = read_reasons(folder / "schemes" / REASONS)
    checker = load_checker(folder / "schemes", library)
    quotes = quotes_of(checker, build_register(library.documents), library.documents)
    found = list(sentences(library.documents, quotes))
    failures = _print_sentences(found, library, reasons, options.list)
    for sentence in unheld_prohibitions(found, quotes, reasons):
        failures += 1
        print(f"forbids, but no rule holds it: {sentence.document_id} {sentence.label}: {sentence.text}")
    if options.facts:
        rows = json.loads(options.facts.read_text(encoding="utf-8"))
        failures += _print_rows(rows, library, quotes, reasons, options.list)
    return 1 if failures else 0


def _published(corpus: Path, data: Path) -> Library:
    """The library with what was published into a data directory, as the service answers from it."""
    return open_catalogue(Settings(corpus_dir=corpus, data_dir=data)).open()


def _print_sentences(
    found: Sequence[Sentence], library: Library, reasons: Sequence[Reason], listed: bool
) -> int:
    """The table by document, then the reasons; returns how many sentences have neither rule nor reason."""
    print(f"{'document':26s}" + "".join(f"{standing:>14s}" for standing in STANDINGS))
    for document in library.documents:
        counts = Counter(s.standing for s in found if s.document_id == document.id)
        print(f"{document.id:26s}" + "".join(f"{counts[standing]:14d}" for standing in STANDINGS))
    kinds: Counter[str] = Counter()
    for sentence in found:
        if sentence.standing == "not encoded":
            reason = reason_for(sentence.document_id, sentence.text, reasons)
            kinds[reason.kind if reason else _NO_REASON] += 1
            if listed or reason is None:
                why = reason.reason if reason else _NO_REASON
                print(f"{sentence.document_id} {sentence.label}: {sentence.text} [{why}]")
    _print_kinds("sentences not encoded", kinds)
    return kinds[_NO_REASON]


def _print_rows(
    rows: Iterable[dict[str, str]],
    library: Library,
    quotes: Quotes,
    reasons: Sequence[Reason],
    listed: bool,
) -> int:
    """How each given fact stands: its quote is looked for in every document; returns those without a reason."""
    counts: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for row in rows:
        quote = row.get("quote") or ""
        places = [d.id for d in library.documents if quote and library.find_quote(d.id, quote)]
        standings = [s for place in places if (s := quotes.standing(place, quote))]
        standing = min(standings, key=STANDINGS.index, default="not encoded")
        counts[standing] += 1
        if standing == "not encoded":
            why = _why(quote, places, reasons)
            kinds[why.split("：", 1)[0]] += 1
            if listed or why == _NO_REASON:
                print(f"  {row['id']}: {quote} [{why}]")
    print("rows: " + ", ".join(f"{counts[standing]} {standing}" for standing in STANDINGS))
    _print_kinds("rows not encoded", kinds)
    return kinds[_NO_REASON]


def _why(quote: str, places: Sequence[str], reasons: Sequence[Reason]) -> str:
    if not quote:
        return _NO_QUOTE
    if not places:
        return _NOT_PRINTED
    given = dict.fromkeys(r.reason for place in places if (r := reason_for(place, quote, reasons)))
    return " / ".join(given) or _NO_REASON


def _print_kinds(what: str, kinds: Counter[str]) -> None:
    if kinds:
        print(f"{what}: " + ", ".join(f"{number} {kind}" for kind, number in kinds.most_common()))


if __name__ == "__main__":
    sys.exit(main())
