"""When, and whom it binds: dates and time limits from the register.

Over 300 lines: the sentences about one day share its proof, its quote and its way of being shown.
"""

from __future__ import annotations

import contextlib
import re
from datetime import date

from assistant.agent.agreement import codes
from assistant.agent.compose.attributed import ascription
from assistant.agent.compose.deadline_bars import WHEN, is_bar_unasked, said_beside_when
from assistant.agent.compose.deadline_events import events_asked, fits_events, is_timed_in_a_clause, lasts
from assistant.agent.compose.deadline_ranking import (
    APPLICANT_ROLES,
    asks_for_next,
    goes_on_about,
    rank_deadlines,
)
from assistant.agent.compose.deadline_rows import next_of_row, row_of
from assistant.agent.compose.deadline_spans import deadline_proof, span_sentences
from assistant.agent.compose.lists import specific_concepts
from assistant.agent.compose.quotes import bullets, emphasised, whole_clause
from assistant.agent.compose.spans_asked import asks_how_long, is_of_matter, span_untold
from assistant.agent.compose.unanswered import event_not_timed_blocks
from assistant.agent.context import Context, derived, sentence
from assistant.agent.days import hands_in_on_a_day, names_day
from assistant.agent.draft import Block, Evidence, Sentence, block, fixed
from assistant.domain.answers import Derived
from assistant.register.deadlines import Deadline
from assistant.text.normalise import fold


def answers_when(context: Context) -> bool:
    """Whether the question wants a date or a span of time."""
    question = context.question
    moved = bool(context.lexicon.extension.hits(question.folded))
    by_cue = question.intent == "deadline" and not _WHOM.search(question.folded)
    if by_cue and _WHAT_THEN.search(question.folded) and not WHEN.search(question.folded):
        # 逾期未整改会怎样 names a time only as one that is over.
        by_cue = moved = False
    wants = bool(question.asks & {"date", "period"}) or by_cue
    # 过期了会怎样 asks what follows, 什么时候会被撤销 in which cases.
    in_cases = _IN_CASES.search(question.folded)
    if question.intent == "sanction" and (in_cases or not WHEN.search(question.folded)):
        wants = False
        # 逾期未填的会怎样: that it is late is given.
        moved = moved and not _WHAT_THEN.search(question.folded)
    return wants or moved or hands_in_on_a_day(question) or asks_in_time(context) or asks_whose_day(context)


def asks_whose_day(context: Context) -> bool:
    """Whether it is asked whose day counts, a district's or that of a text (区里说2月，文件写3月，听谁的)."""
    folded = context.question.folded
    return bool(_WHOSE_WORD.search(folded) and _OF_A_DAY.search(folded) and _LOCAL.search(folded))


_WHOSE_WORD = re.compile(
    r"听谁|(?:以|按|照|依|看)(?:照)?(?:谁|哪个|哪边|哪家|哪份|哪头|什么|啥)(?:的|那个)?(?:时间|日期)?(?:为准|来|办|算|走|说的)?|谁说了算|\b(?:which (?:one|date)|whose)\b"
)
_OF_A_DAY = re.compile(r"时间|日期|截止|期限|\d+月|\d+[号日]|[一二三四五六七八九十]月|date|deadline")
_LOCAL = re.compile(
    r"区里|县里|区县|本区|区上|县上|区经信|县经信|我们[区县]|[区县](?:发|要求|让|定|说|的)|district|county"
)


def asks_in_time(context: Context) -> bool:
    """Whether it is asked if something is still in time or late already (送过去还收不收)."""
    return bool(context.lexicon.in_time.hits(context.question.folded))


_WHAT_THEN = re.compile(
    r"会?怎么?样|会?咋样|会怎|怎么处理|咋处理|后果|\bwhat (?:happens|follows|then)\b|consequences?"
)
_IN_CASES = re.compile(
    r"(?:什么|啥)时候会(?:被|遭)|\bwhen (?:would|will|can|could|does|do|is|are|may|might) [^?]{0,40}"
    r"(?:los(?:e|ing)|revoked|withdrawn|stripped|removed|downgraded|struck)"
)
# 推荐之前要问过哪几个部门 asks for bodies, though it says before what.
_WHOM = re.compile(
    r"(?:哪几|哪些|几个)(?:个|家)?[^，。？?,]{0,4}(?:部门|单位|局|委|衙门|机关)|(?:跟|和|向|问|找)(?:过)?哪[几些][家个]"
)


