from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from assistant.documents.readers import read_file
from assistant.documents.sidecar import Correction, DeclaredFurniture, Sidecar
from assistant.documents.structure import Structure, check_conservation, parse_structure
from assistant.domain.documents import Clause, Document, Span
from assistant.errors import CorpusError, UndeclaredFurniture
from assistant.text.normalise import squeeze
from tests.documents.places import NOTICES, ROOT, clauses, labels, library, notice, parse

IDS = sorted(document.id for document in library().documents)
NOTICE = "cq-notice-2025"
DISTRICT = "changshou-2023-12"
DYNAMIC = "cq-dynamic-2024-13"
RECOGNITION = "cq-recognition-2024-4"
NATIONAL = "miit-2023-202"


def golden(document_id: str) -> list[list[str]]:
    """Id, kind, label and first words of each clause, checked by eye against the printed documents."""
    rows = (ROOT / "tests" / "fixtures" / "corpus_clauses.tsv").read_text(encoding="utf-8").splitlines()
    return [row.split("\t")[1:] for row in rows if row.startswith(document_id + "\t")]


def of(document_id: str, clause_id: str) -> Clause:
    return library().clause(document_id, clause_id)


def in_a_span(document: Document, words: str) -> bool:
    return any(squeeze(words) in squeeze(clause.text) for clause in document.clauses)


@pytest.mark.parametrize("document_id", IDS)
def test_every_clause_of_the_five_documents_keeps_its_id_kind_label_and_place(document_id: str) -> None:
    found = [
        [c.id, c.kind, c.label, "".join(c.text.split())[:14]] for c in library().document(document_id).clauses
    ]
    assert found == golden(document_id)


@pytest.mark.parametrize("document_id", IDS)
def test_every_character_of_the_five_documents_is_in_one_clause_or_in_furniture(document_id: str) -> None:
    document = library().document(document_id)
    covered = [0] * len(document.text)
    for span in (*document.furniture, *(s for clause in document.clauses for s in clause.spans)):
        for place in range(span.start, span.end):
            covered[place] += 1
    wrong = [
        document.text[i] for i, n in enumerate(covered) if n > 1 or (n == 0 and document.text[i].strip())
    ]
    assert wrong == []


@pytest.mark.parametrize("document_id", IDS)
def test_the_text_of_a_clause_is_what_stands_in_its_spans(document_id: str) -> None:
    document = library().document(document_id)
    for clause in document.clauses:
        printed = "".join(document.text[start:end] for start, end in clause.spans)
        assert squeeze(clause.text) == squeeze(printed).lstrip("#")


@pytest.mark.parametrize("document_id", IDS)
def test_ids_are_unique_and_fit_for_an_address(document_id: str) -> None:
    ids = [clause.id for clause in library().document(document_id).clauses]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z0-9.~-]+", clause_id) for clause_id in ids)


@pytest.mark.parametrize("document_id", IDS)
def test_parents_stand_before_their_children(document_id: str) -> None:
    seen: set[str] = set()
    for clause in library().document(document_id).clauses:
        assert clause.parent_id is None or clause.parent_id in seen
        seen.add(clause.id)


def test_the_exclusions_below_the_parks_belong_to_the_heading_above_both() -> None:
    exclusions = next(
        c for c in library().document(NOTICE).clauses if c.text.startswith("近三年有下列情况的企业或园区")
    )
    assert (exclusions.parent_id, exclusions.path) == ("h2", ("二、评价要求",))
    assert exclusions.label == "二第二段"


def test_a_first_heading_that_lost_its_numeral_is_still_the_first() -> None:
    assert of(DISTRICT, "h1").label == "一"
    assert of(DISTRICT, "h1").marker == ""
    assert of(DISTRICT, "h1-p1").text.startswith("建立年度绿色工厂培育库")


def test_criteria_that_run_inline_become_items_of_their_own() -> None:
    items = library().children(DISTRICT, "h2-p1")
    assert [item.label for item in items] == ["二、1", "二、2", "二、3", "二、4", "二、5"]
    assert items[1].text == "2.年产值超过5000万；"


def test_a_heading_at_the_wrong_depth_does_not_nest_below_the_one_before() -> None:
    assert of(NATIONAL, "h3").parent_id is None
    assert of(NATIONAL, "h3").label == "三"


def test_the_controls_of_the_web_page_are_furniture() -> None:
    document = library().document(NATIONAL)
    for words in ("版权所有", "相关文章", "扫一扫在手机打开当前页"):
        assert words in document.text
        assert not in_a_span(document, words)


def test_the_imprint_with_an_address_can_be_cited_as_words_of_the_page_alone() -> None:
    document = library().document(NATIONAL)
    (imprint,) = [clause for clause in document.clauses if "西长安街" in clause.text]
    assert (imprint.kind, imprint.parent_id) == ("page", None)
    assert imprint.text.startswith("主办单位：") and imprint.text.endswith("100804")


