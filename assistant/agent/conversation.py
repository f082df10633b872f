"""What one question takes from those before it, and what it leaves for the next."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.agent.compose.notices import cited, leading
from assistant.agent.context import Context
from assistant.agent.days import day_named
from assistant.agent.draft import Draft
from assistant.agent.facets import Topics
from assistant.agent.past import remembered
from assistant.agent.ranking import Ranked
from assistant.agent.schemes import ALL, choose_scheme, scheme_by_id
from assistant.agent.speaking import asks, is_personal
from assistant.agent.told_earlier import facts_taken_back, with_this_told
from assistant.agent.understanding.lexicon import Lexicon, as_list
from assistant.agent.understanding.question import Question
from assistant.domain.dialogue import DialogueState
from assistant.text.normalise import fold

_CARRIED_LENGTH = 16
_BARE_LENGTH = 30
"""A question up to this many characters that names neither subject, text nor matter has them from those before."""
_CLEAR = 0.3
_CITED = 5
_SLIGHT = 0.15
"""Intents weaker than this are guesses: the next question does not lean on them."""
_SAME_AGAIN = re.compile(
    r"也(?:是)?(?:一样|这样|适用|如此|这么|同样|算|行)|同样适用|一样(?:吗|不|么)?[?？]?$|same (?:for|rule)|also apply"
)


def in_conversation(question: Question, state: DialogueState, subjects: Topics, lexicon: Lexicon) -> Question:
    """Complete a question that leans on the one before: what it leaves out is taken from there."""
    if state.turns == 0:
        return question
    if not _leans(question, lexicon, lexicon.general_terms | subjects.all_names):
        return question
    changes: dict[str, object] = {}
    topics = question.specific_topics or question.topics
    if not topics and state.topic:
        topics = tuple(state.topic.split())
        changes["topics"] = changes["specific_topics"] = topics
    if not question.documents and state.document_id and not question.specific_topics:
        changes["documents"] = frozenset(state.document_id.split())
    weak = not question.intents or question.intents[0][1] < 0.3
    # 园区也一样吗 asks the same thing again, of another subject.
    if state.intent and (weak or _SAME_AGAIN.search(question.folded)):
        changes["intents"] = (
            (state.intent, max(0.6, *(score + 0.1 for _, score in question.intents[:1]), 0.0)),
            *question.intents,
        )
    if len(question.content) <= 6 and state.last_question:
        dropped = _left_behind(question, state, subjects)
        last = state.last_question
        for word in dropped:
            last = last.replace(word, " ")
        terms = tuple(term for term in state.terms if fold(term) not in dropped)
        changes["search_text"] = f"{question.search_text} {last}"
        changes["content"] = f"{question.content} {state.content}".strip()
        changes["terms"] = tuple(dict.fromkeys((*question.terms, *terms)))
        carried = [(term,) for term in terms if term not in question.terms]
        changes["concepts"] = (*question.concepts, *carried)
        changes["carried"] = len(carried)
    return replace(question, **changes, from_state=True, follow_up=True)  # type: ignore[arg-type]


_CONTACT = frozenset({"person", "phone", "email", "address"})


def _leans(question: Question, lexicon: Lexicon, general: frozenset[str]) -> bool:
    """Whether a question leaves something out: it says so, or is short and names not both its matter and its text.

    Who asks for the number of a body that he names leaves nothing out.
    """
    if question.asks & _CONTACT and not lexicon.bodies.isdisjoint(question.terms):
        return False
    if question.follow_up:
        return True
    matter = any(general.isdisjoint(group) for group in question.concepts)
    wants = bool(question.asks) or question.has(question.intent, at_least=_CLEAR)
    if len(question.folded) <= _CARRIED_LENGTH:
        return not (matter and wants and question.documents)
    bare = not (matter or question.specific_topics or question.documents)
    return bare and len(question.folded) <= _BARE_LENGTH


def _left_behind(question: Question, state: DialogueState, subjects: Topics) -> list[str]:
    """Words of the subject last spoken of, longest first, when the question turns to another."""
    asked = set(question.specific_topics or question.topics)
    left = set(state.topic.split()) - asked if asked else set()
    words = [
        fold(word)
        for topic in left
        for kind in ("names", "also", "en")
        for word in as_list(subjects.entry(topic).get(kind))
    ]
    return sorted(words, key=lambda word: (-len(word), word))


def remember(context: Context, draft: Draft) -> DialogueState:
    """What the next question may lean on."""
    question, state = context.question, context.state
    if draft.kind in ("help", "out_of_scope"):
        # What was told is kept, though nothing was said to it.
        return with_this_told(context, replace(state, turns=state.turns + 1), checked=False)
    report = draft.report
    # That a text is over opens an answer, and is not what it says.
    told = replace(draft, blocks=tuple(b for b in draft.blocks if b.style != "opening"))
    told = told if cited(told) else draft
    proofs = cited(told)[:_CITED]
    topics = question.specific_topics or question.topics
    scheme = draft.scheme or (report.scheme if report else _spoken_of(context) or state.scheme)
    # One question put in between (申报材料) leaves the check open for the reply to what it asked.
    beside = draft.kind == "answer" and state.checking and scheme == state.scheme
    new = DialogueState(
        intent=question.intent if question.has(question.intent, at_least=_SLIGHT) else "",
        topic=" ".join(topics) or state.topic,
        scheme=scheme,
        role=_role(context),
        document_id=" ".join(sorted(question.documents))
        or (state.document_id if question.from_state else None),
        year=question.years[-1] if question.years else state.year,
        facts=dict(context.facts) if facts_taken_back(context) else dict(context.facts) or dict(state.facts),
        for_another=context.for_another,
        asked_fact=state.asked_fact if beside else _asked_for(draft),
        checking=draft.kind == "eligibility",
        checked=scheme if draft.kind == "eligibility" and scheme != ALL else state.checked,
        wishing=_wishes(context),
        day_told=_day_told(context) or (state.day_told if question.from_state else None),
        clause_keys=tuple(f"{e.document_id}#{e.clause_id}" for e in proofs),
        rests_on=min(len(leading(context, told)), len(proofs)),
        last_question=question.folded if _stands_alone(question, state) else state.last_question,
        last_said=question.folded,
        terms=question.terms[:12],
        content=question.content,
        turns=state.turns + 1,
    )
    new = with_this_told(context, new, checked=draft.kind == "eligibility")
    return replace(new, past=remembered(state, new))


def _role(context: Context) -> str | None:
    """For whom the asker speaks: who has a case checked speaks for such applicants, whoever else is mentioned."""
    checked = scheme_by_id(context, context.scheme)
    if checked is not None and context.state.role == checked.applicant:
        return str(checked.applicant)
    return context.question.role or context.state.role


def within_document(state: DialogueState, draft: Draft) -> DialogueState:
    """The same, staying in the document that answered: the next question of one message goes on about it."""
    proofs = cited(replace(draft, blocks=tuple(b for b in draft.blocks if b.style != "opening")))
    if state.document_id or not proofs:
        return state
    return replace(state, document_id=proofs[0].document_id)


def stay_in_its_text(context: Context) -> None:
    """Ask the question of the document of the last answer, unless it names one itself."""
    if context.question.documents or not context.state.clause_keys:
        return
    last = context.state.document_id or context.state.clause_keys[0].partition("#")[0]
    context.question = replace(context.question, documents=frozenset(last.split()), from_state=True)
    context.stays = True


def staying(context: Context, state: DialogueState) -> list[Ranked]:
    """The clauses found for a question, only those of the document that it stays in, where it has any from before."""
    meant = frozenset((state.document_id or "").split())
    if not meant or context.question.documents != meant:
        return context.ranked
    return [r for r in context.ranked if r.facet.document_id in meant] or context.ranked


def _day_told(context: Context) -> str | None:
    """The one day of a message that tells of something done (11月2号办完的手续), the last such day before today."""
    question = context.question
    tells = not asks(question.folded) or is_personal(question.folded)
    if not tells or len(question.dates) + len(question.month_days) != 1:
        return None
    day = day_named(question, context.as_of)
    return day.isoformat() if day and day <= context.as_of else None


def _stands_alone(question: Question, state: DialogueState) -> bool:
    """Whether a question leans on none before it, or turns to a subject of its own in full words."""
    if not question.from_state:
        return True
    turned = bool(question.specific_topics) and " ".join(question.specific_topics) != state.topic
    return turned and len(question.folded) > _CARRIED_LENGTH


def _wishes(context: Context) -> bool:
    """Whether the asker means to apply: what is then told is told of the own case."""
    folded = context.question.folded
    may = is_personal(folded) and bool(context.lexicon.may_apply.hits(folded))
    meant = may or bool(context.lexicon.wishes.hits(folded) or context.lexicon.check.hits(folded))
    same = context.question.from_state or not (context.question.specific_topics or context.question.documents)
    return meant or (context.state.wishing and same)


def _spoken_of(context: Context) -> str | None:
    """The scheme that the question names, or that of its subject where the asker means to apply."""
    # What is told of the title spoken of may name another in passing (第三方机构给我们评了，不合格).
    if context.checker.recognise(context.question.folded):
        return choose_scheme(context)
    if context.question.specific_topics and context.lexicon.wishes.hits(context.question.folded):
        return choose_scheme(context)
    return None


def _asked_for(draft: Draft) -> str | None:
    """The fact or group that the draft asks for."""
    if draft.scheme is not None or draft.asked is not None:
        return draft.asked
    report = draft.report
    return report.next_fact if report and report.verdict != "not_eligible" else None
