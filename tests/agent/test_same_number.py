"""Two official numbers are of two texts, however alike they look."""

from __future__ import annotations

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.places import ask, first_lines


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        (
            "渝经信规范〔2024〕13号与工信部节〔2024〕13号是同一个文件吗？",
            ("渝经信规范〔2024〕13号", "工信部节〔2024〕13号"),
        ),
        (
            "长经信发〔2023〕12号，就是渝经信节能〔2023〕6号换了个文号吧？",
            ("长经信发〔2023〕12号", "渝经信节能〔2023〕6号"),
        ),
    ],
)
def test_two_numbers_are_told_apart_with_the_words_that_name_each(
    agent: Agent, question: str, numbers: tuple[str, str]
) -> None:
    found = ask(agent, question)
    assert first_lines(found).startswith("不是同一个文件")
    for number in numbers:
        assert any(number in citation.quote for citation in found.citations)


@pytest.mark.parametrize(
    "question",
    [
        "渝经信规范[2024]4号和渝经信规范〔2024〕4号是同一个文件吗",
        "渝经信规范〔2024〕13号和渝经信规范〔2024〕4号有什么区别",
    ],
)
def test_one_number_written_twice_or_a_comparison_is_not_answered_so(agent: Agent, question: str) -> None:
    assert "不是同一个文件" not in ask(agent, question).answer
