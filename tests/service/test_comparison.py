"""Two documents side by side: the call, the page as text, the page in a browser."""

from __future__ import annotations

import html
import re
from typing import Any

import httpx
import pytest
from playwright.sync_api import BrowserContext, expect

from assistant.assembly import Assistant
from assistant.text.normalise import squeeze
from assistant.wording import words

from .test_browser import browser, context, fits

__all__ = ["browser", "context"]

LEFT, RIGHT = "miit-2023-202", "cq-notice-2025"
PAGE = f"/documents/compare?left={LEFT}&right={RIGHT}"


def compared(client: httpx.Client, **parameters: str) -> dict[str, Any]:
    reply = client.get("/api/v1/documents/compare", params={"left": LEFT, "right": RIGHT, **parameters})
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


def refused(client: httpx.Client, status: int, **parameters: str) -> dict[str, Any]:
    reply = client.get("/api/v1/documents/compare", params=parameters)
    assert reply.status_code == status
    assert reply.headers["content-type"].startswith("application/problem+json")
    return dict(reply.json())


def test_each_side_is_a_citation_of_its_document(client: httpx.Client, assistant: Assistant) -> None:
    shown = compared(client, as_of="2025-05-01")
    assert shown["as_of"] == "2025-05-01"
    sides = [(p[side], shown[side]) for p in shown["pairs"] for side in ("left", "right") if p[side]]
    for cited, document in sides:
        clause = assistant.library.clause(cited["document_id"], cited["clause_id"])
        assert squeeze(cited["quote"]) in squeeze(clause.text)
        assert cited["url"].endswith(f"#{cited['clause_id']}")
        assert (cited["document_id"], cited["status"]) == (document["id"], document["status"])
        assert all(d["text"] == cited["quote"][d["start"] : d["end"]] for d in cited["differences"])
    assert len({cited["index"] for cited, _ in sides}) == len(sides)


def test_the_counts_are_those_of_the_provisions(client: httpx.Client) -> None:
    shown = compared(client)
    provisions = [p["kind"] for p in shown["pairs"] if not p["heading"] and not p["frame"]]
    assert shown["counts"] == {kind: provisions.count(kind) for kind in shown["counts"]}
    assert shown["message"] is None


def test_a_subject_that_neither_treats_is_said(client: httpx.Client) -> None:
    shown = compared(client, subject="产假")
    assert shown["pairs"] == []
    assert "产假" in shown["message"]


def test_a_subject_of_one_side_is_said(client: httpx.Client) -> None:
    shown = compared(client, left="cq-recognition-2024-4", subject="第三方评价")
    assert shown["pairs"]
    assert shown["message"] == words("compare.zh")["only_left_treats"].format(subject="第三方评价")


def test_what_cannot_be_compared_is_refused_with_what_to_change(client: httpx.Client) -> None:
    assert refused(client, 404, left="none", right=RIGHT)["code"] == "unknown_document"
    assert refused(client, 404, left=LEFT, right="none")["code"] == "unknown_document"
    same = refused(client, 422, left=LEFT, right=LEFT)
    assert (same["code"], same["field"]) == ("invalid_input", "right")
    assert refused(client, 422, left=LEFT, right=RIGHT, subject="字" * 201)["field"] == "subject"
    assert refused(client, 422, left=LEFT)["errors"][0]["field"] == "right"
    assert refused(client, 422, left=LEFT, right=RIGHT, as_of="2025-02-30")["code"] == "invalid_date"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_shows_every_pair_and_marks_in_words_and_lines(client: httpx.Client, lang: str) -> None:
    reply = client.get(PAGE, params={"left": LEFT, "right": RIGHT, "lang": lang})
    assert reply.status_code == 200
    text = squeeze(html.unescape(re.sub(r"<[^>]+>", "", reply.text)))
    for pair in compared(client)["pairs"]:
        for side in filter(None, (pair["left"], pair["right"])):
            assert squeeze(side["quote"]) in text
    assert "<del" in reply.text
    assert 'class="signal"' in reply.text
    assert words(f"compare.{lang}")["kind_changed"] in reply.text
    assert "<script" not in reply.text
    assert " style=" not in reply.text


def test_the_page_asks_for_two_documents_and_says_what_is_wrong(client: httpx.Client) -> None:
    form = client.get("/documents/compare", params={"left": LEFT})
    assert form.status_code == 200
    assert f'<option value="{LEFT}" selected>' in form.text
    same = client.get("/documents/compare", params={"left": LEFT, "right": LEFT})
    assert same.status_code == 422
    assert words("compare.zh")["same_document"].format(id=LEFT) in same.text
    assert client.get("/documents/compare", params={"left": "none"}).status_code == 404


def test_markup_in_a_subject_stays_text(client: httpx.Client) -> None:
    parameters = {"left": LEFT, "right": RIGHT, "subject": '"><script>alert(1)</script>'}
    assert "<script" not in client.get("/documents/compare", params=parameters).text


def test_both_languages_have_the_same_words() -> None:
    assert set(words("compare.zh")) == set(words("compare.en"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_sides_stand_beside_or_under_each_other_and_a_clause_opens(
    context: BrowserContext, lang: str
) -> None:
    page = context.new_page()
    page.goto(f"{PAGE}&lang={lang}")
    assert fits(page)
    row = page.locator(".row.changed:not(.heading)").first
    left, right = row.locator(".cell.left").bounding_box(), row.locator(".cell.right").bounding_box()
    assert left
    assert right
    narrow = page.viewport_size is not None and page.viewport_size["width"] < 860
    assert (right["y"] >= left["y"] + left["height"]) if narrow else (right["x"] >= left["x"] + left["width"])
    row.locator(".cell.right .of a").click()
    expect(page.locator(".clause:target mark").first).to_be_in_viewport()


def test_one_gets_there_from_a_document_and_may_leave_out_what_is_the_same(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(f"/documents/{LEFT}")
    page.locator("a.compare").click()
    page.locator("select[name=right]").select_option(RIGHT)
    page.locator("form.pick button").click()
    page.wait_for_load_state()
    same = page.locator(".row.same:not(.heading)").first
    expect(same).to_be_visible()
    page.locator("#differing").check()
    expect(same).to_be_hidden()
    page.locator("form.pick a.compare").click()
    page.wait_for_load_state()
    expect(page.locator("select[name=left]")).to_have_value(RIGHT)
