"""From words to a :class:`Question`, with what the conversation already settled.

Over 300 lines: the readers of one question share its folded words and the word tables.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, cast

import numpy as np

from assistant.agent.agreement import codes
from assistant.agent.facets import Topics
from assistant.agent.rounds import Rounds
from assistant.agent.understanding.documents_meant import DocumentsMeant
from assistant.agent.understanding.lexicon import Lexicon, Phrase
from assistant.agent.understanding.question import Intent, Question
from assistant.agent.understanding.words import Blanker, Words
from assistant.documents.library import Library
from assistant.domain.answers import Language
from assistant.domain.dialogue import DialogueState
from assistant.eligibility.said_times import When, find_times
from assistant.text.dates import find_dates, find_month_days
from assistant.text.normalise import fold
from assistant.text.quantities import find_numbers_of_documents
from assistant.text.references import find_clause_refs

Encode = Callable[[Sequence[str]], Any]
"""Texts to an ``(n, d)`` array of unit vectors."""

_HAN = re.compile(r"[\u3400-\u9fff]")
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)\s*(?:年度?|届|批)?(?![\d〕\]）号])")
_PLACE = re.compile(
    r"([\u4e00-\u9fff]{2,3}(?:区(?![别分间域块位县])|县|市(?![场面值])|省(?![得了钱事心去略下时力])))"
)
_GENERIC_PLACE = re.compile(
    r"园区|辖区|地区|进区|入区|先区|要区|区县|城区|社区|开发区|高新区|经开区|新区|我们|你们|他们|咱们|本区|各区|全区|全市|本市|我市|我区|我县|哪个|哪些|"
    r"省级|市级|区级|县级|这个|那个|郊区|工业区|示范区|集聚区|保税区|库区|景区|小区|超市|上市|城市|直辖|自治|同区|外区|别的|其他|其它|一个|在市|到市|向市|给市|是市|报市|由市|由区|归区|到区|向区|给区|是区|找区|问区|在区|在省|到省|报省|市|厂区|矿区|跨区|跨省|外省|外地"
)
_BLANKS = re.compile(r"(?<=[\u3400-\u9fff]) +(?=[\u3400-\u9fff])|^ +| +$")
_YEAR_AND_NUMBER = re.compile(
    r"(?:[〔\[（(]\s*20\d{2}\s*[〕\]）)]|20\d{2}年的?)\s*(?:第\s*)?\d{1,4}\s*号文?(?:件)?"
)
_ASKS_WHICH = re.compile(
    r"(?:条件|要求|标准|资格)[^，。,]{0,3}(?:哪些|什么|啥|哪几)|哪些[^，。,]{0,4}(?:条件|要求|标准)"
)
_WHAT_IS = re.compile(r"(?:是|在|有|[?？。\s])+$")
_NEARLY = 0.6
_CUE_WEIGHT = 0.22


# 网站登不进去 tells of a website, 地址失联 of an address; neither asks for one.
_TOLD = {
    "website": (
        re.compile(
            r"(?:网站|平台|网页|系统)[^，。？?,]{0,6}(?:登|进不|打不开|上不去|崩|报错|卡)(?!.*(?:谁|哪))"
        ),
        re.compile(r"网址|哪个网|链接"),
    ),
    "address": (re.compile(r"地址(?:失联|异常|变更|变了|搬|不符|不一致)"), re.compile(r"哪里|哪儿|在哪|寄")),
}


def _is_told(name: str, folded: str) -> bool:
    """Whether a message only tells of a value that its words seem to ask for."""
    told, asked = _TOLD.get(name, (None, None))
    return told is not None and asked is not None and bool(told.search(folded)) and not asked.search(folded)


class Understanding:
    """Reads questions; holds the word tables and the vectors of the intent examples."""

    def __init__(self, library: Library, lexicon: Lexicon, encode: Encode, rounds: Rounds) -> None:
        self._library = library
        self.lexicon = lexicon
        self._encode = encode
        self.topics = Topics(library.terms)
        self._said = {topic: Words(words) for topic, words in self.topics.said.items()}
        self._topic_words = Blanker(word for words in self.topics.said.values() for word in words)
        self._strong = {topic: Words(words) for topic, words in self.topics.meant.items()}
        self._meant = DocumentsMeant(library, lexicon.title_frame, rounds)
        self._example_names = [name for name, texts in lexicon.intent_examples.items() for _ in texts]
        examples = [fold(text) for texts in lexicon.intent_examples.values() for text in texts]
        self._example_vectors = encode(examples)

    def read(self, raw: str, state: DialogueState, language: Language | None, as_of: date) -> Question:
        """Understand one question in its conversation."""
        folded = self._meant.romanised.restored(self.lexicon.correct(_BLANKS.sub("", fold(raw))))
        phrases = self.lexicon.concepts.find(folded)
        thinned = _thinned(folded)
        if thinned != folded:
            known = {phrase.text for phrase in phrases}
            phrases += [p for p in self.lexicon.concepts.find(thinned) if p.text not in known]
        terms = tuple(dict.fromkeys(term for phrase in phrases for term in phrase.terms))
        mentioned = self._topics(folded)
        years = tuple(
            dict.fromkeys([*_years_of_rounds(_without_numbers(folded, as_of)), *_spoken_years(folded, as_of)])
        )
        named, unknown = self._meant.named(raw, folded, years)
        scopes = self._meant.scopes(folded) or tuple(
            frozenset({document_id}) for document_id in sorted(named)
        )
        # 部里23年那份: of the documents of a year, the one that the other words mean.
        meant: frozenset[str] = frozenset().union(*scopes)
        scoped = (named & meant) or named or meant
        spoken = language or detect_language(raw)
        glosses = self._glosses(folded, phrases) if spoken == "en" else ()
        search_text = _search_text(folded, (*terms, *glosses), spoken)
        intents = self._intents(self._meant.without_names(folded))
        return Question(
            raw=raw,
            folded=folded,
            language=spoken,
            intents=intents,
            compared=self._compared(folded) if "comparison" in dict(intents) and len(scopes) > 1 else (),
            terms=terms,
            concepts=tuple(dict.fromkeys(phrase.terms for phrase in phrases if phrase.terms)),
            content=self._content(folded, phrases),
            topics=mentioned,
            specific_topics=self._strong_topics(folded),
            documents=scoped,
            scopes=scopes,
            subjects=tuple(phrase for phrase, _ in self._meant.subjects(folded)),
            asks_issue=self.lexicon.identity_asked(folded),
            scope_words=bool(self._meant.scopes(_YEAR_AND_NUMBER.sub(" ", folded))),
            named_documents=named,
            unknown_documents=unknown,
            years=years,
            dates=(
                *(found.value for found in find_dates(raw)),
                *(date.fromisoformat(when.wire) for when in _english_days(folded, as_of)),
                *((as_of,) if self.lexicon.from_today.hits(folded) else ()),
            ),
            month_days=tuple((found.month, found.day) for found in find_month_days(raw)),
            clause_refs=tuple(find_clause_refs(folded)),
            asks=self._asks(folded),
            role=self._role(folded),
            polar=bool(self.lexicon.polar.hits(folded)),
            premise=bool(self.lexicon.premise.hits(folded)),
            places=self._places(folded),
            search_text=search_text,
            follow_up=bool(self.lexicon.follow_up.hits(folded)) and state.turns > 0,
        )

    def without_names(self, folded: str) -> str:
        """A folded text without the names of documents, titles and levels."""
        return self._meant.without_names(folded)

    def wanted(self, part: str) -> frozenset[str]:
        """Kinds of value that a part of a message asks for."""
        folded = self.lexicon.correct(_BLANKS.sub("", fold(part)))
        return self._asks(folded) | self.lexicon.identity_asked(folded)

    def _asks(self, folded: str) -> frozenset[str]:
        plain = self.lexicon.plain(folded)
        return frozenset(
            name
            for name, cues in self.lexicon.asks.items()
            if (cues.hits(folded) or cues.hits(plain)) and not _is_told(name, folded)
        )

    def _intents(self, folded: str) -> tuple[tuple[Intent, float], ...]:
        """Scores from cue words and from the nearest example questions, strongest first."""
        scores: dict[str, float] = {}
        for name, cues in self.lexicon.intents.items():
            hits = cues.hits(folded)
            if hits:
                scores[name] = sum(_CUE_WEIGHT * min(len(hit), 5) ** 0.5 for hit in hits)
        similarities = self._example_vectors @ self._encode([folded])[0]
        for index in np.argsort(-similarities)[:5]:
            name = self._example_names[int(index)]
            scores[name] = scores.get(name, 0.0) + max(0.0, float(similarities[index]) - 0.3) * 0.35
        ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
        if len(ranked) > 1 and ranked[0][0] == "eligibility" and _ASKS_WHICH.search(folded):
            # 申报条件都有哪些 asks for the conditions, not for a verdict.
            ranked = [*(r for r in ranked if r[0] == "condition" and r[1] >= _NEARLY * ranked[0][1]), *ranked]
            ranked = list(dict.fromkeys(ranked))
        return tuple((_as_intent(name), round(score, 4)) for name, score in ranked if score > 0.05)

    def _compared(self, folded: str) -> tuple[tuple[Intent, float], ...]:
        """Intents of a comparison asked without the words that only compare: the conditions of both, what are they."""
        rest = self._meant.without_names(folded)
        rest = self.lexicon.intents["comparison"].without(rest)
        rest = _WHAT_IS.sub("", rest.strip()) + ("是什么" if _HAN.search(rest) else "")
        return tuple((name, score) for name, score in self._intents(rest) if name != "comparison")

    def _glosses(self, folded: str, phrases: Sequence[Phrase]) -> tuple[str, ...]:
        """Official words of what no phrase of the lexicon covers in an English question."""
        rest = folded
        for phrase in phrases:
            if phrase.text.isascii():
                rest = _standing(phrase.text).sub(" | ", rest)
        return tuple(word for chinese in self.lexicon.english().glosses(rest) for word in chinese)

    def _topics(self, folded: str) -> tuple[str, ...]:
        found = [(place, topic) for topic, words in self._said.items() if (place := words.place(folded)) >= 0]
        return tuple(topic for _, topic in sorted(found))

    def _strong_topics(self, folded: str) -> tuple[str, ...]:
        return tuple(topic for topic, words in self._strong.items() if words.stand_in(folded))

    def _role(self, folded: str) -> str | None:
        hits = {name: sum(map(len, cues.hits(folded))) for name, cues in self.lexicon.roles.items()}
        best = max(hits, key=lambda name: hits[name])
        return best if hits[best] else None

    def _places(self, folded: str) -> tuple[str, ...]:
        """Places named in the question that no document mentions."""
        unknown = []
        for match in _PLACE.finditer(folded):
            place = match.group(1)
            if not _GENERIC_PLACE.search(place) and not self._is_known(place):
                unknown.append(place)
        listed = (str(name) for name in self._library.terms.get("places", ()))
        known = "".join(unknown)
        unknown += [
            name for name in listed if name in folded and name not in known and not self._mentions(name)
        ]
        return tuple(unknown)

    def _mentions(self, place: str) -> bool:
        return any(place in document.text for document in self._library.documents)

    def _is_known(self, place: str) -> bool:
        tails = {place[i:] for i in range(len(place) - 2)}
        return any(tail in fold(d.text) for d in self._library.documents for tail in tails if len(tail) >= 3)

    def _content(self, folded: str, phrases: Sequence[Phrase]) -> str:
        """What is left of a question without filler, topics and intent words."""
        rest = folded
        for phrase, _ in self._meant.subjects(folded):
            rest = rest.replace(phrase, " ")
        rest = self._topic_words.without(rest)
        for cues in (*self.lexicon.intents.values(), *self.lexicon.asks.values(), self.lexicon.polar):
            # Which stand in the question has been looked up; most do not.
            if cues.hits(folded):
                rest = cues.without(rest)
        rest = self.lexicon.filler.sub(" ", rest)
        return " ".join(re.sub(r"[^\w\u4e00-\u9fff%]+", " ", rest).split())


@lru_cache(maxsize=4096)
def _standing(phrase: str) -> re.Pattern[str]:
    """A phrase where a word begins, to the end of its last word."""
    return re.compile(rf"(?<![a-z]){re.escape(phrase)}[a-z]*")


_PARTICLES = re.compile(r"(?<=[\u4e00-\u9fff])(?:了|过|着|个|的|把|一下|点儿|点|些)(?=[\u4e00-\u9fff])")


def _thinned(folded: str) -> str:
    """Without particles inside words: 换了名字 is 换名字, and whose title it is is no part of losing the title.

    >>> _thinned("公司换了个名字")
    '公司换名字'
    """
    thinned = _INVERTED.sub(r"not \1", folded)
    thinned = _WHOSE.sub("the", _PARTICLES.sub("", _PARTICLES.sub("", thinned)))
    return _COSTS.sub(r"lose the \1", thinned)


_INVERTED = re.compile(r"\b(?:wo|ca|do|does|is|are|would|could)n't (?:\w+ ){1,3}?(be \w+ed)\b")
"""Not asked the English way: won't our results be accepted."""


