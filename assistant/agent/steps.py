"""The steps between a question and a draft; ``pipeline.py`` puts them in order."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.agent.acts import (
    asks_what_is_missing,
    asks_when_over,
    asks_why,
    goes_on,
    on_another_day,
    wants_check,
    wants_overview,
)
from assistant.agent.compose.applied_to import applied_to_blocks
from assistant.agent.compose.asking_back import applies_for_something, clarification, is_bare, which_scheme
from assistant.agent.compose.attachments import attachment_blocks, attachment_text
from assistant.agent.compose.beside_last import beside_last_draft
from assistant.agent.compose.by_itself import by_itself_blocks
from assistant.agent.compose.clauses import clause_blocks
from assistant.agent.compose.compare import conflict_blocks, conflict_for, conflict_notice, side_by_side
from assistant.agent.compose.consequences import (
    asks_what_follows,
    consequence_untold_blocks,
    sanction_unlisted_blocks,
    sanctioned_blocks,
    tells_what_follows,
)
from assistant.agent.compose.contact_details import asks_details_only, detail_blocks
from assistant.agent.compose.contacts import answers_whom, contact_blocks, no_contact_blocks
from assistant.agent.compose.deadline_rows import with_rest
from assistant.agent.compose.deadline_spans import span_end_blocks, span_start_blocks
from assistant.agent.compose.deadlines import (
    answers_when,
    asks_in_time,
    asks_in_time_alone,
    asks_whose_day,
    deadline_blocks,
    due_blocks,
    is_last_day_named,
    yearly_blocks,
)
from assistant.agent.compose.doers import asks_by_whom, doer_blocks
from assistant.agent.compose.duties import duty_blocks
from assistant.agent.compose.earlier_level import earlier_level_blocks
from assistant.agent.compose.eligibility import eligibility_draft
from assistant.agent.compose.grade_order import grade_order_blocks
from assistant.agent.compose.graded import graded_blocks
from assistant.agent.compose.identity import issue_blocks
from assistant.agent.compose.kinds_named import kind_unnamed_blocks
from assistant.agent.compose.kinds_of_applicant import (
    applies_as_a_kind,
    conditions_of,
    kind_of_applicant_blocks,
)
from assistant.agent.compose.lists import (
    best_lists,
    concept_list,
    grades_named,
    is_broad,
    list_blocks,
    one_for_both,
    own_section,
)
from assistant.agent.compose.materials import material_blocks
from assistant.agent.compose.notices import (
    asked_day_passed,
    cited,
    leading,
    missing_texts,
    validity_notices,
)
from assistant.agent.compose.one_way import both_ways_blocks, passed_over_blocks
from assistant.agent.compose.openings import opened, placed
from assistant.agent.compose.other_scale import scale_of_others_blocks
from assistant.agent.compose.others_events import others_event_blocks
from assistant.agent.compose.outline import outline_blocks, outlines_apart
from assistant.agent.compose.overview import overview_draft
from assistant.agent.compose.papers_demanded import paper_not_demanded_blocks
from assistant.agent.compose.passages import passage_blocks, related_blocks
from assistant.agent.compose.polarity import asks_whether_to_apply, duty_unheard_of, paper_unheard_of
from assistant.agent.compose.refusals import (
    ambiguous_number,
    older_text,
    pleasantry,
    refusal,
    unknown_text,
)
from assistant.agent.compose.requirements import requirement_untreated_blocks
from assistant.agent.compose.rounds_open import round_blocks
from assistant.agent.compose.same_number import same_number_blocks
from assistant.agent.compose.same_status import difference_blocks, same_status_blocks
from assistant.agent.compose.standards import standard_unheard_of
from assistant.agent.compose.supposed import what_if_draft
from assistant.agent.compose.unanswered import is_out_of_scope, missing_value, not_stated_blocks, out_of_scope
from assistant.agent.compose.untold import said_of_title
from assistant.agent.compose.untreated import untreated_blocks
from assistant.agent.compose.validity import documents_asked, validity_blocks
from assistant.agent.compose.ways import refused_way_blocks
from assistant.agent.context import Context
from assistant.agent.days import day_of_applying, takes_in_on_a_day
from assistant.agent.draft import Block, Draft, DraftNotice, fixed
from assistant.agent.facets import Facet
from assistant.agent.facts_told import facts_doubtful, facts_known, facts_supposed, facts_told
from assistant.agent.leaning import cited_before, staying_first
from assistant.agent.putting_right import takes_back
from assistant.agent.recalling import Act
from assistant.agent.schemes import ALL, choose_scheme, turned_to
from assistant.agent.taken_up import new_start_draft, source_draft
from assistant.agent.verdict_asked import asks_for_the_verdict
from assistant.domain.answers import NoticeCode
from assistant.eligibility.comparison import what_if
from assistant.eligibility.recognise import recognise
from assistant.eligibility.replies import is_plain_yes

_SLIGHT = 0.15
_BASIS = re.compile(
    r"(?:依据|根据|凭|依着|照着)(?:的是|了|着)?(?:哪|什么|啥)|上位(?:法|文件)|制定依据|(?:依据|根据|按照?|参照|执行|适用|采用|用)的?(?:评价|评审|认定|国家|行业|哪个|什么|啥|哪些|哪份)*的?标准|为(?:什么|啥|何)(?:要)?(?:搞|出|定|制定)|based on what"
)
_IN_EFFECT = re.compile(
    r"(?:已经?|开始|现在|目前|正式|眼下)[^，,。？?]{0,6}(?:施行|实施|执行|生效|推行)(?:起来)?了?(?:吗|没有?|么|不|嘛)$"
)
"""Whether something holds yet (现在已经施行了吗), whatever else the question speaks of."""
_BROAD_ORDER: tuple[NoticeCode, ...] = (
    "document_repealed",
    "document_expired",
    "not_yet_effective",
    "round_closed",
    "deadline_passed",
    "documents_differ",
    "needs_official_confirmation",
    "not_in_corpus",
)


_PLEASANTRIES = {"thanks": "thanks", "heard": "heard", "courtesy": "greeting", "self": "help"}


def screen(context: Context, act: Act = "", beside: frozenset[str] = frozenset()) -> Draft | None:
    """Replies that need no search: greetings, help, attempts to change the rules, the last answer's source or likes."""
    if act == "new_start":
        return new_start_draft(context)
    if act == "source":
        return source_draft(context)
    if act == "beside":
        return beside_last_draft(context, beside)
    if act in _PLEASANTRIES:
        return pleasantry(context, _PLEASANTRIES.get(act, act))
    return refusal(context, judging=goes_on(context))


