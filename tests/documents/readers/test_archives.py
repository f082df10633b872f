from __future__ import annotations

import io
import zipfile

import pytest

from assistant.documents.readers.archives import ArchiveLimits, open_archive
from assistant.errors import UnreadableFile

LAUGHS = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>'


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as container:
        for name, data in parts.items():
            container.writestr(name, data)
    return out.getvalue()


def test_parts_are_read_by_name() -> None:
    archive = open_archive(packed({"a.xml": b"<a/>", "b.bin": b"b"}), "n.docx")
    assert archive.names == ("a.xml", "b.bin")
    assert archive.read_xml("a.xml") == b"<a/>"
    assert "b.bin" in archive
    assert "c" not in archive
    archive.check_all()


def test_a_missing_part_is_named() -> None:
    with pytest.raises(UnreadableFile, match=r"n\.docx.*word/document\.xml"):
        open_archive(packed({"a": b""}), "n.docx").read("word/document.xml")


def test_a_part_that_unpacks_to_far_more_than_it_takes_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="压缩比"):
        open_archive(packed({"word/document.xml": bytes(20_000_000)}), "bomb.docx")


def test_all_parts_together_are_bounded() -> None:
    data = packed({str(i): bytes(1000) for i in range(20)})
    with pytest.raises(UnreadableFile, match="解压后"):
        open_archive(data, "bomb.docx", ArchiveLimits(total_bytes=10_000))


def test_the_number_of_parts_is_bounded() -> None:
    data = packed({str(i): b"" for i in range(20)})
    with pytest.raises(UnreadableFile, match="20 个组成部分"):
        open_archive(data, "bomb.docx", ArchiveLimits(entries=10))


def test_a_part_that_lies_about_its_size_is_not_unpacked_beyond_it() -> None:
    data = packed({"a.bin": bytes(5_000_000)})
    lying = data.replace((5_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != data
    with pytest.raises(UnreadableFile, match="损坏"):
        open_archive(lying, "lying.docx").read("a.bin")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_entities_are_refused_in_every_encoding_of_office_files(encoding: str) -> None:
    archive = open_archive(packed({"word/document.xml": LAUGHS.encode(encoding)}), "laughs.docx")
    with pytest.raises(UnreadableFile, match="实体"):
        archive.check_all()


def test_an_encoding_that_could_hide_entities_is_refused() -> None:
    xml = '<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a>'.encode("ascii")
    with pytest.raises(UnreadableFile, match="编码"):
        open_archive(packed({"a.xml": xml}), "odd.docx").read_xml("a.xml")


# Named, since a container's bytes hold the time it was made at.
@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04", b"PK\x03\x04" + bytes(100), packed({"a": b"b"})[:-10]],
    ids=["empty", "head only", "head and zeros", "cut off"],
)
def test_what_is_no_container_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="损坏"):
        open_archive(data, "cut.docx")
