"""The page itself: a conversation with the day, examples and language; beside it the eligibility check.

Over 300 lines: Gradio wants components and the events that join them in one block.
"""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

import gradio as gr

from assistant.domain.answers import Language
from assistant.errors import ApiRefused, ApiSilent
from assistant.service.wire.answers import AnswerOut
from assistant.service.wire.requests import AskRequest
from assistant.service.workbench.api import Api
from assistant.service.workbench.batch import make_tab as make_batch_tab
from assistant.service.workbench.cards import answer_card, error_card, header, question_card
from assistant.service.workbench.eligibility import make_tab
from assistant.service.workbench.panels import PANELS, make_panel
from assistant.service.workbench.publishing import make_tab as make_publishing_tab
from assistant.wording import say, words

Message = dict[str, Any]

QUESTION_LIMIT = int(AskRequest.model_json_schema()["properties"]["question"]["maxLength"])
_LANGUAGES: list[tuple[str, str]] = [("中文", "zh"), ("English", "en")]

_DAY_TEMPLATE = '<label class="day"><span>${label}</span><input type="date" value="${value}" aria-label="${label}"></label>'
_DAY_SCRIPT = """
element.addEventListener('change', (event) => {
  if (event.target.matches('input')) { props.value = event.target.value; trigger('change'); }
});
"""
# A long answer is read from its start: the question goes to the top, not the end of the answer to the bottom.
_SHOW_QUESTION = """
() => setTimeout(() => {
  const rows = document.querySelectorAll('#talk .user-row');
  rows[rows.length - 1]?.scrollIntoView({block: 'start'});
}, 60)
"""


_TELL_LANGUAGE = "(language) => { document.documentElement.lang = language === 'en' ? 'en' : 'zh-CN'; }"


class Parts(NamedTuple):
    """The components that events read and change."""

    session: gr.State
    question: gr.State
    language: gr.State
    top: gr.HTML
    talk: gr.Chatbot
    box: gr.Textbox
    send: gr.Button
    day: gr.HTML
    switch: gr.Radio
    fresh: gr.Button
    fine: gr.HTML
    ask_tab: gr.Tab
    check_tab: gr.Tab
    check: gr.HTML
    panels: dict[str, tuple[gr.Tab, gr.HTML]]
    publish: tuple[gr.Tab, gr.HTML]


def make_blocks(api: Api) -> gr.Blocks:
    """The page around the interface of an assistant."""
    page: gr.Blocks
    with gr.Blocks(
        title=_say("zh", "title"), analytics_enabled=False, fill_height=True, fill_width=True
    ) as page:
        _wire(page, _lay_out(api), api)
    return page


def _lay_out(api: Api) -> Parts:
    session, question, language = gr.State(None), gr.State(""), gr.State("zh")
    top = gr.HTML(header("zh"), elem_id="top", padding=False)
    switch = gr.Radio(_LANGUAGES, value="zh", show_label=False, container=False, elem_id="switch", scale=0)
    # Wrapping is undone by the style sheet: a row that is pushed aside shows more than a menu of three dots.
    with gr.Tabs(elem_id="tabs", overflow_behavior="wrap"):
        with gr.Tab(_say("zh", "tab_ask"), id="ask", elem_id="tab-ask") as ask_tab:
            talk = _conversation()
            with gr.Column(elem_id="ask", scale=0):
                with gr.Row(elem_id="line"):
                    box = _question_box()
                    send = gr.Button(
                        _say("zh", "send"), variant="primary", elem_id="send", scale=0, min_width=72
                    )
                with gr.Row(elem_id="choices"):
                    day = _day_field()
                    fresh = gr.Button(_say("zh", "new"), elem_id="new", size="sm", scale=0, min_width=72)
                fine = gr.HTML(_fine("zh"), elem_id="fine", padding=False)
        with gr.Tab(_say("zh", "tab_check"), id="check", elem_id="tab-check") as check_tab:
            check = make_tab(api)
        panels = {"batch": _batch_tab(), **{name: _panel(name) for name in PANELS}}
        publish = _publishing_tab()
    return Parts(
        session,
        question,
        language,
        top,
        talk,
        box,
        send,
        day,
        switch,
        fresh,
        fine,
        ask_tab,
        check_tab,
        check,
        panels,
        publish,
    )