def gather(context: Context) -> None:
    """Call the tools that the composers need; a check under way needs no retrieval."""
    context.supposed = {} if turned_to(context) is not None else facts_supposed(context)
    if context.supposed:
        context.scheme = context.state.scheme
        context.facts = dict(context.state.facts)
        return
    if wants_overview(context):
        context.scheme = ALL
    elif wants_check(context):
        context.scheme = choose_scheme(context)
    if context.scheme:
        context.facts_read = facts_told(context)
        context.facts = facts_known(context)
        context.doubtful = facts_doubtful(context)
        # 去年 in the message was resolved against the day of asking; only the check is of the day of applying.
        applying = day_of_applying(context.question, context.lexicon.may_apply, context.as_of)
        context.as_of = applying or context.as_of
    if context.scheme is None or not (context.facts_read or context.state.checking):
        ranked = context.ranker.rank(context.question, context.as_of, limit=30)
        if context.of_text:
            meant = context.question.documents
            ranked = [one for one in ranked if one.facet.document_id in meant] or ranked
        if context.stays:
            ranked = staying_first(context, ranked)
        context.ranked = cited_before(context, ranked)


def compose(context: Context) -> Draft:
    """The draft of the answer: the first composer that has something to say."""
    if context.supposed and context.scheme:
        known = {n: v for n, v in context.facts.items() if n in context.checker.scheme(context.scheme).facts}
        return what_if_draft(
            context, what_if(context.checker, context.scheme, known, context.supposed, context.as_of)
        )
    if context.scheme == ALL:
        return overview_draft(context)
    if context.scheme:
        report = context.checker.check(context.scheme, context.facts, context.as_of)
        draft = eligibility_draft(context, report)
        if not (context.facts_read or context.state.checking or asks_when_over(context)):
            draft = replace(draft, blocks=_beside_question(context, draft.blocks))
        told_nothing = (
            not asks_what_is_missing(context)
            and not asks_why(context)
            and not on_another_day(context)
            and not asks_for_the_verdict(context)
            and not context.lexicon.may_apply.hits(context.question.folded)
            and not asks_when_over(context)
            and context.scheme == context.state.scheme
            and dict(context.facts) == dict(context.state.facts)
            and not context.doubtful
        )
        if told_nothing and takes_back(context.question.folded):
            return replace(draft, blocks=(fixed("text", context.say("correction_unread")), *draft.blocks))
        if context.state.asked_fact and told_nothing:
            said = "say_which" if is_plain_yes(context.question.raw) else "not_understood"
            return replace(draft, blocks=(fixed("text", context.say(said)), *draft.blocks))
        return draft
    unknown = ambiguous_number(context) or unknown_text(context) or older_text(context)
    if unknown is not None:
        return unknown
    if applies_for_something(context):
        return which_scheme(context)
    if is_bare(context):
        return clarification(context)
    if is_out_of_scope(context) and not _is_treated(context):
        return out_of_scope(context)
    blocks, notices = _blocks(context)
    if not blocks:
        return not_found(context)
    draft = Draft(
        kind="answer",
        blocks=tuple(opened(context, placed(context, blocks))),
        quick_replies=_replies(context),
    )
    proofs = cited(draft)
    lead = proofs[:2]
    found = [
        *notices,
        *validity_notices(context, leading(context, draft)),
        *asked_day_passed(context, proofs[:1]),
        *missing_texts(context, lead),
    ]
    return replace(draft, notices=in_order(found))


