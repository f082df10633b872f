from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import StoreError
from assistant.publishing.shelf import Act, Shelf, shelf_of, text_of

acts = st.lists(
    st.builds(
        Act,
        id=st.uuids().map(lambda u: u.hex),
        at=st.datetimes(min_value=datetime(2030, 1, 1), max_value=datetime(2040, 1, 1)),
        by=st.sampled_from(["cli", "key-0123abcd"]),
        action=st.sampled_from(["publish", "remove"]),
        document_id=st.sampled_from(["one", "two", "three"]),
        version=st.sampled_from(["0a", "0b", "0c"]),
        folder=st.sampled_from(["", "00ff", "01ff"]),
        title=st.text(max_size=20),
        note=st.text(max_size=20),
    ),
    max_size=12,
)


@given(acts)
def test_a_shelf_is_read_as_it_was_written(made: list[Act]) -> None:
    shelf = Shelf(acts=tuple(made))
    assert shelf_of(text_of(shelf), "here") == shelf


@given(acts)
def test_the_last_act_of_an_id_holds_and_each_version_is_listed_once(made: list[Act]) -> None:
    shelf = Shelf()
    for act in made:
        shelf = shelf.after(act)
        assert shelf.current[act.document_id] == act
    for document_id in shelf.current:
        versions = [act.version for act in shelf.editions(document_id)]
        assert len(versions) == len(set(versions))
        wanted = {a.version for a in made if a.document_id == document_id and a.action == "publish"}
        assert set(versions) == wanted


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 2, "acts": []}', '{"acts": [{"id": "x"}]}'])
def test_what_is_no_shelf_is_refused(text: str) -> None:
    with pytest.raises(StoreError, match="shelf"):
        shelf_of(text, "shelf.json")
