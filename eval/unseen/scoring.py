"""What of a notice was read right: clauses, metadata, deadlines, contacts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.domain.documents import Clause, DateRange, Document
from assistant.register.build import Register
from assistant.register.contacts import Contact
from assistant.register.deadlines import Deadline
from assistant.text.dates import find_durations
from assistant.text.normalise import squeeze
from assistant.text.numerals import parse_numeral
from eval.unseen.notices import Notice, plain_label

_BINDS: Mapping[str, frozenset[str | None]] = {
    "applicant": frozenset({"applicant"}),
    "holder": frozenset({"title_holder"}),
    "district": frozenset({"district"}),
    "city": frozenset({"district"}),
    "province": frozenset({"province"}),
    "evaluator": frozenset({"evaluator"}),
    "expert": frozenset({"evaluator", "authority"}),
    "authority": frozenset({"authority"}),
    "provider": frozenset({"applicant", "evaluator"}),
    "public": frozenset({"applicant", None}),
    "business": frozenset({"applicant", "title_holder"}),
    "body": frozenset({"applicant", "authority", None}),
    "": frozenset({"applicant", None}),
}
"""Words of the truth: the classes of the register that say the same."""

_UNJUDGED = frozenset({"meta", "page"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many were right, and what was missed or found beyond the truth."""

    right: int
    wanted: int
    missed: tuple[str, ...] = ()
    beyond: tuple[str, ...] = ()

    @property
    def value(self) -> float:
        """Right ones among all that is there or was found, 0 to 1."""
        return self.right / (self.wanted + len(self.beyond)) if self.wanted or self.beyond else 1.0


def clauses(notice: Notice, document: Document) -> Share:
    """Clauses of which label and words are both right; a clause that should not be there counts against."""
    left = [c for c in document.clauses if c.kind not in _UNJUDGED and squeeze(c.text)]
    missed = []
    wanted = [part for part in notice.parts if part.key]
    for part in wanted:
        found = next((c for c in left if squeeze(c.text) == part.key and _fits(c, part.labels)), None)
        if found is None:
            missed.append(f"[{'/'.join(part.labels)}] {part.text or ' | '.join(part.cells)}")
        else:
            left.remove(found)
    beyond = tuple(f"[{c.label}] {c.kind}: {c.text}" for c in left)
    return Share(right=len(wanted) - len(missed), wanted=len(wanted), missed=tuple(missed), beyond=beyond)


def _fits(clause: Clause, labels: Sequence[str]) -> bool:
    return not labels or plain_label(clause.label) in {plain_label(label) for label in labels}


def metadata(notice: Notice, document: Document) -> Share:
    """Title, number, issuer, days, repeals and references."""
    facts, found = notice.facts, document.metadata
    checks = {
        "title": (squeeze(facts["title"]), squeeze(found.title.value)),
        "number": (squeeze(facts["number"] or ""), squeeze(document.number or "")),
        "issuer": (squeeze(facts["issuer"]), squeeze(found.issuer.value if found.issuer else "")),
        "signed_on": (facts["signed_on"], found.signed_on.value if found.signed_on else None),
        "effective": (_range(facts["effective"]), found.effective.value if found.effective else None),
        "expires": (_range(facts["expires"]), found.expires.value if found.expires else None),
    }
    missed = [f"{name}: {wanted} ≠ {got}" for name, (wanted, got) in checks.items() if wanted != got]
    repealed = {_named(r.title, r.number) for r in found.references if r.relation == "repeals"}
    wanted_repeals = {_named(r.get("title"), r.get("number")) for r in facts["repeals"]}
    if repealed != wanted_repeals:
        missed.append(f"repeals: {wanted_repeals} ≠ {repealed}")
    referred = {_named(r.title, r.number) for r in found.references}
    lacking = [r for r in facts["references"] if not _is_named(r, referred)]
    missed += [f"reference: {r}" for r in lacking]
    total = len(checks) + 1 + len(facts["references"])
    return Share(right=total - len(missed), wanted=total, missed=tuple(missed))


def _range(value: Any) -> DateRange | None:
    if value is None:
        return None
    return DateRange(value, value) if isinstance(value, date) else DateRange(*value)


def _named(title: str | None, number: str | None) -> tuple[str, str]:
    return squeeze(title or ""), squeeze(number or "")


