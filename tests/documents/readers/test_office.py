from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from assistant.documents.readers import read_file
from assistant.documents.readers.office import converter, read_office
from assistant.errors import UnreadableFile

LINES = ("某市某局关于开展某事的通知", "某经信发〔2026〕7号", "一、申报对象", "在本市登记注册的企业。")
RTF = (
    "{\\rtf1\\ansi\\uc1 " + "\\par ".join("".join(f"\\u{ord(c)}?" for c in line) for line in LINES) + "}"
).encode()
needs_libreoffice = pytest.mark.skipif(
    converter() is None, reason="LibreOffice is not installed (libreoffice-writer-nogui)"
)


@needs_libreoffice
def test_rich_text_is_read(tmp_path: Path) -> None:
    path = tmp_path / "n.rtf"
    path.write_bytes(RTF)
    original = read_file(path)
    assert original.text.splitlines() == list(LINES)
    assert original.media_type == "application/rtf"


@needs_libreoffice
@pytest.mark.parametrize("name", ["n.doc", "n.wps"])
def test_an_old_word_file_is_read_also_under_the_name_of_another_program(tmp_path: Path, name: str) -> None:
    (tmp_path / "made.rtf").write_bytes(RTF)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(converter()), profile, "--headless", "--convert-to", "doc:MS Word 97"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), str(tmp_path / "made.rtf")], check=True, capture_output=True
    )
    path = (tmp_path / "made.doc").rename(tmp_path / name)
    original = read_file(path)
    assert original.text.splitlines() == list(LINES)
    assert original.warnings == ()


def test_without_libreoffice_the_file_is_refused_with_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(UnreadableFile, match=r"n\.doc.*LibreOffice.*另存为 \.docx 或 PDF"):
        read_office(RTF, "n.doc")
