from __future__ import annotations

import io
import zipfile

import pytest

from assistant.documents.readers.kinds import Kind, kind_of, safe_name, suffix_warning
from assistant.errors import UnreadableFile


def container(*parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as written:
        for part in parts:
            written.writestr(part, "x")
    return out.getvalue()


def compound(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le") + bytes(504)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"\r\n\r\n%PDF-1.4\n", "pdf"),
        (container("word/document.xml"), "docx"),
        (compound("WordDocument"), "office"),
        (b"{\\rtf1\\ansi x}", "office"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w/>', "office"),
        (b"<!DOCTYPE html><html></html>", "html"),
        (b"\xef\xbb\xbf\r\n<html lang='zh'>", "html"),
        (b"<!-- saved from url -->\n<HTML>", "html"),
        ("<!DOCTYPE html><html>".encode("utf-16"), "html"),
        (b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0">', "html"),
        (b"\x89PNG\r\n\x1a\n....", "image"),
        (b"\xff\xd8\xff\xe0", "image"),
        (b"II*\x00....", "image"),
        ("关于某事的通知 <某某>".encode(), "text"),
        (b"# Title\n\n<br>", "text"),
        (b"BM is a word", "text"),
    ],
)
@pytest.mark.parametrize("name", ["notice", "notice.txt", "notice.pdf", "notice.docx"])
def test_the_content_tells_the_kind_whatever_the_name(data: bytes, kind: Kind, name: str) -> None:
    assert kind_of(data, name) == kind


@pytest.mark.parametrize(
    ("data", "advice"),
    [
        (container("OFD.xml", "Doc_0/Document.xml"), "OFD.*导出为 PDF"),
        (container("xl/workbook.xml"), "电子表格"),
        (container("ppt/presentation.xml"), "演示文稿"),
        (container("content.xml", "mimetype"), "OpenDocument.*另存为"),
        (container("a.txt"), "压缩包.*解压"),
        (b"Rar!\x1a\x07", "压缩包.*解压"),
        (b"\x1f\x8b\x08", "压缩包.*解压"),
        (compound("Workbook"), "电子表格"),
        (compound("EncryptedPackage"), "已加密"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "MHT.*另存为"),
    ],
)
def test_what_is_not_read_is_refused_with_advice(data: bytes, advice: str) -> None:
    with pytest.raises(UnreadableFile, match=advice):
        kind_of(data, "n.docx")


def test_a_fragment_of_a_page_is_one_if_it_is_named_so() -> None:
    assert kind_of("<p>某某</p>".encode(), "n.html") == "html"
    assert kind_of("只有文字".encode(), "n.html") == "text"


def test_markdown_may_begin_with_markup() -> None:
    assert kind_of(b"<div align=center>\n\n# Title", "n.md") == "text"


@pytest.mark.parametrize("name", ["notice", "notice.pdf", "某某.2026", "notice.PDF", "n.unknown"])
def test_a_right_or_unknown_suffix_needs_no_warning(name: str) -> None:
    assert suffix_warning("pdf", name) is None


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a/b\\c.pdf", "c.pdf"),
        ("..", "未命名文件"),
        ("", "未命名文件"),
        ("a\u202eb.txt", "ab.txt"),
        ("通知.pdf", "通知.pdf"),
    ],
)
def test_a_name_keeps_its_last_part_without_tricks(given: str, kept: str) -> None:
    assert safe_name(given) == kept
