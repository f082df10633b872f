from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from assistant.agent.llm.protocol import (
    Claim,
    ClaimLines,
    ClaimList,
    Source,
    read_arguments,
    read_text,
)

CLAIM = Claim("公示5个工作日。", (Source("a", "art3", "公示5个工作日"),))
RAW = {
    "text": CLAIM.text,
    "sources": [{"document_id": "a", "clause_id": "art3", "quote": "公示5个工作日"}],
}
texts = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="[]|#"), min_size=1
).filter(lambda text: bool(text.strip()))


def test_a_line_names_its_sources_behind_the_sentence() -> None:
    assert read_text("公示5个工作日。[[a#art3|公示5个工作日]]") == (CLAIM,)


def test_thoughts_and_fences_are_no_claims() -> None:
    said = "<think>也许7天</think>\n```json\n" + json.dumps({"claims": [RAW]}) + "\n```"
    assert read_text(said) == (CLAIM,)


def test_what_is_no_claim_is_left_out() -> None:
    assert read_arguments({"claims": [RAW, "x", {"text": ""}, {"text": 5}, None]}) == (CLAIM,)
    assert read_arguments({"claims": None}) == read_arguments("x") == ()


@given(st.lists(texts, max_size=5), st.integers(1, 9))
def test_claims_come_out_of_json_however_it_is_cut(said: list[str], size: int) -> None:
    raw = json.dumps({"claims": [{"text": text, "sources": []} for text in said]}, ensure_ascii=False)
    reader, found = ClaimList(), []
    for start in range(0, len(raw), size):
        found += reader.feed(raw[start : start + size])
    assert [claim.text for claim in found] == [text.strip() for text in said]


@given(
    st.lists(
        texts.filter(lambda t: "\n" not in t and t.strip()[0] not in "{`[" and "<think>" not in t), max_size=5
    ),
    st.integers(1, 9),
)
def test_lines_come_out_of_text_however_it_is_cut(said: list[str], size: int) -> None:
    raw = "".join(f"{' '.join(text.split())}\n" for text in said)
    reader, found = ClaimLines(), []
    for start in range(0, len(raw), size):
        found += reader.feed(raw[start : start + size])
    assert [claim.text for claim in found] == [claim.text for claim in read_text(raw)]
