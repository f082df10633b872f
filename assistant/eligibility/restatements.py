"""Slips that a message puts right itself (12项，哦不，11项): what was said last counts, in the place of the first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from assistant.eligibility.said_words import word_list

_STOP = r"(?:[,，。;；!！、:：\s]|—+|-{2,}|…+|\.{3,})"
_SIGHS = r"(?:呃|额|哎呀|哎|诶|欸|哦|噢|喔|啊|嗯|哟)*"
_TAIL = r"[了啦哈啊嘛哦的]*"
_ENDS = re.compile(r"[。；;!！?？\n]")
_PIECES = re.compile(r"[,，。;；!！?？\n]|—+|-{2,}|…+")
_TIME = re.compile(
    r"(?P<year>(?:(?:19|20)?\d{2}年)|大前年|今年|去年|前年)?(?P<month>\d{1,2}月)?(?P<day>\d{1,2}[日号])?"
)
_NUMBER = r"(?:\d+(?:\.\d+)?|[零一二两三四五六七八九十百千]+)"
_AMOUNT = re.compile(
    rf"(?:百分之{_NUMBER}|{_NUMBER}成[一二三四五六七八九]?|{_NUMBER}\s*(?:%|个点)|{_NUMBER}\s*(?:万|亿|千万|百万)?(?P<counter>[元家个项条吨户单份]?))"
)
_ABOUT = re.compile(r"^(?:多|来|左右|上下|出头)点?")
_GUESSED = re.compile(r"(?:我|我们)?(?:记得|好像|大概|应该|印象中|估计|可能|貌似)(?:就|都)?(?:是|有|为)?$")
_REACH = 3
"""How many parts behind the slip may give its reason first (哦不，退掉一单，应该是11项)."""
_LED_IN = re.compile(r"\s*(?:应该|应当|实际|其实|准确|正确)?(?:是|为|有|说|make that|it is|it's)*\s*")


class _Said(NamedTuple):
    """A time or an amount said, with its place; ``kind`` tells which amounts may stand for one another."""

    kind: str
    start: int
    end: int
    words: str


@cache
def _slips() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Words that take back what stands before them; those that do so only between two values; a rounded figure's."""

    def alone(name: str, tail: str) -> re.Pattern[str]:
        words = "|".join(map(re.escape, word_list(name)))
        return re.compile(rf"(?<=[^,，。;；!！?？\n]){_STOP}+{_SIGHS}(?:{words})(?! to\b){tail}")

    return (
        alone("slips", rf"{_TAIL}{_STOP}+"),
        alone("slips_between", rf"{_STOP}+"),
        alone("exactly", r"(?:是|为|有|说|来说|:|：|,|，|\s)*"),
    )


def with_restatements(folded: str) -> str:
    """The message with what was put right in the place of the slip; a slip without its like is left out."""
    strong, weak, exact = _slips()
    for pattern, drops in ((strong, True), (weak, False), (exact, False)):
        folded = _mended(folded, pattern, drops=drops)
    return folded


def _mended(folded: str, pattern: re.Pattern[str], *, drops: bool) -> str:
    start = 0
    while (slip := pattern.search(folded, start)) is not None:
        left, right = folded[: slip.start()], folded[slip.end() :]
        begun = max((stop.end() for stop in _PIECES.finditer(left)), default=0)
        put_right = _in_place(left, begun, right)
        if put_right is not None:
            folded, start = put_right
        elif drops and right.strip():
            folded, start = left[:begun] + _without_slip(left[begun:], right), begun
        else:
            start = slip.end()
    return folded


_BARE = re.compile(
    r"(?:应该|应当|其实|实际|我们|是|还|已经|确实|都)*(?P<say>有|没有|没得|没|无|不是|不在|没在)(?:的|了|啊|过|呢)*(?=[,，。;；!！?？\n]|$)"
)
_DENIES_IT = re.compile(
    r"(?:应该|其实|实际上?|我们|咱们?|是|都|也|从来)*(?:还|尚)?(?:没有?|未|不|没得)[\u4e00-\u9fff]{0,4}"
    r"|(?:(?:we|i|it|they) )?(?:(?:do|have|has|did|is|are|was|were)(?:n't| not)?|no|none|not|never)(?: (?:have|has|got|one|it|any|none|yet|no|not|that|so|actually))*"
)
"""还没建, we have none: takes back what stands before it without naming it."""
_SAYS_SO = re.compile(r"(?:还没有?|没有?|没得|未|无|已经有|有)")
_ITEM = re.compile(r"[、和及与跟]|以及|还有")
_STANDS_IN = re.compile(
    r"(?:应该|应当|其实|实际上?|准确|正确|我们|咱们?|我厂|公司)*(?P<word>是|在|到|属|由|从|归|为)"
)
_BRIEF_NAME = 6
_IDLE = frozenset({"have", "with", "that", "this", "were", "been", "they", "from", "also"})


