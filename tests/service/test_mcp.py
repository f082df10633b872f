"""The Model Context Protocol door, called by the official client over HTTP and stdio, and by LangChain."""

from __future__ import annotations

import asyncio
import json
import logging
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters
from mcp.shared.exceptions import MCPError
from mcp_types import CallToolResult

from assistant.assembly import Assistant
from assistant.service.app import create_app
from assistant.service.mcp.hosts import allowed_hosts, stranger
from assistant.service.mcp.tools import TOOLS
from assistant.service.wire.answers import AnswerOut
from assistant.settings import Settings
from assistant.wording import words

from .serving import serving

DAY = "2026-03-01"
PROMISED = {
    "ask_policy",
    "search_policy",
    "get_clause",
    "list_schemes",
    "check_eligibility",
    "list_deadlines",
}
# The adapters (0.3) ask for the protocol's library below 2, which cannot lie beside ours: they run in a Python of
# their own, and so stand for every client of the older library.
ADAPTERS = os.environ.get("LANGCHAIN_MCP_PYTHON", "")
LANGCHAIN = """
import asyncio, json, sys
from langchain_mcp_adapters.client import MultiServerMCPClient
async def main():
    place = {"transport": "streamable_http", "url": sys.argv[1]}
    tools = {tool.name: tool for tool in await MultiServerMCPClient({"policy": place}).get_tools()}
    answer = await tools["ask_policy"].ainvoke(json.loads(sys.argv[2]))
    text = answer if isinstance(answer, str) else answer[0]["text"]
    print(json.dumps([sorted(tools), text]))
asyncio.run(main())
"""
QUESTION = {"question": "公示要几天？", "as_of": DAY}


def with_client(place: Any, work: Callable[[Client], Awaitable[Any]], **options: Any) -> Any:
    async def run() -> Any:
        async with Client(place, **options) as client:
            return await work(client)

    return asyncio.run(run())


def called(server: str, tool: str, **arguments: Any) -> CallToolResult:
    found = with_client(f"{server}/mcp", lambda client: client.call_tool(tool, arguments))
    assert isinstance(found, CallToolResult)
    return found


def given(server: str, tool: str, **arguments: Any) -> dict[str, Any]:
    result = called(server, tool, **arguments)
    assert not result.is_error, result.content
    assert isinstance(result.structured_content, dict)
    return result.structured_content


def complaint(server: str, tool: str, **arguments: Any) -> str:
    result = called(server, tool, **arguments)
    assert result.is_error and result.structured_content is None
    text: str = result.content[0].text  # type: ignore[union-attr]
    assert "Traceback" not in text and "Error" not in text
    return text


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_tools_are_described_with_schemas_for_what_they_take_and_give(server: str, mode: str) -> None:
    listed = with_client(f"{server}/mcp", lambda client: client.list_tools(), mode=mode).tools
    assert {tool.name for tool in listed} >= PROMISED
    for tool in listed:
        assert tool.annotations.read_only_hint and not tool.annotations.destructive_hint
        assert "as_of" in tool.input_schema["properties"]
        assert tool.input_schema["additionalProperties"] is False
        assert tool.output_schema["type"] == "object"
        assert all(given["description"] for given in tool.input_schema["properties"].values())


def test_every_tool_and_argument_has_its_words_and_none_is_left_over() -> None:
    told = words("mcp")
    assert list(told["tools"]) == [tool.name for tool in TOOLS]
    assert set(told["arguments"]) == {name for tool in TOOLS for name in tool.takes.model_fields}


def test_an_answer_is_the_same_as_at_the_api(server: str, client: httpx.Client) -> None:
    over_mcp = given(server, "ask_policy", **QUESTION)
    over_http = client.post("/api/v1/ask", json=QUESTION).json()
    own = ("session_id", "answer_id")
    assert {k: v for k, v in over_mcp.items() if k not in own} == {
        k: v for k, v in over_http.items() if k not in own
    }
    assert AnswerOut.model_validate(over_mcp).citations


def test_older_clients_read_the_same_object_as_text(server: str) -> None:
    result = called(server, "ask_policy", **QUESTION)
    assert json.loads(result.content[0].text) == result.structured_content  # type: ignore[union-attr]


def test_a_conversation_goes_on_by_its_session(server: str) -> None:
    first = given(server, "ask_policy", **QUESTION)
    second = given(server, "ask_policy", question="那谁来公示？", session_id=first["session_id"], as_of=DAY)
    assert second["session_id"] == first["session_id"]


def test_a_clause_found_by_search_is_read_by_id_and_by_label(server: str) -> None:
    hit = given(server, "search_policy", query="公示", limit=1, as_of=DAY)["results"][0]
    wanted = {"document_id": hit["document_id"], "as_of": DAY}
    clause = given(server, "get_clause", clause_id=hit["clause_id"], **wanted)
    assert clause["text"] == hit["quote"] and clause["status"] == hit["status"]
    assert given(server, "get_clause", clause_id=clause["label"], **wanted)["id"] == clause["id"]


