"""Yes or no, said only where a clause decides it."""

from __future__ import annotations

import re

from assistant.agent.agreement import codes
from assistant.agent.compose.bodies import all_bodies, bodies_named
from assistant.agent.compose.bounds import compare_counts
from assistant.agent.compose.lists import specific_concepts
from assistant.agent.compose.quotes import sentences_of
from assistant.agent.context import Context
from assistant.agent.grades import rank_of
from assistant.agent.schemes import beside_names
from assistant.agent.understanding.question import Question
from assistant.eligibility.recognise import recognise
from assistant.text.dates import Duration, find_durations
from assistant.text.normalise import fold
from assistant.text.quantities import find_quantities

_ASKS_PERMISSION = re.compile(
    r"能不能|可不可以|可以.{0,14}[吗么]|(?<![节功性产技职智])能(?![耗源效力量评管]).{0,14}[吗么]|能否|可否|行不行|还能|允许|[没有]戏|没机会|没希望|泡汤|\bcan\b|\bmay\b|allowed",
    re.IGNORECASE,
)
_ASKS_DUTY = re.compile(
    r"要不要|需不需要|用不用|必须|一定要|是否需要|是否(?:应当?|须|必须|要)|应不应|须不须|需要.{0,16}[吗么]|要(?!求).{0,12}[吗么]|非得|硬性|强制|必备|必要条件|\bmust\b|\bneed\b|required|mandatory",
    re.IGNORECASE,
)
_FORBIDS = re.compile(r"不得|严禁|不予|禁止|不能|不可")
_FORBIDDEN = re.compile(r"(?:不得|严禁|不予|禁止|不能|不可)([^，。；：,;]{1,40})")
_THING = re.compile(
    r"(?:要不要|需不需要|用不用|必须|非得|需要|是否应当?|是否须|要(?!求))(?:先|都|再|还|另外|额外|专门|单独|自己)?([^，。？?！；要吗么嘛呢,;]{2,}?)(?:才行|才能|才可以|吗|么|嘛|呢|不(?![\u4e00-\u9fff])|没(?![\u4e00-\u9fff])|[，。？?！；]|$)"
)
# A thing said in lay words is as near as this to the clause that speaks of it, one that is not spoken of seldom.
_NEAR = 0.4
_TRAILING = re.compile(r"(?:[的了过好哈啊呀]|一下|一次|一遍)+$")
# 自愿申请的企业 are told what to do; nothing is left to them but to apply.
_SOFT = re.compile(r"原则上|鼓励|优先|自愿(?![^，。；,;]{0,20}的(?:企业|园区|单位|工厂|机构|公司))|择优")
_OF_ITS_PIECE = frozenset(("自愿", "优先", "择优"))
_DEMANDS = re.compile(
    r"应当|(?<![对适响供相反])应(?![用急对])|(?<![无毋不])须|(?<![无毋不])需|(?<!不再)(?<!不)要求|(?<=[门业区构位县])要"
)
_IN_PRINCIPLE = re.compile(r"原则上[^，,；;。]*")
_RELEASES = re.compile(r"[无毋]需|[无毋]须|不需要?|不必|免[于予交提]|豁免|不再(?:要求|提交|报送|提供)|不要求")
"""That what is asked about need not be done (可以直接转为创建单位，无需重新申请)."""
_BARS_WHO_LACKS = re.compile(
    r"(?:达不到|不达标|没达到|未达到|没达标|够不上|不够|还差|差[^，。,]{0,3}截|没有|没得|没做|(?<!是)不是|未)[^。？?]{0,30}?"
    r"(?:是否就|是不是就|是不是|就|便|岂不是)(?:不能|不可以|不可|报不了|报不成|没戏|没资格|没机会|不得|不让|免谈|门都没有|泡汤|出局|不行|没门)"
)
"""Whether who lacks something is shut out (能效达不到标杆，是否就不能申报)."""
_NOT_YET = re.compile(r"还未|尚未|还没有?|未(?:接受|纳入|完成|开展|进行|取得|通过)")
_ASKS_WHAT = re.compile(r"什么|啥|哪|怎么|咋|多少|几|谁|多久|how|what|which|who|when", re.IGNORECASE)
_LIFTED = re.compile(
    r"移出|移除|撤下|摘掉|取消了|解除|整改完|改好|整改到位|已经改|恢复|没有|没得|不是|从未|未曾|修复|补交|补报|补缴|缴清|还清|结清|补齐|改正|removed|lifted|rectified",
    re.IGNORECASE,
)
_EXCEPTS = re.compile(r"且未|除外|但是|但有|另有规定|不受|不在此限|不适用")
_EXCEPTION = re.compile(
    r"(?:^|[，。；：])([^，。；：,;]+?)(?:的|者)?(?:除外|不受[^，。；,;]{0,8}限制?|不在此限|不适用)"
)
"""Whom a bar leaves out (自愿放弃的不受此限制)."""
_TELLS_FACT = re.compile(
    r"出过|发生过|出了|发生了|有过|成立|刚满|才满|停产|停了|亏|年前|以前|去年|前年|上个?月|我们(?:公司|厂|企业)?(?:有|是|的)|过去|开了|办了"
)
_PUTS_FORWARD = re.compile(
    r"(?:是|为|要|需要|公示|期|限|只有|一共|[改变缩压减降短延长]到?成?|到|至|够)(?:不是)?\s*$"
)
_WHAT_FOLLOWS = re.compile(r"会?怎么?样|会?咋样")
_WHAT_OF_IT = re.compile(r"呢[?？]?$|^(?:and )?(?:what|how) about ")
_REST_DAYS = re.compile(
    r"周末|双休|自然日|节假日|放假|[算含包扣](?:不[算含包扣])?[^，。,]{0,4}(?:周[六日]|星期[六日天])"
    r"|(?:周[六日天]|星期[六日天]|礼拜[六日天])[^，。,]{0,6}(?:算|计|包|含|扣|在内|在里)|weekends?|calendar days"
)
COUNTED_TOGETHER = re.compile(r"总计|合计|共计|累计|总和")
_BRACKETED = re.compile(r"（[^（）]*）|\([^()]*\)")
_STOPS = re.compile(r"[，,；;。]")
_WITHIN = re.compile(r"\s*(?:之内|以内|内|里)")