def _without_slip(before: str, right: str) -> str:
    """What is left of a piece with a slip and of what follows it: only what the next piece puts right falls away.

    A bare 有 or 没有 behind the slip says so of what the piece speaks of; where the next piece names the same thing, or
    says in the same words where or what it is, it stands instead; else both stand.
    """
    stop = _PIECES.search(right)
    after = right[: stop.start()] if stop else right
    if (bare := _BARE.match(after.strip())) is not None:
        subject = _SAYS_SO.sub("", before, count=1) if _SAYS_SO.search(before) else ""
        return f"{subject}{bare['say']}{right[len(after) :]}" if subject.strip() else right
    if _DENIES_IT.fullmatch(after.strip(" .")):
        return right
    same = _shared(before, after)
    items = _ITEM.split(before)
    if same and len(items) > 1:
        # 有质量体系和环境体系，不对，环境体系还没有: the other of the row still holds.
        kept = [item for item in items if not _names(item, after, before)]
        return f"{'、'.join(kept)}，{right}" if kept and len(kept) < len(items) else right
    stands = _STANDS_IN.match(after)
    if same or (stands and stands["word"] in before) or _is_brief_name(after):
        return right
    return f"{before}，{right}"


def _names(item: str, after: str, before: str) -> bool:
    """Whether an item of a row is what the next piece names: by what it shares with it and not with its neighbours."""
    pairs = {item[i : i + 2] for i in range(len(item) - 1)}
    return any(pair in after and before.count(pair) == 1 for pair in pairs)


def _shared(before: str, after: str) -> bool:
    """Whether two pieces name something in the same words."""
    if before.isascii():
        words = {word for word in re.findall(r"[a-z]{4,}", before)} - _IDLE
        return any(word in after for word in words)
    pairs = (before[i : i + 2] for i in range(len(before) - 1))
    return any(
        pair in after for pair in pairs if re.fullmatch(r"[\u4e00-\u9fff]{2}", pair) and pair not in _COMMON
    )


_COMMON = frozenset({"我们", "咱们", "没有", "已经", "公司", "还有", "就是", "不是"})


def _is_brief_name(after: str) -> bool:
    """Whether a piece is but a name (警告, 市级) that can only stand in the place of another."""
    return len(after.strip()) <= _BRIEF_NAME and not re.search(r"[没未不无有了过被是]", after)


def _in_place(left: str, begun: int, right: str) -> tuple[str, int] | None:
    """The text with the value before the slip replaced by its like behind, and where the rest of it begins."""
    before = list(_values(left, begun))
    for value, end in _leading(right):
        wrong = next((said for said in reversed(before) if said.kind == value.kind), None)
        if wrong is None:
            continue
        words = _joined(wrong.words, value.words) if value.kind == "time" else value.words
        behind, rest = _ABOUT.sub("", left[wrong.end :]), right[end:]
        if behind.strip() and rest.strip().startswith(behind.strip()):
            # 12 factories, sorry, 13 factories: the word for what is counted stands twice.
            behind = ""
        # 记得是两个，哦不，是三个: what is put right is no guess.
        mended = _GUESSED.sub("", left[: wrong.start]) + words + behind
        apart = "，" if behind.strip() and rest and not _PIECES.match(rest) else ""
        return mended + apart + rest, len(mended)
    return None


def _leading(right: str) -> Iterator[tuple[_Said, int]]:
    """Values with which the parts behind the slip begin, in order, and where they end."""
    sentence = _ENDS.split(right, maxsplit=1)[0]
    at = 0
    for _ in range(_REACH):
        lead = _LED_IN.match(sentence, at)
        begin = lead.end() if lead else at
        for value in _values(sentence, begin):
            if value.start == begin:
                yield value, value.end
        stop = _PIECES.search(sentence, at)
        if stop is None:
            return
        at = stop.end()


def _values(text: str, start: int) -> Iterator[_Said]:
    """Times and amounts of a text from a place on."""
    at = start
    while at < len(text):
        time, amount = _TIME.match(text, at), _AMOUNT.match(text, at)
        if time is not None and time.end() > at:
            yield _Said("time", at, time.end(), time[0])
            at = time.end()
        elif amount is not None:
            share = amount[0][-1] in "%点" or "成" in amount[0] or amount[0].startswith("百分")
            yield _Said(
                "share" if share else f"count{amount['counter']}",
                at,
                at + len(amount[0].rstrip()),
                amount[0].rstrip(),
            )
            at = amount.end()
        else:
            at += 1


def _joined(wrong: str, said: str) -> str:
    """A day with what it leaves out taken from the one before it (去年6月18号, 28号: 去年6月28号)."""
    before, after = _TIME.match(wrong), _TIME.match(said)
    if before is None or after is None:
        return said
    keep = ""
    for part in ("year", "month", "day"):
        if after[part]:
            break
        keep += before[part] or ""
    return keep + said
