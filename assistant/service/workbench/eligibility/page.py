"""The tab itself: one component whose script sends the fields and shows what the server makes of them.

The browser keeps what was filled in; nothing of it is stored on the server.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.errors import ApiRefused
from assistant.service.wire.eligibility import ReportOut
from assistant.service.workbench.api import Api
from assistant.service.workbench.eligibility import verdict
from assistant.service.workbench.eligibility.asked import Asked, day_sent, judged, read_asked
from assistant.service.workbench.eligibility.asking import next_question
from assistant.service.workbench.eligibility.choices import choices
from assistant.service.workbench.eligibility.filling import Filled
from assistant.service.workbench.eligibility.form import sections
from assistant.service.workbench.eligibility.rendering import render

_FOLDER = Path(__file__).resolve().parent
CSS = _FOLDER / "board.css"
_SCRIPTS = ("board.js", "papers.js")
_SHELL = '<div class="board" data-language="${value}"></div>'

Reply = dict[str, Any]


def make_tab(api: Api) -> gr.HTML:
    """The component that holds the whole tab; its value is the language."""
    return gr.HTML(
        "zh",
        html_template=_SHELL,
        js_on_load="\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in _SCRIPTS),
        server_functions=server_functions(api),
        apply_default_css=False,
        padding=False,
        elem_id="check",
    )


def server_functions(api: Api) -> list[Callable[..., Awaitable[Reply]]]:
    """What the script of the tab may call; each takes what the page holds and gives HTML to show.

    A value that cannot be used is answered with a message for its place, never with an error; an assistant that
    does not answer is an error, which the script tells.
    """

    async def open_board(sent: Any, request: gr.Request | None = None) -> Reply:
        """The picker, the form and all that stands beside them."""
        asked = await read_asked(api.seen_by(request), sent)
        return {**_frame(asked), **await _looked_at(asked)}

    async def look(sent: Any, request: gr.Request | None = None) -> Reply:
        """Verdict, next question and messages for the fields as they stand."""
        return await _looked_at(await read_asked(api.seen_by(request), sent))

    async def compare(sent: Any, request: gr.Request | None = None) -> Reply:
        """What another day, or one fact otherwise, would change."""
        return {"html": await _compared(await read_asked(api.seen_by(request), sent))}

    return [open_board, look, compare]


def _frame(asked: Asked) -> Reply:
    html = render(
        "board.html",
        asked.language,
        asked.day,
        choices=choices(asked.listed),
        choice=asked.choice,
        switched_off=asked.listed.switched_off,
        sections=sections(asked.schemes, asked.language, overview=asked.choice.overview)
        if asked.choice
        else (),
        day_typed=str(asked.sent.get("day") or asked.day),
    )
    value = asked.choice.value if asked.choice else ""
    return {"html": html, "choice": value, "day": str(asked.day), "day_problem": asked.day_problem}


async def _looked_at(asked: Asked) -> Reply:
    """The parts that change with every field."""
    if asked.choice is None:
        return {"ask": "", "report": "", "problems": {}, "day_problem": ""}
    if asked.day_problem:
        report = _trouble(asked, asked.day_problem)
        return {"ask": "", "report": report, "problems": {}, "day_problem": asked.day_problem}
    found, filled = await judged(asked, asked.filled())
    question = next_question(found, asked.schemes, filled.facts, asked.language)
    failed = any(report.verdict == "not_eligible" for report in found.reports)
    told = len(filled.facts)
    ask = render("ask.html", asked.language, asked.day, question=question, told=told, failed=failed)
    show = _overview if asked.choice.overview else _report
    return {
        "ask": ask,
        "report": show(asked, filled, found.reports),
        "problems": dict(filled.problems),
        "day_problem": "",
    }


def _report(asked: Asked, filled: Filled, reports: list[ReportOut]) -> str:
    scheme, facts, report = asked.schemes[0], filled.facts, reports[0]
    return render(
        "report.html",
        asked.language,
        report.as_of,
        report=report,
        counts=verdict.counts(report),
        groups=verdict.deciding(report, scheme, facts),
        others=verdict.others(report, scheme, facts),
        problems=_unusable(asked, filled),
        facts=facts,
        has_form=scheme.has_form,
    )


def _overview(asked: Asked, filled: Filled, reports: list[ReportOut]) -> str:
    return render(
        "overview.html",
        asked.language,
        asked.day,
        rows=[(r, verdict.counts(r), verdict.obstacles(r)) for r in verdict.best_first(reports)],
        problems=_unusable(asked, filled),
    )


def _unusable(asked: Asked, filled: Filled) -> list[tuple[str, str]]:
    """Name and label of the facts whose fields cannot be used."""
    return [(name, asked.facts[name].label) for name in filled.problems]


def _trouble(asked: Asked, message: str) -> str:
    return render("trouble.html", asked.language, asked.day, message=message)


async def _compared(asked: Asked) -> str:
    if asked.day_problem:
        return _trouble(asked, asked.day_problem)
    try:
        found = await _comparison(asked)
    except ApiRefused as refused:
        return _trouble(asked, str(refused))
    if isinstance(found, str):
        return _trouble(asked, found)
    return render("changes.html", asked.language, found.after.as_of, found=found, decides=verdict.decides)


async def _comparison(asked: Asked) -> verdict.Comparison | str:
    """The comparison asked for, or what is wrong with the value supposed."""
    if asked.choice is None or asked.choice.overview:
        return asked.say("check_pick_one")
    now, filled = await judged(asked, asked.filled())
    if asked.sent.get("second"):
        day = await day_sent(asked.api, asked.sent["second"])
        then, _ = await judged(asked, filled, day)
        return verdict.compared(now.reports[0], then.reports[0])
    supposed = asked.filled("supposed")
    otherwise, told = await judged(asked, Filled({**filled.facts, **supposed.facts}, supposed.problems))
    if told.problems:
        return next(iter(told.problems.values()))
    if not supposed.facts:
        return asked.say("check_suppose_empty")
    return verdict.compared(now.reports[0], otherwise.reports[0])
