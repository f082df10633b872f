"""Masking what identifies a person or a firm: phones, addresses, ids, accounts, names after a cue.

Figures that state facts stay: a run of digits counts as a number of somebody only where it has the form of one
and no unit follows (元, 万, 吨, %).
"""

from __future__ import annotations

import re

# One character for one, so that offsets stay: full-width letters and digits, dashes, odd blanks.
_PLAIN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_PLAIN |= dict.fromkeys(map(ord, "－—–‐‑−"), ord("-")) | dict.fromkeys((0x3000, 0xA0, 0x2009), ord(" "))

_END = r"(?!\d)(?!\s*(?:元|万|亿|吨|千瓦|千克|公斤|度|平方|立方|%|kWh|tce)|\.\d{1,2}(?!\d))"
_CODE = "[0-9A-HJ-NPQRTUWXYa-hj-npqrtuwxy]"
_HAN = "[\u4e00-\u9fff]"
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆"
    "汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔"
    "伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华"
    "喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇"
    "栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区"
    "郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭"
)
_COMPOUND = "欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|令狐|慕容|司徒|夏侯|端木|百里|南宫|独孤|长孙|宇文"
# Words that begin like a name and stand after 联系人 or 负责人.
_NO_NAME = (
    "(?!方式|单位|应当|应该|应为|应由|于|向|时|安排|计划|项目|明确|管理|成员|信息|任何|和|与|解答|解决|都|全|权|平台|来|国|官|"
    "相关|相应|初|支|包括|路|单|连同|强|容|常|关于|章|文件|能否|方|石油|高新|龙头|平|封|位|区|原|满|母|金额|任务|修改)"
)
_NAME = (
    f"(?:{_HAN}{{1,6}}(?:·{_HAN}{{1,6}})+|(?:{_COMPOUND}|[{_SURNAMES}]){_HAN}{{1,2}}|[小老阿][{_SURNAMES}])"
)
_TITLES = "电话|手机|座机|邮箱|微信|联系|先生|女士|同志|经理|主任|科长"
_STOPS = f"(?=(?!{_HAN}|[A-Za-z])|{_TITLES})"
_GOES_ON = f"(?=(?!{_HAN}|[A-Za-z])|{_TITLES}|是|在|的|来自|想|要|请|和|与)"
_PERSON = "联系人|经办人|负责人|填报人|填表人|法定代表人|法人代表|法人|姓名|本人"
_COPULA = r"(?:\s{0,3}(?:姓名|名字)?\s{0,3}(?:[:：]|(?:是|为|叫)\s{0,3}[:：]?)\s{0,3}|\s{1,3})"


_SECRETS = re.compile(
    "|".join(
        (
            r"(?<![A-Za-z0-9._%+-])(?P<email>[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+)",
            rf"(?:卡号|账号|帐号|账户|帐户|银行卡)(?:是|为|[:： ]){{0,4}}(?P<account_told>\d[\d -]{{6,28}}\d){_END}",
            r"(?:(?i:qq)|微信)(?:号|群)?(?:是|为|[:： ]){1,4}(?P<chat>[A-Za-z0-9_-]{5,20})(?![A-Za-z0-9_-])",
            r"(?<![0-9A-Za-z])(?P<identity>[1-9]\d{5}[ -]?(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])[ -]?\d{3}[\dXx])"
            r"(?![0-9A-Za-z])",
            rf"(?<![0-9A-Za-z])(?P<firm>{_CODE}{{2}}\d{{6}}{_CODE}{{10}})(?![0-9A-Za-z]){_END}",
            rf"(?<![0-9A-Za-z])(?P<firm_grouped>[159Yy]{_CODE}\d\d[ -]\d{{4}}(?:[ -]{_CODE}{{4}}){{2}}[ -]{_CODE}{{2}})"
            r"(?![0-9A-Za-z])",
            rf"(?<!\d)(?P<mobile>(?:(?:\+|00)?86[- ]?)?1[3-9]\d[- ]?\d{{4}}[- ]?\d{{4}}){_END}",
            r"(?<!\d)(?P<landline>(?:(?:\+|00)86[- ]?\(?0?|\(?0)(?:10|2\d|[3-9]\d{2})\)?[- ]?[2-8]\d{2,3}[- ]?\d{4}"
            rf"(?:(?:-|转|ext\.? ?)\d{{1,5}})?){_END}",
            r"(?i:电话|座机|固话|传真|tel|phone|fax)(?:号码|号|是|为|[:： .]){0,4}(?P<landline_told>[2-8]\d{2,3}[- ]?\d{4})"
            rf"{_END}",
            rf"(?<!\d)(?P<account>\d{{13,}}){_END}",
            rf"(?<!\d)(?P<card>[3-69]\d{{3}}(?:[ -]\d{{4}}){{3}}(?:[ -]\d{{1,4}})?){_END}",
            r"(?P<spoken>[〇零一二三四五六七八九幺]{11,})",
            # Where nothing shows the end of a name, one character too many is hidden rather than one too few.
            rf"(?:我叫做?\s{{0,3}}|我的名字(?:是|叫)\s{{0,3}}|(?:{_PERSON}){_COPULA})"
            rf"(?P<name>{_NO_NAME}(?:{_NAME}{_GOES_ON}|{_NAME}))",
            rf"(?:{_PERSON})(?P<name_bare>{_NO_NAME}{_NAME}){_STOPS}",
            r"(?:(?i:my name is|contact person(?: is)?:?|contact:)\s*)(?P<name_en>[A-Z][a-z]+(?: [A-Z][a-z]+){0,2})",
        )
    )
)
_MASKS = {
    "email": "〔邮箱〕",
    "account": "〔账号〕",
    "chat": "〔账号〕",
    "card": "〔账号〕",
    "identity": "〔身份证号〕",
    "firm": "〔信用代码〕",
    "mobile": "〔手机号〕",
    "landline": "〔电话〕",
    "spoken": "〔电话〕",
    "name": "〔姓名〕",
}


def mask_personal(text: str) -> str:
    """``text`` with what identifies somebody replaced by what it was; masking twice changes nothing.

    >>> mask_personal("我叫王小明，电话１３８-1234-5678，去年产值8200万元，公示5个工作日")
    '我叫〔姓名〕，电话〔手机号〕，去年产值8200万元，公示5个工作日'
    """
    # What stood too close to another number to be told apart may show once that one is gone.
    while (masked := _mask_once(text)) != text:
        text = masked
    return text


def _mask_once(text: str) -> str:
    pieces, at = [], 0
    for match in _SECRETS.finditer(text.translate(_PLAIN)):
        group = str(match.lastgroup)
        if group == "card" and not _adds_up(match[group]):
            continue
        start, end = match.span(group)
        pieces += [text[at:start], _MASKS[group.split("_")[0]]]
        at = end
    return "".join([*pieces, text[at:]])


def _adds_up(card: str) -> bool:
    """Luhn's check, which tells a card in groups of four from a row of yearly figures."""
    digits = [int(character) for character in reversed(card) if character.isdigit()]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0
