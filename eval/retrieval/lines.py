"""Articles and questions as JSONL; a line that cannot be used is named ``file:line: what``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from eval.errors import DatasetError, UsageError


@dataclass(frozen=True, slots=True)
class Article:
    """A stretch of text that is found or not, below a title that may be empty."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question and the ids of all articles that answer it, at least one."""

    id: str
    text: str
    gold: frozenset[str]


def _as_id(value: object) -> object:
    """Ids may be numbers; 7 and "7" are one id."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


class _Line(BaseModel):
    """Fields that the benchmark does not know are allowed: other people's files bring their own."""

    model_config = ConfigDict(extra="ignore", strict=True)

    id: str = Field(min_length=1)

    _id = field_validator("id", mode="before")(_as_id)


class _ArticleLine(_Line):
    title: str | None = None
    text: str


class _QuestionLine(_Line):
    question: str = Field(min_length=1)
    gold: list[str] = Field(min_length=1)

    @field_validator("gold", mode="before")
    @classmethod
    def _ids(cls, value: object) -> object:
        return [_as_id(one) for one in value] if isinstance(value, list) else value


def read_corpus(path: Path) -> tuple[Article, ...]:
    """The articles of a file whose lines are ``{"id", "title", "text"}``; ``title`` may be null or absent.

    An article without text is found by its title.

    Raises:
        UsageError: There is no such file, or it holds no line.
        DatasetError: A line cannot be used, or repeats an id.
    """
    rows = _read(path, _ArticleLine)
    articles = []
    for number, row in rows:
        text = row.text.strip() or (row.title or "").strip()
        if not text:
            raise DatasetError(f"{path}:{number}: article {row.id!r} has neither text nor title")
        articles.append(Article(row.id, (row.title or "").strip(), text))
    return tuple(articles)


def read_questions(path: Path) -> tuple[Question, ...]:
    """The questions of a file whose lines are ``{"id", "question", "gold": [ids]}``.

    Raises:
        UsageError: There is no such file, or it holds no line.
        DatasetError: A line cannot be used, or repeats an id.
    """
    return tuple(Question(row.id, row.question, frozenset(row.gold)) for _, row in _read(path, _QuestionLine))


def _read(path: Path, form: type[Any]) -> list[tuple[int, Any]]:
    seen: dict[str, int] = {}
    rows = []
    for number, line in _numbered(path):
        row = _parsed(path, number, line, form)
        if row.id in seen:
            raise DatasetError(f"{path}:{number}: id {row.id!r} stands in line {seen[row.id]} already")
        seen[row.id] = number
        rows.append((number, row))
    if not rows:
        raise UsageError(f"{path} is empty: one JSON object a line is needed")
    return rows


def _numbered(path: Path) -> Iterator[tuple[int, str]]:
    """Lines that are not blank, counted from 1."""
    try:
        with path.open(encoding="utf-8-sig") as lines:
            yield from ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8 (byte {error.start}): save it as UTF-8") from error


def _parsed(path: Path, number: int, line: str, form: type[Any]) -> Any:
    try:
        return form.model_validate(json.loads(line))
    except json.JSONDecodeError as error:
        raise DatasetError(f"{path}:{number}: not JSON: {error.msg} at column {error.colno}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "the line"
        raise DatasetError(f"{path}:{number}: {place}: {first['msg']}") from error
