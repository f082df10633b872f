"""Checks at load what a scheme's file says of papers: labels, boxes and quotes stand in the documents."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from assistant.documents.form_cells import FieldKind
from assistant.documents.form_fields import Form, FormField, find_forms
from assistant.domain.documents import Document
from assistant.domain.eligibility import FactType
from assistant.eligibility.batch.cells import factor_between
from assistant.eligibility.facts import Fact
from assistant.eligibility.papers.entries import FormEntry, FormFieldEntry, Quoted
from assistant.eligibility.quoting import Corpus, place
from assistant.eligibility.rule_files import RuleFile
from assistant.eligibility.scheme_file import SchemeFile, Source
from assistant.errors import NotFound

_FITTING: Mapping[FieldKind, set[FactType]] = {
    "text": {"boolean", "number", "date", "enum", "series"},
    "number": {"number", "series"},
    "date": {"date"},
    "tick": {"boolean", "events", "listing"},
    "choice": {"enum"},
}


def check_papers(
    file: RuleFile[SchemeFile], corpus: Corpus, facts: Mapping[str, Fact], criteria: Collection[str]
) -> None:
    """Check the form and the summary sheet of a scheme against the documents and its rules.

    Raises:
        RuleError: A label, box or quote is not printed there, or a fact or criterion is not declared.
    """
    if file.content.form is not None:
        try:
            _check_form(file.content.form, corpus, facts, criteria)
        except (LookupError, ValueError, NotFound) as error:
            raise file.error(("form",), str(error)) from error
    for where, quoted in _quotes(file.content):
        try:
            place(corpus, source_of(quoted))
        except (LookupError, NotFound) as error:
            raise file.error(where, str(error)) from error


def source_of(quoted: Quoted) -> Source:
    """The quote as the checker cites it."""
    return Source(document=quoted.document, clause=quoted.clause, quote=quoted.quote)


def form_in(document: Document, clause: str) -> Form:
    """The form under a clause of the document, by its label or id.

    Raises:
        LookupError: There is none.
    """
    forms = find_forms(document)
    for form in forms:
        if clause in (form.label, form.clause_id):
            return form
    labels = ", ".join(form.label for form in forms) or "none"
    raise LookupError(f"{document.id} has no form {clause!r}; its forms: {labels}")


def field_in(form: Form, entry: FormFieldEntry) -> FormField:
    """The field that an entry names.

    Raises:
        LookupError: The form prints no such label.
    """
    for field in form.fields:
        if field.label == entry.label and (not entry.group or field.group == entry.group):
            return field
    labels = "、".join(field.label for field in form.fields)
    raise LookupError(
        f"the form has no field {entry.group}{entry.label!r}; copy the label verbatim: {labels}"
    )


def _quotes(content: SchemeFile) -> Iterator[tuple[tuple[str | int, ...], Quoted]]:
    named = content.recommendation
    if named is not None:
        yield ("recommendation", "source", "quote"), named.source
        for index, column in enumerate(named.columns):
            yield ("recommendation", "columns", index, "source", "quote"), column.source


def _check_form(
    entry: FormEntry, corpus: Corpus, facts: Mapping[str, Fact], criteria: Collection[str]
) -> None:
    form = form_in(corpus.document(entry.document), entry.clause)
    seen: set[FormField] = set()
    for each in entry.fields:
        field = field_in(form, each)
        if field in seen:
            raise ValueError(f"the field {each.label!r} is filled twice")
        seen.add(field)
        if each.criterion is not None:
            _check_ticks(each, field, criteria)
        else:
            _check_fact(each, field, facts)


def _check_ticks(entry: FormFieldEntry, field: FormField, criteria: Collection[str]) -> None:
    if entry.criterion not in criteria:
        raise ValueError(f"the scheme has no criterion {entry.criterion!r}")
    strange = [box for box in entry.ticks.values() if box not in field.options]
    if strange:
        raise ValueError(f"{entry.label!r} has no box {strange[0]!r}; it has {'、'.join(field.options)}")


def _check_fact(entry: FormFieldEntry, field: FormField, facts: Mapping[str, Fact]) -> None:
    fact = facts.get(entry.fact or "")
    if fact is None:
        raise ValueError(f"the fact {entry.fact!r} is not declared")
    if fact.entry.type not in _FITTING[field.kind]:
        raise ValueError(
            f"{entry.label!r} asks for a {field.kind}, which the {fact.entry.type} {entry.fact!r} is not"
        )
    if (fact.entry.type == "series") != (entry.year is not None):
        raise ValueError(f"{entry.label!r}: a year goes with a yearly fact, and only with one")
    if field.unit and factor_between(fact.entry.unit or "", field.unit) is None:
        raise ValueError(
            f"{entry.label!r} is printed in {field.unit}, {entry.fact!r} is told in {fact.entry.unit}"
        )
