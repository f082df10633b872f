"""Whom a message speaks of: what it says of others (入园企业) or of a register is not said of the applicant itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from assistant.eligibility.cue_finding import Found
from assistant.eligibility.facts import Fact
from assistant.eligibility.message import Part
from assistant.eligibility.said_words import has_any
from assistant.eligibility.schemes import Scheme

_STOPS = ("。", "!", "！", "\n", ". ")
_SANCTION = (
    r"(?:的话)?(?:就|也|都|将|一律|应当?|要|会|都要|会被|要被|直接|予以|给予|可以?|由[^，,]{2,12})*"
    r"(?:撤销|取消|移出|移除|摘牌|降级|不予|不得|不能申|不能报|责令|暂停|退出|除名|追究|移送|列入|优先|给予?奖|奖励|给补)"
)
_ANY_APPLICANT = r"(?:企业|组团|单位|园区|机构|工厂|厂家|公司|厂|称号)"
_MUST = r"(?:不得|不能|不可|不予|可以(?![说讲看肯保])|应该|应当|须|必须|才能|才可|优先|一律|都?要(?![求了])|都?得(?=[先是要有在])|每[一二两三四五\d]+年)"
_RULE = re.compile(
    rf"(?:[^，,]{{3,}}的{_SANCTION}[^了过掉]{{0,10}}"
    rf"|[^，,]{{2,}}由(?:区|县|市|省|部|主管|工信|国家)[^，,]{{0,10}}(?:认定|评定|负责|公布|组织)"
    rf"|[^，,]{{2,}}{_ANY_APPLICANT}(?:都|就|也)?{_MUST}[^了过]{{2,}}"
    r"|[^，,]{2,}(?:会|要|就|将)被?(?:撤销|取消|摘牌|移出|除名)[^了过]{0,4}|[^，,]{3,}优先(?:推荐|支持|考虑|评)?"
    r"|[^，,]*(?:至少|不少于|不低于)[^，,]*才(?:达标|行|能|可以|算|符合|够)[^，,]*"
    r"|(?:parks|factories|enterprises|companies|firms|plants|evaluators) (?:that|which|who|with|without)\b.+\b(?:cannot|can't|may not|must|should|are not allowed|can|will)\b.*)"
)
"""停产的企业不能申报: of whom it is so in general."""
_RULE_CASE = re.compile(r"(?:凡是?|对于?|如|若|一旦)?(?:(?<!是)[^，,]){3,}的")
_RULE_THEN = re.compile(rf"{_SANCTION}[^了过掉我咱]{{0,14}}")
_TOLD = re.compile(
    r"我|咱|本[厂园公企司]|\d{2,4}年|\d月|去年|前年|今年|上个?月|了|(?<!超)过|被[查罚移撤取摘]|\b(?:we|our|us)\b"
)
"""What happened to the speaker or on a day is told, not ruled."""
_ELSEWHERE = re.compile(
    r"(?:但|不过|倒是|像|比如|听)?(?:我们|咱们?)?的?(?:兄弟(?:单位|企业|公司|厂|园)|友商|友邻|(?:别的|其他|另外?一家)(?:园区|工业园|集团|机构|地方|城市|省|区县)"
    r"|园区?(?:之|以)?外|(?:附近|周边)(?![^，,]*供应商)|全(?:市|国|省|行业)(?!统一|首|第|最|唯一)|(?:市里|国家|省里)(?:的)?(?:节能|碳|能耗)[^，,]{1,6}(?:下降|降低|上升)"
    r"|(?:集团|总部|母公司|总公司|子公司|(?:大|控股)股东|关联(?:公司|企业))(?:公司|那边)?(?:也|都|还|去年|前年|今年|之前|以前|曾经?)*(?:是|有|评|拿|被|出[过了]|发生|偷|漏|欠|做了)|集团(?:里|内|下面|下属|旗下)?的?(?:其他|别的|另|兄弟|姊妹)|(?:其他|别的)(?:子公司|分公司|分厂|基地))"
    r"|(?:a|my|one) (?:friend|neighbou?r|competitor|cousin)\b|(?:the|our) (?:parent|sister|neighbou?ring) (?:company|group|plant|firm|park)\b"
)
_SERVES = re.compile(
    r"(?:我们?|咱们?|我司|我厂)?(?:是|只是|在|来|也)*(?:给|为|替|帮)(?!我|咱|自己|自家|公司|厂里|单位|老板|领导|园区)[^，,]{1,12}?(?:配套|供货|供应|送餐|送货|代工|打工|服务|问|咨询|打听)"
)
"""给电子厂送餐: what the firm is for which the speaker works."""
_OFFICE_PLANS = re.compile(r"(?:区里|市里|县里|经信[委局])[^，,我咱]{0,6}要(?:再)?(?:评|建|培育|认定|搞|选)")
_SOME_FIRMS = re.compile(r"(?:有(?:的|些)|一些|好些|好多|不少|个别)(?:企业|厂|公司|单位)")
_THEIRS = re.compile(r"(?:别人|别家|人家|他们)(?:家|厂)?的")
_FEARED = re.compile(
    r"(?:我们?|咱们?|老板|领导|厂里|就|只|很|还|也|都|有点|有些|最|一直)*"
    r"(?:担心|担忧|生怕|害怕|就怕|最怕|只怕|唯恐|怕(?=[万哪有被我查出停遭企厂园]))(?!的是|没)"
    r"|(?:we (?:are|were) |i am |i'm |we're )?(?:worried|afraid) (?:that|about|of)"
)
_HEARSAY = re.compile(
    r"(?:网上|新闻里?|群里|抖音|公众号|微信)(?:都|上|里)?(?:说|讲|传|写|看到)"
    r"|(?:外头|外面|外边|坊间|有人|别个|人家)(?:都|乱|瞎|在|老)*(?:传|谣传|以为|造谣)"
    r"|说(?:是|好)?(?:要|会|准备|打算)(?:给|让|评|认定|把|帮)|(?:口头|嘴上)(?:说|答应)"
    r"|\b(?:may|might) (?:be|have|get|send|come|become|need|lose|fail|not)\b"
)
"""上次说要给我们评AAA: what others promise or spread is not so yet."""
_RULED_OUT = re.compile(
    r"(?:不是|并非|而非|不归|不属于)[^，,一二两三几有]{0,4}$|\bnot (?:by |of |at |in |from |on )?(?:any |a |an |one of |the |our )?$"
)
_UNDER_ANY = re.compile(r"[^，,]{0,10}(?:不管|不论|无论|甭管)(?:还是|[^，,没不有是]){2,12}")
"""这个称号不管哪一级，…: the next part says how it is with all of them."""
_ASKS = re.compile(
    r"(?:要|得|会|才|管|算|停|满|过|隔)[^，,没不]{0,6}多(?:久|长)(?!没|都没)|(?<![没不])多(?:久|长时间)(?:才|算|能|会|要|内|合适|之内|一次|$)"
    r"|几(?:月份?|号)(?:报|填|交|开始|截止|公布|出|能|要|之前|以前|前)"
)
"""列入黑名单要停多久, 每年几月份报: they ask, though they hold no word of asking."""


def spoken_of(fact: Fact, parts: Sequence[Part], *, asked: bool) -> frozenset[int]:
    """Places of the parts that speak of the fact's own subject: from where it is named until another is, or a full stop.

    Args:
        fact: A fact, with or without ``subject``.
        parts: The message.
        asked: Whether the fact was asked for, so that its subject goes without saying.
    """
    subject = fact.entry.subject
    if subject is None:
        return frozenset()
    speaking, found = asked, set()
    for place, part in enumerate(parts):
        if part.before.endswith(_STOPS):
            speaking = asked
        if (named := part.match(subject.words)) is not None:
            # 是管委会的管子，不是入园企业的: who is ruled out is not spoken of.
            speaking = not _RULED_OUT.search(part.text[: named.start()])
        elif part.match(subject.ends) is not None and part.match(subject.keeps) is None:
            speaking = False
        if speaking:
            found.add(place)
    return frozenset(found)


def told_of(fact: Fact, scheme: Scheme, part: Part) -> Found | None:
    """Where a part about the fact's own subject tells something in the words of the facts it stands for."""
    subject = fact.entry.subject
    for name in subject.instead_of if subject is not None else ():
        cues = scheme.facts[name].entry.cues if name in scheme.facts else None
        if cues is not None and (found := part.match(cues.about) or part.match(cues.yes)) is not None:
            return found
    return None


