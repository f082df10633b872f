"""Broad questions (what are the conditions, the steps, the sanctions) answered by the whole list."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.agent.agreement import codes
from assistant.agent.compose.quotes import body, bullets, list_opening, quoted, sentences_of, whole_clause
from assistant.agent.context import Context, derived, evidence, sentence
from assistant.agent.draft import Block, Sentence, block
from assistant.agent.facets import Facet
from assistant.agent.features import OPENING, ROLE_WORDS
from assistant.agent.understanding.question import Intent, Question
from assistant.domain.documents import Clause
from assistant.text.normalise import fold

LISTED: tuple[Intent, ...] = (
    "condition",
    "procedure",
    "material",
    "sanction",
    "support",
    "level",
    "exclusion",
)
"""Intents whose broad form is answered by a list."""
_ITEM_LIMIT, _LIST_LIMIT = 110, 900
_OF_KIND = 0.3


def is_broad(context: Context) -> bool:
    """Whether a question asks for the whole list rather than one point of it."""
    question = context.question
    if question.intent not in LISTED or question.clause_refs:
        return False
    if specific_concepts(context) or codes(question.folded):
        return False
    if question.polar and len(levels_named(question)) > 1:
        # 市级的能报国家级吗 asks how one level stands to the other.
        return False
    return len(_point(context)) <= (4 if question.language == "zh" else 12)


_ROUND_OR_LEVEL = re.compile(
    r"(?:20)?\d\d年度?|本年度?|年度|[市省区国]家?级|\b(?:municipal|city|national|state|provincial|district)(?:[- ]level)?\b"
    r"|\b(?:s|a|an|the|as|in|for|of|to|be|get|and|our|we|my|apply(?:ing)?|application|become|becoming|becomes|qualify(?:ing)?)\b|\s"
)


_LEVEL = re.compile(r"[市省区县国](?=家?级)|\b(?:municipal|national|provincial|district)\b")


def levels_named(question: Question) -> frozenset[str]:
    """The levels of government that a question names."""
    return frozenset(_LEVEL.findall(question.folded))


def _point(context: Context) -> str:
    """What a question says beside its subject and kind; which round and which level are no point of a list."""
    return _ROUND_OR_LEVEL.sub("", context.question.content)


def specific_concepts(context: Context, *, own: bool = False) -> list[tuple[str, ...]]:
    """Concepts of the question beyond its subject and the general words of any application.

    With ``own``, without those that it leans on from earlier questions.
    """
    concepts = context.question.concepts
    if own and context.question.carried:
        concepts = concepts[: -context.question.carried]
    general = context.lexicon.general_terms | context.topics.all_names
    question = context.question
    # What a title is about is the subject, not a point of it, however much of the title was said (技改补助).
    titles = [fold(context.document(name).title) for name in question.documents] if question.subjects else []
    return [
        group
        for group in concepts
        if not general & set(group)
        and not any(fold(term) in words for words in (*question.subjects, *titles) for term in group)
    ]


def best_lists(context: Context, limit: int = 2) -> list[Facet]:
    """The clauses whose children make the best list for the question, at most one a document."""
    scored = []
    meant = context.question.documents if context.of_text else frozenset()
    for facet in context.facets.values():
        if meant and facet.document_id not in meant:
            continue
        if is_list(context, facet) and facet.clause.kind not in ("attachment", "form"):
            score = _list_score(context, facet)
            if score > 1.0:
                scored.append((score, facet))
    scored.sort(key=lambda item: (-item[0], item[1].key))
    if scored and behind_best(context, scored[0][1]) >= _PLAINLY:
        # The best clause may open a list itself: that one is meant.
        scored.sort(key=lambda item: item[1].key != context.ranked[0].facet.key)
        scored[0] = (max(score for score, _ in scored), scored[0][1])
    chosen: list[Facet] = []
    asked = context.question.documents
    for score, facet in scored:
        # Where the best list stands in a document that the question means, others do not stand beside it.
        if chosen and chosen[0].document_id in asked and facet.document_id not in asked:
            continue
        enough = _BESIDE if chosen and _complements(context, chosen[0], facet) else _ALIKE
        if facet.document_id not in {c.document_id for c in chosen} and score >= enough * scored[0][0]:
            chosen.append(facet)
    return [facet for facet in chosen[:limit] if _holds_best(context, facet)] or []


_ALIKE, _BESIDE = 0.75, 0.5
"""Share of the best list's score from which on another one stands beside it, and one that completes it."""


