"""Pages for people: the viewer shows the text by clause, marks the quote, and asks no other host."""

from __future__ import annotations

import html
import re

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.assembly import Assistant, read_day
from assistant.domain.documents import Clause
from assistant.service.pages.addresses import quote_url
from assistant.service.pages.marking import cut, find_range
from assistant.text.normalise import squeeze
from assistant.wording import words


def shown(client: httpx.Client, path: str, **parameters: str) -> str:
    reply = client.get(path, params=parameters)
    assert reply.status_code == 200, reply.text
    assert reply.headers["content-type"].startswith("text/html")
    return reply.text


def words_of(page: str) -> str:
    return squeeze(html.unescape(re.sub(r"<[^>]+>", "", page)))


@pytest.mark.parametrize("path", ["/", "/documents", "/docs"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_pages_are_served_in_both_languages(client: httpx.Client, path: str, lang: str) -> None:
    page = shown(client, path, lang=lang)
    assert words(f"pages.{lang}")["name"] in page
    assert f'<html lang="{words(f"pages.{lang}")["lang"]}">' in page


@pytest.mark.parametrize("path", ["/documents", "/docs"])
def test_pages_run_no_script_and_ask_no_other_host(client: httpx.Client, path: str) -> None:
    reply = client.get(path)
    assert "default-src 'none'" in reply.headers["content-security-policy"]
    assert "<script" not in reply.text
    assert " style=" not in reply.text
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', reply.text)


def test_the_viewer_shows_every_clause_under_its_anchor(client: httpx.Client, assistant: Assistant) -> None:
    for document in assistant.library.documents:
        page = shown(client, f"/documents/{document.id}")
        text = words_of(page)
        for clause in document.clauses:
            assert f'id="{clause.id}"' in page
            assert squeeze(clause.text) in text


def test_no_character_of_a_document_is_missing_from_its_page(
    client: httpx.Client, assistant: Assistant
) -> None:
    for document in assistant.library.documents:
        text = words_of(shown(client, f"/documents/{document.id}"))
        for span in document.furniture:
            assert squeeze(document.text[span.start : span.end]) in text


def test_furniture_is_folded_away(client: httpx.Client, assistant: Assistant) -> None:
    document = next(d for d in assistant.library.documents if d.furniture)
    assert '<details class="furniture">' in shown(client, f"/documents/{document.id}")


def test_the_quote_is_marked_in_its_clause(client: httpx.Client, assistant: Assistant) -> None:
    document = assistant.library.documents[0]
    clause = max(document.clauses, key=lambda c: len(c.text))
    quote = " ".join(clause.text[5:25])
    page = shown(client, f"/documents/{document.id}", quote=quote, clause=clause.id)
    marked = re.findall(r"<mark>(.*?)</mark>", page)
    assert squeeze(html.unescape(re.sub(r"<[^>]+>", "", "".join(marked)))) == squeeze(quote)


def test_a_quote_that_is_not_there_is_said(client: httpx.Client, assistant: Assistant) -> None:
    page = shown(client, f"/documents/{assistant.library.documents[0].id}", quote="绝无此句")
    assert "<mark>" not in page
    assert words("pages.zh")["quote_missing"] in page


def test_markup_in_an_address_stays_text(client: httpx.Client, assistant: Assistant) -> None:
    page = shown(
        client, f"/documents/{assistant.library.documents[0].id}", quote='"><script>alert(1)</script>'
    )
    assert "<script>" not in page


def test_the_status_follows_the_day(client: httpx.Client, assistant: Assistant) -> None:
    document = next(d for d in assistant.library.documents if d.metadata.expires)
    assert document.metadata.expires
    before, after = document.metadata.expires.value
    assert 'class="badge expired"' in shown(
        client, f"/documents/{document.id}", as_of=f"{after.year + 1}-01-01"
    )
    assert 'class="badge in_force"' in shown(
        client, f"/documents/{document.id}", as_of=f"{before.year}-01-01"
    )


def test_the_address_of_a_quote_opens_it(client: httpx.Client, assistant: Assistant) -> None:
    document = assistant.library.documents[0]
    clause = next(c for c in document.clauses if len(c.text) > 20)
    url = quote_url(f"/documents/{document.id}", clause.id, clause.text, read_day("2025-01-01"))
    page = client.get(url.split("#")[0]).text
    assert url.endswith(f"#{clause.id}")
    assert f'id="{clause.id}"' in page
    assert "<mark>" in page


def a_clause(text: str, caption: str = "", marker: str = "") -> Clause:
    return Clause(id="x", kind="heading", label="一", text=text, spans=(), caption=caption, marker=marker)


@given(st.text("甲乙丙丁（）() *5五", max_size=30), st.data())
def test_pieces_make_up_the_text_and_the_marked_ones_the_quote(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    quote = text[start : data.draw(st.integers(start, len(text)))]
    pieces = cut(a_clause(text), quote)
    assert "".join(piece.text for piece in pieces) == text
    assert squeeze("".join(piece.text for piece in pieces if piece.marked)) == squeeze(quote)


def test_a_quote_is_found_across_widths_and_blanks() -> None:
    assert find_range("在官网**公示** 5 个工作日（含）。", "公示5个工作日(含)") == (5, 19)


def test_a_caption_is_strong_and_may_be_marked_too() -> None:
    pieces = cut(a_clause("（一）启动阶段。三月前。", "启动阶段", "（一）"), "启动阶段。三月")
    assert [(p.text, p.strong, p.marked) for p in pieces] == [
        ("（一）", True, False),
        ("启动阶段", True, True),
        ("。三月", False, True),
        ("前。", False, False),
    ]


def test_the_quality_page_tells_how_a_report_is_made_and_then_shows_it(
    client: httpx.Client, assistant: Assistant
) -> None:
    assert "python -m eval" in shown(client, "/quality")
    report = assistant.settings.data_dir / "reports" / "latest.html"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.write_text("<!doctype html><title>r</title><p>figures of today</p>", encoding="utf-8")
    try:
        assert "figures of today" in shown(client, "/quality")
        assert "script-src" not in client.get("/quality").headers["content-security-policy"]
    finally:
        report.unlink()
