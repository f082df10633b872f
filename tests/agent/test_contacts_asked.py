"""Details of somebody to turn to: what is asked comes first, what no document states is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.agent.pipeline import Agent
from tests.agent.places import ask, first_lines, labels, open_agent

NATIONAL, MUNICIPAL, DISTRICT = "miit-2023-202", "cq-notice-2025", "changshou-2023-12"
RELATED = "相关规定"


@pytest.mark.parametrize(
    "question", ["工信部邮编", "工信部地址在哪里", "西长安街 邮编 地址", "MIIT postal code"]
)
def test_the_address_printed_at_the_foot_of_a_page_is_told_as_such(agent: Agent, question: str) -> None:
    answer = ask(agent, question)
    assert "西长安街13号" in answer.answer and "100804" in answer.answer
    assert "发文网页底部" in answer.answer or "foot of the web page" in answer.answer
    assert (NATIONAL, "页面文字") in labels(answer)


def test_the_foot_of_a_page_is_no_place_to_send_papers_to(agent: Agent) -> None:
    answer = ask(agent, "工信部材料的邮寄地址和邮编")
    assert "没有规定把材料寄往" in first_lines(answer)
    assert "西长安街" not in answer.answer


def test_a_person_asked_about_a_matter_is_not_told_alone(agent: Agent) -> None:
    answer = ask(agent, "秦雪娇是管账号的吧？密码忘了我就打给她咯")
    assert "唐海洋" in answer.answer


def test_the_number_of_a_body_goes_before_its_platform(agent: Agent) -> None:
    answer = ask(agent, "工信部2023年绿色制造名单 联系电话")
    assert answer.answer.split("\n\n")[1].startswith("- 联系人及电话：王成波 010-68205340")


def test_the_street_of_a_body_is_told_and_that_its_postcode_is_not_stated(agent: Agent) -> None:
    answer = ask(agent, "市经信委在哪条路几号，邮编多少")
    assert "云杉南路12号" in answer.answer.split("\n\n")[1]
    assert "没有写明市经济信息委的邮编" in answer.answer


@pytest.mark.parametrize(
    ("question", "silent", "given"),
    [
        ("市经信委节能处的传真和邮箱", "没有写明市经济信息委节能处的传真、邮箱", "63897443"),
        ("秦雪娇的邮箱", "没有写明秦雪娇的邮箱", "63897443"),
        ("秦雪娇的手机号", "没有写明秦雪娇的手机号", "63897443"),
        ("节能环资科传真号", "没有写明节能环资科的传真", "335室"),
        ("长寿经信委地址", "没有写明重庆市长寿区经济和信息化委员会的地址", "335室"),
        ("王成波是哪个单位的", "没有写明王成波的所在单位", "010-68205340"),
        ("传真号多少", "现有文件都没有写明传真", "63897443"),
    ],
)
def test_a_detail_that_a_document_does_not_state_is_said_before_what_it_states(
    agent: Agent, question: str, silent: str, given: str
) -> None:
    answer = ask(agent, question)
    assert silent in first_lines(answer)
    assert given in answer.answer
    assert RELATED not in answer.answer


def test_nobody_elses_mail_address_is_told_for_a_person(agent: Agent) -> None:
    assert "@" not in ask(agent, "秦雪娇的邮箱").answer


def test_the_unit_of_a_person_is_read_off_the_line_that_names_it(agent: Agent) -> None:
    answer = ask(agent, "秦雪娇是哪个单位的")
    assert "市经济信息委联系人：秦雪娇" in answer.answer
    assert "没有写明" not in answer.answer


def test_room_and_phone_are_told_and_that_the_floor_is_not(agent: Agent) -> None:
    answer = ask(agent, "长寿经信委的节能科在几楼几号房，电话好多")
    for words in ("335室", "40409125", "没有写明节能环资科的楼层"):
        assert words in answer.answer


def test_phone_and_mail_address_of_a_round_are_told_together_in_english(agent: Agent) -> None:
    answer = ask(agent, "Who do I call about the 2025 municipal list, and where do I mail the paper report?")
    assert "63897443" in answer.answer and "云杉南路12号" in answer.answer
    assert {document for document, _ in labels(answer)} == {MUNICIPAL}


def test_an_english_question_for_a_fax_number_that_no_text_gives_is_told_so(agent: Agent) -> None:
    answer = ask(agent, "Does the Changshou office have a fax number?")
    assert "does not state the fax number" in first_lines(answer)
    assert {document for document, _ in labels(answer)} == {DISTRICT}


def test_mobile_numbers_of_technicians_are_mobile_numbers(agent: Agent) -> None:
    answer = ask(agent, "黎柴佐的手机号")
    assert "13667679209" in answer.answer and "没有写明" not in answer.answer


def test_the_site_asked_for_is_that_of_the_document_in_which_the_matter_stands(agent: Agent) -> None:
    answer = ask(agent, "第三方机构年度工作情况在哪个网站填")
    assert "green.miit.gov.cn" in answer.answer.split("\n\n")[1]
    assert "cqigp.com" not in answer.answer


def test_a_link_to_a_text_is_no_site_to_apply_on(agent: Agent) -> None:
    listed = ask(agent, "2025年在哪个网站申报").answer.split(RELATED)[0]
    assert "cqigp.com" in listed
    assert "content_6929104" not in listed


@pytest.mark.parametrize(
    "question", ["长寿企业换了地址还能入库吗", "长寿申请表里联系电话怎么填", "公司的邮编填哪个"]
)
def test_the_askers_own_details_are_no_question_for_those_of_a_body(agent: Agent, question: str) -> None:
    assert "没有写明" not in ask(agent, question).answer


ELSEWHERE = """云州市工业局关于开展2031年度示范企业申报工作的通知
各区县工业局：
现就有关事项通知如下。
一、申报条件
申报企业应在本市注册。
二、申报时间
请各区县于2031年8月20日前将推荐材料报送市工业局。
联系人：李明，电话：0551-62871234（兼传真）。
材料邮寄地址：云州市东城区西大街13号，邮编：230001。
云州市工业局
2031年3月1日
"""


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Agent:
    folder: Path = tmp_path_factory.mktemp("corpus") / "documents" / "made"
    folder.mkdir(parents=True)
    (folder / "original.txt").write_text(ELSEWHERE, encoding="utf-8")
    return open_agent(folder.parents[1], tmp_path_factory.mktemp("data"))


@pytest.mark.parametrize(
    ("question", "given"),
    [("传真多少", "0551-62871234"), ("邮编是多少", "230001"), ("联系人的电话", "0551-62871234")],
)
def test_a_detail_asked_of_nobody_in_particular_is_told_where_it_stands(
    elsewhere: Agent, question: str, given: str
) -> None:
    answer = ask(elsewhere, question)
    assert given in answer.answer.split("\n- ")[1]
    assert "没有写明" not in answer.answer


def test_a_detail_that_no_text_gives_is_said_beside_one_that_is_given(elsewhere: Agent) -> None:
    answer = ask(elsewhere, "联系电话和邮箱")
    assert "0551-62871234" in answer.answer
    assert "现有文件都没有写明邮箱" in answer.answer
