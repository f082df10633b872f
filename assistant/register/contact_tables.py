"""Contacts that stand in tables: what a cell is, the name of its column or of its row tells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.documents.rows import Field, RowReader
from assistant.domain.documents import Clause
from assistant.register.contact_fields import is_name, label_kind, parts_of
from assistant.register.contact_lines import Person, is_generic, read_line

_OFFICE = re.compile(
    r"单位|部门|机构|处室|科室|股室|窗口|区县|县区|地区|区域|市州|市县|区（?县|所属|责任|名称$"
)
_ROOM = re.compile(r"办公室号|房间|楼层|房号")
_CHARGE = re.compile(r"职责|业务|事项|用途|范围|内容|类别|方向|领域")
_PARTING = re.compile(r"[、，,;；/\s]+")
_PHONE_PARTS = frozenset({"phone"})


def people_in_row(rows: RowReader, clause: Clause) -> list[Person]:
    """The persons and offices of a row of a table of contacts; empty where the row is of another table."""
    fields = rows.fields(clause)
    if not fields or all(field.cell.header for field in fields):
        return []
    named = any(field.names for field in fields)
    people = _from_columns(fields) if named else _from_pairs(fields)
    return [p for p in people if p.is_reachable and (p.names or p.office or p.role)]


def _from_columns(fields: Sequence[Field]) -> list[Person]:
    """One person a row; several names and as many numbers in one row are a person each."""
    person, charge = Person(), ""
    for field in fields:
        name, text = (field.names[-1] if field.names else ""), field.text.strip()
        kind = label_kind(name)
        if not text:
            continue
        if kind == "phone_label" or (kind == "person_label" and "电话" in name):
            person.phones += [part.text for part in parts_of(text) if part.kind in _PHONE_PARTS]
        if kind == "person_label":
            person.names += [word for word in _PARTING.split(text) if is_name(word)]
        elif kind == "email_label":
            person.emails += [part.text for part in parts_of(text) if part.kind == "email"]
        elif kind == "address_label":
            person.address = text
        elif _ROOM.search(name):
            person.room = text
        elif _CHARGE.search(name):
            charge = charge or text
        elif _OFFICE.search(name):
            person.office = person.office or text
    person.role = charge if charge and not is_generic(charge) else ""
    return _apart(person)


def _apart(person: Person) -> list[Person]:
    if len(person.names) < 2 or len(person.names) != len(person.phones):
        return [person]
    return [
        Person(
            role=person.role,
            office=person.office,
            names=[name],
            phones=[phone],
            emails=person.emails,
            address=person.address,
            room=person.room,
        )
        for name, phone in zip(person.names, person.phones, strict=True)
    ]


def _from_pairs(fields: Sequence[Field]) -> list[Person]:
    """Label and value in turn (联系人 | 张三 | 电话 | …), read as a line of contacts."""
    line = "，".join(_pairs([field.text.strip() for field in fields]))
    return read_line(line) if line else []


def _pairs(cells: Sequence[str]) -> Iterator[str]:
    index = 0
    while index + 1 < len(cells):
        label, value = cells[index], cells[index + 1]
        if value and len(label) <= 16 and label_kind(label) != "label":
            yield f"{label}：{value}"
            index += 2
        else:
            index += 1
