"""A scheme ready to be checked: its file joined with shared rules, each quote placed in the corpus."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.domain.documents import Level
from assistant.domain.eligibility import ApplicantKind, Binds
from assistant.eligibility.cue_words import with_words
from assistant.eligibility.facts import Fact, make_fact
from assistant.eligibility.forms import Test
from assistant.eligibility.lint import lint_criterion, lint_facts
from assistant.eligibility.papers.checking import check_papers
from assistant.eligibility.quoting import Corpus, place
from assistant.eligibility.rule_files import RuleFile
from assistant.eligibility.scheme_file import (
    CriterionEntry,
    FactEntry,
    Group,
    NoticeEntry,
    Option,
    ResultEntry,
    SchemeFile,
    SharedFile,
    Source,
    StepEntry,
    Use,
    WindowEntry,
)
from assistant.eligibility.tree import can_fail, fact_names
from assistant.errors import NotFound
from assistant.text.dates import find_dates

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A criterion with the clause where it stands and the facts that it reads."""

    entry: CriterionEntry
    clause_id: str
    fact_names: tuple[str, ...]
    can_fail: bool

    @property
    def decides(self) -> bool:
        """Whether the verdict hangs on it."""
        return self.entry.role in ("condition", "exclusion") and self.entry.modality == "mandatory"


@dataclass(frozen=True, slots=True, kw_only=True)
class LastDay:
    """The last day of a round as read off its quote, and whom it binds."""

    day: date
    binds: Binds
    source: Source
    clause_id: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scheme:
    """What one applies for, with its rules; ``clause_ids`` places every further source.

    One that was read anew is another one, however alike.
    """

    file: SchemeFile
    facts: Mapping[str, Fact]
    groups: tuple[Group, ...]
    criteria: tuple[Criterion, ...]
    last_days: tuple[LastDay, ...]
    clause_ids: Mapping[Source, str]

    @property
    def id(self) -> str:
        """The id on the wire."""
        return self.file.scheme

    @property
    def name(self) -> str:
        """The full name."""
        return self.file.name

    @property
    def level(self) -> Level:
        """Level of the authority."""
        return self.file.level

    @property
    def applicant(self) -> ApplicantKind:
        """Who can apply."""
        return self.file.applicant

    @property
    def authority(self) -> str:
        """Who decides."""
        return self.file.authority

    @property
    def round_year(self) -> int | None:
        """Year of the round, None for a standing scheme."""
        return self.file.round_year

    @property
    def aliases(self) -> tuple[str, ...]:
        """Words that name the scheme in a question."""
        return self.file.aliases


def build_scheme(
    rule_file: RuleFile[SchemeFile], shared: Mapping[str, RuleFile[SharedFile]], corpus: Corpus
) -> Scheme:
    """Join, place and check all rules of a scheme.

    Raises:
        RuleError: Something is used that is not declared, or quoted that the corpus does not say.
    """
    return _Builder(rule_file, shared, corpus).build()


