"""To whom one applies: the step of the procedure that says so, beside whom to call."""

from __future__ import annotations

import re

from assistant.agent.compose.quotes import body, sentences_of
from assistant.agent.context import Context, evidence, sentence
from assistant.agent.draft import Block, block
from assistant.agent.facets import Facet

_ASKED = re.compile(
    r"(?:找|向|跟|去|到|交给?|递给?|报给?)(?:谁|哪个|哪家|哪里|哪儿|哪点|什么部门|啥子?部门|哪个部门|哪级)[^，。？?,]{0,4}(?:申报|申请|报名|报)(?!告|销|纸|到|备)"
    r"|(?:申报|申请|报名|要报|想报|参评)(?!材料|表|书|系统|平台)[^？?]{0,14}?(?:该|应该|应当|要|得|是|可以|具体)*(?:找|向|跟|去|到|上|联系|问|交给?|递给?|报给?)"
    r"(?:谁|哪(?:个|家|级|里|儿|点)(?!步)|什么(?:部门|单位|地方)|啥子?(?:部门|单位|地方))"
    r"|\b(?:who|whom|where) (?:do|should|can|must|to) ?(?:we |i )?apply"
)
_OF_SOMETHING_ELSE = re.compile(r"账号|账户|平台|登录|注册|密码|更名|改名|注销|换证|投诉|举报")
_TOLD = re.compile(
    r"向[^，。；：,;]{2,16}(?:提出申请|提交申请|递交申请|申报|申请)|(?:申请|申报材料)[^，。；：,;]{0,8}(?:报送?至|提交至|交至|报送到)"
)
_RANKS = {"in_force": 0, "round_closed": 1}


def applied_to_blocks(context: Context) -> list[Block]:
    """The sentence that tells to whom one applies, where that is asked and some text tells it; the text in force first."""
    question = context.question
    if (
        not _ASKED.search(question.folded)
        or _OF_SOMETHING_ELSE.search(question.folded)
        or question.from_state
    ):
        return []
    told = [facet for facet in context.facets.values() if _fits(context, facet) and _TOLD.search(body(facet))]
    if not told:
        return []
    scores = {ranked.facet.key: ranked.score for ranked in context.ranked}
    best = min(
        told, key=lambda f: (_RANKS.get(context.status(f.document_id), 2), -scores.get(f.key, -99.0), f.key)
    )
    said = next(part for part in sentences_of(body(best)) if _TOLD.search(part))
    shown = f"{said}{context.source_in_time(best.document_id, best.clause)}"
    return [block("lead", sentence(shown, evidence(best.document_id, best.clause, said)))]


def _fits(context: Context, facet: Facet) -> bool:
    """Whether a clause is of a document meant, and of no form, sanction or bar."""
    meant = context.question.documents
    return (
        (not meant or facet.document_id in meant)
        and facet.clause.kind not in ("form", "attachment")
        and "不得" not in facet.text
    )
