"""What a model can do wrong without a figure: say more than its source, leave an exception out, judge, promise, link.

The gate holds every engine to its quotes; a sentence that a model wrote is held to these as well (DESIGN, law 4).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from assistant.agent.draft import Sentence
from assistant.agent.verify.actors import deadline_unattributed
from assistant.agent.verify.polarity import negation_lost
from assistant.domain.eligibility import Report
from assistant.register.deadlines import Deadline
from assistant.text.normalise import fold, squeezed
from assistant.text.sentences import split_sentences
from assistant.wording import words

_MARKUP = re.compile(r"\]\(|!\[|</?[a-z!]|`{2,}|\b(?:javascript|data):", re.IGNORECASE)
_EXCEPTION = re.compile(
    r"除[^。；]{1,40}(?:外|以外|之外)|(?:^|[，；。])但(?:是)?|另有规定|例外|除外|原则上|不含|不包括|特殊情况|确有|确需"
    r"|\bexcept|\bunless|\bother than|\bin principle|\bexcluding|\bbut\b|\bhowever",
    re.IGNORECASE,
)
_YOU = r"(?:您|你们?|贵(?:公司|司|厂|单位|园区|企业|机构)|该(?:企业|公司|园区|厂)|本(?:企业|公司|厂|园区)|申请人|\byou(?:r \w+)?\b)"
_FIT = (
    r"(?:符合|满足|够格|够条件|有资格|具备(?:申报)?资格|达标|合格|可以(?:申报|申请|参评|评上|入选|通过)|能(?:够)?(?:申报|申请|参评|评上|入选|通过)"
    r"|没有问题|没问题|\bare eligible|\bqualif(?:y|ies)|\bmeets?\b|\bcan apply|\bmay apply)"
)
_UNFIT = (
    r"(?:不(?:符合|满足|够格|够条件|合格|达标)|没有资格|不具备|(?:不能|不可以|无法)(?:申报|申请|参评|评上|入选|通过)"
    r"|\bineligible|\bnot eligible|\bdo(?:es)? not (?:qualify|meet)|\b(?:cannot|can't|may not) apply)"
)
_JUDGES = re.compile(rf"{_YOU}[^。；]{{0,24}}?(?:(?P<unfit>{_UNFIT})|(?P<fit>{_FIT}))", re.IGNORECASE)
_CONCLUDES = re.compile(
    rf"^\W*(?:因此|所以|综上|总之|结论)[^。；]{{0,12}}?(?:(?P<unfit>{_UNFIT})|(?P<fit>{_FIT}))"
)
_IF = re.compile(
    r"如果|如(?:您|企业|符合|满足)|若|只有|是否|能否|可否|凡|(?<![您你们])的(?:企业|园区|单位|机构)|\bif\b|\bonly\b|\bwhether\b",
    re.IGNORECASE,
)
_PROMISE = re.compile(
    r"(?:一定|肯定|必定|必然|保证|确保|百分之百|包(?:过|你))[^。；]{0,8}(?:通过|获批|评上|入选|认定|拿到|能|会|过)"
    r"|\bguarantee|\bcertainly (?:pass|be)|\bwill (?:definitely|surely)",
    re.IGNORECASE,
)
_UNSAID = re.compile(
    r"(?:没有|未|并未|并没有)(?:写明|写|规定|说明|明确|载明|提及|提到|涉及)|查不到|\b(?:do|does) not (?:say|state|specify|mention)",
    re.IGNORECASE,
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SKIPPED = re.compile(r"《[^》]*》|[\d.,%％:：/\-]+|[^\w\u4e00-\u9fff]+")
_WORD = re.compile(r"[a-z][a-z-]{2,}")
_ENOUGH, _RUN, _RESTATES = 0.6, 5, 0.5
_ENOUGH_ENGLISH = 0.3

Phrases = Callable[[str], Sequence[tuple[str, tuple[str, ...]]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a written sentence is held against, beside its quotes.

    Attributes:
        clauses: Whole texts of the clauses cited.
        names: Titles and labels that a sentence may use freely.
        report: What the checker returned in this turn.
        unsaid: Whether the documents indeed do not say what is asked, so that a sentence may say so.
        phrases: Known phrases of a folded text, each with its words in the documents.
    """

    clauses: tuple[str, ...]
    names: tuple[str, ...] = ()
    question: str = ""
    report: Report | None = None
    unsaid: bool = False
    phrases: Phrases = field(default=lambda folded: [])


