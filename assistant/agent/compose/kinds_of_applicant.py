"""Whether a kind of applicant may apply (分公司能否申请): the checker decides on what its name alone tells."""

from __future__ import annotations

import re

from assistant.agent.compose.criteria import criterion_sentence, deciding, proof
from assistant.agent.compose.quotes import bullets
from assistant.agent.context import Context
from assistant.agent.draft import Block, Sentence, block
from assistant.agent.schemes import ALL, choose_scheme
from assistant.eligibility.facts_from_text import read_facts
from assistant.eligibility.said_words import has_any

_WHO = re.compile(
    r"^(?:请问|想问一下|问一下)?[，,]?(?P<who>[^，。？?！!；;]{2,26}?)(?:是否|还|也)?"
    r"(?:能不能|能否|可否|可不可以|是否可以|可以|能|有没有资格|有资格)(?:直接|单独|独立|一起|去)?"
    r"(?:申报|申请|报(?!告|销|备)|参评|进入|进(?!行)|入(?!手)|评(?!价|估|审))"
)
_KINDS = ("boolean", "enum", "listing")
_SAID_OF = "我们是{who}"
"""A kind of applicant is read as if one of them said so of itself."""


def kind_of_applicant_blocks(context: Context) -> list[Block]:
    """That such an applicant may not apply, with the conditions that it does not meet; nothing where it may."""
    question = context.question
    said = _WHO.match(question.folded)
    if said is None or not question.polar or question.language != "zh" or context.state.checking:
        return []
    who = said["who"].strip()
    name = choose_scheme(context) if not has_any(who, "first_person") else None
    if name is None or name == ALL:
        return []
    scheme = context.checker.scheme(name)
    told = {
        fact: value
        for fact, value in read_facts(_SAID_OF.format(who=who), scheme, context.as_of).items()
        if scheme.facts[fact].entry.type in _KINDS and value is not None
    }
    if not told:
        return []
    report = context.checker.check(name, told, context.as_of)
    failed = [c for c in report.criteria if c.outcome == "not_met" and deciding(c)]
    if not failed:
        return []
    text = context.say("kind_cannot", scheme=report.scheme_name or name, count=len(failed))
    proofs = tuple(dict.fromkeys(proof(criterion.citation) for criterion in failed))
    lines = bullets(criterion_sentence(context, criterion) for criterion in failed)
    return [block("lead", Sentence(text=text, evidence=proofs)), *lines]
