"""Words that people read or models are given, kept in ``prompts/``: one YAML file a job."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

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
    return read_words(prompts_folder() / f"{name}.yaml")


def read_words(path: Path) -> dict[str, Any]:
    """A word file as it is; ``yes`` and ``no`` are words, as in YAML 1.2.

    Large word files are read at every start: libyaml takes a tenth of the time of ruamel's reader in Python. A file
    that has not changed since is not read again, as when the documents change while the service runs.
    """
    stamp = path.stat()
    return dict(_read(path, stamp.st_mtime_ns, stamp.st_size))


@cache
def _read(path: Path, _changed_ns: int, _size: int) -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=_loader())
    return found


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


@cache
def _loader() -> Any:
    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        """Reads true, false, null and numbers as such, all else as text."""

    def kept(tag: str, first: str) -> bool:
        return not tag.endswith((":timestamp", ":bool")) or (tag.endswith(":bool") and first in set("tTfF"))

    Loader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if kept(tag, first)]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    return Loader


def _beside_or_inside(name: str) -> Path:
    beside, inside = _PACKAGE.parent / name, _PACKAGE / f"_{name}"
    return beside if beside.is_dir() and (_PACKAGE.parent / "pyproject.toml").is_file() else inside
