"""Contacts: whom to call, write to or visit, and where to file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from assistant.documents.rows import RowReader
from assistant.domain.documents import Clause, Document
from assistant.register.contact_fields import parts_of
from assistant.register.contact_lines import Person, is_generic, read_line, with_rooms
from assistant.register.contact_tables import people_in_row
from assistant.text.quantities import find_emails, find_phones, find_urls
from assistant.text.sentences import split_sentences

_SKIPPED = frozenset({"title", "issuer", "number", "meta", "addressees", "date", "attachment"})
_CUE = re.compile(
    r"(?:联系人|联系方式|电\s*话|热线|手机|邮箱|信箱|地址|受理窗口|受理地点|邮编|来信|来函|咨询|技术人员|客服|负责人)[^，。；：:]{0,8}[：:]"
)
_BULLET = re.compile(r"^[-*+•·●▪◆■]\s+")
_OFFICE_LINE = re.compile(
    r"^(?:联系|受理|承办|责任|主管|咨询|经办)(?:单位|部门|处室|科室|机构)\s*[：:]\s*(?P<office>[^，。；：:\d]{2,40})$"
)
_PERSONS = re.compile(r"联系人|负责人|技术人员|工作人员|客服|联络员|经办人")
_CALL = re.compile(r"拨打|致电|热线|电话")
_PLATFORM = re.compile(
    r"(?P<name>《[^《》]{2,40}》|[^，,。；;：:（）()<>]{2,40}?(?:平台|网站|系统|官网|门户网?|网|小程序|专区|专栏|公众号))\s*[（(]"
    r"\s*(?:(?:网址|网站|链接|登录网址|登录地址|地址|官网|下同)[为是]?[：:]?)?\s*<?\s*(?=https?://|www\.)"
)
_LEADS = re.compile(
    r"^.*(?:在(?!线|[一-鿿]{0,2}库)|通过|登录|登陆|访问|进入|依托|使用|关注|依据|按照|根据|可到|前往|上)(?=[^，]{2})"
)
_ROOM = re.compile(
    r"(?P<office>[\u4e00-\u9fff]{2,30}?(?:处|科|室|局|委|中心|窗口|部|办公室|大厅))\s*[（(](?P<room>[^（）()]{0,12}?\d{2,4}(?:室|房间|办公室|号窗口))[）)]"
)
_SENT_TO = re.compile(
    r"^.*(?:报送至|报送到|寄送至|邮寄至|发送至|提交至|送至|寄至|交至|报至|报送|送到|交到|寄到|提交到|送|报|寄|交)"
)
_CHARGED = re.compile(
    r"(?:由|请(?:联系|与|咨询))(?P<office>[\u4e00-\u9fff]{2,20}?(?:处|科|室|局|委|中心|部|办公室))(?:承担|负责|办理|受理|联系|，|,|咨询)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One person, office, place or platform, with everything printed for it.

    Attributes:
        quote: The words that print it, verbatim.
        names: Persons; several share what follows.
        role: The office or role, as printed (市某委联系人, 平台技术人员).
        phones: As printed, in order; an area code that is not printed is not added.
        room: As printed (335室).
        fax, postcode: As printed, only where a label says so.
        platform: Name of the platform that ``url`` opens.
        purpose: What it is for: the caption above it.
        footer: Whether it stands in the furniture of a page, not in the document proper.
        also: Other clauses that print a part of it, as (clause id, quote).
    """

    document_id: str
    clause_id: str
    quote: str
    names: tuple[str, ...] = ()
    role: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    address: str = ""
    room: str = ""
    fax: str = ""
    postcode: str = ""
    platform: str = ""
    url: str = ""
    purpose: str = ""
    footer: bool = False
    also: tuple[tuple[str, str], ...] = ()


