"""A progress bar on standard error that appears only when there is something long to do."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from assistant.wording import words

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


class Bar:
    """Called with the name of a stage, how much is done, and of how much; a context that clears up."""

    def __init__(self) -> None:
        self._bar: Progress | None = None
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.stop()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show the stage; nothing where standard error is no terminal."""
        if not sys.stderr.isatty():
            return
        bar = self._started()
        if stage not in self._tasks:
            name = words("cli")["serve"]["stages"].get(stage, stage)
            self._tasks[stage] = bar.add_task(name, total=total)
        bar.update(self._tasks[stage], completed=done, total=total)

    def _started(self) -> Progress:
        if self._bar is None:
            from rich.console import Console
            from rich.progress import Progress

            self._bar = Progress(console=Console(stderr=True), transient=True)
            self._bar.start()
        return self._bar
