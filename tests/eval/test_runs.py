from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from eval.comparing import compare
from eval.errors import RunMismatch, TargetDown, TargetError, UsageError
from eval.evaluate import evaluate
from eval.failures import failures, worst
from eval.floors import breaches, read_floors
from eval.generate import Record, ask_unit, generate
from eval.runs import Run, open_run, read_run
from eval.sittings import outcome, sit
from eval.targets import Server
from eval.units import Dialogue, Gold, Suite

from .scripted import DAY, ITEM, Scripted, answer, items


def asked(target: Scripted, folder: Path, suite: Suite, workers: int = 1) -> Run:
    run = open_run(folder, target.versions())
    sit(target, run, [suite], split="tune", workers=workers, progress=lambda *_: None)
    return run


def test_a_run_keeps_its_answers_and_says_what_shaped_them(tmp_path: Path) -> None:
    suite = Suite(name="s", units=items(3))
    run = asked(Scripted(), tmp_path / "run", suite)
    manifest = json.loads((tmp_path / "run" / "manifest.json").read_text())
    assert manifest["versions"]["corpus"] == "c1" and manifest["sets"] == {"s": "tune"}
    assert set(manifest) >= {"revision", "created", "wall_s", "format"}
    assert list(run.records("s")) == ["i0", "i1", "i2"]
    assert "session_id" not in (run.records("s")["i0"].answer or {})


def test_a_run_goes_on_where_it_was_killed_and_asks_nothing_twice(tmp_path: Path) -> None:
    suite = Suite(name="s", units=items(6))
    with pytest.raises(TargetDown):
        asked(Scripted(down_after=4), tmp_path / "run", suite)
    path = tmp_path / "run" / "answers" / "s.jsonl"
    assert 1 <= len(path.read_text().splitlines()) <= 4
    path.write_bytes(path.read_bytes()[:-30])
    left = len(read_run(tmp_path / "run").missing(suite))
    later = Scripted()
    run = asked(later, tmp_path / "run", suite)
    assert len(later.asked) == left and run.missing(suite) == []
    assert [score.failed for score in outcome("x", run, [suite]).pooled] == [False] * 6


def test_what_failed_is_asked_again_and_the_rest_is_not(tmp_path: Path) -> None:
    suite = Suite(name="s", units=items(3))
    run = asked(Scripted(fails=["公示几天？第1问"]), tmp_path / "run", suite)
    assert "no answer within 1 s" in run.records("s")["i1"].error
    again = Scripted()
    asked(again, tmp_path / "run", suite)
    assert again.asked == ["公示几天？第1问"]


def test_an_item_whose_words_changed_is_asked_again_but_not_one_whose_expectation_changed(
    tmp_path: Path,
) -> None:
    first, second = items(2)
    run = asked(Scripted(), tmp_path / "run", Suite(name="s", units=(first, second)))
    other = Suite(
        name="s", units=(replace(first, question="要多久？"), replace(second, key_facts=(("6天",),)))
    )
    assert [unit.id for unit in run.missing(other)] == ["i0"]


def test_a_run_of_another_version_is_refused_with_what_differs(tmp_path: Path) -> None:
    asked(Scripted(), tmp_path / "run", Suite(name="s", units=items(1)))
    with pytest.raises(RunMismatch, match=r"corpus c1 → c2.*--evaluate-only") as error:
        open_run(tmp_path / "run", Scripted(corpus="c2").versions())
    assert error.value.status == 2


@pytest.mark.parametrize("manifest", ["", "{}", '{"format": 99}', '{"format": 1}'])
def test_a_manifest_that_cannot_be_read_is_named(tmp_path: Path, manifest: str) -> None:
    (tmp_path / "manifest.json").write_text(manifest)
    with pytest.raises(UsageError, match=r"manifest\.json"):
        read_run(tmp_path)


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x")
    with pytest.raises(UsageError, match="is not empty"):
        open_run(tmp_path, Scripted().versions())
    assert (tmp_path / "letter.txt").read_text() == "x"


def test_a_spoilt_line_in_the_middle_of_a_run_is_named(tmp_path: Path) -> None:
    run = asked(Scripted(), tmp_path / "run", Suite(name="s", units=items(2)))
    path = tmp_path / "run" / "answers" / "s.jsonl"
    path.write_text("{\n" + path.read_text())
    with pytest.raises(UsageError, match=r"s\.jsonl:1: no record"):
        run.records("s")


def test_a_query_of_the_search_box_is_looked_up_and_not_asked(tmp_path: Path) -> None:
    query = replace(ITEM, searched=True)
    lost = replace(query, id="i1", gold=((Gold(document_id="d9", quote="没有找到的话"),),))
    suite, target = Suite(name="s", units=(query, lost)), Scripted()
    run = asked(target, tmp_path / "run", suite)
    assert target.asked == []
    found, missed = outcome("x", run, [suite]).pooled
    assert (found.values["mrr"], found.failed) == (0.5, False)
    assert set(found.values) == {"recall_at_5", "recall_at_10", "mrr", "ndcg_at_10"}
    [failure] = failures([suite], {"s": run.records("s")}, {"s": [missed]})
    assert "检索前五条只含依据的 0%" in failure.why and "拟认定名单" in failure.answer
    assert not any(line.startswith("答复类型") for line in failure.expected)