def without_other_subjects(
    parts: tuple[Part, ...], scheme: Scheme, name: str, asked: str | None
) -> tuple[Part, ...]:
    """The message with what it says of the subjects of other facts, of others and in general left unsaid."""
    silent: set[int] = set(_not_of_the_speaker(parts, of_firms=scheme.applicant == "enterprise"))
    for other in scheme.facts.values():
        if other.entry.subject is not None and name in other.entry.subject.instead_of:
            silent |= spoken_of(other, parts, asked=other.name == asked)
    if not silent:
        return parts
    return tuple(replace(part, states=False) if place in silent else part for place, part in enumerate(parts))


@lru_cache(maxsize=64)
def _not_of_the_speaker(parts: tuple[Part, ...], *, of_firms: bool) -> frozenset[int]:
    """Places of the parts that quote a rule, tell of others, repeat hearsay, fear that something is so, or ask.

    Args:
        parts: The message.
        of_firms: Whether the speaker is a firm, so that 有的企业 are others; in a park they are its own.
    """
    found: set[int] = set()
    elsewhere = False
    for place, part in enumerate(parts):
        text = part.text
        if part.before.endswith(_STOPS) or has_any(text, "speaker"):
            elsewhere = False
        elsewhere = elsewhere or _ELSEWHERE.match(text) is not None
        others = _THEIRS.search(text) or _SERVES.match(text) or (of_firms and _SOME_FIRMS.match(text))
        if elsewhere or others or _is_idle(text) or _quotes_a_rule(place, parts):
            found.add(place)
    return frozenset(found)


def _is_idle(text: str) -> bool:
    """Whether a part only tells what is feared, promised, planned by an office or asked."""
    planned = _FEARED.match(text) or _HEARSAY.search(text) or _OFFICE_PLANS.match(text)
    return bool(planned or _UNDER_ANY.fullmatch(text) or _ASKS.search(text))


def _quotes_a_rule(place: int, parts: Sequence[Part]) -> bool:
    """Whether a part says what follows if something is so (复审不合格的，取消称号), and not that it is."""
    text = parts[place].text
    if _TOLD.search(text):
        return False
    if _RULE.fullmatch(text):
        return True
    after = parts[place + 1].text if place + 1 < len(parts) else ""
    return bool(_RULE_CASE.fullmatch(text) and _RULE_THEN.fullmatch(after))
