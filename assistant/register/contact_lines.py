"""Lines of contacts read as a small grammar: a role, then persons, each with what follows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from assistant.register.contact_fields import Part, may_be_name, parts_of

_GENERIC = re.compile(
    r"^[\s*\d一二三四五六七八九十（）()、.．]*(?:业务|具体|项目)?(?:联系人|联系方式|联系电话|联系我们|联系|联络员|联系地址|电话|手机|咨询电话|咨询方式|咨询|姓名|邮箱|电子邮箱|电子信箱|地址|邮寄地址|通信地址|通讯地址|来信|其他|其他事项|备注|附则)?"
    r"(?:及|和|、|与)?(?:联系)?(?:电话|方式|手机)?$"
)
_POSTCODE = re.compile(r"[\s　]+(\d{6})\s*$|\s*[（(](\d{6})[）)]\s*$")
_CODE = re.compile(r"(?:邮\s*编|邮政编码)\s*[：:]?\s*(\d{6})(?!\d)")
_SIX = re.compile(r"(?<!\d)\d{6}(?!\d)")
_ALSO_PHONE = re.compile(r"电\s*话|热线|手机")
_ALSO_FAX = re.compile(r"\s*[（(]\s*(?:兼|同|亦为|也是)\s*传\s*真\s*[）)]")
_IS_FAX, _IS_POSTCODE = re.compile(r"传\s*真"), re.compile(r"邮\s*编|邮政编码")
_HOURS = re.compile(r"\s*[（(](?:工作日|周[一二三四五六日]|每[天日周]|上午|法定|节假日)[^（）()]*[）)]\s*$")
_SERVICE = re.compile(r"[\u4e00-\u9fff]{2,12}")
_PLACE = re.compile(r"[省市区县镇].*[路街道巷号楼层室]|[路街道巷].*号")
_ADDRESS_END = re.compile(r"[，,；;。]|(?:邮编|邮政编码|收件人|联系人|电话)")


@dataclass(slots=True)
class Person:
    """One person, office or place of a line, being filled in from left to right."""

    role: str = ""
    office: str = ""
    names: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    url: str = ""
    address: str = ""
    room: str = ""
    fax: str = ""
    postcode: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to call, write to or visit."""
        written = self.address or self.room or self.fax or self.postcode
        return not (self.names or self.phones or self.emails or self.url or written)

    @property
    def is_place(self) -> bool:
        """Whether only an address is known."""
        return bool(self.address) and not (self.names or self.is_reachable or self.office)

    @property
    def is_reachable(self) -> bool:
        """Whether a number or an address of mail is known."""
        return bool(self.phones or self.emails)


def read_line(text: str) -> list[Person]:
    """The persons of a line of contacts, each with the numbers printed behind the name."""
    reader = _Reader(text)
    for part in parts_of(text):
        reader.take(part)
    return [person for person in reader.people if not person.is_empty]


def is_generic(label: str) -> bool:
    """Whether a label says only that contacts follow."""
    return bool(_GENERIC.match(re.sub(r"\s+", "", label)))


