"""Contacts that bear the name of an area and no other: the window of each district."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.agent.context import Context
from assistant.register.contacts import Contact


def contacts_of_area(context: Context) -> list[Contact]:
    """The contacts of an area that the question names, in the documents that may be meant."""
    meant = context.question.documents
    known = [c for c in context.register.contacts if not c.footer and (not meant or c.document_id in meant)]
    return areas_named(context, known) or areas_named(
        context, [c for c in context.register.contacts if not c.footer]
    )


_AREA = re.compile(r"([\u4e00-\u9fff]{2,6})(?:省|市|区|县|旗|州|街道|镇|乡)")


def areas_named(context: Context, contacts: Sequence[Contact]) -> list[Contact]:
    """Contacts named by nothing but an area that the question names (武进区)."""
    folded = context.question.folded
    return [c for c in contacts if (area := _AREA.fullmatch(c.role)) and area[1] in folded]
