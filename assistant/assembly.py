"""Builds the assistant from settings: the one place where parts are joined and today is asked for.

Over 300 lines: every part is joined here and nowhere else, so that no other room knows them all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from assistant.agent.pipeline import Agent
from assistant.agent.writing import Heard, Writer, unheard
from assistant.collecting import while_starting
from assistant.documents.library import Library
from assistant.documents.readers.worker import Limits
from assistant.domain.answers import Answer, Citation, Hit, Language
from assistant.domain.dialogue import DialogueState
from assistant.domain.eligibility import Report
from assistant.eligibility.engine import Checker, load_checker
from assistant.eligibility.statements import prepare
from assistant.errors import InvalidDate, InvalidInput, InvalidQuestion, SettingsError
from assistant.index.build import Index, open_index
from assistant.index.embedder import Embedder, load_embedder
from assistant.index.remembering import RememberingEmbedder
from assistant.publishing.catalogue import Catalogue
from assistant.publishing.publisher import Publisher
from assistant.publishing.sites import Site
from assistant.publishing.store import Store
from assistant.records.publications import Ledger
from assistant.records.sessions import Sessions, open_database, open_sessions
from assistant.register.build import Register, build_register
from assistant.retrieval.search import Searcher
from assistant.settings import Settings
from assistant.wording import prompts_folder

QUESTION_LIMIT = 2000
SEARCH_LIMIT = 50
REPLY_TOKENS = 2000
"""Longest reply of a model, in tokens: eight sentences with their quotes."""

# A fixed offset: the zone has kept no summer time since 1991, and slim systems lack the zone data.
ZONE = timezone(timedelta(hours=8), "Asia/Shanghai")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1949, 2199

Progress = Callable[[str, int, int], None]
"""Told of a long step: its name, how much is done, of how much."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assistant:
    """All that the doors of the assistant need; every call says the day or means today."""

    settings: Settings
    catalogue: Catalogue
    library: Library
    register: Register
    checker: Checker
    searcher: Searcher
    sessions: Sessions
    agent: Agent

    def ask(
        self,
        question: str,
        *,
        session_id: str | None = None,
        as_of: str | date | None = None,
        language: Language | None = None,
        heard: Heard = unheard,
    ) -> Answer:
        """Answer a question, within a conversation when ``session_id`` is given.

        Args:
            question: The user's words.
            session_id: The conversation; a new one begins when None.
            as_of: The day on which it is asked; today when None.
            language: Language of the assistant's own words; the question's when None.
            heard: Told of steps and verified sentences while a model words the answer.

        Raises:
            InvalidQuestion: The question is empty, too long or holds no words.
            InvalidDate: ``as_of`` is no day of the calendar.
            UnknownSession: No conversation has this id.
        """
        words, day = clean_question(question), read_day(as_of)

        def reply(state: DialogueState) -> tuple[Answer, DialogueState]:
            turn = self.agent.answer(words, state=state, as_of=day, language=language, heard=heard)
            return turn.answer, turn.state

        return self.sessions.run(session_id, reply, question=words)

    def search(
        self, query: str, *, limit: int = 10, document_id: str | None = None, as_of: str | date | None = None
    ) -> list[tuple[Citation, float]]:
        """Clauses nearest to the query, best first, each cited whole with its score.

        Raises:
            InvalidQuestion: The query cannot be used.
            InvalidInput: ``limit`` is out of range.
            UnknownDocument: There is no such document.
        """
        words, day = clean_question(query, field="query"), read_day(as_of)
        if not 1 <= limit <= SEARCH_LIMIT:
            raise InvalidInput(f"limit 应在 1 到 {SEARCH_LIMIT} 之间，收到的是 {limit}。", field="limit")
        only = frozenset({self.library.document(document_id).id}) if document_id else None
        hits = self.agent.search(words, as_of=day, limit=limit, document_ids=only)
        return [(self._cite(hit, n, day), hit.score) for n, hit in enumerate(hits, 1)]

    def check(self, scheme_id: str, facts: Mapping[str, Any], as_of: str | date | None = None) -> Report:
        """Check an applicant's facts against one scheme.

        Raises:
            UnknownScheme: No such scheme, or its rules are switched off.
            InvalidFact: A fact is unknown to the scheme or cannot be used.
        """
        return self.checker.check(scheme_id, facts, read_day(as_of))

    def warnings(self) -> tuple[str, ...]:
        """Everything that does not work as it should, each in one line with what mends it."""
        found = [w for w in (self.searcher.index.warning, self.sessions.warning) if w]
        found += [
            f"{problem.path}：{problem.message}" for problem in (*self.library.problems, *self.agent.problems)
        ]
        found += [f"事项 {off.scheme_id} 已停用：{off.reason}" for off in self.checker.switched_off]
        if not self.library.documents:
            found.append(
                f"文件库 {self.settings.corpus_dir} 中没有文件：放入 .txt、.md 或 .pdf 文件后重新启动。"
            )
        return tuple(found)

    def close(self) -> None:
        """Close what is open."""
        self.sessions.close()
        self.retire()

    def retire(self) -> None:
        """Let go of the index alone; the conversations go on with another assistant."""
        self.searcher.index.close()

    def _cite(self, hit: Hit, index: int, day: date) -> Citation:
        text = self.library.clause(hit.document_id, hit.clause_id).text
        return self.library.cite(hit.document_id, hit.clause_id, text, day, index)


