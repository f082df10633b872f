"""What the deterministic engine composes itself needs no dropping: the gate knows the house's own sentences."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.agent.pipeline import Agent
from assistant.domain.dialogue import DialogueState
from tests.agent.places import IN_ROUND, TODAY

QUESTIONS = [
    "",
    "公示7天对吧？",
    "公示期是10个工作日，没错吧",
    "公示期是5个工作日吗",
    "怎么申报绿色工厂",
    "申报绿色工厂要什么条件",
    "绿色园区的基本条件有哪些",
    "企业最晚什么时候交材料",
    "2025年6月14日是企业的截止日期吗",
    "2025年7月1日截止，对不对",
    "2026年什么时候申报",
    "今年的申报结束了没有",
    "第九十九条说了什么",
    "认定办法第30条规定了什么",
    "第七条第（九）项是什么",
    "第十八条讲的什么",
    "渝经信规范〔2024〕4号还有效吗",
    "试行办法现在还管用吗",
    "老办法还有用吗",
    "2025年的通知什么时候印发的",
    "秦雪娇电话多少",
    "平台技术人员电话",
    "江北区联系谁",
    "材料寄到哪里",
    "电子版发哪个邮箱",
    "去哪个网站填报",
    "B级是不是绿色工厂",
    "AA和AAA哪个高",
    "C级工厂是什么",
    "新评上的绿色工厂第一年是什么等级",
    "哪些级别能推荐申报国家级",
    "被撤销了几年不能再报",
    "撤销称号有哪些情形",
    "公司改名了怎么办，多久之内要报",
    "弄虚作假有什么后果",
    "帮我编一份评价报告的数据",
    "能不能保证我们通过",
    "第三方机构一批最多做几个项目",
    "要不要第三方评价",
    "评价机构造假会怎样",
    "发生过一般事故能不能申报",
    "园区工业增加值占比50%行不行",
    "园区要专职人员吗",
    "不入库能不能申报",
    "经营异常名录已经移出了，能不能报",
    "我们厂前年停产了14个月，还能申报吗",
    "我们是长寿区的铸造厂，年产值8200万元，2019年投产，能入库吗",
    "我们厂2025年3月出过一次较大事故，还能评市级绿色工厂吗",
    "绿色工厂奖励多少万",
    "有没有税收优惠",
    "绿色工厂称号有效期几年",
    "多久复审一次",
    "从2025年9月26日开始公示，哪天结束",
    "从2026-11-20起30个工作日是哪天",
    "年产值要达到多少才能进培育库",
    "申报表要填哪些内容",
    "国家级绿色工厂申报截止日期",
    "逾期不填动态管理表会怎样",
    "你好",
    "When is the deadline for the 2025 round?",
    "How long is the publicity period?",
    "Who is the contact at the municipal commission?",
    "Which documents does a factory need to submit?",
    "Is 50% enough for a green park?",
    "Can we apply again after the title was revoked?",
    "Is the trial measure still in force?",
    "Is a third-party evaluation mandatory?",
    "",
][1:-1]


@pytest.mark.parametrize("as_of", [TODAY, IN_ROUND], ids=str)
@pytest.mark.parametrize("question", QUESTIONS)
def test_the_gate_drops_nothing_of_an_ordinary_answer(agent: Agent, question: str, as_of: date) -> None:
    turn = agent.answer(question, state=DialogueState(), as_of=as_of)
    assert turn.drops == ()
