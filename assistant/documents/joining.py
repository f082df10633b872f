"""From printed lines to logical lines: hard wraps and page breaks inside a sentence are joined.

Text copied from PDF or Word breaks sentences after a fixed width, or in the middle of a word where a
page ends; web pages do not.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.documents.lines import (
    TERMINAL,
    LogicalLine,
    PrintedLine,
    clean,
    is_date_line,
    join_pieces,
    width,
)
from assistant.documents.margins import indents_paragraphs, is_flush, is_indented, paged_margin
from assistant.documents.markers import Marker, find_marker
from assistant.documents.tails import is_contact

_CAPTION_WIDTH = 16
_CLOSERS = "”’」』）)》】\"'*_ "
_OPENING = re.compile(
    r"^(?:附\s*件|附\s*表|附\s*录|(?:抄\s*送|主\s*送|联\s*系|地\s*址|邮\s*寄|电\s*话|传\s*真|邮\s*箱)[^，。；：:]{0,10}[：:]|特此|（?此件|\||[-*+]\s)"
)
_TORN_NUMBER = re.compile(r"(?<!\d)0\d{2,3}[-－—]$")
_KEY = re.compile(r"^[\u4e00-\u9fff（）()]{2,18}[：:]")
_KEY_LINE = re.compile(r"^[\u4e00-\u9fff（）]{2,12}[：:]")
_BEFORE_REFERENCE = re.compile(
    r"(?:[、，第至和与及或]|依照|按照|根据|依据|违反|符合|适用|执行|本法|本条例|本办法)$"
)
_NUMBER_LINE = re.compile(
    r"^[\u4e00-\u9fff]{1,14}\s*[〔\[【（(]\s*(?:19|20)\d{2}\s*[〕\]】）)]\s*\d{1,5}\s*号$"
)
_WHOLE_TITLE = re.compile(
    r"^(?!根据|按照|依据|为)[^，。；：]{0,40}关于[^，。；：]{2,80}的(?:通知|公告|通告|意见|决定|函|批复|通报|公示)$"
)
_BODY_NAME = re.compile(r"^[\u4e00-\u9fff（）]{2,28}(?:委员会|办公厅|办公室|局|厅|部|政府|委)$")
_OPENS_PARAGRAPH = re.compile(r"前[一二两三四]?款|本条第?[一二三四]?款?所称")
_DATED_NOTE = re.compile(
    r"^(?:根据)?\d{4}年\d{1,2}月\d{1,2}日.{0,80}(?:通过|批准|公布|发布|施行|修正|修订|修改|废止)[）)]?$"
)
_UNBREAKABLE = re.compile(
    # A Latin word in brackets stays on one line with them and with the mark behind: （EMS），
    r"[（《〈“‘〔]+[!-~—–]{1,12}[）》〉”’〕]+[，。；：、！？]?|"
    r"[^!-~]?[”’）》〉“‘（《]{0,3}[!-~—–]{6,}|[!-~—–]*"
)
_ADDRESSED = re.compile(r"^(?:各|[^。；]*，(?:各|有关))[^。；]*[：:]$")
_LATIN_VALUE = re.compile(r"[!-~]{6,}$")
_CONTACT_LINE = re.compile(r"^[^。]{2,16}[：:].*\d{7}")


@dataclass(frozen=True, slots=True)
class _Layout:
    """What the lines of a text have in common.

    Attributes:
        limit: Where lines were broken mechanically, in full-width characters.
        closed_levels: Marker levels whose lines are sentences.
        sentences_fill_lines: Whether a line that is full and ends in a full stop goes on below.
        indented: Whether the first line of a paragraph is indented and no other.
    """

    limit: float | None
    closed_levels: frozenset[str]
    sentences_fill_lines: bool
    indented: bool = False


def wrap_width(lines: Sequence[PrintedLine]) -> float | None:
    """The width after which a text was broken mechanically, or None where it was not.

    Lines that end within a sentence tell: in wrapped text most of them are equally long.
    """
    open_widths = Counter(
        width(line.text) for line, following in pairwise(lines) if _may_be_torn(line, following)
    )
    total = open_widths.total()
    if total < 8:
        return None
    # Closing punctuation may hang over the margin, so the commonest width tells more than the largest.
    limit = max(open_widths, key=lambda w: (open_widths[w], open_widths[w - 0.5], -w))
    full = sum(n for w, n in open_widths.items() if limit - 3.5 <= w <= limit + 2)
    if limit > 70 or limit < 12 or full < 0.5 * total:
        return None
    return limit


def _may_be_torn(line: PrintedLine, following: PrintedLine) -> bool:
    """Whether a line may go on below: no sentence ends, and neither line looks like a caption."""
    if line.tabbed or _ends_sentence(line.text) or find_marker(clean(following.text)):
        return False
    return not (find_marker(clean(line.text)) and width(line.text) <= _CAPTION_WIDTH)


def logical_lines(lines: Sequence[PrintedLine], *, paged: bool = False) -> list[LogicalLine]:
    """Join printed lines that a page or a fixed width has torn apart; a ``paged`` text breaks all long ones."""
    layout = _layout(lines, paged=paged)
    groups: list[list[PrintedLine]] = []
    for line in lines:
        if groups and _continues(groups[-1], line, layout):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [
        LogicalLine(
            tuple(piece.span for piece in group),
            join_pieces([piece.text for piece in group]),
            group[0].blank_before,
            group[0].tabbed,
        )
        for group in groups
    ]


def _layout(lines: Sequence[PrintedLine], *, paged: bool) -> _Layout:
    running = [line for line in lines if not line.tabbed]
    limit = wrap_width(lines)
    if limit is None and paged:
        limit = paged_margin([width(line.text) for line in running])
    indented = limit is not None and indents_paragraphs(
        [(line.indent, bool(find_marker(clean(line.text)))) for line in running]
    )
    filled = _sentences_fill_lines(lines, limit)
    return _Layout(limit, _levels_that_end_sentences(lines), filled, indented)


def _ends_sentence(text: str) -> bool:
    stripped = text.rstrip(_CLOSERS)
    return bool(stripped) and stripped[-1] in TERMINAL


def _levels_that_end_sentences(lines: Sequence[PrintedLine]) -> frozenset[str]:
    """Marker levels whose lines are sentences rather than captions: a torn one continues below."""
    ended: dict[str, list[bool]] = {}
    for line in lines:
        marker = find_marker(clean(line.text))
        if marker:
            ended.setdefault(marker.level, []).append(_ends_sentence(line.text))
    return frozenset(level for level, ends in ended.items() if sum(ends) * 2 >= len(ends))


def _sentences_fill_lines(lines: Sequence[PrintedLine], limit: float | None) -> bool:
    """Whether a full stop exactly at the margin rather ends a sentence than a paragraph.

    Paragraphs end anywhere in the line, sentences within them only at the margin. So the short last
    lines of unnumbered paragraphs tell how many paragraphs must end at the margin by chance.
    """
    if limit is None:
        return False
    short = full = 0
    for line, following in pairwise(lines):
        if line.text.endswith("。") and not find_marker(clean(following.text)):
            if width(line.text) < limit - 1:
                short += 1
            else:
                full += 1
    return full > 4 * short / (limit - 1)


def _continues(group: Sequence[PrintedLine], line: PrintedLine, layout: _Layout) -> bool:
    last, limit = group[-1], layout.limit
    if _stands_alone(last, line):
        return False
    text, following = clean(last.text), clean(line.text)
    below = layout.indented and limit is not None and is_flush(line.indent)
    torn = below and limit is not None and _is_torn(text, last, limit)
    marker = None if torn else _marker_below(text, following, limit)
    if marker is not None and not re.match(r"\w+[)）]", marker.text):
        return False
    whole = join_pieces([piece.text for piece in group])
    if _TORN_NUMBER.search(text) and following[:1].isdigit():
        return True
    is_open = _is_open(whole) and width(whole) < 400
    if is_open or marker is not None:
        return is_open
    if _is_complete(whole, text, following) or (layout.indented and is_indented(line.indent)):
        return False
    if limit is not None:
        filled = layout.sentences_fill_lines and not line.blank_before
        return torn or _wrapped_on(text, following, limit, sentences=below or filled)
    return not (_KEY_LINE.match(following) or _BODY_NAME.match(following)) and _torn_by_page(
        whole, text, layout.closed_levels
    )


def _stands_alone(last: PrintedLine, line: PrintedLine) -> bool:
    """Whether either line is a cell or heading, or the second opens a line of its own by its words."""
    following = clean(line.text)
    if last.tabbed or line.tabbed or line.text.startswith("#") or last.text.startswith("#"):
        return True
    return bool(_OPENING.match(following)) or is_date_line(following)


def _marker_below(text: str, following: str, limit: float | None) -> Marker | None:
    """The numeral that opens the line below, unless it is the end of a reference (违反第七条、/第八条)."""
    marker = find_marker(following)
    return None if marker is None or (limit is not None and _refers_on(text, limit)) else marker


def _is_complete(whole: str, text: str, following: str) -> bool:
    """Whether nothing can go on with a line, however full it is: a title, a date, a remark in brackets."""
    return bool(
        re.fullmatch(r"[（(][^（）()]*[）)]", whole)
        or is_date_line(text)
        or _DATED_NOTE.match(following)
        or _NUMBER_LINE.match(following)
        or _WHOLE_TITLE.match(whole)
        or (_KEY.match(following) and is_contact(whole))
    )


def _is_torn(text: str, last: PrintedLine, limit: float) -> bool:
    """Whether a line is full and its sentence goes on: what stands below at the margin belongs to it."""
    return width(text) + last.indent >= limit - 1.5 and not _ends_sentence(text)


def _refers_on(text: str, limit: float) -> bool:
    """Whether a full line breaks off where only a reference can follow: 违反第七条、 and below 第八条."""
    return width(text) >= limit - 3 and bool(_BEFORE_REFERENCE.search(text))


def _wrapped_on(text: str, following: str, limit: float, *, sentences: bool) -> bool:
    token = _UNBREAKABLE.match(following)
    unbreakable = width(token.group(0)) if token else 0.0
    if not _ends_sentence(text):
        return width(text) + max(unbreakable - 1, 0) >= limit - 4
    if text.endswith(("：", ":")) and _LATIN_VALUE.match(following):
        return width(text) + unbreakable > limit
    if _ADDRESSED.match(text) or _BODY_NAME.match(following) or _CONTACT_LINE.match(following):
        return False
    if (
        width(text) + max(unbreakable, 1) <= limit
        or width(following) < 6
        or _OPENS_PARAGRAPH.match(following)
    ):
        return False
    # No paragraph ends in a semicolon unless a numeral follows.
    return sentences or text.rstrip(_CLOSERS).endswith(("；", ";"))


def _torn_by_page(whole: str, text: str, closed_levels: frozenset[str]) -> bool:
    """In text that is not wrapped, only a long sentence without an end goes on."""
    if _ends_sentence(text) or width(text) < 18 or not re.search(r"[，、；。]", whole):
        return False
    marker = find_marker(whole)
    return marker is None or marker.level in closed_levels


def _is_open(text: str) -> bool:
    """Whether a bracket or title mark is still open at the end."""
    return any(text.count(left) > text.count(right) for left, right in ("《》", "（）", "〈〉", "〔〕"))
