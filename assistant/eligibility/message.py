"""An applicant's message in parts: what is said, denied, asked or supposed, with its times and amounts.

Over 300 lines: the patterns of how people deny, ask and suppose stand where the parts are judged by them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache

from assistant.eligibility.asking import asks_for_something, asks_something, asks_whether
from assistant.eligibility.cue_finding import Found, first_cue
from assistant.eligibility.numerals_said import in_digits
from assistant.eligibility.pieces import split_pieces
from assistant.eligibility.restatements import with_restatements
from assistant.eligibility.said_amounts import AMOUNT, Amount, find_amounts
from assistant.eligibility.said_times import MONTH_ALONE, When, english_months, find_times
from assistant.eligibility.said_words import has_any, word_list, word_table
from assistant.eligibility.standing import weighed
from assistant.text.normalise import fold

_NEXT_DENIED = re.compile(r"、(?:也|还|从来|从|都|又|但)?(?:没|未|不|无|莫)")
_FULL_STOP = re.compile(r"[。；;!！?？\n①-⑳]|但|不过|可是|然而")
_HEARD = re.compile(r"听[\u4e00-\u9fff]{0,6}(?:说|讲|提)")
_BEFOREHAND = re.compile(r"[没未无不](?=[\u4e00-\u9fff]{0,8}?(?:就|先)(?:行|擅自|私自)?[开建生排投动施上])")
"""未批先建, 没拿许可证就开机: what was done without leave is done all the same."""
_ROW_DENIED = re.compile(r"(?:(?<=\bno )|(?<=\bany ))((?:[a-z ]{2,24}, ){1,4})(?=[a-z ]{2,24}\b(?:or|and)\b)")
"""no safety, quality or environmental accidents, any technology, process or equipment: one word for them all."""
_EXCEPTED = re.compile(
    r"(?:除了?|除开|除去)(?!以外)[^，,。；;!！?？\n都全均统]{1,12}?(?:以外|之外|外)?(?=(?:其他|其它|其余|别的|都|全|均|统统)[^，,。]{0,6}(?:有|建|做|齐|完|好|过|没|无|是|符合|满足))"
)
"""除了能源的都有: what is left out and what is said of the others are two parts."""
_SAME_PLACE = re.compile(
    r"(?P<before>在)(?P<place>[\u4e00-\u9fff]{2,8})(?P<between>[，,](?:(?![，,。；;!！?？\n]).){0,6}也(?:(?![，,。；;!！?？\n]).){0,4}?)"
    r"在(?:这里|这儿|这边|那里|那儿|那边|当地|本地|同一个地方)"
)
"""注册在甲地，税也交在这里: the place is that of the part before."""
_LABEL_BEHIND = re.compile(
    r"(?P<row>(?:(?:19|20)?\d{2}年[^，,。；;\u4e00-\u9fff]{0,3}[^，,。；;没不未无]{1,10}[，,；;、])+(?:19|20)?\d{2}年[^，,。；;没不未无]{1,12})"
    r"[，,](?:[这以]上?[些几]?个?数?字?)?(?:都|全都?|均|统统)(?:是|为|指)(?P<label>[\u4e00-\u9fff]{2,8})(?=[。.!！]|$)"
)
"""2021年52万，2022年88万，都是利润总额: what a row of years is of, said behind it."""
_DENIED_ENGLISH = re.compile(
    r"(?:\b(?:no|not|never|without|nobody|none|cannot)|n't)(?: (?:been|yet|got|in|on|at|a|an|any|the|our|to|being|having|ever|have|has|be"
    r"|put|placed|listed|included|added|entered|taken|admitted|accepted|selected))* ?$"
)
"""not been included in the pool: the words that may stand between a denial in English and what it denies."""
_REACH = 8
_WIDER = 7
_BEHIND_ENGLISH = 20
_MEETS = re.compile(
    r"(?:符合|达到|满足|按照?|根据|依照|依据)[^，,。；;]{1,14}?要求(?!的话)|要求[^，,。；;]{1,6}的[^，,。；;]{1,6}(?=还|都|已|没|全|早)"
)
"""What a requirement is said to be met by (符合示范企业要求, 按监察要求), or what it was of, supposes nothing."""
_RULE = re.compile(
    r"^(?:规定|政策|办法|管理办法|条件|申报条件|条文|细则)(?:里|上|中)?[面头]?(?:是|说|讲|写|规定|明确|要求|要)"
    r"|^(?:文件|通知|标准|上头|上面|区里|市里|国家|部里)[^，,]{0,6}(?:要|须|应当?|必须|得)(?:先)?(?:有|建|定|做|编|设|达)"
    r"|^(?:申报)?(?:企业|单位|工厂|厂子|公司)?(?:首先|还|也|都|至少|肯定|一定|就|是)*(?:要|须|应该?|应当|得先|需)(?:先|具备)?"
    r"(?:有(?!的)|进|定(?!期)|设|建|达|制定|编|满足|符合|成立|纳入)"
    r"|(?:不能|不得|不可以?|不让|不予|才能|才可以?|才让|方可|不准)(?:再|参加|重新|去)?(?:申报|申请|报|评|参评|推荐|进库|入库|入围|认定|受理)[^，,]{0,3}$"
    r"|(?:企业|单位|厂家)(?:都|也|还)?(?:可以|可|优先|要(?!求)|须|应|必须|才|不能|不得|不让)|应当(?!是)|应(?:达到|建立|制定|设立|符合|具备|满足|纳入)"
    r"|[^些]的(?:要(?!求|点|素|害|件)|须|应(?!急|用|收|付)|按通则|可以|不得|不能)|要[^，,]{1,6}才[行能可]"
    r"|(?:职责|目标|机构|规划|方案|体系|责任制|能效|能耗|整改|税收?|税款)(?:还|都|也|必须|一定)?(?:要|须|得)(?:涵盖|包括|量化|有|达|建|编|设|写|定(?!期)|解缴|交|缴|留|按[时期]|完成)"
    r"|(?:材料|资料|申报书|申报表|附件)[里上中]?面?(?:要|得|须|需)"
    r"|^(?:通知|文件|办法|申报书|申报表|表|承诺书|条款)[^，,]{0,6}第[\d一二三四五六七八九十]+[条项款栏][^，,]{0,2}(?:写|说|讲|规定|是)"
    r"|^(?:出|发生|遇到)了?(?:安全|质量|环境|环保)?事故?(?:就|都)?(?:要|得|须)"
    r"|是(?:个|条|一个|一条)?(?:硬|基本|必备|前置|否决)(?:条件|指标|杠杠|要求|项)"
)
"""要有规划, 出过事故的不能报: what a rule asks for or forbids, said of nobody."""
_FEARED = re.compile(
    r"(?:^|我们|咱们?|老板|领导|[我就只最很还也])(?:怕|担心|害怕|生怕|唯恐)(?!是|啥|什么|哪个|谁)"
)
"""怕被罚: what one is afraid of has not come about."""
_ADVISED = re.compile(
    r"(?:建议|劝|催|鼓励|动员)(?:我们|咱们?|厂里|企业|公司)(?![^，,]{0,14}[了过])|^(?:更|都|也)?(?:别说|甭说|莫说|休说)|说[^，,]{0,14}(?:重要|关键|必要)$"
)
"""咨询公司建议我们建体系, 别说规划: what is only spoken of is not told to be there."""
_COMING = re.compile(
    r"(?:明年|后年|下个?月|下周|下半年|下季度)[^，,]{0,6}(?:要(?!用|的)|会(?!议)|将|准备|得)"
)
"""明年3月要停产: what is to come has not come about."""
_IF = re.compile(
    r"^(?:若(?!干)|假定|倘)|(?:企业|机构|公司|园区|单位|工厂)(?:若(?!干)|要是|倘)|^请(?!了|过|的|来|人|外|第三方|专家|机构|评)"
)
"""若有一家被罚过: what is supposed has not come about."""
_DAY_AND_YEAR = re.compile(r"(?<=[a-z])( \d{1,2}), (?=(?:19|20)\d{2}\b)")
"""March 8, 2012: the comma within a date."""
_UNTIL_NOW = re.compile(
    r"(?:到今天|到现在|至今)(?=(?:都|也|从来?|一直)*(?:没有?|没得|未)(?!恢复|复|开)[^，。,]{1,3}过)"
)
"""到今天没死过人 tells of all the time since, not of something that still goes on."""
_HELD_BY_NOBODY = re.compile(r"(?<=[都也人])不管|不管(?=了?$)")
"""谁都不管 is no whatever: nobody has charge of it."""
_MADE_FOR_LONG = re.compile(r"(?<=建设|编制|制定|起草)(?=中长期)")
"""编制中长期规划 is not under way (编制中): the term belongs to what follows."""
_STANDARD = re.compile(r"(?<!\d)(?:9001|14001|45001|18001|50001|16949|23331|24001)(?!\d)")
"""没有45001行吗 names a standard and no figure."""
_ROUGHLY = re.compile(
    r"(?:大概|大约摸?|约莫|多半|估摸着?)(?=[是有写提做建进列没算属会能过通]|(?:接近|够上|够得|达到|摸到)(?![\d一二三四五六七八九十半百])|在(?!\d|大?前年|去年|今年|上个?月))"
)
"""大概写了一句 is not sure of itself; 大概十家 tells a figure roughly."""
_THEIRS = re.compile(
    r"(?:我们|咱们?|我厂|我司)?(?:配套|供货|合作|代工|服务|对接|下游|上游|挂靠)[^，,]{0,5}?的"
    r"(?:(?:[那这][几两]?|[几两一])[家个户][^，,]{0,4}?|[药钢铝铜纸酒化工]{0,2})(?:(?<!出)厂(?![房区里家商])|公司|企业|单位|园(?!区里)|矿)"
    r"|(?:我们)?(?:街那头|街对面|河对面|路对面|对门|对面|镇上|村里|城里|那头|那边)的?(?:那几?家|人家)"
)
"""我们配套的那家药厂: somebody with whom the speaker has to do."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a message between two stops, folded.

    ``plain`` has words blanked that only look like negation.
    """

    text: str
    plain: str
    states: bool
    """Whether the part states something, rather than asks or supposes it."""
    before: str = ""
    """What the message said before: the year last said there is that of days without one."""
    hedged: bool = False
    """Whether the speaker is not sure of what the part says."""
    planned: bool = False
    """Whether the part tells what is planned or wished for."""
    asks: bool = False
    """Whether the part asks."""
    of_tenant: bool = False
    """Whether the part states something of a firm in the park that the speaker says is not its own."""

    def match(self, cues: Sequence[str]) -> Found | None:
        """The first of the cues that stands in the part."""
        return first_cue(self.text, tuple(cues))

    def denies(self, start: int, end: int, reach: int = _REACH, words: str = "negators") -> bool:
        """Whether a negation stands within ``reach`` characters of a place."""
        if self.plain.isascii():
            near = self._english_clause(start, end, reach * _WIDER)
        else:
            # 装了监测、从来没做过评估: a negation that opens the next item of a row denies that item alone.
            after = _NEXT_DENIED.split(self.plain[end : end + reach])[0]
            near = f"{self.plain[max(0, start - reach) : end]}{after}"
        return any(word in near for word in word_list(words))

    def _english_clause(self, start: int, end: int, reach: int) -> str:
        """What stands before a place up to the last and or but, and a little behind it."""
        before = re.split(r"\b(?:and|but|though|although)\b", self.plain[max(0, start - reach) : start])[-1]
        after = re.split(r"\b(?:and|but|though|although)\b", self.plain[end : end + _BEHIND_ENGLISH])[0]
        return f"{before}{self.plain[start:end]}{after}"

    def denies_inside(self, found: Found) -> bool:
        """Whether a negation stands in a gap of a cue (复核~造假 in 复核那次没查出造假)."""
        if "~" not in found.cue:
            return False
        inside = self.plain[found.begins : found.ends]
        return any(word in inside and word not in found.cue for word in word_list("negators"))

    def denied_before(self, start: int, reach: int = 4) -> bool:
        """Whether a negation stands right before a place; what the words there hold themselves does not count."""
        if self.plain.isascii():
            return _DENIED_ENGLISH.search(self.plain[:start]) is not None
        near = self.plain[max(0, start - reach) : start]
        return any(word in near for word in word_list("negators"))

    def times(self, as_of: date) -> list[When]:
        """Every time said in the part, in order; days without a year are of the year last said before, if past."""
        found = find_times(self.text, as_of)
        if found or not self.before or not (MONTH_ALONE.search(self.text) or self.text.isascii()):
            return found
        years = find_times(self.before, as_of)
        if not years:
            return found
        year = years[-1].year
        if self.text.isascii():
            # Two years ago, in August, a tank burst: of the year said before.
            return [when for when in english_months(self.text, year) if when.wire <= as_of.isoformat()]
        said = find_times(f"{year}年{self.text}", as_of)
        shift = len(f"{year}年")
        return [
            When(when.wire, max(0, when.start - shift), when.end - shift)
            for when in said
            if when.end > shift and when.wire <= as_of.isoformat()
        ]

    def amounts(self, as_of: date) -> list[Amount]:
        """Every exact figure said in the part; bounds, estimates and times are left out."""
        return find_amounts(self.text, as_of)


@lru_cache(maxsize=64)
def split_message(text: str, *, sure: bool = False) -> tuple[Part, ...]:
    """The parts of a message, folded, in order; ``sure`` takes what is hedged (好像没有) as said."""
    folded = with_restatements(in_digits(_as_meant(fold(text))))
    folded = _ROW_DENIED.sub(lambda row: row[1].replace(", ", " or "), folded)
    folded = _DAY_AND_YEAR.sub(r"\1 ", folded)
    folded = _UNTIL_NOW.sub("以来", folded)
    folded = _YEARS_IN_A_ROW.sub(_each_with_its_year, folded)
    folded = _MADE_FOR_LONG.sub("的", folded)
    folded = _EXCEPTED.sub(r"\g<0>，", folded)
    folded = _LABEL_BEHIND.sub(r"\g<label>\g<row>", folded)
    folded = _SAME_PLACE.sub(r"\g<before>\g<place>\g<between>在\g<place>", folded)
    # After 不对 a figure that 应该是 so and so is a correction, not a guess.
    sure = sure or folded.strip(_SIGHS).startswith(_taken_back())
    parts, elsewhere = [], False
    for piece, start, mark in split_pieces(folded):
        part = _part(piece, "?" if "?" in mark or "？" in mark else "", sure=sure)
        if elsewhere and not has_any(piece, "speaker"):
            # 隔壁那家炸了，死了两个人: still of somebody else, up to the full stop.
            part = replace(part, states=False)
        elsewhere = not _FULL_STOP.search(mark) and (
            tells_of_others(piece) or (elsewhere and not part.states)
        )
        parts.append(replace(part, before=folded[:start]) if start else part)
    return weighed(parts, sure=sure)


_YEARS_IN_A_ROW = re.compile(r"(?<![\d.])(?:20)?[12]\d(?:[、,，和及](?:20)?[12]\d){1,4}(?=年(?!度?第))")


def _each_with_its_year(row: re.Match[str]) -> str:
    """20、21、22年 written out: 2020年、2021年、2022年."""
    years = [year if len(year) > len("20") else f"20{year}" for year in re.findall(r"\d+", row.group())]
    return "年、".join(years)


@cache
def _taken_back() -> tuple[str, ...]:
    """Words that take something back; 应该是 alone may be a correction and may be a guess."""
    return tuple(word for word in word_list("corrections") if word not in word_list("hedges"))


def _as_meant(folded: str) -> str:
    """The message with words put right that were typed by their sound (挺产)."""
    for typed, meant in word_table("mistyped").items():
        folded = folded.replace(typed, meant)
    return folded


_SIGHS = " ,，哎哦噢诶唉呃嗯呀啊"
_STOPS = re.compile(r"[，,。；;!！?？\n]|(?<=[a-z])\.\s")


def corrects(text: str) -> bool:
    """Whether a message takes back something told: it begins so (不对，…), or a part ends so (等级说错了，…)."""
    folded = fold(text).strip(_SIGHS)
    if folded.startswith(word_list("corrections")):
        return True
    parts = (part.rstrip("的了啦嘛哈哦 .") for part in _STOPS.split(folded))
    return any(
        part.endswith(word) and not part[: -len(word)].endswith(("没", "不", "别", "未"))
        for part in parts
        for word in word_list("said_wrongly")
    )


def is_hedged(part: Part) -> bool:
    """Whether the speaker is not sure of what a part says."""
    return part.hedged or has_any(part.text, "hedges") or bool(_ROUGHLY.search(part.text))


def _part(piece: str, mark: str, *, sure: bool) -> Part:
    plain = _HELD_BY_NOBODY.sub("没管", piece)
    for word in word_list("not_negators"):
        plain = plain.replace(word, "□" * len(word))
    plain = _BEFOREHAND.sub("□", plain)
    # Do we need it? asks whoever it names.
    plainly = piece.isascii() and bool(mark)
    told = (has_any(piece, "first_person") and not plainly) or (
        has_any(piece, "asks_for_verdict") and AMOUNT.search(_STANDARD.sub("", piece))
    )
    asks = asks_whether(piece) or asks_for_something(piece) or (asks_something(piece, mark) and not told)
    said = piece
    for word in word_list("not_suppositions"):
        said = said.replace(word, "")
    said = _MEETS.sub("", said)
    hedged = (has_any(said, "hedges") or bool(_ROUGHLY.search(said))) and not sure
    planned = has_any(said, "suppositions") or bool(
        _FEARED.search(piece) or _IF.search(piece) or _COMING.search(piece) or _ADVISED.search(piece)
    )
    ruled = bool(_RULE.search(piece)) and not has_any(piece, "first_person")
    elsewhere = ruled or bool(_HEARD.search(piece)) or tells_of_others(piece)
    unsaid = asks or hedged or elsewhere
    return Part(piece, plain, not (unsaid or planned), planned=planned and not unsaid, asks=asks)


_THEY = re.compile(
    r"(?:(?:大?前年|去年|今年|上个?月|上次|上回)(?:来的)?)?(?:他们|人家|那家(?:公司|厂|企业))"
    r"(?!那?(?:第三方|机构|专家|老师|经委|经信|评|查|审|验)|说|给|把|让|认|定|来|没[给让说查])"
)
"""去年他们被移出了: neither the teller nor an office of which he tells."""


def tells_of_others(piece: str) -> bool:
    """Whether a part begins with somebody who is not the speaker (客户被罚了; not 客户资料泄露了)."""
    others = piece.startswith(word_list("others")) or _THEIRS.match(piece) or _their_affair().match(piece)
    others = others or _OF_THEM.search(piece)
    they = _THEY.match(piece) and not has_any(piece, "first_person")
    return bool(others or they) and not piece.startswith(word_list("not_others"))


_OF_THEM = re.compile(
    r"^(?!我|咱|本[厂公企园])[^，,]{1,12}是(?:我们|咱们?)?(?:母公司|总公司|集团公司|子公司|隔壁[^，,]{0,3}|别[家人]|人家|客户|同行|兄弟(?:公司|单位|厂))的(?!子公司|分公司|全资)"
)
"""三个亿是我们母公司的产值: what is told is theirs."""


@cache
def _their_affair() -> re.Pattern[str]:
    """那是隔壁厂的事: what follows is of them."""
    others = "|".join(map(re.escape, word_list("others")))
    return re.compile(rf"那是(?:{others}|人家)[^，,]{{0,4}}的事")
