"""How well a clause and a question agree: subject, document, grade, kind of value, role, and clause number."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.agent.facets import Facet
from assistant.agent.understanding.question import Question
from assistant.text.normalise import fold
from assistant.text.numerals import parse_numeral, to_chinese

_ASK_VALUES = {
    "money": {"money"},
    "phone": {"phone"},
    "person": {"phone"},
    "email": {"email"},
    "address": {"address"},
    "website": {"website"},
    "date": {"date", "period"},
    "period": {"period"},
    "count": {"count"},
    "threshold": {"percent", "money", "count"},
    "frequency": {"frequency"},
}
_ROLE_WORDS = {
    "enterprise": ("企业", "工厂", "公司", "申报单位"),
    "park": ("园区", "开发区"),
    "district": ("区县", "属地", "各区", "县（市", "我委"),
    "evaluator": ("第三方", "评价机构", "评估机构"),
}


def tag_agreement(question: Question, facet: Facet) -> float:
    """How far the clause is tagged with the question's strongest intents, 0 to 1."""
    total = sum(score for _, score in question.intents[:3]) or 1.0
    return sum(score * facet.tags.get(name, 0.0) for name, score in question.intents[:3]) / total


def value_agreement(question: Question, facet: Facet) -> float:
    """Whether the clause holds the kind of value asked for."""
    wanted = [ask for ask in question.asks if ask in _ASK_VALUES]
    return float(any(_ASK_VALUES[ask] & facet.values for ask in wanted)) if wanted else 0.0


def role_agreement(question: Question, facet: Facet) -> float:
    """Whether the clause speaks of those for whom the asker speaks."""
    words = _ROLE_WORDS.get(question.role or "", ())
    return float(any(word in facet.text for word in words))


_CODE = re.compile(
    r"(?<![a-z0-9])([a-z]{1,4})(?=\s?级|类|档|等|和|跟|与|、|还|呢|的|工|比|到|厂|到底|$|[^a-z0-9 ])|([一二两三四五\d])个([a-z])(?![a-z])"
)


_DEFINES = re.compile(
    r"(?:第[^条]{1,6}条\s*)?(?:本\S{1,4}所(?:称|指))?[^。；]{2,24}?(?:是指|，指|系指|，是|为)"
)
_EN_CODE = re.compile(
    r"\b(?:grade|level|class)[- ]([a-d]{1,4})\b|\b(?:(a{2,4}|[b-d])[- ]|a-)(?:grade|level|class|rated)\b(?![- ][a-d]\b)"
)


@lru_cache(maxsize=8192)
def codes(folded: str) -> frozenset[str]:
    """Grade letters named in a text: ``aa级`` and 两个a are both ``aa``.

    >>> sorted(codes("三个a和c级")), sorted(codes("is a grade b factory"))
    (['aaa', 'c'], ['b'])
    """
    found = {first or second or "a" for first, second in _EN_CODE.findall(folded)}
    for match in _CODE.finditer(folded):
        if match.group(1):
            found.add(match.group(1))
        else:
            found.add(match.group(3) * min(parse_numeral(match.group(2)) or 1, 5))
    return frozenset(code for code in found if len(set(code)) == 1)


def code_agreement(question: Question, facet: Facet) -> float:
    """Whether the clause is about the very grade that the question names."""
    asked = codes(question.folded)
    return len(asked & codes(facet.text)) / len(asked) if asked else 0.0


def defines(question: Question, facet: Facet) -> float:
    """Whether the clause says what the asked term means (X，是指 …), when that is what is asked."""
    if not question.has("definition", at_least=0.2):
        return 0.0
    match = _DEFINES.match(facet.text)
    if not match:
        return 0.0
    names = [fold(term) for group in question.concepts for term in group]
    return float(any(name in match.group(0) for name in names))


_ISSUE_KINDS = {"date": ("date",), "number": ("number",)}


def issue_agreement(question: Question, facet: Facet) -> float:
    """1 where the clause prints the date or number of issue asked for, -1 where it does unasked."""
    kind = facet.clause.kind
    if any(kind in _ISSUE_KINDS[name] for name in question.asks_issue):
        return 1.0
    return -1.0 if kind in ("date", "number") else 0.0


def other_code(question: Question, facet: Facet) -> float:
    """Whether the clause defines another grade than the one that the question names."""
    asked, own = codes(question.folded), codes(facet.text[:12])
    return float(bool(asked and own and not asked & own))


def topic_agreement(question: Question, facet: Facet) -> dict[str, float]:
    """Subject features: named in the clause, named above it, or another one."""
    asked = set(question.topics)
    if not asked:
        return {}
    own, above = facet.topics, facet.heading_topics
    strong = set(question.specific_topics) or asked
    other = bool(above and not above & asked) or bool(own and not own & asked and not above & asked)
    return {
        "topic": len(own & strong) / len(strong),
        "heading_topic": len(above & strong) / len(strong),
        "other_topic": float(other),
    }


def document_agreement(question: Question, facet: Facet) -> dict[str, float]:
    """Whether the clause stands in a document that the question means."""
    if not question.documents:
        return {}
    return {"document": 1.0} if facet.document_id in question.documents else {"other_document": 1.0}


def is_referenced(question: Question, facet: Facet) -> bool:
    """Whether the question names this clause by its number."""
    if question.documents and facet.document_id not in question.documents:
        return False
    for ref in question.clause_refs:
        label = facet.clause.label
        if ref.article is not None:
            if _matches_article(label, ref.article, ref.item):
                return True
        elif ref.heading is not None and label == f"{_cn(ref.heading)}（{_cn(ref.item or 0)}）":
            return True
    return False


def _matches_article(label: str, article: int, item: int | None) -> bool:
    base = f"第{_cn(article)}条"
    if item is not None:
        return label == f"{base}（{_cn(item)}）"
    return label == base


def _cn(number: int) -> str:
    return to_chinese(number)
