"""Under which id a document is published: what a person said, held against what is there."""

from __future__ import annotations

import re

from assistant.documents.library import Library
from assistant.domain.documents import Document
from assistant.errors import AlreadyPublished, InvalidInput, UnclearRelation, UnknownDocument
from assistant.publishing.relations import Relation, propose_id
from assistant.wording import say, words

RESERVED = ("compare", "preview", "original", "versions", "new")
_ID = re.compile(r"(?=.{3,80}\Z)[a-z0-9]+(?:-[a-z0-9]+)*\Z")


def already(relations: tuple[Relation, ...]) -> None:
    """Refuse what is there word for word.

    Raises:
        AlreadyPublished: It is.
    """
    same = [relation for relation in relations if relation.kind == "same"]
    if same:
        raise AlreadyPublished(
            say("publishing", "already", title=same[0].title, id=same[0].document_id),
            listed=[{"document_id": r.document_id, "title": r.title} for r in same],
        )


def choose(
    new: Document,
    relations: tuple[Relation, ...],
    library: Library,
    document_id: str | None,
    replaces: str | None,
) -> str:
    """The id to publish under.

    Raises:
        UnknownDocument: There is no document to replace.
        InvalidInput: The ids contradict each other, or the new one cannot be used.
        UnclearRelation: It looks like a version of a document, or takes its id, and nobody said so.
    """
    if replaces:
        if document_id not in (None, "", replaces):
            raise InvalidInput(say("publishing", "id_or_replaces"), field="id")
        library.versions(replaces)
        return replaces
    proposed = propose_id(new, relations, library)
    if document_id:
        return _free(document_id, library, proposed)
    version = next((relation for relation in relations if relation.kind == "version"), None)
    if version:
        raise _unclear("unclear", version, proposed, why=words("publishing")["why"][version.why or "text"])
    return proposed


def _free(document_id: str, library: Library, proposed: str) -> str:
    if not _ID.match(document_id) or document_id in RESERVED:
        message = say("publishing", "id_unusable", id=document_id[:80], reserved="、".join(RESERVED))
        raise InvalidInput(message, field="id")
    try:
        taken = library.versions(document_id)[-1]
    except UnknownDocument:
        return document_id
    relation = Relation(kind="version", document_id=document_id, title=taken.title)
    raise _unclear("id_taken", relation, proposed)


def _unclear(sentence: str, relation: Relation, proposed: str, why: str = "") -> UnclearRelation:
    message = say(
        "publishing", sentence, title=relation.title, id=relation.document_id, proposed=proposed, why=why
    )
    return UnclearRelation(
        message,
        listed=[
            {"replaces": relation.document_id, "title": relation.title},
            {"id": proposed},
        ],
    )
