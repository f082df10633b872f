"""An older and a newer round of one place beside another place: batches, bars, comparisons, places in Pinyin."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.agent.pipeline import Agent
from assistant.domain.answers import Answer
from tests.agent.places import ask, open_texts

DAY = date(2026, 5, 6)

LOOMS = """关于开展2026年度织造企业节能改造申报工作的通知

各县（市、区）工业和信息化局：
为做好申报工作，现就有关事项通知如下。

一、申报条件
（一）在青岚市注册满2年的织造企业，上年度营业收入3亿元以上。
（二）有下列情形之一的，不得申报
1.近三年发生较大及以上生产安全事故的；
2.被列入失信被执行人名单的；
3.上一批未通过，又报同年度下一批的；
4.近一年受到单次20万元以上罚款的。

二、时间安排
全年分两批组织：
环节 | 第一批 | 第二批
企业网上提交截止 | 4月30日17:30 | 9月15日17:30
县级审核推荐截止 | 5月22日 | 10月12日
公示公布 | 7月 | 12月

三、指标
指标如下：
工序 | 单位电耗上限 | 水重复利用率下限
织布 | 0.9千瓦时/米 | 60%
染整 | 1.6千瓦时/米 | 75%以上
后整理 | 0.7千瓦时/米 | 55%

四、奖励
通过的给予一次性奖励8万元。

五、咨询方式
政策咨询：节能科 林芷若　85681240
各县受理咨询：松阳县 87269315；竹溪县 82880417

青岚市工业和信息化局
2026年3月11日
"""

KILNS = """青岭省窑炉低碳改造补助办法

总体要求
第一条 为规范窑炉补助，制定本办法。
补助标准
第二条 改造投资二百万元以上的，按投资额的百分之十给予补助。
第三条 获得补助的企业自资金到账之日起三年内迁出本省的，应当全额退回补助资金。
其他规定
第四条 称号有效期五年，第三年进行一次中期复查。
第五条 申请补助的企业上年末资产负债率不高于70%。
第六条 本办法自2026年1月1日起施行。
"""


@pytest.fixture(scope="module")
def agent(tmp_path_factory: pytest.TempPathFactory) -> Agent:
    return open_texts({"looms": LOOMS, "kilns": KILNS}, tmp_path_factory)


def first(answer: Answer) -> str:
    return answer.answer.split("\n")[0]


def test_who_missed_the_first_batch_is_told_of_the_second(agent: Agent) -> None:
    answer = ask(agent, "五一前忘了在网上提交，青岚市的织造改造还有没有机会", DAY).answer
    assert "2026年4月30日" in answer
    assert "企业网上提交（第二批）" in answer and "2026年9月15日" in answer


def test_the_batch_that_is_named_is_answered(agent: Agent) -> None:
    assert "2026年10月12日" in first(ask(agent, "青岚市织造改造第二批县里最晚什么时候推荐", DAY))


def test_an_item_of_a_list_of_bars_is_told_with_the_bar(agent: Agent) -> None:
    answer = first(ask(agent, "青岚的织造企业是失信被执行人，还能报吗", DAY))
    assert answer.startswith("不能，这是文件列明的不得申报情形。")
    assert "不得申报" in answer


def test_a_bar_with_a_grade_is_for_the_reader_to_compare(agent: Agent) -> None:
    answer = first(ask(agent, "青岚的织造企业出过安全事故还能申报吗", DAY))
    assert not answer.startswith("不能，")


def test_a_row_is_read_with_the_names_of_its_columns(agent: Agent) -> None:
    answer = ask(agent, "青岚染整的电耗最多多少", DAY).answer
    assert "工序：染整" in answer and "单位电耗上限：1.6千瓦时/米" in answer


def test_once_and_for_all_is_no_figure(agent: Agent) -> None:
    assert "**一次**性" not in ask(agent, "青岚织造改造奖励多少钱", DAY).answer


def test_a_place_in_pinyin_tells_the_document(agent: Agent) -> None:
    answer = ask(
        agent, "If we move out of Qingling two years after the award, must we give anything back?", DAY
    )
    assert answer.citations[0].document_id == "kilns"
    assert "全额退回" in answer.answer


def test_a_place_named_outdoes_the_subject_of_another_place(agent: Agent) -> None:
    assert ask(agent, "青岭的织造企业改造补多少", DAY).citations[0].document_id == "kilns"


def test_the_number_of_the_county_named_is_there(agent: Agent) -> None:
    assert "82880417" in ask(agent, "竹溪县织造改造咨询打哪个电话", DAY).answer


def test_no_number_is_denied_that_another_line_gives(agent: Agent) -> None:
    answer = ask(agent, "For the Qinglan loom application, whom do I phone?", DAY).answer
    assert "85681240" in answer and "does not state" not in answer


def test_a_share_in_the_one_clause_that_fits_is_not_denied(agent: Agent) -> None:
    answer = ask(agent, "青岭窑炉改造按投资补几成", DAY).answer
    assert "百分之十" in answer and "没有规定" not in answer


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("上个月被罚了18万，青岚的织造企业还能报吗", "这一条不构成障碍，没有达到文件列明的 **20万元以上**"),
        ("上个月被罚了25万，青岚的织造企业还能报吗", "不能，已达到文件列明的 **20万元以上**"),
        ("青岚织造企业营业收入2.6亿能不能报", "不满足，文件写的是 **3亿元以上**"),
        ("青岚织造企业营业收入3.4亿能不能报", "按这个数，这一项够了，文件写的是 **3亿元以上**"),
    ],
)
def test_an_amount_is_held_against_the_bound_of_a_bar_or_a_condition(
    agent: Agent, question: str, opening: str
) -> None:
    assert first(ask(agent, question, DAY)).startswith(opening)


def test_an_amount_of_last_year_is_held_against_its_bound(agent: Agent) -> None:
    answer = first(ask(agent, "青岭的厂去年末资产负债率72%，符合窑炉补助的条件吗", DAY))
    assert answer.startswith("不满足，文件写的是 **不高于70%**")


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("青岚染整企业水重复利用率做到72%，够得上水重复利用率下限吗", "不满足，文件写的是 **75%"),
        ("青岚染整企业水重复利用率做到78%，够得上水重复利用率下限吗", "按这个数，这一项够了"),
    ],
)
def test_a_share_is_held_against_the_bound_of_its_row(agent: Agent, question: str, opening: str) -> None:
    assert first(ask(agent, question, DAY)).startswith(opening)


@pytest.mark.parametrize(
    "question",
    [
        "今年青岚的织造改造还能报吗",
        "青岚失信修复以后的织造企业能报吗",
        "青岚没有列入失信名单的织造企业能报吗",
    ],
)
def test_what_is_applied_for_and_what_is_put_right_are_no_case(agent: Agent, question: str) -> None:
    assert not first(ask(agent, question, DAY)).startswith("不能")
