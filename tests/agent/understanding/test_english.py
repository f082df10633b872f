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
        ("larger", "large"),
        ("formally", "formal"),
    ],
)
def test_an_inflected_word_is_brought_to_its_base(told: str, base: str) -> None:
    assert base in base_forms(told)


@pytest.mark.parametrize("word", ["process", "bring", "red", "is"])
def test_a_short_or_uninflected_word_stays_itself_first(word: str) -> None:
    assert base_forms(word)[0] == word
    assert all(base_forms(word))


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
