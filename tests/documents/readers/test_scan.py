from __future__ import annotations

import io
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from assistant.documents.library import read_document
from assistant.documents.readers import Original, scan
from assistant.documents.readers.pdf import read_pdf
from assistant.documents.readers.scan_images import read_image
from assistant.documents.readers.scan_lines import lines_of, mean_confidence
from assistant.errors import UnreadableFile
from tests.documents.pdf_files import cjk_font, make_pdf

LINES = ("关于开展绿色企业推荐工作的通知", "申报企业应当提交真实完整的材料", "联系电话为零二三六七八九")
needs_recogniser = pytest.mark.skipif(
    scan.recogniser() is None or cjk_font() is None,
    reason="tesseract with chi_sim or a Noto CJK font is not installed (tesseract-ocr-chi-sim, fonts-noto-cjk)",
)
HEAD = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"


def table(*lines: Sequence[tuple[str, float]]) -> str:
    rows = [HEAD]
    for number, words in enumerate(lines):
        rows += [
            f"5\t1\t1\t1\t{number}\t{i}\t0\t0\t9\t9\t{conf}\t{text}" for i, (text, conf) in enumerate(words)
        ]
    return "\n".join(rows)


def picture(lines: Sequence[str] = LINES) -> Image.Image:
    image = Image.new("L", (1200, 120 + 90 * len(lines)), 255)
    pen = ImageDraw.Draw(image)
    font = ImageFont.truetype(cjk_font() or "", 44)
    for number, line in enumerate(lines):
        pen.text((80, 60 + 90 * number), line, 0, font)
    return image


def encoded(kind: str, *images: Image.Image) -> bytes:
    out = io.BytesIO()
    more = {"save_all": True, "append_images": images[1:]} if len(images) > 1 else {}
    images[0].save(out, kind, **more)
    return out.getvalue()


def soon() -> float:
    return time.monotonic() + 60


def likeness(original: Original, lines: Sequence[str] = LINES) -> float:
    return sum(c in original.text for line in lines for c in line) / sum(map(len, lines))


def test_words_are_joined_without_blanks_but_between_latin_ones() -> None:
    (line,) = lines_of(table([("按照", 90), ("ISO", 96), ("14001", 96), ("标准", 90)]))
    assert line.text == "按照ISO 14001标准"
    assert line.confidence == pytest.approx(0.94, abs=0.001)


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("—、总体要求", "一、总体要求"),
        ("(—)基本条件", "（一）基本条件"),
        ("《一）推荐程序", "（一）推荐程序"),
        ("2》各市州", "2.各市州"),
        ("某工信【2026]18号", "某工信〔2026〕18号"),
        ("按照GB/T 36132一2018开展", "按照GB/T 36132—2018开展"),
        ("单位:某某,电话:某", "单位：某某，电话：某"),
        ("管理中心(EMS)，第三方", "管理中心（EMS），第三方"),
        ("a (b) c, d", "a (b) c, d"),
        ("第一条", "第一条"),
    ],
)
def test_signs_that_look_alike_are_read_as_official_texts_write_them(seen: str, meant: str) -> None:
    assert lines_of(table([(seen, 90)]))[0].text == meant


def test_specks_are_no_words() -> None:
    assert lines_of(table([("|", 40)], [("~", 20)], [("正文", 90)]))[0].text == "正文"
    assert mean_confidence([]) == 0.0


@needs_recogniser
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP"])
def test_a_picture_is_read_with_its_confidence(kind: str) -> None:
    original = read_image(encoded(kind, picture()), "scan", deadline=soon())
    assert likeness(original) > 0.9
    assert original.media_type == f"image/{kind.lower()}"
    assert len(original.recognised) == len(original.text.splitlines())
    assert all(0.5 < r.confidence <= 1 for r in original.recognised)
    assert "置信度" in original.warnings[0]


@needs_recogniser
def test_each_frame_of_a_picture_is_a_page() -> None:
    data = encoded("TIFF", picture(), picture(LINES[::-1]))
    original = read_image(data, "scan.tif", deadline=soon())
    assert len(original.page_starts) == 2
    assert original.page_starts[1] > 20


@needs_recogniser
def test_a_picture_on_its_side_is_turned() -> None:
    lines = [*LINES, *LINES, *LINES]
    data = encoded("PNG", picture(lines).rotate(90, expand=True))
    assert likeness(read_image(data, "side.png", deadline=soon()), lines) > 0.8


@needs_recogniser
def test_a_scanned_pdf_becomes_a_document_whose_words_are_marked(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(encoded("PDF", picture()))
    document = read_document(path, "scan")
    assert document.recognised
    assert document.recognised[-1].span.end <= len(document.text)
    assert document.clauses[0].page == 1


@needs_recogniser
def test_a_blank_picture_holds_no_words() -> None:
    with pytest.raises(UnreadableFile, match="没有识别出文字"):
        read_image(encoded("PNG", Image.new("L", (600, 600), 255)), "blank.png", deadline=soon())


@needs_recogniser
def test_pages_that_the_time_leaves_unread_are_named() -> None:
    data = make_pdf([["某某通知的正文"], []])
    original = read_pdf(data, "n.pdf", deadline=time.monotonic() - 1)
    assert "第 2 页来不及识别" in original.warnings[0]


def test_without_the_recogniser_a_scan_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    scan.recogniser.cache_clear()
    try:
        with pytest.raises(UnreadableFile, match="tesseract-ocr-chi-sim"):
            read_image(encoded("PNG", Image.new("L", (60, 60), 255)), "n.png", deadline=soon())
        with pytest.raises(UnreadableFile, match=r"OCR.*tesseract-ocr-chi-sim"):
            read_pdf(make_pdf([[]]), "n.pdf")
        assert "第 2 页没有可用的文字层" in read_pdf(make_pdf([["某某正文"], []]), "n.pdf").warnings[0]
    finally:
        scan.recogniser.cache_clear()