def _complements(context: Context, first: Facet, other: Facet) -> bool:
    """Whether a list tells how a round of the year goes, and the other how it goes at all, both by one issuer."""
    if context.question.intent != "procedure" or other.tags.get("procedure", 0.0) < _OF_KIND:
        return False
    one, two = (context.document(facet.document_id).metadata for facet in (first, other))
    same = one.issuer is not None and two.issuer is not None and one.issuer.value == two.issuer.value
    return same and (one.round_year is None) != (two.round_year is None)


_WHICH = re.compile(
    r"(?:什么|啥)时候会(?:被|遭)|哪些|哪几|什么情况|什么情形|情形|都有啥|有哪|几种情况|which|what are|under what|what (?:disqualif|excludes?|bars|rules? out|prevents?|keeps?)"
)


def concept_list(context: Context) -> Facet | None:
    """The list that a question like 哪些情况会撤销 asks for: its opening words hold the specific concept."""
    groups = specific_concepts(context)
    if not groups or not _WHICH.search(context.question.folded):
        return None
    for ranked in context.ranked[:8]:
        parent = context.facets.get((ranked.facet.document_id, ranked.facet.clause.parent_id or ""))
        for facet in (ranked.facet, parent):
            if (
                facet is not None
                and is_list(context, facet)
                and any(fold(t) in facet.text for g in groups for t in g)
                and _may_answer(context, facet)
            ):
                return facet
    return None


def list_in_one_paragraph(context: Context, facet: Facet) -> list[Block]:
    """A list that a clause runs on in one paragraph (有下列情况的，不得申报：甲；乙；丙。), where all of it is asked for.

    The words that open it must hold each point of the question, so that no single item is meant.
    """
    question, text = context.question, body(facet)
    head = list_opening(text)
    if head is None or question.polar or question.premise:
        return []
    if not (_WHICH.search(question.folded) or "list" in question.asks or is_broad(context)):
        return []
    opened = fold(head)
    if any(not any(fold(term) in opened for term in group) for group in specific_concepts(context)):
        return []
    rest = text[text.index(head) + len(head) :].lstrip("：:")
    items = [part.strip() for part in _ITEMS.split(rest) if part.strip()]
    clause, title = facet.clause, context.name(facet.document_id)
    lead = context.say("list_lead_plain", title=title, label=clause.label, lead=f"{head}：")
    return [
        block("lead", sentence(lead, evidence(facet.document_id, clause, head))),
        *bullets(sentence(item.rstrip("。；;"), evidence(facet.document_id, clause, item)) for item in items),
    ]


_ITEMS = re.compile(r"(?<=[；;])")


def _may_answer(context: Context, facet: Facet) -> bool:
    """Whether a list or some item of it is of the kind asked for: standards answer no question on support."""
    intent = context.question.intent
    if intent not in ("support", "material", "procedure"):
        return True
    items = [context.facets[key] for key in _item_keys(context, facet)]
    below = sum(item.tags.get(intent, 0.0) for item in items) / max(len(items), 1)
    return max(facet.tags.get(intent, 0.0), below) >= _OF_KIND


def _holds_best(context: Context, facet: Facet) -> bool:
    """Whether a list, or one of its items, is among the best clauses: else it answers something else."""
    topics = set(context.question.specific_topics)
    if not _speaks_of_role(context, facet):
        return False
    if not _point(context) and topics:
        return True
    # A list that names the subject in some item only must hold one of the very best clauses.
    named = not topics or bool((facet.topics | facet.heading_topics) & topics)
    best = {r.facet.key for r in context.ranked[: 8 if named else 3]}
    return facet.key in best or bool(best & set(_item_keys(context, facet)))


def _speaks_of_role(context: Context, facet: Facet) -> bool:
    """Whether a list is of those who ask about themselves, where they are not whom most lists are of, the applicants."""
    words = ROLE_WORDS.get(context.question.role or "", ()) if context.question.role == "evaluator" else ()
    lead = f"{facet.heading} {facet.text}"
    items = [context.facets[key].text for key in _item_keys(context, facet)]
    return not words or any(w in lead for w in words) or all(any(w in item for w in words) for item in items)


