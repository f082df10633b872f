"""Whether something is required for a title whose texts do not name it, while those of another title do.

要求年产值超过5000万吗: the figure stands in the text of a district and binds nobody else.
"""

from __future__ import annotations

import re

from assistant.agent.compose.compare import conflict_for
from assistant.agent.compose.lists import specific_concepts
from assistant.agent.compose.passages import related_blocks
from assistant.agent.compose.quotes import bullets, quoted
from assistant.agent.context import Context, sentence
from assistant.agent.draft import Block, block, fixed, untold
from assistant.agent.facets import Facet
from assistant.eligibility.recognise import recognise
from assistant.eligibility.schemes import Scheme
from assistant.text.normalise import fold

_REQUIRED = re.compile(
    r"必备|下限|底线|最低|起码|必要|必须|必需|一定(?:要|得)|非得|硬性|要求|需要|需不需要|要不要|是否需|要(?!求)[^，。？?,]{1,14}[吗么不]|得(?:有|是|要)|门槛|前提|的条件[吗么]|才(?:能|可|行|算|够|评|报|有资格)"
    r"|\b(?:required?|requirement|must|need(?:ed)?|have to|mandatory|compulsory|prerequisite|precondition|conditions?)\b"
    r"|\b(?:minimum|floor|at least|threshold)\b"
)
_OF_ANY = re.compile(
    r"^(?:不少于|不低于|不得?超过|超过|大于|以上|以下|占比|比例|至少|最多|每年|近?[三两一二]年|条件|要求|情况)+$"
)
"""Words of bounds and spans name nothing that could be required."""
_FIRST, _NEAR = 3, 8


def requirement_untreated_blocks(context: Context) -> list[Block]:
    """That the texts of the title asked about do not require it, and which others do; nothing where they name it."""
    question = context.question
    how_much = question.intent == "quantity"
    if (
        not (question.polar or how_much)
        or question.named_documents
        or question.clause_refs
        or not context.ranked
    ):
        return []
    if not _REQUIRED.search(question.folded) or conflict_for(context) is not None:
        return []
    scheme = next(iter(recognise(question.folded, context.checker.schemes)), None)
    if scheme is None or scheme.file.for_holders:
        return []
    best = [r.facet for r in context.ranked[:_FIRST] if not r.facet.is_heading_only]
    for facet in best:
        if facet.document_id in scheme.file.basis:
            return []
        if (thing := _required_there_alone(context, scheme, facet)) is not None:
            return _told(context, scheme, facet, thing)
    return []


def _required_there_alone(context: Context, scheme: Scheme, facet: Facet) -> str | None:
    """A thing asked about that a clause of another text names, and no clause of the scheme's own texts."""
    own = [one.told for one in context.facets.values() if one.document_id in scheme.file.basis]
    near = [r.facet.told for r in context.ranked[:_NEAR] if r.facet.document_id in scheme.file.basis]
    for group in specific_concepts(context, own=True):
        terms = [fold(term) for term in group if not _OF_ANY.match(term)]
        # Another word for it in a clause of its own nearby may mean the same: nothing is denied then.
        if any(term in text for text in near for term in terms):
            continue
        # What stands in the question itself is meant; else every word for it counts.
        terms = [term for term in terms if term in context.question.folded] or terms
        named = [term for term in terms if term in facet.told]
        if named and not any(term in text for text in own for term in terms):
            return named[0]
    return None


def _told(context: Context, scheme: Scheme, facet: Facet, thing: str) -> list[Block]:
    nearest = next(
        (
            r.facet
            for r in context.ranked
            if r.facet.document_id in scheme.file.basis and not r.facet.is_heading_only
        ),
        None,
    )
    if nearest is None:
        return []
    own = quoted(context, nearest, emphasise=False)
    other = quoted(context, facet, emphasise=False, in_time=True)
    granted = scheme.file.granted
    name = granted.name(context.question.language) if granted else scheme.name
    text = context.say("requirement_untreated", scheme=name, thing=thing)
    return [
        untold(sentence(text, *own.evidence, *other.evidence)),
        block("quote", own),
        fixed("text", context.say("required_elsewhere")),
        *bullets([other]),
        *related_blocks(context, {nearest.key, facet.key}, limit=1),
    ]
