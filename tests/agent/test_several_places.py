"""Documents of several places side by side: the one meant answers, by the half of the sentence that is asked about."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.agent.pipeline import Agent
from assistant.domain.answers import Answer
from tests.agent.places import ask, converse, open_texts

DAY = date(2026, 9, 1)

LANTERNS = """云溪县工业和信息化局关于征集2026年度竹纸作坊节水改造示范项目的公告

为推动竹纸行业绿色发展，现将有关事项公告如下。

一、征集范围
在云溪县登记的竹纸作坊和竹纸企业。竹纸项目总投资不低于20万元，其中封闭循环类项目不低于8万元。

二、报名
（一）申报单位应当于2026年10月20日前将申报书发送至电子邮箱zhuzhi@yunxi.example.cn，不接收邮寄材料。
（二）各乡镇人民政府应当于2026年11月5日前将汇总表报县工业和信息化局。
（三）县工业和信息化局自收到汇总表之日起30日内组织评审，并将结果向社会公示，公示期不少于6日。

三、其他
（一）示范项目称号有效期为四年，自公告之日起计算。
（二）弄虚作假的，撤销称号，两年内不得重新申报；因搬迁主动退出的不受此限制。
（三）此前列入试点的竹纸作坊直接转为示范项目，无需重新报名。

云溪县工业和信息化局
2026年8月3日
"""

HARBOUR = """临港区商务局关于组织申报2026年度冷链仓库节能奖励的通知

各有关单位：
一、申报时间
申报单位应当于2026年9月30日前报送材料。
二、奖励标准
按照投资额的10%给予奖励，最高60万元。
三、材料
（一）申请表；（二）发票。
四、联系方式
临港区商务局物流科，孙小海，0532-86001122。

临港区商务局
2026年7月1日
"""


@pytest.fixture(scope="module")
def agent(tmp_path_factory: pytest.TempPathFactory) -> Agent:
    return open_texts({"lanterns": LANTERNS, "harbour": HARBOUR}, tmp_path_factory)


def first(answer: Answer) -> str:
    return answer.answer.split("\n")[0]


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("云溪那个项目最高投资多少", "lanterns"),
        ("临港的奖励最高多少钱", "harbour"),
        ("竹纸的总投资要多少", "lanterns"),
        ("冷链仓库今年想报，奖励怎么算", "harbour"),
    ],
)
def test_a_place_or_a_word_of_one_title_tells_the_document(
    agent: Agent, question: str, document: str
) -> None:
    assert ask(agent, question, DAY).citations[0].document_id == document


def test_what_need_not_be_done_is_not_demanded(agent: Agent) -> None:
    assert first(ask(agent, "列入过试点的竹纸作坊还要不要重新报名", DAY)).startswith("不需要。")


def test_whom_a_bar_leaves_out_is_not_barred(agent: Agent) -> None:
    barred = ask(agent, "竹纸作坊弄虚作假被撤了，能不能马上重新申报", DAY)
    left_out = ask(agent, "竹纸作坊因为搬迁主动退出的，能不能马上重新申报", DAY)
    assert not first(barred).startswith(("可以", "这条限制不适用"))
    assert first(left_out).startswith("这条限制不适用于这种情形。")


def test_of_two_spans_in_one_sentence_the_one_asked_for_is_told_with_its_bound(agent: Agent) -> None:
    assert "不少于 6 日" in first(ask(agent, "竹纸示范的公示多长时间", DAY))


def test_the_day_of_whom_the_question_names(agent: Agent) -> None:
    own, towns = (turn.answer for turn in converse(agent, "竹纸项目报名截止哪天", "乡镇呢", as_of=DAY))
    assert "2026年10月20日" in first(own)
    assert "2026年11月5日" in first(towns)
    assert "没有写明申报主体自己的截止日期" not in towns.answer


def test_a_bar_is_no_time_to_apply(agent: Agent) -> None:
    answer = ask(agent, "竹纸示范啥时候报名", DAY).answer
    assert "2026年10月20日" in answer.split("\n\n")[0]


def test_how_long_a_title_holds_is_no_life_of_the_text(agent: Agent) -> None:
    assert "四年" in first(ask(agent, "竹纸示范项目的称号管几年", DAY))


def test_a_way_of_handing_in_that_is_refused_is_told_first(agent: Agent) -> None:
    answer = ask(agent, "竹纸项目的申报书能不能邮寄过去", DAY)
    assert first(answer).startswith("不可以。")
    assert "不接收邮寄材料" in first(answer)


def test_contacts_of_another_place_are_not_given(agent: Agent) -> None:
    answer = ask(agent, "竹纸示范项目打哪个电话咨询", DAY).answer
    assert "86001122" not in answer
    assert "没有写明云溪县工业和信息化局的电话" in answer