def premise_correction(context: Context, passage: str) -> str | None:
    """``premise_right`` or ``premise_wrong`` with the text's value, when the question puts a figure forward."""
    question = context.question
    what_of_it = question.from_state and _WHAT_OF_IT.search(question.folded)
    if not (question.premise or question.polar or what_of_it or _COUNT_THEM.search(question.folded)):
        return None
    if _TELLS_FACT.search(question.folded):
        # Of a case that is told only an amount is held against a bound (去年负债率72%).
        return compare_counts(context, passage, bounded=True)
    if said := _way_of_counting(context, passage):
        return said
    if _ONLY.search(question.folded) and _OTHERS_TOO.search(passage):
        # 只收三个行业, where the text goes on with what holds for the others.
        return context.say("premise_not_only")
    asked = find_durations(question.folded)
    if asked and (question.premise or _PUTS_FORWARD.search(question.folded[: asked[0].start])):
        return _compare_spans(context, asked[0].value, passage)
    if asked:
        within = _WITHIN.match(question.folded, asked[0].end)
        return _compare_limits(context, asked[0].value, passage) if within else None
    return compare_counts(context, passage)


_COUNT_THEM = re.compile(
    r"\b(?:count|includ\w*|exclud\w*)\b[^?.]{0,16}weekends?|weekends? (?:count|includ|exclud)"
)
"""Asks by yes or no, be it behind another question (how long is it, and do weekends count)."""
_ONLY = re.compile(r"只(?:收|限|认|针对|面向|对|评|管)|仅限|\bonly\b")
_OTHERS_TOO = re.compile(r"其他(?:行业|企业|园区|单位|类|领域|地区|情形|机构)|其余|除外的|不限于")


