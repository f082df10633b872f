"""Lines that stand outside the numbering: contacts, notes, copies, where attachments are named or begin."""

from __future__ import annotations

import re

from assistant.documents.markers import find_marker

_CONTACT = re.compile(
    r"^[^。；]{0,40}?(?:联系人|联系电话|联系方式|联系单位|咨询电话|咨询方式|咨询人|监督电话|举报电话|投诉电话|受理电话|技术支持|技术人员|"
    r"客服|服务热线|热线电话|邮寄地址|通讯地址|通信地址|办公地址|报送地址|受理地址|联系地址|电\s*话|传\s*真|邮\s*编|邮政编码|电子信箱|电子邮箱|电子邮件|邮\s*箱|"
    r"地\s*址|网\s*址|E-?mail)[^。；：:]{0,14}[：:]",
    re.IGNORECASE,
)
_PHONE_LINE = re.compile(
    r"^[^。；]{1,40}[：:].{0,60}?(?:(?:\d{3,4}[-—－ ]?)?\d{7,8}|0\d{2,3}[-—－ ]\d{3,4}[ .．]\d{3,4})(?!\d)|^[^。；]{1,40}[：:].{0,60}?1[3-9]\d{9}|"
    # A service number counts with its area code or its extension; five digits alone may be a figure.
    r"^[^。；]{1,40}[：:].{0,60}?(?<!\d)(?:0\d{2,3}[-—－][19]\d{4}|[19]\d{4}转\s*\d{1,6}|400[-—－ ]?\d{3,4}[-—－ ]?\d{3,4})(?!\d)"
)
_REACHES = re.compile(
    r"(?<!\d)(?:0\d{2,3}[-—－ ]?(?:\d{7,8}|\d{3,4}[ .．]\d{3,4})|1[3-9]\d{9})(?!\d)|[\w.+-]+@[\w-]+\.\w+"
)
_NOTE = re.compile(r"^[（(].{2,40}[）)]$")
_DISCLOSURE = re.compile(
    r"^[（(]?\s*(?:此件|信息公开|公开(?:方式|属性|选项|类别|形式)|政府信息公开)[^。]{0,20}(?:公开|不予公开)\s*[）)]?$"
)
_COPIES = re.compile(r"^(?:抄\s*送|抄\s*报|分\s*送)\s*[：:]")
_IMPRINT = re.compile(
    r"^[\u4e00-\u9fff（）]{2,24}(?:办公室|办公厅|秘书处|综合处|委员会|局|厅|部|委)\s*"
    r"(?:\d{4}|[〇○零一二三四五六七八九]{4})\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日\s*(?:印发|印|发)$"
)
_LIST = re.compile(r"^附\s*[件表录]\s*(\d{1,2}|[一二三四五六七八九十]+)?\s*(?:[：:．.]|\s|$)")
_START = re.compile(r"^附\s*[件表录]\s*(?:\d{1,2}|[一二三四五六七八九十]+)?\s*[：:]?\s*$")


def is_contact(text: str) -> bool:
    """Whether a line gives a person, a number or an address; a sentence with them in brackets does not.

    >>> is_contact("（联系人：某某，电话：87654321）"), is_contact("如有问题，请与我局联系（电话：87654321）。")
    (True, False)
    """
    if len(text) > 200 or find_marker(text):
        return False
    match = _CONTACT.match(text)
    if match and not _in_sentence(match.group(0)):
        return True
    return bool(match is None and len(text) <= 100 and _PHONE_LINE.match(text))


def reaches(text: str) -> bool:
    """Whether a line is a contact, or a short one with a number or an address of mail."""
    return is_contact(text) or goes_on_with_contacts(text)


def goes_on_with_contacts(text: str) -> bool:
    """Whether a line below a contact gives a further one: a short line with a number, no sentence."""
    return len(text) <= 60 and not find_marker(text) and bool(_REACHES.search(text))


def is_note(text: str) -> bool:
    """Whether a line behind the date is a remark in brackets."""
    return bool(_NOTE.match(text))


def is_imprint(text: str) -> bool:
    """Whether a line says who gets copies, who printed it when, or whether it may be published."""
    return bool(_COPIES.match(text) or _IMPRINT.match(text) or _DISCLOSURE.match(text))


def names_attachment(text: str) -> re.Match[str] | None:
    """The word 附件 with its number at the start of a line, if it opens a list of attachments."""
    return _LIST.match(text)


def attachment_name(text: str) -> str:
    """What stands behind 附件1.

    >>> attachment_name("附件 2：申报汇总表")
    '申报汇总表'
    """
    return re.sub(r"^附\s*[件表录]\s*(?:\d{1,2}|[一二三四五六七八九十]+)?\s*[：:．.]?\s*", "", text)


def begins_attachment(text: str) -> bool:
    """Whether a line is nothing but 附件 and its number."""
    return bool(_START.match(text))


def _in_sentence(opening: str) -> bool:
    """Whether the cue stands in brackets behind a sentence: 如有问题，请与某局联系（联系人：."""
    before, bracket, inside = opening.rpartition("（")
    return bool(bracket) and "）" not in inside and "，" in before
