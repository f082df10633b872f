"""The official form of a scheme, filled from facts and from what is told beside them; blanks stay blank."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from assistant.domain.documents import Document
from assistant.domain.eligibility import Report
from assistant.eligibility.facts import Value, Values
from assistant.eligibility.papers.checking import field_in, form_in
from assistant.eligibility.papers.entries import FormEntry, FormFieldEntry
from assistant.eligibility.papers.phrases import phrase
from assistant.eligibility.papers.printed import Block, printed_form
from assistant.eligibility.papers.slots import Slot, find_slots
from assistant.eligibility.papers.values import Typed, from_fact, from_typed, shown
from assistant.eligibility.quoting import Corpus
from assistant.eligibility.schemes import Scheme
from assistant.errors import InvalidInput, NoForm

Origin = Literal["fact", "field"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialForm:
    """The form attached to the document on which a scheme rests.

    Attributes:
        clause_id: The clause that heads the form; ``label`` how it is cited.
        marker: What stands above the title (附件1), or empty.
        sources: What fills a field without being typed, by its key.
    """

    document: Document
    clause_id: str
    label: str
    title: str
    marker: str
    blocks: tuple[Block, ...]
    slots: tuple[Slot, ...]
    sources: Mapping[str, FormFieldEntry]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A field with what is written there; ``chosen`` are the boxes ticked."""

    slot: Slot
    value: str = ""
    chosen: tuple[str, ...] = ()
    origin: Origin | None = None
    fact: str | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written or ticked."""
        return not self.value and not self.chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledForm:
    """The form with all its fields, those left blank included, and what is to be looked at again."""

    form: OfficialForm
    fields: tuple[Filled, ...]
    warnings: tuple[str, ...]

    @property
    def blanks(self) -> tuple[Filled, ...]:
        """Fields that still have to be filled in."""
        return tuple(field for field in self.fields if field.is_blank and not field.slot.by_hand)

    @property
    def by_hand(self) -> tuple[Filled, ...]:
        """Fields that are signed, sealed or dated by hand."""
        return tuple(field for field in self.fields if field.slot.by_hand)


def official_form(scheme: Scheme, corpus: Corpus) -> OfficialForm:
    """The form of a scheme.

    Raises:
        NoForm: The documents attach none.
    """
    entry = scheme.file.form
    if entry is None:
        raise NoForm(phrase("form", "no_form", scheme=scheme.name))
    return form_of(corpus.document(entry.document), entry)


def form_of(document: Document, entry: FormEntry) -> OfficialForm:
    """A form as its document prints it.

    Raises:
        LookupError: The document prints no such form, or the form no such field.
    """
    form = form_in(document, entry.clause)
    heading, blocks = printed_form(document, form.clause_id)
    title = form.label.partition("《")[2].rpartition("》")[0] or heading
    slots = find_slots(form, blocks)
    filling = {field_in(form, each): each for each in entry.fields}
    return OfficialForm(
        document=document,
        clause_id=form.clause_id,
        label=form.label,
        title=title,
        marker=heading.removesuffix(title).strip() if heading != title else "",
        blocks=blocks,
        slots=slots,
        sources={slot.key: filling[slot.field] for slot in slots if slot.field in filling},
    )


def fill_form(
    scheme: Scheme, form: OfficialForm, values: Values, report: Report, typed: Mapping[str, Typed]
) -> FilledForm:
    """Fill every field that facts or typed values fill; a fact wins over what is typed.

    Raises:
        InvalidInput: The form has no such field, or it cannot hold the value.
    """
    filling = _Filling(scheme, values, report)
    told = _by_key(scheme, form, typed)
    fields = tuple(filling.fill(slot, form.sources.get(slot.key), told.get(slot.key)) for slot in form.slots)
    return FilledForm(form=form, fields=fields, warnings=tuple(dict.fromkeys(filling.warnings)))


def _by_key(scheme: Scheme, form: OfficialForm, typed: Mapping[str, Typed]) -> dict[str, Typed]:
    """What is typed by the key of its field; the bare label will do where no other field bears it."""
    keys = {slot.key: slot.key for slot in form.slots}
    labels = [slot.field.label for slot in form.slots]
    for slot in form.slots:
        if labels.count(slot.field.label) == 1:
            keys.setdefault(slot.field.label, slot.key)
    strange = next((name for name in typed if name not in keys), None)
    if strange is not None:
        message = phrase("form", "unknown_field", name=shown(strange), scheme=scheme.id)
        raise InvalidInput(message, field=strange[:60])
    return {keys[name]: value for name, value in typed.items() if value not in (None, "", [])}


class _Filling:
    def __init__(self, scheme: Scheme, values: Values, report: Report) -> None:
        self._scheme = scheme
        self._values = values
        self._results = {criterion.id: criterion for criterion in report.criteria}
        self.warnings: list[str] = []

    def fill(self, slot: Slot, source: FormFieldEntry | None, typed: Typed) -> Filled:
        if slot.by_hand:
            if typed is not None:
                self.warnings.append(phrase("form", "by_hand", name=slot.key))
            return Filled(slot=slot)
        known = self._known(slot, source)
        if typed is None:
            return known
        value, chosen = from_typed(slot, typed, self.warnings)
        if known.is_blank:
            return Filled(slot=slot, value=value, chosen=chosen, origin="field")
        if (value, set(chosen)) != (known.value, set(known.chosen)):
            self.warnings.append(self._differing(slot, known, value or "、".join(chosen)))
        return known

    def _known(self, slot: Slot, source: FormFieldEntry | None) -> Filled:
        empty = Filled(slot=slot)
        if source is None:
            return empty
        if source.criterion is not None:
            return self._by_outcome(empty, source)
        fact = self._scheme.facts.get(source.fact or "")
        if fact is None or fact.name not in self._values:
            return empty
        stated: Value = self._values[fact.name]
        value, chosen = from_fact(slot.field, fact, stated, source.year)
        written = replace(empty, value=value, chosen=chosen)
        return empty if written.is_blank else replace(written, origin="fact", fact=fact.entry.label)

    def _by_outcome(self, empty: Filled, source: FormFieldEntry) -> Filled:
        result = self._results[source.criterion or ""]
        box = source.ticks.get(result.outcome)
        if box is not None:
            return replace(empty, chosen=(box,), origin="fact", fact=result.label)
        told = any(name in self._values for name in result.facts)
        if told:
            self.warnings.append(phrase("form", "open_criterion", name=empty.slot.key, why=result.why))
        return empty

    def _differing(self, slot: Slot, known: Filled, typed: str) -> str:
        return phrase("form", "told_twice", name=slot.key, value=shown(typed), fact=known.fact)
