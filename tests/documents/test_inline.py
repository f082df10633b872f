from __future__ import annotations

from assistant.documents.inline import split_run_on
from assistant.documents.joining import logical_lines
from assistant.documents.lines import printed_lines


def pieces(text: str) -> list[str]:
    (line,) = logical_lines(printed_lines(text))
    return [part.text for part in split_run_on(line, text)]


def test_items_in_one_paragraph_are_split() -> None:
    assert pieces("1.甲；2.乙；3.丙。") == ["1.甲；", "2.乙；", "3.丙。"]


def test_words_before_the_first_item_are_kept_apart() -> None:
    assert pieces("应符合：（一）甲；（二）乙。") == ["应符合：", "（一）甲；", "（二）乙。"]


def test_figures_that_do_not_count_on_are_no_items() -> None:
    text = "比例不低于3.5%；另有2.甲"
    assert pieces(text) == [text]


def test_references_to_items_are_no_items() -> None:
    text = "符合前款（一）和（二）项的企业，可以申报。"
    assert pieces(text) == [text]


def test_an_item_alone_is_not_split() -> None:
    assert pieces("1.企业应当如实申报。") == ["1.企业应当如实申报。"]


def test_spans_of_the_parts_cover_the_line_once() -> None:
    text = "应符合： 1.**甲** 乙；2. 丙；\n"
    (line,) = logical_lines(printed_lines(text))
    spans = [span for part in split_run_on(line, text) for span in part.spans]
    kept = "".join(text[start:end] for start, end in spans)
    assert "".join(kept.split()) == "".join(text.split())
    assert spans == sorted(spans)
