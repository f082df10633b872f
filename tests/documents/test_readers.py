from __future__ import annotations

import random
from pathlib import Path

import pytest

from assistant.documents.library import load_library
from assistant.documents.making import read_document
from assistant.documents.readers import Original, read_file
from assistant.errors import UnreadableFile
from tests.documents.pdf_files import encrypt, make_pdf

TEXT = "某市某局关于开展某事的通知\n各单位：\n一、申报对象\n本市企业。\n"
PAGES = (
    (
        "某市某局关于开展某事的通知",
        "某经信发〔2024〕7号",
        "各区县、各单位：",
        "一、申报对象",
        "在本市登记注册的企业。",
        "— 1 —",
    ),
    (
        "二、申报程序",
        "（一）企业申报。企业于2024年6月20日前在平台填报。",
        "（二）区县推荐。各区县审核材料。",
        "— 2 —",
    ),
    ("三、其他要求", "企业对材料的真实性负责。", "某市某局", "2024年5月6日", "3"),
)


def written(folder: Path, data: bytes, name: str = "notice.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def read(folder: Path, data: bytes, name: str = "notice.txt") -> Original:
    return read_file(written(folder, data, name))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_each_usual_encoding_gives_the_same_text(tmp_path: Path, encoding: str) -> None:
    assert read(tmp_path, TEXT.encode(encoding)).text == TEXT


@pytest.mark.parametrize(("mark", "encoding"), [(b"\xfe\xff", "utf-16-be"), (b"\xff\xfe", "utf-16-le")])
def test_both_byte_orders_of_utf_16_are_read(tmp_path: Path, mark: bytes, encoding: str) -> None:
    assert read(tmp_path, mark + TEXT.encode(encoding)).text == TEXT


def test_a_guessed_encoding_is_told(tmp_path: Path) -> None:
    assert "GB18030" in read(tmp_path, TEXT.encode("gb18030")).warnings[0]
    assert read(tmp_path, TEXT.encode()).warnings == ()


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_of_other_systems_become_one_form(tmp_path: Path, end: str) -> None:
    assert read(tmp_path, TEXT.replace("\n", end).encode()).text == TEXT


def test_markdown_is_known_by_its_name(tmp_path: Path) -> None:
    assert read(tmp_path, TEXT.encode(), "notice.MD").media_type == "text/markdown"
    assert read(tmp_path, TEXT.encode()).media_type == "text/plain"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \r\n\t ",
        "\ufeff".encode(),
        "\u3000\n\u3000".encode(),
        b"\xff\xfe" + TEXT.encode("utf-16-le") + b"x",
        b"\xef\xbb\xbf\xff\xff\xff",
        b"\x00" * 400,
        bytes(range(256)) * 30,
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8,
        b"PK\x03\x04" + bytes(range(1, 255)) * 8,
        random.Random(7).randbytes(5000),
    ],
    ids=["empty", "blank", "mark", "wide", "odd16", "bad8", "zeros", "range", "png", "zip", "random"],
)
def test_what_is_no_text_is_refused_with_advice(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"notice\.txt.*请"):
        read(tmp_path, data)


def test_text_in_the_traditional_taiwan_encoding_is_not_read_as_garbage(tmp_path: Path) -> None:
    text = "某市某局關於開展綠色企業申報工作的通知，請各單位按照要求於期限內完成資料報送。" * 5
    with pytest.raises(UnreadableFile, match="UTF-8"):
        read(tmp_path, text.encode("big5"))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"absent\.txt"):
        read_file(tmp_path / "absent.txt")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        read_file(tmp_path)


def test_pages_of_a_pdf_are_kept_on_the_clauses(tmp_path: Path) -> None:
    document = read_document(written(tmp_path, make_pdf(PAGES), "notice.pdf"), "notice")
    assert document.media_type == "application/pdf"
    assert {c.label: c.page for c in document.clauses if c.kind == "heading"} == {
        "一": 1,
        "二": 2,
        "二（一）": 2,
        "二（二）": 2,
        "三": 3,
    }
    assert document.number == "某经信发〔2024〕7号"


