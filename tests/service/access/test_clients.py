"""The caller is whom the nearest trusted proxy names, and nobody else's word counts."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.service.access.clients import Clients, networks, site_of

CLIENTS = Clients(networks(("127.0.0.1", "10.0.0.0/8")))


def placed(peer: str, *headers: tuple[str, str], clients: Clients = CLIENTS) -> tuple[str, dict[str, Any]]:
    scope: dict[str, Any] = {
        "client": (peer, 4711),
        "scheme": "http",
        "headers": [(name.encode(), value.encode()) for name, value in headers],
    }
    return clients.place(scope), scope


@pytest.mark.parametrize(
    ("peer", "told", "caller"),
    [
        ("127.0.0.1", "192.0.2.1", "192.0.2.1"),
        ("127.0.0.1", "203.0.113.9, 192.0.2.1", "192.0.2.1"),
        ("127.0.0.1", "192.0.2.1, 10.1.1.1", "192.0.2.1"),
        ("127.0.0.1", "127.0.0.1, 192.0.2.1", "192.0.2.1"),
        ("127.0.0.1", "10.1.1.1", "10.1.1.1"),
        ("127.0.0.1", "[2001:db8::1]:4711", "2001:db8::1"),
        ("127.0.0.1", "192.0.2.1:80", "192.0.2.1"),
        ("127.0.0.1", "nonsense", "127.0.0.1"),
        ("127.0.0.1", "192.0.2.1, nonsense", "127.0.0.1"),
        ("192.0.2.7", "127.0.0.1", "192.0.2.7"),
        ("::ffff:127.0.0.1", "192.0.2.1", "192.0.2.1"),
    ],
)
def test_the_caller_is_read_from_the_right(peer: str, told: str, caller: str) -> None:
    assert placed(peer, ("x-forwarded-for", told))[0] == caller


def test_a_header_in_two_lines_is_one_list() -> None:
    lines = (("x-forwarded-for", "203.0.113.9"), ("x-forwarded-for", "192.0.2.1"))
    assert placed("127.0.0.1", *lines)[0] == "192.0.2.1"


def test_only_a_trusted_proxy_says_that_it_was_https() -> None:
    assert placed("127.0.0.1", ("x-forwarded-proto", "https"))[1]["scheme"] == "https"
    assert placed("192.0.2.7", ("x-forwarded-proto", "https"))[1]["scheme"] == "http"
    assert placed("127.0.0.1", ("x-forwarded-proto", "gopher"))[1]["scheme"] == "http"


def test_without_trusted_proxies_the_peer_is_the_caller() -> None:
    assert placed("127.0.0.1", ("x-forwarded-for", "192.0.2.1"), clients=Clients(()))[0] == "127.0.0.1"


@given(st.ip_addresses(v=4).map(str), st.lists(st.text("0123456789abc:.,[] ", max_size=20), max_size=4))
def test_what_a_stranger_writes_never_changes_who_it_is(peer: str, invented: list[str]) -> None:
    strangers = Clients(networks(("240.0.0.1",)))
    if peer == "240.0.0.1":
        return
    assert placed(peer, ("x-forwarded-for", ",".join(invented)), clients=strangers)[0] == peer


def test_an_ipv6_subscriber_is_one_caller() -> None:
    assert site_of("2001:db8::1") == site_of("2001:db8::ffff:1") != site_of("2001:db8:0:1::1")