def _panel(name: str) -> tuple[gr.Tab, gr.HTML]:
    """A tab that looks things up."""
    with gr.Tab(
        say("tabs.zh", f"tab_{name}"), id=name, elem_id=f"tab-{name}", elem_classes="panel-tab"
    ) as tab:
        return tab, make_panel(name)


def _batch_tab() -> tuple[gr.Tab, gr.HTML]:
    """The tab that judges whole sheets."""
    label = say("tabs.zh", "tab_batch")
    with gr.Tab(label, id="batch", elem_id="tab-batch", elem_classes="panel-tab") as tab:
        return tab, make_batch_tab()


def _publishing_tab() -> tuple[gr.Tab, gr.HTML]:
    """The tab for whoever holds an admin key; shown once the assistant says that there are such keys."""
    with gr.Tab(_say("zh", "tab_publish"), id="publish", elem_id="tab-publish", visible=False) as tab:
        return tab, make_publishing_tab()


def _conversation() -> gr.Chatbot:
    return gr.Chatbot(
        elem_id="talk",
        show_label=False,
        container=False,
        height="100%",
        scale=1,
        layout="bubble",
        group_consecutive_messages=False,
        latex_delimiters=[],
        buttons=[],
        feedback_options=None,
        autoscroll=False,
        placeholder=_welcome("zh"),
        examples=_examples("zh"),
    )


def _question_box() -> gr.Textbox:
    return gr.Textbox(
        elem_id="box",
        placeholder=_say("zh", "placeholder"),
        show_label=False,
        container=False,
        lines=1,
        max_lines=6,
        max_length=QUESTION_LIMIT,
        autofocus=True,
        scale=1,
    )


def _day_field() -> gr.HTML:
    """The browser's own date field, which phones show as their calendar."""
    return gr.HTML(
        "",
        html_template=_DAY_TEMPLATE,
        js_on_load=_DAY_SCRIPT,
        apply_default_css=False,
        elem_id="day",
        label=_say("zh", "as_of"),
    )


def _wire(page: gr.Blocks, parts: Parts, api: Api) -> None:
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    talk, session, box = parts.talk, parts.session, parts.box

    async def answered(
        question: str,
        shown: list[Message],
        session_id: str | None,
        as_of: str,
        language: Language,
        request: gr.Request,
    ) -> tuple[list[Message], str | None]:
        return await _answer(api.seen_by(request), question, shown, session_id, as_of, language)

    async def opened(request: gr.Request) -> tuple[Any, Any]:
        return await _today_and_publishing(api.seen_by(request))

    def picked(event: gr.SelectData, shown: list[Message]) -> tuple[str, str, list[Message]]:
        return _take(str(event.value["text"] if isinstance(event.value, dict) else event.value), shown)

    # The line to type in is emptied before the answer is sought: what is typed meanwhile must not be lost.
    taken: dict[str, Any] = {"outputs": [box, parts.question, talk], "queue": False, **quiet}
    typed = [event(_take, [box, talk], **taken) for event in (box.submit, parts.send.click)]
    chosen = [event(picked, talk, **taken) for event in (talk.example_select, talk.option_select)]
    for step in (*typed, *chosen):
        step.then(
            answered,
            [parts.question, talk, session, parts.day, parts.language],
            [talk, session],
            **quiet,
        ).then(None, None, None, js=_SHOW_QUESTION, **quiet)
    parts.fresh.click(lambda: ([], None), None, [talk, session], **quiet)
    page.load(opened, None, [parts.day, parts.publish[0]], **quiet)
    worded: list[Any] = [parts.language, parts.top, talk, box, parts.send, parts.day, parts.fresh, parts.fine]
    worded += [parts.ask_tab, parts.check_tab, parts.check]
    parts.switch.change(_in_language, parts.switch, worded, **quiet)
    parts.switch.change(None, parts.switch, None, js=_TELL_LANGUAGE, **quiet)
    for name, panel in parts.panels.items():
        parts.switch.change(partial(_panel_in_language, name), parts.switch, list(panel), **quiet)
    parts.switch.change(
        lambda language: (gr.update(label=_say(language, "tab_publish")), language),
        parts.switch,
        list(parts.publish),
        **quiet,
    )


