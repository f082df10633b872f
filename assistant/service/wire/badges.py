"""The badge that people see for the status of a document."""

from __future__ import annotations

from assistant.documents.library import Library
from assistant.domain.answers import Language
from assistant.domain.documents import StatusCode
from assistant.wording import say


def badge(library: Library, document_id: str, status: StatusCode, language: Language = "zh") -> str:
    """Words for a status; an expired text says whether its trial or its validity is over."""
    key: str = status
    if status == "expired":
        trial = library.document(document_id).metadata.is_trial
        key = "expired_trial" if trial else "expired_validity"
    return say(f"badges.{language}", key)
