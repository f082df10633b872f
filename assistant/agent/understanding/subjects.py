"""What a document is about by its title, so that a question can name it before anybody has declared words for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from assistant.agent.rounds import Rounds
from assistant.documents.series import series_of
from assistant.domain.documents import Document
from assistant.text.normalise import fold
from assistant.text.quantities import find_phones
from assistant.text.titles import short_title

Subject = tuple[str, frozenset[str]]
"""A phrase of a title, folded, and the documents that it means."""

_LEAST = 3


def title_subjects(
    documents: Sequence[Document], declared: frozenset[str], frame: Sequence[str], rounds: Rounds
) -> tuple[Subject, ...]:
    """The phrases by which titles differ, longest first; documents with declared words have none.

    Args:
        documents: All documents.
        declared: Ids of documents for which the corpus declares words of its own.
        frame: Words of the form of titles (关于, 组织申报, 管理办法): they part phrases and belong to none.
        rounds: Documents that follow on one another share their phrases.
    """
    pattern = re.compile("|".join(map(re.escape, sorted(frame, key=len, reverse=True))) or r"(?!)")
    found: dict[str, frozenset[str]] = {}
    for document in documents:
        mates = rounds.with_following(frozenset({document.id}))
        if mates & declared:
            continue
        others = [fold(other.title) for other in documents if other.id not in mates]
        for phrase in phrases_of(document.title, pattern):
            if not any(phrase in title for title in others):
                found[phrase] = found.get(phrase, frozenset()) | mates
    return tuple(sorted(found.items(), key=lambda item: (-len(item[0]), item[0])))


def phrases_of(title: str, frame: re.Pattern[str]) -> Iterable[str]:
    """The phrases of a title between its words of form, without year, batch and issuer."""
    plain = fold(series_of(short_title(title)))
    whole = [piece for piece in re.split(r"[\W_]+", frame.sub(" ", plain)) if len(piece) >= _LEAST]
    shorter = [_TAIL.sub("", _PLACE.sub("", piece)) for piece in whole]
    middle = [_PLACE.sub("", piece) for piece in whole]
    return dict.fromkeys(p for p in (*whole, *middle, *shorter) if len(p) >= _LEAST)


# 某市企业技术中心 is asked for as 企业技术中心, 省级专精特新中小企业 as 专精特新.
_PLACE = re.compile(
    r"^(?:[\u4e00-\u9fff]{2,7}?(?:自治区|自治州|省|市|区|县)(?=[\u4e00-\u9fff]{3})|(?:国家|省|市|区|县)级)+"
)
_TAIL = re.compile(r"(?:中小)?(?:企业|单位|项目|产品|服务|试点|示范)+$")


def subjects_named(folded: str, subjects: Iterable[Subject]) -> list[Subject]:
    """The phrases that stand in a folded question, with the documents that they mean."""
    return [(phrase, documents) for phrase, documents in subjects if phrase in folded]


def places_of(documents: Sequence[Document], declared: frozenset[str], rounds: Rounds) -> tuple[Subject, ...]:
    """The places of titles and issuers, bare (甲乙 of 甲乙县), with all documents of each; as :func:`title_subjects`.

    A place that most documents share tells none of them from the others and is left out.
    """
    found: dict[str, frozenset[str]] = {}
    for document in documents:
        mates = rounds.with_following(frozenset({document.id}))
        if mates & declared:
            continue
        issuer = document.metadata.issuer
        for text in (short_title(document.title), issuer.value if issuer else ""):
            for place in _NAMED_PLACE.findall(fold(text)):
                found[place] = found.get(place, frozenset()) | mates
    many = len(documents) / 2
    return tuple((place, ids) for place, ids in found.items() if len(ids) < max(many, 2))


def areas_of(documents: Iterable[Document]) -> list[str]:
    """The districts and counties that lines of contacts name, bare."""
    lines = (c.text for d in documents for c in d.clauses if c.kind == "contact" or find_phones(c.text))
    return [name for line in lines for name in _AREA.findall(line)]


_AREA = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{2,3})(?:区|县|市)")
# A place is named where a text begins or behind 关于 and a year: not 工业园区 of some 工业园.
_NAMED_PLACE = re.compile(
    r"(?:^|(?<=关于)|(?<=度)|(?<=年)|(?<=组织)|(?<=开展)|(?<=做好)|(?<=省)|(?<=市)|(?<=州))([\u4e00-\u9fff]{2,3}?)"
    r"(?:(?=省|市|区|县|州)(?:省|市|区|县|州)|自治[区州])(?!级|场|政|内|外|域|县|直)"
)
_TELLING = 3
"""So many pairs of characters that one title alone holds tell which one is meant."""


class TitlePairs:
    """Titles by the pairs of characters that no other holds: 窑炉示范项目 is 窑炉绿色化改造示范项目.

    Args:
        phrases: The phrases of titles (:func:`title_subjects`).
        texts: The whole text of every document.
    """

    def __init__(self, phrases: Iterable[Subject], texts: Mapping[str, str]) -> None:
        held: dict[frozenset[str], set[str]] = {}
        for phrase, documents in phrases:
            held.setdefault(documents, set()).update(_pairs(phrase))
        titles = Counter(pair for pairs in held.values() for pair in pairs)
        self._held, self._texts = held, texts
        # By pair, so that a question costs what it says and not what the corpus holds.
        self._of = {
            pair: documents for documents, pairs in held.items() for pair in pairs if titles[pair] == 1
        }

    def named(self, folded: str) -> list[Subject]:
        """What of a question is said in words of one title and of no other, with its documents."""
        own = {pair: self._of[pair] for pair in _pairs(folded) if pair in self._of} if self._of else {}
        meant = set(own.values())
        if len(meant) != 1:
            return []
        (documents,) = meant
        # A word of the title that no other document uses at all names it alone (窑炉).
        if len(own) < _TELLING and not any(_is_only_in(pair, documents, self._texts) for pair in own):
            return []
        return [
            (run, documents)
            for run in _runs(folded, self._held[documents])
            if not _pairs(run).isdisjoint(own)
        ]


def _is_only_in(pair: str, documents: Collection[str], texts: Mapping[str, str]) -> bool:
    """Whether some documents use a word again and again, and no other ever does."""
    often = sum(texts[name].count(pair) for name in documents if name in texts)
    return often >= _AGAIN and not any(pair in text for name, text in texts.items() if name not in documents)


_AGAIN = 4


def _pairs(text: str) -> set[str]:
    return {text[n : n + 2] for n in range(len(text) - 1) if text[n] >= "\u4e00" and text[n + 1] >= "\u4e00"}


def _runs(text: str, pairs: Collection[str]) -> list[str]:
    """The longest stretches of a text all of whose pairs are among the given."""
    runs, start = [], 0
    for end in range(1, len(text) + 1):
        if end == len(text) or text[end - 1 : end + 1] not in pairs:
            if end - start > 1:
                runs.append(text[start:end])
            start = end
    return runs