def _is_treated(context: Context) -> bool:
    """Whether a composer has an answer to what seems to lie outside the documents; asked of such questions alone."""
    plainly = is_last_day_named(context) or asks_details_only(context) or applies_as_a_kind(context)
    return (plainly or asks_in_time_alone(context)) or bool(
        round_blocks(context)
        or sanction_unlisted_blocks(context)
        or by_itself_blocks(context)
        or paper_unheard_of(context)
    )


def _blocks(context: Context) -> tuple[list[Block], list[DraftNotice]]:
    """What the first fitting composer says, and the clauses that belong beside it."""
    question = context.question
    if blocks := _yes_or_no(context):
        return blocks, []
    blocks, notices = attachment_text(context)
    if blocks:
        return _completed(context, blocks, limit=2), notices
    if blocks := _of_the_text(context):
        return blocks, []
    what = missing_value(context)
    if what:
        return not_stated_blocks(context, what), []
    if blocks := requirement_untreated_blocks(context) or kind_unnamed_blocks(context):
        return blocks, []
    if blocks := same_status_blocks(context) or kind_of_applicant_blocks(context):
        return _completed(context, blocks, limit=2), []
    if blocks := by_itself_blocks(context) or _untold_or_duties(context) or difference_blocks(context):
        return blocks, []
    conflict = conflict_for(context)
    if conflict is not None and is_broad(context) and (lists := best_lists(context)):
        # All conditions are asked for: they lead, and what texts say differently of one of them follows.
        spread = [item for facet in lists for item in list_blocks(context, facet)]
        note, *sides = conflict_blocks(context, conflict)
        return [*spread, replace(note, style="text"), *sides], [conflict_notice(context, conflict)]
    by_hand = _HANDS_TO.search(question.folded)
    if conflict is not None and not (answers_when(context) or answers_whom(context) or by_hand):
        return _completed(context, conflict_blocks(context, conflict)), [conflict_notice(context, conflict)]
    if (
        question.has("comparison", at_least=0.25)
        and (question.intent == "comparison" or question.compared)
        and not context.lexicon.counted_apart.hits(question.folded)
        and not asks_whose_day(context)
        and len(blocks := side_by_side(context)) >= 2
    ):
        return blocks, []
    return _of_intent(context), []