class _Reader:
    """Goes through the parts once and keeps the person that is being filled in."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.people: list[Person] = [Person()]
        self._skip_until = 0
        self._wants = ""
        self._label_text = ""
        self._parted = False

    @property
    def _now(self) -> Person:
        return self.people[-1]

    def take(self, part: Part) -> None:
        if part.start < self._skip_until:
            return
        wants, self._wants = self._wants, ""
        if part.kind == "address_label":
            self._address(part)
        elif part.kind.endswith("label"):
            self._label(part)
        elif part.kind == "stop":
            self._stop(part)
        elif wants == "skip_label":
            self._set_aside(part)
        elif part.kind == "fax":
            self._now.fax = self._now.fax or part.text
        else:
            self._value(part, wants)

    def _set_aside(self, part: Part) -> None:
        """A fax number or postcode behind its label: nobody is called there, unless the label says so (电话/传真)."""
        if _IS_FAX.search(self._label_text) and part.kind in ("phone", "fax"):
            self._now.fax = self._now.fax or part.text
            if _ALSO_PHONE.search(self._label_text):
                self._now.phones.append(part.text)
        elif _IS_POSTCODE.search(self._label_text) and (code := _SIX.search(part.text)):
            self._now.postcode = self._now.postcode or code.group(0)

    def _value(self, part: Part, wants: str = "") -> None:
        parted, self._parted = self._parted, False
        if part.kind == "name" or (
            part.kind == "text" and wants == "person_label" and may_be_name(part.text)
        ):
            self._name(part)
        elif part.kind == "text" and parted and self._now.is_reachable and _SERVICE.fullmatch(part.text):
            # Behind a semicolon a further service with a number of its own: …7719；平台运维 400-….
            self._next()
            self._now.office = part.text
        elif part.kind == "remark":
            self._now.role = self._now.role or part.text
        elif part.kind == "office":
            if self._now.is_reachable:
                self._next(role=self._now.role)
            if not self._now.names:
                self._now.office = part.text
        elif part.kind == "phone":
            self._now.phones.append(part.text)
            if _ALSO_FAX.match(self._text, part.end):
                self._now.fax = self._now.fax or part.text
        elif part.kind == "email":
            self._now.emails.append(part.text)
        elif part.kind == "url":
            self._now.url = self._now.url or part.text
        elif part.kind == "room":
            self._now.room = self._now.room or part.text

    def _next(self, role: str = "") -> None:
        if not self._now.is_empty:
            self.people.append(Person(role=role))
        elif role:
            self._now.role = role

    def _name(self, part: Part) -> None:
        name = part.text
        if self._names_number(part):
            self._hold_last_number(name)
            return
        if self._now.is_reachable or self._now.address:
            before = self._now
            self._next(role=before.role if not before.address else "")
            self._now.office = before.office
        self._now.names.append(name)

    def _names_number(self, part: Part) -> bool:
        """Whether a name stands in brackets right behind a number: 83590216（李工）."""
        now = self._now
        before = self._text[: part.start].rstrip()
        behind = now.phones and before.rstrip("（( 　").endswith(now.phones[-1])
        return bool(behind) and before.endswith(("（", "(")) and (len(now.phones) > 1 or not now.names)

    def _hold_last_number(self, name: str) -> None:
        """Give the last number to the person behind it; the numbers before are the office's."""
        if len(self._now.phones) > 1:
            number = self._now.phones.pop()
            before = self._now
            self.people.append(Person(role=before.role, office=before.office, phones=[number]))
        self._now.names.append(name)

    def _label(self, part: Part) -> None:
        self._wants, self._label_text = part.kind, part.text
        role = "" if is_generic(part.text) else part.text
        if part.kind == "skip_label":
            return
        if part.kind in ("person_label", "label"):
            if not self._now.is_empty:
                self.people.append(Person(role=role))
            else:
                self._now.role = role or self._now.role
        elif role and part.kind == "phone_label" and (self._now.phones or self._now.is_empty):
            self._next(role=role)
            self._now.role = role

    def _stop(self, part: Part) -> None:
        if "。" in part.text and not self._now.is_empty:
            self.people.append(Person())
        elif re.search(r"[；;|]", part.text):
            self._wants = ""
            self._parted = True

    def _address(self, part: Part) -> None:
        end = _ADDRESS_END.search(self._text, part.end)
        stop = end.start() if end else len(self._text)
        printed = _HOURS.sub("", self._text[part.end : stop])
        behind = _CODE.match(self._text, stop + 1 if self._text[stop : stop + 1] in "，,；; " else stop)
        coded = _POSTCODE.search(printed) or behind
        address = _POSTCODE.sub("", printed).strip(" 　（(")
        if "窗口" in part.text and not _PLACE.search(address):
            self._label(part._replace(kind="label"))
            return
        self._skip_until = stop
        if not address:
            return
        if self._now.names or self._now.is_reachable:
            role = "" if is_generic(part.text) else part.text
            if role:
                self.people.append(Person(role=role))
        elif not is_generic(part.text):
            self._now.role = part.text
        self._now.address = address
        if coded:
            self._now.postcode = next(code for code in coded.groups() if code)


def with_rooms(people: Iterable[Person]) -> list[Person]:
    """A room that stands inside an address is shown with it, too."""
    result = []
    for person in people:
        inside = re.search(r"(?:\d+号楼)?\d{3,4}室", person.address)
        if inside and not person.room:
            person.room = inside.group(0)
        result.append(person)
    return result
