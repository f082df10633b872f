"""English words looked up in the glossary where no phrase of the lexicon covers them."""

from __future__ import annotations

import re

import pytest

from assistant.agent.pipeline import Agent
from assistant.agent.understanding.english import Glossary, base_forms, load_glossary
from assistant.wording import prompts_folder
from tests.agent.places import TODAY, open_texts

GLOSSARY = load_glossary(prompts_folder() / "english.yaml")
GRANTS = """临江市商务局关于申报2026年度外贸仓储补助的通知

一、申报条件

（一）企业在本市注册，近两年未受到海关处罚。

（二）自有仓库面积不少于三千平方米。

二、申报材料

（一）仓库租赁合同或者产权证明复印件。

（二）上年度审计报告。

三、监督检查

对虚报冒领补助资金的，追回已拨付资金，并在三年内不受理其申报。

临江市商务局

2026年4月1日
"""


@pytest.mark.parametrize(
    ("told", "base"),
    [
        ("applies", "apply"),
        ("submitted", "submit"),
        ("closing", "close"),
        ("parks", "park"),
        ("assessed", "assess"),
    ],
)
def test_an_inflected_word_is_brought_to_its_base(told: str, base: str) -> None:
    assert base in base_forms(told)


@pytest.mark.parametrize(
    "word", ["feed", "dying", "s", "es", "ed", "ing", "rarely", "former", "banner", "process"]
)
def test_a_word_that_only_looks_inflected_is_no_other_word(word: str) -> None:
    assert not {"fee", "dye", "", "rare", "form", "ban", "proces"} & set(base_forms(word))


def test_words_parted_by_a_mark_are_no_phrase() -> None:
    held = Glossary({}, {"hand": [(("hand", "in"), ["提交"])]})
    assert held.glosses("signed by hand. In 2025") == held.glosses("hand | in") == []


def test_only_so_many_words_of_users_are_remembered() -> None:
    for number in range(5000):
        base_forms(f"word{number}ing")
    assert base_forms.cache_info().currsize <= 4096
    assert GLOSSARY.glosses("a" * 2000) == []


def test_a_sense_found_by_a_rule_of_spelling_is_the_first_alone() -> None:
    held = Glossary({"close": ["关闭", "截止", "结束"]}, {})
    assert held.glosses("close") == [["关闭", "截止", "结束"]] and held.glosses("closing") == [["关闭"]]


def test_a_phrase_goes_before_its_words_and_the_longest_first() -> None:
    held = Glossary(
        {"hand": ["手"], "notice": ["通知"]},
        {
            "hand": [(("hand", "in"), ["提交"])],
            "public": [(("public", "notice"), ["公示"]), (("public", "notice", "period"), ["公示期"])],
        },
    )
    assert held.glosses("hands in") == [["提交"]]
    assert held.glosses("the public notice period of a notice") == [["公示期"], ["通知"]]


def test_a_word_that_nobody_knows_is_left_out() -> None:
    assert GLOSSARY.glosses("zzyzx qwrt") == []


def test_every_entry_of_the_word_file_is_a_base_form_with_chinese_words() -> None:
    for word, chinese in GLOSSARY.words.items():
        assert re.fullmatch(r"[a-z]+(?:[-'][a-z]+)*", word), word
        assert chinese and all(re.fullmatch(r"[\u4e00-\u9fff]+", one) for one in chinese), word
    for phrases in GLOSSARY.phrases.values():
        for words, chinese in phrases:
            assert len(words) > 1 and all(re.fullmatch(r"[\u4e00-\u9fffA-Z]+", one) for one in chinese), words


@pytest.mark.parametrize(
    ("question", "clause"),
    [
        ("How big does our own warehouse have to be?", "自有仓库面积"),
        ("Do they want a photocopy of the lease?", "租赁合同"),
        ("We were fined by customs last year. Does that rule us out?", "海关处罚"),
        ("What happens to a firm that swindled the subsidy money?", "虚报冒领"),
        ("Is the auditor's report of the previous year needed?", "审计报告"),
    ],
)
def test_everyday_english_finds_the_clause_of_a_notice_that_nobody_foresaw(
    grants: Agent, question: str, clause: str
) -> None:
    found = grants.search(question, as_of=TODAY, limit=3)
    assert any(clause in grants.library.clause(hit.document_id, hit.clause_id).text for hit in found)


@pytest.fixture(scope="module")
def grants(tmp_path_factory: pytest.TempPathFactory) -> Agent:
    return open_texts({"grants": GRANTS}, tmp_path_factory)