def _of_the_text(context: Context) -> list[Block]:
    """A clause or attachment named, who issued a text and when, and the rounds that it opened."""
    question = context.question
    if blocks := (question.clause_refs and clause_blocks(context)) or attachment_blocks(context):
        return blocks
    if blocks := outline_blocks(context) or outlines_apart(context):
        return blocks
    identified = question.documents or question.asks_issue & {"issuer", "title"}
    if identified and (blocks := issue_blocks(context)):
        return [*blocks, *_beside_identity(context)]
    return round_blocks(context)


def _lists_asked(context: Context) -> list[Facet]:
    """The lists that answer a question for all of a kind; of all conditions of a title, those of its scheme."""
    question = context.question
    if not is_broad(context) or asks_whether_to_apply(context):
        return []
    if (lists := best_lists(context)) or not question.has("condition", at_least=_PLAINLY_ASKED):
        return lists
    schemes = [
        scheme
        for scheme in recognise(question.folded, context.checker.schemes)
        if not scheme.file.for_holders
    ]
    facet = conditions_of(context, schemes[0]) if schemes else None
    return [facet] if facet is not None and question.within(facet.document_id) else []


_PLAINLY_ASKED = 0.4
"""Score of an intent from which on a question plainly has it."""


_HANDS_TO = re.compile(
    r"(?:递|交|报|送|提交|寄|投|申请)(?:给|到|去|往|至)[^，。？?,]{0,10}(?:还是|谁|哪)|(?:向|往|找)(?:谁|哪[^，。？?,]{0,6})(?:递|交|报|送|提|申请)"
)
"""To whom something is handed in: what texts say differently of the thing itself is another matter."""


def _yes_or_no(context: Context) -> list[Block]:
    """What is answered by a plain word, whatever else the question speaks of."""
    return (
        same_number_blocks(context)
        or others_event_blocks(context)
        or graded_blocks(context)
        or grade_order_blocks(context)
        or scale_of_others_blocks(context)
        or earlier_level_blocks(context)
        or both_ways_blocks(context)
        or passed_over_blocks(context)
        or sanctioned_blocks(context)
        or consequence_untold_blocks(context)
        or sanction_unlisted_blocks(context)
    )


def _of_intent(context: Context) -> list[Block]:
    """Whether a text holds, whom to turn to, when; else what the clauses say."""
    question = context.question
    about_basis = bool(_BASIS.search(question.folded))
    about_validity = question.intent == "validity" and question.has("validity", at_least=_SLIGHT)
    about_validity = about_validity or bool(_IN_EFFECT.search(question.folded.rstrip("?？。")))
    elsewhere = about_basis or _asks_of_title(context) or takes_in_on_a_day(context.question)
    elsewhere = elsewhere or asks_whose_day(context)
    if about_validity and not elsewhere:
        return _completed(context, validity_blocks(context, documents_asked(context)), limit=2)
    if asks_in_time(context) and (blocks := deadline_blocks(context)):
        # 现在送到335室还收不收 names a room and asks for none.
        return _completed(context, blocks, limit=2)
    if blocks := detail_blocks(context):
        return blocks
    if blocks := span_start_blocks(context) or span_end_blocks(context):
        return _completed(context, blocks, limit=1)
    if blocks := applied_to_blocks(context):
        whom = contact_blocks(context) or no_contact_blocks(context) if answers_whom(context) else []
        return _completed(context, [*blocks, *whom], limit=1 if whom else 3)
    if blocks := doer_blocks(context) or refused_way_blocks(context):
        return _completed(context, blocks, limit=2)
    if answers_whom(context) and (blocks := contact_blocks(context)):
        return _completed(context, blocks, limit=1)
    if answers_whom(context) and (blocks := no_contact_blocks(context)):
        return blocks
    if answers_when(context) and (blocks := deadline_blocks(context)):
        return _completed(context, with_rest(context, blocks), limit=2)
    return _listed(context)


def _beside_identity(context: Context) -> list[Block]:
    """What a question asks beside a document's title or issuer (谁发的，电话多少)."""
    question = context.question
    if question.asks_issue & {"date", "number"}:
        return []
    parts = [part for part in _STOPS.split(question.folded) if len(part) >= _A_QUESTION]
    more = any(not (context.lexicon.identity_asked(part) & {"issuer", "title"}) for part in parts)
    return _of_intent(context) if more and len(parts) > 1 else []


