"""Reads rule files: YAML without duplicate keys, checked against its form; errors name file and line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

import yaml
from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from assistant.eligibility.scheme_file import SchemeFile, SharedFile
from assistant.errors import RuleError

M = TypeVar("M", SchemeFile, SharedFile)


@dataclass(frozen=True, slots=True)
class RuleFile(Generic[M]):
    """A rule file as read, with its text to find lines in."""

    path: Path
    text: str
    content: M

    def error(self, place: tuple[str | int, ...], reason: str) -> RuleError:
        """An error that names the file, the line of ``place`` and the reason."""
        return RuleError(f"{self.path.name}:{line_of(self.text, place)}: {reason}")


def read_rule_file(path: Path, form: type[M]) -> RuleFile[M]:
    """Read one file into its form.

    Raises:
        RuleError: The file is no YAML, repeats a key, or holds what the form does not know.
    """
    try:
        text = path.read_text(encoding="utf-8")
        raw = _load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise RuleError(
            f"{path.name}:{line}: not valid YAML: {_first_line(error.problem)}; correct it"
        ) from error
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        raise RuleError(
            f"{path.name}:1: cannot be read: {_first_line(error)}; save it as UTF-8 YAML"
        ) from error
    try:
        return RuleFile(path, text, form.model_validate(raw))
    except ValidationError as error:
        raise RuleError(_explain(path, text, error)) from error


class _Doubtful(Exception):
    """What the fast reader would not read as the exact one does."""


def _load(text: str) -> Any:
    """The file's content; libyaml reads it in a tenth of the time of ruamel's reader, which words what is wrong.

    Raises:
        MarkedYAMLError: The file is no YAML, or repeats a key.
    """
    try:
        return yaml.load(text, Loader=_fast_loader())
    except (_Doubtful, yaml.YAMLError, ValueError):
        return YAML(typ="safe", pure=True).load(text)


@cache
def _fast_loader() -> Any:
    """Libyaml's safe reader by the rules of YAML 1.2: ``yes`` and ``no`` are words, a repeated key is refused."""

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        def construct_mapping(self, node: Any, deep: bool = False) -> Any:
            keys = [key.value for key, _ in node.value]
            if len(set(keys)) < len(keys) or "<<" in keys:
                raise _Doubtful
            return super().construct_mapping(node, deep)

    kept = {
        ":bool": re.compile(r"(?:true|True|TRUE|false|False|FALSE)\Z"),
        ":int": re.compile(r"[-+]?(?:0|[1-9]\d*)\Z"),
        ":float": re.compile(r"[-+]?\d+\.\d*(?:[eE][-+]?\d+)?\Z"),
        ":null": re.compile(r"(?:~|null|Null|NULL|)\Z"),
        ":timestamp": re.compile(r"\d{4}-\d\d-\d\d\Z"),
    }
    resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items():
        own = [(tag, pattern) for tag, _ in pairs for end, pattern in kept.items() if tag.endswith(end)]
        resolvers[first] = own
    Loader.yaml_implicit_resolvers = resolvers
    return Loader


def _first_line(problem: object) -> str:
    return str(problem).strip().split("\n", 1)[0]


def _explain(path: Path, text: str, error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"{path.name}:{line_of(text, first['loc'])}: {place}: {first['msg']}"


def line_of(text: str, place: tuple[str | int, ...]) -> int:
    r"""1-based line of a place in the file; parts of the path that are not in the file are passed over.

    >>> line_of("a: 1\nb:\n  - c: 2\n    d: 3\n", ("b", 0, "d"))
    4
    """
    node: Any = YAML().load(text)
    line = 0
    for part in place:
        if isinstance(node, CommentedMap) and part in node:
            line, node = node.lc.key(part)[0], node[part]
        elif isinstance(node, CommentedSeq) and isinstance(part, int) and part < len(node):
            line, node = node.lc.item(part)[0], node[part]
    return line + 1
