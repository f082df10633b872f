"""Every error that the assistant raises on purpose.

    AssistantError
    ├── CorpusError                 a file of the corpus cannot be used
    │   ├── UnreadableFile          empty, not decodable, no text layer
    │   ├── UndeclaredFurniture     a document drops more text than it may
    │   └── RuleError               a scheme file contradicts itself or the corpus
    ├── NotFound                    a name that nothing answers to
    │   ├── UnknownDocument
    │   ├── UnknownClause
    │   ├── UnknownScheme
    │   ├── UnknownSession
    │   ├── UnknownAnswer
    │   └── NoForm                  the documents attach no form to the scheme
    ├── InvalidInput                the caller sent something that cannot be used
    │   ├── InvalidQuestion
    │   ├── InvalidDate
    │   └── InvalidFact
    ├── Conflict                    what is asked for contradicts what is there
    │   ├── AlreadyPublished
    │   ├── UnclearRelation
    │   └── RulesLost
    ├── Forbidden                   the caller may not do this
    │   ├── AdminOff                no admin key is set
    │   ├── WrongKey                the admin key is missing or wrong
    │   └── WrongScope              the admin key is for other calls
    ├── TryLater                    not now; the error says when
    │   ├── TooManyRequests         the caller asks more often than it may
    │   ├── Overloaded              more is asked than can be answered in good time
    │   ├── OutOfMemory             the machine has none left for what is asked
    │   └── Starting                the index does not serve yet
    ├── ApiRefused                  the assistant, asked over HTTP, refuses and says why
    ├── ApiSilent                   the assistant, asked over HTTP, gives no answer
    ├── StoreError                  the data directory or the index is broken
    └── SettingsError               an operator's setting is unknown or out of range

Each message says what is wrong, why, and what to do next.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class AssistantError(Exception):
    """Base of all errors raised on purpose; ``code`` is stable and public."""

    code = "assistant_error"


class CorpusError(AssistantError):
    """A file of the corpus cannot be used."""

    code = "corpus_error"


class UnreadableFile(CorpusError):
    """A file is empty, cannot be decoded or has no text layer."""

    code = "unreadable_file"


class UndeclaredFurniture(CorpusError):
    """A document sets aside more text as page furniture than its sidecar declares."""

    code = "undeclared_furniture"


class RuleError(CorpusError):
    """A scheme file contradicts itself or quotes what the corpus does not say."""

    code = "rule_error"


class NotFound(AssistantError):
    """A name that nothing answers to."""

    code = "not_found"


class UnknownDocument(NotFound):
    """No document has this id."""

    code = "unknown_document"


class UnknownClause(NotFound):
    """The document has no clause of this id."""

    code = "unknown_clause"


class UnknownScheme(NotFound):
    """No scheme has this id, or its rules are switched off."""

    code = "unknown_scheme"


class UnknownSession(NotFound):
    """No conversation has this id."""

    code = "unknown_session"


class UnknownAnswer(NotFound):
    """No answer has this id."""

    code = "unknown_answer"


class NoForm(NotFound):
    """The documents on which a scheme rests attach no form."""

    code = "no_form"


class InvalidInput(AssistantError):
    """The caller sent something that cannot be used; ``field`` names it."""

    code = "invalid_input"

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class InvalidQuestion(InvalidInput):
    """The question is empty, too long, or holds no words."""

    code = "invalid_question"


class InvalidDate(InvalidInput):
    """A date is not a day of the calendar in the form YYYY-MM-DD."""

    code = "invalid_date"


class InvalidFact(InvalidInput):
    """A fact is unknown to the scheme or has a value of the wrong type or range."""

    code = "invalid_fact"


class Conflict(AssistantError):
    """What is asked for contradicts what is there; ``listed`` names it piece by piece.

    Attributes:
        lists: What the pieces are called in a problem document.
    """

    code = "conflict"
    lists = "conflicts"

    def __init__(self, message: str, *, listed: Sequence[Mapping[str, Any]] = ()) -> None:
        super().__init__(message)
        self.listed = tuple(listed)


class AlreadyPublished(Conflict):
    """The same text is in the library."""

    code = "already_published"
    lists = "documents"


class UnclearRelation(Conflict):
    """What is to be published looks like another version of a document, and nobody said whether it is."""

    code = "unclear_relation"
    lists = "choices"


class RulesLost(Conflict):
    """Rules quote what would go."""

    code = "rules_lost"
    lists = "rules"


class Forbidden(AssistantError):
    """The caller may not do this."""

    code = "forbidden"


class AdminOff(Forbidden):
    """What only an operator may do is off: no admin key is set."""

    code = "admin_off"


class WrongKey(Forbidden):
    """The admin key is missing or wrong."""

    code = "wrong_key"


class WrongScope(Forbidden):
    """The admin key is right, and for other calls."""

    code = "wrong_scope"


class TryLater(AssistantError):
    """Not now; ``retry_after_s`` says in how many seconds it is worth another attempt."""

    code = "try_later"

    def __init__(self, message: str, *, retry_after_s: int = 1) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class TooManyRequests(TryLater):
    """The caller asks more often than it may."""

    code = "too_many_requests"


class Overloaded(TryLater):
    """More is asked than can be answered in good time."""

    code = "overloaded"


class OutOfMemory(TryLater):
    """The machine has no memory left for what is asked; what was asked is undone."""

    code = "out_of_memory"


class Starting(TryLater):
    """The documents are being read; the index does not serve yet."""

    code = "starting"


class ApiRefused(AssistantError):
    """The assistant, asked over HTTP, refuses and says why.

    Attributes:
        refusal: The ``code`` of its problem document.
        field: What to change, where it says so.
    """

    code = "api_refused"

    def __init__(self, message: str, *, refusal: str = "", field: str | None = None) -> None:
        super().__init__(message)
        self.refusal = refusal
        self.field = field


class ApiSilent(AssistantError):
    """The assistant, asked over HTTP, gives no answer."""

    code = "api_silent"


class StoreError(AssistantError):
    """The data directory, the database or the index cannot be used."""

    code = "store_error"


class SettingsError(AssistantError):
    """An operator's setting is unknown or out of range."""

    code = "settings_error"