_COSTS = re.compile(r"\bcosts? (?:[a-z]+ ){1,3}the (title|status|plaque|recognition)\b")
"""What costs somebody the title makes him lose it."""


_WHOSE = re.compile(r"\b(?:its|our|their|your|my|his|her|this|that)\b(?= [a-z])")


_YEAR_WORDS = {
    "前年": -2,
    "去年": -1,
    "今年": 0,
    "本年度": 0,
    "明年": 1,
    "last year": -1,
    "this year": 0,
    "next year": 1,
}
_EVENT_OF = (
    r"\b(?:had|has had|have had|was|were|got|lost|did|suffered|happened|started|closed|changed)\b[^.,;?]*{0}|"
    r"{0}[^，,。?？名批通]{{0,8}}(?:出[过了]|发生|评上|获评|拿[到了]|[换改停亏赚搬][了产]|亏损|盈利|建成|投产|成立|合并)"
)
"""An event of a year (it had an accident last year) names no round of that year."""
_SHORT_YEAR = re.compile(r"(?<![\d.])(2\d)年(?!以|内|的?历史)")


_BEFALLEN = (
    r"\b(?:was|were|been|got|became) (?:[a-z]+ )?(?:put|listed|selected|recogni[sz]ed|awarded|announced|certified|named|granted|"
    r"built|founded|set up|established|registered|incorporated|fined|punished|penali[sz]ed|revoked|removed)\b[^.,;?]*\b(?:in|since) {}"
)
"""What befell the asker in a year (was put on the list in 2025) names no round of it."""


