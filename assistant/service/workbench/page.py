"""The page itself: a conversation, the day, the language, examples."""

from __future__ import annotations

from typing import Any

import gradio as gr

from assistant.assembly import Assistant, today
from assistant.domain.answers import Language
from assistant.errors import AssistantError, UnknownSession
from assistant.service.workbench.cards import answer_card, error_card, header, question_card
from assistant.wording import say, words

Message = dict[str, Any]

_LANGUAGES: list[tuple[str, str]] = [("中文", "zh"), ("English", "en")]

_DAY_TEMPLATE = '<label class="day"><span>${label}</span><input type="date" value="${value}"></label>'
_DAY_SCRIPT = """
element.addEventListener('change', (event) => {
  if (event.target.matches('input')) { props.value = event.target.value; trigger('change'); }
});
"""


def make_blocks(assistant: Assistant) -> gr.Blocks:
    """The page around an assistant."""
    page: gr.Blocks
    with gr.Blocks(
        title=_say("zh", "title"), analytics_enabled=False, fill_height=True, fill_width=True
    ) as page:
        session, language = gr.State(None), gr.State("zh")
        top = gr.HTML(header("zh"), elem_id="top", padding=False)
        talk = gr.Chatbot(
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
            placeholder=_welcome("zh"),
            examples=_examples("zh"),
        )
        with gr.Column(elem_id="ask", scale=0):
            with gr.Row(elem_id="line"):
                box = gr.Textbox(
                    elem_id="box",
                    placeholder=_say("zh", "placeholder"),
                    show_label=False,
                    container=False,
                    lines=1,
                    max_lines=6,
                    max_length=2000,
                    autofocus=True,
                    scale=1,
                )
                send = gr.Button(_say("zh", "send"), variant="primary", elem_id="send", scale=0, min_width=72)
            with gr.Row(elem_id="choices"):
                day = gr.HTML(
                    today().isoformat(),
                    html_template=_DAY_TEMPLATE,
                    js_on_load=_DAY_SCRIPT,
                    apply_default_css=False,
                    elem_id="day",
                    label=_say("zh", "as_of"),
                )
                switch = gr.Radio(
                    _LANGUAGES, value="zh", show_label=False, container=False, elem_id="switch", scale=0
                )
                fresh = gr.Button(_say("zh", "new"), elem_id="new", size="sm", scale=0, min_width=72)
            fine = gr.HTML(_fine("zh"), elem_id="fine", padding=False)

        def answer(
            question: str, shown: list[Message], session_id: str | None, as_of: str, chosen: Language
        ) -> tuple[list[Message], str | None]:
            return _answer(assistant, question, shown, session_id, as_of, chosen)

        def picked(event: gr.SelectData) -> str:
            return str(event.value["text"] if isinstance(event.value, dict) else event.value)

        asking: dict[str, Any] = {
            "fn": answer,
            "inputs": [box, talk, session, day, language],
            "outputs": [talk, session],
            "api_visibility": "private",
            "show_progress": "hidden",
        }
        for event in (box.submit, send.click):
            event(**asking).then(lambda: "", None, box, show_progress="hidden", api_visibility="private")
        for event in (talk.example_select, talk.option_select):
            event(picked, None, box, show_progress="hidden", api_visibility="private").then(**asking).then(
                lambda: "", None, box, show_progress="hidden", api_visibility="private"
            )
        fresh.click(
            lambda: ([], None), None, [talk, session], show_progress="hidden", api_visibility="private"
        )
        page.load(lambda: today().isoformat(), None, day, show_progress="hidden", api_visibility="private")
        switch.change(
            _in_language,
            switch,
            [language, top, talk, box, send, day, fresh, fine],
            show_progress="hidden",
            api_visibility="private",
        )
    return page


def _answer(
    assistant: Assistant,
    question: str,
    shown: list[Message],
    session_id: str | None,
    as_of: str,
    language: Language,
) -> tuple[list[Message], str | None]:
    """The conversation with one more question and its answer."""
    if not question.strip():
        return shown, session_id
    asked: Message = {"role": "user", "content": question_card(question)}
    note = ""
    wanted: Language | None = "en" if language == "en" else None
    try:
        try:
            answer = assistant.ask(question, session_id=session_id, as_of=as_of or None, language=wanted)
        except UnknownSession:
            note = _say(language, "session_lost")
            answer = assistant.ask(question, as_of=as_of or None, language=wanted)
    except AssistantError as error:
        return [*shown, asked, _told(error_card(str(error), language))], session_id
    options = [{"value": reply, "label": reply} for reply in answer.quick_replies]
    card = _told(answer_card(answer, assistant.library, note), options)
    return [*_without_options(shown), asked, card], answer.session_id


def _told(content: str, options: list[dict[str, str]] | None = None) -> Message:
    return {"role": "assistant", "content": content, "options": options or []}


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
    )


def _examples(language: Language) -> list[Any]:
    return [{"text": question} for question in words("examples")[language]]


def _welcome(language: Language) -> str:
    return f'<div class="welcome"><h2>{_say(language, "title")}</h2><p>{_say(language, "tagline")}</p></div>'


def _fine(language: Language) -> str:
    return f"<p>{_say(language, 'disclaimer')}</p>"


def _say(language: Language, key: str) -> str:
    return say(f"workbench.{language}", key)
