"""How answers that people should look at look in a terminal."""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape

from assistant.cli.terminal import console
from assistant.domain.feedback import Review
from assistant.records.stores import Page
from assistant.wording import words


def show_reviews(page: Page) -> None:
    """Each with why it is there, what was asked before it, what it cites and what the reader said."""
    out, say = console(), words("feedback")
    if not page.reviews:
        out.print(say["queue_empty"])
        return
    for review in page.reviews:
        _show(out, review)
    out.print(f"[dim]{say['queue_shown'].format(shown=len(page.reviews), total=page.total)}[/]")


def _show(out: Console, review: Review) -> None:
    say, answer, given = words("feedback"), review.answer, review.feedback
    why = "、".join(say[f"why_{reason}"] for reason in review.why)
    asked = f"{answer.asked_at:%Y-%m-%d %H:%M} UTC"
    out.print(f"[bold]{escape(answer.question)}[/]  [yellow]{escape(why)}[/]")
    if review.earlier:
        out.print(f"  {say['queue_earlier']}{escape(' / '.join(review.earlier))}")
    if given and given.thumb == "down":
        said = [*(say[f"reason_{reason}"] for reason in given.reasons), given.remark]
        out.print(f"  {say['queue_said']}{escape('；'.join(filter(None, said)) or say['queue_nothing'])}")
    if answer.clause_keys:
        out.print(f"  {say['queue_cited']}{escape('、'.join(answer.clause_keys))}")
    out.print(
        f"  [dim]{asked} · {say['queue_day'].format(as_of=answer.as_of)} · {answer.engine} · {answer.id}[/]\n"
    )