def test_page_numbers_of_a_pdf_are_furniture(tmp_path: Path) -> None:
    document = read_document(written(tmp_path, make_pdf(PAGES), "notice.pdf"), "notice")
    assert [document.text[a:b] for a, b in document.furniture] == ["— 1 —", "— 2 —", "3"]


def test_a_pdf_is_known_by_its_content_and_not_by_its_name(tmp_path: Path) -> None:
    assert read(tmp_path, make_pdf(PAGES), "notice.txt").media_type == "application/pdf"


def test_a_sentence_torn_by_a_page_of_a_pdf_is_whole_again(tmp_path: Path) -> None:
    torn = (
        (
            "某市某局关于某事的通知",
            "一、要求",
            "企业应当在规定的期限内通过平台如实填报各项指标，上传证明材料，不得隐",
        ),
        ("瞒事实、提供虚假材料。", "二、其他"),
    )
    document = read_document(written(tmp_path, make_pdf(torn), "n.pdf"), "torn")
    (clause,) = [c for c in document.clauses if c.kind == "paragraph"]
    assert clause.text.endswith("不得隐瞒事实、提供虚假材料。")
    assert (len(clause.spans), clause.page) == (2, 1)


def test_radicals_that_look_like_characters_are_read_as_characters(tmp_path: Path) -> None:
    assert "一、二、工" in read(tmp_path, make_pdf([["⼀、⼆、⼯"]]), "n.pdf").text


def test_a_pdf_without_text_layer_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="OCR"):
        read(tmp_path, make_pdf([[], []]), "scan.pdf")


def test_a_page_without_text_is_told(tmp_path: Path) -> None:
    assert "第 2 页" in read(tmp_path, make_pdf([["甲"], [], ["乙"]]), "n.pdf").warnings[0]


@pytest.mark.parametrize("part", [0.02, 0.2, 0.5, 0.9, 0.99])
def test_a_truncated_pdf_is_refused_or_read_but_never_crashes(tmp_path: Path, part: float) -> None:
    data = make_pdf(PAGES)
    try:
        read(tmp_path, data[: int(len(data) * part)], "cut.pdf")
    except UnreadableFile as error:
        assert "cut.pdf" in str(error)


@pytest.mark.parametrize("seed", range(12))
def test_a_pdf_with_broken_bytes_is_refused_or_read_but_never_crashes(tmp_path: Path, seed: int) -> None:
    dice, data = random.Random(seed), bytearray(make_pdf(PAGES))
    for _ in range(40):
        data[dice.randrange(8, len(data))] = dice.randrange(256)
    try:
        read(tmp_path, bytes(data), "broken.pdf")
    except UnreadableFile as error:
        assert "broken.pdf" in str(error)


def test_a_damaged_pdf_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="损坏"):
        read(tmp_path, b"%PDF-1.7\nnothing follows", "bad.pdf")


def test_a_pdf_under_a_password_says_that_it_is_encrypted(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="加密"):
        read(tmp_path, encrypt(make_pdf(PAGES), "secret"), "locked.pdf")


def test_a_pdf_that_only_restricts_printing_is_read(tmp_path: Path) -> None:
    assert "申报对象" in read(tmp_path, encrypt(make_pdf(PAGES), ""), "open.pdf").text


def test_one_bad_pdf_does_not_keep_the_others_out(tmp_path: Path) -> None:
    written(tmp_path, make_pdf(PAGES), "good-notice.pdf")
    written(tmp_path, make_pdf([[]]), "scan.pdf")
    written(tmp_path, encrypt(make_pdf(PAGES), "secret"), "locked.pdf")
    loaded = load_library(tmp_path)
    assert [document.id for document in loaded.documents] == ["good-notice"]
    assert [problem.path for problem in loaded.problems] == ["locked.pdf", "scan.pdf"]
