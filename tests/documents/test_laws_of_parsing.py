"""Laws that hold for every official document, tried on generated ones."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.documents.structure import Structure, check_conservation, parse_structure
from assistant.text.normalise import squeeze
from tests.documents.generated import Made, documents, in_bold, on_a_web_page, paged, wrapped

few = settings(max_examples=20, deadline=None, derandomize=True)


def parsed(text: str, page_starts: Sequence[int] = ()) -> Structure:
    structure = parse_structure(text, page_starts=page_starts)
    check_conservation(text, structure)
    return structure


def gist(structure: Structure) -> list[tuple[str, str, str]]:
    """What must not depend on the lay-out of the file."""
    return [(c.id, c.label, squeeze(c.text)) for c in structure.clauses if c.kind != "page"]


def spoilt(made: Made, columns: int) -> list[tuple[str, tuple[int, ...]]]:
    plain = (made.text, ())
    return [plain, (wrapped(made, columns), ()), paged(wrapped(made, columns), 30), (in_bold(made, 3), ())]


@few
@given(documents(), st.integers(22, 42))
def test_every_character_is_in_exactly_one_clause_or_in_furniture(made: Made, columns: int) -> None:
    for text, starts in spoilt(made, columns):
        parsed(text, starts)
        parsed(on_a_web_page(text))


@few
@given(documents(), st.integers(22, 42))
def test_ids_are_unique_and_no_label_is_empty(made: Made, columns: int) -> None:
    for text, starts in spoilt(made, columns):
        structure = parsed(text, starts)
        ids = [clause.id for clause in structure.clauses]
        assert len(ids) == len(set(ids))
        assert all(clause.label and clause.text and clause.spans for clause in structure.clauses)


@few
@given(documents())
def test_spans_of_a_clause_ascend_and_hold_its_words(made: Made) -> None:
    text = wrapped(made, 30)
    for clause in parsed(text).clauses:
        assert list(clause.spans) == sorted(clause.spans)
        assert squeeze(clause.text) == squeeze("".join(text[start:end] for start, end in clause.spans))


@few
@given(documents())
def test_parsing_again_gives_the_same(made: Made) -> None:
    assert parsed(made.text) == parsed(made.text)


@few
@given(documents())
def test_every_numeral_of_the_body_becomes_a_clause(made: Made) -> None:
    numerals = re.compile(
        r"第[一二三四五六七八九十]+条|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d+[.．]"
    )
    opened = [row for row in made.paragraphs[5:] if numerals.match(row) and not re.match(r"202\d年", row)]
    marked = [clause for clause in parsed(made.text).clauses if clause.marker]
    assert [squeeze(clause.text) for clause in marked] == [squeeze(row) for row in opened]


@few
@given(documents(), st.integers(22, 42))
def test_hard_wraps_do_not_change_the_clauses(made: Made, columns: int) -> None:
    assert gist(parsed(wrapped(made, columns))) == gist(parsed(made.text))


@few
@given(documents(), st.integers(22, 42), st.integers(20, 40))
def test_page_breaks_do_not_change_the_clauses(made: Made, columns: int, rows: int) -> None:
    text, starts = paged(wrapped(made, columns), rows)
    assert gist(parsed(text, starts)) == gist(parsed(made.text))


@few
@given(documents(), st.integers(1, 4))
def test_marks_of_emphasis_do_not_change_the_clauses(made: Made, every: int) -> None:
    assert gist(parsed(in_bold(made, every))) == gist(parsed(made.text))


@few
@given(documents())
def test_the_web_page_around_a_document_does_not_change_its_clauses(made: Made) -> None:
    assert gist(parsed(on_a_web_page(made.text))) == gist(parsed(made.text))


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    st.text(
        alphabet="甲乙丙，。；：、（）()《》〈〉第条章一二三十1234.．①②附件表联系人年月日"
        "\n\t\u3000 *#-—|\u200b\ufeff",
        max_size=200,
    )
)
def test_no_text_whatever_loses_a_character_or_breaks_the_parser(text: str) -> None:
    structure = parsed(text)
    ids = [clause.id for clause in structure.clauses]
    assert len(ids) == len(set(ids))
    assert all(clause.label for clause in structure.clauses)


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.text(max_size=120))
def test_no_characters_of_any_script_break_the_parser(text: str) -> None:
    parsed(text)