_STOPS, _A_QUESTION = re.compile(r"[，,。；;？?！!]"), 3


def _untold_or_duties(context: Context) -> list[Block]:
    """What a body has to do, or that the texts do not treat the subject or no document names the duty asked about."""
    if blocks := untreated_blocks(context):
        return blocks
    if blocks := yearly_blocks(context) or duty_blocks(context):
        return _completed(context, blocks, limit=1)
    unheard_of = standard_unheard_of(context) or duty_unheard_of(context)
    if unheard_of:
        return not_stated_blocks(context, None, unheard_of)
    return paper_not_demanded_blocks(context)


def _listed(context: Context) -> list[Block]:
    """A whole list where one is asked for, else the passage that answers."""
    if blocks := due_blocks(context) or material_blocks(context):
        return blocks
    if asks_by_whom(context.question.folded):
        # A list of what the grades are tells nobody who gives them.
        return passage_blocks(context)
    lists = _lists_asked(context)
    if lists and (tells_what_follows(lists[0]) or not asks_what_follows(context)):
        spread = [item for facet in lists for item in list_blocks(context, facet)]
        both = one_for_both(context, lists[0])
        spread = [replace(item, style="text") if both and item.style == "lead" else item for item in spread]
        return _completed(context, [*both, *own_section(context, lists[0]), *spread], limit=2)
    if blocks := grades_named(context):
        return _completed(context, blocks, limit=2)
    if (listed := concept_list(context)) is not None:
        both = one_for_both(context, listed)
        return _completed(context, [*both, *list_blocks(context, listed)], limit=2)
    return passage_blocks(context)


def _asks_of_title(context: Context) -> bool:
    """Whether the validity asked about is that of a title or entry, not of a document."""
    held = ("称号", "名单", "证书", "资格")
    told = any(term in group for group in context.question.concepts for term in held)
    by_name = context.question.documents and not context.question.subjects
    return not by_name and (told or any(term in said_of_title(context) for term in held))


def _beside_question(context: Context, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """With the clauses nearest to the question; what the assistant asks back stays last."""
    shown = {(e.document_id, e.clause_id) for b in blocks for s in b.sentences for e in s.evidence}
    related = related_blocks(context, shown, limit=3)
    asks = blocks and not any(s.evidence for s in blocks[-1].sentences)
    return (*blocks[:-1], *related, blocks[-1]) if asks else (*blocks, *related)


def _completed(context: Context, blocks: list[Block], limit: int = 3) -> list[Block]:
    """With the best-ranked clauses that the composer left out."""
    shown = {(e.document_id, e.clause_id) for b in blocks for s in b.sentences for e in s.evidence}
    heading = [
        b
        for b in blocks
        if b.style == "text"
        and all(s.fixed for s in b.sentences)
        and b.sentences[0].text.startswith(context.say("related"))
    ]
    related = related_blocks(context, shown, limit)
    return [*blocks, *(related[1:] if heading else related)]


def not_found(context: Context) -> Draft:
    """The honest reply when nothing can be shown."""
    blocks = not_stated_blocks(context, None)
    if not blocks:
        return out_of_scope(context)
    draft = Draft(kind="answer", blocks=tuple(blocks), quick_replies=_replies(context))
    return replace(draft, notices=in_order(validity_notices(context, cited(draft)[:2])))


def in_order(notices: list[DraftNotice]) -> tuple[DraftNotice, ...]:
    """Notices, each once, the gravest first."""
    unique = {(n.code, n.text): n for n in reversed(notices)}
    return tuple(sorted(unique.values(), key=lambda n: (_BROAD_ORDER.index(n.code), n.text)))


def _replies(context: Context) -> tuple[str, ...]:
    wanted = {
        "condition": "condition",
        "procedure": "procedure",
        "deadline": "deadline",
        "contact": "contact",
    }
    names = [name for intent, name in wanted.items() if intent != context.question.intent]
    return tuple(context.say(f"quick_{name}") for name in ("eligible", *names))[:4]
