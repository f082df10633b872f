"""The tab itself: one component whose script sends the fields and shows what the server makes of them.

The browser keeps what was filled in; nothing of it is stored on the server.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.assembly import Assistant, read_day
from assistant.domain.answers import Language
from assistant.domain.eligibility import Report
from assistant.eligibility.comparison import Comparison, two_days, what_if
from assistant.eligibility.facts import Fact
from assistant.errors import AssistantError, InvalidDate
from assistant.holder import Holder
from assistant.service.workbench.eligibility import verdict
from assistant.service.workbench.eligibility.asking import next_question
from assistant.service.workbench.eligibility.choices import Choice, choices, chosen
from assistant.service.workbench.eligibility.filling import Filled, read_form
from assistant.service.workbench.eligibility.form import sections
from assistant.service.workbench.eligibility.rendering import render
from assistant.wording import say

_FOLDER = Path(__file__).resolve().parent
CSS = _FOLDER / "board.css"
_SCRIPTS = ("board.js", "papers.js")
_SHELL = '<div class="board" data-language="${value}"></div>'

Reply = dict[str, Any]


def make_tab(holder: Holder) -> gr.HTML:
    """The component that holds the whole tab; its value is the language."""
    return gr.HTML(
        "zh",
        html_template=_SHELL,
        js_on_load="\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in _SCRIPTS),
        server_functions=server_functions(holder),
        apply_default_css=False,
        padding=False,
        elem_id="check",
    )


def server_functions(holder: Holder) -> list[Callable[[Any], Reply]]:
    """What the script of the tab may call; each takes what the page holds and gives HTML to show.

    A value that cannot be used is answered with a message for its place, never with an error.
    """

    def open_board(sent: Any) -> Reply:
        """The picker, the form and all that stands beside them."""
        with holder.using() as assistant:
            asked = _Asked(assistant, sent)
            return {**_frame(asked), **_looked_at(asked)}

    def look(sent: Any) -> Reply:
        """Verdict, next question and messages for the fields as they stand."""
        with holder.using() as assistant:
            return _looked_at(_Asked(assistant, sent))

    def compare(sent: Any) -> Reply:
        """What another day, or one fact otherwise, would change."""
        with holder.using() as assistant:
            return {"html": _compared(_Asked(assistant, sent))}

    return [open_board, look, compare]


@dataclass(frozen=True)
class _Asked:
    """What the page holds, read with care: anyone may send anything."""

    assistant: Assistant
    sent: Any

    def part(self, name: str) -> Any:
        return self.sent.get(name) if isinstance(self.sent, Mapping) else None

    @property
    def language(self) -> Language:
        return "en" if self.part("language") == "en" else "zh"

    @cached_property
    def choice(self) -> Choice | None:
        return chosen(self.assistant.checker, self.part("choice"))

    @cached_property
    def day(self) -> date:
        """The day asked about; an empty field is today.

        Raises:
            InvalidDate: The field holds no day of the calendar.
        """
        return self.day_of("day")

    def day_of(self, name: str) -> date:
        typed = self.part(name)
        return read_day(str(typed) if typed else None)

    @cached_property
    def filled(self) -> Filled:
        facts: Mapping[str, Fact] = self.choice.facts if self.choice else {}
        return read_form(facts, self.part("fields"), self.language)

    def say(self, key: str, **values: Any) -> str:
        return say(f"workbench.{self.language}", key, **values)


def _frame(asked: _Asked) -> Reply:
    try:
        day, trouble = asked.day, ""
    except InvalidDate as error:
        day, trouble = read_day(None), str(error)
    html = render(
        "board.html",
        asked.language,
        day,
        choices=choices(asked.assistant.checker),
        choice=asked.choice,
        switched_off=asked.assistant.checker.switched_off,
        sections=sections(asked.choice, day, asked.language) if asked.choice else (),
        day_typed=str(asked.part("day") or day),
    )
    value = asked.choice.value if asked.choice else ""
    return {"html": html, "choice": value, "day": str(day), "day_problem": trouble}


def _looked_at(asked: _Asked) -> Reply:
    """The parts that change with every field."""
    choice = asked.choice
    if choice is None:
        return {"ask": "", "report": "", "problems": {}, "day_problem": ""}
    try:
        day = asked.day
    except InvalidDate as error:
        report = render("trouble.html", asked.language, read_day(None), message=str(error))
        return {"ask": "", "report": report, "problems": {}, "day_problem": str(error)}
    reports = _reports(asked, choice, day)
    return {
        "ask": _ask(asked, choice, reports),
        "report": (_overview if choice.overview else _report)(asked, choice, reports),
        "problems": dict(asked.filled.problems),
        "day_problem": "",
    }


def _reports(asked: _Asked, choice: Choice, day: date) -> tuple[Report, ...]:
    facts = asked.filled.facts
    told = {s.id: {name: facts[name] for name in facts if name in s.facts} for s in choice.schemes}
    return tuple(asked.assistant.checker.check(name, of_scheme, day) for name, of_scheme in told.items())


def _ask(asked: _Asked, choice: Choice, reports: tuple[Report, ...]) -> str:
    facts, day = asked.filled.facts, reports[0].as_of
    question = next_question(asked.assistant.checker, choice, facts, day, asked.language)
    failed = any(report.verdict == "not_eligible" for report in reports)
    return render("ask.html", asked.language, day, question=question, told=len(facts), failed=failed)


def _report(asked: _Asked, choice: Choice, reports: tuple[Report, ...]) -> str:
    scheme, facts, report = choice.schemes[0], asked.filled.facts, reports[0]
    return render(
        "report.html",
        asked.language,
        report.as_of,
        report=report,
        counts=verdict.counts(report),
        groups=verdict.deciding(report, scheme, facts),
        others=verdict.others(report, scheme, facts),
        problems=_unusable(asked, choice),
        facts=facts,
        has_form=scheme.file.form is not None,
    )


def _overview(asked: _Asked, choice: Choice, reports: tuple[Report, ...]) -> str:
    return render(
        "overview.html",
        asked.language,
        reports[0].as_of,
        rows=[(r, verdict.counts(r), verdict.obstacles(r)) for r in verdict.best_first(reports)],
        problems=_unusable(asked, choice),
    )


def _unusable(asked: _Asked, choice: Choice) -> list[tuple[str, str]]:
    """Name and label of the facts whose fields cannot be used."""
    return [(name, choice.facts[name].spec.label) for name in asked.filled.problems]


def _compared(asked: _Asked) -> str:
    try:
        found = _comparison(asked)
    except AssistantError as error:
        return render("trouble.html", asked.language, read_day(None), message=str(error))
    if isinstance(found, str):
        return render("trouble.html", asked.language, read_day(None), message=found)
    return render("changes.html", asked.language, found.after.as_of, found=found, decides=verdict.decides)


def _comparison(asked: _Asked) -> Comparison | str:
    """The comparison asked for, or what is wrong with the value supposed."""
    choice, checker, facts = asked.choice, asked.assistant.checker, asked.filled.facts
    if choice is None or choice.overview:
        return asked.say("check_pick_one")
    if asked.part("second"):
        return two_days(checker, choice.value, facts, asked.day, asked.day_of("second"))
    supposed = read_form(choice.facts, asked.part("supposed"), asked.language)
    if supposed.problems:
        return next(iter(supposed.problems.values()))
    if not supposed.facts:
        return asked.say("check_suppose_empty")
    return what_if(checker, choice.value, facts, supposed.facts, asked.day)