def is_last_day_named(context: Context) -> bool:
    """Whether the question names, without a year, a last day of the register (6月14号)."""
    days = {(d.last_day.month, d.last_day.day) for d in context.register.deadlines if d.last_day}
    return any(day in days for day in context.question.month_days)


def due_blocks(context: Context) -> list[Block]:
    """What must be done by the last day that a question names, where it asks which papers (9月5日之前要交什么)."""
    question = context.question
    if question.intent != "material":
        return []
    due = [
        d
        for d in context.register.deadlines
        if d.last_day
        and question.within(d.document_id)
        and (d.last_day in question.dates or (d.last_day.month, d.last_day.day) in question.month_days)
    ]
    return (
        [block("lead", _line(context, due[0])), *bullets(_line(context, d) for d in due[1:])] if due else []
    )


def yearly_blocks(context: Context) -> list[Block]:
    """What must be done every year, of those for whom is asked; nothing where something else is asked of a year."""
    question = context.question
    if not context.lexicon.every_year.hits(question.folded):
        return []
    offices = question.role not in (None, *APPLICANT_ROLES)
    meant = {question.role} if offices else {"applicant", "title_holder"}
    yearly = [
        d
        for d in context.register.deadlines
        if d.kind == "yearly"
        and d.binds in meant
        and (not question.documents or d.document_id in question.documents)
    ]
    yearly.sort(key=lambda d: (context.status(d.document_id) != "in_force", d.document_id, d.clause_id))
    if not yearly:
        return []
    return [block("lead", _line(context, yearly[0])), *bullets(_line(context, d) for d in yearly[1:])]


def deadline_blocks(context: Context) -> list[Block]:
    """Deadline answer, or nothing where the register has none that fits."""
    if asks_whose_day(context) and (
        of_bodies := [d for d in _newest_dated(context) if d.binds == "district"]
    ):
        # The day that a text sets its bodies leaves it to them to set the applicants an earlier one.
        return _one(context, of_bodies[0])
    ranked = [d for d in rank_deadlines(context) if not is_bar_unasked(context, d)]
    untreated = _untreated_year(context)
    asks_day = "date" in context.question.asks or not asks_how_long(context)
    if untreated is not None and asks_day and _is_about_rounds(context):
        leading = {r.facet.key for r in context.ranked[:8]}
        yearly = [
            d
            for d in (*ranked, *context.register.deadlines)
            if d.kind == "yearly" and d.day_text and (d.document_id, d.clause_id) in leading
        ]
        if yearly:
            return _one(context, yearly[0])
        dated = [d for d in ranked or _newest_dated(context) if d.last_day]
        return _year_without_date(context, untreated, dated or _newest_dated(context))
    fitting = [d for d in ranked if fits_events(context, d) and _may_answer(context, d)]
    if not fitting and is_timed_in_a_clause(context):
        return []
    if ranked and not fitting:
        if asks_how_long(context) and not events_asked(context) and not span_untold(context):
            # The register has days; how long it holds stands in a clause that sets no limit (称号有效期为三年).
            return []
        *said, whom = event_not_timed_blocks(context)
        return [*said, *_other_limit(context, ranked[0]), whom]
    if not fitting or not _is_central(context, fitting[0]) or not _is_of_matter(context, fitting[0]):
        untimed = asks_how_long(context) and events_asked(context)
        return event_not_timed_blocks(context) if untimed else []
    ranked, best = fitting, fitting[0]
    more = [d for d in ranked[1:] if _same_matter(context, best, d)][:3]
    facet = context.facets.get((best.document_id, best.clause_id))
    ascribed = ascription(context, facet) if facet else None
    first = [*([ascribed] if ascribed else []), *_one(context, best)]
    if not more:
        return first
    colon = "：" if context.question.language == "zh" else ":"
    return [
        *first,
        fixed("text", context.say("related") + colon),
        *bullets({line.text: line for line in (_line(context, d) for d in more)}.values()),
    ]


def _may_answer(context: Context, deadline: Deadline) -> bool:
    """Whether a day or span is of the kind asked for: a day is no length, and a length is not when a thing begins."""
    if deadline.kind == "date":
        return not asks_how_long(context)
    begins = deadline.kind == "time_limit" and bool(_BEGINS.search(context.question.folded))
    return not begins or not lasts(deadline)


_BEGINS = re.compile(
    r"(?:哪天|哪一天|几号|几月|什么时[候间]|啥时候?|何时|几时)[^，。？?,]{0,6}(?:开始|启动|起)(?!算|计|数|施|生|执|实)"
)


