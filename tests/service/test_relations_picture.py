"""The picture of relations: whose box stands where, and names that try to be markup."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from xml.etree import ElementTree

from assistant.documents.library import Library
from assistant.documents.making import read_document
from assistant.domain.documents import Document
from assistant.service.pages.kinship import kin_of
from assistant.service.pages.picture import picture_of
from assistant.wording import say

SVG = "{http://www.w3.org/2000/svg}"
NOTICE = """云州市工业和信息化局关于申报{year}年度示范工坊的通知
云工信发〔{year}〕7号

各区县工业和信息化局：

　　依据《云州市"<b>&工坊"管理办法》（云工信规〔2020〕1号），现组织申报，请于{year}年5月20日前报送。

云州市工业和信息化局
{year}年3月2日
"""


def notice(folder: Path, year: int) -> Document:
    (path := folder / "document.txt").write_text(NOTICE.format(year=year), encoding="utf-8")
    return read_document(path, f"n{year}")


def test_rounds_stand_on_either_side_and_what_is_missing_below(tmp_path: Path) -> None:
    library = Library(tuple(notice(tmp_path, year) for year in (2025, 2026, 2027)))
    found = [(kin.side, kin.relation, kin.document_id) for kin in kin_of(library.document("n2026"), library)]
    assert found == [
        ("in", "newer_round", "n2027"),
        ("out", "older_round", "n2025"),
        ("out", "out_based_on", None),
    ]


def test_a_name_with_markup_is_drawn_as_text(tmp_path: Path) -> None:
    library = Library((notice(tmp_path, 2026),))
    drawn = picture_of(
        library.document("n2026"),
        library,
        date(2026, 4, 1),
        say=partial(say, "viewer.zh"),
        language="zh",
    )
    assert "<b>" not in drawn
    texts = [node.text or "" for node in ElementTree.fromstring(drawn).iter(f"{SVG}text")]
    assert any('"<b>&工坊"' in text for text in texts)
