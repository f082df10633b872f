"""Whether a message wants the own case judged, of one scheme or of all, or goes on with a check under way."""

from __future__ import annotations

import re

from assistant.agent.bare_figures import bare_figure
from assistant.agent.compose.consequences import asks_openly_what_follows
from assistant.agent.compose.doers import asks_by_whom
from assistant.agent.compose.kinds_of_applicant import kind_of_applicant_blocks
from assistant.agent.compose.others_events import asks_of_anothers_event
from assistant.agent.compose.rounds_open import round_blocks
from assistant.agent.compose.same_status import same_status_blocks
from assistant.agent.context import Context
from assistant.agent.facts_told import more_precise, of_last_question
from assistant.agent.schemes import ALL, beside_names, choose_scheme, scheme_by_id, turned_to
from assistant.agent.speaking import asks, asks_what, is_personal, states, tells_a_case
from assistant.agent.told_earlier import messages_told, was_told
from assistant.agent.verdict_asked import asks_for_the_title, asks_for_the_verdict, cue
from assistant.eligibility.asking import NO_QUESTION
from assistant.eligibility.facts_from_text import read_facts
from assistant.eligibility.message import corrects
from assistant.eligibility.recognise import recognise
from assistant.text.normalise import fold

_BRIEF, _LONGER, _ENGLISH, _LITTLE, _ASKS_FOR = 14, 30, 80, 2, 0.4
_PART = re.compile(r"[，,。；;！!？?]")


def wants_overview(context: Context) -> bool:
    """Whether the asker wants to know what there is to apply for, over all schemes."""
    question, state = context.question, context.state
    if state.scheme == ALL and (state.asked_fact and not asks(question.folded)):
        return True
    if not context.lexicon.overview.hits(question.folded):
        return False
    speaks_for_one = is_personal(question.folded) or question.role is not None or len(question.content) <= 6
    return speaks_for_one and not recognise(question.folded, context.checker.schemes)


_OF_TIME = frozenset({"period", "frequency", "date"})
_ASKS_HOW = re.compile(
    r"(?:so |and |but |then )*how (?:do|does|can|could|would|should|might) (?!you (?:know|judge))"
)


def wants_check(context: Context) -> bool:
    """Whether the asker wants their own case judged."""
    question, state = context.question, context.state
    if goes_on(context) or _asks_of_a_case_told(context) or _wishes_after_telling(context):
        return True
    compares = question.intent == "comparison" and question.has("comparison", at_least=0.25)
    openly = asks_openly_what_follows(context) or bool(same_status_blocks(context))
    if compares or asks_of_anothers_event(context) or openly:
        return False
    elsewhere = question.asks & {"phone", "email", "address", "money", "fee", "weight"}
    if elsewhere or question.clause_refs or _asks_of_a_rule(context):
        return False
    personal = is_personal(question.folded) or bool(context.lexicon.wishes.hits(question.folded))
    if _asks_for_a_check(context, personal=personal):
        return choose_scheme(context) is not None
    if question.polar and _asks_for_the_title_alone(context) and (personal or _tells_beside(context)):
        return not _asks_if_still_open(context)
    outcome = asks_for_the_verdict(context)
    if _asks_whether_it_is_met(context, personal=personal, outcome=outcome):
        return True
    if _asks_of_the_rule(context):
        return False
    scheme = scheme_by_id(context, choose_scheme(context))
    if scheme is None:
        return False
    if _asks_only(context, personal=personal) or _asks_of_no_case(
        context, personal=personal, outcome=outcome
    ):
        return False
    told = (
        read_facts(question.raw, scheme, context.as_of, by_cues=True)
        or of_last_question(context, scheme)
        or bare_figure(context, scheme)
    )
    subject = question.specific_topics or state.scheme or recognise(question.folded, context.checker.schemes)
    known = bool(subject) or (personal and question.role == "evaluator")
    again = bool(set(told) & set(state.facts))
    may_apply = bool(context.lexicon.may_apply.hits(question.folded))
    speaks_for_one = (
        personal or again or question.role == "park" or ((known or may_apply) and tells_a_case(told))
    )
    follows = speaks_for_one and bool(context.lexicon.consequence.hits(question.folded))
    judged = follows or outcome or bool(context.lexicon.judged.hits(question.folded))
    if personal and tells_a_case(told) and context.lexicon.when_again.hits(question.folded):
        return True
    if not (question.polar or state.asked_fact or judged):
        enough = len(told) >= (1 if speaks_for_one or state.wishing else 2)
        meant = bool(told) and bool(context.lexicon.wishes.hits(question.folded))
        definite = len(told) > 1 or tells_a_case(told) or meant
        begins = state.turns > 0 or (known and (definite if speaks_for_one else len(told) > 1))
        return not asks(question.folded) and begins and enough
    # One fact that is nothing but a title or a yes needs words that want it judged (这算不算正式的 asks of the rule).
    wants = judged or may_apply or state.checking or state.asked_fact
    return len(told) >= (1 if speaks_for_one and (wants or tells_a_case(told)) else 2)