def build_assistant(
    settings: Settings,
    progress: Progress | None = None,
    *,
    embedder: Embedder | None = None,
    briefly: bool = False,
) -> Assistant:
    """Read the corpus, open index and database, and join the parts; ``embedder`` goes before the settings' one.

    Built ``briefly``, for one command, what a question may do without is left until one needs it.

    Raises:
        SettingsError: The corpus folder is missing, or the embedding model cannot be loaded.
    """
    with while_starting():
        catalogue = open_catalogue(settings)
        built = _joined(
            settings,
            catalogue,
            catalogue.open(),
            RememberingEmbedder(embedder or open_embedder(settings)),
            open_sessions(settings.effective_database_url, _now, settings.session_days),
            progress=progress,
            briefly=briefly,
        )
        if not briefly:
            # Not while the first question in English waits, or the first applicant.
            prepare()
            built.agent.understanding.lexicon.english()
        return built


def with_library(assistant: Assistant, library: Library) -> Assistant:
    """Another assistant around a library; conversations and the embedding model are shared with the first.

    Raises:
        AssistantError: It cannot be built.
    """
    old = assistant.searcher.index
    other = _joined(assistant.settings, assistant.catalogue, library, old.embedder, assistant.sessions, old)
    other.agent.watch = assistant.agent.watch
    return other


def open_catalogue(settings: Settings) -> Catalogue:
    """What the corpus folder and the published files hold together.

    Raises:
        SettingsError: The corpus folder is missing.
    """
    if not settings.corpus_dir.is_dir():
        raise SettingsError(f"文件库目录 {settings.corpus_dir} 不存在：请检查 ASSISTANT_CORPUS_DIR。")
    return Catalogue(settings.corpus_dir, Store(settings.data_dir / "published"))


def open_embedder(settings: Settings) -> Embedder:
    """The embedding model that the settings name, or the bundled one.

    Raises:
        SettingsError: It cannot be loaded.
    """
    return load_embedder(
        settings.embedding_model, device=settings.embedding_device, batch=settings.embedding_batch
    )


def open_publisher(settings: Settings, catalogue: Catalogue, site: Site) -> Publisher:
    """Publishing for what serves the documents of a catalogue."""
    limits = Limits(size_bytes=settings.upload_mb * 1024 * 1024)
    ledger = Ledger(settings.effective_database_url)
    return Publisher(catalogue, site, ledger, now=_now, limits=limits)


def _joined(
    settings: Settings,
    catalogue: Catalogue,
    library: Library,
    embedder: Embedder,
    sessions: Sessions,
    before: Index | None = None,
    *,
    progress: Progress | None = None,
    briefly: bool = False,
) -> Assistant:
    index = open_index(
        library,
        embedder,
        settings.data_dir,
        progress,
        store=settings.vector_store,
        exact_up_to=settings.exact_up_to,
        idle=not briefly,
        before=before,
    )
    checker = load_checker(settings.corpus_dir / "schemes", library)
    searcher, register = Searcher(index), build_register(library.documents)
    agent = Agent(
        library=library,
        register=register,
        checker=checker,
        searcher=searcher,
        encode=embedder.encode,
        prompts=prompts_folder(),
        corpus=settings.corpus_dir,
    )
    if settings.llm:
        agent.writer = _writer(settings, agent)
    return Assistant(
        settings=settings,
        catalogue=catalogue,
        library=library,
        register=register,
        checker=checker,
        searcher=searcher,
        sessions=sessions,
        agent=agent,
    )


def open_records(settings: Settings) -> Sessions:
    """Conversations and feedback alone, for who needs no answers.

    Raises:
        StoreError: The database cannot be used.
    """
    return open_database(settings.effective_database_url, _now, settings.session_days)


def _writer(settings: Settings, agent: Agent) -> Writer:
    """The writer of the model that the operator chose; LangChain is imported here and nowhere earlier."""
    from assistant.agent.llm.engine import LlmWriter
    from assistant.agent.llm.middleware import Limits
    from assistant.agent.llm.models import open_model

    key = settings.llm_api_key.get_secret_value() if settings.llm_api_key else None
    return LlmWriter(
        open_model(settings.llm or "", settings.llm_base_url, key, tokens=REPLY_TOKENS),
        agent.tools,
        agent.gate,
        limits=Limits(seconds=settings.llm_seconds, steps=settings.llm_steps, tokens=settings.llm_tokens),
        protocol=settings.llm_protocol,
        at_once=settings.llm_at_once,
        watch=lambda: agent.watch,
    )


def today() -> date:
    """The day in the zone of the policies; nothing else in the house asks the clock for a day."""
    return datetime.now(ZONE).date()


def read_day(value: str | date | None) -> date:
    """The day meant; None is today.

    Raises:
        InvalidDate: Not a day of the calendar written YYYY-MM-DD.
    """
    if value is None:
        return today()
    try:
        day = value if isinstance(value, date) else date.fromisoformat(value if _DAY.fullmatch(value) else "")
    except ValueError:
        day = None
    if day is None or not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise InvalidDate(
            f"日期“{str(value)[:40]}”无法使用：请写日历上存在的日期，形如 2025-06-14，"
            f"年份在 {_FIRST_YEAR} 到 {_LAST_YEAR} 之间。",
            field="as_of",
        )
    return day


def clean_question(question: str, *, field: str = "question") -> str:
    """The question in composed characters, without blanks around it.

    Raises:
        InvalidQuestion: It is empty or too long, or holds no words, or control characters.
    """
    words = unicodedata.normalize("NFC", question).strip()
    if len(words) > QUESTION_LIMIT:
        raise InvalidQuestion(
            f"问题有 {len(words)} 个字，最多 {QUESTION_LIMIT} 个：请缩短后重新提问。", field=field
        )
    if any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\r\t" for c in words):
        raise InvalidQuestion("问题中含有控制字符：请删除后重新提问。", field=field)
    if not any(unicodedata.category(c)[0] in "LN" for c in words):
        raise InvalidQuestion("问题中没有文字：请写下想问的内容。", field=field)
    return words


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
