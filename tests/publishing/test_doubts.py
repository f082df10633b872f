from __future__ import annotations

from pathlib import Path

import pytest

from assistant.documents.making import make_document, read_document
from assistant.documents.readers import Original
from assistant.documents.sidecar import Sidecar
from assistant.domain.documents import Document, Recognised, Span
from assistant.publishing.doubts import Doubt, doubts_of

from .made import MEASURE, NOTICE


def made(folder: Path, text: str) -> Document:
    path = folder / "x.txt"
    path.write_text(text, encoding="utf-8")
    return read_document(path, "x")


def codes(doubts: tuple[Doubt, ...]) -> list[str]:
    return [doubt.code for doubt in doubts]


@pytest.mark.parametrize("text", [MEASURE, NOTICE])
def test_nothing_is_doubtful_about_a_plain_document(tmp_path: Path, text: str) -> None:
    assert doubts_of(made(tmp_path, text)) == ()


def test_a_missing_article_is_named(tmp_path: Path) -> None:
    lines = [line for line in MEASURE.splitlines() if not line.startswith("第二条")]
    found = doubts_of(made(tmp_path, "\n".join(lines)))
    assert codes(found) == ["gap"]
    assert "第一条之后缺编号 2" in found[0].text and found[0].clause_id == "art3"


def test_a_number_that_stands_twice_is_named(tmp_path: Path) -> None:
    found = doubts_of(made(tmp_path, MEASURE.replace("第三条", "第二条")))
    assert codes(found) == ["double"]


def test_a_list_that_begins_anew_is_no_gap(tmp_path: Path) -> None:
    more = (
        "三、申报材料\n（一）申请书；\n（二）承诺书。\n四、程序\n（一）申报；\n（二）审查；\n（三）公布。\n"
    )
    assert doubts_of(made(tmp_path, NOTICE.replace("联系人", more + "联系人"))) == ()


def test_an_annex_that_is_named_but_not_there_is_named(tmp_path: Path) -> None:
    listed = NOTICE.replace("某市工业局\n2031年", "附件：节水企业申报表\n某市工业局\n2031年")
    found = doubts_of(made(tmp_path, listed))
    assert codes(found) == ["annex"] and "节水企业申报表" in found[0].text
    printed = listed + "附件\n节水企业申报表\n企业名称\n联系电话\n"
    assert "annex" not in codes(doubts_of(made(tmp_path, printed)))


def test_what_the_text_does_not_say_is_named(tmp_path: Path) -> None:
    bare = NOTICE.replace("某工节〔2031〕12号\n", "").replace("某市工业局\n2031年3月1日\n", "")
    found = codes(doubts_of(made(tmp_path, bare)))
    assert "no_number" in found and "no_date" in found


def test_recognised_text_is_named_with_its_confidence() -> None:
    half = len(NOTICE) // 2
    pieces = (
        Recognised(span=Span(0, half), confidence=0.9),
        Recognised(span=Span(half, half * 2), confidence=0.7),
    )
    original = Original(text=NOTICE, media_type="image/png", recognised=pieces, warnings=("第 3 页未读。",))
    document = make_document(original, "x", file_name="x.png", sha256="0" * 64, sidecar=Sidecar())
    found = doubts_of(document)
    assert codes(found)[:2] == ["unread", "recognised"]
    assert "80%" in found[1].text
