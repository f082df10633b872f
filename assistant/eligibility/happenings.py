"""Tests on what happened: events, spells and listings, each with its window."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Literal

from assistant.domain.documents import DateRange
from assistant.eligibility import lookback
from assistant.eligibility.facts import Event, Fact, Listing
from assistant.eligibility.findings import Finding, Reason
from assistant.eligibility.forms import EventFilter, LookBack, NoEvent, NoSpell, NotListed
from assistant.eligibility.phrases import say

Place = Literal["counts", "grey", "doubtful", "incomplete", "undated", "clear"]
PLACES: tuple[Place, ...] = ("counts", "grey", "doubtful", "incomplete", "undated")
_Found = list[tuple[Place, Reason]]


def no_event(
    test: NoEvent,
    fact: Fact,
    events: Sequence[Event],
    as_of: date,
    *,
    floor: DateRange | None = None,
    since: DateRange | None = None,
) -> Finding:
    """Whether no event of the named kinds and grades counts on the day."""
    if not events:
        return Finding(outcome="met", reasons=(Reason("event_none", {"label": fact.entry.label}),))
    found: _Found = []
    for event in events:
        place = _since(test, event, since, _place(test, fact, event, as_of, floor))
        past = place == "clear" and _lapsed(test, fact, event, as_of)
        found.append((place, past or _reason(place, fact, event, test.window)))
    finding = _finding(fact, found)
    if test.since and since is None and finding.missing:
        undated = any(place == "undated" for place, _ in found)
        complete = undated and not any(place == "incomplete" for place, _ in found)
        return replace(finding, missing=(test.since,) if complete else (*finding.missing, test.since))
    return finding


def _lapsed(test: NoEvent, fact: Fact, event: Event, as_of: date) -> Reason | None:
    """Since when an event of the kind asked for counts no more; None where it is clear for another reason."""
    window, days = test.window, event.days
    if window is None or days is None or days.latest > as_of or matches(test, fact, event) is not True:
        return None
    if lookback.standing(days, window, as_of) != "clear":
        return None
    clear = lookback.calendar_clear if window.reading == "both" else lookback.rolling_clear
    return Reason(
        "event_past",
        {"event": event_name(fact, event), "word": window.word, "day": clear(days.latest, window)},
    )


def _since(test: NoEvent, event: Event, since: DateRange | None, place: Place) -> Place:
    """The place once the day is known from which on events count."""
    if test.since is None or place == "clear" or event.days is None:
        return place
    if since is None:
        return "undated" if place in ("counts", "grey", "doubtful") else "incomplete"
    if event.days.latest < since.earliest:
        return "clear"
    return place if event.days.earliest >= since.latest else "incomplete"


def _finding(fact: Fact, found: _Found) -> Finding:
    """The gravest place decides; its events give the reasons."""
    for place in PLACES:
        reasons = tuple(reason for where, reason in found if where == place)
        if not reasons:
            continue
        if place == "counts":
            return Finding(outcome="not_met", reasons=reasons)
        if place in ("incomplete", "undated"):
            return Finding(outcome="unknown", reasons=reasons, missing=(fact.name,))
        return Finding(outcome="unknown", reasons=reasons, confirm=True)
    return Finding(outcome="met", reasons=(found[0][1],))


def _place(test: NoEvent, fact: Fact, event: Event, as_of: date, floor: DateRange | None) -> Place:
    when = _when(event.days, test.window, as_of)
    if event.days and floor and event.days.latest < floor.earliest:
        return "clear"
    sure = matches(test, fact, event)
    if sure is False or when == "clear":
        return doubt(test, fact, event) if sure is False and when != "clear" else "clear"
    if test.only_doubtful:
        return "doubtful"
    if sure is None or when == "imprecise":
        return "incomplete"
    return "counts" if when == "counts" else "grey"


def doubt(test: NoEvent, fact: Fact, event: Event) -> Place:
    """Whether an event that is not of the named kinds may be meant all the same."""
    answers = [matches(filters, fact, event) for filters in test.doubtful]
    if True in answers:
        return "doubtful"
    return "incomplete" if None in answers else "clear"


def _when(days: DateRange | None, window: LookBack | None, as_of: date) -> lookback.Standing:
    if days is None:
        return "imprecise" if window else "counts"
    return lookback.standing(days, window, as_of)


def matches(filters: NoEvent | EventFilter, fact: Fact, event: Event) -> bool | None:
    """Whether the event is of the kinds and grade; None where what was told does not say."""
    kind: bool | None = True
    if filters.kinds:
        kind = None if event.kind is None else event.kind in filters.kinds
    grade: bool | None = True
    if filters.grade is not None:
        grade = None if event.grade is None else fact.ranks[event.grade] >= fact.ranks[filters.grade]
    if kind is False or grade is False:
        return False
    return None if kind is None or grade is None else True


def _reason(place: Place, fact: Fact, event: Event, window: LookBack | None) -> Reason:
    name = event_name(fact, event)
    if place == "counts" and event.days and window and event.days.earliest != event.days.latest:
        first, last = (
            lookback.rolling_clear(day, window) - lookback.ONE_DAY
            for day in (event.days.earliest, event.days.latest)
        )
        return Reason(
            "event_counts_by_day", {"event": name, "first": first, "last": last, "word": window.word}
        )
    if place == "counts" and event.days and window:
        last_day = lookback.rolling_clear(event.days.latest, window) - lookback.ONE_DAY
        return Reason("event_counts", {"event": name, "last_day": last_day, "word": window.word})
    if place == "counts":
        return Reason("event_counts_always", {"event": name})
    if place == "grey" and event.days and window:
        return Reason("event_grey", {"event": name, "word": window.word, **_clear_days(event.days, window)})
    if place == "clear":
        return Reason("event_clear", {"label": fact.entry.label})
    return Reason(f"event_{place}", {"event": name})


def _clear_days(days: DateRange, window: LookBack) -> dict[str, Any]:
    return {
        "rolling": lookback.rolling_clear(days.latest, window),
        "calendar": lookback.calendar_clear(days.latest, window),
    }


def event_name(fact: Fact, event: Event) -> str:
    """An event in words: when, how grave, of what kind."""
    when = say("event_no_date") if event.days is None else say("event_date", date=day_of(event.days))
    if event.days is not None and event.end is not None:
        when = say("event_dates", date=day_of(event.days), end=day_of(event.end))
    elif event.end is not None:
        when = say("event_until", end=day_of(event.end))
    kind, grade = fact.label_of(event.kind or ""), fact.label_of(event.grade or "")
    name = say("event_named", date=when, grade=grade, kind=kind, label=_called(fact))
    return say("event_lasting", event=name, months=event.months) if event.months else name


def _called(fact: Fact) -> str:
    return fact.entry.event_name or fact.entry.label


def day_of(days: DateRange | None) -> str:
    """A day, or its month or year where no more is known."""
    if days is None:
        return say("day_unknown")
    if days.earliest == days.latest:
        return days.earliest.isoformat()
    first = days.earliest
    if first.month == 1 and days.latest.month == 12:
        return say("year", year=first.year)
    return say("month", year=first.year, month=first.month)


def no_spell(test: NoSpell, fact: Fact, events: Sequence[Event], as_of: date) -> Finding:
    """Whether no unbroken spell of so many months counts on the day."""
    clear = Reason("spell_clear", {"label": fact.entry.label, "months": test.months})
    found: _Found = [("clear", clear)]
    for event, start, end in _spells(events, as_of):
        place = _told_length(test, event, end, as_of) or _spell_place(test, start, end, as_of)
        found.append((place, _spell_reason(place, test, fact, event, start, end)))
    if not events:
        return Finding(outcome="met", reasons=(Reason("event_none", {"label": fact.entry.label}),))
    return _finding(fact, found)


def _spells(events: Sequence[Event], as_of: date) -> Iterator[tuple[Event, DateRange | None, DateRange]]:
    """Spells begun by the day, joined where one follows the other, none longer than until the day."""
    begun = []
    for event in events:
        start, last = lookback.spell(event.days, event.end, event.months)
        end = last or DateRange(as_of, as_of)
        if event.months and not _is_exact(event):
            yield event, start, DateRange(min(end.earliest, as_of), min(end.latest, as_of))
        elif event.days is None:
            yield event, None, end
        elif event.days.earliest <= as_of:
            begun.append((event.days, DateRange(min(end.earliest, as_of), min(end.latest, as_of))))
    for start, end in lookback.join(begun):
        yield Event(None, None, start, end), start, end


def _told_length(test: NoSpell, event: Event, end: DateRange, as_of: date) -> Place | None:
    """The place of a spell of which its length is told and not both days; None of any other."""
    if event.months is None or _is_exact(event):
        return None
    if event.months < test.months:
        return "clear"
    if event.days is None and event.end is None:
        return "incomplete"
    when = lookback.standing(end, test.window, as_of)
    return "incomplete" if when == "imprecise" else when


def _is_exact(event: Event) -> bool:
    """Whether both days of a spell are told."""
    return all(days is not None and days.earliest == days.latest for days in (event.days, event.end))


def _spell_place(test: NoSpell, start: DateRange | None, end: DateRange, as_of: date) -> Place:
    when = lookback.standing(end, test.window, as_of)
    if when == "clear":
        return "clear"
    if start is None:
        return "incomplete"
    if not lookback.lasts(start.earliest, end.latest, test.months):
        return "clear"
    if when == "imprecise" or not lookback.lasts(start.latest, end.earliest, test.months):
        return "incomplete"
    return "counts" if when == "counts" else "grey"


def _spell_reason(
    place: Place, test: NoSpell, fact: Fact, event: Event, start: DateRange | None, end: DateRange
) -> Reason:
    dates = say("event_dates", date=day_of(start), end=day_of(end))
    name = say("event_named", date=dates, grade="", kind="", label=_called(fact))
    if event.months:
        name = event_name(fact, event)
    if place == "counts":
        return Reason("spell_counts", {"event": name, "months": test.months})
    if place == "grey" and test.window:
        return Reason(
            "event_grey", {"event": name, "word": test.window.word, **_clear_days(end, test.window)}
        )
    if place == "clear":
        return Reason("spell_clear", {"label": fact.entry.label, "months": test.months})
    return Reason("event_incomplete", {"event": name})


def not_listed(test: NotListed, fact: Fact, value: Listing | bool, as_of: date) -> Finding:
    """Whether the applicant is not on the list, or was on it too long ago to count."""
    if not isinstance(value, Listing) or (value.listed and value.listed.earliest > as_of):
        return Finding(outcome="met", reasons=(Reason("listed_never", {"label": fact.entry.label}),))
    params = {"label": fact.entry.label, "listed": day_of(value.listed), "removed": day_of(value.removed)}
    still = not value.out if value.removed is None else value.removed.latest > as_of
    if still:
        return Finding(outcome="not_met", reasons=(Reason("listed_now", params),))
    if test.window is None:
        key = "listed_removed" if value.removed else "listed_removed_once"
        return Finding(outcome="met", reasons=(Reason(key, params),))
    return _once_listed(test, value, test.window, as_of, {**params, "word": test.window.word})


def _once_listed(
    test: NotListed, value: Listing, window: LookBack, as_of: date, params: dict[str, Any]
) -> Finding:
    if (
        test.once_removed == "counts"
        and value.listed
        and lookback.standing(value.listed, window, as_of) == "counts"
    ):
        last_day = lookback.rolling_clear(value.listed.latest, window) - lookback.ONE_DAY
        return Finding(
            outcome="not_met", reasons=(Reason("listed_counts", {**params, "last_day": last_day}),)
        )
    if value.removed is None:
        undated = (Reason("listed_undated", params),)
        return Finding(outcome="unknown", reasons=undated, missing=(test.fact,))
    if lookback.standing(value.removed, window, as_of) != "clear":
        return Finding(outcome="unknown", reasons=(Reason("listed_open", params),), confirm=True)
    return Finding(outcome="met", reasons=(Reason("listed_past", params),))
