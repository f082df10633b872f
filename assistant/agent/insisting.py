"""Hearsay set against an answer (可是我听区里说隔一年就行): what was asked is asked again, and the text counts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from assistant.agent.context import Context
from assistant.agent.draft import Draft, fixed
from assistant.agent.speaking import asks
from assistant.text.normalise import fold

_STOPS = " ,，。.!！?？~～:：;；"
_PIECES = re.compile(r"[，,。.!！?？;；\n]+")
_FIGURE = re.compile(r"\d|[一二两三四五六七八九十百千万半]")
_ASKS_A_FIGURE = re.compile(
    r"几|多少|多久|多长|好久|\bhow (?:many|much|long|often)\b|钱|奖|补|\b(?:bonus|cash|reward|subsid)"
)

_OWN = re.compile(r"我们|咱们?|我厂|我司|本厂|本公司|本园|\b(?:we|our)\b")
_COMMON = frozenset("的了是就都也不没要有能可以会才还得很太又再这那个些吗吧啊呀呢一人家说")
_NO_FIGURE = re.compile(r"一[批下起样家个些]|下个|十分|半路")
_SHARE = 3
"""One in so many characters must be the question's."""


def claim_of(text: str, cues: Mapping[str, re.Pattern[str]]) -> tuple[str, bool]:
    """What others are said to say otherwise, and whether a word sets it against the answer; empty where a message says no such thing, or asks for something else.

    Who tells what a document says (但通知里写的是…) speaks of that document.
    """
    folded = fold(text)
    match = cues["hearsay"].match(folded)
    if match is None or not (match["but"] or match["others"]):
        return "", False
    if cues["written_in"].search(match["teller"] or ""):
        return "", False
    claim = folded[match.end() :]
    if _OWN.search(claim):
        # 他们写的是园区，我们是工厂 tells of the asker, whatever others say.
        return "", False
    pieces = [piece.strip(_STOPS) for piece in _PIECES.split(claim) if piece.strip(_STOPS)]
    kept = [piece for piece in pieces if not cues["is_it_so"].fullmatch(piece)]
    if not kept or any(asks(cues["is_it_so_end"].sub("", piece)) for piece in kept):
        return "", False
    return ",".join(kept), bool(match["but"])


def asks_beside_hearsay(text: str, cues: Mapping[str, re.Pattern[str]]) -> bool:
    """Whether a message passes on what others say and asks something beside it (网上说要盖章，盖谁的)."""
    folded = fold(text)
    match = cues["hearsay"].match(folded)
    if (
        match is None
        or not (match["but"] or match["others"])
        or cues["written_in"].search(match["teller"] or "")
    ):
        return False
    return asks(folded[match.end() :]) and not claim_of(text, cues)[0]


def is_on_the_matter(
    claim: str, asked: str, told: str, cues: Mapping[str, re.Pattern[str]], *, against: bool
) -> bool:
    """Whether a claim is of what was asked and told.

    It shares their words, or gives another figure for the one asked; what is set ``against`` the answer by a word
    (可是) may share single characters with the question alone.
    """
    if _FIGURE.search(_NO_FIGURE.sub("", claim)) and _ASKS_A_FIGURE.search(asked):
        return True
    spoken_of = f"{asked} {told}"
    if claim.isascii():
        return bool(set(re.findall(r"[a-z]{4,}", claim)) & set(re.findall(r"[a-z]{4,}", spoken_of)))
    said = re.findall(r"[\u3400-\u9fff]{2,}", claim)
    pairs = {run[i : i + 2] for run in said for i in range(len(run) - 1)}
    if any(pair in spoken_of and not cues["said_everywhere"].fullmatch(pair) for pair in pairs):
        return True
    words = set("".join(said)) - _COMMON
    return against and bool(words) and _SHARE * len(words & set(asked)) >= len(words)


def by_the_text(context: Context, draft: Draft) -> Draft:
    """The answer once more, opened by saying that the text counts and not what is passed on of it."""
    if draft.kind != "answer":
        return draft
    return replace(draft, blocks=(fixed("text", context.say("text_counts")), *draft.blocks))