def _list_score(context: Context, facet: Facet) -> float:
    question = context.question
    own_heading = facet.tags.get(question.intent, 0.0)
    items = [context.facets[key] for key in _item_keys(context, facet)]
    if not items:
        return 0.0
    below = sum(item.tags.get(question.intent, 0.0) for item in items) / len(items)
    if own_heading < 0.5 and below < 0.4:
        return 0.0
    topics = set(question.specific_topics or question.topics)
    named = facet.topics | facet.heading_topics
    inside = frozenset().union(*(item.topics for item in items))
    topical = 0.0
    if topics:
        topical = 1.2 if named & topics else 0.5 if inside & topics else -1.0
        if named and not named & topics:
            topical -= 0.8
    document = 0.0
    if question.documents:
        document = 1.2 if facet.document_id in question.documents else -2.0
    status = {"in_force": 0.5, "round_closed": 0.1}.get(context.status(facet.document_id), 0.0)
    recent = 0.0 if question.documents or question.years else 0.6 * context.ranker.recency(facet.document_id)
    announces = 0.5 if facet.clause.text.rstrip().endswith(("：", ":")) else 0.0
    behind = _PER_LOG_ODDS * max(-_FAR_BEHIND, -behind_best(context, facet))
    return 1.6 * own_heading + 1.0 * below + topical + document + status + announces + recent + behind


_PER_LOG_ODDS, _FAR_BEHIND, _PLAINLY = 0.15, 6.0, 2.0


def own_section(context: Context, listed: Facet) -> list[Block]:
    """The best clause, where it stands in a section on the subject asked about and the list is for every subject."""
    topics = set(context.question.specific_topics)
    best = context.ranked[0].facet if context.ranked else None
    if best is None or best.document_id != listed.document_id or best.is_heading_only:
        return []
    if not best.heading_topics & topics or (listed.topics | listed.heading_topics) & topics:
        return []
    lead = quoted(context, best)
    whole = whole_clause(context, best, lead.evidence[0].quote)
    return [block("lead", lead), *([block("quote", whole)] if whole else [])]


def behind_best(context: Context, facet: Facet) -> float:
    """By how much, in log-odds, the best clause goes before a list and all its items; 0 where it is one of them."""
    within = {facet.key, *_item_keys(context, facet)}
    scores = [ranked.score for ranked in context.ranked if ranked.facet.key in within]
    if not context.ranked:
        return 0.0
    return context.ranked[0].score - max(scores, default=context.ranked[0].score - _FAR_BEHIND)


def _item_keys(context: Context, facet: Facet) -> list[tuple[str, str]]:
    children = context.library.children(facet.document_id, facet.clause.id)
    if len(children) == 1 and children[0].kind == "paragraph":
        below = context.library.children(facet.document_id, children[0].id)
        children = below or children
    return [(facet.document_id, c.id) for c in children if (facet.document_id, c.id) in context.facets]


def is_list(context: Context, facet: Facet) -> bool:
    """Whether a clause announces items, or is a heading over several."""
    children = _item_keys(context, facet)
    announces = facet.clause.text.rstrip("*").endswith(("：", ":"))
    return len(children) >= 2 and (announces or facet.is_heading_only)


def grades_named(context: Context) -> list[Block]:
    """The items that tell what each of several grades is, where a question names several (B级和C级有什么区别).

    Of one grade, asked in few words after another one (C级呢), it is the item beside the one told before.
    """
    asked = codes(context.question.folded)
    if len(asked) == 1 and context.question.from_state and not specific_concepts(context, own=True):
        return _grade_beside(context, asked)
    for ranked in context.ranked[:4] if len(asked) > 1 else ():
        parent = context.facets.get((ranked.facet.document_id, ranked.facet.clause.parent_id or ""))
        if parent is None or not is_list(context, parent):
            continue
        items = [context.facets[key] for key in _item_keys(context, parent)]
        named = [item for item in items if codes(fold(body(item))[:OPENING]) & asked]
        if len(named) > 1:
            return list_blocks(context, parent, named)
    return []


