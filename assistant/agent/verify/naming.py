"""Names, titles and quotations: words that claim to stand in a text as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from assistant.register.contact_fields import is_name
from assistant.text.normalise import squeezed
from assistant.text.references import find_titles

_QUOTED = re.compile(
    r"“([^“”]+)”|「([^「」]+)」|『([^『』]+)』|‘([^‘’]+)’|\"([^\"]+)\"|(?<![A-Za-z])'([^']+)'(?![A-Za-z])|＂([^＂]+)＂"
)
_LABELLED = re.compile(
    r"(?:联系人|联络人|联络员|经办人|负责人|收件人|人员|专员|\bcontact(?: person)?|\bcontacts)\s*(?:姓名)?\s*"
    r"(?P<sign>[：:是为叫有]|\bis\b)?\s*(?P<names>[\u4e00-\u9fff]{2,4}(?:\s*[、和及与/]\s*[\u4e00-\u9fff]{2,4})*)(?=$|[\s，,。；;、（()\d]|电话|手机)",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"(?:请找|找|请联系|联系(?!方式|电话|地址|人)|请咨询|咨询|致电|拨打|打给|\bcall|\bask(?: for)?|\bcontact|\breach)\s*(?P<names>[\u4e00-\u9fff]{2,4}?)"
    r"(?=$|[\s，,。；;、（()\d]|电话|手机|咨询|办理|联系|同志|了解|处理|老师)",
    re.IGNORECASE,
)
_BEFORE_PHONE = re.compile(
    r"(?<![\u4e00-\u9fff])(?P<names>[\u4e00-\u9fff]{2,4}(?:\s*[、和与及]\s*[\u4e00-\u9fff]{2,4})*)\s*[，,：:（(]?\s*(?:电话|手机)?\s*[：:]?\s*(?=\+?[01]?\d{2,3}[- ]?\d{6,})"
)
_STYLED = re.compile(r"(?P<names>[\u4e00-\u9fff]{1,3})(?:女士|先生|老师|科长|处长|主任|工程师|经理)")
_LATIN = re.compile(
    r"\b(?:(?:Mr|Ms|Mrs|Miss|Dr)\.?\s+|[Cc]ontact(?: person)?\s*(?:is|:|：)\s*|联系人\s*[：:是为]\s*)(?P<names>[A-Z][a-z]+(?:\s[A-Z][a-z]+)?)"
)
_CUE = re.compile(
    r"联系|联络|人员|专员|[经责件]人|找|问|询|致电|拨打|打给|\d{6}|女士|先生|老师|长|主任|工程师|经理|\b[Cc]ontact|\b[Cc]all|\b[Aa]sk|\breach|\bM[rs]|\bDr"
)
_NO_NAMES = frozenset(
    {
        "联系",
        "联系人",
        "电话",
        "手机",
        "我们",
        "主管",
        "部门",
        "主管部门",
        "相关",
        "单位",
        "方式",
        "方面",
        "方法",
        "窗口",
    }
)


def quoted_phrases(text: str) -> list[str]:
    """Strings in quotation marks of any kind: they claim to be verbatim.

    >>> quoted_phrases('写明“不收费”和"先到先得"')
    ['不收费', '先到先得']
    """
    return [phrase for groups in _QUOTED.findall(text) for phrase in groups if squeezed(phrase)]


@lru_cache(maxsize=4096)
def names_of(text: str) -> frozenset[str]:
    """Names of persons that a sentence gives out as contacts.

    >>> sorted(names_of("联系人：张三丰、李四，63897443；请找王建国。"))
    ['张三丰', '李四', '王建国']
    """
    if not _CUE.search(text):
        return frozenset()
    plain = text.replace("*", "")
    return frozenset(name for name in _candidates(plain) if name not in _NO_NAMES)


def _candidates(text: str) -> Iterator[str]:
    for match in _LABELLED.finditer(text):
        names = re.split(r"\s*[、和及与/]\s*", match.group("names"))
        yield from (name for name in names if match.group("sign") in (":", "：", "叫") or is_name(name))
    for pattern in (_CALLED, _BEFORE_PHONE):
        for match in pattern.finditer(text):
            yield from filter(is_name, re.split(r"\s*[、和及与]\s*", match.group("names")))
    for match in _STYLED.finditer(text):
        styled = match.group("names")
        yield from (styled[-n:] for n in range(len(styled), 0, -1) if n > 1 and is_name(styled[-n:]))
    yield from (match.group("names") for match in _LATIN.finditer(text))


def unknown_title(text: str, sources: Sequence[str]) -> str:
    """The first title in 《》 that stands in no source; empty where all do."""
    for found in find_titles(text):
        inner = squeezed(found.text[1:-1])
        if inner and not any(inner in source for source in sources):
            return found.text
    return ""
