"""What a document is about by its title, so that a question can name it before anybody has declared words for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.agent.rounds import Rounds
from assistant.documents.series import series_of
from assistant.domain.documents import Document
from assistant.text.normalise import fold
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