def _is_of_matter(context: Context, deadline: Deadline) -> bool:
    """Whether the day or span is that of the matter asked about, where the question says what that is."""
    said = said_beside_when(context)
    words = deadline.quote + deadline.action
    # 什么时候拨 says in one character what it is about, whatever was spoken of before.
    if said and not any(character in words for character in said):
        return False
    named = is_last_day_named(context) or asks_for_next(context) or goes_on_about(context, deadline)
    content = context.question.content.strip(_FAR_FROM)
    bare = _says_little(context) and not asks_how_long(context)
    # 什么时候拨 says in one character what it is about.
    bare = bare and (not content or content.isascii() or any(character in words for character in content))
    return named or bare or _may_move(context, deadline) or is_of_matter(context, fold(words))


def _other_limit(context: Context, deadline: Deadline) -> list[Block]:
    """The day or span that the texts do fix for something near, named as such."""
    return [fixed("text", context.say("other_limit")), *bullets([_line(context, deadline)])]


def _is_about_rounds(context: Context) -> bool:
    """Whether the question is when one can or must apply, not when something else happens."""
    question = context.question
    return question.intent == "deadline" and not codes(question.folded) and not question.named_documents


def _untreated_year(context: Context) -> int | None:
    """A year that the question names and of which the register has no date."""
    treated = {d.last_day.year for d in context.register.deadlines if d.last_day}
    years = [y for y in context.question.years if y not in treated]
    return max(years) if years and len(years) == len(context.question.years) else None


def _newest_dated(context: Context) -> list[Deadline]:
    """Dates of the newest documents first."""
    dated = [d for d in context.register.deadlines if d.kind == "date" and d.last_day and d.printed]
    return sorted(dated, key=lambda d: d.last_day or date.min, reverse=True)


def _year_without_date(context: Context, year: int, dated: list[Deadline]) -> list[Block]:
    """That no date of the year is written, and what the latest round says."""
    if not dated:
        return []
    latest = max(dated, key=lambda d: (d.last_day or date.min).year)
    proof = deadline_proof(context, latest)
    told = derived(year, latest.document_id, latest.clause_id, "year asked, counted from the day of asking")
    said = year if str(year) in context.question.folded else _as_said(context, year)
    lead = sentence(context.say("deadline_none_year", year=said), proof, values=(told,))
    return [block("lead", lead), *_one(context, latest)]


def _as_said(context: Context, year: int) -> str:
    """A year in the asker's two digits (26年), where it is said so."""
    short = f"{year % 100:02d}"
    return short if re.search(rf"(?<!\d){short}\s*年", context.question.folded) else str(year)


def _is_central(context: Context, deadline: Deadline) -> bool:
    """Whether the deadline stands in one of the best clauses, or the question names nothing else but more time."""
    best = [r.facet.key for r in context.ranked[:4]]
    if (
        asks_for_next(context)
        or _may_move(context, deadline)
        or is_last_day_named(context)
        or goes_on_about(context, deadline)
    ):
        return True
    if asks_in_time(context) and context.question.documents:
        best = [r.facet.key for r in context.ranked[:_DEEPER]]
    return (deadline.document_id, deadline.clause_id) in best or _says_little(context)


def _says_little(context: Context) -> bool:
    """Whether a question has next to no words of its own beside those that ask when."""
    content = context.lexicon.in_time.without(context.question.content).strip(_FAR_FROM)
    return len(content.split()) <= 1 if content.isascii() else len(content) <= _LITTLE


def asks_in_time_alone(context: Context) -> bool:
    """Whether nothing is asked but if handing in is late, whatever it is (今天报晚不晚)."""
    return asks_in_time(context) and _says_little(context) and bool(_HANDS_IN.search(context.question.folded))


_LITTLE, _FAR_FROM = 4, " 离距"
_HANDS_IN = re.compile(r"报(?!警|复|名学)|交(?!警|通|友)|填|递|申请|\b(?:apply|submit|file|hand)\b")

_DEEPER = 12
"""Whether one is still in time is asked in words that no clause has: where the document is meant, its days are looked at further down."""


def _may_move(context: Context, deadline: Deadline) -> bool:
    """Whether more time is asked for, and for what this day is fixed for as far as the question says."""
    if deadline.kind != "date" or not context.lexicon.extension.hits(context.question.folded):
        return False
    words, cues = fold(deadline.quote), context.lexicon.extension
    said = [g for g in specific_concepts(context, own=True) if not any(cues.hits(fold(term)) for term in g)]
    return all(any(fold(term) in words for term in group) for group in said)