def _is_named(reference: Mapping[str, str], found: Iterable[tuple[str, str]]) -> bool:
    title, number = _named(reference.get("title"), reference.get("number"))
    return any(t == title and (not number or n == number) for t, n in found)


def deadlines(notice: Notice, document: Document, register: Register) -> Share:
    """Limits of which the day or span, the clause and the class of those bound are right."""
    by_id = {clause.id: clause for clause in document.clauses}
    left = list(register.deadlines)
    missed = []
    wanted = [fact for fact in notice.facts["deadlines"] if not fact.get("optional")]
    for fact in notice.facts["deadlines"]:
        found = next((d for d in left if _sets(fact, d, by_id[d.clause_id])), None)
        if found is not None:
            left.remove(found)
        elif not fact.get("optional"):
            near = [_shown(d) for d in left if squeeze(fact["quote"]) in squeeze(by_id[d.clause_id].text)]
            missed.append(f"[{fact['label']}] {fact['quote']} → {fact['binds']}; found {near}")
    beyond = tuple(_shown(d) for d in left)
    return Share(right=len(wanted) - len(missed), wanted=len(wanted), missed=tuple(missed), beyond=beyond)


def _sets(fact: Mapping[str, Any], found: Deadline, clause: Clause) -> bool:
    if squeeze(fact["quote"]) not in squeeze(clause.text):
        return False
    if found.binds not in _BINDS[fact["binds"] or ""]:
        return False
    if "day" in fact:
        return bool(found.last_day == fact["day"])
    if "span" in fact:
        return bool(found.duration == find_durations(fact["span"])[0].value)
    return found.kind == "yearly" and (not fact["every"] or _days(fact["every"]) <= _days(found.day_text))


def _days(text: str) -> set[str]:
    """The days in a wording with Arabic numerals, for comparing 一月三十一日 with 1月31日."""
    found = re.findall(
        r"([\d一二三四五六七八九十]+)\s*月\s*([\d一二三四五六七八九十]+\s*[日号]|底|末)?", text
    )
    days = {f"{parse_numeral(m)}-{parse_numeral(d.strip(' 日号')) or '底'}" for m, d in found}
    return days or {squeeze(text).removeprefix("每年")}


def _shown(found: Deadline) -> str:
    when = found.last_day or found.duration or found.day_text
    return f"{found.clause_id} {found.kind} {when} binds {found.binds} ({found.actor}): {found.quote}"


def contacts(notice: Notice, register: Register) -> Share:
    """Contacts of which names, numbers, mail, address and role are right."""
    left = [c for c in register.contacts if not c.footer and _reaches(c)]
    missed = []
    wanted = notice.facts["contacts"]
    for fact in wanted:
        if set(fact) == {"fax"}:
            missed += [f"fax as telephone: {fact}"] * any(fact["fax"] in c.phones for c in left)
            continue
        found = next((c for c in left if _is_contact(fact, c)), None)
        if found is None:
            missed.append(str(fact))
        else:
            left.remove(found)
    beyond = tuple(_contact_shown(c) for c in left)
    return Share(right=len(wanted) - len(missed), wanted=len(wanted), missed=tuple(missed), beyond=beyond)


def _reaches(found: Contact) -> bool:
    return bool(found.names or found.phones or found.emails or found.address)


def _is_contact(fact: Mapping[str, Any], found: Contact) -> bool:
    same = (
        _squeezed(fact.get("names", ())) == _squeezed(found.names)
        and _squeezed(fact.get("phones", ())) == _squeezed(found.phones)
        and set(fact.get("emails", ())) == set(found.emails)
    )
    places = [squeeze(place) for place in fact.get("addresses", ())]
    role = squeeze(found.role + found.purpose)
    return bool(
        same
        and all(place == squeeze(found.address) for place in places)
        and squeeze(fact.get("role", "")) in role
    )


def _squeezed(values: Iterable[str]) -> list[str]:
    return [squeeze(value) for value in values]


def _contact_shown(found: Contact) -> str:
    return (
        f"{found.clause_id} {found.names} {found.phones} {found.emails} {found.address} role={found.role!r}"
        f" purpose={found.purpose!r}"
    )


def score(notice: Notice, document: Document, register: Register) -> Iterator[tuple[str, Share]]:
    """Every share of one notice in one format."""
    yield "clauses", clauses(notice, document)
    yield "metadata", metadata(notice, document)
    yield "deadlines", deadlines(notice, document, register)
    yield "contacts", contacts(notice, register)