def find_contacts(document: Document) -> tuple[Contact, ...]:
    """Every contact that a document prints, in the order of its text."""
    by_id = {clause.id: clause for clause in document.clauses}
    found: list[Contact] = []
    office = ""
    rows = RowReader(document)
    for clause in document.clauses:
        if clause.kind in _SKIPPED:
            continue
        office = _office_line(clause) or (office if clause.kind == "contact" else "")
        for contact in _of_clause(document, clause, by_id, rows):
            if office and not (contact.role or contact.address):
                contact = replace(contact, role=office)
            if joined := _joined(found, contact, by_id):
                found[-1] = joined
            elif contact not in found:
                found.append(contact)
    return tuple(found)


def _of_clause(
    document: Document, clause: Clause, by_id: Mapping[str, Clause], rows: RowReader
) -> Iterator[Contact]:
    if clause.kind == "row" and (people := people_in_row(rows, clause)):
        yield from _from_row(document, clause, by_id, people)
        return
    body = len(clause.marker) if clause.text.startswith(clause.marker) else 0
    if bullet := _BULLET.match(clause.text):
        body = bullet.end()
    for start, end in _statements(clause, body):
        quote = clause.text[start:end].strip()
        if not quote:
            continue
        base = Contact(
            document_id=document.id,
            clause_id=clause.id,
            quote=quote,
            purpose=_purpose(clause, by_id),
            footer=clause.kind == "page",
        )
        if clause.kind in ("contact", "page") or _CUE.search(quote) or _is_row(quote):
            yield from _from_line(base, clause, by_id)
        else:
            yield from _from_prose(base)


def _from_row(
    document: Document, clause: Clause, by_id: Mapping[str, Clause], people: Iterable[Person]
) -> Iterator[Contact]:
    above = _purpose(clause, by_id)
    for person in people:
        yield Contact(
            document_id=document.id,
            clause_id=clause.id,
            quote=clause.text,
            names=tuple(person.names),
            role=person.office,
            phones=tuple(person.phones),
            emails=tuple(person.emails),
            address=person.address,
            room=person.room,
            purpose=person.role or above,
        )


def _office_line(clause: Clause) -> str:
    """The office that a line names for those below it: 联系单位：某厅某处."""
    match = _OFFICE_LINE.match(clause.text) if clause.kind == "contact" else None
    return match.group("office").strip() if match else ""


def _names_of(base: Contact, clause: Clause, person: Person) -> tuple[str, ...]:
    """The names of a line; in a long sentence without any word for persons two characters may be anything."""
    sure = clause.kind == "contact" or _PERSONS.search(base.quote) or len(base.quote) <= 60
    return tuple(person.names) if sure else ()


def _statements(clause: Clause, body: int) -> list[tuple[int, int]]:
    """A line of contacts is one statement up to its full stop; 、；part persons, not statements."""
    pieces = [(max(a, body), b) for a, b in split_sentences(clause.text) if b > body]
    joined: list[tuple[int, int]] = []
    for start, end in pieces:
        last = clause.text[joined[-1][0] : joined[-1][1]].rstrip() if joined else ""
        if last.endswith(("；", ";")):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _from_line(base: Contact, clause: Clause, by_id: Mapping[str, Clause]) -> Iterator[Contact]:
    named = with_rooms(read_line(base.quote))
    if not any(p.is_reachable or p.address or p.url or p.room or p.fax or p.postcode for p in named):
        named = [p for p in named if p.names and _PERSONS.search(base.quote)]
    above = _role_above(clause, by_id)
    platform = _PLATFORM.search(base.quote)
    for person in named:
        filled = _filled(base, clause, person)
        role = person.office or person.role
        purpose = person.role if person.office or person.is_place else ""
        yield replace(
            filled,
            role="" if person.is_place else role or _charged(base.quote) or above,
            purpose=purpose or base.purpose,
            platform=_name_of(platform.group("name")) if platform and person.url else "",
        )


