"""Forms of a text for comparing."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from assistant.text.normalise import fold, squeeze, squeeze_with_offsets

_MIXED = st.text(
    st.one_of(
        st.sampled_from("某市（）()，,：:；;？?！!＊* \t\n\u3000\u00a0\u200b\ufeff①㎡ＡA５5《》"),
        st.characters(),
    )
)


@given(_MIXED)
def test_squeezing_twice_changes_nothing(text: str) -> None:
    assert squeeze(squeeze(text)) == squeeze(text)


@given(_MIXED)
def test_every_squeezed_character_comes_from_its_offset(text: str) -> None:
    folded = squeeze_with_offsets(text)
    assert folded.text == squeeze(text)
    assert len(folded.offsets) == len(folded.text)
    assert list(folded.offsets) == sorted(folded.offsets)
    for character, offset in zip(folded.text, folded.offsets, strict=True):
        assert character in squeeze(text[offset])


@given(_MIXED, _MIXED)
def test_squeezing_a_whole_is_squeezing_its_parts(left: str, right: str) -> None:
    assert squeeze(left + right) == squeeze(left) + squeeze(right)


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)))
def test_chinese_characters_are_never_changed(text: str) -> None:
    assert squeeze(text) == text


def test_no_white_space_of_any_kind_is_left() -> None:
    assert squeeze(" 甲\u3000乙\u00a0丙\u200b丁\ufeff\n戊\t**己** ") == "甲乙丙丁戊己"


def test_full_and_half_width_forms_are_one() -> None:
    assert squeeze("（２０２５年）,A级;是?") == squeeze("(2025年)，Ａ级；是？")


def test_a_decomposing_character_leaves_no_blank_behind() -> None:
    assert unicodedata.normalize("NFKC", "¨").startswith(" ")
    assert " " not in squeeze("甲¨乙")


def test_folding_makes_case_width_script_and_blanks_one() -> None:
    assert fold("  Ａ級　企業\n 申報 ") == "a级 企业 申报"


def test_folding_leaves_simplified_text_alone() -> None:
    assert fold("某市企业申报条件") == "某市企业申报条件"
