"""Days and spans in a sentence that set a limit; dates of signature, effect and look-back are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from assistant.register.limits import HOUR, NUMBER, REMARK, WORD, Kind, Term, day_of, end_of
from assistant.register.returning import recurs, within_the_year, yearly
from assistant.register.spans import spans
from assistant.text.dates import find_dates
from assistant.text.numerals import parse_numeral
from assistant.text.references import find_titles

_N = NUMBER
_AFTER = re.compile(rf"^{REMARK}{HOUR}\s*{WORD}")
_LATEST = r"截止(?:日期|时间|日)?|不(?:得|应|能)?[晚迟]于|(?:延[长期迟]?|顺延)至|(?:最[晚迟]|至迟)(?:应|须)?(?:不(?:得|应|能)?[晚迟]于|[于在])?"
_BEFORE = re.compile(
    rf"(?P<word>{_LATEST})\s*[为是于至到：:]*\s*$"
    r"|(?:申报|申请|报名|受理|征集|提交|填报|报送)[^，。；：]{0,6}(?P<until>截至)\s*$|(?P<span>起[，,]?至)\s*$"
)
_DAY = rf"(?:(?:20\d{{2}}|本|今|当|次)\s*年\s*)?{_N}\s*月\s*{_N}\s*[日号]"
_RANGE = re.compile(
    rf"(?P<every>每年\s*)?(?P<from>{_DAY}){HOUR}\s*(?:起)?\s*[至到—~～\-－–]+\s*(?P<to>{_DAY}|{_N}\s*[日号])"
)
_DIGITS = re.compile(
    r"(?P<from>20\d{2}([./-])\d{1,2}\2\d{1,2})\s*(?:[至到—~～－–]+|\s-\s|-(?=20))\s*(?P<to>(?:20\d{2}\2)?\d{1,2}\2\d{1,2})(?!\d)"
)
_PERIOD = re.compile(
    r"(?:申报|申请|报名|受理|征集|填报|提交|报送|公示|开放|办理|集中|接收|网上|评审|评估|审核|初审|复核|推荐|核查|核验|验收|自评|审查|答辩|公布|整改|报名|遴选|认定)[^，。；]{0,8}$"
)
_PERIOD_FOR = re.compile(
    r"^(?:期间)?[，,]?(?![^，。；]{0,12}(?:发生|购置|购买|取得|实现|缴纳|投入|完工|有效))[^，。；]{0,24}?"
    r"(?:开展|组织|完成|审核|评审|评估|评价|提交|填报|登录|报送|核查|申报|受理|初审|复核|推荐)"
)
_NOT_A_LIMIT = re.compile(
    r"有效期|施行|执行|(?:实行|实施|生效)[，,]?(?:有效)?(?:截?至|到)|废止|(?:注册|成立|登记|设立|建成)(?:时间|日期)|统计|累计"
)
_OPEN_RANGE = re.compile(
    rf"(?:(?:即日|之日)起\s*[，,]?\s*(?:至|到|截至)|(?:{_N}\s*月(?:份)?\s*(?:[上中下]旬|初|底|末|{_N}\s*[日号]))\s*[至到—~～\-－–]+)\s*"
    rf"(?P<to>(?:20\d{{2}}\s*年\s*)?(?P<month>{_N})\s*月(?:份)?\s*(?:(?P<ten>[上中下]旬)|(?P<mend>底|末)|(?P<day>{_N})\s*[日号]))"
)
_CONDITION = re.compile(
    r"^[^，。；]{0,2}(?:注册|成立|设立|登记|投产|建成|取得|获得|已|出生|认定的|批准的)"
    r"|^[^，。；]{0,4}(?:投[产运]|竣工|完工|开工|达产|入库|纳统|入选|获[批评]|(?:完成|通过)[^，。；]{0,10}(?:验收|备案|核准|审批|立项|登记|认定|评审|改造|建设))"
    r"[^，。；]{0,6}的(?:[各所该有]|企业|单位|项目|园区|工厂|产品|建筑|设备|主体|机构)"
)
_DUTY = re.compile(r"(?:应当?|须|必须|要|确保|力争)[^，。；]{0,6}$")
_YEAR = r"(?P<year>20\d{2}|[二2][〇○零0-9一二三四五六七八九]{3})\s*年(?:度)?"
_PART = (
    rf"(?:{_YEAR}|(?P<rel>本年度?|今年|当年|次年|翌年|年(?=[底末])))?\s*"
    rf"(?:第?(?P<quarter>[一二三四1-4])\s*季度(?:末|底)?|(?P<half>[上下])半年(?:末|底)?|(?P<month>{_N})\s*月(?:份)?\s*"
    rf"(?:(?P<ten>[上中下]旬)|(?P<mend>底|末)|(?P<day>{_N})\s*[日号])|(?P<yend>年?[底末]))"
)
_PARTIAL = re.compile(rf"{_PART}{REMARK}{HOUR}\s*{WORD}")
_NO_LATER = re.compile(
    rf"(?P<word>截止(?:日期|时间|日)|不(?:得|应|能)?[晚迟]于|(?:延[长期迟]?|顺延)至|(?:最[晚迟]|至迟)(?:应|须)?(?:不(?:得|应|能)?[晚迟]于|[于在])?)"
    rf"\s*[为是于至到：:]*\s*(?P<every>每年度?\s*)?{_PART}(?:{REMARK}{HOUR}\s*(?:之前|以前|前))?"
)
_MONTHS = re.compile(
    rf"(?P<items>(?:(?:20\d{{2}}\s*年\s*)?{_N}\s*月\s*(?:{_N}\s*[日号])?\s*[、和及]\s*)+)"
    rf"(?P<last>(?:20\d{{2}}\s*年\s*)?{_N}\s*月)\s*的?\s*(?P<day>{_N})\s*[日号]{REMARK}{HOUR}\s*{WORD}"
)
_ITEM = re.compile(rf"(?:(?P<year>20\d{{2}})\s*年\s*)?(?P<month>{_N})\s*月\s*(?:(?P<day>{_N})\s*[日号])?")
_IN_THE_YEAR = re.compile(
    r"(?:(?P<year>20\d{2})\s*年|今年|本年|(?<=[，,；;于在将争])年)内(?=[^，。；]{0,16}?(?:完成|印发|公布|报送|提交|拨付|建成|出台))"
)


def find_terms(sentence: str, year: int | None) -> list[Term]:
    """Limits that a sentence sets, in order; ``year`` completes a day without one."""
    text = _without_titles(sentence)
    found = [
        *_ranges(text, year),
        *_listed(text, year),
        *_full_dates(text),
        *_partial_dates(text, year),
        *_open_ranges(text, year),
        *_in_the_year(text, year),
        *spans(text),
        *yearly(text),
        *within_the_year(text),
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
            word = precedes.group("word") or "截至"
            yield Term("date", precedes.start(precedes.lastgroup or 0), found.end, word, found.value)


def _ranges(text: str, year: int | None) -> Iterator[Term]:
    """Periods for applying, reviewing or objecting: their last day counts."""
    for match in (*_RANGE.finditer(text), *_DIGITS.finditer(text)):
        before, after = text[: match.start()], text[match.end() :]
        if _NOT_A_LIMIT.search(before[-8:]) or not (_PERIOD.search(before) or _PERIOD_FOR.match(after)):
            continue
        if match.groupdict().get("every"):
            yield Term("yearly", match.start(), match.end(), "至", printed=True)
            continue
        years = re.findall(r"20\d{2}", match.group(0))
        numbers = [
            *re.findall(rf"({_N})\s*[月日号./-]", re.sub(r"^\d{4}.", "", match.group("from")))[:1],
            *re.findall(rf"({_N})(?:\s*[月日号./-]|$)", re.sub(r"^\d{4}\D", "", match.group("to"))),
        ]
        month, day = (parse_numeral(n) or 0 for n in numbers[-2:])
        last = day_of(int(years[-1]) if years else year, month, day)
        if last is not None:
            yield Term("date", match.start(), match.end(), "至", last)


def _listed(text: str, year: int | None) -> Iterator[Term]:
    """Several days that share one 前: 于6月30日和12月31日前, 分别于2027年7月、2028年1月的10日前."""
    for match in _MONTHS.finditer(text):
        if recurs(text[: match.start()], None, None):
            continue
        for item in _ITEM.finditer(text, match.start(), match.end("last")):
            year = int(item.group("year")) if item.group("year") else year
            day = parse_numeral(item.group("day") or match.group("day")) or 0
            value = day_of(year, parse_numeral(item.group("month")) or 0, day)
            end = match.end() if item.end() >= match.end("last") else item.end()
            if value is not None:
                printed = bool(item.group("day")) or end == match.end()
                yield Term("date", item.start(), end, match.group("word"), value, printed=printed)


def _partial_dates(text: str, year: int | None) -> Iterator[Term]:
    """Days without a year, ends of months, quarters and years, with 前 behind or 截止日期为 before them."""
    for match in (*_PARTIAL.finditer(text), *_NO_LATER.finditer(text)):
        before, after = text[: match.start()], text[match.end() :]
        every = match.groupdict().get("every")
        if every or recurs(before, match.group("year"), match.group("rel")):
            yield Term("yearly", match.start(), match.end(), match.group("word"))
            continue
        if _is_condition(before, after) or _NOT_A_LIMIT.search(before[-8:]):
            continue
        day = _last_of(match, _year_of(match, before, year))
        if day is not None:
            printed = bool(match.group("day"))
            yield Term("date", match.start(), match.end(), match.group("word"), day, printed=printed)


def _year_of(match: re.Match[str], before: str, year: int | None) -> int | None:
    """The year printed with the day, else the last one before it in the sentence, else that of the document."""
    if match.group("year"):
        return parse_numeral(match.group("year"))
    carried = re.findall(r"(20\d{2})\s*年", before)
    return int(carried[-1]) if carried else year


def _is_condition(before: str, after: str) -> bool:
    """Whether the day belongs to a condition (某日前建成的) and not to a duty (应于某日前建成)."""
    return bool(_CONDITION.match(after)) and not _DUTY.search(before)


def _last_of(match: re.Match[str], year: int | None) -> date | None:
    if year is None:
        return None
    if match.group("yend"):
        return date(year, 12, 31) if match.group("year") or match.group("rel") else None
    if match.group("half"):
        return date(year, 6, 30) if match.group("half") == "上" else date(year, 12, 31)
    if match.group("quarter"):
        return end_of(year, 3 * (parse_numeral(match.group("quarter")) or 0))
    return _in_month(match, year)


def _in_month(match: re.Match[str], year: int) -> date | None:
    """The last day that a wording with a month leaves: its day, the end of its ten days, else of the month."""
    month = parse_numeral(match.group("month")) or 0
    if not 1 <= month <= 12:
        return None
    number = parse_numeral(match.group("day")) if match.group("day") else None
    tens = {"上旬": 10, "中旬": 20}.get(match.group("ten") or "", end_of(year, month).day)
    return day_of(year, month, number or tens)


def _in_the_year(text: str, year: int | None) -> Iterator[Term]:
    """年内完成 and 2027年内建成 end with the year."""
    for match in _IN_THE_YEAR.finditer(text):
        wanted = int(match.group("year")) if match.group("year") else year
        if wanted is not None:
            yield Term("date", match.start(), match.end(), "内", date(wanted, 12, 31), printed=False)


def _open_ranges(text: str, year: int | None) -> Iterator[Term]:
    """Periods that begin today or in a vague part of a month, or end in one: 即日起至6月20日, 7月中旬至8月底."""
    for match in _OPEN_RANGE.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        if _NOT_A_LIMIT.search(before[-8:]) or not (_PERIOD.search(before) or _PERIOD_FOR.match(after)):
            continue
        years = re.findall(r"20\d{2}", match.group("to"))
        wanted = int(years[0]) if years else year
        last = _in_month(match, wanted) if wanted is not None else None
        if last is not None:
            printed = bool(match.group("day"))
            yield Term("date", match.start(), match.end(), "至", last, printed=printed)


__all__ = ["Kind", "Term", "day_of", "find_terms"]
