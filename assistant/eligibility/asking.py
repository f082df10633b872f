"""Whether a part of a message asks: by what it asks with, by whether something is so, or by what it asks for."""

from __future__ import annotations

import re

from assistant.eligibility.said_words import has_any

NO_QUESTION = re.compile(
    r"[没不无][有得曾]?[\u4e00-\u9fff]{0,4}?(?:什么|啥子?|哪些|哪个|哪[条项样家级]|多少)|(?:哪[个家样类条项]|什么|啥子?)[\u4e00-\u9fff]{0,6}?[都也](?=[没不未无]|(?:行|可以|成|好|要得)(?:[，,。]|$))"
)
"""Denials in words that otherwise ask (没出过啥事)."""
_WHETHER = re.compile(
    r"(?<![督检审核抽清巡排普])(?!还没还)([\u4e00-\u9fff])[没不]\1(?!有人|停)"
    r"|(?:(?<=[下出进上过]来)|(?<=移出)|(?<=(?<!过)去)|(?<=[掉完到])|(?<=(?<!不)过)|(?<=[完办建做改评]成))了?没有?$(?<!没[去掉完到过]没有)"
    r"|(?:是|要|得)几[年个条家项]$|哪[种类](?!都|也)$"
    r"|(?:算|是|要|行|能|可以|得)[^，,]{0,8}(?<![什怎这那多要])么$"
)
"""通不通过, 出来没有, 还算实际生产么: whether it is so is asked."""
_ASKS_END = re.compile(
    r"(?:有|是|要|会|能|算|够|得|可以|对|行|认|好|给|招|让)[^，,]{0,12}(?<![都也还就并才又绝从决我])不$"
    r"|(?:[了过上到完出]|有[\u4e00-\u9fff]{1,4})(?<![还都也又就并从])没$"
    r"|(?<!就)(?:是|按|看|算|用|以)[^，,]{1,14}还是(?!老样|没|不|有|在|那|这)[^，,没不]{1,10}$"
)
"""算停产不, 公示了没, 按用地还是按产值: a part that ends so asks."""
_ASKS_WITH = re.compile(
    r"能否|可否|何时|为何|何处"
    r"|(?:(?<!就)是|要|(?<!委)会|分|期|隔|评|价|写|后|覆盖|需|扣|共|每年|有效|指)(?:的|大概|一般|过)?几(?!乎|经|度|番)(?:年|回|批|次|章|月|级|个|分|折|户|类|种|家|点|项|日|天|张|份|本|页)"
    r"|(?:(?<!就)是|要|附|看|从|在|算|指|归|以|按|由|查|属于?|分|标准|方案|办法|通知)哪(?:一)?(?:家|本|页|种|批|份|里|年|个|条|门|天|边|几|些|张|级|类|块|部|方|栏|行|查|找|看)(?![^，,]*[都也没不])"
    r"|(?:奖|差|要|得|是|套)好多(?:钱|分|天|度|吨|呢|嘛|啊|$)|[降要得奖]好多(?=才)|多[厚长高]的|隔好久|有几[批版类种]了?$|多久(?!了|没|以?前)(?![^，,]*[我咱])"
    r"|(?:找|归|问|由)谁|谁(?:来|管|发|审|批|评|核)(?![^，,]*[都也])"
)
"""几年有效, 由哪一方申报, 要好多钱, 由谁核定: words that ask and that are seldom anything else there."""
_ASKS_FOR = re.compile(
    r"(?:发|给|传)(?:我|咱|我们)?一[份本张个](?:呗|吧|啊|哈|嘛)?$|^求(?:大佬|一份|模板|您?发)|(?:模板|范本|格式|样表|网址|目录)[^，,]{0,2}(?:发|给)我"
)
"""模板发我一份: what is asked for is not told to be there."""


def asks_whether(piece: str) -> bool:
    """Whether a folded part asks if something is so, and gives no figure that is to be weighed (够不够)."""
    return bool(_WHETHER.search(piece)) and not has_any(piece, "asks_for_verdict")


def asks_something(piece: str, mark: str) -> bool:
    """Whether a folded part asks, ``mark`` being the question mark behind it, if any."""
    plain = NO_QUESTION.sub("", piece)
    return has_any(plain + mark, "question_marks") or any(
        form.search(plain) for form in (_ASKS_END, _ASKS_WITH)
    )


def asks_for_something(piece: str) -> bool:
    """Whether a folded part asks to be given a form or a text, whoever speaks of himself in it (发我一份)."""
    return bool(_ASKS_FOR.search(piece))
