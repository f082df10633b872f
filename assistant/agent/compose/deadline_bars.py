"""What a question for a time leaves out: the bar on applying again, and limits of what it does not speak of."""

from __future__ import annotations

import re

from assistant.agent.compose.deadline_ranking import goes_on_about
from assistant.agent.context import Context
from assistant.register.deadlines import Deadline

WHEN = re.compile(
    r"哪天|哪一天|哪日|几号|几月|什么时[候间]|啥时|何时|几时|几天|几年|几个|多久|多长|多少[天年个]|when|how long|what date|which day|by what",
    re.IGNORECASE,
)
"""Words that ask when."""


def is_bar_unasked(context: Context, deadline: Deadline) -> bool:
    """For how long one may not apply again is told to those who ask for that, not to those who ask when to apply."""
    question = context.question
    asked = question.folded + (context.state.last_said if question.from_state else "")
    goes_on = question.from_state and goes_on_about(context, deadline)
    wanted = (goes_on or _ASKS_OF_BAR.search(asked)) and not _ASKS_IF_NEEDED.search(question.folded)
    return bool(_BAR.search(deadline.quote)) and not wanted


_ASKS_IF_NEEDED = re.compile(r"要不要|需不需要|用不用|需要[^，。？?,]{0,12}[吗么]|是否需要|必须")
_SAYS_NOTHING = re.compile(r"[^\u4e00-\u9fff]|[的了呢吗啊嘛么要能得会是那就可以应该我们你]")


def said_beside_when(context: Context) -> str:
    """What a few words say beside asking when (什么时候拨: 拨); empty where they say more, or do not ask when."""
    folded = context.question.folded
    asked = WHEN.search(folded)
    if not context.question.from_state or asked is None:
        return ""
    rest = _SAYS_NOTHING.sub("", folded.replace(asked[0], ""))
    return rest if len(rest) <= _BRIEF else ""


_BRIEF = 3
_BAR = re.compile(r"(?:日|月|年)[之以]?内[^，。；,;]{0,4}(?:不得|不再|不予|不能|不可)")
_ASKS_OF_BAR = re.compile(
    r"再|重新|又|恢复|解禁|[不没莫]|禁|限制|(?:多久|多长|好久|几年|几个月|多少[年月天])[^，。？?,]{0,8}(?:能|可|才|报|申)"
    r"|撤|移除|移出|取消|造假|作假|虚假|不合格|again|how long|bar|ban|revok|withdr|strip|remov",
    re.IGNORECASE,
)