def _years_of_rounds(text: str) -> list[int]:
    """The years named, but for those in which something befell the asker.

    >>> _years_of_rounds("our plant was listed in 2023, what of the 2025 round?")
    [2025]
    """
    found = _YEAR.findall(text)
    return [int(year) for year in found if not re.search(_BEFALLEN.format(year), text)]


def _spoken_years(folded: str, as_of: date) -> list[int]:
    """Years said by a word or by two digits, counted from the day of asking.

    >>> _spoken_years("去年的25年通知", date(2026, 11, 20))
    [2025, 2025]
    """
    words = [
        as_of.year + shift
        for word, shift in _YEAR_WORDS.items()
        if word in folded and not re.search(_EVENT_OF.format(word), folded)
    ]
    return words + [2000 + int(short) for short in _SHORT_YEAR.findall(folded)]


def _search_text(folded: str, terms: Sequence[str], language: Language) -> str:
    """The words to search with; of an English question only the official words and designations are Chinese text."""
    if language == "zh":
        return " ".join((folded, *terms))
    kept = re.findall(r"[\u3400-\u9fff]+|\b[a-z]*\d[\w./-]*|\baa+\b", folded)
    grades = [f"{code}级" for code in sorted(codes(folded))]
    return " ".join((*terms, *grades, *kept)) or folded


