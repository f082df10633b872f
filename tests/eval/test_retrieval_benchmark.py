from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.retrieval.__main__ import main
from eval.retrieval.late import LateInteraction
from eval.retrieval.lines import Article, Question, read_corpus, read_questions
from eval.retrieval.prepare import question_rows, split
from eval.retrieval.scoring import measure
from eval.retrieval.statutes import as_statutes
from eval.train.pairs import LayQuestion

ARTICLES = [
    {"id": "a1", "title": "养犬条例", "text": "携带犬只出户应当系犬绳，并由成年人牵领。"},
    {"id": "a2", "title": "养犬条例", "text": "养犬人应当每年为犬只接种狂犬病疫苗。"},
    {"id": 3, "title": None, "text": "食品经营者应当在经营场所悬挂许可证。"},
]
QUESTIONS = [
    {"id": "q1", "question": "遛狗不牵犬绳行不行", "gold": ["a1"]},
    {"id": "q2", "question": "许可证要挂在经营场所吗", "gold": [3, "gone"]},
]


def write(path: Path, rows: list[dict[str, object]] | str) -> Path:
    text = rows if isinstance(rows, str) else "\n".join(json.dumps(r, ensure_ascii=False) for r in rows)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write(tmp_path / "corpus.jsonl", ARTICLES)


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    return write(tmp_path / "questions.jsonl", QUESTIONS)


def run(*words: str | Path) -> int:
    return main(list(map(str, words)))


def test_every_system_is_measured_printed_and_written(
    tmp_path: Path, corpus: Path, questions: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.json"
    assert run("--corpus", corpus, "--questions", questions, "--json", out) == 0
    found = json.loads(out.read_text(encoding="utf-8"))
    assert {"default", "reranked", "bm25", "dense"} <= set(found["systems"])
    for figures in found["systems"].values():
        assert {"R@5", "R@10", "R@100", "MRR@10", "ms_per_query"} <= set(figures)
    # One of the second question's two articles is not there, which costs half its recall and nothing else.
    assert found["systems"]["default"]["R@5"] == 0.75
    assert found["systems"]["default"]["MRR@10"] == 1.0
    assert found["gold_not_in_corpus"] == ["gone"]
    assert (found["articles"], found["questions"]) == (3, 2)
    printed = capsys.readouterr().out
    assert "default" in printed and "1 gold ids are not in the corpus" in printed and "gone" in printed


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        ("", "is empty"),
        ('{"id": "a", "text": "甲"}\n{"id": ', "corpus.jsonl:2: not JSON"),
        ('{"id": "a", "text": "甲"}\n\n{"id": "a", "text": "乙"}', "corpus.jsonl:3: id 'a' stands in line 1"),
        ('{"id": "a", "title": "甲"}', "corpus.jsonl:1: text: Field required"),
        ('{"id": "a", "text": " "}', "neither text nor title"),
        ('["a"]', "corpus.jsonl:1"),
    ],
    ids=["empty", "json", "doubled", "field", "blank", "list"],
)
def test_a_corpus_that_cannot_be_used_is_named_by_its_line(
    tmp_path: Path, questions: Path, lines: str, complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = write(tmp_path / "corpus.jsonl", lines)
    assert run("--corpus", corpus, "--questions", questions) == 2
    error = capsys.readouterr().err
    assert complaint in error and error.count("\n") == 1


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        ('{"id": "q", "question": "甲？", "gold": []}', "questions.jsonl:1: gold"),
        ('{"id": "q", "question": "甲？", "gold": "a1"}', "questions.jsonl:1: gold"),
        ('{"id": "q", "question": "", "gold": ["a1"]}', "questions.jsonl:1: question"),
    ],
    ids=["no gold", "gold not a list", "no words"],
)
def test_a_question_that_cannot_be_scored_is_named_by_its_line(
    tmp_path: Path, corpus: Path, lines: str, complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--corpus", corpus, "--questions", write(tmp_path / "questions.jsonl", lines)) == 2
    assert complaint in capsys.readouterr().err


def test_wrong_calls_end_with_status_two(
    tmp_path: Path, corpus: Path, questions: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--corpus", tmp_path / "none.jsonl", "--questions", questions) == 2
    assert run("--corpus", corpus, "--questions", questions, "--json", tmp_path / "no" / "out.json") == 2
    assert capsys.readouterr().err.count("\n") == 2
    with pytest.raises(SystemExit) as ended:
        run("--corpus", corpus, "--questions", questions, "--qrels", "x")
    assert ended.value.code == 2


def test_ids_may_be_numbers_and_titles_absent(corpus: Path, questions: Path) -> None:
    assert read_corpus(corpus)[2] == Article("3", "", "食品经营者应当在经营场所悬挂许可证。")
    assert read_questions(questions)[1].gold == {"3", "gone"}


def test_articles_of_one_title_are_one_document_even_when_others_stand_between() -> None:
    rows = [Article("1", "甲", "一"), Article("2", "乙", "二"), Article("3", "甲", "三")]
    documents = as_statutes(rows).documents
    assert [[clause.id for clause in document.clauses] for document in documents] == [["1", "3"], ["2"]]


def test_figures_are_means_over_the_questions() -> None:
    asked = [Question("1", "甲", frozenset({"a", "b"})), Question("2", "乙", frozenset({"z"}))]
    names = ["x", "a", *(f"n{n}" for n in range(8)), "b"]
    figures = measure(lambda _: names, asked)
    assert figures.recall == {5: 0.25, 10: 0.25, 100: 0.5}
    assert figures.mrr == 0.25


def test_every_question_is_in_one_split_and_stays_there() -> None:
    asked = [LayQuestion(str(n), f"第{n}个问题？", "", "", (("a", "甲法第一条", "甲"),)) for n in range(60)]
    parts = split(asked)
    assert sorted(q.id for part in parts.values() for q in part) == sorted(question.id for question in asked)
    assert min(map(len, parts.values())) > 3
    assert split(asked[::-1])["dev"] == parts["dev"][::-1]


def test_a_gold_article_without_id_stays_as_a_miss_and_a_question_without_any_goes() -> None:
    gold = (("a", "甲法第一条", "甲"), (None, "乙法第二条", "乙"))
    asked = [LayQuestion("1", "甲？", "", "", gold), LayQuestion("2", "乙？", "", "", gold[1:])]
    assert question_rows(asked, frozenset({"a"})) == [
        {"id": "1", "question": "甲？", "gold": ["a", "乙法第二条"]}
    ]


def test_late_interaction_prefers_the_passage_that_holds_every_token_of_the_question() -> None:
    interaction = LateInteraction.load()
    scores = interaction.scores("狂犬病疫苗", ["每年为犬只接种狂犬病疫苗。", "每年为犬只登记。", ""])
    assert scores[0] == pytest.approx(1.0, abs=1e-3) and scores[0] > scores[1] > scores[2] == 0
    assert not interaction.scores("", ["甲"]).any() and len(interaction.scores("甲", [])) == 0
