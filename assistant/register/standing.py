"""Who is bound where the name of the actor alone does not tell: by the rank of the issuer and what is at stake."""

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.domain.documents import Document
from assistant.register.actors import NOBODY, Actor
from assistant.register.classes import Bound

_LOWER = re.compile(
    r"^(?:各)?(?:设区的?市|市级|市（州|市\(州|市州|州市|盟市|地市|州级|地级|各?市[、，及和]州)"
)
_HELD = re.compile(
    r"(?:有效期|称号期|证书期)(?:届满|期满|满|到期)|(?<![报示议集])(?:期满|届满|到期)前|复核申请|复评|复查申请|(?:撤销|取消|保留|收回|更名)[^，。；]{0,10}称号"
    r"|(?:建设期|项目期|实施期)(?:届?满|结束)|验收申请|立项(?:文件|通知|批复)|(?:获得|取得)[^，。；]{0,8}称号|名单(?:公布|印发|发布)(?:之日)?(?:起|后)"
)
_APPLIES = re.compile(
    r"(?:申报|申请)(?:单位|企业|主体|人|者)$|^(?:申诉人|异议人)$|^[被受参][评核检审][^，。；]{0,4}(?:单位|企业|园区|机构|项目|对象)$"
)
_DISPUTE = re.compile(r"异议|不同意见|不服")
_BELOW = re.compile(r"(?:^|[，；。])(?:县（市、区）|区县|市县|区（县）|县（区）|县|区)级(?=[^，。；]*$)")
_RENEWAL = re.compile(
    r"(?:到期|[届期]满)前[^，。；]{0,10}(?:[，,]|内)?[^，。；]{0,12}(?:申请|提出|延续|换证|续)"
)
_STRIPPED = re.compile(
    r"被(?:撤销|取消|收回|摘除)[^，。；]{0,16}(?:称号|资格|命名|认定|牌匾)[^，。；]{0,4}的?\s*[，,]"
)
_DONE = re.compile(r"^[^，。；]{0,4}(?:公示|公布|发布|公告|拨付|兑[现付]|下达|审定|批复|授牌|命名|发文|颁发)")
_DONE_BEFORE = re.compile(r"(?:公示|公布|公告|拨付|审定)[（(]?[^，。；之后起]{0,6}$")


class Standing(NamedTuple):
    """What of a document decides whom its limits bind.

    Attributes:
        provincial: The issuer is a province with cities below it.
        national: The issuer is a central body.
    """

    provincial: bool
    national: bool


def standing_of(document: Document) -> Standing:
    """The rank of the issuer, as its name tells; a municipality ranks as a province but has no cities."""
    issuer = document.metadata.issuer.value if document.metadata.issuer else document.title
    national = document.metadata.level == "national"
    below_city = bool(re.match(r"[^省市]{1,8}省[^省市]{1,8}市|[^区]{1,8}自治区[^市局厅委]{1,8}市", issuer))
    return Standing(bool(re.match(r".{1,10}?(?:省|自治区)", issuer)) and not below_city, national)


def settled(actor: Actor, sentence: str, start: int, end: int, standing: Standing, clause: str) -> Actor:
    """The actor with the class of those bound, once the document and the matter are taken into account.

    Args:
        actor: As the sentence names it.
        sentence: That sets the limit.
        start: Where the limit begins in it.
        end: And ends.
        standing: Of the document.
        clause: The whole text of the clause.
    """
    if actor.binds in ("authority", "district") and (standing.provincial or standing.national):
        return actor._replace(binds="district") if _LOWER.match(actor.name) else actor
    if actor.binds == "district" and standing.national and re.match(r"各地(?!市)", actor.name):
        return actor._replace(binds="province")
    if actor.binds == "province" and standing.provincial:
        return actor._replace(binds="authority")
    if actor.binds == "applicant" and _APPLIES.search(actor.name):
        return actor
    if actor.binds == "applicant" and _DISPUTE.search(sentence) and not _STRIPPED.search(sentence[:start]):
        return actor
    if actor.binds == "applicant" and (_STRIPPED.search(sentence[:start]) or _HELD.search(sentence)):
        return actor._replace(binds="title_holder")
    if actor.binds == "applicant" and actor.name and _HELD.search(_whole(clause, sentence)):
        return actor._replace(binds="title_holder")
    if actor.name or actor.binds is not None:
        return actor
    return Actor("", _by_matter(sentence, start, end))


def _by_matter(sentence: str, start: int, end: int) -> Bound | None:
    """The class of those bound where nobody is named: by the level of the funds, a renewal, an act of office."""
    if _BELOW.search(sentence[:start]):
        return "district"
    if _RENEWAL.search(sentence) and not _DONE.match(sentence[end:].lstrip("内，,）)")):
        return "title_holder"
    return "authority" if _is_official(sentence, start, end) else None


def _whole(clause: str, part: str) -> str:
    """The sentence up to its full stops, of which ``part`` is what stands between semicolons."""
    at = max(clause.find(part), 0)
    end = clause.find("。", at + len(part) - 1)
    return clause[clause.rfind("。", 0, at) + 1 : end if end >= 0 else len(clause)]


def _is_official(sentence: str, start: int, end: int) -> bool:
    """Whether only an authority can do what the limit asks: publish, decide, pay out."""
    own, behind = sentence[start:end], sentence[end:].lstrip("内，,）)")
    return bool(_DONE.match(own) or _DONE.match(behind) or _DONE_BEFORE.search(sentence[:start]))


__all__ = ["NOBODY", "Standing", "settled", "standing_of"]
