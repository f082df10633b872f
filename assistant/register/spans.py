"""Spans within which, or ahead of which, something must be done; look-backs and terms of validity are none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.register.limits import Term
from assistant.text.dates import FoundDuration, find_durations

_VALIDITY = re.compile(r"有效期|施行|执行(?!期)|废止|(?:注册|成立|登记|设立|建成)(?:时间|日期)|统计|累计")
_WITHIN = re.compile(
    r"^(?:之内|以内|内)(?!部|容|生|涵|资|控|的(?!任)|有效|未|无|发生|没有|新|累计|曾|因|获|受过|处于|取得|产生|出现|无)"
)
_LOOK_BACK = re.compile(
    r"(?:近|最近|过去|(?<!满)前|上|连续|此前|成立|(?<!期)(?<!届)满|已|任|每|最近的|以来|最长|运行|有效期|试行|周期)\s*$"
)
_PUBLIC = re.compile(
    r"(?P<word>公示|公告)(?:期|时间|期限|时限|应当?|不?得?少于|不低于|不短于|为|是|期?[：:]|，|,|\s|一般|至少|[（(])*$"
)
_SHORT_TERM = re.compile(
    r"(?P<word>(?:整改|办理|办结|受理|审核|审查|审批|评审|复核|核查|核验|验收|公示|公告|反馈|答复|补正|异议|申诉|申报|报送|征集|征求意见|响应)(?:工作)?(?:期限?|时限|时间|天数))"
    r"[^，。；：:]{0,4}?(?:一般|原则上|最长|均|应当?|暂定)*(?:为|是|[：:])?(?:一般|原则上|最长)?(?:不得?(?:超过|多于|少于|低于|短于)|至少|为)?\s*$"
)
_LONG_TERM = re.compile(
    r"(?P<word>(?:整改|补正|办理|验收)(?:工作)?(?:期限?|时限|时间))"
    r"(?:一般|原则上|最长|均|应当?)*(?:为|是|[：:])?(?:一般|原则上|最长)?(?:不得?(?:超过|多于))?\s*$"
)
_START = re.compile(
    r"之?日起\s*$|(?:[届期]满|到期)前\s*$|之后\s*$|后的?\s*$|起的?\s*$|应当?[在于]?\s*$|须[在于]\s*$|限期?[在于]?\s*$|(?:并|将|需|要|必须|[应须]?[于在])[于在]\s*$"
)
_AHEAD_OF_END = re.compile(r"[届期]满(?:之日)?前\s*$|到期前\s*$")
_CONDITION = (
    r"(?![^，。；]{0,20}的(?:[，。；]|企业|单位|项目|园区|工厂|产品|主体|申报|申请|机构|法人|基地|人员))"
)
_ACTS = re.compile(
    r"^(?:之内|以内|内)[，,]?(?:将|均|都|全部|统一)?(?:依法|书面|主动|自行|按[^，。；]{1,10}(?:报|提|办)|将|到|登录|申请|报[送告]|上报|缴|退|组织|作出|做出|予以|给予"
    r"|完成|提[出交]|办[理结]|开工|竣工|完工|建成|投[产运入]|达产|验收|通过|整改|清算|拨付|签[订署]|重新|停止|启[动用]|出具|反馈|答复|补[正齐]|公[布开示]|备案|告知|通知|制定|编制|印发|出台|上[传线])"
    + _CONDITION
)
_BARS = re.compile(
    r"^(?:之内|以内|内)[，,]?(?:将|均|都|一律)?\s*(?:不(?:得|予|再|能|准|可|受理|采[信用]|接[受收]|安排|纳入|享受|列入|推荐|支持|允许|参[与加]|给予|组织|认可|承认)"
    r"|暂停|取消|禁止|应|须|必须|完成|提出|向|办理|重新|限期|停止)"
)
_AHEAD = re.compile(r"^\s*(?:之前|以前|前)\s*(?:向|申请|提出|报|提交|书面|告知|通知|办理|将)")
_DO_AHEAD = (
    r"^\s*(?:将|应|须|向|以|提[出交]|报|上报|告知|通知|书面|申[请报]|完成|送|发[布送]|办理|签|公[告示布]|登|到|组织|缴|预约|说明)"
    + _CONDITION
)
_ACT_AHEAD = re.compile(_DO_AHEAD)
_COMPARED = re.compile(r"[较比][^，。；]{0,10}提前[^，。；]{0,6}$")
_EARLIER = re.compile(r"提前(?:至少|不少于|不晚于)?\s*$")
_AHEAD_OF = re.compile(r"(?<![此以目年月日者提])前(?:至少|不少于|的?第?)?\s*$")
_OUGHT = re.compile(r"(?:应|须|最[迟晚]|至迟|至少|必须|请)[^，。；]*$")
_SINCE = re.compile(r"(?:日起|后的?)\s*$")
_LAPSE = re.compile(
    r"^(?:之内|以内|内)(?=[仍均]?未[^，。；]{1,14}的?，?[^。；]{0,8}(?:视[为同作]|取消|不[予再得]|终止|自动|退[回出]|撤[回销]|按|作))"
)
_CORRECT = re.compile(r"^\s*(?:整改|改正|完成|补[齐正]|纠正)")
_DONE_IN = re.compile(r"^\s*(?:办结|完成|审结|反馈|答复|办复)")


def spans(text: str) -> Iterator[Term]:
    """Every span that sets a limit, in the order of the text."""
    for found in find_durations(text):
        before, after = text[: found.start], text[found.end :].lstrip()
        for reader in (_ahead, _named, _within):
            if term := reader(found, before, after):
                yield term
                break


def _term(found: FoundDuration, word: str, start: int | None = None, more: int = 0) -> Term:
    first = found.start if start is None else start
    return Term("time_limit", first, found.end + more, word, None, found.value)


def _is_long(found: FoundDuration) -> bool:
    return found.value.unit in ("年", "月")


def _ahead(found: FoundDuration, before: str, after: str) -> Term | None:
    """30日前提出, 提前30日提出, 期满前3个月, 实施前20个工作日报批."""
    if _AHEAD.match(after) and not re.search(r"[近前上]\s*$", before):
        return _term(found, "前", more=1)
    if _WITHIN.match(after):
        return None
    if _AHEAD_OF_END.search(before):
        return _term(found, "前")
    if not _ACT_AHEAD.match(after):
        return None
    if (early := _EARLIER.search(before)) and not _COMPARED.search(before):
        return _term(found, "提前", early.start())
    if _AHEAD_OF.search(before) and (not _is_long(found) or _OUGHT.search(before)):
        return _term(found, "前")
    return None


def _named(found: FoundDuration, before: str, after: str) -> Term | None:
    """整改期限不超过60日, 办理时限：20个工作日, 公示不少于7日, 5个工作日办结."""
    if _WITHIN.match(after):
        return None
    pattern = _LONG_TERM if _is_long(found) else _SHORT_TERM
    if not _is_long(found) and (public := _PUBLIC.search(before)):
        return _term(found, public.group("word"), public.start())
    if named := pattern.search(before):
        return _term(found, named.group("word"), named.start())
    if re.search(r"限期\s*$", before) and _CORRECT.match(after):
        return _term(found, "限期")
    if found.value.unit == "工作日" and _DONE_IN.match(after):
        return _term(found, "内")
    return None


def _within(found: FoundDuration, before: str, after: str) -> Term | None:
    """自收到之日起5日内, 限3个月内整改, 五年内不得申报."""
    word = _WITHIN.match(after) or _lapse(before, after)
    ahead = bool(_AHEAD_OF_END.search(before))
    if word is None or (not ahead and (_LOOK_BACK.search(before) or _VALIDITY.search(before[-6:]))):
        return None
    acts = _START.search(before) or _BARS.match(after) or _does(before, after)
    return _term(found, word.group(0), more=1) if not _is_long(found) or acts else None


def _lapse(before: str, after: str) -> re.Match[str] | None:
    """收到告知后7日内未补正的，视为…: what is left undone has a consequence, so the span is a limit."""
    return _LAPSE.match(after) if _SINCE.search(before) else None


def _does(before: str, after: str) -> bool:
    """Whether what stands behind a long span is to be done in it: 在3个月内退回, …6个月内开工，3年内竣工."""
    opens = re.search(r"(?:[在于]|[，,；;])\s*$", before)
    return bool(opens and _ACTS.match(after))
