"""The command line: ``assistant serve | ask | search | check | batch | template | documents | compare | deadlines | contacts | schemes | feedback | ingest | remove | backup | restore | keys | mcp``.

Nothing heavy is imported before a command needs it. Exit status: 0 done, 1 the work failed, 2 wrong usage;
an error is one line on standard error.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence

import typer

from assistant.cli import backup as _backup  # noqa: F401 adds its commands
from assistant.cli import batch as _batch  # noqa: F401 adds its commands
from assistant.cli import keys as _keys  # noqa: F401 adds its commands
from assistant.cli import publishing as _publishing  # noqa: F401 adds its commands
from assistant.cli.commands import cli, phrase
from assistant.errors import AssistantError, InvalidInput, NotFound, SettingsError

_USAGE = (InvalidInput, NotFound, SettingsError)
_THREADS_OF_ARITHMETIC = "OPENBLAS_NUM_THREADS"


def main(arguments: Sequence[str] | None = None, *, command: str | None = None) -> None:
    """Run the command line and exit; ``command`` goes before the arguments."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    sys.exit(run([command, *given] if command else given))


def run(arguments: Sequence[str]) -> int:
    """Run one command; returns the exit status."""
    # The products of one question are small: spread over cores, threads wait for each other, and other workers for them.
    os.environ.setdefault(_THREADS_OF_ARITHMETIC, "1")
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character gets its number, not a stack trace.
        getattr(stream, "reconfigure", lambda **_: None)(errors="backslashreplace")
    try:
        status = typer.main.get_command(cli).main(list(arguments), "assistant", standalone_mode=False)
        return status if isinstance(status, int) else 0
    except AssistantError as error:
        return _complain(str(error), 2 if isinstance(error, _USAGE) else 1)
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except BrokenPipeError:
        # The reader has seen enough; the interpreter must not try to flush what it did not want.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        message = getattr(error, "format_message", None)
        if message:
            return _complain(phrase("errors", "usage", message=message()), 2)
        if os.environ.get("ASSISTANT_LOG_LEVEL", "").lower() == "debug":
            traceback.print_exc()
        return _complain(phrase("errors", "internal", kind=type(error).__name__), 1)


def _complain(message: str, status: int) -> int:
    typer.echo(" ".join(message.split()), err=True)
    return status
