"""Titles as one would say them."""

from __future__ import annotations

import re

_ISSUED = re.compile(
    r"(?:印发|发布|公布)(?:《(?P<quoted>.+)》(?:的|等)|(?P<plain>[^《》]{4,60})的(?:通知|公告|通告|函)$)"
)


def short_title(title: str) -> str:
    """The name one would say: the issued measure's, else the title without its letterhead.

    >>> short_title("某市工信委关于印发《某市星级工厂管理办法》的通知")
    '某市星级工厂管理办法'
    >>> short_title("某市工信委关于开展2025年度申报工作的通知")
    '关于开展2025年度申报工作的通知'
    >>> short_title("某市水务局关于印发某市节水方案的通知")
    '某市节水方案'
    """
    issued = _ISSUED.search(title)
    if issued:
        return issued.group("quoted") or issued.group("plain")
    start = title.find("关于")
    return title[start:] if 0 < start <= 60 else title