def test_a_scheme_names_the_facts_that_a_check_takes(server: str) -> None:
    listed = given(server, "list_schemes", as_of=DAY)["schemes"]
    assert listed and all(scheme["facts"] is None for scheme in listed)
    one = given(server, "list_schemes", scheme_id=listed[0]["id"], as_of=DAY)["schemes"][0]
    assert one["facts"][0]["question"]
    told = {fact["name"]: None for fact in one["facts"]}
    report = given(server, "check_eligibility", scheme_id=one["id"], facts=told, as_of=DAY)
    assert report["scheme"] == one["id"] and report["as_of"] == DAY


def test_facts_sent_as_the_text_of_an_object_are_understood(server: str, assistant: Assistant) -> None:
    scheme = assistant.checker.schemes[0].id
    asked = {"scheme_id": scheme, "as_of": DAY}
    as_text = given(server, "check_eligibility", facts="{}", **asked)
    assert as_text == given(server, "check_eligibility", facts={}, **asked)


def test_what_can_be_applied_for_fits_a_chat_models_memory(server: str, assistant: Assistant) -> None:
    found = given(server, "what_can_i_apply_for", facts={}, as_of=DAY)
    assert [s["scheme"] for s in found["schemes"]] == [s.id for s in assistant.checker.schemes]
    assert found["next_question"] and len(json.dumps(found, ensure_ascii=False)) < 40_000


def test_register_and_comparison_are_tools_too(server: str, assistant: Assistant) -> None:
    left, right = (document.id for document in assistant.library.documents[:2])
    assert given(server, "list_deadlines", document_id=left, as_of=DAY)["as_of"] == DAY
    assert given(server, "list_contacts", document_id="", as_of="")["contacts"]
    assert given(server, "compare_documents", left=left, right=right, subject="公示", as_of=DAY)["left"]


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("ask_policy", {}, "question：缺少此项"),
        ("ask_policy", {"question": "  "}, "没有文字"),
        ("ask_policy", {"question": "公示", "as_off": DAY}, "as_off：没有这个字段"),
        ("ask_policy", {"question": "公示", "as_of": "2026-02-30"}, "2026-02-30"),
        ("ask_policy", {"question": "公示", "session_id": "none"}, "没有这个会话"),
        ("search_policy", {"query": "公示", "limit": 99}, "limit 应在 1 到 50 之间"),
        ("search_policy", {"query": "公示", "limit": "many"}, "limit：应为整数"),
        ("get_clause", {"document_id": "none", "clause_id": "art1"}, "现有文件"),
        ("check_eligibility", {"scheme_id": "none", "facts": {}}, "可用的编号"),
        ("check_eligibility", {"scheme_id": "none", "facts": "{"}, "facts：应为对象"),
        ("what_can_i_apply_for", {"facts": []}, "facts：应为对象"),
        ("list_deadlines", {"document_id": "none"}, "没有编号为“none”的文件"),
    ],
)
def test_what_cannot_be_used_is_said_with_what_to_change(
    server: str, tool: str, arguments: dict[str, Any], said: str
) -> None:
    assert said in complaint(server, tool, **arguments)


def test_a_fact_that_cannot_be_used_says_where_facts_are_listed(server: str, assistant: Assistant) -> None:
    scheme = assistant.checker.schemes[0].id
    assert "list_schemes" in complaint(server, "check_eligibility", scheme_id=scheme, facts={"nope": 1})


def test_a_tool_that_does_not_exist_is_refused_with_those_that_do(server: str) -> None:
    async def work(client: Client) -> None:
        with pytest.raises(MCPError, match="ask_policy"):
            await client.call_tool("nope", {})

    with_client(f"{server}/mcp", work)


