"""Reads rule files: YAML without duplicate keys, checked against its form; errors name file and line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

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
        raw = YAML(typ="safe", pure=True).load(text)
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