def _same_matter(context: Context, best: Deadline, other: Deadline) -> bool:
    if other.quote == best.quote and (other.last_day == best.last_day or row_of(context, other)):
        return False
    return other.kind == best.kind or other.document_id == best.document_id


def _one(context: Context, deadline: Deadline) -> list[Block]:
    """The answer on one deadline: the day or span first, then whose it is, how far off, and the text."""
    proof = deadline_proof(context, deadline)
    clause = context.clause(deadline.document_id, deadline.clause_id)
    quote = row_of(context, deadline) or sentence(
        f"{deadline.quote}{context.source(deadline.document_id, clause)}", proof
    )
    if deadline.kind == "date" and deadline.last_day:
        rest = [_distance(context, deadline.last_day, deadline, proof)] if deadline.printed else []
        asks_own = context.question.role in (None, *APPLICANT_ROLES) or asks_whose_day(context)
        if asks_own and deadline.binds in ("district", "province"):
            rest.append(_own_day(context, deadline) or _not_yours(context, deadline, proof))
        after = [block("text", *rest)] if rest else []
        after += _whether_it_moves(context, deadline.last_day, deadline)
        if coming := next_of_row(context, deadline):
            after.append(block("text", _day(context, coming[1], coming[0])))
        return [block("lead", _day(context, deadline, deadline.last_day)), *after, block("quote", quote)]
    if deadline.kind == "yearly":
        plain = sentence(
            f"{emphasised(context.question, deadline.quote)}{context.source(deadline.document_id, clause)}",
            proof,
        )
        asks_for_day = "date" in context.question.asks and not deadline.day_text
        silent = [block("text", sentence(context.say("yearly"), proof))] if asks_for_day else []
        return [block("lead", plain), *silent, *_whole(context, deadline)]
    return [block("lead", *span_sentences(context, deadline)), block("quote", quote)]


def _whole(context: Context, deadline: Deadline) -> list[Block]:
    """The clause around a sentence on what happens every year: who checks, and what follows."""
    facet = context.facets.get((deadline.document_id, deadline.clause_id))
    whole = whole_clause(context, facet, deadline.quote) if facet else None
    return [block("quote", whole)] if whole else []


_MOVES = re.compile(r"顺延|延期|延后|延长|推迟|宽限|逾期")


def _whether_it_moves(context: Context, day: date, deadline: Deadline) -> list[Block]:
    """Where more time is hoped for: the weekday, and that no text of the document lets the day move."""
    if not context.lexicon.extension.hits(context.question.folded):
        return []
    clauses = context.document(deadline.document_id).clauses
    if any(_MOVES.search(clause.text) for clause in clauses):
        return []
    said = [fixed("text", context.say("no_extension"))]
    if day.weekday() < 5:
        return said
    weekday = context.say(f"weekday_{day.weekday()}")
    value = derived(weekday, deadline.document_id, deadline.clause_id, "weekday")
    shown = context.say("on_a_weekend", day=_shown_day(context, day), weekday=weekday)
    return [block("text", sentence(shown, deadline_proof(context, deadline), values=(value,))), *said]


def _day(context: Context, deadline: Deadline, last_day: date) -> Sentence:
    """The day, opened by yes or no where the question put a day forward."""
    question = context.question
    proof = deadline_proof(context, deadline)
    actor = deadline.actor or context.say(f"binds_{deadline.binds or 'authority'}")
    binds = context.say("deadline_binds", actor=deadline.actor) if deadline.actor else ""
    day = _shown_day(context, last_day) if deadline.printed else deadline.day_text
    plain = context.say("deadline_day", day=day, word=_word(context, deadline), binds=binds)
    if row_of(context, deadline) is not None:
        plain = f"{deadline.action}{'：' if question.language == 'zh' else ': '}{plain}"
    if said := _day_put_forward(context, last_day):
        if said == last_day:
            # Whether 6月14日前 takes in the day itself, no text says.
            return sentence(plain + context.say("deadline_that_day", word=deadline.word), proof)
        return sentence(
            context.say("deadline_late" if said > last_day else "deadline_in_time") + plain, proof
        )
    if (question.polar or question.premise) and _BEHIND_IT.search(question.folded):
        # 4月15号以后还收吗 puts forward what comes behind the day.
        late = "deadline_late" if names_day(question, last_day) else None
        return sentence((context.say(late) if late else "") + plain, proof)
    if asks_in_time(context) and deadline.printed and (word := _now(context, last_day)):
        return sentence(context.say(word) + plain, proof)
    # 6月14日是周六，还能交吗 asks of the day and puts none forward to be confirmed.
    put_forward = (question.polar or question.premise) and not _STILL.search(question.folded)
    is_that_day = names_day(question, last_day) if put_forward else None
    if is_that_day is None:
        return sentence(plain, proof)
    if not is_that_day:
        return sentence(
            context.say("deadline_other", day=day, word=_word(context, deadline), binds=binds), proof
        )
    foreign = question.role in APPLICANT_ROLES and deadline.binds not in ("applicant", "title_holder", None)
    return sentence(context.say("deadline_no" if foreign else "deadline_yes", actor=actor) + plain, proof)


