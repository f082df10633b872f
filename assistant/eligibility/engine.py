"""The checker: loads the rule files of a folder and checks an applicant's facts against them, on a day."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from assistant.domain.answers import Citation
from assistant.domain.documents import Document
from assistant.domain.eligibility import Report, Window
from assistant.eligibility.evaluate import Case
from assistant.eligibility.facts import Fact, Values, parse_facts
from assistant.eligibility.odd_values import odd_values, without_odd
from assistant.eligibility.phrases import say
from assistant.eligibility.questions import Asked, Open, next_question
from assistant.eligibility.quoting import Corpus
from assistant.eligibility.recognise import recognise
from assistant.eligibility.report import build_report, find_all, verdict_of
from assistant.eligibility.rounds import capped, encoded_documents, unencoded_rounds
from assistant.eligibility.rule_files import RuleFile, read_rule_file
from assistant.eligibility.scheme_file import SchemeFile, SharedFile, Source
from assistant.eligibility.schemes import Scheme, build_scheme
from assistant.eligibility.validity import window_on
from assistant.errors import RuleError, UnknownScheme

_CITATION_DAYS = 64


class SwitchedOff(NamedTuple):
    """A scheme that is not used, and why: file, line, reason."""

    scheme_id: str
    reason: str


def _distinct(schemes: Iterable[Scheme]) -> tuple[Scheme, ...]:
    """The schemes, each with those of its facts that none before it has: enough to see whether anything is told."""
    seen: set[tuple[str, str]] = set()
    found = []
    for scheme in schemes:
        keys = {name: (name, fact.entry.model_dump_json()) for name, fact in scheme.facts.items()}
        own = {name: fact for name, fact in scheme.facts.items() if keys[name] not in seen}
        seen |= set(keys.values())
        found.append(replace(scheme, facts=own))
    return tuple(found)


class Checker:
    """All schemes whose rules hold against the corpus; the others are named in ``switched_off``."""

    def __init__(
        self,
        schemes: Iterable[Scheme],
        corpus: Corpus,
        rules_version: str,
        switched_off: Iterable[SwitchedOff] = (),
    ) -> None:
        self.schemes = tuple(sorted(schemes, key=lambda scheme: scheme.id))
        self.switched_off = tuple(sorted(switched_off))
        self.rules_version = rules_version
        self._corpus = corpus
        self._by_id = {scheme.id: scheme for scheme in self.schemes}
        self.distinct = _distinct(self.schemes)
        self._encoded = encoded_documents(self.schemes)
        self._citations: dict[date, dict[tuple[Source, str], Citation]] = {}
        self._newer: dict[tuple[str, date], tuple[Document, ...]] = {}

    def with_scheme(self, scheme: Scheme) -> Checker:
        """The same checker with one scheme in place of the one of its id."""
        others = [other for other in self.schemes if other.id != scheme.id]
        return Checker([*others, scheme], self._corpus, self.rules_version, self.switched_off)

    def scheme(self, scheme_id: str) -> Scheme:
        """The scheme of this id.

        Raises:
            UnknownScheme: There is none, or its rules are switched off.
        """
        if scheme_id in self._by_id:
            return self._by_id[scheme_id]
        for off in self.switched_off:
            if off.scheme_id == scheme_id:
                raise UnknownScheme(say("scheme_off", scheme=scheme_id, reason=off.reason))
        known = say("list_separator").join(self._by_id)
        raise UnknownScheme(say("scheme_unknown", scheme=scheme_id[:60], known=known))

    def recognise(self, text: str) -> tuple[Scheme, ...]:
        """Schemes that a text names by an alias, the longest alias first; see ``recognise``."""
        return recognise(text, self.schemes)

    def window(self, scheme_id: str, as_of: date) -> Window:
        """Whether one can apply on the day, until when, and whom that day binds."""
        return window_on(self.scheme(scheme_id), self._corpus, as_of)

    def check(self, scheme_id: str, facts: Mapping[str, Any], as_of: date) -> Report:
        """The report on one scheme.

        Raises:
            UnknownScheme: No such scheme.
            InvalidFact: A fact is unknown to the scheme or cannot be used.
        """
        scheme = self.scheme(scheme_id)
        return self._report(scheme, facts, parse_facts(scheme.facts, facts), as_of)

    def check_all(
        self, facts: Mapping[str, Any], as_of: date, scheme_ids: Iterable[str] | None = None
    ) -> tuple[Report, ...]:
        """One report for each of these schemes (all when None), from facts of any scheme.

        Raises:
            UnknownScheme: No such scheme.
            InvalidFact: A fact is unknown to every scheme or cannot be used.
        """
        wanted = set(self._by_id) if scheme_ids is None else {self.scheme(name).id for name in scheme_ids}
        cases = self._cases(facts, as_of)
        return tuple(
            self._report(scheme, facts, case.values, as_of) for scheme, case in cases if scheme.id in wanted
        )

    def ask_next(
        self, facts: Mapping[str, Any], as_of: date, scheme_ids: Iterable[str] | None = None
    ) -> Asked | None:
        """The most informative question over these schemes (all when None); None when none is left."""
        wanted = set(self._by_id) if scheme_ids is None else set(scheme_ids)
        states = [
            Open(scheme, find_all(scheme, case), case.values, as_of)
            for scheme, told in self._cases(facts, as_of)
            if scheme.id in wanted
            for case in [Case(scheme.facts, without_odd(scheme.facts, told.values, as_of), as_of)]
        ]
        return next_question(
            state for state in states if verdict_of(state.scheme, state.findings) != "not_eligible"
        )

    def _cases(self, facts: Mapping[str, Any], as_of: date) -> list[tuple[Scheme, Case]]:
        every: dict[str, Fact] = {}
        for scheme in self.schemes:
            every.update(scheme.facts)
        values = parse_facts(every, facts)
        return [
            (
                scheme,
                Case(scheme.facts, {name: values[name] for name in values if name in scheme.facts}, as_of),
            )
            for scheme in self.schemes
        ]

    def _report(self, scheme: Scheme, raw: Mapping[str, Any], values: Values, as_of: date) -> Report:
        case = Case(scheme.facts, without_odd(scheme.facts, values, as_of), as_of)
        odd = odd_values(scheme.facts, values, as_of)

        def cite(source: Source, clause_id: str) -> Citation:
            return self._cite(source, clause_id, case.as_of)

        report = build_report(scheme, case, raw, self._corpus, cite, self.rules_version)
        report = capped(report, self.newer_rounds(scheme, as_of), self._corpus)
        return replace(report, hints=(*(found.text for found in odd), *report.hints)) if odd else report

    def newer_rounds(self, scheme: Scheme, as_of: date) -> tuple[Document, ...]:
        """Later texts on the matter of a scheme, out on the day, whose rules are not encoded."""
        key = (scheme.id, as_of)
        if key not in self._newer:
            if len(self._newer) >= _CITATION_DAYS * max(len(self.schemes), 1):
                self._newer.clear()
            self._newer[key] = unencoded_rounds(scheme, self._encoded, self._corpus, as_of)
        return self._newer[key]

    def _cite(self, source: Source, clause_id: str, as_of: date) -> Citation:
        if as_of not in self._citations and len(self._citations) >= _CITATION_DAYS:
            self._citations.pop(next(iter(self._citations)))
        of_day = self._citations.setdefault(as_of, {})
        key = (source, clause_id)
        if key not in of_day:
            of_day[key] = self._corpus.cite(source.document, clause_id, source.quote, as_of)
        return of_day[key]


def load_checker(folder: Path, library: Corpus) -> Checker:
    """Load every ``*.yaml`` of the folder as a scheme and of ``folder/shared`` as shared rules.

    A file that cannot be used switches off its scheme (or every scheme that uses it); the others stay.
    """
    shared, broken = _read_shared(folder / "shared")
    schemes: dict[str, Scheme] = {}
    switched_off: list[SwitchedOff] = []
    for path in sorted(folder.glob("*.yaml")):
        scheme_id = path.stem
        try:
            rule_file = read_rule_file(path, SchemeFile)
            scheme_id = rule_file.content.scheme
            _refuse_broken(rule_file, broken)
            scheme = build_scheme(rule_file, shared, library)
            _refuse_clash(rule_file, scheme, schemes)
            schemes[scheme.id] = scheme
        except RuleError as error:
            switched_off.append(SwitchedOff(scheme_id, str(error)))
    return Checker(schemes.values(), library, _version(folder, library), switched_off)


def _read_shared(folder: Path) -> tuple[dict[str, RuleFile[SharedFile]], dict[str, str]]:
    shared: dict[str, RuleFile[SharedFile]] = {}
    broken: dict[str, str] = {}
    for path in sorted(folder.glob("*.yaml")):
        try:
            rule_file = read_rule_file(path, SharedFile)
            shared[rule_file.content.shared] = rule_file
        except RuleError as error:
            broken[path.stem] = str(error)
    return shared, broken


def _refuse_broken(rule_file: RuleFile[SchemeFile], broken: Mapping[str, str]) -> None:
    for index, name in enumerate(rule_file.content.uses):
        if name in broken:
            raise rule_file.error(("uses", index), broken[name])


def _refuse_clash(rule_file: RuleFile[SchemeFile], scheme: Scheme, others: Mapping[str, Scheme]) -> None:
    if scheme.id in others:
        raise rule_file.error(("scheme",), f"the scheme id {scheme.id!r} is taken by another file")
    for other in others.values():
        for name, fact in scheme.facts.items():
            twin = other.facts.get(name)
            if twin is not None and twin.spec != fact.spec:
                raise rule_file.error(
                    ("facts",), f"the fact {name!r} differs from that of {other.id}; share it"
                )


def _version(folder: Path, library: Corpus) -> str:
    digest = hashlib.sha256(library.version.encode())
    for path in sorted([*folder.glob("*.yaml"), *(folder / "shared").glob("*.yaml")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
