"""The way of a question: screen ▸ understand ▸ gather ▸ compose ▸ verify.

Whoever opens this file sees the whole path. Each step is a function in a module of its own; nothing
reaches a reader that has not passed the last one.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from assistant.agent import conversation, steps
from assistant.agent.another_day import said_of_the_day
from assistant.agent.compose.beside_last import with_last_beside
from assistant.agent.compose.compare import conflict_for
from assistant.agent.conflicts import load_conflicts
from assistant.agent.context import Context
from assistant.agent.days import day_meant
from assistant.agent.draft import Draft
from assistant.agent.facets import build_facets
from assistant.agent.focus import in_its_story, question_of
from assistant.agent.heads import Heads
from assistant.agent.insisting import by_the_text
from assistant.agent.ranking import Ranker, Search
from assistant.agent.recalling import Recalled, load_recalling
from assistant.agent.render import render
from assistant.agent.rounds import Rounds
from assistant.agent.several import joined_draft, parts_of
from assistant.agent.speaking_for import as_own, asks_for_another
from assistant.agent.taken_up import shortened
from assistant.agent.talking import load_talking
from assistant.agent.tools import Toolbox
from assistant.agent.understanding.lexicon import load_lexicon
from assistant.agent.understanding.understand import Encode, Understanding
from assistant.agent.verify.gate import Drop, Gate
from assistant.agent.watching import Watch
from assistant.agent.writing import Heard, Writer, WriterFailed, unheard
from assistant.documents.library import Library
from assistant.domain.answers import Answer, Hit, Language
from assistant.domain.dialogue import DialogueState
from assistant.eligibility.engine import Checker
from assistant.register.build import Register
from assistant.text.normalise import fold

log = logging.getLogger(__name__)

_SEVERAL = 160
"""Longer messages tell a story; their question is looked for in the whole."""
_SURER = 1.0
"""How far, in log-odds, a whole message must find better clauses than its question alone to be kept whole."""
_ANY_DAY = date(2000, 1, 1)
"""For reading what is no matter of days."""
_WORDED = ("answer", "eligibility", "out_of_scope")
STEPS = ("screen", "understand", "gather", "compose", "verify")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """An answer, what the conversation remembers after it, and what the gate took out."""

    answer: Answer
    state: DialogueState
    drops: tuple[Drop, ...] = ()


class Agent:
    """Answers questions about one corpus, deterministically.

    Args:
        library: The documents.
        register: Their deadlines and contacts.
        checker: The eligibility rules.
        searcher: Retrieval over the same documents.
        encode: Texts to unit vectors, for the intents.
        prompts: Folder of the word files.
        corpus: Folder of the corpus, for declared conflicts.
    """

    def __init__(
        self,
        *,
        library: Library,
        register: Register,
        checker: Checker,
        searcher: Search,
        encode: Encode,
        prompts: Path,
        corpus: Path,
    ) -> None:
        self.library = library
        self.register = register
        self.checker = checker
        self.conflicts, self.problems = load_conflicts(corpus, library)
        rounds = Rounds(library)
        self.understanding = Understanding(library, load_lexicon(prompts, library.terms), encode, rounds)
        self.facets = build_facets(library, register, prompts)
        self.ranker = Ranker(library, self.facets, searcher, encode, rounds)
        self.heads = Heads(library)
        talking = load_talking(self.understanding.lexicon, self.ranker.share_of_clauses)
        self.recalling = load_recalling(
            library, checker.schemes, talking, self._meant, self.facets, self.understanding.without_names
        )
        self.gate = Gate(library, register.deadlines)
        self.tools = Toolbox(library=library, register=register, checker=checker, search=self.search)
        self.writer: Writer | None = None
        self.watch = Watch()

    def answer(
        self,
        question: str,
        *,
        state: DialogueState,
        as_of: date,
        language: Language | None = None,
        heard: Heard = unheard,
    ) -> Turn:
        """Answer one question in its conversation on a day; ``heard`` is told of steps and verified sentences."""
        step = self.watch.step
        with step("understand"):
            recalled = self._recalled(question, state, as_of)
            language = language or recalled.language
            context = self._context(recalled.text, recalled.state, recalled.day or as_of, language)
            context.asked_on = as_of
            context.returned, context.of_another = recalled.turned, recalled.of_another
            context.pointed, context.wants = recalled.pointed, recalled.wants
            if recalled.stays:
                conversation.stay_in_its_text(context)
            if recalled.of_text:
                self._held_to(context, recalled.of_text)
        with step("screen"):
            found, written = steps.screen(context, recalled.act, recalled.beside), 0
        draft = found
        if recalled.text != question:
            question = f"{question}\n{recalled.text}"
        if draft is None:
            with step("gather"):
                steps.gather(context)
                context = self._focused(context, recalled, as_of, language) or context
            self.watch.ranked([ranked.score for ranked in context.ranked[:1]])
            with step("compose"):
                draft = found = self._several(context, recalled, as_of, language) or steps.compose(context)
            if recalled.act == "again":
                draft = found = shortened(draft)
            if recalled.compared:
                draft = found = with_last_beside(context, draft)
            if recalled.day:
                draft = found = said_of_the_day(context, draft)
            if recalled.act == "insists":
                draft = found = by_the_text(context, draft)
            if self.writer is not None and draft.kind in _WORDED:
                with step("write"):
                    context, draft, written = self._worded(self.writer, context, draft, heard)
        with step("verify"):
            verified = self.gate.verify(draft, question)
            if verified.is_empty and written and found is not None:
                verified, written = self.gate.verify(found, question), 0
            drops = verified.drops
            if verified.is_empty and draft.kind in ("answer", "eligibility") and verified.drops:
                verified = self.gate.verify(steps.not_found(context), question)
        text, citations, notices = render(verified.draft, self.library, context.as_of)
        answer = Answer(
            answer=text,
            kind=verified.draft.kind,
            citations=citations,
            eligibility=verified.draft.report,
            notices=notices,
            quick_replies=verified.draft.quick_replies,
            session_id="",
            answer_id="",
            as_of=as_of,
            corpus_version=self.library.version,
            rules_version=self.checker.rules_version,
            engine="llm" if written else "deterministic",
            language=context.question.language,
            steps=STEPS,
        )
        self.watch.answered(answer, drops)
        return Turn(answer=answer, state=conversation.remember(context, verified.draft), drops=verified.drops)

    def _recalled(self, question: str, state: DialogueState, as_of: date) -> Recalled:
        """The message without courtesy, with what it takes up again; thanks are thanks, whatever stands around them."""
        if self.understanding.lexicon.thanks.hits(fold(question).strip()):
            return Recalled(text=question, state=state, act="thanks")
        if self.recalling.is_heard(question, state):
            return Recalled(text=question, state=state, act="heard")
        if self.recalling.is_courtesy(question):
            return Recalled(text=question, state=state, act="courtesy")
        return self.recalling.recall(self.recalling.plain(question, state), state, as_of)

    def _meant(self, words: str) -> frozenset[str]:
        """The documents that words mean by themselves."""
        return self.understanding.read(words, DialogueState(), None, _ANY_DAY).documents

    def _held_to(self, context: Context, words: str) -> None:
        """Of the text that the words mean, where they mean one: no other may answer."""
        meant = self.understanding.read(words, context.state, None, context.asked_on).documents
        if meant:
            context.question = replace(context.question, documents=meant)
            context.of_text = True

    def _focused(
        self, context: Context, recalled: Recalled, as_of: date, language: Language | None
    ) -> Context | None:
        """The question of a long message that wants no check, looked up without its story."""
        words = "" if context.scheme is not None or recalled.act else question_of(recalled.text)
        if not words:
            return None
        focused = self._context(words, recalled.state, as_of, language or context.question.language)
        focused.question = in_its_story(focused.question, context.question)
        steps.gather(focused)
        lost = conflict_for(context) is not None and conflict_for(focused) is None
        # A bare question (哪个说得对) is answered by what the story tells.
        surer = not focused.ranked or focused.ranked[0].score < context.ranked[0].score - _SURER
        return None if focused.scheme is not None or lost or surer else focused

    def _several(
        self, context: Context, recalled: Recalled, as_of: date, language: Language | None
    ) -> Draft | None:
        """The answers to several questions of one message; None where it is one question, or tells a case."""
        if context.scheme is not None or recalled.act or len(recalled.text) > _SEVERAL:
            return None
        parts = parts_of(recalled.text, self.understanding.wanted)
        drafts: list[Draft] = []
        state = recalled.state
        for part in parts:
            own = self._context(part, state, as_of, language or context.question.language)
            steps.gather(own)
            if own.scheme is not None:
                return None
            if drafts:
                own.ranked = conversation.staying(own, state)
            drafts.append(steps.compose(own))
            state = conversation.within_document(conversation.remember(own, drafts[-1]), drafts[-1])
        return joined_draft(context, drafts) if drafts else None

    def _worded(
        self, writer: Writer, context: Context, draft: Draft, heard: Heard
    ) -> tuple[Context, Draft, int]:
        """The draft in the writer's words; as it is where the writer fails."""
        heard("step", "write")
        try:
            done = writer.write(context, draft, heard)
        except WriterFailed as failure:
            log.warning("The model gave no answer (%s); the deterministic engine answers.", failure)
            self.watch.model_failed(failure.reason)
            heard("step", "fallback")
            return context, draft, 0
        return done.context, done.draft, done.sentences

    def search(
        self, query: str, *, as_of: date, limit: int = 10, document_ids: frozenset[str] | None = None
    ) -> tuple[Hit, ...]:
        """Clauses for a query, ranked as for an answer; first those that print what a document is, where it is sought."""
        plain = self.recalling.without_courtesy(query)
        question = self._context(plain, DialogueState(), as_of, None).question
        kept = self.ranker.rank(question, as_of, limit=limit, document_ids=document_ids)
        heads = self.heads.sought(plain, question, document_ids)
        best = kept[0].score if kept else 0.0
        ahead = [
            Hit(document_id=document_id, clause_id=clause_id, score=best + len(heads) - place)
            for place, (document_id, clause_id) in enumerate(heads)
        ]
        ranked = [
            Hit(document_id=r.facet.document_id, clause_id=r.facet.clause.id, score=r.score)
            for r in kept
            if r.facet.key not in heads
        ]
        return tuple([*ahead, *ranked][:limit])

    def _context(
        self, question: str, state: DialogueState, as_of: date, language: Language | None
    ) -> Context:
        read = self.understanding.read(question, state, language, as_of)
        understood = conversation.in_conversation(
            read, state, self.understanding.topics, self.understanding.lexicon
        )
        for_another = state.for_another or asks_for_another(understood.folded)
        if for_another:
            own = as_own(understood.folded)
            understood = replace(understood, raw=as_own(understood.raw), folded=own)
        return Context(
            question=understood,
            state=state,
            for_another=for_another,
            as_of=day_meant(understood, self.understanding.lexicon.rules_of_a_day, as_of, state),
            asked_on=as_of,
            library=self.library,
            register=self.register,
            facets=self.facets,
            ranker=self.ranker,
            checker=self.checker,
            conflicts=self.conflicts,
            topics=self.understanding.topics,
            lexicon=self.understanding.lexicon,
        )
