"""Keys for operators: scoped, rotated, revoked at once, kept as digests; and the log of what was done with them."""

from __future__ import annotations

import hashlib
import json
import stat
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from assistant.assembly import Assistant
from assistant.cli import run
from assistant.errors import Conflict, InvalidInput, NotFound, StoreError
from assistant.service.access.audit import Audit
from assistant.service.access.keys import KeyRing, keys_file, new_key, read_keys, revoke_key, rotate_key
from assistant.service.app import create_app
from tests.service.serving import serving

NOW = datetime(2026, 11, 20, 8)
QUEUE, LEDGER, METRICS, AUDIT = (
    "/api/v1/feedback/queue",
    "/api/v1/publications",
    "/metrics",
    "/api/v1/audit",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return keys_file(tmp_path)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


@pytest.fixture(scope="module")
def server(assistant: Assistant, folder: Path) -> Iterator[str]:
    own = {"data_dir": folder, "workbench": False, "admin_keys": SecretStr(f"plain,sha256:{digest('told')}")}
    settings = assistant.settings.model_copy(update=own)
    with serving(create_app(settings, assistant=replace(assistant, settings=settings))) as address:
        yield address


def digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def status(server: str, path: str, key: str, **headers: str) -> int:
    with httpx.Client(base_url=server, trust_env=False) as client:
        return client.get(path, headers={"authorization": f"Bearer {key}", **headers}).status_code


def test_only_the_digest_is_kept_and_only_its_owner_reads_it(path: Path) -> None:
    secret, key = new_key(path, "office", ["feedback"], NOW)
    assert len(secret) > 40
    assert secret not in path.read_text()
    assert key.digest == digest(secret)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_keys(path) == (key,)


def test_a_key_serves_until_it_ends(path: Path) -> None:
    secret, _ = new_key(path, "office", ["audit"], NOW, days=1)
    ring = KeyRing((), path)
    assert ring.find(secret, NOW + timedelta(hours=23))
    assert ring.find(secret, NOW + timedelta(days=1)) is None


def test_a_rotated_key_serves_beside_the_new_one_for_a_while(path: Path) -> None:
    old, _ = new_key(path, "office", ["audit"], NOW, days=10)
    ring, later = KeyRing((), path), NOW + timedelta(days=3)
    new, key = rotate_key(path, "office", later, overlap_hours=2)
    assert key.scopes == ("audit",)
    assert key.ends == later + timedelta(days=10)
    assert ring.find(old, later + timedelta(hours=1))
    assert ring.find(old, later + timedelta(hours=2)) is None
    assert ring.find(new, later + timedelta(hours=2))


def test_a_revoked_key_ends_at_once_in_a_ring_that_is_open(path: Path) -> None:
    secret, _ = new_key(path, "office", ["audit"], NOW)
    ring = KeyRing((), path)
    assert ring.find(secret, NOW)
    revoke_key(path, "office", NOW)
    assert ring.find(secret, NOW) is None
    new_key(path, "office", ["audit"], NOW)


def test_what_cannot_be_is_refused(path: Path) -> None:
    new_key(path, "office", ["audit"], NOW)
    with pytest.raises(Conflict, match="rotate"):
        new_key(path, "office", ["audit"], NOW)
    with pytest.raises(InvalidInput, match="publish"):
        new_key(path, "other", ["everything"], NOW)
    with pytest.raises(InvalidInput):
        new_key(path, "Büro", ["audit"], NOW)
    with pytest.raises(NotFound):
        revoke_key(path, "nobody", NOW)
    path.write_text("{")
    with pytest.raises(StoreError, match=r"keys\.json"):
        read_keys(path)


@pytest.mark.parametrize("presented", ["", "a", "sha256:" + "0" * 64, "A"])
def test_nothing_but_the_key_itself_fits(path: Path, presented: str) -> None:
    ring = KeyRing(["b", f"sha256:{digest('c')}"], path)
    assert ring.find(presented, NOW) is None
    assert KeyRing((), path).find(presented, NOW) is None
    assert ring.find("b", NOW)
    assert ring.find("c", NOW)
    assert ring.find(digest("c"), NOW) is None


def test_keys_of_the_environment_open_everything_plain_or_as_a_digest(server: str) -> None:
    for key in ("plain", "told"):
        assert {status(server, path, key) for path in (QUEUE, LEDGER, AUDIT)} == {200}
    assert status(server, QUEUE, digest("told")) == 401


def test_a_key_opens_what_it_is_for(
    server: str, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(folder))
    assert run(["keys", "new", "desk", "--scope", "feedback", "--scope", "metrics"]) == 0
    key = capsys.readouterr().out.strip()
    assert (status(server, QUEUE, key), status(server, AUDIT, key)) == (200, 403)
    away = {"x-forwarded-for": "192.0.2.1"}
    assert (status(server, METRICS, key, **away), status(server, METRICS, "none", **away)) == (200, 401)
    assert status(server, METRICS, "none") == 200
    assert run(["keys", "list"]) == 0
    listed = capsys.readouterr().out
    assert "desk\tfeedback,metrics" in listed
    assert key not in listed
    assert run(["keys", "revoke", "desk"]) == 0
    assert status(server, QUEUE, key) == 401
    assert run(["keys", "revoke", "desk"]) == 2


def lines_of(folder: Path, *request_ids: str) -> list[dict[str, Any]]:
    """The log once it holds these requests: a call is entered when its reply is on its way."""
    for _ in range(100):
        text = (folder / "audit.jsonl").read_text()
        lines = [json.loads(line) for line in text.splitlines()] if text.endswith("\n") else []
        if {line["request_id"] for line in lines} >= {*request_ids}:
            return lines
        time.sleep(0.05)
    raise AssertionError(f"not in the log after 5 s: {request_ids}")


def test_the_log_tells_who_did_what_and_who_was_refused(server: str, folder: Path) -> None:
    status(server, LEDGER, "guessed", **{"x-request-id": "audit-1"})
    status(server, LEDGER, "plain", **{"x-request-id": "audit-2", "x-forwarded-for": "192.0.2.9"})
    lines = lines_of(folder, "audit-1", "audit-2")
    refused, done = (next(x for x in lines if x["request_id"] == f"audit-{n}") for n in (1, 2))
    assert (refused["by"], refused["outcome"]) == ("-", "401")
    assert (done["by"], done["outcome"], done["address"]) == (
        f"key-{digest('plain')[:8]}",
        "200",
        "192.0.2.9",
    )
    assert done["act"] == "GET /api/v1/publications"
    assert not any("plain" in line["by"] or "guessed" in str(line) for line in lines)
    with httpx.Client(base_url=server, trust_env=False) as client:
        told = client.get(AUDIT, headers={"authorization": "Bearer plain"}, params={"limit": 3}).json()
    assert [entry["request_id"] for entry in told["entries"][:2]] == ["audit-2", "audit-1"]


def test_a_line_cut_short_by_a_full_disk_is_passed_over(tmp_path: Path) -> None:
    audit = Audit(tmp_path)
    audit.enter("cli", "keys new a", "done")
    with (tmp_path / "audit.jsonl").open("a") as file:
        file.write('{"at": "2026')
    assert [entry.act for entry in audit.latest(5)] == ["keys new a"]
