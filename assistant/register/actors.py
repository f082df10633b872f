"""Who must act in a sentence, as printed, and the class of those it binds."""

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.register.classes import Bound, classify
from assistant.text.references import find_titles

_NOUN = (
    r"(?:部门|委员会|管委会|党政办|人民政府|政府|办公室|[我本贵]委|委|局|厅|司|处(?!\s*[一二两三四五六七八九十百千\d以罚])|科(?!技)|[我本]部|信息化部|财政部|技术部|"
    r"中心|第三方(?!(?:[\u4e00-\u9fff]{2,4})?(?:机构|单位|平台|公司))|机构|事务所|研究院|企业|园区|工厂|公司|集团|单位|基地|机关|申请人|申报人|申报主体|申请主体|主体|"
    r"协会|学会|银行|专家组|评审组|专家|区县|县区|市县|市州|盟市|设区的?市|各县|各区|各市|各镇|各乡|乡镇|街镇|街道|服务商|法人|高校|院校|个人|各地区?(?!方)|持有人|持证人|申诉人|异议人|当事人|承担人|权利人|使用人|所有人|经营者|生产者|使用者|制造商|供应商|运营商|(?:[省市州县区]|国家)级(?=[于在将负统须\d一二三四五六七八九十]|\s*$|应[当于在]|力争)|项目(?=应(?!用)|须|需|必须)|联合体(?!牵头|成员)|(?<=[、和及])[镇乡](?=□|[于在应须将负统]))"
)
_STOP = (
    r"(?=\s*(?:$|应|牵头|须|需|必须|要|可|将|拟|负责|在|于|对|按|通过|向|根据|依据|依法|每|自|经(?!信|济|贸|发|开|科|委|济)|已|不|未|受|与|会同|"
    r"请|参与|参加|网上|在线|登录|登陆|提交|提出|填|报|完成|申请|申报|开展|组织|制定|列入|联合|统一|共同|分别|均|原则|承诺|确保|保证|务|抓紧|要|"
    r"及时|审|核|收|发生|实行|若|如|因|年度|有|结合|严格|以|从|把|凭|携带|签|上传|编写|编制|汇总|推荐|限(?:期|\s*(?:$|[\d一二三四五六七八九十]))|提前|最[迟晚]|至迟|力争|确需|抽|逐|现场|采[取用]|召开|会商|研究(?!院|所|中心)|梳理|建立|公[布示]|下达|拨付|落实|确认|受理|出具|反馈|更新|提供|履行|办理|转[报发送拨交]|隐瞒|择优|拖|[\d一二两三四五六七八九十]))"
)
_NP = rf"(?P<np>[^，,。；;：:]{{0,45}}?{_NOUN}□*){_STOP}"
_CAUSATIVE = re.compile(
    rf"(?P<verb>组织|督促|指导(?!单位)|要求|通知|委托|安排|动员|责成|(?<![理自])由|(?<!申)请|告知|敦促|引导|提醒|指定|责令|通报){_NP}"
)
_SUBJECT = re.compile(
    rf"^\s*(?:原则上|其中|同时|并|请|由|一?经(?:查实|核实|认定)|[（(]?[一二三四五六七八九十\d]{{1,3}}[）).、．])?\s*{_NP}"
)
_NOT_SUBJECT = re.compile(
    r"^(?:对|因|根据|按照?|依据|在|经|自(?!愿|治|主|行)|于|从|为|通过|向|将|以|若|如|当|的|受(?!托|理(?:单位|机构|机关|部门)|委托|[\u4e00-\u9fff]{1,4}(?:企业|单位|机构|园区|工厂))|把|与|及时|拟|逾期|严禁|不|未|加盖|报|送|提交|委托|组织|会同|协同|配合|至|关于|登录|登陆|填报|完成|上报|申报(?!单位|人|主体|企业|园)|上传|审核|汇总|开展|做好|办理|补正)"
)
_VERB_FIRST = re.compile(
    r"^(?:培育|推动|布局|认定|持续|支持|引进|新建|打造|建设|实施|遴选|加强|强化|推进|构建|鼓励|聚焦|围绕|完善|健全|加大|加快|举办|制定|落实"
    r"|建立|发挥|深化|提升|优化|发展|创建|选择|选取|评选)(?P<rest>[^的]*)$"
)
_DIRECTED = re.compile(r"(?:推荐|报送?|送|提交|移交|转交|发送?)[至给到]")
_TRIVIAL = re.compile(
    r"^\s*(?:于|在|截至|自|从)?(?:[^，。；]{0,8}(?:[届期]满|到期)(?:之日)?(?:前|后)?)?\s*$|^\s*[^，。；]{0,10}期(?:限|间)?(?:[为是]|自\d[\d年月日号 ]*(?:起[，,]?至)?)$"
)
_SINCE = re.compile(
    r"^\s*(?:(?:自|从)[^，。；]{1,16}(?:之日)?起(?:\s*[，,]?\s*至)?|(?:在|于)?[^，。；]{2,12}后的?)$"
)
_SITE = re.compile(
    rf"(?:在|于|通过)(?P<np>[^，。；：]{{1,30}}?{_NOUN})(?:官方|门户|官)?(?:网站|官网|网|门户|公众号)"
)
_BARE = re.compile(rf"^(?P<np>(?:各|本|所有|有关)?{_NOUN})[^，。；]*的$")
_CASE = re.compile(
    rf"^(?P<np>[^，,。；;：:]{{0,20}}?{_NOUN}□*)(?![的和与及或、（(□]|{_NOUN})[^，,。；;：:]{{2,40}}的$"
)
_BARS = re.compile(r"^[内，, ]*(?:均|都|将)?(?:不得|不予|不再|不受理|禁止|暂停)")
_OFFENDER = re.compile(
    rf"^\s*(?:其中|对)?(?P<np>[^，,。；;：:]{{0,14}}?{_NOUN}□*)(?!的|{_NOUN})[^，,。；;：:]{{2,40}}的[，,]"
)
_ACTIVITY = re.compile(
    r"(?P<act>评审|评价|评估|审核|复核|初审|核查|认定|推荐|验收)工作\s*(?:应当?|须)?\s*于?\s*$"
)
_APPLYING = re.compile(r"(?:申报|申请|报名|填报|提交|受理|征集)[^，。；]{0,6}(?<!日起)(?<!后)(?<!后的)$")
_PERIOD = re.compile(
    r"(?:申报|申请|报名|受理|征集)(?:工作|材料)?(?:起止)?(?:截止)?(?:时间|日期|期限|期)\s*[为是：:于从自]*\s*$"
)