async def _today_and_publishing(api: Api) -> tuple[Any, Any]:
    """The day it is, and whether anyone may publish; the page stands without either."""
    try:
        shelf = await api.shelf()
    except (ApiRefused, ApiSilent):
        return gr.skip(), gr.skip()
    return shelf.as_of.isoformat(), gr.update(visible=shelf.publishing)


def _take(question: str, shown: list[Message]) -> tuple[str, str, list[Message]]:
    """An empty line, the question, and the conversation with the question in it."""
    if not question.strip():
        return "", "", shown
    asked: Message = {"role": "user", "content": gr.HTML(question_card(question), padding=False)}
    return "", question, [*_without_options(shown), asked]


async def _answer(
    api: Api,
    question: str,
    shown: list[Message],
    session_id: str | None,
    as_of: str,
    language: Language,
) -> tuple[list[Message], str | None]:
    """The conversation with the answer in it."""
    if not question:
        return shown, session_id
    try:
        answer, note = await _asked(api, question, session_id, as_of, language)
    except ApiRefused as refused:
        return [*shown, _told(error_card(str(refused), language))], session_id
    except ApiSilent:
        return [*shown, _told(error_card(_say(language, "api_silent"), language))], session_id
    options = [{"value": reply, "label": reply} for reply in answer.quick_replies]
    return [*shown, _told(answer_card(answer, note), options)], answer.session_id


async def _asked(
    api: Api, question: str, session_id: str | None, as_of: str, language: Language
) -> tuple[AnswerOut, str]:
    """The answer, and what to say of a conversation that has expired meanwhile: a new one begins."""
    wanted: Language | None = "en" if language == "en" else None
    asking = partial(api.ask, question, as_of=as_of or None, language=wanted)
    try:
        return await asking(session_id=session_id), ""
    except ApiRefused as refused:
        if refused.refusal != "unknown_session":
            raise
        return await asking(session_id=None), _say(language, "session_lost")


def _told(card: str, options: list[dict[str, str]] | None = None) -> Message:
    # As a component: a card given as text would be read as Markdown, and repeated in an aria-label.
    return {"role": "assistant", "content": gr.HTML(card, padding=False), "options": options or []}


def _without_options(shown: list[Message]) -> list[Message]:
    """Earlier replies can no longer be tapped."""
    return [{**message, "options": []} for message in shown]


def _in_language(language: Language) -> tuple[Any, ...]:
    return (
        language,
        header(language),
        gr.update(placeholder=_welcome(language), examples=_examples(language)),
        gr.update(placeholder=_say(language, "placeholder")),
        gr.update(value=_say(language, "send")),
        gr.update(label=_say(language, "as_of")),
        gr.update(value=_say(language, "new")),
        _fine(language),
        gr.update(label=_say(language, "tab_ask")),
        gr.update(label=_say(language, "tab_check")),
        language,
    )


def _panel_in_language(name: str, language: Language) -> tuple[Any, str]:
    return gr.update(label=say(f"tabs.{language}", f"tab_{name}")), language


def _examples(language: Language) -> list[Any]:
    return [{"text": question} for question in words("examples")[language]]


def _welcome(language: Language) -> str:
    return f'<div class="welcome"><h2>{_say(language, "title")}</h2><p>{_say(language, "tagline")}</p></div>'


def _fine(language: Language) -> str:
    return f"<p>{_say(language, 'disclaimer')}</p>"


def _say(language: Language, key: str) -> str:
    return say(f"workbench.{language}", key)
