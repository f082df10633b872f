from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.documents.readers import READER_VERSION, Original
from assistant.documents.readers.wire import from_json, to_json, version_of
from assistant.domain.documents import Cell, Recognised, Span, Table
from assistant.errors import UnreadableFile


@st.composite
def originals(draw: st.DrawFn) -> Original:
    text = draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
    place = st.integers(0, len(text))
    spans = st.tuples(place, place).map(lambda pair: Span(*sorted(pair)))
    cells = st.builds(
        Cell,
        span=spans,
        row=st.integers(0, 9),
        column=st.integers(0, 9),
        row_span=st.integers(1, 4),
        column_span=st.integers(1, 4),
        header=st.booleans(),
    )
    return Original(
        text=text,
        media_type=draw(st.sampled_from(["text/plain", "application/pdf"])),
        page_starts=tuple(sorted(draw(st.lists(place, max_size=4)))),
        warnings=tuple(
            draw(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=9), max_size=2))
        ),
        tables=tuple(
            draw(
                st.lists(
                    st.builds(Table, span=spans, cells=st.lists(cells, max_size=3).map(tuple)), max_size=2
                )
            )
        ),
        recognised=tuple(
            draw(st.lists(st.builds(Recognised, span=spans, confidence=st.floats(0, 1)), max_size=2))
        ),
    )


@given(originals())
def test_a_reading_comes_back_as_it_went(original: Original) -> None:
    content = to_json(original)
    assert from_json(content) == original
    assert "\n" not in content
    assert version_of(content) == READER_VERSION


@pytest.mark.parametrize(
    "change",
    [
        {"text": 7},
        {"page_starts": [99]},
        {"page_starts": [-1]},
        {"page_starts": [True]},
        {"warnings": [1]},
        {"tables": [{"span": [0, 99], "cells": []}]},
        {"tables": [{"span": [0, 1], "cells": [[0, 1, 0, 0, 0, 1, False]]}]},
        {"tables": [{"span": [1, 0], "cells": []}]},
        {"recognised": [{"span": [0, 1], "confidence": 7}]},
        {"recognised": [{"span": [0, 1], "confidence": "nan"}]},
    ],
)
def test_what_lies_outside_the_text_is_refused(change: dict[str, Any]) -> None:
    data = {**json.loads(to_json(Original(text="某某", media_type="text/plain"))), **change}
    with pytest.raises(UnreadableFile, match="损坏"):
        from_json(json.dumps(data))


@pytest.mark.parametrize("content", ["", "{}", "[]", "null", "[" * 100_000, '{"text": "x"}'])
def test_what_is_no_reading_is_refused(content: str) -> None:
    with pytest.raises(UnreadableFile, match="损坏"):
        from_json(content)
