"""Metadata of the five documents, each value with the words that prove it, and of invented ones."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.documents.metadata import level_of, read_metadata
from assistant.domain.documents import DateRange, Metadata, Reference
from assistant.text.normalise import squeeze
from assistant.text.titles import short_title
from tests.documents.places import library, parse

RECOGNITION = "cq-recognition-2024-4"
DYNAMIC = "cq-dynamic-2024-13"
NOTICE = "cq-notice-2025"
DISTRICT = "changshou-2023-12"
NATIONAL = "miit-2023-202"
ALL = (RECOGNITION, DYNAMIC, NOTICE, DISTRICT, NATIONAL)


def of(document_id: str) -> Metadata:
    return library().document(document_id).metadata


def read(text: str) -> Metadata:
    return read_metadata(parse(text).clauses)


def references(metadata: Metadata, relation: str) -> list[tuple[str | None, str | None]]:
    return [(r.title, r.number) for r in metadata.references if r.relation == relation]


@pytest.mark.parametrize(
    ("document_id", "number"),
    [
        (RECOGNITION, "渝经信规范〔2024〕4号"),
        (DYNAMIC, "渝经信规范〔2024〕13号"),
        (DISTRICT, "长经信发〔2023〕12号"),
        (NATIONAL, "工信厅节函〔2023〕202号"),
    ],
)
def test_the_official_number_is_read_off_the_text(document_id: str, number: str) -> None:
    assert library().document(document_id).number == number


def test_a_text_without_number_or_date_gets_none() -> None:
    metadata = of(NOTICE)
    assert metadata.number is None
    assert metadata.signed_on is None
    assert metadata.effective is None


@pytest.mark.parametrize(
    ("document_id", "level", "issuer"),
    [
        (RECOGNITION, "province", "重庆市经济和信息化委员会"),
        (DYNAMIC, "province", "重庆市经济和信息化委员会"),
        (NOTICE, "province", "重庆市经济和信息化委员会"),
        (DISTRICT, "district", "重庆市长寿区经济和信息化委员会"),
        (NATIONAL, "national", "工业和信息化部办公厅"),
    ],
)
def test_issuing_body_and_its_level_are_known(document_id: str, level: str, issuer: str) -> None:
    metadata = of(document_id)
    assert metadata.level == level
    assert metadata.issuer is not None
    assert metadata.issuer.value == issuer


@pytest.mark.parametrize(
    ("document_id", "signed"),
    [
        (RECOGNITION, date(2024, 2, 5)),
        (DYNAMIC, date(2024, 5, 21)),
        (DISTRICT, date(2023, 2, 28)),
        (NATIONAL, date(2023, 7, 21)),
    ],
)
def test_the_day_of_signing_is_known(document_id: str, signed: date) -> None:
    proved = of(document_id).signed_on
    assert proved is not None
    assert proved.value == signed


def test_effect_after_thirty_days_is_an_interval_of_two_days() -> None:
    recognition, dynamic = of(RECOGNITION).effective, of(DYNAMIC).effective
    assert recognition is not None
    assert dynamic is not None
    assert recognition.value == DateRange(date(2024, 3, 6), date(2024, 3, 7))
    assert (recognition.clause_id, dynamic.clause_id) == ("art24", "art15")
    assert dynamic.value == DateRange(date(2024, 6, 20), date(2024, 6, 21))


def test_the_trial_period_ends_after_two_years_and_other_texts_have_no_end() -> None:
    expires = of(DYNAMIC).expires
    assert expires is not None
    assert expires.value == DateRange(date(2026, 6, 19), date(2026, 6, 21))
    assert of(DYNAMIC).is_trial
    assert all(of(d).expires is None for d in ALL if d != DYNAMIC)


@pytest.mark.parametrize(("document_id", "year"), [(NOTICE, 2025), (DISTRICT, 2023), (NATIONAL, 2023)])
def test_a_notice_of_one_round_knows_its_year(document_id: str, year: int) -> None:
    proved = of(document_id).round_year
    assert proved is not None
    assert proved.value == year


def test_standing_measures_belong_to_no_round() -> None:
    assert of(RECOGNITION).round_year is None
    assert of(DYNAMIC).round_year is None


@pytest.mark.parametrize(
    ("document_id", "days"),
    [
        (NOTICE, {("h3-i3", date(2025, 6, 14)), ("h4-i3", date(2025, 4, 15))}),
        (DISTRICT, {("h4-i3", date(2023, 3, 15))}),
        (NATIONAL, {("h3-p1", date(2023, 9, 5)), ("h3-p2", date(2023, 8, 15))}),
        (RECOGNITION, set()),
        (DYNAMIC, set()),
    ],
)
def test_last_days_stand_with_their_clauses(document_id: str, days: set[tuple[str, date]]) -> None:
    assert {(p.clause_id, p.value) for p in of(document_id).last_days} == days


@pytest.mark.parametrize("document_id", ALL)
def test_each_value_is_proved_by_words_of_the_clause_named(document_id: str) -> None:
    metadata = of(document_id)
    proofs = [
        metadata.title,
        metadata.issuer,
        metadata.number,
        metadata.signed_on,
        metadata.published_on,
        metadata.effective,
        metadata.expires,
        metadata.round_year,
        *metadata.last_days,
    ]
    for proved in (p for p in proofs if p is not None):
        clause = library().clause(document_id, proved.clause_id)
        assert squeeze(proved.quote) in squeeze(clause.text)


def test_repeal_names_the_old_measure_and_its_number() -> None:
    assert references(of(RECOGNITION), "repeals") == [
        ("重庆市绿色园区和绿色工厂认定管理办法（试行）", "渝经信发〔2018〕60 号")
    ]


def test_references_know_whether_the_corpus_has_the_text() -> None:
    meant: dict[str | None, str | None] = {r.title: r.document_id for r in of(NOTICE).references}
    assert meant["重庆市绿色园区和绿色工厂认定管理办法"] == RECOGNITION
    assert meant["重庆市绿色工厂动态管理与梯度培育试行办法"] == DYNAMIC
    assert meant["绿色工厂梯度培育及管理暂行办法"] is None


def test_equal_tails_of_two_numbers_are_not_taken_for_one_text() -> None:
    national = [r for r in of(NOTICE).references if r.number == "工信部节〔2024〕13号"]
    assert national
    assert all(r.document_id is None for r in national)


def test_a_short_name_is_no_text_of_its_own() -> None:
    for document_id in ALL:
        assert "暂行办法" not in [r.title for r in of(document_id).references]
    using = [r.clause_id for r in of(NOTICE).references if r.title == "绿色工厂梯度培育及管理暂行办法"]
    assert using == ["pre", "h2-i2"]


def test_a_standard_is_referred_to_with_its_designation() -> None:
    assert ("绿色工厂评价通则", "GB/T 36132") in references(of(NOTICE), "mentions")
    assert ("绿色工厂评价通则", "GB/T 36132-2018") in references(of(DYNAMIC), "based_on")


def test_a_standard_named_by_its_designation_alone_is_a_reference() -> None:
    metadata = read("某市某局关于开展某事的通知\n各单位：\n一、要求\n按照GB/T 23331-2020开展。")
    assert metadata.references == (
        Reference(title=None, number="GB/T 23331-2020", relation="mentions", clause_id="h1-p1"),
    )


@pytest.mark.parametrize(
    ("words", "interval"),
    [
        ("本办法自2025年3月1日起施行。", (date(2025, 3, 1), date(2025, 3, 1))),
        ("本办法自 2025 年 12 月 31 日起正式施行。", (date(2025, 12, 31), date(2025, 12, 31))),
        ("本办法自印发之日起施行。", (date(2024, 5, 6), date(2024, 5, 6))),
        ("本办法自公布之日起实行，到2026年9月30日止。", (date(2024, 5, 6), date(2024, 5, 6))),
        ("本办法自公布之日起实施。", (date(2024, 5, 6), date(2024, 5, 6))),
        ("本办法自印发之日起三十日后施行。", (date(2024, 6, 5), date(2024, 6, 6))),
        ("本办法于2025年3月1日施行。", (date(2025, 3, 1), date(2025, 3, 1))),
    ],
)
def test_wordings_of_effect(words: str, interval: tuple[date, date]) -> None:
    metadata = read(
        "某市某局关于印发《某办法》的通知\n各单位：\n请执行。\n某市某局\n2024年5月6日\n"
        f"某办法\n第一条 {words}"
    )
    assert metadata.effective is not None
    assert tuple(metadata.effective.value) == interval


@pytest.mark.parametrize(
    ("words", "last"),
    [
        ("本办法自2025年3月1日起施行，有效期5年。", date(2030, 2, 28)),
        ("本办法自2025年3月1日起施行，有效期至2027年8月31日。", date(2027, 8, 31)),
        ("本办法自2025年3月1日起施行，有效期至 2027 年 8 月 31 日。", date(2027, 8, 31)),
        ("本办法自2025年3月1日起施行，试行期为2年。", date(2027, 2, 28)),
        ("本办法自2025年3月1日起试行，试行六个月。", date(2025, 8, 31)),
        ("本办法自2025年3月1日起实行，到2026年9月30日止。", date(2026, 9, 30)),
        ("本办法自2025年3月1日起施行，有效至2026年9月30日。", date(2026, 9, 30)),
    ],
)
def test_wordings_of_expiry(words: str, last: date) -> None:
    metadata = read(f"某办法\n第一条 目的。\n第二条 {words}")
    assert metadata.expires is not None
    assert metadata.expires.value == DateRange(last, last)


def test_the_life_of_a_certificate_is_not_the_life_of_the_text() -> None:
    assert read("某办法\n第一条 称号有效期3年。\n第二条 本办法自2025年3月1日起施行。").expires is None


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("某市某局关于印发《某市节水办法》的通知", "某市节水办法"),
        ("某市某局关于印发某市节水实施方案的通知", "某市节水实施方案"),
        ("某市某局关于转发〈甲办法〉的通知", "关于转发〈甲办法〉的通知"),
        ("某市条例", "某市条例"),
    ],
)
def test_short_titles(title: str, short: str) -> None:
    assert short_title(title) == short


@pytest.mark.parametrize(
    ("issuer", "level"),
    [
        ("某某省人民政府", "province"),
        ("某某自治区工业和信息化厅", "province"),
        ("某某市水务局", "city"),
        ("某某省某某市水务局", "city"),
        ("某某市某某区经济和信息化局", "district"),
        ("某某县人民政府", "district"),
        ("国家市场监督管理总局", "national"),
        ("某某协会", "unknown"),
    ],
)
def test_the_level_is_read_off_the_name(issuer: str, level: str) -> None:
    assert level_of(issuer, ()) == level


def test_a_municipality_ranks_as_a_province() -> None:
    assert level_of("甲市经济委员会", ("甲市",)) == "province"
    assert level_of("甲市乙丙区经济委员会", ("甲市",)) == "district"
    assert level_of("甲市高新区管理委员会", ("丁市",)) != "province"


@pytest.mark.parametrize(
    ("sentence", "ends"),
    [
        ("评估结果有效期3年，有意继续使用标识的，到期前半年内按本通知重新申请。", None),
        ("示范企业称号有效期为3年。", None),
        ("本办法自2026年3月1日起施行，有效期5年。", date(2031, 2, 28)),
        ("本办法自2026年3月1日起施行，试行两年。", date(2028, 2, 29)),
        ("本通知自2026年3月1日起执行。本通知有效期3年。", date(2029, 2, 28)),
    ],
)
def test_only_the_validity_of_the_text_itself_ends_it(sentence: str, ends: date | None) -> None:
    head = "某市某局关于开展某项工作的通知\n\n各区：\n\n　　一、总体要求\n　　本办法自2026年3月1日起施行。\n"
    text = f"{head}　　二、其他\n　　{sentence}\n\n某市某局\n2026年2月1日\n"
    expires = read(text).expires
    assert (expires.value.latest if expires else None) == ends


@pytest.mark.parametrize(
    ("sentence", "repealed"),
    [
        ("《某市旧办法》（2024年第7号）失效。", [("某市旧办法", "2024年第7号")]),
        ("《某市旧口径》（某工信〔2023〕9号）不再使用。", [("某市旧口径", "某工信〔2023〕9号")]),
        ("《某市旧办法》停止施行。", [("某市旧办法", None)]),
        ("《某市旧办法》不再适用于园区。", []),
    ],
)
def test_wordings_of_repeal(sentence: str, repealed: list[tuple[str, str | None]]) -> None:
    metadata = read(f"某市某局关于开展某事的通知\n各单位：\n一、其他\n{sentence}\n某市某局\n2026年2月1日\n")
    assert references(metadata, "repeals") == repealed


@pytest.mark.parametrize(
    "signature", ["某市水务局　　某市财政局", "某市水务局\n某市财政局"], ids=["one line", "two lines"]
)
def test_all_who_sign_have_issued_the_text(signature: str) -> None:
    metadata = read(
        f"某市水务局 某市财政局\n关于开展某事的通知\n各单位：\n一、其他\n请照办。\n{signature}\n2026年2月1日\n"
    )
    assert [issuer.value for issuer in metadata.issuers] == ["某市水务局", "某市财政局"]
    assert metadata.issuer == metadata.issuers[0]


def test_bodies_that_issue_a_text_together_stand_apart_in_its_title() -> None:
    metadata = read(
        "某市经济和信息化局\n某市财政局\n关于开展某事的\n通知\n各单位：\n一、其他\n请照办。\n2026年2月1日\n"
    )
    assert metadata.title.value == "某市经济和信息化局 某市财政局关于开展某事的通知"
    assert [issuer.value for issuer in metadata.issuers] == ["某市经济和信息化局", "某市财政局"]


def test_a_name_broken_over_two_lines_is_one_body() -> None:
    metadata = read("某市人民政府\n办公室关于开展某事的通知\n各单位：\n一、其他\n请照办。\n2026年2月1日\n")
    assert metadata.title.value == "某市人民政府办公室关于开展某事的通知"
    assert [issuer.value for issuer in metadata.issuers] == ["某市人民政府办公室"]


def test_a_sentence_before_the_word_for_about_names_no_issuer() -> None:
    assert read("为贯彻落实国务院关于节水的部署，某市组织开展评选工作，现将有关安排通知如下。").issuers == ()


def test_the_line_in_brackets_under_a_title_tells_number_day_and_issuers() -> None:
    found = read(
        "某市节水型企业认定细则\n（某水资〔2026〕15号　2026年2月24日某市水利局、某市工业和信息化局印发）\n1 总则\n1.1 本细则适用于本市。\n"
    )
    assert found.number is not None and found.number.value == "某水资〔2026〕15号"
    assert found.signed_on is not None and found.signed_on.value == date(2026, 2, 24)
    assert found.issuer is not None and found.issuer.value == "某市水利局"


def test_the_next_field_on_a_line_is_no_part_of_the_number() -> None:
    found = read(
        "文　　号：某工信绿〔2026〕9号　　　　有 效 性：有效\n关于开展节水申报工作的通知\n一、条件\n略。\n"
    )
    assert found.number is not None and found.number.value == "某工信绿〔2026〕9号"