_TOPIC = re.compile(
    r"\s*(?:推荐|申报|申请|认定|评价|评审)?(?:名额|数量|材料|范围|对象|条件|指标|总数)|\s*，?(?:是指|指)"
)
_PROVEN = re.compile(rf"^\s*经[^，。；的]{{2,20}}的(?!基础|前提|情况){_NP}")
_HANDS_ON = re.compile(r"委托|授权|会同|指派")
_ORDERED = re.compile(
    r"^(?:指导|帮助|提出|优先|报送|促进|授予|帮扶|服务|有序|积极|联合|应|须|要(?!素)|切实|择优|达标|及时|着力|进一步|同步)"
    r"|优先(?:推荐|支持|考虑)|并(?:报|向|对)|申报主体为|发文|不(?:得|向|予|再)|告知|报(?:送|市|省|区|县|我)|为(?:国家|省|市|区|县)级"
)


class Actor(NamedTuple):
    """Who must act as printed (empty: the text is silent) and the class of those bound."""

    name: str
    binds: Bound | None


NOBODY = Actor("", None)


def find_actor(sentence: str, start: int, end: int, titles: str = "") -> Actor:
    """The subject of the limit at ``[start, end)``; ``titles`` are the document's own names."""
    masked = _mask(sentence)
    pieces = _pieces(masked, start)
    here = pieces[-1]
    prefix = (here[0], start)
    for finder in (_caused, _subject):
        if found := finder(masked, *prefix):
            return _named(sentence, found, titles, masked)
    if _leaves_open(masked, prefix[0], start, end) and (found := _behind(masked, end)):
        return _named(sentence, found, titles, masked)
    if _BARS.match(masked[end:]) and (found := _barred(masked, start)):
        return _named(sentence, found, titles, masked)
    for piece in reversed(pieces[:-1]):
        found = _subject(masked, *piece) or _bare(masked, *piece) or _case(masked, *piece)
        if found:
            return _named(sentence, found, titles, masked)
    if found := _bare(masked, *prefix):
        return _named(sentence, found, titles, masked)
    for site in reversed(list(_SITE.finditer(masked, 0, min(len(masked), end)))):
        return Actor(sentence[site.start("np") : site.end("np")].strip(), "authority")
    return NOBODY


