"""Which of two grades of one text is the higher (A和B谁高), and which of all is the highest, with the clauses on each."""

from __future__ import annotations

import re

from assistant.agent.agreement import codes
from assistant.agent.compose.quotes import body, bullets, quoted
from assistant.agent.context import Context, sentence
from assistant.agent.draft import Block, block
from assistant.agent.facets import Facet
from assistant.agent.features import OPENING
from assistant.agent.grades import rank_of
from assistant.text.normalise import fold

_ASKS_ORDER = re.compile(
    r"(?:哪个|哪一?[级种]|谁|哪档)(?:更|比较|的)?(?:级别|等级|档次|水平)?(?:更|要|比较)?(?:高|低|好|强|厉害|靠前|靠上|大)|[高低][还或]是?[高低]"
    r"|(?:高于|低于|比[^，。？?,]{1,8}(?:高|低|好|强))|(?:高低|排序|顺序|从高到低|从低到高|怎么排)|\b(?:higher|lower|better|above|below|outranks?)\b"
)


_ASKS_EXTREME = re.compile(
    r"(?P<lowest>最(?:低|差|末|底)(?!(?:标准|要求|条件|分|值|限))|垫底|\blowest\b|\bbottom\b)"
    r"|(?P<highest>最(?:高|好|顶)(?!(?:标准|要求|条件|分|值|限))|顶[级格]|封顶|\bhighest\b|\btop\b)"
)


def grade_order_blocks(context: Context) -> list[Block]:
    """The higher of the two grades that a question names, or the place of one among all, and what the texts say."""
    question = context.question
    asked = sorted(codes(question.folded))
    if len(asked) == 1 and question.polar and not question.clause_refs:
        return _at_the_end(context, asked[0])
    if len(asked) != 2 or question.clause_refs or not _ASKS_ORDER.search(question.folded):
        return []
    defining = [facet for code in asked if (facet := _defining(context, code)) is not None]
    if len(defining) != len(asked) or len({facet.document_id for facet in defining}) != 1:
        # Grades of two texts stand on no common ladder.
        return []
    high, low = sorted(asked, key=rank_of)
    quotes = [quoted(context, facet, emphasise=False) for facet in defining]
    text = context.say("grade_higher", high=high.upper(), low=low.upper())
    proofs = [proof for quote in quotes for proof in quote.evidence]
    return [block("lead", sentence(text, *proofs)), *bullets(quotes)]


def _at_the_end(context: Context, code: str) -> list[Block]:
    """Whether a grade is the highest or the lowest of those that its list tells of (A级是不是最低一级)."""
    match, facet = _ASKS_EXTREME.search(context.question.folded), _defining(context, code)
    if match is None or facet is None:
        return []
    grades = _beside(context, facet)
    if len(grades) < _SEVERAL:
        return []
    ordered = sorted(grades, key=rank_of)
    end = ordered[-1] if match["lowest"] else ordered[0]
    key = f"grade_{'lowest' if match['lowest'] else 'highest'}_{'right' if end == code else 'wrong'}"
    joint = ", " if context.question.language == "en" else "、"
    text = context.say(
        key, grade=code.upper(), end=end.upper(), grades=joint.join(one.upper() for one in ordered)
    )
    quotes = [quoted(context, grades[one], emphasise=False) for one in dict.fromkeys((code, end, ordered[0]))]
    proofs = [
        proof for grade in ordered for proof in quoted(context, grades[grade], emphasise=False).evidence
    ]
    return [block("lead", sentence(text, *dict.fromkeys(proofs))), *bullets(quotes)]


_SEVERAL = 2


def _beside(context: Context, facet: Facet) -> dict[str, Facet]:
    """The grades of the list in which a clause says what one is, each with its clause."""
    found: dict[str, Facet] = {}
    for other in context.facets.values():
        if other.document_id != facet.document_id or other.clause.parent_id != facet.clause.parent_id:
            continue
        if len(named := codes(fold(body(other))[:OPENING])) == 1 and not other.is_heading_only:
            found.setdefault(next(iter(named)), other)
    return found


def _defining(context: Context, code: str) -> Facet | None:
    """The clause that opens with a grade and so says what it is, the best ranked first."""
    ranked = [one.facet for one in context.ranked]
    for facet in (*ranked, *context.facets.values()):
        if not facet.is_heading_only and codes(fold(body(facet))[:OPENING]) == {code}:
            return facet
    return None
