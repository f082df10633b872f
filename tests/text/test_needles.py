"""What must stand in a text for a pattern to match."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.text.beginnings import beginnings
from assistant.text.needles import needles
from assistant.text.normalise import fold
from assistant.wording import read_words

ROOT = Path(__file__).parents[2]


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


def _patterns() -> list[re.Pattern[str]]:
    files = sorted((ROOT / "prompts").glob("*.yaml"))
    words = {word for file in files for word in _strings(read_words(file))}
    return [re.compile(word[1:-1]) for word in sorted(words) if len(word) > 2 and word[0] == word[-1] == "/"]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("公示期", {"公示"}),
        ("认[定可]", {"认定", "认可"}),
        ("(?:申请|申报).{0,4}条件", {"条件"}),
        ("(?:申请|申报)", {"申请", "申报"}),
        ("a+级", {"级"}),
        ("(?:不?合格)+", {"合格"}),
        ("x?几(?=家)", {"几"}),
        (r"\b多久\b", {"多久"}),
    ],
)
def test_the_rarest_part_that_must_stand_there_is_named(pattern: str, expected: set[str]) -> None:
    assert needles(re.compile(pattern)) == expected


@pytest.mark.parametrize("pattern", ["", r"\d+", "条件|.", "(?:条件)?", "(?!条件)", "(?i:plan)", "[^条]件?"])
def test_nothing_is_named_where_a_text_may_match_by_anything(pattern: str) -> None:
    assert needles(re.compile(pattern)) is None


def test_a_pattern_that_takes_small_for_capital_letters_names_nothing() -> None:
    assert needles(re.compile("Plan", re.IGNORECASE)) is None


def test_no_pattern_of_the_word_files_matches_a_question_without_its_needles() -> None:
    texts = [
        fold(json.loads(line)["question"])
        for file in sorted((ROOT / "eval" / "datasets").glob("policy_qa*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()[::3]
    ]
    patterns = _patterns()
    assert len(patterns) > 200 and len(texts) > 300
    for pattern in patterns:
        needed = needles(pattern)
        wrong = [t for t in texts if needed and needed.isdisjoint(beginnings(t)) and pattern.search(t)]
        assert not wrong, (pattern.pattern, needed, wrong[0])


@given(st.data())
def test_whatever_a_pattern_matches_holds_one_of_its_needles(data: st.DataObject) -> None:
    pattern = data.draw(st.sampled_from(_PATTERNS))
    needed = needles(pattern)
    text = data.draw(st.from_regex(pattern))
    assert needed is None or not needed.isdisjoint(beginnings(text))


_PATTERNS = [
    re.compile(one)
    for one in (
        "认[定可].*条件|资格",
        "(?:还|再)(?:能|可以)报",
        "几(?:家|个)?(?=企业)",
        "(?P<a>要|需)不(?P=a)",
        "多(?:少|大){1,2}",
    )
]