def test_a_fault_is_told_by_a_number_and_logged_without_anyones_words(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "秘" + "密"

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError(secret)

    monkeypatch.setattr(type(assistant.sessions), "run", broken)
    settings = assistant.settings.model_copy(update={"workbench": False})
    with caplog.at_level(logging.DEBUG), serving(create_app(settings, assistant=assistant)) as address:
        text = complaint(address, "ask_policy", question="私事")
    logged = "\n".join(r.getMessage() for r in caplog.records if r.name.startswith(("assistant", "mcp")))
    assert "内部错误" in text and "internal_error" in logged
    assert not {word for word in (secret, "私事") if word in text + logged}


def test_documents_are_resources_with_their_whole_text(server: str, assistant: Assistant) -> None:
    async def work(client: Client) -> None:
        listed = (await client.list_resources()).resources
        for resource, document in zip(listed, assistant.library.documents, strict=True):
            assert resource.uri == f"policy://documents/{document.id}" and resource.title == document.title
            assert document.number is None or document.number in (resource.description or "")
            text = (await client.read_resource(resource.uri)).contents[0].text  # type: ignore[union-attr]
            assert text == document.text
        assert (await client.list_resource_templates()).resource_templates[0].uri_template.endswith("_id}")
        with pytest.raises(MCPError, match="没有资源"):
            await client.read_resource("policy://documents/none")

    with_client(f"{server}/mcp", work)


def test_two_clients_at_once_each_get_their_own_answer(server: str) -> None:
    async def ask(day: str) -> Any:
        async with Client(f"{server}/mcp") as client:
            return await asyncio.gather(
                client.call_tool("ask_policy", {"question": "公示要几天？", "as_of": day}),
                client.call_tool("list_deadlines", {"as_of": day}),
            )

    async def both() -> Any:
        return await asyncio.gather(ask("2025-01-01"), ask("2026-01-01"))

    for day, results in zip(("2025-01-01", "2026-01-01"), asyncio.run(both()), strict=True):
        assert [result.structured_content["as_of"] for result in results] == [day, day]


@pytest.mark.skipif(not ADAPTERS, reason="set LANGCHAIN_MCP_PYTHON to a Python with langchain-mcp-adapters")
def test_langchain_loads_the_tools_and_calls_one(server: str) -> None:
    arguments = [f"{server}/mcp", json.dumps(QUESTION)]
    done = subprocess.run([ADAPTERS, "-c", LANGCHAIN, *arguments], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    names, answer = json.loads(done.stdout)
    assert names == sorted(tool.name for tool in TOOLS)
    assert json.loads(answer)["citations"]


def test_a_client_starts_the_program_and_talks_over_stdio(tmp_path: Path) -> None:
    command = StdioServerParameters(
        command=sys.executable,
        args=["-m", "assistant", "mcp"],
        env={**os.environ, "ASSISTANT_DATA_DIR": str(tmp_path)},
    )

    async def work(client: Client) -> Any:
        assert {tool.name for tool in (await client.list_tools()).tools} >= PROMISED
        wrong = await client.call_tool("ask_policy", {"question": "公示", "as_of": "soon"})
        assert wrong.is_error
        assert len((await client.list_resources()).resources) > 1
        return await client.call_tool("ask_policy", QUESTION)

    assert with_client(command, work).structured_content["citations"]


def test_the_program_ends_in_good_order_when_its_client_has_gone(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "mcp"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env={**os.environ, "ASSISTANT_DATA_DIR": str(tmp_path)},
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, b"")


def test_other_methods_and_other_sites_are_refused(client: httpx.Client) -> None:
    ping = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    assert client.get("/mcp").headers["allow"] == "POST"
    assert client.delete("/mcp").json()["code"] == "method_not_allowed"
    rebound = client.post("/mcp", json=ping, headers={"host": "evil.example"})
    assert rebound.status_code == 421 and "ASSISTANT_MCP_HOSTS" in rebound.json()["detail"]
    assert client.post("/mcp", json=ping, headers={"origin": "https://evil.example"}).status_code == 421
    assert client.post("/mcp", json=ping, headers={"origin": "http://localhost:6274"}).status_code == 200


def test_a_body_that_is_too_large_or_no_json_is_refused(client: httpx.Client, assistant: Assistant) -> None:
    sent = {"content-type": "application/json", "accept": "application/json, text/event-stream"}
    large = client.post("/mcp", content=b" " * (assistant.settings.max_body_kb * 1024 + 1), headers=sent)
    assert large.status_code == 413
    assert client.post("/mcp", content=b"{", headers=sent).status_code == 400


@pytest.mark.parametrize(
    ("settings", "headers", "refused"),
    [
        ({}, {"host": "127.0.0.1:7860"}, None),
        ({}, {"host": "[::1]:7860"}, None),
        ({}, {"host": "policy.example.cn"}, "policy.example.cn"),
        ({}, {}, "-"),
        ({"mcp_hosts": "policy.example.cn, other"}, {"host": "Policy.example.cn:443"}, None),
        ({"mcp_hosts": "*"}, {"host": "any.example"}, None),
        ({"host": "10.0.0.5"}, {"host": "10.0.0.5:7860"}, None),
        ({"host": "0.0.0.0"}, {"host": "a.example", "origin": "https://a.example"}, None),
        ({"host": "0.0.0.0"}, {"host": "a.example", "origin": "https://b.example"}, "https://b.example"),
        ({}, {"host": "localhost", "origin": "null"}, "null"),
    ],
)
def test_the_door_is_opened_under_its_own_names_only(
    settings: dict[str, str], headers: dict[str, str], refused: str | None
) -> None:
    assert stranger(headers, allowed_hosts(Settings(**settings))) == refused  # type: ignore[arg-type]


def test_nothing_of_the_protocol_is_loaded_before_the_first_call() -> None:
    code = (
        "import sys, assistant.assembly, assistant.service.app, assistant.cli; "
        "sys.exit('mcp' in sys.modules or 'mcp_types' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