def _way_of_counting(context: Context, passage: str) -> str | None:
    """How a passage counts what the question is in doubt of: rest days, or several things together."""
    question = context.question
    if _REST_DAYS.search(question.folded):
        working = [f for f in find_durations(passage) if f.value.unit == "工作日"]
        return context.say("rest_days_out", value=working[0].text) if len(working) == 1 else None
    together = COUNTED_TOGETHER.search(passage)
    if together and context.lexicon.counted_apart.hits(question.folded):
        return context.say("counted_together", value=together[0])
    return None


def _compare_spans(context: Context, asked: Duration, passage: str) -> str | None:
    # 近三年 looks back over the applicant's record; it is no length of a procedure.
    held = [
        f for f in find_durations(passage) if not passage[: f.start].rstrip().endswith(("近", "最近", "前"))
    ]
    values = {found.value for found in held}
    if not held or len(values) > 2:
        return None
    if asked in values:
        value = next(f.text for f in held if f.value == asked)
        # 三年到期对吧: a span may be as long, and of another thing.
        return context.say("premise_right", value=value) if _holds_matter(context, passage) else None
    comparable = [f for f in held if _comparable(asked, f.value)]
    return context.say("premise_wrong", value=comparable[0].text) if comparable else None


def _holds_matter(context: Context, passage: str) -> bool:
    """Whether a passage names each thing that a question which leans on others says for itself."""
    own = specific_concepts(context, own=True) if context.question.from_state else []
    return all(any(fold(term) in fold(passage) for term in group) for group in own)


def _compare_limits(context: Context, asked: Duration, passage: str) -> str | None:
    """Whether what is to be done within one span (40 个工作日内报行吗) is too late for the one span of a passage."""
    held = {f.value: f.text for f in find_durations(passage)}
    limits = [value for value in held if value.unit == asked.unit]
    late = len(limits) == 1 and asked.amount > limits[0].amount
    return context.say("premise_wrong", value=held[limits[0]]) if late else None


def _comparable(asked: Duration, held: Duration) -> bool:
    return asked.unit == held.unit or {asked.unit, held.unit} <= {"日", "工作日"}


def deontic_opening(context: Context, passage: str, list_head: str = "") -> str | None:
    """Yes or no in front of a clause that permits, forbids or demands what was asked.

    Args:
        context: The question.
        passage: What is quoted.
        list_head: Of an item of a list, the words that open the list.
    """
    question = context.question
    if question.polar and _BARS_WHO_LACKS.search(question.folded):
        soft = next(
            (word for part in sentences_of(passage) if (word := _softens_what_lacks(context, part))), None
        )
        return context.say("no_not_required", word=soft) if soft else None
    if question.polar and (soft := _only_comes_later(context, passage)) is not None:
        return context.say("not_barred_only_later", word=soft)
    if not question.polar or question.premise or _ASKS_WHAT.search(question.folded):
        return None
    if asks_whether_to_apply(context):
        free = next((word for word in context.lexicon.own_will if word in passage), None)
        return context.say("of_own_will", word=free) if free else None
    if _ASKS_DUTY.search(question.folded):
        for part in sentences_of(passage):
            if (soft := _softened(context, part)) and soft not in question.folded:
                return context.say("no_not_required", word=soft)
            if any(_speaks_of_it(context, piece) for piece in _STOPS.split(part) if _RELEASES.search(piece)):
                return context.say("no_need")
        demands = any(_demands_it(context, part) for part in sentences_of(passage))
        demands = demands or (_is_condition_of_it(context, list_head) and _holds_the_thing(context, passage))
        return context.say("yes_need") if demands and not _FORBIDS.search(passage) else None
    return _barred(context, passage) if asks_permission(question) and _forbids_it(context, passage) else None


def _barred(context: Context, passage: str) -> str | None:
    """That a clause forbids what was asked, or no longer does, or leaves the asker out."""
    question = context.question
    if _is_left_out(question.folded, passage):
        return context.say("bar_not_for_it")
    if (over := _span_over(context, passage)) is not None:
        return over
    cured = _is_cured(question.folded, passage) or (question.years and _BARRED_FOR.search(passage))
    return None if cured else context.say("no_cannot")


def asks_whether_to_apply(context: Context) -> bool:
    """Whether it is asked if one must apply at all (是不是强制申报); which papers that takes is another question."""
    folded = context.question.folded
    return bool(context.lexicon.must_apply.hits(folded)) and not _ASKS_WHAT.search(
        _WHAT_FOLLOWS.sub("", folded)
    )


