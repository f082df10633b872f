"""Days and spans in a sentence that set a limit; dates of signature, effect and look-back are none."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date
from typing import Literal, NamedTuple

from assistant.text.dates import Duration, find_dates, find_durations
from assistant.text.numerals import parse_numeral
from assistant.text.references import find_titles

Kind = Literal["date", "time_limit", "yearly"]

_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_HOUR = r"(?:\s*(?:下班|上午|下午|中午|晚上?)?\s*(?:\d{1,2}\s*(?:[时点](?:\d{1,2}分|整|半)?|[:：]\d{2}))?)?"
_WORD = r"(?P<word>(?:系统|平台|通道|端口|入口)(?:将|自动|统一)*(?:关闭|停止)|停止受理|停止申报|之前|以前|前(?!款|项|置|期|述|提(?![交出供请醒报])|后|往|沿|景|瞻|\d)|截止|为止|止)"
_AFTER = re.compile(rf"^(?:\s*[（(][^（）()]{{1,12}}[）)])?{_HOUR}\s*{_WORD}")
_BEFORE = re.compile(
    r"(?P<word>截止(?:日期|时间|日)?|不[晚迟]于|(?:延[长期迟]?|顺延)至|(?:最[晚迟]|至迟)[于在]?)\s*[为是于至到：:]*\s*$"
    r"|(?:申报|申请|报名|受理|征集|提交|填报|报送)[^，。；：]{0,6}截至\s*$|起[，,]?至\s*$"
)
_DAY = rf"(?:(?:20\d{{2}}|本|今|当|次)\s*年\s*)?{_N}\s*月\s*{_N}\s*[日号]"
_RANGE = re.compile(
    rf"(?P<every>每年\s*)?(?P<from>{_DAY}){_HOUR}\s*(?:起)?\s*[至到—~～\-－–]+\s*(?P<to>{_DAY}|{_N}\s*[日号])"
)
_PERIOD = re.compile(
    r"(?:申报|申请|报名|受理|征集|填报|提交|报送|公示|开放|办理|集中|接收|网上|评审|评估|审核|初审|复核|推荐|核查|核验|验收|自评|审查|答辩|公布|整改|报名|遴选|认定)[^，。；]{0,8}$"
)
_PERIOD_FOR = re.compile(
    r"^(?:期间)?[，,]?(?![^，。；]{0,12}(?:发生|购置|购买|取得|实现|缴纳|投入|完工|有效))[^，。；]{0,24}?"
    r"(?:开展|组织|完成|审核|评审|评估|评价|提交|填报|登录|报送|核查|申报|受理|初审|复核|推荐)"
)
_NOT_A_LIMIT = re.compile(r"有效期|施行|执行|废止|(?:注册|成立|登记|设立|建成)(?:时间|日期)|统计|累计")
_OPEN_RANGE = re.compile(
    rf"(?:(?:即日|之日)起\s*[，,]?\s*(?:至|到|截至)|(?:{_N}\s*月(?:份)?\s*(?:[上中下]旬|初|底|末|{_N}\s*[日号]))\s*[至到—~～\-－–]+)\s*"
    rf"(?P<to>(?:20\d{{2}}\s*年\s*)?(?P<month>{_N})\s*月(?:份)?\s*(?:(?P<ten>[上中下]旬)|(?P<mend>底|末)|(?P<day>{_N})\s*[日号]))"
)
_CONDITION = re.compile(r"^[^，。；]{0,2}(?:注册|成立|设立|登记|投产|建成|取得|获得|已|出生|认定的|批准的)")
_DUTY = re.compile(r"(?:应当?|须|必须|要|确保|力争)[^，。；]{0,6}$")
_PARTIAL = re.compile(
    rf"(?:(?P<year>20\d{{2}}|[二2][〇○零0-9一二三四五六七八九]{{3}})\s*年(?:度)?|(?P<rel>本年度?|今年|当年|年))?\s*"
    rf"(?:第?(?P<quarter>[一二三四1-4])\s*季度(?:末|底)?|(?P<month>{_N})\s*月(?:份)?\s*(?:(?P<ten>[上中下]旬)|(?P<mend>底|末)|(?P<day>{_N})\s*[日号])|(?P<yend>年?[底末]))"
    rf"(?:\s*[（(][^（）()]{{1,12}}[）)])?{_HOUR}\s*{_WORD}"
)
_RECURRING = re.compile(
    r"(?:每年度?|每个?年度|逐年|每一?年|[评考]价?年度|次年|翌年|下一?年度?)[^，。；]{0,6}$"
)
_SEVERAL_DAYS = re.compile(rf"(?:\s*的?{_N}\s*月\s*{_N}\s*[日号]\s*[、和及或])+")
_YEARLY = re.compile(
    r"每年度?(?!均|产|保持|降低|增长|增加|提高|递增|达到|不低于|不少于|节约)|每个?年度|每一年|一年一[次度报]"
)
_RETURNING = re.compile(
    rf"(?:每个?季度?|每个?月|每半年|按季度?|逐月|按月)(?:度)?(?:首月|末月|(?:的)?第[一二三]个月|末|底|初|结束后)?[（(]?"
    rf"(?:\s*(?:次[年月]\s*)?(?:{_N}\s*月\s*)?{_N}\s*[日号]\s*[、和及或]?)*\s*{_WORD}"
)
_WITHIN = re.compile(
    r"^(?:之内|以内|内)(?!部|容|生|涵|资|控|的(?!任)|有效|未|无|发生|没有|新|累计|曾|因|获|受过|处于|取得|产生|出现|无)"
)
_LOOK_BACK = re.compile(
    r"(?:近|最近|过去|(?<!满)前|上|连续|此前|成立|(?<!期)(?<!届)满|已|任|每|最近的|以来|最长|运行|有效期|试行|周期)\s*$"
)
_PUBLIC = re.compile(
    r"(?P<word>公示|公告)(?:期|时间|期限|时限|不?少于|不低于|为|是|期?[：:]|，|,|\s|一般|至少|[（(])*$"
)
_START = re.compile(r"之?日起\s*$|[届期]满前\s*$|之后\s*$|后\s*$|起\s*$|应当?在?\s*$|须在\s*$")
_AHEAD_OF_END = re.compile(r"[届期]满(?:之日)?前\s*$|到期前\s*$")
_ACTS = re.compile(
    r"^(?:之内|以内|内)[，,]?(?:依法|书面|主动|自行|按[^，。；]{1,10}(?:报|提|办)|将|到|登录|申请|报[送告]|缴|退|组织|作出|予以)"
)
_BARS = re.compile(
    r"^(?:之内|以内|内)[，,]?(?:将|均|都)?\s*(?:不得|不予|不再|不能|不受理|暂停|取消|禁止|应|须|必须|完成|提出|向|办理|重新|限期|停止)"
)
_AHEAD = re.compile(r"^\s*(?:之前|以前|前)\s*(?:向|申请|提出|报|提交|书面|告知|通知|办理|将)")


class Term(NamedTuple):
    """A limit in a sentence.

    Attributes:
        last_day: For ``date``: the last day on which it is kept.
        word: The word that makes it a limit (前, 之前, 截止, 内, 公示, 每年).
        printed: Whether ``last_day`` stands in the text as a day; 年底 and 上旬 do not.
    """

    kind: Kind
    start: int
    end: int
    word: str
    last_day: date | None = None
    duration: Duration | None = None
    printed: bool = True


def find_terms(sentence: str, year: int | None) -> list[Term]:
    """Limits that a sentence sets, in order; ``year`` completes a day without one."""
    text = _without_titles(sentence)
    found = [
        *_ranges(text, year),
        *_full_dates(text),
        *_partial_dates(text, year),
        *_open_ranges(text, year),
        *_spans(text),
        *_yearly(text),
        *_returning(text),
    ]
    kept: list[Term] = []
    for term in sorted(found, key=lambda t: (t.start, -t.end)):
        if not any(term.start < other.end and other.start < term.end for other in kept):
            kept.append(term)
    return kept


def _without_titles(sentence: str) -> str:
    for title in find_titles(sentence):
        sentence = sentence[: title.start] + "□" * len(title.text) + sentence[title.end :]
    return sentence


def _full_dates(text: str) -> Iterator[Term]:
    for found in find_dates(text):
        before, after = text[: found.start], text[found.end :]
        if _NOT_A_LIMIT.search(before[-8:]) or re.match(r"[^，。；]{0,4}(?:起?施行|起?执行|废止)", after):
            continue
        if follows := _AFTER.match(after):
            if not _is_condition(before, after[follows.end() :]):
                yield Term("date", found.start, found.end + follows.end(), follows.group("word"), found.value)
        elif precedes := _BEFORE.search(before):
            yield Term("date", precedes.start(), found.end, precedes.group("word") or "截至", found.value)


def _ranges(text: str, year: int | None) -> Iterator[Term]:
    """Periods for applying, reviewing or objecting: their last day counts."""
    for match in _RANGE.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        if _NOT_A_LIMIT.search(before[-8:]) or not (_PERIOD.search(before) or _PERIOD_FOR.match(after)):
            continue
        if match.group("every"):
            yield Term("yearly", match.start(), match.end(), "至", printed=True)
            continue
        years = re.findall(r"20\d{2}", match.group(0))
        numbers = re.findall(rf"({_N})\s*[月日号]", match.group("from"))[:1] + re.findall(
            rf"({_N})\s*[月日号]", match.group("to")
        )
        month, day = (parse_numeral(n) or 0 for n in numbers[-2:])
        last = day_of(int(years[-1]) if years else year, month, day)
        if last is not None:
            yield Term("date", match.start(), match.end(), "至", last)


def day_of(year: int | None, month: int, day: int) -> date | None:
    """The day, or None where the calendar lacks it or the year is unknown."""
    if year is None or not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    return date(year, month, day)


def _partial_dates(text: str, year: int | None) -> Iterator[Term]:
    for match in _PARTIAL.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        recurs = _recurs(match, before)
        if recurs or _is_condition(before, after) or _NOT_A_LIMIT.search(before[-8:]):
            if recurs:
                yield Term("yearly", match.start(), match.end(), match.group("word"))
            continue
        if match.group("year"):
            year = parse_numeral(match.group("year"))
        elif carried := list(re.finditer(r"(20\d{2})\s*年", before)):
            year = int(carried[-1].group(1))
        day = _last_of(match, year)
        if day is not None:
            yield Term(
                "date",
                match.start(),
                match.end(),
                match.group("word"),
                day,
                printed=bool(match.group("day")),
            )


def _recurs(match: re.Match[str], before: str) -> bool:
    """Whether the day returns: 每年…于次年1月底前, 每年抽查，并于当年12月底前."""
    return bool(_RECURRING.search(before)) or (match.group("rel") == "当年" and bool(_YEARLY.search(before)))


def _is_condition(before: str, after: str) -> bool:
    """Whether the day belongs to a condition (某日前建成的) and not to a duty (应于某日前建成)."""
    return bool(_CONDITION.match(after)) and not _DUTY.search(before)


def _last_of(match: re.Match[str], year: int | None) -> date | None:
    if year is None:
        return None
    if match.group("yend"):
        return date(year, 12, 31) if match.group("year") or match.group("rel") else None
    if match.group("quarter"):
        month = 3 * (parse_numeral(match.group("quarter")) or 0)
        return date(year, month, calendar.monthrange(year, month)[1])
    month = parse_numeral(match.group("month")) or 0
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    number = parse_numeral(match.group("day")) if match.group("day") else None
    return day_of(year, month, number or {"上旬": 10, "中旬": 20}.get(match.group("ten") or "", last))


def _spans(text: str) -> Iterator[Term]:
    for found in find_durations(text):
        before, after = text[: found.start], text[found.end :].lstrip()
        if _AHEAD.match(after) and not re.search(r"[近前上]\s*$", before):
            yield Term("time_limit", found.start, found.end + 1, "前", None, found.value)
            continue
        ahead = bool(_AHEAD_OF_END.search(before))
        if _LOOK_BACK.search(before) or (_NOT_A_LIMIT.search(before[-6:]) and not ahead):
            continue
        if ahead and not _WITHIN.match(after):
            yield Term("time_limit", found.start, found.end, "前", None, found.value)
            continue
        long = found.value.unit in ("年", "月")
        if _WITHIN.match(after) and (
            not long
            or _START.search(before)
            or _BARS.match(after)
            or (re.search(r"在$", before) and _ACTS.match(after))
        ):
            word = re.match("之内|以内|内", after)
            yield Term(
                "time_limit", found.start, found.end + 1, word.group(0) if word else "内", None, found.value
            )
        elif not long and (public := _PUBLIC.search(before)):
            yield Term("time_limit", public.start(), found.end, public.group("word"), None, found.value)


def _yearly(text: str) -> Iterator[Term]:
    for match in _YEARLY.finditer(text):
        several = _SEVERAL_DAYS.match(text, match.end())
        day = _PARTIAL.match(text, several.end() if several else match.end())
        if day:
            yield Term("yearly", match.start(), day.end(), day.group("word"))
        else:
            yield Term("yearly", match.start(), match.end(), match.group(0))


def _returning(text: str) -> Iterator[Term]:
    """Days that return within the year: 每月10日前, 每季度末月25日前, 每半年（7月15日、次年1月15日前）."""
    for match in _RETURNING.finditer(text):
        yield Term("yearly", match.start(), match.end(), match.group("word"))


def _open_ranges(text: str, year: int | None) -> Iterator[Term]:
    """Periods that begin today or in a vague part of a month, or end in one: 即日起至6月20日, 7月中旬至8月底."""
    for match in _OPEN_RANGE.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        if _NOT_A_LIMIT.search(before[-8:]) or not (_PERIOD.search(before) or _PERIOD_FOR.match(after)):
            continue
        years = re.findall(r"20\d{2}", match.group("to"))
        month = parse_numeral(match.group("month")) or 0
        wanted = int(years[0]) if years else year
        if wanted is None or not 1 <= month <= 12:
            continue
        number = parse_numeral(match.group("day")) if match.group("day") else None
        end = calendar.monthrange(wanted, month)[1]
        last = day_of(wanted, month, number or {"上旬": 10, "中旬": 20}.get(match.group("ten") or "", end))
        if last is not None:
            yield Term("date", match.start(), match.end(), "至", last, printed=bool(number))
