"""The corpus of another country: places, bodies, people, numbers, dates and the subject replaced one to one.

Whatever the assistant says about the corpus, it must say about this one with the same words replaced.
Replacing looks through line breaks and emphasis marks inside a word, as the originals have them.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from assistant.text.dates import find_dates

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
_GAP = r"([\s*]*)"

PLACES = {
    "重庆市": "衡川市",
    "重庆": "衡川",
    "长寿": "云栖",
    "两江新区": "双湖新区",
    "西部科学城": "南部创新港湾城",
    "万盛": "千峰",
    "云杉南路": "银杏大道北路",
    "西长安街": "东永宁街",
}
BODIES = {
    "经济和信息化委员会": "产业和数字化管理局",
    "经济和信息委": "产业和数字局",
    "经济信息委": "产业数字局",
    "经信": "产数",
    "工业和信息化": "畜牧和数字化",
    "工信": "牧数",
    "节能处": "节水处",
    "节能与综合利用司": "节水与综合利用司",
    "节能环资科": "节水环资科",
}
NUMBERS = {
    "渝经信": "衡产数",
    "长经信": "云产数",
    "〔2024〕13号": "〔2028〕27号",
    "〔2024〕4号": "〔2028〕9号",
    "〔2018〕60号": "〔2022〕81号",
    "〔2023〕12号": "〔2027〕33号",
    "〔2023〕6号": "〔2027〕15号",
    "〔2023〕202号": "〔2027〕318号",
    "〔2022〕110号": "〔2026〕94号",
    "36132": "40977",
}
DAYS = {
    "2月5日": "3月4日",
    "5月21日": "6月23日",
    "6月14日": "7月18日",
    "4月15日": "5月13日",
    "3月15日": "4月12日",
    "2月28日": "3月26日",
    "7月21日": "8月24日",
    "8月15日": "9月17日",
    "9月5日": "10月9日",
    "3月上旬": "4月上旬",
    "2023-07-21": "2027-08-24",
}
PEOPLE = {
    "秦雪娇": "司徒月",
    "黎柴佐": "贺兰山",
    "唐海洋": "欧阳江河",
    "杜万林": "柳千山",
    "余铜": "何铁",
    "王成波": "郑立涛",
    "63897443": "72318846",
    "13667679209": "13955502718",
    "13102393678": "13840015526",
    "40409125": "51620937",
    "010-68205340": "021-57719382",
    "csjxwqfk@163.com": "yqcsjnyk@163.com",
    "cqigp": "hcmxm",
    "335室": "1418室",
    "南路12号": "南路58号",
}
SUBJECT = {"绿色": "智慧", "工厂": "牧场", "园区": "港区", "制造": "养殖", "绿效码": "牧效码"}
QUANTITIES = {"50%": "65%", "5000万": "6800万", "10家": "14家", "12个月": "18个月", "15项": "21项"}
"""Thresholds, apart: rules as data hold them as bare figures too."""

REPLACED: Mapping[str, str] = {**PLACES, **BODIES, **NUMBERS, **DAYS, **PEOPLE, **SUBJECT}
_YEARS_ON = 4
_YEAR = r"(?<!\d)(?<![a-z]-)20[12]\d(?!\d)"
"""A year, but not the year in the id of a document or scheme: ids are names of folders and files."""


def replaced(text: str, *, quantities: bool = False) -> str:
    """A text with every listed word replaced, in one pass; years move on by four."""
    words = {**REPLACED, **QUANTITIES} if quantities else REPLACED
    return _pattern(quantities).sub(lambda match: _other(match, words), text)


def replaced_day(day: date) -> date:
    """The day that a day of the corpus becomes."""
    written = replaced(f"{day.year}年{day.month}月{day.day}日")
    return find_dates(written)[0].value


def write_replaced_corpus(target: Path, *, quantities: bool = False) -> Path:
    """Write the whole replaced corpus (documents, sidecars and every YAML file) below ``target``."""
    for source in sorted(path for path in CORPUS.rglob("*") if path.is_file()):
        copy = target / source.relative_to(CORPUS)
        copy.parent.mkdir(parents=True, exist_ok=True)
        text = source.read_text(encoding="utf-8")
        if source.name == "document.yaml":
            copy.write_text(_sidecar(source, text, quantities), encoding="utf-8")
        else:
            copy.write_text(replaced(text, quantities=quantities), encoding="utf-8")
    return target


def _sidecar(path: Path, text: str, quantities: bool) -> str:
    """The sidecar with its words replaced and its spans moved to where the words now stand."""
    original = next(p for p in path.parent.iterdir() if p.stem == "original").read_text(encoding="utf-8")
    yaml = YAML(typ="safe", pure=True)
    data = yaml.load(replaced(text, quantities=quantities))
    for entry in data.get("furniture", ()):
        entry["start"] = len(replaced(original[: entry["start"]], quantities=quantities))
        entry["end"] = len(replaced(original[: entry["end"]], quantities=quantities))
    written = io.StringIO()
    yaml.dump(data, written)
    return written.getvalue()


@cache
def _pattern(quantities: bool) -> re.Pattern[str]:
    words = sorted({**REPLACED, **QUANTITIES} if quantities else REPLACED, key=lambda w: (-len(w), w))
    return re.compile("|".join([*map(_torn, words), _YEAR]))


def _torn(word: str) -> str:
    """A pattern for a word with anything blank between its characters; figures keep their ends."""
    inner = _GAP.replace("(", "(?:").join(re.escape(c) for c in word)
    before = r"(?<!\d)" if word[0].isdigit() else ""
    after = r"(?!\d)" if word[-1].isdigit() else ""
    return before + inner + after


def _other(match: re.Match[str], words: Mapping[str, str]) -> str:
    printed = match.group(0)
    word = re.sub(r"[\s*]", "", printed)
    if word not in words:
        return str(int(word) + _YEARS_ON)
    return _spread(printed, words[word])


def _spread(printed: str, new: str) -> str:
    """The new word with the blanks of the printed one behind the same characters, as far as it reaches."""
    out, used = "", 0
    for index, character in enumerate(printed):
        if re.match(r"[\s*]", character):
            out += character
            continue
        last = not re.sub(r"[\s*]", "", printed[index + 1 :])
        take = len(new) - used if last else min(1, max(0, len(new) - used - 1))
        out, used = out + new[used : used + take], used + take
    return out