def doers(sentence: str, titles: str = "") -> list[tuple[int, Actor]]:
    """Who acts in a sentence, by the place where the part begins of which each is the subject.

    Subjects of which something is only said (推荐名额不限) and words that open with a verb are none.
    """
    masked, found = _mask(sentence), []
    for start, end in _pieces(masked, len(masked.rstrip("。；;"))):
        place = _subject(masked, start, end) or _proven(masked, start, end)
        if place is None or _TOPIC.match(masked[place[1] :]):
            continue
        if (by := masked.rfind("由", place[0], place[1])) > place[0]:
            place = (by + 1, place[1], "由")
        if handed := _HANDS_ON.search(masked, place[0] + 2, place[1]):
            place = (place[0], handed.start(), "")
        if not _ORDERED.search(masked[place[0] : place[1]]):
            found.append((start, _named(sentence, place, titles, masked)))
    return found


def _proven(text: str, start: int, end: int) -> _Place | None:
    """经评价合格的企业可…: whom a procedure has let through acts next."""
    match = _PROVEN.match(text[start:end])
    return (start + match.start("np"), start + match.end("np"), "") if match else None


def activity_actor(sentence: str, start: int, before: str, titles: str = "") -> Actor:
    """For 评审工作于…前完成: the one whom the text before charges with 评审."""
    activity = _ACTIVITY.search(sentence[:start])
    if not activity:
        return NOBODY
    masked = _mask(before)
    for match in reversed(list(_CAUSATIVE.finditer(masked))):
        if re.match(rf"\s*(?:负责|组织|开展|进行|承担)?{activity.group('act')}", masked[match.end() :]):
            return _named(before, (match.start("np"), match.end("np"), match.group("verb")), titles, masked)
    return NOBODY


def opens_applications(sentence: str, start: int) -> bool:
    """Whether the limit is the period of applying as such: 受理时间为…."""
    return bool(_PERIOD.search(sentence[:start]))


def is_application(sentence: str, start: int) -> bool:
    """Whether the limit is put on applying itself: 申请截止时间."""
    return bool(_APPLYING.search(sentence[:start]))


def new_subject(piece: str) -> bool:
    """Whether a part of a sentence has a subject of its own."""
    return _subject(_mask(piece), 0, len(piece)) is not None


def caption_actor(caption: str, titles: str = "") -> Actor:
    """The actor that a caption names: 企业申报, 区县推荐."""
    match = re.match(
        rf"^(?P<np>[^，。；：]{{0,8}}?{_NOUN}|属地|归口(?:管理)?(?:部门|单位)?|[市区省县]级|区（县）|县（市、区）|县（区）)(?:自主|自愿|网上|在线|组织|提交|报送)*"
        r"(?:申报|申请|推荐|初审|审核|审查|核查|核验|验收|评审|评价|评估|复核|填报|报送|报名|材料|资料)",
        caption,
    )
    if not match:
        return NOBODY
    return Actor(match.group("np"), classify(match.group("np"), titles))


