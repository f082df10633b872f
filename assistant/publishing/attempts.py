"""Attempts to publish or remove, as the ledger holds them."""

from __future__ import annotations

import uuid
from datetime import datetime

from assistant.publishing.shelf import Act
from assistant.records.publications import Publication


class Attempt:
    """What is known of an attempt so far; who makes it names the document once it is read."""

    def __init__(self, action: str, by: str, document_id: str) -> None:
        self.action, self.by, self.document_id = action, by, document_id
        self.title = self.version = self.note = ""
        self._act: Act | None = None

    def named(self, title: str, version: str) -> None:
        """Say which document it is about."""
        self.title, self.version = title, version

    def act(self, at: datetime, document_id: str, note: str, *, folder: str = "", relation: str = "") -> Act:
        """The act that the attempt comes to."""
        self.document_id, self.note = document_id, note
        self._act = Act.model_validate(
            {
                "id": uuid.uuid4().hex,
                "at": at,
                "by": self.by,
                "action": self.action,
                "document_id": document_id,
                "version": self.version,
                "folder": folder,
                "title": self.title,
                "note": note,
                "relation": relation,
            }
        )
        return self._act

    def line(self, at: datetime, outcome: str, detail: str) -> Publication:
        """The attempt as a line of the ledger."""
        done = self._act if outcome == "done" else None
        return Publication(
            act=done.id if done else None,
            at=done.at if done else at,
            by=self.by,
            action=self.action,
            document_id=self.document_id,
            version=self.version,
            title=self.title,
            outcome=outcome,
            detail=detail,
        )


def line_of(act: Act) -> Publication:
    """An act of the shelf as a line of the ledger."""
    return Publication(
        act=act.id,
        at=act.at,
        by=act.by,
        action=act.action,
        document_id=act.document_id,
        version=act.version,
        title=act.title,
        detail=act.note,
    )
