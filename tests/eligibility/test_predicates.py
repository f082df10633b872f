"""What is said of a thing by the word beside its name."""

from __future__ import annotations

import pytest

from assistant.eligibility.message import split_message
from assistant.eligibility.predicates import first_said, said_of


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("责任制各车间都签了", "责任制", "done"),
        ("去年设立了绿色办", "绿色办", "done"),
        ("责任制这个没得", "责任制", "denied"),
        ("还没建责任制", "责任制", "denied"),
        ("中长期规划正在找人编", "规划", "unfinished"),
        ("规划和方案都没写", "规划", "denied"),
        ("the action plan has been approved", "action plan", "done"),
        ("no action plan so far", "action plan", "denied"),
        ("the action plan is being drafted", "action plan", "unfinished"),
    ],
)
def test_a_thing_is_there_is_not_or_is_being_made_as_the_word_beside_it_says(
    text: str, name: str, said: str
) -> None:
    (part,) = split_message(text)
    found = part.match([name])
    assert found is not None
    assert said_of(part, found) == said


@pytest.mark.parametrize("text", ["责任制的文件", "责任制比较复杂", "说到责任制"])
def test_a_name_alone_says_nothing(text: str) -> None:
    (part,) = split_message(text)
    found = part.match(["责任制"])
    assert found is not None
    assert said_of(part, found) is None


def test_what_is_said_first_counts() -> None:
    assert first_said("编好了还没印") == "done"
    assert first_said("没编完") == "denied"
