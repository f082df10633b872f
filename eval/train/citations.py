"""Training pairs from what articles cite: the sentence that cites and the article that it names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from assistant.text.references import ClauseRef, find_clause_refs
from eval.train.pairs import Article, Pair, sentences

_THIS = re.compile(r"本(?:法|条例|办法|规定|决定|细则|规则|解释|章程)$")
_TITLE = re.compile(r"《(?:中华人民共和国)?([^《》]{2,40})》$")
_JOINS = re.compile(r"\s*(?:、|和|至|或者?|及|与|以及)\s*")
_LED_BY = re.compile(
    r"(?:《[^《》]*》|本(?:法|条例|办法|规定|决定|细则|规则|解释|章程))?(?:第[一二三四五六七八九十百]+[编章节])*$"
)
_STATE = "中华人民共和国"
_SHORTEST, _LONGEST_NAME = 12, 30
_Statutes = Mapping[tuple[str, int], Article]


def citation_pairs(articles: Sequence[Article]) -> list[Pair]:
    """Pair each sentence that cites an article, the citation itself left out, with that article.

    Cited are articles of the statute itself (本法第十二条) and of others by title (《…法》第十二条, 民法典第十二条); an
    article number that a title has twice is no one's. Sentences that say little beside the citation are left out.
    """
    counts = Counter((article.law, article.number) for article in articles)
    statutes = {
        (article.law, article.number): article
        for article in articles
        if article.number is not None and counts[article.law, article.number] == 1
    }
    names = frozenset(law for law, _ in statutes)
    pairs = []
    for article in articles:
        for sentence in sentences(article.text):
            refs = [ref for ref in find_clause_refs(sentence) if ref.article is not None]
            cited = list(dict.fromkeys(_cited(sentence, refs, article.law, statutes, names)))
            anchor = _without(sentence, refs) if cited else ""
            if len(anchor) >= _SHORTEST:
                pairs += [
                    Pair(anchor, target.passage, target.id) for target in cited if target.id != article.id
                ]
    return pairs


def _cited(
    sentence: str, refs: Sequence[ClauseRef], own: str, statutes: _Statutes, names: frozenset[str]
) -> Iterator[Article]:
    law, end = "", -1
    for ref in refs:
        if end < 0 or not _JOINS.fullmatch(sentence[end : ref.start]):
            law = _named(sentence[: ref.start], own, names)
        end = ref.end
        if ref.article is not None and (found := statutes.get((law, ref.article))):
            yield found


def _named(before: str, own: str, names: frozenset[str]) -> str:
    """The statute whose name ends a text; empty where none does."""
    if _THIS.search(before):
        return own
    if title := _TITLE.search(before):
        return title[1] if title[1] in names else ""
    for length in range(min(_LONGEST_NAME, len(before)), 2, -1):
        if before[-length:].removeprefix(_STATE) in names:
            return before[-length:].removeprefix(_STATE)
    return ""


def _without(sentence: str, refs: Sequence[ClauseRef]) -> str:
    """The sentence without its citations and the names of the statutes that they cite."""
    kept, end = "", 0
    for ref in refs:
        piece = sentence[end : ref.start]
        kept += "" if _JOINS.fullmatch(piece) else _LED_BY.sub("", piece)
        end = ref.end
    return kept + sentence[end:]