class _Builder:
    """Gathers a scheme from its file and the shared files that it uses."""

    def __init__(
        self, rule_file: RuleFile[SchemeFile], shared: Mapping[str, RuleFile[SharedFile]], corpus: Corpus
    ) -> None:
        self.file = rule_file
        self.content = rule_file.content
        self.corpus = corpus
        self.shared = tuple(self._shared(shared, index, name) for index, name in enumerate(self.content.uses))

    def _shared(
        self, shared: Mapping[str, RuleFile[SharedFile]], index: int, name: str
    ) -> RuleFile[SharedFile]:
        if name not in shared:
            raise self.file.error(("uses", index), f"the shared file {name!r} is missing or switched off")
        return shared[name]

    def _files(self) -> Iterator[RuleFile[SharedFile] | RuleFile[SchemeFile]]:
        yield from self.shared
        yield self.file

    def build(self) -> Scheme:
        self._check_documents()
        declared = self._facts()
        criteria = tuple(self._criteria(declared))
        used = dict.fromkeys(name for criterion in criteria for name in criterion.fact_names)
        for where, test in self._further_tests():
            try:
                lint_facts(test, declared)
            except ValueError as error:
                raise self.file.error(where, str(error)) from error
            used.update(dict.fromkeys(fact_names(test)))
        check_papers(self.file, self.corpus, declared, {c.entry.id for c in criteria})
        return Scheme(
            file=self.content,
            facts={name: declared[name] for name in used},
            groups=self._groups(used),
            criteria=criteria,
            last_days=tuple(self._last_day(i, entry) for i, entry in enumerate(self.content.windows)),
            clause_ids=self._sources(),
        )

    def _further_tests(self) -> Iterator[tuple[Place, Test]]:
        for i, result in enumerate(self.content.results):
            for j, case in enumerate(result.cases):
                yield ("results", i, "cases", j), case.when
        for i, contradiction in enumerate(self.content.contradictions):
            yield ("contradictions", i), contradiction.when
        for key in ("hints", "next_steps"):
            for i, step in enumerate(getattr(self.content, key)):
                if step.when is not None:
                    yield (key, i), step.when

    def _check_documents(self) -> None:
        for key in ("basis", "also_rests_on"):
            for index, document_id in enumerate(getattr(self.content, key)):
                try:
                    self.corpus.document(document_id)
                except NotFound as error:
                    raise self.file.error((key, index), str(error)) from error

    def _facts(self) -> dict[str, Fact]:
        scales: dict[str, Sequence[Option]] = {}
        entries: dict[str, FactEntry] = {}
        words = {name: listed for source in self._files() for name, listed in source.content.words.items()}
        for source in self._files():
            scales.update(source.content.scales)
            for index, entry in enumerate(source.content.facts):
                if entry.name in entries:
                    raise source.error(("facts", index), f"the fact {entry.name!r} is declared twice")
                try:
                    entries[entry.name] = with_words(entry, words)
                except ValueError as error:
                    raise source.error(("facts", index, "cues"), str(error)) from error
        return {name: make_fact(entry, scales) for name, entry in entries.items()}

    def _criteria(self, facts: Mapping[str, Fact]) -> Iterable[Criterion]:
        rules = {
            entry.id: (source, index, entry)
            for source in self.shared
            for index, entry in enumerate(source.content.criteria)
        }
        seen: set[str] = set()
        for index, item in enumerate(self.content.criteria):
            where: Place = ("criteria", index)
            if isinstance(item, Use):
                if item.use not in rules:
                    raise self.file.error(where, f"no shared file in uses has a criterion {item.use!r}")
                source, at, entry = rules[item.use]
                criterion = self._criterion(source, ("criteria", at), entry, facts)
            else:
                criterion = self._criterion(self.file, where, item, facts)
            if criterion.entry.id in seen:
                raise self.file.error(where, f"the criterion {criterion.entry.id!r} stands twice")
            seen.add(criterion.entry.id)
            yield criterion

    def _criterion(
        self,
        source: RuleFile[SchemeFile] | RuleFile[SharedFile],
        where: Place,
        entry: CriterionEntry,
        facts: Mapping[str, Fact],
    ) -> Criterion:
        def in_document(quote: str) -> bool:
            return bool(self.corpus.find_quote(entry.source.document, quote))

        try:
            clause_id = place(self.corpus, entry.source)
            lint_criterion(entry, facts, in_document)
        except (LookupError, ValueError, NotFound) as error:
            raise source.error((*where, "source", "quote"), f"{entry.id}: {error}") from error
        names = dict.fromkeys((*fact_names(entry.applies_when), *fact_names(entry.test)))
        return Criterion(
            entry=entry, clause_id=clause_id, fact_names=tuple(names), can_fail=can_fail(entry.test)
        )

    def _groups(self, used: Mapping[str, None]) -> tuple[Group, ...]:
        groups = [group for source in self._files() for group in source.content.groups]
        return tuple(group for group in groups if all(name in used for name in group.facts))

    def _last_day(self, index: int, entry: WindowEntry) -> LastDay:
        dates = find_dates(entry.source.quote)
        if len(dates) != 1:
            raise self.file.error(
                ("windows", index), f"the quote of a window holds one date, this holds {len(dates)}"
            )
        clause_id = self._place(("windows", index, "source", "quote"), entry.source)
        return LastDay(
            day=dates[0].value, binds=entry.binds, source=entry.source, clause_id=clause_id, note=entry.note
        )

    def _sources(self) -> dict[Source, str]:
        placed: dict[Source, str] = {}
        for key in ("results", "hints", "next_steps", "notices"):
            entries: tuple[ResultEntry | StepEntry | NoticeEntry, ...] = getattr(self.content, key)
            for index, entry in enumerate(entries):
                placed[entry.source] = self._place((key, index, "source", "quote"), entry.source)
        if (granted := self.content.granted) is not None:
            placed[granted.source] = self._place(("granted", "source", "quote"), granted.source)
        return placed

    def _place(self, where: Place, source: Source) -> str:
        try:
            return place(self.corpus, source)
        except (LookupError, NotFound) as error:
            raise self.file.error(where, str(error)) from error