def test_an_imprint_is_citable_though_nobody_declared_the_furniture() -> None:
    body = "各有关单位：\n一、甲\n" + "请各单位遵照执行，并于每年年底前报送情况。\n" * 20
    foot = "主办单位：某市某局 地址：某市西大街13号 邮编：100804\n版权所有"
    structure = parse_structure(f"关于某事的通知\n{body}{foot}")
    assert [c.text for c in structure.clauses if c.kind == "page"] == [foot.split("\n")[0]]


@pytest.mark.parametrize(
    ("document_id", "words"),
    [
        (RECOGNITION, "原料无害化"),
        (RECOGNITION, "30个工作日内"),
        (RECOGNITION, "创建工作遵循自愿的原则"),
        (DYNAMIC, "B级工厂，指绿色化水平达到或接近市级绿色工厂水平的准绿色工厂"),
    ],
)
def test_words_torn_by_lines_pages_or_marks_are_whole_again(document_id: str, words: str) -> None:
    assert in_a_span(library().document(document_id), words)


def test_half_and_full_width_brackets_give_the_same_labels() -> None:
    assert [c.label for c in library().children(DYNAMIC, "art6")] == [
        "第六条（一）",
        "第六条（二）",
        "第六条（三）",
        "第六条（四）",
    ]


def test_the_list_of_attachments_is_not_read_as_number_one_point_two_thousand() -> None:
    listed = of(NOTICE, "att")
    assert listed.text == "附件：1.2025年市级绿色工厂推荐汇总表"
    assert [c.label for c in library().children(NOTICE, "att")] == ["附件2"]


def test_a_form_is_an_attachment_with_its_rows() -> None:
    rows = library().children(DISTRICT, "form")
    assert len(rows) == 21
    assert {row.label for row in rows} == {"附件《绿色工厂培育入库申请表》"}
    assert rows[9].text == "2022年产值（万元）"


def test_a_notice_that_carries_a_measure_keeps_both_signatures_and_articles_apart() -> None:
    measure = library().document(DYNAMIC)
    kinds = [clause.kind for clause in measure.clauses]
    assert kinds.index("signature") < kinds.index("chapter")
    assert sum(1 for clause in measure.clauses if clause.kind == "article") == 15


@pytest.mark.parametrize("path", sorted((ROOT / "tests/fixtures/notices").glob("*/document.txt")))
def test_parsing_the_same_text_twice_gives_the_same_clauses(path: Path) -> None:
    text = read_file(path).text
    assert parse_structure(text) == parse_structure(text)


def test_paragraphs_of_an_article_are_numbered_from_its_lead_text() -> None:
    found = clauses("某市办法\n\n第一条 甲。\n乙。\n丙：\n（一）丁；\n（二）戊。\n第二条 己。")
    assert [c.label for c in found.values() if c.kind != "title"] == [
        "第一条",
        "第一条第二款",
        "第一条第三款",
        "第一条第三款（一）",
        "第一条第三款（二）",
        "第二条",
    ]


def test_chapters_are_named_with_the_part_that_holds_them() -> None:
    text = "某法\n第一编 总则\n第一章 任务\n第一条 甲。\n第二编 分则\n第一章 范围\n第二条 乙。"
    assert labels(text, "chapter") == ["第一编", "第一编第一章", "第二编", "第二编第一章"]


def test_an_inserted_article_keeps_its_suffix() -> None:
    found = clauses("某法\n第十七条 甲。\n第十七条之一 乙。\n第十八条 丙。")
    assert found["art17.1"].label == "第十七条之一"
    assert found["art18"].label == "第十八条"


def test_articles_beyond_a_thousand_are_articles() -> None:
    assert labels("某法\n第一千零四十条 甲。\n第一千零四十一条 乙。", "article") == [
        "第一千零四十条",
        "第一千零四十一条",
    ]


def test_an_article_that_a_line_end_cut_off_its_sentence_is_a_reference() -> None:
    filler = "某某单位应当按照规定的程序和要求办理有关的各项手续并如实\n报送相关材料，不得隐瞒。\n"
    text = "某市办法\n\n" + "".join(f"第{n}条 {filler}" for n in "一二三四五六七八九")
    text += "第十条 某某单位违反规定的，依照本办法第三条、第四条、第五条、\n"
    text += "第六条规定处理，并且由主管部门在网站上予以公布。\n第十一条 完。"
    assert labels(text, "article")[-3:] == ["第九条", "第十条", "第十一条"]


def test_a_table_of_contents_is_set_apart_and_its_lines_are_no_headings() -> None:
    text = (
        "某市发展规划\n目　录\n一、总体要求……………1\n（一）思路……………1\n二、任务……………2\n"
        "一、总体要求\n（一）思路\n坚持统筹。\n二、任务\n推进建设。"
    )
    found = clauses(text)
    assert labels(text, "heading") == ["一", "一（一）", "二"]
    assert labels(text, "contents") == ["目录"] * 4
    assert found["h2"].text == "二、任务"


