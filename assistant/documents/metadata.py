"""What a text says of itself: title, body, number, dates, effect, expiry, relations; each with proof.

Over 300 lines: each value of the metadata has its own small reader here, and they share the patterns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

from assistant.documents.heads import ends_title, is_issuer
from assistant.documents.issuers import bodies_before_subject, bodies_in, join_title
from assistant.documents.last_days import last_days_in
from assistant.documents.proclaiming import proclaimed
from assistant.domain.documents import Clause, DateRange, Level, Metadata, Proved, Reference
from assistant.text.dates import Duration, add_duration, find_dates, find_durations
from assistant.text.quantities import Found, find_numbers_of_documents, find_standards
from assistant.text.references import find_titles
from assistant.text.sentences import split_sentences
from assistant.text.titles import short_title

_EFFECT_RELATIVE = re.compile(
    r"自(?P<anchor>印发|发布|公布|下发|颁布|通过)之日起(?P<delay>[^，。；、]{0,10}?)(?:后)?(?:起|开始)?(?:施行|实行|执行|实施|生效|起效)"
)
_EFFECT_ABSOLUTE = re.compile(
    r"自(?P<day>.{6,22}?)(?:零时)?(?:起|开始)(?:正式)?(?:施行|实行|试行|执行|实施|生效)|于(?P<day2>.{6,22}?)(?:起)?(?:施行|生效)"
)
_TRIAL = re.compile(
    r"(?:试行|暂行|试行期限?|有效期限?)[为是：:]?\s*(?P<span>[一二两三四五六七八九十\d]{1,3}\s*个?[年月])"
)
_UNDATED = re.compile(r"自\s*(?:\d{4}|[X×*]{2,4})?\s*年?\s*(?:[X×*]{1,2})?\s*月\s*(?:[X×*]{1,2})?\s*日起")
"""A draft that leaves the day of effect blank."""
_UNTIL = re.compile(
    r"有效期(?:限)?[至到为]*\s*(?P<day>\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)|(?:执行|试行|施行|实行|实施|生效)[，,]?(?:有效)?(?:截?至|到)\s*(?P<day2>\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)"
)
_REPEALS = re.compile(r"废止|停止(?:执行|施行|使用)|不再(?:执行|施行|实施|使用|适用(?!于))|失效|终止执行")
_ANNOUNCEMENT = re.compile(r"[（(]\s*(?P<number>(?:19|20)\d{2}\s*年\s*第\s*\d{1,4}\s*号)\s*[）)]")
"""The number of an announcement, which names no body: （2024年第7号）."""
_BASIS = re.compile(r"根据|依据|按照|贯彻|落实|参照|遵照|结合")
_ALIAS = re.compile(r"(?:以下|下|后文|后)?(?:简称|称)[为作]?[：:]?《(?P<alias>[^《》]{2,30})》")
_ROUND = re.compile(r"(?P<year>20\d{2})\s*年(?P<du>度)?")
_ROUND_ACT = re.compile(r"申报|推荐|征集|遴选|组织|开展|评选|评审|培育|创建|认定|评定")
_STANDING = re.compile(
    r"(?:办法|细则|规定|条例|规则|规范|标准|制度|规划|计划|纲要|方案)(?:[（(][^（）]{1,12}[）)])?(?:》的通知|》的公告)?$"
)


Relation = Literal["repeals", "based_on", "issues", "mentions"]


def read_metadata(clauses: Sequence[Clause], municipalities: Sequence[str] = ()) -> Metadata:
    """Read the metadata of a clause tree.

    Args:
        clauses: In document order.
        municipalities: Names of cities that rank as provinces, from ``corpus/terms.yaml``.
    """
    title = _title(clauses)
    signed = _signed_on(clauses)
    published = _meta_date(clauses, ("发布日期", "发布时间", "公开日期", "印发日期"))
    effective = _effective(clauses, signed, published)
    issuers = _issuers(clauses, title)
    issuer = issuers[0] if issuers else None
    round_year = _round_year(title)
    references = tuple(_references(clauses, title))
    return Metadata(
        title=title,
        issuer=issuer,
        issuers=issuers,
        level=level_of(issuer.value, municipalities) if issuer else "unknown",
        number=_number(clauses),
        signed_on=signed,
        published_on=published,
        effective=effective,
        expires=_expires(clauses, effective, signed),
        is_trial=bool(re.search(r"试行|暂行", title.value)),
        round_year=round_year,
        last_days=tuple(_last_days(clauses, signed, round_year)),
        references=references,
    )


def level_of(issuer: str, municipalities: Sequence[str]) -> Level:
    """Rank of the issuing body, read off its name.

    >>> [level_of("某省工业和信息化厅", ()), level_of("甲市乙区经济信息委", ("甲市",))]
    ['province', 'district']
    """
    rest = issuer
    for city in municipalities:
        if rest.startswith(city):
            rest = rest.removeprefix(city)
            return (
                "district" if re.match(r"[\u4e00-\u9fff]{1,8}?(?:区|县|自治县)(?!域)", rest) else "province"
            )
    if (
        re.search(
            r"[\u4e00-\u9fff]{2,8}?(?:区|县|旗)(?:人民政府|[\u4e00-\u9fff]{2,18}(?:局|委|委员会|办公室))",
            rest,
        )
        and "自治区" not in rest
    ):
        return "district"
    if re.match(r"[\u4e00-\u9fff]{1,12}?(?:省|自治区)(?![\u4e00-\u9fff]{2,8}市)", rest):
        return "province"
    if re.search(r"市(?!场)", rest):
        return "city"
    if re.search(r"部|国务院|总局|国家|中央|全国", rest):
        return "national"
    return "unknown"


def _title(clauses: Sequence[Clause]) -> Proved[str]:
    titles = [c for c in clauses if c.kind == "title" and not c.id.startswith("x")]
    if not titles:
        first = next(
            (c for c in clauses if c.kind in ("meta", "preamble", "article", "heading", "paragraph")),
            clauses[0],
        )
        return Proved(value=first.text[:60], clause_id=first.id, quote=first.text[:60])
    meta = _meta_value(clauses, ("标题", "名称", "文件名称"))
    run = [titles[0]]
    for clause in titles[1:]:
        if clauses.index(clause) == clauses.index(run[-1]) + 1 and not _complete(run):
            run.append(clause)
    value = join_title([word for clause in run for word in clause.text.split()])
    if meta and re.sub(r"\s+", "", meta.value).endswith(re.sub(r"\s+", "", value)):
        value = join_title(meta.value.split())
    return Proved(value=value, clause_id=run[0].id, quote=run[0].text)


def _complete(run: Sequence[Clause]) -> bool:
    whole = "".join(clause.text for clause in run)
    return ends_title(whole) and whole.count("《") == whole.count("》")


def _meta_value(clauses: Sequence[Clause], keys: Sequence[str]) -> Proved[str] | None:
    for clause in clauses:
        if clause.kind == "meta":
            match = re.match(r"^(.{2,12}?)[：:]\s*(.+)$", clause.text)
            if match and re.sub(r"\s+", "", match.group(1)) in keys:
                return Proved(value=match.group(2).strip(), clause_id=clause.id, quote=clause.text)
    return None


def _meta_date(clauses: Sequence[Clause], keys: Sequence[str]) -> Proved[date] | None:
    found = _meta_value(clauses, keys)
    days = find_dates(found.value) if found else []
    return (
        Proved(value=days[0].value, clause_id=found.clause_id, quote=found.quote) if found and days else None
    )


def _number(clauses: Sequence[Clause]) -> Proved[str] | None:
    for clause in clauses:
        if clause.kind == "number" and not clause.id.startswith("x"):
            return Proved(value=re.sub(r"\s+", "", clause.text), clause_id=clause.id, quote=clause.text)
    found = _meta_value(clauses, ("发文字号", "文号", "文件编号"))
    # A table of a web page may print the next field on the same line.
    if found and (numbers := find_numbers_of_documents(found.value)):
        value = re.sub(r"\s+", "", found.value[: numbers[0].end])
        return Proved(value=value, clause_id=found.clause_id, quote=found.quote)
    told = proclaimed(clauses)
    return told.number if told else None


def _issuers(clauses: Sequence[Clause], title: Proved[str]) -> tuple[Proved[str], ...]:
    """All bodies that issue the text, in the order of the signature, else of the head or the title."""
    signed = _signing(clauses)
    if signed:
        return tuple(
            Proved(value=name, clause_id=c.id, quote=c.text) for c in signed for name in bodies_in(c.text)
        )
    found = _meta_value(clauses, ("发文机关", "发文单位", "发文机构", "制发机关", "发布机构"))
    if found:
        return (found,)
    head = [c for c in clauses if c.kind == "issuer" and is_issuer(c.text)]
    if head:
        return tuple(
            Proved(value=re.sub(r"\s+|文件$", "", c.text), clause_id=c.id, quote=c.text) for c in head
        )
    if (told := proclaimed(clauses)) and told.issuers:
        return told.issuers
    names = bodies_before_subject(title.value)
    return tuple(Proved(value=name, clause_id=title.clause_id, quote=title.quote) for name in names)


def _signing(clauses: Sequence[Clause]) -> list[Clause]:
    """The signatures that stand together, the first of the text on."""
    places = [i for i, c in enumerate(clauses) if c.kind == "signature" and is_issuer(c.text)]
    return [clauses[i] for number, i in enumerate(places) if i == places[0] + number]


def _signed_on(clauses: Sequence[Clause]) -> Proved[date] | None:
    for clause in clauses:
        if clause.kind == "date" and (days := find_dates(clause.text)):
            return Proved(value=days[0].value, clause_id=clause.id, quote=clause.text)
    printed = _meta_date(clauses, ("成文日期", "印发日期", "发文日期", "签发日期", "发布日期"))
    told = None if printed else proclaimed(clauses)
    return told.day if told else printed


def _sentences(clauses: Iterable[Clause]) -> Iterator[tuple[Clause, str]]:
    for clause in clauses:
        if clause.kind not in ("title", "meta", "number", "form", "date", "page"):
            for start, end in split_sentences(clause.text):
                yield clause, clause.text[start:end].strip()


def _effective(
    clauses: Sequence[Clause], signed: Proved[date] | None, published: Proved[date] | None
) -> Proved[DateRange] | None:
    found: Proved[DateRange] | None = None
    for clause, sentence in _sentences(clauses):
        span = _effect_of(sentence, signed, published)
        if span is not None:
            found = Proved(value=span, clause_id=clause.id, quote=sentence)
            if clause.kind in ("article", "paragraph", "item"):
                return found
    return found


def _effect_of(
    sentence: str, signed: Proved[date] | None, published: Proved[date] | None
) -> DateRange | None:
    absolute = _EFFECT_ABSOLUTE.search(sentence)
    if absolute:
        days = find_dates(absolute.group("day") or absolute.group("day2") or "")
        if days:
            return DateRange(days[0].value, days[0].value)
    relative = _EFFECT_RELATIVE.search(sentence)
    if not relative:
        return None
    anchor = published if relative.group("anchor") in ("发布", "公布") and published else signed or published
    if anchor is None:
        return None
    waits = find_durations(relative.group("delay"))
    if not waits:
        return DateRange(anchor.value, anchor.value)
    last = add_duration(anchor.value, waits[0].value).latest
    # "30 days after" may mean the thirtieth day or the day behind it.
    return DateRange(last, last + timedelta(days=1))


def _expires(
    clauses: Sequence[Clause], effective: Proved[DateRange] | None, signed: Proved[date] | None
) -> Proved[DateRange] | None:
    for clause, sentence in _sentences(clauses):
        until = _UNTIL.search(sentence)
        if until and (days := find_dates(until.group(0))):
            return Proved(value=DateRange(days[0].value, days[0].value), clause_id=clause.id, quote=sentence)
        trial = _TRIAL.search(sentence)
        if _UNDATED.search(sentence):
            return None
        start = effective.value if effective else DateRange(signed.value, signed.value) if signed else None
        if trial and start and _is_of_the_text(sentence, trial.start()):
            durations = find_durations(trial.group("span"))
            if durations:
                return Proved(value=_expiry(start, durations[0].value), clause_id=clause.id, quote=sentence)
    return None


_OWN = re.compile(
    r"施行|执行|实施|生效|试行|本(?:办法|通知|细则|方案|规定|意见|公告|指南|规则|条例|标准|文件)"
)


def _is_of_the_text(sentence: str, place: int) -> bool:
    """Whether a span of validity is that of the text itself, not of a title or result (评估结果有效期3年)."""
    parts = re.split(r"[，,；;。]", sentence[:place])
    subject = parts[-1].strip()
    if not subject:
        subject = parts[-2] if len(parts) > 1 else sentence[place:]
    return bool(_OWN.search(subject)) and not re.search(r"证书|称号|认定|标识|资格", subject[-12:])


def _expiry(start: DateRange, duration: Duration) -> DateRange:
    earliest = add_duration(start.earliest, duration).earliest - timedelta(days=1)
    latest = add_duration(start.latest, duration).latest
    # A fixed day of effect leaves no doubt: the period ends on the eve of the anniversary.
    return DateRange(earliest, earliest if start.earliest == start.latest else latest)


def _round_year(title: Proved[str]) -> Proved[int] | None:
    """The year of a notice that opens one round; standing measures have none."""
    if _STANDING.search(title.value) or "印发" in title.value:
        return None
    match = _ROUND.search(title.value)
    if match and (match.group("du") or _ROUND_ACT.search(title.value)):
        return Proved(value=int(match.group("year")), clause_id=title.clause_id, quote=title.quote)
    return None


def _last_days(
    clauses: Sequence[Clause], signed: Proved[date] | None, round_year: Proved[int] | None
) -> Iterator[Proved[date]]:
    for clause, sentence in _sentences(clauses):
        if clause.kind in ("preamble", "addressees", "signature") or _UNTIL.search(sentence):
            continue
        year = round_year.value if round_year and clause.kind != "article" else None
        for day in last_days_in(clause, sentence, signed.value if signed else None, year):
            yield Proved(value=day, clause_id=clause.id, quote=sentence)


def _references(clauses: Sequence[Clause], title: Proved[str]) -> Iterator[Reference]:
    """Each text that is named, once a relation; its short name (以下简称《…》) stands for it."""
    seen: set[tuple[str | None, str | None, str]] = set()
    short: dict[str, Reference] = {}
    for clause, sentence in _sentences(clauses):
        for reference, alias in _references_in(clause, sentence):
            if alias:
                short.setdefault(alias, reference)
            full = short.get(reference.title or "")
            if full is not None and reference.number is None:
                reference = replace(reference, title=full.title, number=full.number)
            key = (reference.title, reference.number, reference.relation)
            if key not in seen and not _is_own(reference, title):
                seen.add(key)
                yield reference


def _is_own(reference: Reference, title: Proved[str]) -> bool:
    return bool(reference.title) and reference.number is None and short_title(title.value) == reference.title


def _references_in(clause: Clause, sentence: str) -> Iterator[tuple[Reference, str]]:
    """The texts that a sentence names, each with the short name given to it, or an empty one."""
    aliases = {m.start("alias"): m.group("alias") for m in _ALIAS.finditer(sentence)}
    titles = [t for t in find_titles(sentence) if t.start + 1 not in aliases]
    numbers = sorted(
        [*find_numbers_of_documents(sentence), *find_standards(sentence)], key=lambda found: found.start
    )
    used: set[int] = set()
    for index, found in enumerate(titles):
        following = titles[index + 1].start if index + 1 < len(titles) else len(sentence)
        near = next((n for n in numbers if found.end <= n.start <= min(found.end + 3, following)), None)
        if near:
            used.add(near.start)
        printed = near.text if near else _announced(sentence[found.end :])
        alias = next((name for at, name in aliases.items() if found.end <= at < following), "")
        yield _reference(clause, sentence, found, printed), alias
    for number in numbers:
        if number.start not in used:
            relation = _relation(clause, sentence, number.start, number.end)
            yield Reference(title=None, number=number.text, relation=relation, clause_id=clause.id), ""


def _announced(after: str) -> str | None:
    match = _ANNOUNCEMENT.match(after)
    return re.sub(r"\s+", "", match.group("number")) if match else None


def _reference(clause: Clause, sentence: str, found: Found, number: str | None) -> Reference:
    return Reference(
        title=found.text[1:-1],
        number=number,
        relation=_relation(clause, sentence, found.start, found.end),
        clause_id=clause.id,
    )


def _relation(clause: Clause, sentence: str, start: int, end: int) -> Relation:
    if _REPEALS.search(sentence[end:]) and not _BASIS.search(sentence[:start]):
        return "repeals"
    opens = clause.kind == "preamble" or (clause.kind == "article" and clause.number == 1)
    if opens and _BASIS.search(sentence[:start]):
        return "based_on"
    return "mentions"
