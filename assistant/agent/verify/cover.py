"""Whether a value may be said: it stands among known ones, or follows from one without a sum."""

from __future__ import annotations

import re
from collections.abc import Set

from assistant.agent.verify.figures import Value

_COUNTERS = frozenset("家个项名人件份条户台套类档次")
_DAY_UNITS = ("日", "天")


def covers(value: Value, known: Set[Value]) -> bool:
    """Whether ``value`` is known. Kind ``any`` among the known is a bare figure that a tool or the asker gave.

    >>> covers(("quantity", "14 家"), {("date", "2025-06-14")})
    False
    >>> covers(("month_day", "6-14"), {("date", "2025-06-14")})
    True
    """
    if value in known:
        return True
    rule = _RULES.get(value[0])
    return rule is not None and rule(value[1], known)


def comparable(left: Value, right: Value) -> bool:
    """Whether two values answer the same question: one kind, one unit.

    >>> comparable(("span", "7日"), ("span", "5工作日")), comparable(("quantity", "5 %"), ("quantity", "5 家"))
    (True, False)
    """
    if left[0] != right[0]:
        return {left[0], right[0]} <= {"date", "month_day"}
    if left[0] == "span":
        return _span_unit(left[1]) == _span_unit(right[1])
    if left[0] == "quantity":
        return _same_unit(_unit(left[1]), _unit(right[1]))
    return left[0] in ("date", "month_day", "phone", "email", "url", "accident", "vague")


def _quantity(form: str, known: Set[Value]) -> bool:
    number, unit = form.split(" ")[0], _unit(form)
    if ("any", number) in known:
        return True
    for kind, other in known:
        if kind == "quantity" and other.split(" ")[0] == number and (not unit or _fits(unit, _unit(other))):
            return True
        if kind == "span" and not unit and re.fullmatch(rf"{re.escape(number)}\D+", other):
            return True
    return False


def _fits(unit: str, held: str) -> bool:
    """Whether a figure with a unit may lean on one of a quote: a bare figure there counts something else."""
    return bool(held) and _same_unit(unit, held)


def _phone(form: str, known: Set[Value]) -> bool:
    """An area code may be left out; nothing may be added."""
    digits = re.sub(r"\D", "", form)
    for kind, other in known:
        held = re.sub(r"\D", "", other)
        if kind == "phone" and (
            held == digits or (other.endswith(form) and len(digits) >= 7 and other[0] == "0")
        ):
            return True
    return False


def _span(form: str, known: Set[Value]) -> bool:
    match = re.fullmatch(r"(\d+)(\D+)", form)
    if match is None:
        return False
    amount, unit = match.groups()
    if ("any", amount) in known:
        return True
    days = {("span", f"{amount}{u}") for u in _DAY_UNITS} if unit in _DAY_UNITS else set()
    year_and_months = {("span", f"{int(amount) * 12}月")} if unit == "年" else set()
    if unit == "月" and int(amount) % 12 == 0:
        year_and_months = {("span", f"{int(amount) // 12}年")}
    return bool((days | year_and_months) & known)


def _date(form: str, known: Set[Value]) -> bool:
    """A day of a text that leaves the year out, in the year of its document."""
    year, month, day = form.split("-")
    return ("document_year", year) in known and ("month_day", f"{int(month)}-{int(day)}") in known


def _month_day(form: str, known: Set[Value]) -> bool:
    return any(kind == "date" and f"{int(f[5:7])}-{int(f[8:10])}" == form for kind, f in known)


def _year_month(form: str, known: Set[Value]) -> bool:
    return any(kind == "date" and f"{f[:4]}-{int(f[5:7])}" == form for kind, f in known)


def _year(form: str, known: Set[Value]) -> bool:
    if ("document_year", form) in known or ("any", form) in known:
        return True
    return any(kind in ("date", "year_month") and f[:4] == form for kind, f in known)


def _number(form: str, known: Set[Value]) -> bool:
    """A number of a document without its code letters, or with a word of the sentence run into it."""
    held = [f for kind, f in known if kind == "number"]
    return any(f.endswith(form) or (form.endswith(f) and not f.startswith("〔")) for f in held)


def _standard(form: str, known: Set[Value]) -> bool:
    return any(kind == "standard" and f.startswith(f"{form}-") for kind, f in known)


def _accident(form: str, known: Set[Value]) -> bool:
    return not form.endswith(("以上", "以下")) and ("accident", f"{form}以上") in known


def _grade(form: str, known: Set[Value]) -> bool:
    return not form.endswith(("以上", "以下")) and ("grade", f"{form}以上") in known


_RULES = {
    "quantity": _quantity,
    "phone": _phone,
    "span": _span,
    "date": _date,
    "month_day": _month_day,
    "year_month": _year_month,
    "year": _year,
    "number": _number,
    "standard": _standard,
    "accident": _accident,
    "grade": _grade,
}


def bound_holds(value: Value, quoted: Set[Value]) -> bool:
    """Whether a bound agrees with the quotes. Where they do not hold its figure there is nothing to agree with.

    >>> held = {("quantity", "15 项"), ("bound", "<= quantity 15 项")}
    >>> bound_holds(("bound", "<= quantity 15 项"), held), bound_holds(("bound", "> quantity 15 项"), held)
    (True, False)
    """
    sign, figure = bounded(value)
    signs = {
        s for s, held in map(bounded, (v for v in quoted if v[0] == "bound")) if _same_figure(figure, held)
    }
    if signs:
        return sign in signs
    return not covers(figure, quoted)


def bounded(value: Value) -> tuple[str, Value]:
    """The sign of a bound and the figure that it bounds."""
    sign, kind, form = value[1].split(" ", 2)
    return sign, (kind, form)


def _same_figure(left: Value, right: Value) -> bool:
    return left == right or covers(left, {right}) or covers(right, {left})


def _unit(form: str) -> str:
    return form.split(" ", 1)[1] if " " in form else ""


def _same_unit(left: str, right: str) -> bool:
    return not left or not right or left == right or ({left, right} <= _COUNTERS and "个" in (left, right))


def _span_unit(form: str) -> str:
    unit = re.sub(r"^\d+", "", form)
    return "日" if unit in ("日", "天", "工作日") else unit
