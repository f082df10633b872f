"""Messages nobody would write, made of the words by which messages are read: none breaks the reader or the checker."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.eligibility import Checker, read_facts
from assistant.eligibility.doubtful import read_doubtful
from assistant.eligibility.facts import parse_facts
from assistant.eligibility.scheme_file import Cues
from assistant.wording import words

DAY = date(2026, 11, 20)
TIMES = (
    "去年",
    "前年3月",
    "2024年2月29日",
    "2025-13-40",
    "二零二五年",
    "上个月",
    "三年",
    "last May",
    "99年",
    "2月30号",
)
AMOUNTS = (
    "4800万",
    "一个亿",
    "六千多万",
    "-3",
    "140%",
    "0.55",
    "三五个",
    "1e9",
    "9" * 30,
    "两百零",
    "柒仟",
    "twelve",
    "%",
)
STOPS = ("，", "。", "；", "？", "、", " ", "\n", "：", "（", "）", ". ", ", ", "——", "~", "…")


@cache
def _grammar() -> tuple[str, ...]:
    lists = words("facts_reading").values()
    return tuple(str(word) for listed in lists if isinstance(listed, list) for word in listed)


def _cues(checker: Checker) -> Sequence[str]:
    return tuple(
        cue.replace("~", gap)
        for scheme in checker.schemes
        for fact in scheme.facts.values()
        for name in Cues.model_fields
        for cue in getattr(fact.entry.cues, name)
        for gap in ("", "那次")
    )


@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_no_message_breaks_the_reader(checker: Checker, data: st.DataObject) -> None:
    scheme = data.draw(st.sampled_from(checker.schemes))
    word = st.one_of(
        st.sampled_from(_cues(checker)),
        st.sampled_from(_grammar()),
        st.sampled_from(TIMES),
        st.sampled_from(AMOUNTS),
        st.sampled_from(STOPS),
        st.text(max_size=3),
    )
    text = "".join(data.draw(st.lists(word, max_size=14)))
    asked = data.draw(st.sampled_from([None, *scheme.facts, *(group.id for group in scheme.groups)]))
    read = read_facts(text, scheme, DAY, asked)
    assert read == read_facts(text, scheme, DAY, asked)
    assert parse_facts(scheme.facts, read).keys() == read.keys()
    doubtful = read_doubtful(text, scheme, DAY, asked, read)
    assert all(item.name in scheme.facts for item in doubtful)
    assert checker.check(scheme.id, read, DAY).scheme == scheme.id