def test_furniture_above_the_threshold_must_be_declared() -> None:
    text = "当前位置：首页 > 政策\n关于某事的通知\n各单位：\n一、甲\n乙。\n"
    text += "扫一扫在手机打开当前页\n主办：某某委 版权所有"
    kept = parse(text)
    assert kept.furniture == ()
    assert "5%" in kept.warnings[0]
    assert {c.kind for c in kept.clauses} >= {"title", "page"}
    with pytest.raises(UndeclaredFurniture):
        parse_structure(text, strict=True)
    start = text.index("扫一扫")
    sidecar = Sidecar(
        furniture=(DeclaredFurniture(start=start, end=len(text), starts_with="扫一扫", reason="页脚"),)
    )
    declared = parse_structure(text, sidecar=sidecar)
    assert declared.warnings == ()
    assert not any(c.kind == "page" for c in declared.clauses)


def test_a_declared_span_that_no_longer_fits_is_refused() -> None:
    sidecar = Sidecar(furniture=(DeclaredFurniture(start=0, end=4, starts_with="页脚", reason="已变"),))
    with pytest.raises(CorpusError, match="不以"):
        parse_structure("关于某事的通知\n一、甲", sidecar=sidecar)


def test_a_correction_that_fits_no_clause_is_refused() -> None:
    sidecar = Sidecar(corrections=(Correction(starts_with="没有这样的话", parent="二", reason="无"),))
    with pytest.raises(CorpusError, match="唯一"):
        parse_structure("关于某事的通知\n一、甲\n二、乙", sidecar=sidecar)


def test_a_lost_character_is_named_with_its_place() -> None:
    with pytest.raises(CorpusError, match="遗漏"):
        check_conservation("甲乙", Structure(clauses=(), furniture=(Span(0, 1),), warnings=()))


def test_a_character_counted_twice_is_named_with_its_place() -> None:
    with pytest.raises(CorpusError, match="重复"):
        check_conservation("甲", Structure(clauses=(), furniture=(Span(0, 1), Span(0, 1)), warnings=()))


def test_an_attachment_printed_behind_the_notice_begins_its_own_numbering() -> None:
    text = (
        "关于某事的通知\n各单位：\n一、甲\n乙。\n附件：1.某某指南\n某市某局\n2024年5月6日\n"
        "附件1\n某某指南\n一、丙\n丁。"
    )
    found = clauses(text)
    assert [c.id for c in found.values() if c.kind == "heading"] == ["h1", "x1-h1"]
    assert squeeze(found["title~2"].text) == "附件1某某指南"


def test_every_label_in_the_fixture_notices_is_unique_for_numbered_clauses() -> None:
    for folder in sorted(p for p in NOTICES.iterdir() if p.is_dir()):
        numbered = [c.label for c in notice(folder.name).clauses if c.marker and c.kind != "attachment"]
        assert len(numbered) == len(set(numbered)), json.dumps(numbered, ensure_ascii=False)


def test_clauses_of_an_attachment_bear_its_number_and_those_of_the_issued_measure_do_not() -> None:
    text = (
        "关于印发《某市评价办法》的通知\n各单位：\n现予印发。\n附件：1.某某评分标准\n某市某局\n2024年5月6日\n"
        "某市评价办法\n第一条 甲。\n第二条 乙。\n附件1\n某某评分标准\n一、丙\n丁。\n附表\n戊表\n（一）己。"
    )
    assert labels(text, "article") == ["第一条", "第二条"]
    assert labels(text, "heading") == ["附件1一"]
    assert labels(text, "item") == ["附表《戊表》（一）"]


def test_a_text_that_is_passed_on_keeps_its_number_and_addressees_in_the_attachment() -> None:
    text = (
        "某区某局转发市某局关于开展某事的通知\n各镇：\n现转发给你们。\n附件：1.市某局关于开展某事的通知\n某市某区某局\n2024年5月6日\n"
        "附件1\n市某局关于开展某事的通知\n某发〔2024〕3号\n各区：\n一、甲\n乙。"
    )
    assert labels(text, "number", "addressees", "heading") == [
        "主送机关",
        "附件1发文字号",
        "附件1主送机关",
        "附件1一",
    ]


def test_a_bare_figure_above_decimal_numbers_is_a_heading() -> None:
    text = "某某指南\n1　总则\n1.1　目的。\n2 台设备已经投用\n2　要求\n2.1　材料包括：\na) 甲；\nb) 乙。"
    assert labels(text, "heading", "item")[-4:] == ["2", "2.1", "2.1a）", "2.1b）"]


def test_an_announcement_has_its_letterhead_number_and_title() -> None:
    found = clauses("某某总署公告\n2026年　第3号\n关于发布某某目录的公告\n现予公告。\n第一条 甲。")
    assert [(c.kind, c.label) for c in found.values()][:3] == [
        ("issuer", "文头"),
        ("number", "发文字号"),
        ("title", "标题"),
    ]