def _asks_for_a_check(context: Context, *, personal: bool) -> bool:
    """Whether a check is asked for in so many words, of a case or a subject."""
    question = context.question
    if not context.lexicon.check.hits(question.folded) or _asks_when_or_how(context):
        return False
    of_subject = bool(question.specific_topics) and not asks_what(question.folded)
    return personal or of_subject or question.from_state


def _wishes_after_telling(context: Context) -> bool:
    """Whether who has told of the case now names what it is for (园区去年双控没完成 … 想评市级绿色园区)."""
    question = context.question
    wished = bool(context.lexicon.wishes.hits(question.folded)) and not asks(question.folded)
    return wished and context.state.turns > 0 and was_told(context, choose_scheme(context))


def _asks_when_or_how(context: Context) -> bool:
    """Whether it is asked when, how often or how (how often do they check our title): no case is judged by that."""
    question = context.question
    return bool(question.asks & _OF_TIME or _ASKS_HOW.match(question.folded)) and not question.polar


def _asks_of_no_case(context: Context, *, personal: bool, outcome: bool) -> bool:
    """Whether a question wants neither yes nor no nor what follows: no fact that it tells makes it a check."""
    question, lexicon = context.question, context.lexicon
    if question.polar or context.state.asked_fact or outcome or not asks(question.folded):
        return False
    if personal and lexicon.when_again.hits(question.folded):
        return False
    return not (lexicon.judged.hits(question.folded) or lexicon.consequence.hits(question.folded))


def _asks_of_a_rule(context: Context) -> bool:
    """Whether a duty is asked about, who decides, or a kind of applicant that is none of us: no check of facts told."""
    rule = _asks_whether_required(context) or asks_by_whom(context.question.folded)
    return rule or _asks_of_a_kind(context)


def _asks_of_a_kind(context: Context) -> bool:
    """Whether it is asked if a kind of applicant may apply (区县级的园区够格吗), and no fact of one's own is told."""
    if not kind_of_applicant_blocks(context):
        return False
    scheme = scheme_by_id(context, choose_scheme(context))
    return scheme is None or not read_facts(context.question.raw, scheme, context.as_of, by_cues=True)


def _asks_only(context: Context, *, personal: bool) -> bool:
    """Whether a question is open and nothing in it wants a case judged, whatever facts it may tell."""
    lexicon, question = context.lexicon, context.question
    if question.polar or context.state.asked_fact or not asks(question.folded):
        return False
    judged = lexicon.judged.hits(question.folded) or lexicon.consequence.hits(question.folded)
    return not judged and not (personal and lexicon.when_again.hits(question.folded))


_ONLY_ASKS = re.compile(r"[还再搞弄整冲拿争]")
"""Words of wanting to have a title that name nothing more (还能搞吗)."""


def _asks_for_the_title_alone(context: Context) -> bool:
    """Whether one part of the message asks to apply for a scheme and for nothing else; the others only tell."""
    lexicon, folded = context.lexicon, context.question.folded
    named = recognise(folded, context.checker.schemes)
    parts = [part for part in _PART.split(folded) if part.strip()]
    asking = [part for part in parts if lexicon.may_apply.hits(part)]
    if not named or len(asking) != 1 or any(asks(part) for part in parts if part not in asking):
        return False
    left = " ".join(word for word in context.question.content.split() if word in asking[0])
    left = _ONLY_ASKS.sub("", left)
    return len(beside_names(left, named[0])) <= _LITTLE


def _asks_if_still_open(context: Context) -> bool:
    """Whether the first question of a conversation is if one can still apply (我还能申报吗): it is of the round."""
    still = context.lexicon.still_open.hits(context.question.folded)
    return bool(still) and context.state.turns == 0 and bool(round_blocks(context))


def _tells_beside(context: Context) -> bool:
    """Whether facts were told before the question for a title, or stand beside it (能报吗，2022年亏损了)."""
    if messages_told(context):
        return True
    scheme = scheme_by_id(context, choose_scheme(context))
    parts = [part.strip() for part in _PART.split(context.question.raw) if part.strip()]
    beside = [part for part in parts if not context.lexicon.may_apply.hits(fold(part))]
    return bool(scheme and beside and read_facts("，".join(beside), scheme, context.as_of, by_cues=True))


def _asks_of_a_case_told(context: Context) -> bool:
    """Whether the messages before told of the case of a title, and this one asks whether that can be had or kept."""
    if not context.state.turns or asks_what(NO_QUESTION.sub("", context.question.folded)):
        return False
    return asks_for_the_title(context) and was_told(context, choose_scheme(context))