def _grade_beside(context: Context, asked: frozenset[str]) -> list[Block]:
    """The item of a grade in the list of which the last answer cited another grade's item."""
    for key in context.state.clause_keys:
        document_id, _, clause_id = key.partition("#")
        told = context.facets.get((document_id, clause_id))
        parent = context.facets.get((document_id, told.clause.parent_id or "")) if told else None
        if told is None or parent is None or not codes(fold(body(told))[:OPENING]):
            continue
        items = [context.facets[key] for key in _item_keys(context, parent)]
        meant = [item for item in items if codes(fold(body(item))[:OPENING]) == asked]
        if len(meant) == 1 and meant[0] is not told:
            return list_blocks(context, parent, meant)
    return []


def one_for_both(context: Context, facet: Facet) -> list[Block]:
    """That one list is for both kinds of applicant, where it is asked whether they are treated alike."""
    folded, opening = context.question.folded, fold(facet.clause.text)
    named = [kind for kind in _KINDS_OF_APPLICANT if kind.search(folded)]
    if len(named) < len(_KINDS_OF_APPLICANT) or not _TREATED_ALIKE.search(folded):
        return []
    if not all(kind.search(opening) for kind in named):
        return []
    return [block("lead", sentence(context.say("list_for_both"), *quoted(context, facet).evidence))]


_KINDS_OF_APPLICANT = (re.compile(r"企业|工厂|厂|\b(?:compan|factor|plant)"), re.compile(r"园区|\bparks?\b"))
_TREATED_ALIKE = re.compile(
    r"相同|一样|一致|同样|(?:有没有|有无|有什么|有啥|有何)(?:区别|差别|不同|不一样)|\b(?:the same|alike|differ\w*)\b"
)


def list_blocks(context: Context, facet: Facet, only: Sequence[Facet] = ()) -> list[Block]:
    """The list, or only some of its items, as a lead and one bullet an item."""
    items = list(only) or [context.facets[key] for key in _item_keys(context, facet)]
    shown = _spread(context, items)
    # A list that is soon read is given whole: the last sentence of a step may be the applicant's own.
    limit = _LIST_LIMIT if sum(len(body(item)) for item in shown) <= _LIST_LIMIT else _ITEM_LIMIT
    return [
        block("lead", _lead(context, facet, items, whole=not only)),
        *bullets(_item(context, item, limit) for item in shown),
    ]


def _spread(context: Context, items: Sequence[Facet]) -> list[Facet]:
    """Items in order; one that only announces items of its own is followed by them."""
    found: list[Facet] = []
    for item in items:
        found.append(item)
        if item.clause.text.rstrip("*").endswith(("：", ":")):
            found += [context.facets[key] for key in _item_keys(context, item)]
    return found


def _lead(context: Context, facet: Facet, items: Sequence[Facet], *, whole: bool) -> Sentence:
    clause = facet.clause
    proof = evidence(facet.document_id, clause)
    title = context.name(facet.document_id)
    count = derived(len(items), facet.document_id, clause.id, "count of items")
    caption = clause.caption or body(facet).rstrip("：:。")
    if len(caption) <= 40 and whole:
        text = context.say("list_lead", title=title, label=clause.label, caption=caption, count=len(items))
    else:
        lead = body(facet).rstrip("。：:") + "："
        text = context.say("list_lead_plain", title=title, label=clause.label, lead=lead)
    return sentence(text, proof, values=(count,))


def _item(context: Context, facet: Facet, limit: int) -> Sentence:
    text = body(facet)
    quote = text if len(text) <= limit else _first(text)
    shown = quote.rstrip("；;。")
    return sentence(
        context.say("list_more", quote=shown, label=facet.clause.label),
        evidence(facet.document_id, facet.clause, quote),
    )


def _first(text: str) -> str:
    """The first sentence or two of a long item."""
    parts = sentences_of(text)
    quote = parts[0]
    for part in parts[1:]:
        if len(quote) + len(part) > _ITEM_LIMIT:
            break
        quote = text[: text.index(part) + len(part)]
    return quote


def container_of(context: Context, facet: Facet) -> Clause | None:
    """The clause that lists this one, if it is an item of a list."""
    parent = facet.clause.parent_id
    return context.clause(facet.document_id, parent) if parent else None
