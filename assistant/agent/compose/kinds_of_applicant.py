"""Whether a kind of applicant may apply (分公司能否申请): the checker decides on what its name alone tells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from typing import Any

from assistant.agent.compose.criteria import criterion_sentence, deciding, proof, values_of
from assistant.agent.compose.lists import is_list, list_blocks
from assistant.agent.compose.passages import related_blocks
from assistant.agent.compose.quotes import bullets, quoted
from assistant.agent.context import Context, sentence
from assistant.agent.draft import Block, block, untold
from assistant.agent.facets import Facet
from assistant.agent.features import bigrams
from assistant.agent.schemes import ALL, choose_scheme
from assistant.domain.eligibility import CriterionResult, Report
from assistant.eligibility.facts_from_text import read_facts
from assistant.eligibility.recognise import recognise
from assistant.eligibility.said_words import has_any
from assistant.eligibility.schemes import Scheme
from assistant.text.normalise import fold

_WHO = re.compile(
    r"^(?:请问|想问一下|问一下|那么|那|[^，,。？?]{0,24}(?:那批|那次|那轮|名单|这批|这轮|通知里?))?[，,]?(?P<who>[^，。？?！!；;]{2,26}?)[，,]?(?:是否|还|也|都)?"
    r"(?:能不能|能否|可否|可不可以|是否可以|可以|能|有没有资格|有资格|够不够格|够格|够资格|(?P<need>要不要|用不用|需不需要|需要|必须|得|要))"
    r"(?:再|继续|直接|单独|独立|一起|同时|去|作为[^，,。]{1,10}?)*"
    r"(?:申报|申请|报(?!告|销|备)|参评|参加|参与|进入|进(?!行)|入(?!手)|评(?!价|估|审)|接受|纳入|被?推荐|争(?!议)|评上|当上|拿)(?P<what>.*)$"
)
_KINDS = ("boolean", "enum", "listing")
_SAID_OF = "我们是{who}"
"""A kind of applicant is read as if one of them said so of itself."""
_FEW = 3
"""So many further facts of a condition are supposed in every way."""


def kind_of_applicant_blocks(context: Context) -> list[Block]:
    """That such an applicant may not apply, with the conditions that it does not meet; nothing where it may.

    Whether a check is wanted and what is answered both ask for it: it is composed once a question.
    """
    question, ranked = context.question, context.ranked
    known = context.of_kind
    if known is None or known[0] is not question or known[1] is not ranked:
        context.of_kind = known = (question, ranked, _composed(context))
    return list(known[2])


def _composed(context: Context) -> list[Block]:
    question = context.question
    said = _WHO.match(question.folded)
    if said is None or not question.polar or question.language != "zh" or context.state.checking:
        return []
    who = said["who"].strip()
    scheme = _applied_for(context, said["what"]) if not has_any(who, "first_person") else None
    if scheme is None:
        return []
    told = {
        fact: value
        for fact, value in read_facts(_SAID_OF.format(who=who), scheme, context.as_of).items()
        if scheme.facts[fact].entry.type in _KINDS and value is not None
    }
    if not told:
        return _unnamed(context, who, scheme)
    report = context.checker.check(scheme.id, told, context.as_of)
    if failed := [c for c in report.criteria if c.outcome == "not_met" and deciding(c)]:
        key = "kind_need_not" if said["need"] else "kind_cannot"
        return _told(context, context.say(key, scheme=scheme.name), failed, scheme.name)
    return _told_unless(context, scheme, told, report)


def _unnamed(context: Context, who: str, scheme: Scheme) -> list[Block]:
    """That no text names such an applicant (外资企业能不能进培育库), with the field of a form that does, and the conditions."""
    if not _is_described(who) or not context.ranked:
        return []
    # Of what one is like, how it is tells more than what it is of (土地是租赁的).
    like = _HOW_IT_IS.search(who)
    own = [pair for pair in bigrams(_ANY_KIND.sub(" ", like[1] if like else who)) if len(pair) > 1]
    is_kind = _A_KIND.fullmatch(who) is not None
    if is_kind and _is_treated(context, who):
        return []
    official = (term for phrase in context.lexicon.concepts.find(who) for term in phrase.terms)
    kinds = (fold(term)[:2] for term in official if len(term) > 2 and term.endswith(("企业", "公司")))
    named = {*own, *(kind for kind in kinds if not _ANY_KIND.search(kind))}
    said = [f for f in context.facets.values() if any(pair in f.told for pair in named)]
    stem = _ANY_KIND.sub("", who)
    if is_kind and len(stem) > _A_WORD:
        # 高新技术企业 is not named by 高新技术产业开发区: the whole word counts, and not as a zone's.
        whole = re.compile(rf"{re.escape(stem)}(?!产业|[^，。；、]{{0,6}}区)")
        said = [f for f in said if whole.search(f.told)]
    if not own or any(facet.clause.kind != "form" and (is_kind or _is_condition(facet)) for facet in said):
        return []
    said = [facet for facet in said if facet.clause.kind == "form"]
    # A field of a form that offers the kind says more than any condition.
    forms = [block("quote", quoted(context, facet, emphasise=False)) for facet in said[:1]]
    if (listed := conditions_of(context, scheme)) is not None:
        proofs = quoted(context, listed, emphasise=False).evidence
        lead = untold(sentence(context.say("kind_unheard_of", who=who), *proofs))
        # The list stands below the answer and does not lead.
        listing = list_blocks(context, listed)
        below = [replace(one, style="text") if one.style == "lead" else one for one in listing]
        return [
            lead,
            *forms,
            *below,
        ]
    conditions = [r.facet for r in context.ranked if _is_condition(r.facet)]
    if not conditions:
        return []
    quote = quoted(context, conditions[0], emphasise=False)
    lead = untold(sentence(context.say("kind_unheard_of", who=who), *quote.evidence))
    shown = {facet.key for facet in (conditions[0], *said[:1])}
    return [lead, *forms, block("quote", quote), *related_blocks(context, shown, limit=3)]


def conditions_of(context: Context, scheme: Scheme) -> Facet | None:
    """The clause that lists most of the conditions of a scheme; None where no list does."""
    cited = [c.citation for c in context.checker.check(scheme.id, {}, context.as_of).criteria if deciding(c)]
    above = Counter(
        (facet.document_id, facet.clause.parent_id or "")
        for one in cited
        if (facet := context.facets.get((one.document_id, one.clause_id))) is not None
    )
    lists = [
        facet
        for key, _ in above.most_common()
        if (facet := context.facets.get(key)) and is_list(context, facet)
    ]
    # What holds at all times goes before what a round asked beside.
    return min(lists, key=lambda facet: context.status(facet.document_id) != "in_force", default=None)


def _is_treated(context: Context, who: str) -> bool:
    """Whether some clause holds an official word for a thing by which the applicant is described (停工一年多的厂)."""
    general = context.lexicon.general_terms | context.topics.all_names
    groups = [p.terms for p in context.lexicon.concepts.find(who) if not general & set(p.terms)]
    texts = [facet.told for facet in context.facets.values() if facet.clause.kind != "form"]
    return any(fold(term) in text for group in groups for term in group for text in texts)


def _is_described(who: str) -> bool:
    """Whether words name a kind of applicant, or say what one is like."""
    return bool(_A_KIND.fullmatch(who) or _A_CIRCUMSTANCE.fullmatch(who))


def applies_as_a_kind(context: Context) -> bool:
    """Whether a question asks if a kind of business may apply, and for nothing but what the texts are about."""
    said = _WHO.match(context.question.folded)
    if said is None or not context.question.polar or not _is_described(said["who"].strip()):
        return False
    what = said["what"].strip(" 吗么嘛呢吧啊?？。")
    return len(what) <= 1 or bool(recognise(what, context.checker.schemes))


def _is_condition(facet: Facet) -> bool:
    return not facet.is_heading_only and facet.tags.get("condition", 0.0) >= _SURELY


_SURELY, _A_WORD = 0.5, 2
_ANY_KIND = re.compile(r"绿色|工业|企业|公司|工厂|单位|机构|园区|厂(?!房)|户|类|型|性质|[的是都就]")
_TELLS_OF_ONE = r"没|被|(?<![国私])有(?!限)|在|刚|新[建成办开设投引迁购]|已|未|不|过(?!程)|了|我|咱|停|关[停闭门]|倒|罚|亏|年|月|出[过了现]"
_A_KIND = re.compile(
    rf"(?![^，]*(?:{_TELLS_OF_ONE}))[\u4e00-\u9fff]{{2,8}}?(?:企业|公司|工厂|单位|机构|园区|厂)的?"
    r"|[\u4e00-\u9fff]{0,6}?(?:合作社|个体(?:工商)?户|工作室|事业单位|研究[院所]|设计院|医院|学校|商场|酒店|物流园|产业园)"
)
_A_CIRCUMSTANCE = re.compile(
    r"(?!我|咱|这|那|哪|谁|什么|啥|现在|今年|明年|去年)[\u4e00-\u9fff]{2,8}(?:是|属于)[\u4e00-\u9fff]{1,6}的?|租(?:来|赁|用)?的?[\u4e00-\u9fff]{2,6}"
)
"""What an applicant is like beside its kind (厂房是租的)."""
_HOW_IT_IS = re.compile(r"(?:是|属于)([\u4e00-\u9fff]{1,5}(?!的)[\u4e00-\u9fff])的?$")


def _applied_for(context: Context, what: str) -> Scheme | None:
    """The scheme that is named behind the verb, else the one that the question is of."""
    named = [s for s in recognise(what, context.checker.schemes) if not s.file.for_holders]
    name = named[0].id if named else choose_scheme(context)
    return None if name is None or name == ALL else context.checker.scheme(name)


def _told(context: Context, text: str, failed: list[CriterionResult], *names: str) -> list[Block]:
    """The verdict with the conditions that fail; ``names`` are those of the rule files that it holds."""
    proofs = tuple(dict.fromkeys(proof(criterion.citation) for criterion in failed))
    lines = bullets(criterion_sentence(context, criterion) for criterion in failed)
    return [block("lead", sentence(text, *proofs, values=values_of(failed, *names))), *lines]


def _told_unless(context: Context, scheme: Scheme, told: Mapping[str, Any], report: Report) -> list[Block]:
    """That such an applicant may not apply but for an exception that the condition itself leaves open."""
    for criterion in report.criteria:
        entry = next((c for c in scheme.criteria if c.entry.id == criterion.id), None)
        if criterion.outcome != "unknown" or not deciding(criterion) or entry is None:
            continue
        open_facts = [name for name in entry.fact_names if name not in told]
        if not set(entry.fact_names) & set(told) or not 0 < len(open_facts) <= _FEW:
            continue
        if any(scheme.facts[name].entry.type != "boolean" for name in open_facts):
            continue
        if (found := _decided(context, scheme, told, criterion.id, open_facts)) is not None:
            failed, exceptions = found
            labels = "、".join(scheme.facts[name].entry.label for name in exceptions)
            text = context.say("kind_cannot_unless", scheme=scheme.name, exception=labels)
            return _told(context, text, [failed], scheme.name, labels)
    return []


def _decided(
    context: Context, scheme: Scheme, told: Mapping[str, Any], criterion_id: str, open_facts: list[str]
) -> tuple[CriterionResult, list[str]] | None:
    """The condition as what was told fails it, and the facts that would save it; None where something else fails it."""

    def outcome(facts: Mapping[str, Any]) -> CriterionResult:
        report = context.checker.check(scheme.id, facts, context.as_of)
        return next(c for c in report.criteria if c.id == criterion_id)

    for values in product((True, False), repeat=len(open_facts)):
        others = dict(zip(open_facts, values, strict=True))
        failed = outcome({**told, **others})
        if failed.outcome != "not_met" or outcome(others).outcome == "not_met":
            continue
        saving = [
            name
            for name in open_facts
            if outcome({**told, **others, name: not others[name]}).outcome != "not_met"
        ]
        return (failed, saving) if saving else None
    return None