def _mask(text: str) -> str:
    for title in find_titles(text):
        text = text[: title.start] + "□" * len(title.text) + text[title.end :]
    text = re.sub(r"【[^【】]*】", lambda m: "\u3000" * len(m.group(0)), text)
    return re.sub(r"[（(][^（）()]*[）)]", lambda m: "□" * len(m.group(0)), text)


def _pieces(text: str, position: int) -> list[tuple[int, int]]:
    """Offsets of the parts between commas up to ``position``; the last holds it."""
    cuts = [0, *(m.end() for m in re.finditer(r"[，,；;：:]", text[:position]))]
    ends = [*(c - 1 for c in cuts[1:]), position]
    return list(zip(cuts, ends, strict=True))


_Place = tuple[int, int, str]


def _caused(text: str, start: int, end: int) -> _Place | None:
    found = [m for m in _CAUSATIVE.finditer(text[:end], start) if _can_act(m.group("np"))]
    return (found[-1].start("np"), found[-1].end("np"), found[-1].group("verb")) if found else None


def _subject(text: str, start: int, end: int) -> _Place | None:
    match = _SUBJECT.match(text[start:end])
    if not match or not _can_act(match.group("np").lstrip()):
        return None
    return (start + match.start("np"), start + match.end("np"), "")


def _can_act(name: str) -> bool:
    """Whether words that end in a noun for an actor are a name: 培育单位 is one, 培育百家企业 is not."""
    if _DIRECTED.search(name):
        return False
    if name.endswith("级"):
        return bool(re.fullmatch(r"(?:[省市州县区]|国家)级", name))
    verb = _VERB_FIRST.match(name)
    return not _NOT_SUBJECT.match(name) and (verb is None or len(verb.group("rest")) <= 2)


def _barred(text: str, end: int) -> _Place | None:
    """Whom a bar hits: the one of whom the sentence first says what was done wrong (企业伪造数据的，…)."""
    match = _OFFENDER.match(text[:end])
    if not match or not _can_act(match.group("np").lstrip()):
        return None
    return (match.start("np"), match.end("np"), "")


def _bare(text: str, start: int, end: int) -> _Place | None:
    match = _BARE.match(text[start:end].strip())
    if not match:
        return None
    offset = text.index(match.group("np"), start)
    return (offset, offset + len(match.group("np")), "")


def _case(text: str, start: int, end: int) -> _Place | None:
    """Whom a case befalls that a part of the sentence supposes: 企业更名、合并的，应…."""
    match = _CASE.match(text[start:end].strip())
    if not match or not _can_act(match.group("np")):
        return None
    offset = text.index(match.group("np"), start)
    return (offset, offset + len(match.group("np")), "")


def _leaves_open(text: str, begin: int, start: int, end: int) -> bool:
    """Whether the subject may stand behind the limit: 6月14日前企业应…, 自印发之日起5日内，企业应…."""
    before = text[begin:start]
    return bool(_TRIVIAL.match(before) or (_SINCE.match(before) and re.match(r"\s*止?\s*[，,]", text[end:])))


def _behind(text: str, end: int) -> _Place | None:
    skip = re.match(r"\s*止?\s*[，,]?\s*(?:请|由)?\s*", text[end:])
    offset = end + (skip.end() if skip else 0)
    stop = re.search(r"[，,；;。]", text[offset:])
    return _subject(text, offset, offset + stop.start() if stop else len(text))


def _named(sentence: str, place: _Place, titles: str, masked: str) -> Actor:
    start, end, verb = place
    name = sentence[start:end].strip(" 　")
    charged = verb == "委托" or bool(re.match(r"\s*受[^，。；]{2,20}委托", masked[end:]))
    return Actor(name, classify(name, titles, charged=charged))
