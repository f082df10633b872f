"""The form of a rule file: sources, facts, criteria, schemes; all that an official may write."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, TypeAlias

from pydantic import Discriminator, Field, Tag

from assistant.domain.answers import NoticeCode
from assistant.domain.documents import Level
from assistant.domain.eligibility import ApplicantKind, Binds, FactType, Modality, Role
from assistant.eligibility.forms import Entry, Name, Test, Text, Words
from assistant.eligibility.papers.entries import FormEntry, RecommendationEntry


class Source(Entry):
    """A verbatim quote and the clause where it stands."""

    document: Text
    clause: Text
    quote: Text


class Option(Entry):
    """One value of an enumeration or scale, with its label and further names; ``part_of`` a wider kind."""

    value: Text
    label: Text
    aliases: Words = ()
    part_of: str | None = None


class Cues(Entry):
    """Words by which a fact is recognised in an applicant's message; ``~`` stands for a few characters.

    ``{name}`` stands for each of the ``words`` of that name.

    Attributes:
        about: Names the subject; the value follows from what stands around it (negation, figure, date).
        names: What the thing itself is called that must be there: it is read only where a word beside it says
            that it is there, is not, or is still being made (责任制签了, 责任制这个没得).
        yes: Says that the fact is true (for events and lists: that there is one).
        no: Says that it is false (none).
        yes_if_asked: Says that it is true where it was asked for, so that its subject may go unsaid.
        no_if_asked: Says that it is false where it was asked for.
        yes_in_year: Beside one of the fact's own ``years``, says that it held in that year (2021年是赚的).
        no_in_year: Beside one of them, says that it did not, so that it does not hold of all (2022年亏了一点).
        unless: Where one of these stands in the same sentence part, nothing is read.
    """

    about: Words = ()
    names: Words = ()
    yes: Words = ()
    no: Words = ()
    yes_if_asked: Words = ()
    no_if_asked: Words = ()
    yes_in_year: Words = ()
    no_in_year: Words = ()
    unless: Words = ()


class Subject(Entry):
    """Of whom or of what a fact speaks, where that is not the applicant itself (入园企业, 信用网站).

    Attributes:
        words: Name it; what follows up to the full stop is said of it too.
        ends: Name the applicant itself, or something else, again.
        keeps: Beside these a word of ``ends`` ends nothing (近三年没有我们的事故记录: still of the register).
        instead_of: Facts about the applicant that such parts do not tell.
    """

    words: Words
    ends: Words = ()
    keeps: Words = ()
    instead_of: tuple[Name, ...]


class FactEntry(Entry):
    """One fact that rules ask for.

    Attributes:
        event_name: How one of its events is called (default: the label).
        year: The year that it is about; what a message says of other years is not read for it.
        years: The years of each of which it speaks: it is true where it held in every one (每年盈利).
        subject: Of whom it speaks, where that is not the applicant itself.
        after: The true or false fact that it goes on with: what a message says behind telling that one is read as if it
            had been asked for (上过整改名单，后来全换了).
        by_names: Whether the names of places decide it: it is read by its cues alone.
    """

    name: Name
    label: Text
    event_name: str = ""
    type: FactType
    question: Text
    detail_question: str = ""
    where: str = ""
    unit: str | None = None
    year: int | None = None
    years: tuple[int, ...] = ()
    minimum: float | int | None = None
    maximum: float | int | None = None
    options: tuple[Option, ...] = ()
    scale: Name | None = None
    grades: Name | None = None
    kinds: tuple[Option, ...] = ()
    cost: Annotated[float | int, Field(gt=0)] = 1
    cues: Cues = Cues()
    subject: Subject | None = None
    after: Name | None = None
    by_names: bool = False


class Group(Entry):
    """Facts asked together, and what a plain yes or no to that question says."""

    id: Name
    question: Text
    facts: Annotated[tuple[Name, ...], Field(min_length=2)]
    on_yes: Mapping[str, Any] = Field(default_factory=dict)
    on_no: Mapping[str, Any] = Field(default_factory=dict)


class CriterionEntry(Entry):
    """One condition, exclusion, preference … with its clause."""

    id: Text
    label: Text
    role: Role
    modality: Modality = "mandatory"
    source: Source
    test: Test
    applies_when: Test | None = None
    notes: Words = ()
    open_tail: str | None = None
    round_year: int | None = None


class WindowEntry(Entry):
    """A last day and whom it binds; the day itself is read off the quote."""

    binds: Binds
    source: Source
    note: str = ""


class StepEntry(Entry):
    """A next step or hint in plain words, with its clause; shown only where ``when`` holds."""

    text: Text
    source: Source
    when: Test | None = None


class Contradiction(Entry):
    """Facts that cannot both be true; the report says so where ``when`` is met, and keeps both."""

    text: Text
    when: Test


class NoticeEntry(Entry):
    """Something that every report of the scheme must say."""

    code: NoticeCode
    text: Text
    source: Source


class Case(Entry):
    """One value of a named result and the test under which it holds."""

    value: Text
    when: Test


class ResultEntry(Entry):
    """A result beside the verdict: the value of the first case whose test is met."""

    name: Text
    source: Source
    cases: Annotated[tuple[Case, ...], Field(min_length=1)]


class Use(Entry):
    """A criterion taken from a shared file."""

    use: Text


def _use_or_rule(raw: Any) -> str:
    is_use = isinstance(raw, Use) or (isinstance(raw, Mapping) and "use" in raw)
    return "use" if is_use else "rule"


UseOrCriterion: TypeAlias = Annotated[
    Annotated[Use, Tag("use")] | Annotated[CriterionEntry, Tag("rule")], Discriminator(_use_or_rule)
]


class SharedFile(Entry):
    """Facts, scales and criteria that several schemes cite; ``words`` are lists that cues may name."""

    shared: Text
    words: Mapping[str, Words] = Field(default_factory=dict)
    scales: Mapping[str, tuple[Option, ...]] = Field(default_factory=dict)
    facts: tuple[FactEntry, ...] = ()
    groups: tuple[Group, ...] = ()
    criteria: tuple[CriterionEntry, ...] = ()


class GrantedEntry(Entry):
    """What a scheme leads to.

    Attributes:
        what: Its name, and ``what_en`` in English.
        also: Further words by which people say that they have it (入库); read only where two things are set equal.
        comes_with: Schemes of which it is a part: who has that has this (a grade of a title).
        steps: Words for what comes before it in the procedure (推荐, 公示) and is not yet it.
        source: How it is given, in the words of a text.
    """

    what: Text
    what_en: Text
    also: Words = ()
    comes_with: Words = ()
    steps: Words = ()
    source: Source

    def name(self, language: str) -> str:
        """What it is called in the language of a reply."""
        return self.what_en if language == "en" else self.what


class SchemeFile(Entry):
    """What one applies for, with all its rules; ``for_holders``: it is about a title already held."""

    scheme: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    name: Text
    level: Level
    applicant: ApplicantKind
    authority: Text
    round_year: int | None = None
    basis: Annotated[Words, Field(min_length=1)]
    also_rests_on: Words = ()
    for_holders: bool = False
    granted: GrantedEntry | None = None
    aliases: Annotated[Words, Field(min_length=1)]
    not_when: Words = ()
    uses: Words = ()
    words: Mapping[str, Words] = Field(default_factory=dict)
    scales: Mapping[str, tuple[Option, ...]] = Field(default_factory=dict)
    facts: tuple[FactEntry, ...] = ()
    groups: tuple[Group, ...] = ()
    criteria: Annotated[tuple[UseOrCriterion, ...], Field(min_length=1)]
    windows: tuple[WindowEntry, ...] = ()
    results: tuple[ResultEntry, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    hints: tuple[StepEntry, ...] = ()
    next_steps: tuple[StepEntry, ...] = ()
    notices: tuple[NoticeEntry, ...] = ()
    form: FormEntry | None = None
    recommendation: RecommendationEntry | None = None
