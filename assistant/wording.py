"""Words that people read or models are given, kept in ``prompts/``: one YAML file a job."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

_PACKAGE = Path(__file__).resolve().parent


def prompts_folder() -> Path:
    """Where the words lie: beside the package in a checkout, inside it once installed."""
    return _beside_or_inside("prompts")


def corpus_folder() -> Path:
    """Where the documents and rules that travel with the program lie."""
    return _beside_or_inside("corpus")


@cache
def words(name: str) -> Mapping[str, Any]:
    """The content of ``prompts/<name>.yaml``, read once.

    Raises:
        FileNotFoundError: There is no such file.
    """
    from ruamel.yaml import YAML

    path = prompts_folder() / f"{name}.yaml"
    return dict(YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")))


def say(name: str, key: str, /, **variables: Any) -> str:
    """The sentence ``key`` of ``prompts/<name>.yaml`` with its variables filled in.

    Raises:
        KeyError: No such sentence, or a variable is missing.
    """
    sentences = words(name)
    if key not in sentences:
        raise KeyError(f"prompts/{name}.yaml 中没有“{key}”；请补上这一句，或改正调用处的名称。")
    try:
        return str(sentences[key]).format(**variables)
    except (KeyError, IndexError) as missing:
        raise KeyError(f"prompts/{name}.yaml 的“{key}”需要变量 {missing}，调用时没有给出。") from missing


def _beside_or_inside(name: str) -> Path:
    beside, inside = _PACKAGE.parent / name, _PACKAGE / f"_{name}"
    return beside if beside.is_dir() and (_PACKAGE.parent / "pyproject.toml").is_file() else inside