def written_fault(sentence: Sentence, around: Around, deadlines: Sequence[Deadline]) -> str:
    """Why a sentence of a model may not be shown; empty when it may.

    Returns:
        ``markup``, ``verdict``, ``support``, ``negation``, ``exception`` or ``actor``.
    """
    text = sentence.text
    if _MARKUP.search(text):
        return "markup"
    if _PROMISE.search(text) or _judges_against(text, around.report):
        return "verdict"
    if not _supported(text, sentence, around):
        return "support"
    if negation_lost(text, [evidence.quote for evidence in sentence.evidence]):
        return "negation"
    if _leaves_exception_out(text, sentence, around.clauses):
        return "exception"
    return "actor" if deadline_unattributed(sentence, deadlines) else ""


def _judges_against(text: str, report: Report | None) -> bool:
    """Whether a sentence judges the applicant otherwise than the checker, or where the checker was not asked."""
    for part in re.split(r"[。；;！!\n]", text):
        found = _JUDGES.search(part) or (_CONCLUDES.search(part) if report else None)
        if found is None or _IF.search(part[: found.end()]):
            continue
        if report is None:
            return True
        verdict = "not_eligible" if found.group("unfit") else "formally_eligible"
        if report.verdict != verdict:
            return True
    return False


def _supported(text: str, sentence: Sentence, around: Around) -> bool:
    """Whether what a sentence says stands in the clauses that it cites, word for word or nearly."""
    if _UNSAID.search(text) and not any(_UNSAID.search(e.quote) for e in sentence.evidence):
        return around.unsaid
    sources = [squeezed(fold(t)) for t in (*around.clauses, *around.names)]
    if len(_HAN.findall(text)) < 0.3 * len(text):
        return _supported_english(text, sources, around.phrases)
    plain = _SKIPPED.sub("", fold(text))
    covered = _covered(plain, sources)
    if not plain:
        return True
    run = max((len(r) for r in re.split("1+", "".join("1" if c else "0" for c in covered))), default=0)
    return sum(covered) >= _ENOUGH * len(plain) and run <= _RUN


def _covered(plain: str, sources: Iterable[str]) -> list[bool]:
    """For each character whether it belongs to a pair of the sources or to a word that says nothing by itself."""
    joined = "\n".join(sources)
    covered = [False] * len(plain)
    for place in range(len(plain) - 1):
        if plain[place : place + 2] in joined:
            covered[place] = covered[place + 1] = True
    for match in _plain_words().finditer(plain):
        covered[match.start() : match.end()] = [True] * (match.end() - match.start())
    return covered


def _supported_english(text: str, sources: Iterable[str], phrases: Phrases) -> bool:
    """English against Chinese: enough of the words are terms whose Chinese stands in the clauses cited."""
    joined = "\n".join(sources)
    folded = fold(text)
    known = found = 0
    for phrase, chinese in phrases(folded):
        share = len(_WORD.findall(phrase)) or 1
        known += share
        found += share * any(squeezed(fold(word)) in joined for word in chinese)
        folded = folded.replace(phrase, " ", 1)
    rest = [w for w in _WORD.findall(folded) if w not in _english_words()]
    return found >= 0.5 * known and found >= _ENOUGH_ENGLISH * (known + len(rest))


def _leaves_exception_out(text: str, sentence: Sentence, clauses: Sequence[str]) -> bool:
    """Whether a sentence restates a rule of a cited clause without the exception that stands in it."""
    if _EXCEPTION.search(text):
        return False
    said = squeezed(text)
    for clause in clauses:
        parts = [squeezed(clause[start:end]) for start, end in split_sentences(clause)]
        for place, part in enumerate(parts):
            following = parts[place + 1] if place + 1 < len(parts) else ""
            excepted = _EXCEPTION.search(part) or re.match(r"但|除", following)
            if excepted and _restated(said, part):
                return True
    return False


def _restated(said: str, part: str) -> bool:
    pairs = {said[i : i + 2] for i in range(len(said) - 1)}
    held = {part[i : i + 2] for i in range(len(part) - 1)}
    return bool(pairs) and len(pairs & held) >= _RESTATES * len(pairs)


@lru_cache(maxsize=1)
def _plain_words() -> re.Pattern[str]:
    listed = sorted(map(str, words("llm")["plain_words"].split()), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, listed)))


@lru_cache(maxsize=1)
def _english_words() -> frozenset[str]:
    return frozenset(words("llm")["plain_words_en"].split())
