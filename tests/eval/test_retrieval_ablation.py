from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.retrieval.ablation import Bench, main
from eval.retrieval.lines import Article

ARTICLES = [
    Article("a1", "养犬条例", "携带犬只出户应当系犬绳，并由成年人牵领。"),
    Article("a2", "养犬条例", "养犬人应当每年为犬只接种狂犬病疫苗。"),
    Article("a3", "", "食品经营者应当在经营场所悬挂许可证。"),
]


def test_every_way_of_searching_finds_the_article_that_says_it() -> None:
    ways = dict(Bench(ARTICLES).systems())
    assert len(ways) > 8
    for rank in ways.values():
        assert rank("许可证要挂在经营场所吗")[0] == "a3"


def test_a_table_is_printed_and_half_a_call_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus, questions = tmp_path / "corpus.jsonl", tmp_path / "questions.jsonl"
    rows = [{"id": one.id, "title": one.title, "text": one.text} for one in ARTICLES]
    corpus.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    asked = {"id": "q", "question": "遛狗要牵犬绳吗", "gold": ["a1"]}
    questions.write_text(json.dumps(asked), encoding="utf-8")
    assert main(["--corpus", str(corpus), "--questions", str(questions)]) == 0
    assert "fused as scores" in capsys.readouterr().out
    for words in ([], ["--corpus", str(corpus)], ["--part", "0"]):
        with pytest.raises(SystemExit):
            main(words)