def _asks_whether_it_is_met(context: Context, *, personal: bool, outcome: bool) -> bool:
    """Whether yes or no is wanted to the own case: a title is named with it, or the conversation told of one."""
    question = context.question
    if outcome and personal and recognise(question.folded, context.checker.schemes):
        return True
    if asks_what(NO_QUESTION.sub("", question.folded)) or not (outcome or asks_for_the_title(context)):
        return False
    return _has_told_a_case(context, personal=personal and outcome)


def _has_told_a_case(context: Context, *, personal: bool) -> bool:
    """Whether the conversation is of a case: told before, told now of a title spoken of, or the asker's own."""
    scheme = scheme_by_id(context, choose_scheme(context))
    if scheme is None or context.state.turns == 0:
        return False
    if was_told(context, scheme.id):
        return True
    spoken_of = context.state.scheme == scheme.id
    return spoken_of and (
        personal or bool(read_facts(context.question.raw, scheme, context.as_of, by_cues=True))
    )


def _asks_of_the_rule(context: Context) -> bool:
    """Whether a question wants neither yes or no nor anything judged: whatever it tells, no check answers it.

    Nor does one answer who asks, of nobody's case, whether something is required (入库要独立法人不).
    """
    question, lexicon = context.question, context.lexicon
    if not asks(question.folded) or question.polar or context.state.asked_fact:
        return False
    return not asks_for_the_verdict(context) and not any(
        cues.hits(question.folded) for cues in (lexicon.judged, lexicon.consequence, lexicon.when_again)
    )


def _asks_whether_required(context: Context) -> bool:
    """Whether it is asked, of nobody's case, if something is required (入库要独立法人不): no check answers that."""
    question = context.question
    if context.state.checking or context.state.asked_fact or is_personal(question.folded):
        return False
    return bool(cue("required").search(question.folded))


def goes_on(context: Context) -> bool:
    """Whether a message goes on with the check under way: a statement, what is missing, why, when, or another title."""
    state, folded = context.state, context.question.folded
    if scheme_by_id(context, state.scheme) is None:
        return False
    if asks_when_over(context):
        return True
    if not (state.asked_fact or state.checking):
        return False
    if turned_to(context) is not None or asks_why(context) or on_another_day(context):
        return True
    if state.asked_fact and asks_what_is_missing(context):
        return True
    if is_personal(folded) and len(folded) <= _BRIEF and context.lexicon.judged.hits(folded):
        return True
    if asks_for_the_verdict(context):
        return True
    if asks(folded):
        return False
    scheme = scheme_by_id(context, choose_scheme(context))
    if more_precise(context) or corrects(folded):
        return True
    if scheme is not None and (
        read_facts(context.question.raw, scheme, context.as_of, state.asked_fact)
        or bare_figure(context, scheme)
    ):
        return True
    # A few key words (申报材料) ask for something else; any other statement is meant for the check.
    carried = ("none", state.intent)
    topical = any(score >= _ASKS_FOR for name, score in context.question.intents if name not in carried)
    return not topical or states(folded)


def asks_what_is_missing(context: Context) -> bool:
    """Whether, in the middle of a check, the asker wants to know what is still to be told."""
    return context.wants == "missing" or bool(context.lexicon.still_missing.hits(context.question.folded))


def on_another_day(context: Context) -> bool:
    """Whether, after a check, the asker wants it as it would come out on a later day."""
    return context.state.checking and context.as_of > context.asked_on


def asks_when_over(context: Context) -> bool:
    """Whether, after a check and whatever was asked in between, it is asked from when on what fails fails no more.

    Who names what it is of (公示到什么时候) asks after that; who names nothing (那要等到什么时候才行; 三年到了没) means
    what was checked.
    """
    state, folded = context.state, context.question.folded
    checked = state.checked is not None and state.checked == state.scheme and bool(state.facts)
    if not checked or len(folded) > (_ENGLISH if folded.isascii() else _LONGER):
        return False
    when = context.lexicon.when_again.hits(folded)
    if when and cue("cleared").search(folded):
        return True
    left = cue("over_yet").sub(" ", folded)
    if not when and left == folded:
        return False
    for hit in sorted(when, key=len, reverse=True):
        left = re.sub(hit, " ", left) if hit not in left else left.replace(hit, " ")
    return len(re.sub(r"\W|\d", "", cue("beside").sub("", left))) <= _LITTLE


def asks_why(context: Context) -> bool:
    """Whether, after a check, the asker wants it explained, or to know from when on it would be otherwise."""
    folded = context.question.folded
    if not context.state.checking or context.state.scheme == ALL:
        return False
    reason = context.lexicon.why.hits(folded)
    if any(folded.startswith(cue) for cue in reason):
        return len(folded) <= (_ENGLISH if folded.isascii() else _LONGER)
    if len(folded) <= _LONGER and context.lexicon.when_again.hits(folded) and is_personal(folded):
        return True
    return len(folded) <= _BRIEF and bool(reason or context.lexicon.when_again.hits(folded))
