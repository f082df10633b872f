"""Files made to harm: each is refused in a sentence, in time, and leaves nothing behind."""

from __future__ import annotations

import io
import random
import sys
import tempfile
import time
import zipfile
import zlib
from pathlib import Path

import pytest

from assistant.documents.readers.worker import Limits, read_bytes
from assistant.errors import UnreadableFile
from tests.documents.pdf_files import draw_pdf, make_pdf

QUICK = Limits(wall_s=20, cpu_s=15)
TEXT = "某市某局关于开展某事的通知\n一、申报对象\n本市企业。\n"
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="word/document.xml"/></Relationships>'
)
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx(document: str, **more: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("[Content_Types].xml", '<?xml version="1.0"?><Types/>')
        container.writestr("_rels/.rels", RELATIONS)
        container.writestr("word/document.xml", document)
        for name, data in more.items():
            container.writestr(name, data)
    return out.getvalue()


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    size = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([1, 0, 0, 0, 0])
    pixels = zlib.compress(bytes(min((width // 8 + 1) * height, 10_000_000)), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def pdf_of_zeros() -> bytes:
    """A page whose content unpacks to 400 MB of operators."""
    squeezer = zlib.compressobj(6)
    body = b"".join(squeezer.compress(b"q " * 500_000) for _ in range(400)) + squeezer.flush()
    objects = [
        b"1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n",
        b"2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj\n",
        b"3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >> endobj\n",
        b"4 0 obj << /Length %d /Filter /FlateDecode >> stream\n%s\nendstream endobj\n" % (len(body), body),
    ]
    return b"%PDF-1.7\n" + b"".join(objects) + b"trailer << /Root 1 0 R /Size 5 >>\nstartxref\n0\n%%EOF"


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "哈哈哈哈">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
    + f']><w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>&j;</w:t></w:r></w:p></w:body></w:document>'
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>'
)


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("empty.pdf", b"", "空的"),
        ("blank.txt", b" \n\t", "空的"),
        ("laughs.docx", docx(LAUGHS), "实体"),
        ("outside.docx", docx(OUTSIDE), "实体"),
        ("zeros.docx", docx(f"<a>{' ' * 60_000_000}</a>"), "压缩比"),
        ("parts.docx", docx("<a/>", **{f"word/{i}.xml": b"" for i in range(6000)}), "组成部分"),
        ("cut.docx", docx("<a/>")[:-40], "损坏"),
        ("no.ofd", docx("<a/>").replace(b"word/document.xml", b"OFD.xml/cument.xml"), "请"),
        ("cut.pdf", make_pdf([["某某"]])[:-60], "损坏|不完整"),
        ("bare.pdf", b"%PDF-1.7\n", "损坏"),
        ("pixels.png", png(60_000, 60_000), "像素"),
        ("cut.png", png(200, 200)[:60], "请"),
        ("other.exe", b"MZ" + bytes(range(256)) * 40, "编码"),
        ("packed.rar", b"Rar!\x1a\x07\x00" + bytes(200), "压缩包"),
        ("bad.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "请"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)
def test_a_harmful_or_broken_file_is_refused_in_a_sentence(name: str, data: bytes, why: str) -> None:
    began = time.monotonic()
    with pytest.raises(UnreadableFile, match=why) as refusal:
        read_bytes(data, name, limits=QUICK)
    assert name in str(refusal.value)
    assert "请" in str(refusal.value)
    assert time.monotonic() - began < QUICK.wall_s


def test_a_file_above_the_size_is_refused_before_anything_is_started() -> None:
    began = time.monotonic()
    with pytest.raises(UnreadableFile, match="200 MB，超过上限 50 MB"):
        read_bytes(bytes(200 * 1024 * 1024), "large.pdf")
    assert time.monotonic() - began < 1


def test_a_content_that_unpacks_to_more_than_the_memory_does_no_harm() -> None:
    limits = Limits(memory_bytes=400 * 1024 * 1024, wall_s=20, cpu_s=10)
    with pytest.raises(UnreadableFile, match=r"zeros\.pdf"):
        read_bytes(pdf_of_zeros(), "zeros.pdf", limits=limits)


def test_the_wall_time_ends_a_reading() -> None:
    with pytest.raises(UnreadableFile, match=r"超过 0 秒"):
        read_bytes(TEXT.encode(), "slow.txt", limits=Limits(wall_s=0.01))


def test_the_memory_ends_a_reading() -> None:
    limits = Limits(memory_bytes=60 * 1024 * 1024)
    with pytest.raises(UnreadableFile, match=r"内存|中止"):
        read_bytes(TEXT.encode() * 400_000, "huge.txt", limits=limits)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks /proc")
def test_nothing_stays_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for name, data in (("n.txt", TEXT.encode()), ("cut.pdf", b"%PDF-1.7 cut"), ("bad.doc", b"{\\rtf1 x}")):
        try:
            read_bytes(data, name, limits=QUICK)
        except UnreadableFile:
            continue
    assert list(tmp_path.iterdir()) == []
    commands = [folder / "cmdline" for folder in Path("/proc").iterdir() if folder.name.isdigit()]
    assert not [c for c in commands if c.exists() and str(tmp_path).encode() in c.read_bytes()]


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/passwd",
        "..\\..\\windows\\a.txt",
        "a\x00b.txt",
        "a\nb.txt",
        "x" * 5000 + ".txt",
        "",
        "/",
        "CON",
    ],
)
def test_a_name_is_never_a_path(name: str, tmp_path: Path) -> None:
    before = sorted(Path.cwd().iterdir())
    assert read_bytes(TEXT.encode(), name, limits=QUICK).text == TEXT
    with pytest.raises(UnreadableFile) as refusal:
        read_bytes(b"\x00" * 400, name, limits=QUICK)
    assert not set("/\\\x00\n") & set(str(refusal.value).split("（")[0])
    assert len(str(refusal.value)) < 400
    assert sorted(Path.cwd().iterdir()) == before


def test_the_content_decides_and_a_wrong_suffix_is_told() -> None:
    original = read_bytes(make_pdf([["某某通知的正文"]]), "notice.txt", limits=QUICK)
    assert original.media_type == "application/pdf"
    assert "后缀为 .txt" in original.warnings[0]
    page = f"<!DOCTYPE html><html><body><article><p>{TEXT * 5}</p></article></body></html>"
    assert read_bytes(page.encode(), "notice.pdf", limits=QUICK).media_type == "text/html"


def test_scripts_of_a_page_are_no_text() -> None:
    page = (
        "<!DOCTYPE html><html><head><script>fetch('http://127.0.0.1:9/x')</script></head><body onload='x()'>"
        f"<h1>某市某局关于开展某事的通知</h1><p>{'一、申报对象为本市企业。' * 6}</p><script>alert(1)</script>"
        "<img src='http://127.0.0.1:9/y' onerror='z()'></body></html>"
    )
    text = read_bytes(page.encode(), "n.html", limits=QUICK).text
    assert "申报对象" in text
    assert not [word for word in ("fetch", "alert", "onload", "onerror", "127.0.0.1") if word in text]


def test_the_worker_knows_no_secret_of_the_operator(monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.documents.readers.worker import _environment

    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    assert "secret" not in str(_environment(Path("/tmp")))


@pytest.mark.parametrize("seed", range(6))
def test_a_reading_of_broken_bytes_ends_in_a_text_or_a_refusal(seed: int) -> None:
    dice = random.Random(seed)
    for data in (bytearray(draw_pdf([[]])), bytearray(docx("<a/>")), bytearray(png(64, 64))):
        for _ in range(30):
            data[dice.randrange(8, len(data))] = dice.randrange(256)
        try:
            read_bytes(bytes(data), "broken", limits=QUICK)
        except UnreadableFile as refusal:
            assert "broken" in str(refusal)
