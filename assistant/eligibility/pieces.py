"""A message cut at its stops, with a topic and what is said of it kept in one piece."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from assistant.eligibility.said_words import has_any, word_list

_BREAKS = re.compile(
    r"(?:,(?!(?<=\d,)\d{3}(?!\d))|[，。；;!！?？\n①-⑳])+|(?<!不)但是?(?!书)|不过|可是|然而|—{2,}|…+"
    r"|(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])|(?<=[a-z])\.\s+|(?<=\d)\.\s+(?=[a-z])|\.$"
    r"|(?<=[\u4e00-\u9fff]{8})[:：](?![\s\d])"
    r"|(?<=[建搞做编弄]了)(?=没(?:去|做|拿|搞)?(?:认证|拿证|取证|证))"
)
_HEAVY = re.compile(r"[。；;!！?？\n①-⑳]|但|不过|可是|然而|\.")
_TOPIC, _TOPIC_ENGLISH = 11, 44
_ANSWER, _ANSWER_ENGLISH = 12, 32
_ASKED_OF = 16
"""A thing named with a question mark and answered at once may be so long (要求整改的那个节能监察名单？没上过)."""
_ROW = 30
_SINGLED_OUT = re.compile(r"[\u4e00-\u9fff]{2,12}的(?:那|这)[种类些批样][\u4e00-\u9fff]{1,5}")
"""明令淘汰的那种灯管 only names of what the next piece tells."""
_FIGURE = re.compile(r"\d|[一二两三四五六七八九十]{2,}|[百千万亿]")
_ASKS = re.compile(r"几|谁|哪|多[久长大]|要(?!求|件|点)")
_SAYS = re.compile(r"[是有要了过得想做]|晓得|知道")


class Piece(NamedTuple):
    """What stands between two stops: its words, where it begins, and the stop behind it."""

    text: str
    start: int
    mark: str


def split_pieces(folded: str) -> list[Piece]:
    """The pieces of a message in order; a topic (至于产品，) or a question answered at once (目标？还没有) with what follows."""
    pieces, start = [], 0
    for stop in [*_BREAKS.finditer(folded), None]:
        end, mark = (stop.start(), stop.group()) if stop else (len(folded), "")
        if text := folded[start:end].strip():
            pieces.append(Piece(text, start, mark))
        start = stop.end() if stop else end
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last is not None and (
            _is_topic(last)
            or _is_answered(last, piece)
            or _is_row(last, piece)
            or _is_named_only(last, piece)
        ):
            joined[-1] = Piece(f"{last.text} {piece.text}", last.start, piece.mark)
        else:
            joined.append(piece)
    return joined


@cache
def _topics() -> re.Pattern[str]:
    begins, ends = ("|".join(map(re.escape, word_list(name))) for name in ("topic_begins", "topic_ends"))
    return re.compile(rf"(?:{begins}).+|.+(?:{ends})")


def _is_topic(piece: Piece) -> bool:
    """Whether a piece only says of what the next will speak."""
    if _HEAVY.search(piece.mark) or _FIGURE.search(piece.text):
        return False
    if _SINGLED_OUT.fullmatch(piece.text) and not has_any(piece.text, "negators"):
        return True
    if len(piece.text) > _TOPIC:
        return False
    says = has_any(piece.text, "question_marks") or has_any(piece.text, "negators")
    return not (says or _SAYS.search(piece.text)) and (
        "—" in piece.mark or _topics().fullmatch(piece.text) is not None
    )


def _is_row(piece: Piece, after: Piece) -> bool:
    """Whether a piece only names things in a row and the next says how it is with all of them (…、…，样样不沾)."""
    if "、" not in piece.text or len(piece.text) > _ROW or _HEAVY.search(piece.mark):
        return False
    says = (
        has_any(piece.text, "negators") or has_any(piece.text, "question_marks") or _FIGURE.search(piece.text)
    )
    every = after.text.startswith(word_list("of_every_one")) or _EACH_OF_THEM.match(after.text)
    return not says and not _SAYS.search(piece.text) and bool(every)


_EACH_OF_THEM = re.compile(
    r"(?:我们|咱们?|目前|现在|这|那|以上)*(?:[2-9]|[二两三四五六七八九几])[样个项条种类张本](?:名单|全|都|也|一个|一样|一概|统统)"
)
"""…、…、…，四样全不沾边: what follows is said of each."""
_BARELY = re.compile(
    r"(?:我们|咱们?|目前|现在|暂时|还|尚|也|都|一直|确实|倒|压根|根本)*(?:(?:没有?|没得|莫得)(?:我们|咱们?|我厂)?|(?:从?没有?|从未|未)(?:上|进|列|挨|当)过|空白|没影)(?:了|的|啊|哦|噢|哈|呢|嘛|噻|呀)*"
)
_THING = re.compile(
    r"(?:的(?:部门|科室|班子|人员?|计划|制度|文件|东西|证|牌子)|(?:规划|方案|目标|指标|责任制|责任书|体系|机构|小组|名单|黑名单|名录|榜|清单|目录|(?:培育|梯度)库))$"
)


def _is_named_only(piece: Piece, after: Piece) -> bool:
    """Whether a piece only names a thing that must be there and the next says that there is none (管这块的部门，没得)."""
    if len(piece.text) > _TOPIC or _HEAVY.search(piece.mark) or has_any(piece.text, "negators"):
        return False
    names = _THING.search(piece.text) is not None and _SAYS.search(piece.text) is None
    return names and _BARELY.fullmatch(after.text) is not None


def _is_answered(piece: Piece, after: Piece) -> bool:
    """Whether a piece names a thing with a question mark and the next says at once how it is with it."""
    if "?" not in piece.mark and "？" not in piece.mark:
        return False
    plain = piece.text.isascii()
    if len(piece.text) > (_TOPIC_ENGLISH if plain else _ASKED_OF) or has_any(piece.text, "question_marks"):
        return False
    if _ASKS.search(piece.text):
        return False
    brief = len(after.text) <= (_ANSWER_ENGLISH if plain else _ANSWER)
    return brief and "?" not in after.mark and "？" not in after.mark and _answers(after.text)


_SAYS_BRIEFLY = re.compile(
    r"(?:我们|咱们?|这个?|目前|现在|暂时?|确实|肯定|当然|倒|也|那)*"
    r"(?:(?:(?:还|尚|早|早就|已经?|都|全|全都|一直|从|还是|就)*(?:有|没有?|没得|莫得|无|未|是|不是|在|不在)"
    r"|(?:还|尚|从|都|也|就|一直)*(?:没有?|未|没得)[\u4e00-\u9fff]{1,4}?"
    r"|(?:早就?|已经?|都|全都?|全部|有|一[样个条项]没)[\u4e00-\u9fff]{0,2}?(?:建|编|办|批|做|评|签|写|定|认证|拿|挂|成立|齐|完|好|弄|搞|通过|占|沾|犯)[好完全到上齐成起下来]*)"
    r"|零|不沾|不存在|不涉及|一[样个条项](?:都|也)?没有?)"
    r"(?:了|的|过|啊|呢|哦|哈|噢|嘛|呀|噻)*"
)
_SAYS_NOT = re.compile(
    r"没(?:把握|数|底|谱|印象|概念|准|用|问|想|关系|所谓|注意|查|事)|无(?:所|关|从)|未(?:必|知|来)|不(?:清|知|确|好|影|晓|懂|一定)|吧$|计划|打算|准备|可能|估计|应该|好像|说|过期|失效"
)
_UNSURE_ENGLISH = re.compile(
    r"(?:not (?:sure|certain|known|clear|that (?:i|we)|really|exactly|much)|no (?:idea|clue|one knows|matter|problem)|never (?:mind|checked|heard|looked))"
)


def _answers(text: str) -> bool:
    """Whether a piece says in a few words yes or no, and neither that nobody knows nor what is planned."""
    if not text.startswith(word_list("answers_itself")):
        return False
    if text.isascii():
        unsure = _UNSURE_ENGLISH.match(text) or has_any(text, "hedges") or has_any(text, "suppositions")
        return not unsure
    unsure = _SAYS_NOT.search(text) or has_any(text, "reply_unknown") or has_any(text, "hedges")
    return not unsure and _SAYS_BRIEFLY.fullmatch(text) is not None