def _now(context: Context, last_day: date) -> str:
    """The word for who asks on the day of asking, naming no other, whether it is late; empty on the last day itself."""
    question = context.question
    if question.dates or question.month_days or context.as_of != context.asked_on:
        return ""
    if context.as_of == last_day or (question.years and last_day.year not in question.years):
        # 2024年还收不收 is not answered by the last day of the year before.
        return ""
    return "deadline_late_now" if context.as_of > last_day else "deadline_not_late_now"


_BEHIND_IT = re.compile(
    r"[日号](?:之后|以后|过后|后)|过了[^，。？?,]{1,10}[日号]|\bafter (?:the )?\d|\bpast (?:the )?\d"
)
_STILL = re.compile(r"还能|还可以|还收|还行|来得及|赶得上|still")


def _day_put_forward(context: Context, last_day: date) -> date | None:
    """The day on which somebody wants to hand in (6月20号交来得及吗).

    Without a year it is one of the year of the last day, as long as that lies ahead; a round that is over takes nothing.
    """
    question = context.question
    if not hands_in_on_a_day(question):
        return None
    days = list(question.dates)
    for month, day in () if days or last_day < context.as_of else question.month_days:
        with contextlib.suppress(ValueError):
            days.append(date(last_day.year, month, day))
    return days[0] if len(days) == 1 else None


def _word(context: Context, deadline: Deadline) -> str:
    """The word that follows the day, where it reads on from it."""
    if context.question.language == "en":
        return ""
    return deadline.word if deadline.word in ("前", "之前", "以前", "止") else ""


def _distance(context: Context, day: date, deadline: Deadline, proof: Evidence) -> Sentence:
    days = (context.as_of - day).days
    if days == 0:
        return sentence(
            context.say("deadline_today", as_of=context.as_of), proof, values=(_today(context, deadline),)
        )
    key = "deadline_passed" if days > 0 else "deadline_ahead"
    value = derived(abs(days), deadline.document_id, deadline.clause_id, f"{context.as_of} - {day}")
    return sentence(
        context.say(key, as_of=context.as_of, days=abs(days)),
        proof,
        values=(value, _today(context, deadline)),
    )


def _today(context: Context, deadline: Deadline) -> Derived:
    return derived(context.as_of, deadline.document_id, deadline.clause_id, "as_of")


def _own_day(context: Context, deadline: Deadline) -> Sentence | None:
    """The applicant's own last day, where the same document fixes one."""
    own = [
        other
        for other in context.register.of_document(deadline.document_id)
        if other.binds == "applicant" and other.last_day and other.printed
    ]
    if not own:
        return None
    actor = deadline.actor or context.say(f"binds_{deadline.binds}")
    proofs = (deadline_proof(context, deadline), *(deadline_proof(context, one) for one in own))
    days = "、".join(dict.fromkeys(_shown_day(context, one.last_day) for one in own if one.last_day))
    return sentence(context.say("deadline_yours", actor=actor, days=days), *proofs)


def _not_yours(context: Context, deadline: Deadline, proof: Evidence) -> Sentence:
    actor = deadline.actor or context.say(f"binds_{deadline.binds}")
    return sentence(context.say("deadline_not_yours", actor=actor), proof)


def _line(context: Context, deadline: Deadline) -> Sentence:
    if row := row_of(context, deadline):
        return row
    clause = context.clause(deadline.document_id, deadline.clause_id)
    return sentence(
        f"{deadline.quote}{context.source_in_time(deadline.document_id, clause)}",
        deadline_proof(context, deadline),
    )


def _shown_day(context: Context, day: date) -> str:
    if context.question.language == "en":
        return f"{day:%B} {day.day}, {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"
