"""What a document says as a whole (这份通知主要讲什么), and two of them side by side where no point of them is named.

Who issued it and when, then one line a part: its caption and what stands under it, in the document's own words. How
people ask stands in ``prompts/outline.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from assistant.agent.compose.proofs import title_proof
from assistant.agent.compose.quotes import body, bullets, sentences_of
from assistant.agent.context import Context, derived, evidence, sentence
from assistant.agent.draft import Block, Evidence, Sentence, block
from assistant.domain.documents import Clause, Document
from assistant.text.normalise import fold
from assistant.wording import words

_MOST, _TOGETHER = 3, 2
"""Documents that one word may mean, and those of which each part is told in full."""
_BRIEF, _LITTLE, _SHOWN = 72, 1, 6


def asks_for_outline(folded: str) -> bool:
    """Whether a message asks what a document says as a whole, be it the one spoken of last (这份通知主要讲什么)."""
    asked = _pattern("opening").sub("", folded.strip(" ?？。!！."))
    matches = (found for pattern in _patterns("asked") if (found := pattern.search(asked)) is not None)
    return any(_kind_of(found["doc"]) is not None for found in matches)


def outline_blocks(context: Context) -> list[Block]:
    """The parts of the documents asked about; nothing where something in them is asked for."""
    folded = _pattern("opening").sub("", context.question.folded.strip(" ?？。!！."))
    for pattern in _patterns("asked"):
        found = pattern.search(folded)
        if found is not None and (documents := _meant(context, found["doc"], whole=True)):
            return _told(context, documents)
    return []


def outlines_apart(context: Context) -> list[Block]:
    """Two documents side by side (2023年的通知和2025年的通知有什么区别); nothing where a point of them is compared."""
    folded = _pattern("opening").sub("", context.question.folded.strip(" ?？。!！."))
    for pattern in _patterns("differ"):
        found = pattern.search(folded)
        if found is None:
            continue
        halves = [_meant(context, found[name], whole=False) for name in ("a", "b")]
        documents = list(dict.fromkeys(document for half in halves for document in half))
        if all(halves) and len(documents) > 1 and halves[0] != halves[1]:
            return _told(context, documents)
    return []


def _meant(context: Context, said: str, *, whole: bool) -> list[Document]:
    """The documents that some words name by kind, year, number or title, or point back to; none where they say more."""
    kind = _kind_of(said)
    if kind is None:
        return []
    years = {int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", said)}
    named = context.question.documents if whole or not years else frozenset[str]()
    fitting = [
        document
        for document in context.library.documents
        if kind in context.name(document.id)
        and years <= _years_of(document)
        and (not named or document.id in named)
    ]
    if len(fitting) > 1:
        fitting = _likest(context, said, fitting)
    pointed = _pattern("pointing").search(said) is not None
    if whole and pointed and not years and (len(fitting) > 1 or not named):
        fitting = [d for d in fitting if d.id in _spoken_of(context)] or fitting
    if not fitting or len(fitting) > _MOST or not _says_no_more(context, said, fitting):
        return []
    return fitting


def _kind_of(said: str) -> str | None:
    """What titles of the kind named hold (办法); empty where any document may be meant, None where none is."""
    return next((kind for kind, names in _kinds() if any(name in said for name in names)), None)


def _years_of(document: Document) -> set[int]:
    """Years by which a document may be called: of its signing, its round, its number and its title."""
    metadata = document.metadata
    number = metadata.number.value if metadata.number else ""
    found = {int(year) for year in re.findall(r"(?:19|20)\d\d", f"{number} {document.title}")}
    found |= {metadata.round_year.value} if metadata.round_year else set()
    return found | ({metadata.signed_on.value.year} if metadata.signed_on else set())


def _likest(context: Context, said: str, documents: Sequence[Document]) -> list[Document]:
    """Those whose titles, numbers or issuers share most of the words, counted by how few share each."""
    names = {document.id: _called(context, document) for document in documents}
    pairs = {said[at : at + 2] for at in range(len(said) - 1)}
    weight = {
        one: sum(1 / sum(pair in other for other in names.values()) for pair in pairs if pair in name)
        for one, name in names.items()
    }
    best = max(weight.values())
    return [document for document in documents if weight[document.id] >= best - 1e-9]


def _called(context: Context, document: Document) -> str:
    metadata = document.metadata
    number = metadata.number.value if metadata.number else ""
    issuers = " ".join(issuer.value for issuer in metadata.issuers)
    return fold(f"{metadata.title.value} {context.name(document.id)} {number} {issuers}")


def _spoken_of(context: Context) -> set[str]:
    return {key.partition("#")[0] for key in context.state.clause_keys[:1]}


def _says_no_more(context: Context, said: str, documents: Sequence[Document]) -> bool:
    """Whether nothing stands beside what names the documents."""
    left = said
    for _, names in _kinds():
        for name in sorted(names, key=lambda name: -len(name)):
            left = left.replace(name, " ")
    left = _pattern("beside_en" if left.isascii() else "beside").sub(" ", left)
    titles = "".join(_called(context, document) for document in documents)
    return sum(char not in titles for char in left if not char.isspace()) <= _LITTLE


def _told(context: Context, documents: Sequence[Document]) -> list[Block]:
    blocks: list[Block] = []
    for place, document in enumerate(documents):
        blocks.append(block("text" if place else "lead", _issued(context, document)))
        parts = list(_parts(context, document, brief=len(documents) > _TOGETHER))
        blocks += bullets([*parts, *_last_days(context, document)])
    return blocks


def _issued(context: Context, document: Document) -> Sentence:
    """The title, the number, who issued it and on which day, as far as it says so."""
    metadata = document.metadata
    known = [*metadata.issuers, *[one for one in (metadata.number, metadata.signed_on) if one is not None]]
    proofs = [title_proof(document), *(Evidence(document.id, one.clause_id, one.quote) for one in known)]
    said = [
        metadata.number.value if metadata.number else "",
        context.say("list_separator").join(issuer.value for issuer in metadata.issuers),
        metadata.signed_on.quote if metadata.signed_on else "",
    ]
    about = context.say("outline_separator").join(one for one in said if one)
    key = "outline_lead" if about else "outline_lead_plain"
    return sentence(context.say(key, title=context.name(document.id), about=about), *dict.fromkeys(proofs))


def _parts(context: Context, document: Document, *, brief: bool) -> Iterator[Sentence]:
    top = [c for c in document.clauses if c.depth == 0 and c.kind in ("chapter", "heading", "section")]
    if not top:
        top = [c for c in document.clauses if c.depth == 0 and c.kind in ("article", "paragraph", "preamble")]
        for clause in top[:_SHOWN]:
            yield from _begins(context, document, clause)
        return
    for clause in top:
        proof = evidence(document.id, clause)
        caption = clause.caption or body(context.facets[document.id, clause.id])
        name = (
            f"{clause.label} {caption}".strip() if clause.kind == "chapter" else f"{clause.label}、{caption}"
        )
        found = [] if brief else _under(context, document, clause)
        if not found:
            yield sentence(context.say("outline_part_alone", name=name), proof)
            continue
        said = context.say("outline_within").join(one.text for one in found)
        proofs = [quote for one in found for quote in one.evidence]
        counts = tuple(value for one in found for value in one.derived)
        yield sentence(context.say("outline_part", name=name, said=said), proof, *proofs, values=counts)


def _under(context: Context, document: Document, part: Clause) -> list[Sentence]:
    """What a part holds: the captions of its clauses, what their lists are of, the scope; else how the first begins."""
    children = [c for c in document.clauses if c.parent_id == part.id]
    found = []
    for child in children:
        if child.caption and child.caption in child.text:
            found.append(sentence(child.caption, evidence(document.id, child, child.caption)))
        elif (said := _text(context, document, child)).rstrip().endswith(("：", ":")):
            found.append(_list(context, document, child, said))
        elif _SCOPE.search(said):
            found += _begins(context, document, child)
    return found[:_SHOWN] or [one for child in children[:1] for one in _begins(context, document, child)]


def _list(context: Context, document: Document, clause: Clause, said: str) -> Sentence:
    """What a list is of, and how many items it has."""
    opener = (sentences_of(said) or [said])[-1].rstrip("：: ")
    count = sum(child.parent_id == clause.id for child in document.clauses)
    proof = evidence(document.id, clause, opener)
    if not count:
        return sentence(opener, proof)
    value = derived(count, document.id, clause.id, "count of items")
    return sentence(context.say("outline_items", opener=opener, count=count), proof, values=(value,))


def _begins(context: Context, document: Document, clause: Clause) -> list[Sentence]:
    """The first sentence of a clause; of a long one as much as a line holds, and that it goes on."""
    said = next(iter(sentences_of(_text(context, document, clause))), "")
    if len(said) > _BRIEF:
        stop = max(said.rfind(mark, 0, _BRIEF) for mark in "，；：,;:")
        said = said[:stop] if stop > 0 else ""
        shown = f"{said}……"
    else:
        shown = said.rstrip("。；;：:")
    return [sentence(shown, evidence(document.id, clause, said))] if said else []


def _text(context: Context, document: Document, clause: Clause) -> str:
    facet = context.facets.get((document.id, clause.id))
    return body(facet) if facet is not None else ""


_SCOPE = re.compile(r"适用于|适用范围|所称|所指|是指")


def _last_days(context: Context, document: Document) -> Iterator[Sentence]:
    for day in document.metadata.last_days:
        yield sentence(
            context.say("outline_day", quote=day.quote.rstrip("。；;")),
            Evidence(document.id, day.clause_id, day.quote),
        )


@cache
def _kinds() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((str(kind), tuple(map(fold, names))) for kind, names in words("outline")["kinds"].items())


@cache
def _patterns(kind: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in words("outline")[kind])


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile(words("outline")[kind])
