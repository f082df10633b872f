"""The parts of a line of contacts: labels, names, offices, numbers, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from assistant.text.quantities import find_emails, find_phones, find_urls

PartKind = Literal[
    "person_label",
    "phone_label",
    "email_label",
    "address_label",
    "skip_label",
    "url_label",
    "label",
    "name",
    "office",
    "phone",
    "email",
    "url",
    "fax",
    "remark",
    "room",
    "address",
    "stop",
    "text",
]


class Part(NamedTuple):
    """One part as printed and its place."""

    kind: PartKind
    text: str
    start: int
    end: int


_LABELS: tuple[tuple[PartKind, re.Pattern[str]], ...] = (
    ("skip_label", re.compile(r"邮编|邮政编码|传真|工作时间|办公时间|网站标识码|信用代码")),
    ("email_label", re.compile(r"邮箱|邮件|[Ee]-?[Mm]ail|电子信箱|QQ", re.IGNORECASE)),
    (
        "address_label",
        re.compile(r"地址|地点|住址|受理窗口|办事窗口|收件|寄送|寄至|邮寄|来信|来函|信函|书面意见"),
    ),
    ("url_label", re.compile(r"网址|官网|链接|登录地址|门户")),
    (
        "person_label",
        re.compile(r"联系人|负责人|经办人|收件人|技术人员|工作人员|服务人员|联络员|客服|专员|咨询人|姓名"),
    ),
    ("phone_label", re.compile(r"电话|手机|热线|联系方式|座机|号码|咨询方式")),
)
_LABEL = re.compile(
    r"(?P<label>[^，,；;。：:|（(\n]{1,40}(?:[（(][^（）()，,；;。：:\n]{1,20}[）)][^，,；;。：:|（(\n]{0,8})?)[：:](?!//)"
)
_CHUNK_END = re.compile(r"[，,、；;。|/\s]|[（(](?=[^（）()，。]{1,14}[：:])|$")
_HELD_BY = re.compile(
    r"(?P<office>[\u4e00-\u9fff]{2,20}?(?:处|科|室|局|委|厅|中心|协会|学会))(?P<name>[\u4e00-\u9fff]{2,3})$"
)
_REMARK = re.compile(r"(?P<name>[^（()）]{2,8})[（(](?P<remark>[^（）()\d]{2,14})[）)]$")
_FAX = re.compile(r"\s*[（(]\s*传\s*真\s*[）)]")
_ROOM = re.compile(
    r"(?<![\d-])(?:\d{1,2}号?楼)?[A-Za-z]?\d{3,4}(?:室|房间|办公室|会议室)|\d{1,2}楼[A-Za-z]?\d{0,4}室?"
)
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒"
    "屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣邓郁单杭洪包"
    "诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘"
    "钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂"
    "濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公"
    "肖付闫代岳覃冼岑仝佟佘佴苟亓阳小老涂牟苑揭楚粟檀禤庹亢隗邸矫晋鹿缑仵兰呙旷朴菅衣雒靖麦帅忻"
)
_DOUBLE_SURNAMES = (
    "欧阳|太史|端木|上官|司马|东方|独孤|南宫|万俟|闻人|夏侯|诸葛|尉迟|公羊|赫连|澹台|皇甫|宗政|濮阳|公冶|申屠|公孙|慕容|仲孙|钟离|长孙|宇文"
    "|司徒|鲜于|司空|闾丘|亓官|司寇|子车|颛孙|巫马|公西|漆雕|壤驷|乐正|宰父|谷梁|拓跋|轩辕|令狐|段干|百里|呼延|东郭|南门|羊舌|微生|梁丘|左丘|西门|第五"
)
_NAME = re.compile(
    rf"^(?:(?:{_DOUBLE_SURNAMES})[\u4e00-\u9fff×X某*]{{1,2}}|[{_SURNAMES}](?:[\u4e00-\u9fff×某*]|[\u4e00-\u9fff]·){{1,3}}"
    r"|[\u4e00-\u9fff]{2,6}·[\u4e00-\u9fff]{2,8})(?:[（(]?(?:女士|先生|老师|同志|工|科长|处长|主任|工程师|经理)[）)]?)?$"
)
_TITLED = re.compile(r"^[\u4e00-\u9fff](?:女士|先生|老师|同志|工|科长|处长|主任|工程师|经理)$")
_OFFICE = re.compile(
    r"(?:处|科|室|局|委|厅|司|中心|部|部门|委员会|管委会|协会|学会|公司|站|所|院|窗口|大厅|政府|大队|支队|专班|客服|服务台|咨询台|专线|热线|(?<=[\u4e00-\u9fff]{2})(?:区|县|市|旗))$"
)
_SPACED_NAME = re.compile(rf"[{_SURNAMES}][ 　]{{1,2}}[\u4e00-\u9fff]{{1,2}}(?=$|[\s，,、；;。|\d])")
_NOT_NAME = re.compile(
    r"^(?:联系|公司|中心|集团|女士|先生|电话|手机|邮箱|地址|网址|咨询|技术|平台|公示|单位|姓名|办公|工作|周[一二三四五六日])"
)
_ADDRESS = re.compile(
    r"(?:省|市|区|县|镇|乡|开发区).{0,20}(?:路|街|道|巷|大厦|楼|村|园)[^，。；]{0,30}|(?:路|街|道|巷)\d+号"
)
_EXTRA_PHONE = re.compile(
    r"[（(]0\d{2,3}[）)]\s*[2-9]\d{6,7}(?:[-－—转]\d{1,6})?|0\d{2,3}\s*[-－—–‑]\s*[2-9]\d{6,7}|(?<!\d)(?:1[0-9]{4}|9\d{4})(?:转\d{1,6})?(?!\d)"
)
_SERVES = re.compile(r"[（(][^（）()\d]{2,16}[）)]$")
_SEPARATOR = re.compile(r"[，,、；;。|/\s]+")


def parts_of(text: str) -> Iterator[Part]:
    """The parts of a line of contacts, in order."""
    fixed = _fixed_parts(text)
    position = 0
    for part in [*fixed, Part("stop", "", len(text), len(text))]:
        yield from _loose_parts(text, position, part.start)
        if part.start < len(text):
            yield part
        position = part.end


def label_kind(label: str) -> PartKind:
    """What a label announces; the last cue in it counts (联系人及电话 announces persons)."""
    label = re.sub(r"\s+", "", label)
    if re.search(r"联系人|姓名", label):
        return "person_label"
    for kind, pattern in _LABELS:
        if pattern.search(label):
            return kind
    return "label"


def is_name(text: str) -> bool:
    """Whether a short text can be the name of a person."""
    return bool(
        (_NAME.match(text) or _TITLED.match(text)) and not _OFFICE.search(text) and not _NOT_NAME.match(text)
    )


def is_office(text: str) -> bool:
    """Whether a short text names an office or body, perhaps with whom it serves in brackets behind it."""
    return bool(_OFFICE.search(_SERVES.sub("", text))) and 2 <= len(text) <= 40


def _fixed_parts(text: str) -> list[Part]:
    found = [Part("url", u.text, u.start, u.end) for u in find_urls(text)]
    found += [Part("email", e.text, e.start, e.end) for e in find_emails(text)]
    phones = [Part("phone", p.text, p.start, p.end) for p in find_phones(text)]
    phones += [Part("phone", m.group(0), m.start(), m.end()) for m in _EXTRA_PHONE.finditer(text)]
    found += [
        p._replace(kind="fax") if _FAX.match(text, p.end) else p
        for p in sorted(phones, key=lambda p: (p.start, -p.end))
    ]
    found += [Part("room", m.group(0), m.start(), m.end()) for m in _ROOM.finditer(text)]
    kept: list[Part] = []
    for part in found:
        if not any(part.start < k.end and k.start < part.end for k in kept):
            kept.append(part)
    return sorted(kept, key=lambda p: p.start)


def _loose_parts(text: str, start: int, end: int) -> Iterator[Part]:
    position = start
    while position < end:
        separator = _SEPARATOR.match(text, position, end)
        if separator:
            if re.search(r"[；;。|]", separator.group(0)):
                yield Part("stop", separator.group(0), separator.start(), separator.end())
            position = separator.end()
            continue
        if text[position] in "（(）)":
            position += 1
            continue
        label = _LABEL.match(text, position, end)
        if label:
            printed = label.group("label")
            yield Part(label_kind(printed), printed.strip(), position, label.end())
            position = label.end()
            continue
        if (spaced := _SPACED_NAME.match(text, position, end)) and not _NOT_NAME.search(spaced.group(0)[2:]):
            yield Part("name", re.sub(r"\s", "", spaced.group(0)), position, spaced.end())
            position = spaced.end()
            continue
        stop = _CHUNK_END.search(text, position, end)
        close = stop.start() if stop else end
        yield from _chunk(text, position, close)
        position = max(close, position + 1)


def _chunk(text: str, start: int, end: int) -> Iterator[Part]:
    """What stands between two separators: a name, perhaps with what the person is for, an office, or words."""
    printed = text[start:end]
    remarked = _REMARK.match(printed.strip(" 　"))
    if remarked and is_name(remarked.group("name")):
        yield Part("name", remarked.group("name"), start, end)
        yield Part("remark", remarked.group("remark"), start, end)
        return
    chunk = printed.strip(" 　") if _SERVES.search(printed.strip(" 　")) else printed.strip("（）()<>【】 　")
    if (held := _HELD_BY.match(chunk)) and not is_name(chunk) and is_name(held.group("name")):
        yield Part("office", held.group("office"), start, end)
        yield Part("name", held.group("name"), start, end)
    elif chunk:
        kind: PartKind = "name" if is_name(chunk) else "office" if is_office(chunk) else "text"
        yield Part(kind, chunk, start, end)


def may_be_name(text: str) -> bool:
    """Whether words behind 联系人： can be a name whose first character is no known surname."""
    shaped = re.fullmatch(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff·]{5,12}", text)
    foreign = _OFFICE.search(text) or _NOT_NAME.match(text) or re.search(r"[章签字位名等]", text)
    return bool(shaped) and not foreign
