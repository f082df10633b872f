"""Every line bears the id of its request, and none what identifies somebody."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.service.observing.logs import REQUEST_ID, LineFormatter, log_lines, masked
from assistant.text.personal import mask_personal

DIGITS = st.text("0123456789", min_size=8, max_size=8)
PHONES = st.builds("13{}{}".format, st.sampled_from("0123456789"), DIGITS)
IDENTITIES = st.builds(
    "50010119{}0307{}".format, st.sampled_from(["85", "90"]), st.sampled_from(["123X", "4567"])
)
FIRMS = st.builds("91500101MA5{}{}".format, st.sampled_from("ABCD"), st.sampled_from(["BCDEF1", "UYTR23"]))
MAILS = st.builds(
    "{}@{}.cn".format, st.text("abcxyz0", min_size=1, max_size=8), st.sampled_from(["qq", "cq-gov"])
)
NAMES = st.builds("{}{}".format, st.sampled_from("王李张"), st.sampled_from(["小明", "建国", "芳"]))
PERSONAL = st.one_of(
    PHONES,
    IDENTITIES,
    FIRMS,
    MAILS,
    st.builds("联系人：{}，".format, NAMES),
    st.builds("法定代表人{}，".format, NAMES),
)
AROUND = st.text("，。 公示要几天请问电话\n", max_size=12)


def line_of(
    form: Literal["json", "text"], message: str, *given: object, error: Exception | None = None
) -> str:
    record = logging.LogRecord("x", logging.INFO, "f", 1, message, given, None)
    record.exc_info = (type(error), error, None) if error else None
    return LineFormatter(form).format(record)


def secret_of(personal: str) -> str:
    return personal.removeprefix("联系人：").removeprefix("法定代表人").rstrip("，")


@settings(max_examples=150, deadline=None)
@given(AROUND, PERSONAL, AROUND, st.sampled_from(["json", "text"]))
def test_nobody_can_be_made_out_in_a_line(
    before: str, personal: str, after: str, form: Literal["json", "text"]
) -> None:
    said = f"{before} {personal} {after}"
    fault = ValueError(said)
    for line in (line_of(form, said), line_of(form, "%s failed", said), line_of(form, "fault", error=fault)):
        assert secret_of(personal) not in line
        assert form == "text" or "\n" not in line


PIECES = st.sampled_from(
    [
        "my name is ",
        "Contact person: ",
        "contact:",
        "tel ",
        "Phone:",
        "QQ: ",
        "a@b.cn",
        "(023) ",
        "+86 ",
        "Wang Li",
        " ",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES | st.text("0123456789 -()ABCab.@", max_size=9), max_size=8).map("".join))
def test_a_plain_line_is_passed_over_only_where_nothing_is_to_be_masked(text: str) -> None:
    assert masked(text) == mask_personal(text)


def test_a_line_is_an_object_with_the_id_of_its_request() -> None:
    token = REQUEST_ID.set("abc-1")
    try:
        line = json.loads(line_of("json", "done in %d ms", 7))
    finally:
        REQUEST_ID.reset(token)
    assert line["request_id"] == "abc-1"
    assert (line["level"], line["logger"], line["message"]) == ("info", "x", "done in 7 ms")
    assert line["at"].endswith("Z")


def test_a_line_break_forges_no_line() -> None:
    text = line_of("text", "a\n2026-01-01T00:00:00.000Z info x - forged")
    assert all(line.startswith("  ") for line in text.splitlines()[1:])


@contextmanager
def written(level: str) -> Iterator[io.StringIO]:
    root, house, stream = logging.getLogger(), logging.getLogger("assistant"), io.StringIO()
    before = root.level, house.level
    handler = log_lines(level, "json", stream)
    try:
        yield stream
    finally:
        root.removeHandler(handler)
        root.setLevel(before[0])
        house.setLevel(before[1])


def test_a_server_logs_ids_and_never_what_was_said(client: httpx.Client) -> None:
    told = {
        "question": "我叫王小明，电话13812345678，身份证50010119900307123X，能申报吗",
        "as_of": "2026-11-20",
    }
    with written("debug") as stream:
        replies = [
            client.post("/api/v1/ask", json=told, headers={"x-request-id": "log-1"}),
            client.post("/api/v1/chat", json=told, headers={"x-request-id": "log-2"}),
            client.post("/api/v1/schemes/check", json={"facts": {"王小明": 1}}),
            client.get("/api/v1/13812345678"),
        ]
    assert [reply.status_code for reply in replies] == [200, 200, 422, 404]
    lines: list[dict[str, Any]] = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert {"log-1", "log-2"} <= {line["request_id"] for line in lines}
    for secret in ("王小明", "13812345678", "50010119900307123X", "申报吗"):
        assert secret not in stream.getvalue()


def test_a_warning_of_a_library_is_a_line_too() -> None:
    with written("info") as stream:
        logging.getLogger("somelibrary").warning("call 13812345678")
    assert json.loads(stream.getvalue().splitlines()[-1])["message"] == "call 〔手机号〕"


@pytest.mark.parametrize("given", ["good-1", "a.b_c"])
def test_a_fit_id_of_the_caller_comes_back(client: httpx.Client, given: str) -> None:
    assert client.get("/healthz", headers={"x-request-id": given}).headers["x-request-id"] == given
