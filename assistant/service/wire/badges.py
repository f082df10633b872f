"""The badge that people see for the status of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.domain.answers import Language
from assistant.domain.documents import StatusCode
from assistant.wording import say

if TYPE_CHECKING:
    from assistant.documents.library import Library


def badge(library: Library, document_id: str, status: StatusCode, language: Language = "zh") -> str:
    """Words for a status; an expired text says whether its trial or its validity is over."""
    key: str = status
    if status == "expired":
        trial = library.document(document_id).metadata.is_trial
        key = "expired_trial" if trial else "expired_validity"
    return say(f"badges.{language}", key)
