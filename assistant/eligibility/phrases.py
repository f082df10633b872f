"""The checker's sentences, kept in ``prompts/eligibility.yaml``; a missing variable raises."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

_PACKAGE = Path(__file__).resolve().parents[1]
_PLACES = (_PACKAGE.parent / "prompts", _PACKAGE / "_prompts")
"""Beside the package in a checkout, inside it once installed."""


@cache
def _sentences() -> dict[str, str]:
    folder = next((place for place in _PLACES if place.is_dir()), _PLACES[0])
    return dict(YAML(typ="safe").load((folder / "eligibility.yaml").read_text(encoding="utf-8")))


def say(key: str, **params: Any) -> str:
    """The sentence of this name with its variables filled in.

    Raises:
        KeyError: No such sentence, or a variable is missing.
    """
    return _sentences()[key].format(**params)
