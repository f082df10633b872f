"""Admin keys at the terminal: made, listed, rotated, revoked; each act is entered in the audit log."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.cli.commands import cli, phrase

if TYPE_CHECKING:
    from assistant.service.access.keys import AdminKey

keys = typer.Typer(no_args_is_help=True, help="Keys for the calls that are for operators only.")
cli.add_typer(keys, name="keys")

Name = Annotated[str, typer.Argument(help="Who holds it: small letters, digits, hyphens.")]


@keys.command()
def new(
    name: Name,
    scope: Annotated[
        list[str] | None,
        typer.Option(help="publish, feedback, audit or metrics; several times for several. Default: all."),
    ] = None,
    days: Annotated[int | None, typer.Option(min=1, max=3650, help="How long it serves.")] = None,
) -> None:
    """Make a key and print it; it can be shown only now."""
    from assistant.service.access.keys import SCOPES, new_key

    folder, path = _places()
    secret, key = new_key(path, name, scope or SCOPES, _now(), days=days)
    _enter(folder, f"keys new {name}")
    _show_new(secret, key)


@keys.command("list")
def list_keys() -> None:
    """Names, scopes and ends; never a key."""
    from assistant.service.access.keys import read_keys
    from assistant.settings import load_settings

    now, settings = _now(), load_settings()
    _, path = _places()
    for key in read_keys(path):
        state = phrase("keys", "good" if key.serves(now) else "ended")
        typer.echo(f"{key.name}\t{','.join(key.scopes)}\t{_span(key)}\t{state}")
    if settings.admin_key_list:
        typer.echo(phrase("keys", "environment", count=len(settings.admin_key_list)))


@keys.command()
def rotate(
    name: Name,
    overlap_hours: Annotated[
        float, typer.Option(min=0, max=8760, help="How long the one before still serves.")
    ] = 24,
) -> None:
    """Make another key of the same name and scopes and print it."""
    from assistant.service.access.keys import rotate_key

    folder, path = _places()
    secret, key = rotate_key(path, name, _now(), overlap_hours=overlap_hours)
    _enter(folder, f"keys rotate {name}")
    _show_new(secret, key)


@keys.command()
def revoke(name: Name) -> None:
    """End every key of a name at once."""
    from assistant.service.access.keys import revoke_key

    folder, path = _places()
    revoke_key(path, name, _now())
    _enter(folder, f"keys revoke {name}")
    typer.echo(phrase("keys", "revoked", name=name))


def _show_new(secret: str, key: AdminKey) -> None:
    typer.echo(secret)
    told = phrase("keys", "made", name=key.name, scopes="、".join(key.scopes), span=_span(key))
    typer.echo(told, err=True)


def _span(key: AdminKey) -> str:
    ends = f"{key.ends:%Y-%m-%d %H:%M} UTC" if key.ends else phrase("keys", "endless")
    return phrase("keys", "span", made=f"{key.made:%Y-%m-%d}" if key.made else "-", ends=ends)


def _places() -> tuple[Path, Path]:
    from assistant.service.access.keys import keys_file
    from assistant.settings import load_settings

    folder = load_settings().data_dir
    return folder, keys_file(folder)


def _enter(folder: Path, act: str) -> None:
    from assistant.service.access.audit import Audit

    Audit(folder).enter("cli", act, "done")


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