def test_a_query_that_could_not_be_looked_up_has_found_nothing() -> None:
    query = replace(ITEM, searched=True)
    broken = Record(id=query.id, asked="", error="no answer within 1 s")
    [score] = evaluate(Suite(name="s", units=(query,)), {query.id: broken})
    assert score.failed and set(score.values.values()) == {0.0} and "recall_at_5" in score.values


def test_many_askers_give_the_order_of_the_file() -> None:
    units = items(40)
    one = [r.to_json() for made in generate(Scripted(), units) for r in map(timeless, made)]
    many = [r.to_json() for made in generate(Scripted(), units, workers=8) for r in map(timeless, made)]
    assert one == many


def timeless(record: Record) -> Record:
    return replace(record, seconds=0.0)


def test_a_dialogue_stays_in_its_conversation_and_a_lost_turn_loses_the_rest() -> None:
    turns = tuple(replace(i, dialogue="d", scored=n > 0) for n, i in enumerate(items(3)))
    target = Scripted()
    records = ask_unit(target, Dialogue(id="d", turns=turns, split="tune"))
    assert [r.id for r in records] == ["i1", "i2"] and target.sessions == [None, "s1", "s1"]
    broken = ask_unit(Scripted(fails=[turns[1].question]), Dialogue(id="d", turns=turns, split="tune"))
    assert [bool(r.error) for r in broken] == [True, True]


def test_a_server_that_is_down_slow_or_odd_is_named_with_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TargetDown, match=r"POST http://127\.0\.0\.1:9/api/v1/ask: nobody answers"):
        Server("http://127.0.0.1:9").ask("问", session_id=None, as_of=DAY)
    replies = {
        "/slow": httpx.ReadTimeout("slow"),
        "/odd": httpx.Response(200, text="<html>"),
        "/thin": httpx.Response(200, json={"answer": "x"}),
        "/busy": httpx.Response(503, text="busy"),
    }

    def handle(request: httpx.Request) -> httpx.Response:
        reply = replies[request.url.path.removesuffix("/api/v1/ask")]
        if isinstance(reply, Exception):
            raise reply
        return reply

    real = httpx.Client
    monkeypatch.setattr(httpx, "Client", lambda **o: real(transport=httpx.MockTransport(handle), **o))
    for path, said in (
        ("slow", "no answer within 2 s"),
        ("odd", "no JSON"),
        ("thin", "lacks kind"),
        ("busy", "503"),
    ):
        with pytest.raises(TargetError, match=said) as error:
            Server(f"http://127.0.0.1:9/{path}", 2).ask("问", session_id=None, as_of=DAY)
        assert f"/{path}" in str(error.value) and not isinstance(error.value, TargetDown)


def test_two_runs_are_compared_over_the_items_they_share(tmp_path: Path) -> None:
    suite = Suite(name="s", units=items(12))
    wrong = {item.question: answer("公示 77 个工作日。[1]") for item in items(9)}
    before = outcome("a", asked(Scripted(), tmp_path / "a", suite), [suite])
    after = outcome("b", asked(Scripted(wrong), tmp_path / "b", suite), [suite])
    found = compare(before.pooled, after.pooled)
    assert found.changes["figures_faithful"].is_certain and found.changes["cited"].difference == 0
    assert len(found.worse) == 9 and found.better == () and found.p < 0.01
    with pytest.raises(UsageError, match="share no item"):
        compare(before.pooled, [])


def test_a_breach_names_the_items_that_pull_a_figure_down(tmp_path: Path) -> None:
    suite = Suite(name="s", units=items(4))
    wrong = {items(2)[1].question: answer("公示 77 个工作日。[1]")}
    scores = outcome("a", asked(Scripted(wrong), tmp_path / "run", suite), [suite]).scores
    (path := tmp_path / "floors.yaml").write_text(
        "s: {figures_faithful: 0.9, invented_figures: 0, cited: 1}\nt: {cited: 1}"
    )
    found = [str(breach) for breach in breaches(scores, read_floors(path))]
    assert found == [
        "s: figures_faithful is 0.750, floor 0.9: i1",
        "s: invented_figures is 1.000, floor 0: i1",
    ]
    assert list(breaches(scores, {"s": {"verdict": 0.5}})) != []


def test_a_floor_on_a_metric_that_is_none_is_named(tmp_path: Path) -> None:
    (path := tmp_path / "floors.yaml").write_text("s: {recal: 0.9}")
    with pytest.raises(UsageError, match="no metric 'recal'"):
        read_floors(path)


def test_failures_show_items_for_tuning_and_no_held_out_one(tmp_path: Path) -> None:
    held = replace(ITEM, id="held", question="留出的问题", split="hold")
    suite = Suite(name="s", units=(*items(2), held))
    wrong = {unit.question: answer("公示 30 个工作日。[1]", notices=[]) for unit in suite.units}
    run = asked(Scripted(wrong), tmp_path / "run", suite)
    scores = outcome("a", run, [suite]).scores
    found = failures([suite], {"s": run.records("s")}, scores)
    assert [failure.id for failure in found] == ["i0", "i1"]
    told = "\n".join(text for _, text in found[0].lines())
    assert "说了不该说的：30个工作日" in told and "缺少提示：round_closed" in told
    assert "数字没有来源：30" in told and QUESTION_IN_FULL in told
    assert [failure.id for failure in worst(found, 1)] == ["i0"]


QUESTION_IN_FULL = "公示几天？第0问"
