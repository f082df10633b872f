"""Whether two official numbers are of one text: each is told with the words in which the documents name it."""

from __future__ import annotations

import re

from assistant.agent.compose.quotes import bullets, sentences_of
from assistant.agent.context import Context, evidence, sentence
from assistant.agent.draft import Block, Sentence, block
from assistant.text.normalise import squeezed
from assistant.text.quantities import find_numbers_of_documents

_RUN_IN = 4
_SAME = re.compile(
    r"同一(?:个|份|件)?|一回事|一码事|一样|相同|换(?:了)?(?:个|一个)?(?:文?号|名)|就是|等于|\b(?:the same|identical|one and the same)\b"
)


def same_number_blocks(context: Context) -> list[Block]:
    """That two numbers are of two texts, with the sentence that names each; nothing where fewer are asked about."""
    question = context.question
    if not (question.polar or question.premise or question.language == "en"):
        return []
    if not _SAME.search(question.folded):
        return []
    found = [_known(context, squeezed(one.text)) for one in find_numbers_of_documents(question.raw)]
    numbers = list(dict.fromkeys(filter(None, found)))
    if len(numbers) != 2:
        return []
    named = [line for number in numbers if (line := _named(context, number)) is not None]
    if len(named) != len(numbers):
        return []
    proofs = tuple(proof for line in named for proof in line.evidence)
    lead = context.say("numbers_apart", first=numbers[0], second=numbers[1])
    return [block("lead", sentence(lead, *proofs)), *bullets(named)]


def _known(context: Context, number: str) -> str:
    """A number as the documents name it, without words of the question that ran into it (就是某发〔2023〕6号)."""
    held = [squeezed(facet.clause.text) for facet in context.facets.values()]
    cuts = (number[cut:] for cut in range(_RUN_IN + 1) if cut < number.find("〔"))
    return next((cut for cut in cuts if any(cut in text for text in held)), "")


def _named(context: Context, number: str) -> Sentence | None:
    """The shortest sentence of a document that names a number."""
    said = [
        (len(part), facet.key, part, facet)
        for facet in context.facets.values()
        if number in squeezed(facet.clause.text)
        for part in sentences_of(facet.clause.text)
        if number in squeezed(part)
    ]
    if not said:
        return None
    _, _, part, facet = min(said, key=lambda one: one[:2])
    where = context.source(facet.document_id, facet.clause)
    return sentence(f"{part}{where}", evidence(facet.document_id, facet.clause, part))
