"""Feedback over HTTP, the operator's queue behind a key, and the end of conversations."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from assistant.assembly import Assistant
from assistant.errors import StoreError
from assistant.service.app import create_app
from assistant.service.upkeep import upkeep
from eval.items import load_questions

from .serving import serving

KEY = "钥匙-6d0f"
ADMIN_CALLS = ("/api/v1/feedback/queue", "/api/v1/feedback/export")


@pytest.fixture(scope="module")
def guarded(assistant: Assistant) -> Iterator[str]:
    """A server with two admin keys."""
    keys = {"admin_keys": SecretStr(f"first, {KEY}"), "workbench": False}
    keyed = replace(assistant, settings=assistant.settings.model_copy(update=keys))
    with serving(create_app(assistant=keyed)) as address:
        yield address


@pytest.fixture
def admin(guarded: str) -> Iterator[httpx.Client]:
    header = {"authorization": b"Bearer " + KEY.encode()}
    with httpx.Client(base_url=guarded, timeout=30, trust_env=False, headers=header) as client:
        yield client


def ask(client: httpx.Client, question: str = "公示几个工作日？", **more: Any) -> dict[str, Any]:
    reply = client.post("/api/v1/ask", json={"question": question, **more})
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


def say_of(client: httpx.Client, answer: dict[str, Any], thumb: str, **more: Any) -> dict[str, Any]:
    body = {"answer_id": answer["answer_id"], "thumb": thumb, **more}
    reply = client.post("/api/v1/feedback", json=body)
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


def queued(admin: httpx.Client, answer: dict[str, Any]) -> dict[str, Any] | None:
    items = admin.get(ADMIN_CALLS[0], params={"limit": 500}).json()["items"]
    return next((item for item in items if item["answer_id"] == answer["answer_id"]), None)


def test_a_word_on_an_answer_is_kept_and_the_next_replaces_it(admin: httpx.Client) -> None:
    answer = ask(admin, as_of="2025-03-01")
    kept = say_of(admin, answer, "down", reasons=["incomplete", "wrong_citation"], remark="请回电13812345678")
    assert (kept["thumb"], kept["reasons"]) == ("down", ["incomplete", "wrong_citation"])
    assert kept["remark"] == "请回电〔手机号〕"
    item = queued(admin, answer)
    assert item
    assert item["why"] == ["thumbed_down"]
    assert item["as_of"] == "2025-03-01"
    assert item["feedback"] == kept
    assert item["clause_keys"] == [f"{c['document_id']}#{c['clause_id']}" for c in answer["citations"]]
    say_of(admin, answer, "up")
    assert queued(admin, answer) is None


def test_what_was_not_answered_stands_in_the_queue(admin: httpx.Client) -> None:
    outside = ask(admin, "今天天气怎么样？")
    assert outside["kind"] == "out_of_scope"
    item = queued(admin, outside)
    assert item
    assert item["why"] == ["out_of_scope"]
    assert queued(admin, ask(admin)) is None


def test_a_streamed_answer_can_be_spoken_of_too(admin: httpx.Client) -> None:
    stream = admin.post("/api/v1/chat", json={"question": "公示几个工作日？"}).text
    final = json.loads(stream.rsplit("event: final\ndata: ", 1)[1].split("\n")[0])
    say_of(admin, final, "down")
    assert queued(admin, final)


def test_nobodys_number_stands_in_the_queue(admin: httpx.Client) -> None:
    ask(admin, "我叫王小明，电话13812345678，今天天气怎么样？")
    shown = admin.get(ADMIN_CALLS[0]).text + admin.get(ADMIN_CALLS[1]).text
    assert "13812345678" not in shown
    assert "王小明" not in shown


@pytest.mark.parametrize("answer_id", ["none", "0" * 32, "../../etc", "会话"])
def test_a_word_on_no_answer_is_refused(client: httpx.Client, answer_id: str) -> None:
    reply = client.post("/api/v1/feedback", json={"answer_id": answer_id, "thumb": "up"})
    assert (reply.status_code, reply.json()["code"]) == (404, "unknown_answer")
    assert reply.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"thumb": "sideways"}, "thumb"),
        ({"thumb": None}, "thumb"),
        ({"reasons": ["ugly"]}, "reasons.0"),
        ({"reasons": "wrong"}, "reasons"),
        ({"reasons": ["wrong"] * 17}, "reasons"),
        ({"remark": "字" * 2001}, "remark"),
        ({"remark": "a\x00b"}, "remark"),
        ({"remark": 7}, "remark"),
        ({"answer_id": ""}, "answer_id"),
        ({"answer_id": None}, "answer_id"),
        ({"mood": "fine"}, "mood"),
    ],
)
def test_a_wrong_value_is_named(client: httpx.Client, wrong: dict[str, Any], field: str) -> None:
    body = {"answer_id": "0" * 32, "thumb": "down", **wrong}
    reply = client.post("/api/v1/feedback", json=body)
    assert (reply.status_code, reply.json()["code"]) == (422, "invalid_request")
    assert field in [error["field"] for error in reply.json()["errors"]]


def test_a_lone_surrogate_is_refused(client: httpx.Client) -> None:
    body = b'{"answer_id": "\\ud800", "thumb": "up", "remark": "\\ud800"}'
    reply = client.post("/api/v1/feedback", content=body, headers={"content-type": "application/json"})
    assert reply.status_code == 422


@pytest.mark.parametrize("path", ADMIN_CALLS)
def test_the_queue_is_off_until_a_key_is_set(client: httpx.Client, path: str) -> None:
    reply = client.get(path, headers={"authorization": "Bearer none"})
    assert (reply.status_code, reply.json()["code"]) == (403, "admin_off")
    assert "ASSISTANT_ADMIN_KEYS" in reply.json()["detail"]


@pytest.mark.parametrize("path", ADMIN_CALLS)
@pytest.mark.parametrize(
    "header",
    [None, "", "first", "Bearer", "Bearer wrong", "Bearer first,", "Basic first", "Bearer firstx"],
)
def test_a_wrong_key_is_refused(guarded: str, path: str, header: str | None) -> None:
    headers = {} if header is None else {"authorization": header}
    reply = httpx.get(guarded + path, headers=headers, trust_env=False)
    assert (reply.status_code, reply.json()["code"]) == (401, "wrong_key")
    assert reply.headers["www-authenticate"] == "Bearer"
    assert "first" not in reply.text


@pytest.mark.parametrize("header", [b"Bearer first", b"bearer first", b"Bearer " + KEY.encode()])
def test_each_key_opens(guarded: str, header: bytes) -> None:
    reply = httpx.get(guarded + ADMIN_CALLS[0], headers={"authorization": header}, trust_env=False)
    assert reply.status_code == 200


@pytest.mark.parametrize("limit", ["0", "501", "x", "-1"])
def test_a_limit_out_of_range_is_named(admin: httpx.Client, limit: str) -> None:
    reply = admin.get(ADMIN_CALLS[0], params={"limit": limit})
    assert reply.status_code == 422
    assert reply.json()["errors"][0]["field"] == "limit"


def test_the_export_is_read_by_the_evaluation(admin: httpx.Client, tmp_path: Path) -> None:
    answer = ask(admin, "昨天天气怎么样？")
    reply = admin.get(ADMIN_CALLS[1])
    assert reply.headers["content-type"].startswith("application/x-ndjson")
    (tmp_path / "set.jsonl").write_text(reply.text, encoding="utf-8")
    assert any(item.question == "昨天天气怎么样？" for item in load_questions(tmp_path / "set.jsonl", "tune"))
    assert answer["answer_id"] in reply.text


def test_a_conversation_can_be_deleted(admin: httpx.Client) -> None:
    answer = ask(admin, "今天天气怎么样？")
    path = f"/api/v1/sessions/{answer['session_id']}"
    gone = admin.delete(path)
    assert (gone.status_code, gone.content) == (204, b"")
    again = admin.delete(path)
    assert (again.status_code, again.json()["code"]) == (404, "unknown_session")
    assert queued(admin, answer) is None
    body = {"question": "电话呢？", "session_id": answer["session_id"]}
    assert admin.post("/api/v1/ask", json=body).json()["code"] == "unknown_session"
    late = admin.post("/api/v1/feedback", json={"answer_id": answer["answer_id"], "thumb": "up"})
    assert late.json()["code"] == "unknown_answer"


@pytest.mark.parametrize("session_id", ["none", "0" * 32, "%00", "会话"])
def test_deleting_no_conversation_is_said(client: httpx.Client, session_id: str) -> None:
    reply = client.delete(f"/api/v1/sessions/{session_id}")
    assert (reply.status_code, reply.json()["code"]) == (404, "unknown_session")


class Idle:
    """Sessions of which one is idle at each look; the second look finds the database broken."""

    def __init__(self) -> None:
        self.looks = 0

    def forget_idle(self) -> int:
        self.looks += 1
        if self.looks == 2:
            raise StoreError("坏了")
        return 1


def test_idle_conversations_are_looked_for_again_and_again(assistant: Assistant) -> None:
    idle = Idle()

    async def some_days() -> None:
        async with upkeep(replace(assistant, sessions=idle), every_s=0.01):  # type: ignore[arg-type]
            while idle.looks < 4:
                await asyncio.sleep(0.01)

    asyncio.run(asyncio.wait_for(some_days(), 10))
    assert idle.looks >= 4