def _filled(base: Contact, clause: Clause, person: Person) -> Contact:
    return replace(
        base,
        names=_names_of(base, clause, person),
        phones=tuple(person.phones),
        emails=tuple(person.emails),
        address=person.address,
        room=person.room,
        fax=person.fax,
        postcode=person.postcode,
        url=person.url,
    )


def _charged(quote: str) -> str:
    offices = [match.group("office") for match in _CHARGED.finditer(quote)]
    return offices[-1] if offices else ""


def _from_prose(base: Contact) -> Iterator[Contact]:
    """Platforms, rooms and mail addresses that a sentence names in passing."""
    urls, emails = find_urls(base.quote), find_emails(base.quote)
    taken: set[str] = set()
    for match in _PLATFORM.finditer(base.quote):
        url = next((u for u in urls if u.start >= match.end()), None)
        if url is not None:
            taken.add(url.text)
            yield replace(base, platform=_name_of(match.group("name")), url=url.text)
    for url in urls:
        if url.text not in taken:
            taken.add(url.text)
            yield replace(base, url=url.text)
    if phones := find_phones(base.quote) if _CALL.search(base.quote) else []:
        yield replace(base, phones=tuple(p.text for p in phones))
    room = _ROOM.search(base.quote)
    if room or emails:
        office = _SENT_TO.sub("", room.group("office")) if room else ""
        yield replace(
            base,
            role=office,
            room=room.group("room") if room else "",
            emails=tuple(e.text for e in emails),
        )


def _name_of(printed: str) -> str:
    name = printed.strip()
    return name if name.startswith("《") else _LEADS.sub("", name)


def _is_row(quote: str) -> bool:
    """Whether a row of a table gives a name and its number, without any label."""
    if len(quote) > 60 or not find_phones(quote) or re.search(r"[元%％]|\d{4}年", quote):
        return False
    kinds = {part.kind for part in parts_of(quote)}
    return "phone" in kinds and bool(kinds & {"name", "office"}) and "text" not in kinds


def _purpose(clause: Clause, by_id: Mapping[str, Clause]) -> str:
    """The nearest caption, the clause's own included."""
    node: Clause | None = clause
    while node is not None:
        if node.caption and not is_generic(node.caption):
            return node.caption
        node = by_id.get(node.parent_id) if node.parent_id else None
    return ""


def _role_above(clause: Clause, by_id: Mapping[str, Clause]) -> str:
    """The caption of the heading right above a line of contacts."""
    parent = by_id.get(clause.parent_id) if clause.parent_id else None
    if clause.kind != "contact" or parent is None or is_generic(parent.caption):
        return ""
    return parent.caption


def _joined(found: list[Contact], later: Contact, by_id: Mapping[str, Clause]) -> Contact | None:
    """A name on one line and its number on the next are one contact, quoted at the number.

    An address of mail on a line of its own joins a name only where no other name stands above it.
    """
    if not found:
        return None
    earlier = found[-1]
    one, other = by_id[earlier.clause_id], by_id[later.clause_id]
    if earlier.clause_id == later.clause_id or one.parent_id != other.parent_id:
        return None
    if one.kind != "contact" or other.kind != "contact":
        return None
    open_name = earlier.names and not (earlier.phones or earlier.emails)
    adds = (later.phones or later.emails) and not later.names and later.role in ("", earlier.role)
    lines = [by_id[c.clause_id] for c in found]
    alone = len([c for c in lines if c.kind == "contact" and c.parent_id == one.parent_id]) == 1
    same = later.role in ("", earlier.role)
    more = alone and earlier.phones and later.emails and same and not (later.names or later.phones)
    if not ((open_name and adds) or more):
        return None
    return replace(
        later,
        names=earlier.names,
        role=earlier.role or later.role,
        phones=(*earlier.phones, *later.phones),
        emails=(*earlier.emails, *later.emails),
        room=later.room or earlier.room,
        fax=later.fax or earlier.fax,
        postcode=later.postcode or earlier.postcode,
        also=(*earlier.also, (earlier.clause_id, earlier.quote)),
    )
