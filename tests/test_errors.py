"""The error tree is as drawn, and each error has a code, a status and a title."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from assistant import errors
from assistant.service.errors import STATUSES, problem_of
from assistant.wording import words


def below(error: type[errors.AssistantError]) -> Iterator[type[errors.AssistantError]]:
    yield error
    for child in error.__subclasses__():
        yield from below(child)


ALL = [error for error in below(errors.AssistantError) if error.__module__.startswith("assistant")]


def drawn() -> dict[str, str | None]:
    """Each error of the drawing with the one it stands under."""
    found: dict[str, str | None] = {}
    above: list[tuple[int, str]] = []
    for line in (errors.__doc__ or "").splitlines():
        match = re.match(r"^ {4}(?P<indent>[│├└─ ]*)(?P<name>[A-Z]\w+)", line)
        if match:
            depth = len(match["indent"])
            above = [(d, n) for d, n in above if d < depth]
            found[match["name"]] = above[-1][1] if above else None
            above.append((depth, match["name"]))
    return found


def test_the_drawing_shows_the_classes() -> None:
    classes = {error.__name__: error.__mro__[1].__name__ for error in ALL}
    classes["AssistantError"] = None  # type: ignore[assignment]
    assert drawn() == classes


def test_no_error_lacks_a_status() -> None:
    assert set(ALL) == set(STATUSES)


def test_every_code_is_its_own() -> None:
    assert len({error.code for error in ALL}) == len(ALL)


@pytest.mark.parametrize("error", ALL)
def test_every_error_becomes_a_problem_document(error: type[errors.AssistantError]) -> None:
    problem = problem_of(error("某处有误"))
    assert problem["code"] == error.code
    assert problem["title"] == words("problems")["titles"][error.code]
    assert problem["detail"] == "某处有误"
    assert 400 <= problem["status"] < 600


def test_an_unusable_input_names_its_field() -> None:
    assert problem_of(errors.InvalidDate("x", field="as_of"))["field"] == "as_of"