def asks_permission(question: Question, *, put_forward: bool = False) -> bool:
    """Whether a question asks, to be told yes or no, whether something is allowed; or puts forward that it is or is not."""
    asked = question.polar and (put_forward or not question.premise)
    return asked and not _ASKS_WHAT.search(question.folded) and bool(_ASKS_PERMISSION.search(question.folded))


def is_lifted(asked: str) -> bool:
    """Whether the asker says that what stood against him is over or put right."""
    return bool(_LIFTED.search(asked))


def _demands_it(context: Context, part: str) -> bool:
    """Whether a sentence demands what is asked; one that tells who has not done it yet, or a rule in principle, does not."""
    plain = _IN_PRINCIPLE.sub("", part)
    demands = _DEMANDS.search(plain)
    if demands is None or _NOT_YET.search(part):
        return False
    if _binds_a_body(context, plain[: demands.start()]) and not _holds_the_thing(context, part):
        return False
    return _speaks_of_it(context, part)


def _binds_a_body(context: Context, before: str) -> bool:
    """Whether what stands before a demand ends with a body (各区县经信部门应…) and the asker is none: it binds that body."""
    if context.question.role == "district" or bodies_named(context):
        return False
    said = fold(_STOPS.split(before)[-1])
    return any(said.endswith(fold(name)) for one in all_bodies(context) for name in one.names)


_CONDITIONS = re.compile(r"条件|应当?(?:符合|具备|满足)|须(?:符合|具备|满足)")
"""What opens a list of conditions: each item of it is one."""


def _is_condition_of_it(context: Context, list_head: str) -> bool:
    """Whether a list of conditions is opened, and the question says of what they are, or one text alone can be meant."""
    question = context.question
    said = (
        question.specific_topics or question.documents or recognise(question.folded, context.checker.schemes)
    )
    return bool(_CONDITIONS.search(list_head)) and (bool(said) or len(context.library.documents) == 1)


def _holds_the_thing(context: Context, passage: str) -> bool:
    """Whether a passage holds most of the words of what the question asks to be a duty."""
    thing = _thing_asked(context)
    pairs = [thing[n : n + 2] for n in range(len(thing) - 1)]
    held = sum(pair in fold(passage) for pair in pairs)
    return len(pairs) > 1 and held >= _MOST_OF_IT * len(pairs) and _speaks_of_it(context, passage)


_MOST_OF_IT = 0.6


def duty_unheard_of(context: Context) -> str | None:
    """What a question asks to be a duty, where no clause names it and none comes near it in meaning (要请律师吗)."""
    question = context.question
    if question.language != "zh" or question.premise or not question.polar:
        return None
    if not _ASKS_DUTY.search(question.folded) or find_quantities(question.folded):
        return None
    if _SANCTION.search(question.folded):
        return None
    thing = "" if _ASKS_WHAT.search(question.folded) else _thing_asked(context)
    if len(thing) < 2:
        return None
    if (whole := _compound_unheard_of(context, thing)) is not None:
        return whole
    if any(_speaks_of_it(context, facet.text) for facet in context.facets.values()):
        return None
    told = [fold(part) for ranked in context.ranked[:8] for part in sentences_of(ranked.facet.text)]
    near = context.ranker.meanings.compare(thing, told) if told else [0.0]
    return _HAVING.sub("", thing) if max(near) < _NEAR else None


def paper_unheard_of(context: Context) -> str | None:
    """A check or paper with an official name that a question asks to be a duty and no text names (能源审计)."""
    thing = duty_unheard_of(context)
    return thing if thing and _A_PAPER.fullmatch(_HAVING.sub("", thing)) else None