def detect_language(text: str) -> Language:
    """English when a text has Latin words and hardly any Chinese.

    >>> detect_language("What is the deadline?"), detect_language("AA级怎么评")
    ('en', 'zh')
    """
    han = len(_HAN.findall(text))
    latin = len(re.findall(r"[A-Za-z]{2,}", text))
    return "en" if latin > han and han <= 6 else "zh"


def _english_days(folded: str, as_of: date) -> list[When]:
    """Days written with an English month (20 february 2025); those in figures are read as in any text.

    >>> [when.wire for when in _english_days("on 20 february 2025, not 2025-03-01", date(2026, 11, 20))]
    ['2025-02-20']
    """
    return [
        when
        for when in (find_times(folded, as_of) if _ENGLISH_DAY.search(folded) else ())
        if len(when.wire) == len("2025-02-20") and _ENGLISH_DAY.search(folded[when.start : when.end])
    ]


_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_ENGLISH_DAY = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH},? \d{{4}}|\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
)


def _without_numbers(text: str, as_of: date) -> str:
    """Without numbers of documents and full dates: their years narrow the question to no round."""
    printed = [found.text for found in find_numbers_of_documents(text)] + [
        found.text for found in find_dates(text)
    ]
    printed += [text[when.start : when.end] for when in _english_days(text, as_of)]
    for words in printed:
        text = text.replace(words, " ")
    return text


def _as_intent(name: str) -> Intent:
    return cast(Intent, name)
