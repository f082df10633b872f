"""The class of those bound, by the generic words in the name of an actor."""

from __future__ import annotations

import re
from typing import Literal

from assistant.domain.eligibility import Binds

Bound = Binds | Literal["authority", "title_holder"]

_EVALUATOR = re.compile(
    r"第三方|^机构$|受(?:委)?托(?:的)?(?:机构|单位)|(?:评价|评估|评审|评定|服务|检测|检验|认证|核查|核验|核算|审核|审计|诊断|鉴定|咨询|监测|测评|技术|专业|中介)(?:服务)?机构|会计师事务所"
)
_HOLDER = re.compile(
    r"名单[内中上]|已认定|获评|被?认定的|获认定|入选|命名|称号|授牌|已获|资格的|^(?:立项|获批|获支持|列入)|持有人|持证人"
)
_PROVINCE = re.compile(r"省级|各省|自治区|直辖市")
_DISTRICT = re.compile(
    r"区县|各区|各县|县（|县\(|区（县|区\(县|市（区|市\(区|市（县|各市|设区的?市|各地|属地|所在地|所在区|所在县|归口|推荐单位|推荐部门|基层|乡镇|街镇|街道|各镇|各乡|当地|旗县|盟市|市州|市（州|市\(州|县区|市县|地市"
    r"|^区[^，]{0,12}(?:局|委|部门)|^县[^，]{0,12}(?:局|委|部门)|县级"
)
_OFFICE = re.compile(
    r"(?:部门|委员会|管委会|党政办|政府|办公室|委|局|厅|司|处|科|[我本]部|信息化部|财政部|技术部|专家组|评审组|专家)$"
)
_PARK_OFFICE = re.compile(r"园区管(?:委会|理机构|理委员会)$")
_APPLICANT = re.compile(
    r"(?:企业|服务商|园区|工厂|公司|集团|单位|基地|申请人|申报人|申报主体|申请主体|主体|法人|高校|院校|个人|项目|联合体|申诉人|异议人|当事人|承担人|权利人|使用人|所有人|经营者|生产者|使用者|制造商|供应商|运营商)$"
)
_SPARED = re.compile(r"设区的市")
_RECOMMENDER = re.compile(r"(?:推荐|归口(?:管理)?|主管|组织(?:推荐|申报))单位$")
_DECIDER = re.compile(r"(?:受理|审批|发证|认定|审定|公示|组织实施)(?:单位|机构)$|^(?:国家|市|州)级$")
_HOLDABLE = re.compile(r"(?:企业|园区|工厂|中心|基地|车间|公司|单位|园|项目)$")
_RANK = re.compile(r"^(?:(?:市|国家|省|区|县)级|各级|各|本地区|本市|本区|市|省|、|和|及|与|或|以上)+")


def classify(name: str, titles: str = "", *, charged: bool = False) -> Bound | None:
    """The class of an actor by the generic words in its name; ``charged``: it acts by commission."""
    head = _SPARED.sub("设区市", name).rsplit("的", 1)[-1] or name
    if _EVALUATOR.search(head) or (charged and not _APPLICANT.search(head)):
        return "evaluator"
    if _DECIDER.search(head):
        return "authority"
    if _RECOMMENDER.search(head):
        return "province" if _PROVINCE.search(head) else "district"
    if _APPLICANT.search(head) or not _OFFICE.search(head):
        if _HOLDER.search(name) or _holds_title(name, titles):
            return "title_holder"
        if _APPLICANT.search(head):
            return "applicant"
    if _PARK_OFFICE.search(head):
        return "applicant"
    if _PROVINCE.search(head):
        return "province"
    if _DISTRICT.search(head):
        return "district"
    return "authority" if _OFFICE.search(head) or head.endswith("中心") else None


def _holds_title(name: str, titles: str) -> bool:
    """Whether the actor is called by what the document confers: its name stands in the title."""
    parts = [_RANK.sub("", part) for part in re.split(r"[、和或及与]", name)]
    return bool(titles) and any(len(p) >= 4 and _HOLDABLE.search(p) and p in titles for p in parts)