def _compound_unheard_of(context: Context, thing: str) -> str | None:
    """A long name of a thing of which no sentence holds nearly all (清洁生产审核, where only 清洁生产 and 审核 are named)."""
    core = _HAVING.sub("", thing)
    for name in sorted(context.topics.all_names, key=len, reverse=True):
        # Whose report it is does not make it another one.
        core = core.removeprefix(fold(name))
    pairs = [core[n : n + 2] for n in range(len(core) - 1)]
    if not _A_COMPOUND.fullmatch(core):
        return None
    official = [p for p in context.lexicon.concepts.find(core) if len(p.terms) and p.end == len(core)]
    terms = [fold(term) for p in official if 2 * (p.end - p.start) > len(core) for term in p.terms]
    # A word for a part of it (清洁生产) is none for the whole.
    terms = [term for term in terms if term not in core]
    told = [fold(part) for facet in context.facets.values() for part in sentences_of(facet.text)]
    held = any(sum(pair in part for pair in pairs) >= _NEARLY_ALL * len(pairs) for part in told)
    return None if held or any(term in part for term in terms for part in told) else core


# What has an official name: who asks for one asks of that thing and of none like it.
_PAPER = r"(?:认证|审核|审计|报告|证书?|证明|许可|核查|手续|执照|保险|备案|检测|鉴定|资质|年检|体检|登记|公证|承诺书|协议|合同)"
_OF_ONE = r"(?![^，,]*[我你他们没有不在了过的和与做由])[\u4e00-\u9fff]"
_A_COMPOUND = re.compile(rf"{_OF_ONE}{{3,10}}{_PAPER}")
_A_PAPER = re.compile(rf"{_OF_ONE}{{2,10}}{_PAPER}")
_NEARLY_ALL = 0.85
_SANCTION = re.compile(
    r"(?:要|会|得)(?:被|挨|受|遭)?(?:罚|处罚|扣分|追责|处分|摘牌|撤销|取消|降级|移除|移出|收回)[^，。,]{0,2}[吗么嘛不]"
)
"""What may befall the asker is no duty of his."""


def _thing_asked(context: Context) -> str:
    """What a question asks to be a duty: behind the word that asks for it, or before it (高企证书是必须的吗)."""
    folded = context.question.folded
    if asked := _THING.findall(folded):
        return _TRAILING.sub("", asked[-1])
    named = recognise(folded, context.checker.schemes)
    before = _THING_BEFORE.match(beside_names(folded, named[0]) if named else folded)
    return _TRAILING.sub("", before["thing"]).strip() if before else ""


_THING_BEFORE = re.compile(
    r"(?P<thing>[^，。？?！ ,]{2,14}?)[ ，]*(?:是不是|是否|算不算|算|是)?(?:申报|申请|参评|评选|认定)?的?(?:必须|必备|硬性|强制|必要|非要)(?:的|有|要|具备|条件|要求|项|材料)*[吗么嘛不没?？]*$"
)
_HAVING = re.compile(
    r"^(?:先|都|再|还)?(?:有|具备|取得|拿到|拿|办理?|通过|做过?|提供|持有|开展|进行|完成|安装|装|提交|上交|上传|报送|出示|附上?|编写|编制|准备|签订?|填写?|[交出])(?:了|过|一?份)?(?=.{3})"
)


def _speaks_of_it(context: Context, passage: str) -> bool:
    """Whether a passage names what the question asks to be a duty: a review is none of a fee for it (要交评审费吗).

    The last word of the thing asked about tells what it is; it, or an official word behind it, must stand there.
    """
    thing = _thing_asked(context)
    if len(thing) < 2:
        return not (thing or _THING.search(context.question.folded))
    held = fold(passage)
    official = [p.terms for p in context.lexicon.concepts.find(thing) if p.end == len(thing)]
    return thing[-2:] in held or any(fold(term) in held for terms in official for term in terms)


def _forbids_it(context: Context, passage: str) -> bool:
    """Whether what a clause forbids is what was asked: a bar on applying anew says nothing of a plaque on the wall."""
    question = context.question
    said = {question.folded[n : n + 2] for n in range(len(question.folded) - 1)}
    words = said | {term[n : n + 2] for term in question.terms for n in range(len(term) - 1)}
    return any(
        any(act[1][n : n + 2] in words for n in range(len(act[1]) - 1))
        for act in _FORBIDDEN.finditer(passage)
    )


