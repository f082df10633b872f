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
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from ruamel.yaml import YAML

from assistant.assembly import open_catalogue
from assistant.documents.library import Library, load_library
from assistant.domain.documents import Clause, Document, Proved
from assistant.eligibility.engine import Checker, load_checker
from assistant.eligibility.forms import Series
from assistant.eligibility.lint import forbids
from assistant.eligibility.schemes import Criterion, Scheme
from assistant.eligibility.tree import is_judged_only, leaves
from assistant.register.build import Register, build_register
from assistant.settings import Settings
from assistant.text.normalise import squeeze
from assistant.text.sentences import split_sentences
from assistant.wording import corpus_folder

Standing = Literal["encoded", "judgement", "information", "not encoded"]
STANDINGS: tuple[Standing, ...] = ("encoded", "judgement", "information", "not encoded")
REASONS = Path("coverage") / "not_encoded.yaml"
_TELLING = 6
_NO_REASON = "NO REASON"
_NO_QUOTE = "没有原文：说的是条文所没有的内容"
_NOT_PRINTED = "不在文件正文内"
_FORMAL = frozenset(
    {"title", "issuer", "number", "meta", "addressees", "signature", "date", "note", "chapter", "contents"}
)


class Held(NamedTuple):
    """A squeezed quote that something rests on; ``by_rule``: a rule of a scheme, not the register."""

    standing: Standing
    document: str
    clause_id: str
    quote: str
    by_rule: bool = True


class Reason(NamedTuple):
    """Why words of a document stand in no rule file, in plain Chinese: ``kind：more``."""

    document: str
    clause: str
    quote: str
    reason: str

    @property
    def kind(self) -> str:
        """The first words of the reason."""
        return self.reason.split("：", 1)[0]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a document and how the rules hold it."""

    document_id: str
    clause_id: str
    label: str
    text: str
    standing: Standing


@dataclass(frozen=True, slots=True)
class Quotes:
    """What the rules and the register quote."""

    held: tuple[Held, ...]

    def standing(self, document_id: str, text: str) -> Standing | None:
        """The strongest standing of a quote that shares the text, or None."""
        wanted = squeeze(text)
        found = {
            held.standing for held in self.held if held.document == document_id and _share(held.quote, wanted)
        }
        return min(found, key=STANDINGS.index, default=None)

    def by_rule(self, sentence: Sentence) -> bool:
        """Whether a rule of a scheme names the clause and quotes words of the sentence."""
        wanted = squeeze(sentence.text)
        return any(
            held.by_rule and held.clause_id == sentence.clause_id and _share(held.quote, wanted)
            for held in self.held
            if held.document == sentence.document_id
        )


def _share(quote: str, wanted: str) -> bool:
    """Whether a quote holds the wanted words, or words of it; both squeezed, a few characters prove nothing."""
    if wanted in quote:
        return True
    pieces = (quote[start:end] for start, end in split_sentences(quote))
    return any(len(piece) >= _TELLING and piece in wanted for piece in (quote, *pieces))


def read_quotes(checker: Checker, register: Register, documents: Iterable[Document] = ()) -> Quotes:
    """Every quote of every scheme, of the register, and what the documents prove of themselves."""
    rules = [held for scheme in checker.schemes for held in _of_scheme(scheme)]
    named: list[tuple[str, str, str]] = [
        *((d.document_id, d.clause_id, d.quote) for d in register.deadlines),
        *((c.document_id, c.clause_id, c.quote) for c in register.contacts),
        *((d.id, proof.clause_id, proof.quote) for d in documents for proof in _proofs(d)),
    ]
    read = (Held("information", d, clause_id, squeeze(quote), by_rule=False) for d, clause_id, quote in named)
    return Quotes((*rules, *read))


def _of_scheme(scheme: Scheme) -> Iterator[Held]:
    for criterion in scheme.criteria:
        yield from _of_criterion(criterion)
    for last in scheme.last_days:
        yield Held("encoded", last.source.document, last.clause_id, squeeze(last.source.quote))
    decided = {result.source for result in scheme.file.results}
    for source, clause_id in scheme.clause_ids.items():
        standing: Standing = "encoded" if source in decided else "information"
        yield Held(standing, source.document, clause_id, squeeze(source.quote))


def _of_criterion(criterion: Criterion) -> Iterator[Held]:
    entry = criterion.entry
    standing: Standing = "judgement" if is_judged_only(entry.test) else "encoded"
    yield Held(standing, entry.source.document, criterion.clause_id, squeeze(entry.source.quote))
    for leaf in leaves(entry.test):
        window = getattr(leaf, "window", None)
        further = [*(leaf.years_quotes if isinstance(leaf, Series) else ()), window and window.quote]
        for quote in filter(None, further):
            yield Held("encoded", entry.source.document, "", squeeze(quote))


def _proofs(document: Document) -> Iterator[Proved[object]]:
    known = document.metadata
    single = (known.title, known.issuer, known.number, known.signed_on, known.published_on)
    for proof in (*single, known.effective, known.expires, known.round_year):
        if proof is not None:
            yield Proved(value=proof.value, clause_id=proof.clause_id, quote=proof.quote)


def sentences(library: Library, quotes: Quotes) -> Iterator[Sentence]:
    """Every sentence of every clause that says something, with its standing."""
    for document in library.documents:
        for clause in document.clauses:
            if clause.kind in _FORMAL or len(squeeze(clause.text)) < 8:
                continue
            for start, end in split_sentences(clause.text):
                text = clause.text[start:end].strip()
                if len(squeeze(text)) >= 6 and not _is_caption(text, clause):
                    standing = quotes.standing(document.id, text) or "not encoded"
                    yield Sentence(document.id, clause.id, clause.label, text, standing)


def _is_caption(text: str, clause: Clause) -> bool:
    caption = squeeze(clause.caption)
    plain = squeeze(text).removeprefix(squeeze(clause.marker)).strip("。：、.")
    return bool(caption) and plain == caption


def read_reasons(path: Path) -> tuple[Reason, ...]:
    """The reasons of a file; none where there is no such file."""
    if not path.exists():
        return ()
    rows = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    return tuple(Reason(**{name: str(value) for name, value in row.items()}) for row in rows)


def reason_for(document_id: str, text: str, reasons: Sequence[Reason]) -> Reason | None:
    """The reason that is given for these words, or None."""
    wanted = squeeze(text)
    for reason in reasons:
        if reason.document == document_id and _share(squeeze(reason.quote), wanted):
            return reason
    return None


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
    parser.add_argument(
        "--data", type=Path, help="a data directory: what was published there is covered too"
    )
    options = parser.parse_args()
    folder = corpus_folder()
    library = _published(folder, options.data) if options.data else load_library(folder)
    reasons = read_reasons(folder / "schemes" / REASONS)
    checker = load_checker(folder / "schemes", library)
    quotes = read_quotes(checker, build_register(library.documents), library.documents)
    found = list(sentences(library, quotes))
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
