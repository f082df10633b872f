"""Which sentences of a document the rules hold: encoded, judgement, information, or none of them.

A sentence is *encoded* when a criterion with a test, a window or a result quotes it, *judgement* when only criteria do
that the authority decides, *information* when a hint, step or notice quotes it or it was read off the text as a date,
a contact or what the document says of itself, else *not encoded*.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from ruamel.yaml import YAML

from assistant.domain.documents import Clause, Document, Proved
from assistant.eligibility.engine import Checker
from assistant.eligibility.forms import Series
from assistant.eligibility.schemes import Criterion, Scheme
from assistant.eligibility.tree import is_judged_only, leaves
from assistant.text.normalise import squeeze
from assistant.text.sentences import split_sentences

Standing = Literal["encoded", "judgement", "information", "not encoded"]
STANDINGS: tuple[Standing, ...] = ("encoded", "judgement", "information", "not encoded")
REASONS = Path("coverage") / "not_encoded.yaml"
_TELLING = 6
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

    def only(self, document_id: str) -> Quotes:
        """Those of one document."""
        return Quotes(tuple(held for held in self.held if held.document == document_id))

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


def read_quotes(
    checker: Checker,
    read: Iterable[tuple[str, str, str]],
    documents: Iterable[Document] = (),
) -> Quotes:
    """Every quote of every scheme, and what else is known of the texts.

    Args:
        checker: Whose schemes count.
        read: Document, clause and quote of what is read off the texts: dates, limits, contacts.
        documents: What these prove of themselves counts too.
    """
    rules = [held for scheme in checker.schemes for held in _of_scheme(scheme)]
    named = [*read, *((d.id, proof.clause_id, proof.quote) for d in documents for proof in _proofs(d))]
    told = (Held("information", d, clause_id, squeeze(quote), by_rule=False) for d, clause_id, quote in named)
    return Quotes((*rules, *told))


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


def sentences(documents: Iterable[Document], quotes: Quotes) -> Iterator[Sentence]:
    """Every sentence of every clause that says something, with its standing."""
    for document in documents:
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