def _softened(context: Context, part: str) -> str | None:
    """The word that softens what is asked about, in a sentence; one in brackets softens what stands in them.

    What is of one's own will or comes first does so between its commas alone: 按照自愿的原则，选择第三方机构进行评价
    leaves free whether to apply, not whether to be assessed.
    """
    for span in (_BRACKETED.sub("", part), *_BRACKETED.findall(part)):
        for soft in _SOFT.finditer(span):
            ends = _STOPS.search(span, soft.end()) if soft.group(0) in _OF_ITS_PIECE else None
            if _speaks_of_it(
                context,
                _STOPS.split(span[: soft.start()])[-1] + span[soft.start() : ends.start() if ends else None],
            ):
                return soft.group(0)
    return None


def _softens_what_lacks(context: Context, part: str) -> str | None:
    """The word that softens, between two stops of a sentence, a thing that the question names."""
    named = [fold(term) for group in specific_concepts(context, own=True) for term in group]
    for piece in _STOPS.split(part):
        soft = _SOFT.search(piece)
        if soft is not None and any(term in fold(piece) for term in named):
            return soft.group(0)
    return None


_COMES_FIRST = re.compile(r"优先")
_LACKS = re.compile(
    r"没有?(?!资格|机会|戏|希望|必要)|没得(?!资格|机会)|不是(?!就|不)|不属于|(?<![有并])非(?=[\u4e00-\u9fff]{2})|[不没未](?:到|达到?|够|满)|够不上|达不到|差一?点"
)
_SHUT_OUT = re.compile(
    r"没(?:有|得)?(?:资格|机会|戏|希望)|(?:不能|不可以|不得)(?:申?报|申请|参评)|报不了|报不成|轮不到"
)


def _only_comes_later(context: Context, passage: str) -> str | None:
    """The word for coming first, where who lacks what it goes by, or has a lower grade, asks whether he may apply at all."""
    question = context.question
    if not (asks_permission(question, put_forward=True) or _SHUT_OUT.search(question.folded)):
        return None
    asked = codes(question.folded)
    named = [fold(term) for group in specific_concepts(context, own=True) for term in group]
    for piece in (piece for part in sentences_of(passage) for piece in _STOPS.split(part)):
        first = _COMES_FIRST.search(piece)
        if first is None:
            continue
        least = codes(fold(piece))
        if asked and least and "以上" in piece and max(map(rank_of, least)) < min(map(rank_of, asked)):
            return first.group(0)
        if not asked and _LACKS.search(question.folded) and any(term in fold(piece) for term in named):
            return first.group(0)
    return None


_BARRED_FOR = re.compile(r"(?:[一二两三四五六七八九十\d]+)年内(?:均|都)?不(?:得|予|再)")


def _span_over(context: Context, passage: str) -> str | None:
    """That a bar of so many years is over, where the question tells of as many full years or more (撤销四年了)."""
    barred = _BARRED_FOR.search(passage)
    spans = [f.value for f in find_durations(passage) if barred and barred.start() <= f.start < barred.end()]
    told = [f for f in find_durations(context.question.folded) if spans and f.value.unit == spans[0].unit]
    if len(spans) != 1 or len(told) != 1:
        return None
    full = told[0].value.amount > spans[0].amount or (
        told[0].value.amount == spans[0].amount and _FULL.search(context.question.folded)
    )
    return context.say("bar_over", span=barred[0] if barred else "") if full else None


_FULL = re.compile(r"满|已经?过|之?后|多了?|完了?")


def _is_left_out(asked: str, passage: str) -> bool:
    """Whether the question names, in words that the rest of the passage lacks, those whom its bar leaves out."""
    for left_out in _EXCEPTION.finditer(passage):
        rest = passage[: left_out.start(1)] + passage[left_out.end() :]
        named = left_out[1]
        own = {named[n : n + 2] for n in range(len(named) - 1)} - {
            rest[n : n + 2] for n in range(len(rest) - 1)
        }
        if any(pair in asked for pair in own):
            return True
    return False


def _is_cured(asked: str, passage: str) -> bool:
    """Whether the bar may not apply: the asker says it is lifted, or the clause itself makes an exception."""
    return is_lifted(asked) or bool(_EXCEPTS.search(passage))
