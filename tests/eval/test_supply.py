"""The versions for deployment name everything that the program asks for, and reports of weaknesses are read right."""

from __future__ import annotations

import re

import pytest

from eval.supply import LOCK, audit, named, read_audit, unlocked


def test_every_dependency_is_locked_with_the_digests_of_its_files() -> None:
    text = LOCK.read_text(encoding="utf-8")
    assert unlocked(text) == []
    assert len(named(text)) > 100
    assert all("--hash=sha256:" in entry for entry in re.split(r"^(?=[a-z0-9])", text, flags=re.M)[1:])


def test_a_weak_package_is_named_with_what_mends_it() -> None:
    weak = {"name": "a", "version": "1.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.1", "2.0"]}]}
    sound = {"name": "b", "version": "1.0", "vulns": []}
    found = read_audit({"dependencies": [weak, sound, {"name": "c", "skip_reason": "unknown"}]})
    assert (found.asked, found.unknown) == (2, 1)
    assert found.weak == ("a 1.0: PYSEC-1, mended in 1.1, 2.0",)


def test_without_the_index_nothing_is_audited_and_nothing_fails(capsys: pytest.CaptureFixture[str]) -> None:
    assert audit("http://127.0.0.1:9/pypi/pip/json") == 0
    assert "nothing was audited" in capsys.readouterr().out
