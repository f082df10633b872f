"""Backups at the terminal, made and put back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.commands import cli
from assistant.errors import Conflict
from assistant.wording import say

if TYPE_CHECKING:
    from assistant.backup import Contents

Force = Annotated[bool, typer.Option("--force", help="Replace what is there.")]
BackupFile = Annotated[Path, typer.Argument(metavar="FILE", help="A backup (.zip).")]


@cli.command()
def backup(file: BackupFile, force: Force = False) -> None:
    """Write database, published documents, audit log and key digests into one file, also while serving."""
    from datetime import UTC, datetime

    from assistant.backup import make_backup
    from assistant.settings import load_settings

    if file.exists() and not force:
        raise Conflict(say("backup", "exists", path=file))
    settings = load_settings()
    now = datetime.now(UTC).replace(tzinfo=None)
    typer.echo(
        _told("made", file, make_backup(settings.effective_database_url, settings.data_dir, file, now))
    )


@cli.command()
def restore(file: BackupFile, force: Force = False) -> None:
    """Put a backup in the place of what is there, once all of it was checked."""
    from assistant.backup import restore_backup
    from assistant.settings import load_settings

    settings = load_settings()
    contents = restore_backup(settings.effective_database_url, settings.data_dir, file, force=force)
    typer.echo(_told("restored", file, contents))


def _told(key: str, file: Path, contents: Contents) -> str:
    counts = {name: contents.rows.get(name, 0) for name in ("sessions", "answers")}
    return say("backup", key, path=file, made_at=contents.made_at, documents=contents.documents, **counts)
