"""Papers over HTTP: the official form, the record of a check, the sheet of those recommended."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import unquote

import docx
import httpx
import openpyxl
import pytest
from docx.oxml.ns import qn

from assistant.eligibility.batch.codes import with_check

WITH_FORM = "changshou-cultivation-2023"
WITHOUT = "cq-green-factory"
DAY = "2023-03-01"
FACTS: dict[str, Any] = {
    "registered_in_district": True,
    "legal_form": "independent_legal_person",
    "output_value": {"2022": 8200.5},
    "profit": {"2020": 310, "2021": 25, "2022": 415},
    "industry": "chemical",
    "accidents": [],
}
CODE = with_check("91500000100000001")


def post(client: httpx.Client, scheme: str, paper: str, **body: Any) -> httpx.Response:
    query = {"format": body.pop("format")} if "format" in body else {}
    return client.post(f"/api/v1/schemes/{scheme}/{paper}", json={"as_of": DAY, **body}, params=query)


def words_of(reply: httpx.Response) -> str:
    """All text of a Word file, cells included."""
    assert reply.status_code == 200, reply.text
    word = docx.Document(io.BytesIO(reply.content))
    return "\n".join(
        "".join(run.text or "" for run in paragraph.iter(qn("w:t")))
        for paragraph in word.element.body.iter(qn("w:p"))
    )


def test_the_fields_of_the_form_are_told_in_the_order_of_the_page(client: httpx.Client) -> None:
    form = client.get(f"/api/v1/schemes/{WITH_FORM}/form").json()
    keys = [field["key"] for field in form["fields"]]
    assert keys[:4] == ["公司名称", "所属行业", "通讯地址", "单位性质"]
    assert [k for k in keys if k.startswith("利润总额")] == [f"利润总额：{y}年" for y in (2020, 2021, 2022)]
    kinds = {field["key"]: field for field in form["fields"]}
    assert kinds["单位性质"]["options"] == ["国有", "集体", "民营", "中外合资", "港澳台", "外商独资"]
    assert (kinds["2022年产值"]["fact"], kinds["2022年产值"]["unit"]) == ("output_value", "万元")
    assert [field["key"] for field in form["fields"] if field["by_hand"]] == [
        "法人或单位负责人签字",
        "日期",
    ]
    assert form["url"].startswith("/documents/changshou-2023-12")


def test_a_filled_form_bears_its_heading_line_facts_fields_and_ticks(client: httpx.Client) -> None:
    fields = {
        "公司名称": "某某化工有限公司",
        "单位性质": "民营",
        "能源管理体系": True,
        "成立日期": "2012/6/8",
    }
    reply = post(client, WITH_FORM, "form", facts=FACTS, fields=fields)
    text = words_of(reply)
    assert text.startswith("据文件附件文字重排，以主管部门原表为准\n绿色工厂培育入库申请表")
    assert "某某化工有限公司" in text and "化工" in text and "8200.5" in text and "2012年6月8日" in text
    assert "内资（□国有 □集体 ☑民营） □中外合资 □港澳台 □外商独资" in text
    assert "□是  ☑否" in text
    assert "我单位郑重承诺：本次绿色工厂培育入库所提交的相关数据和信息均真实、有效" in text
    assert "application/vnd.openxmlformats-officedocument.wordprocessingml" in reply.headers["content-type"]
    assert "绿色工厂培育入库申请表.docx" in unquote(reply.headers["content-disposition"])
    assert int(reply.headers["x-form-blanks"]) > 5


def test_blanks_are_listed_and_nothing_is_written_into_them(client: httpx.Client) -> None:
    said = post(client, WITH_FORM, "form", facts={}, format="json").json()
    assert said["blanks"][:2] == ["公司名称", "所属行业"] and "2022年产值" in said["blanks"]
    assert said["by_hand"] == ["法人或单位负责人签字", "日期"]
    assert all(field["value"] == "" for field in said["fields"])
    filled = post(client, WITH_FORM, "form", facts=FACTS, format="json").json()
    values = {field["key"]: field["value"] for field in filled["fields"]}
    assert values["利润总额：2021年"] == "25" and values["近三年是否发生质量、安全、环保等较大事故"] == "否"
    assert not set(filled["blanks"]) & {key for key, value in values.items() if value}


def test_an_accident_ticks_yes_and_an_open_reading_ticks_nothing(client: httpx.Client) -> None:
    key = "近三年是否发生质量、安全、环保等较大事故"

    def ticked(date: str) -> tuple[str, list[str]]:
        accident = {"kind": "safety", "grade": "larger", "date": date}
        said = post(client, WITH_FORM, "form", facts={"accidents": [accident]}, format="json").json()
        return next(f["value"] for f in said["fields"] if f["key"] == key), said["warnings"]

    assert ticked("2022-05-06") == ("是", [])
    value, warnings = ticked("2020-02-01")
    assert value == "" and any(key in warning for warning in warnings)


def test_doubtful_entries_are_named_not_mended(client: httpx.Client) -> None:
    fields = {
        "统一社会信用代码": "915000001000000010",
        "2022年产值": "8100",
        "法人或单位负责人签字": "张三",
        "公司名称": "甲\u0000乙\u000b公司",
        "成立日期": "去年",
    }
    said = post(client, WITH_FORM, "form", facts=FACTS, fields=fields, format="json").json()
    values = {field["key"]: field["value"] for field in said["fields"]}
    assert values["2022年产值"] == "8200.5" and values["法人或单位负责人签字"] == ""
    assert values["公司名称"] == "甲乙\n公司" and values["成立日期"] == "去年"
    for key in fields:
        assert any(key in warning for warning in said["warnings"]), key
    good = post(client, WITH_FORM, "form", facts={}, fields={"统一社会信用代码": CODE}, format="json")
    assert good.json()["warnings"] == []


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"没有这一栏": "甲"}, "没有这一栏"),
        ({"单位性质": "内资"}, "单位性质"),
        ({"公司名称": "长" * 5000}, "公司名称"),
        ({"公司名称": ["甲", "乙"]}, "公司名称"),
        ({"公司名称": {"甲": 1}}, "公司名称"),
        ({"单位性质": [{"甲": 1}]}, "单位性质"),
        ({"能源管理体系": ["是", "否"]}, "能源管理体系"),
    ],
)
def test_a_field_that_the_form_cannot_hold_is_refused_by_name(
    client: httpx.Client, fields: dict[str, Any], field: str
) -> None:
    reply = post(client, WITH_FORM, "form", facts={}, fields=fields)
    problem = reply.json()
    assert (reply.status_code, problem["code"], problem["field"]) == (422, "invalid_input", field)
    assert len(problem["detail"]) < 300


def test_wrong_facts_get_the_errors_of_the_report(client: httpx.Client) -> None:
    for paper in ("form", "record"):
        reply = post(client, WITH_FORM, paper, facts={"output_value": "很多"})
        assert (reply.status_code, reply.json()["code"]) == (422, "invalid_fact")
    assert post(client, WITH_FORM, "record", facts={}, as_of="2023-02-30").json()["code"] == "invalid_date"
    assert post(client, "nothing", "record", facts={}).json()["code"] == "unknown_scheme"


def test_a_scheme_without_a_form_says_so(client: httpx.Client) -> None:
    reply = post(client, WITHOUT, "form", facts={})
    assert (reply.status_code, reply.json()["code"]) == (404, "no_form")
    assert client.get(f"/api/v1/schemes/{WITHOUT}/form").json()["code"] == "no_form"


def test_a_record_holds_facts_verdict_criteria_quotes_day_and_versions(client: httpx.Client) -> None:
    facts = {"accidents": [{"kind": "safety", "grade": "general", "date": "2023-05-06"}]}
    sent = {"facts": facts, "as_of": "2025-05-01", "applicant": "某某公司", "code": CODE}
    text = words_of(post(client, WITHOUT, "record", **sent))
    report = client.post(
        f"/api/v1/schemes/{WITHOUT}/check", json={"facts": facts, "as_of": "2025-05-01"}
    ).json()
    assert "某某公司" in text and CODE in text and "2025年5月1日" in text
    assert "结论：不符合" in text and "以主管部门认定为准" in text
    assert report["rules_version"] in text
    for criterion in report["criteria"]:
        assert criterion["label"] in text
        assert (
            criterion["citation"]["quote"] in text.replace("\n", " ")
            or criterion["citation"]["quote"] in text
        )
    for step in report["next_steps"]:
        assert step["text"] in text
    assert "自2026年5月7日起" in text


@pytest.mark.parametrize("scheme", [WITH_FORM, WITHOUT, "cq-dynamic-management", "miit-evaluator-2023"])
def test_every_scheme_has_a_record_even_of_nothing_told(client: httpx.Client, scheme: str) -> None:
    text = words_of(post(client, scheme, "record", facts={}))
    assert "没有填写任何信息" in text
    assert words_of(post(client, scheme, "record", facts={})) == text


def test_a_lapsed_document_bears_its_badge_on_the_record(client: httpx.Client) -> None:
    text = words_of(post(client, "cq-dynamic-management", "record", facts={}, as_of="2026-11-01"))
    assert "（试行期已满）" in text and "有效期已满" not in text


def test_equal_checks_give_equal_files(client: httpx.Client) -> None:
    for paper in ("form", "record"):
        first, second = (post(client, WITH_FORM, paper, facts=FACTS).content for _ in range(2))
        assert first == second


def test_a_name_of_five_thousand_characters_is_refused_and_control_characters_go(
    client: httpx.Client,
) -> None:
    long = post(client, WITHOUT, "record", facts={}, applicant="长" * 5000)
    assert (long.status_code, long.json()["field"]) == (422, "applicant")
    assert "甲乙公司" in words_of(post(client, WITHOUT, "record", facts={}, applicant="甲\u0000乙\u001f公司"))


def sheet_of(reply: httpx.Response) -> list[list[Any]]:
    assert reply.status_code == 200, reply.text
    book = openpyxl.load_workbook(io.BytesIO(reply.content))
    assert len(book.worksheets) == 1
    return [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]


def test_those_recommended_stand_in_the_columns_that_the_notice_names(client: httpx.Client) -> None:
    applicants = [
        {"name": '=HYPERLINK("http://x")', "code": CODE, "facts": {"in_district_pool": True}},
        {"name": "乙公司", "fields": {"区县": "某区"}},
    ]
    reply = post(client, WITHOUT, "recommendation", applicants=applicants, as_of="2025-05-01")
    rows = sheet_of(reply)
    text = "\n".join(str(row[0]) for row in rows)
    assert "2025年市级绿色工厂推荐汇总表" in text and "附件原表不在文件库内" in text
    head = next(row for row in rows if row[0] == "序号")
    assert {"单位名称", "统一社会信用代码", "区县", "核对结论", "生态环境部门意见*"} <= set(head)
    book = openpyxl.load_workbook(io.BytesIO(reply.content))
    cell = next(c for row in book.worksheets[0].iter_rows() for c in row if str(c.value).startswith("=HYP"))
    assert cell.data_type == "s" and cell.quotePrefix
    assert "待补充信息" in next(row for row in rows if row[1] == "乙公司")


def test_rows_of_a_judged_sheet_are_picked_by_number_and_judged_again(client: httpx.Client) -> None:
    header = "企业名称,统一社会信用代码,区县,registered_in_district,legal_form,2022年产值（万元）,"
    header += "2020年利润总额（万元）,2021年利润总额（万元）,2022年利润总额（万元）,accidents\n"
    rest = "某区,是,independent_legal_person,{},1,2,3,无\n"
    sheet = f"{header}甲公司,{CODE},{rest.format(8000)}乙公司,,{rest.format(5000)}"
    judged = client.post(
        f"/api/v1/schemes/{WITH_FORM}/batch", files={"file": ("表.csv", sheet.encode())}, data={"as_of": DAY}
    )
    # What the sheet says of the verdict is not believed.
    forged = judged.content.decode("utf-8-sig").replace("不符合", "初步符合形式条件（以主管部门认定为准）", 1)
    files, path = {"file": ("核对结果.csv", forged.encode())}, f"/api/v1/schemes/{WITH_FORM}/recommendation"
    said = client.post(
        path, files=files, data={"as_of": DAY, "rows": "all"}, params={"format": "json"}
    ).json()
    assert [(a["row"], a["name"], a["verdict"]) for a in said["applicants"]] == [
        (2, "甲公司", "formally_eligible"),
        (3, "乙公司", "not_eligible"),
    ]
    rows = sheet_of(client.post(path, files=files, data={"as_of": DAY, "rows": "3"}))
    line = next(row for row in rows if "乙公司" in row)
    assert line[:2] == [1, "乙公司"] and "不符合" in line and "某区" in line
    missing = client.post(path, files=files, data={"as_of": DAY, "rows": "9"})
    assert (missing.status_code, missing.json()["field"]) == (422, "rows")


def test_events_on_their_own_sheet_count_for_those_recommended(client: httpx.Client) -> None:
    book = openpyxl.Workbook()
    first, second = book.active, book.create_sheet("事件")
    first.append(
        ["企业名称", "统一社会信用代码", "registered_in_district", "legal_form", "2022年产值（万元）"]
    )
    first.append(["甲公司", CODE, "是", "independent_legal_person", 8000])
    for name, cells in (("profitable_each_year", "是"), ("accidents", "有")):
        first.cell(1, first.max_column + 1, name)
        first.cell(2, first.max_column, cells)
    second.append(["统一社会信用代码", "事项", "类型", "等级", "日期"])
    second.append([CODE, "事故", "安全", "较大", "2022-05-06"])
    book.save(made := io.BytesIO())
    path = f"/api/v1/schemes/{WITH_FORM}"
    files = {"file": ("表.xlsx", made.getvalue())}
    query = {"format": "json"}
    said = client.post(
        f"{path}/recommendation", files=files, data={"as_of": DAY, "rows": "all"}, params=query
    ).json()
    assert [(a["name"], a["verdict"]) for a in said["applicants"]] == [("甲公司", "not_eligible")]
    judged = client.post(f"{path}/batch", files=files, data={"as_of": DAY})
    again = {"file": ("核对结果.xlsx", judged.content)}
    said = client.post(
        f"{path}/recommendation", files=again, data={"as_of": DAY, "rows": "2"}, params=query
    ).json()
    # The judged workbook carries its events: handed in again, they count as before.
    assert [a["verdict"] for a in said["applicants"]] == ["not_eligible"]


@pytest.mark.parametrize(
    ("body", "field"),
    [({"applicants": []}, "applicants"), ({"applicants": [{"name": "甲"}] * 501}, "applicants")],
)
def test_nobody_and_too_many_are_refused(client: httpx.Client, body: dict[str, Any], field: str) -> None:
    reply = post(client, WITHOUT, "recommendation", **body)
    assert (reply.status_code, reply.json()["field"]) == (422, field)


def test_a_fact_that_cannot_be_used_names_the_applicant(client: httpx.Client) -> None:
    applicants = [{"name": "甲公司"}, {"name": "乙公司", "facts": {"no_such": 1}}]
    problem = post(client, WITHOUT, "recommendation", applicants=applicants).json()
    assert (problem["code"], problem["field"]) == ("invalid_fact", "applicants.1.facts.no_such")
    assert "乙公司" in problem["detail"]


def test_figures_that_are_no_numbers_are_refused(client: httpx.Client) -> None:
    body = '{"facts": {}, "fields": {"公司名称": NaN}}'.encode()
    headers = {"content-type": "application/json"}
    reply = client.post(f"/api/v1/schemes/{WITH_FORM}/form", content=body, headers=headers)
    assert (reply.status_code, reply.json()["field"]) == (422, "公司名称")


def test_other_bodies_are_refused_with_what_to_send(client: httpx.Client) -> None:
    path = f"/api/v1/schemes/{WITHOUT}/recommendation"
    assert client.post(path, content=b"x", headers={"content-type": "text/plain"}).status_code == 422
    broken = client.post(path, content=b"{", headers={"content-type": "application/json"})
    assert broken.status_code in (400, 422)
    odd = client.post(path, json={"applicants": [{"name": "甲", "verdict": "formally_eligible"}]})
    assert (odd.status_code, odd.json()["code"]) == (422, "invalid_request")
