"""What readers say of answers is kept, and what people should look at is listed and exported."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from assistant.domain.answers import Answer, AnswerKind, Language
from assistant.domain.dialogue import DialogueState
from assistant.domain.feedback import Review
from assistant.errors import StoreError, UnknownAnswer
from assistant.records.dataset import dataset_lines
from assistant.records.memory import MemoryStore
from assistant.records.sessions import Sessions, open_database
from assistant.records.unanswered import says_not_found
from assistant.wording import say, words
from eval.items import load_questions

START = datetime(2026, 3, 1, 12)


class Clock:
    """Every look at it is a second later."""

    def __init__(self) -> None:
        self.moment = START

    def __call__(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment


def ask(
    sessions: Sessions,
    question: str,
    *,
    kind: AnswerKind = "answer",
    text: str = "好。[1]",
    session_id: str | None = None,
    language: Language = "zh",
) -> Answer:
    answer = Answer(
        answer=text,
        kind=kind,
        citations=(),
        eligibility=None,
        notices=(),
        quick_replies=(),
        session_id="",
        answer_id="",
        as_of=date(2026, 3, 1),
        corpus_version="c",
        rules_version="r",
        engine="deterministic",
        language=language,
    )
    return sessions.run(session_id, lambda state: (answer, DialogueState()), question=question)


def url_of(folder: Path) -> str:
    return f"sqlite:///{folder / 'records.sqlite3'}"


@pytest.fixture(params=["sqlite", "postgres", "memory"])
def sessions(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Sessions]:
    if request.param == "memory":
        opened = Sessions(MemoryStore(), Clock(), 30)
    elif request.param == "sqlite":
        opened = open_database(url_of(tmp_path), Clock(), 30)
    else:
        opened = open_database(request.getfixturevalue("postgres_url"), Clock(), 30)
    yield opened
    opened.close()


def listed(sessions: Sessions) -> list[tuple[str, tuple[str, ...]]]:
    return [(review.answer.question, review.why) for review in sessions.reviews(100).reviews]


def test_only_what_people_should_look_at_is_listed_newest_first(sessions: Sessions) -> None:
    ask(sessions, "答好了")
    ask(sessions, "另一件事", kind="out_of_scope")
    ask(sessions, "多少钱", text=say("answers.zh", "not_stated", what="具体金额") + "[1]")
    liked, disliked = ask(sessions, "喜欢"), ask(sessions, "不喜欢")
    ask(sessions, "", kind="out_of_scope")
    sessions.give_feedback(liked.answer_id, "up")
    sessions.give_feedback(disliked.answer_id, "down", ["wrong"], "不对")
    assert listed(sessions) == [
        ("不喜欢", ("thumbed_down",)),
        ("多少钱", ("not_found",)),
        ("另一件事", ("out_of_scope",)),
    ]


def test_the_list_comes_in_parts(sessions: Sessions) -> None:
    for number in range(5):
        ask(sessions, f"第{number}问", kind="out_of_scope")
    page = sessions.reviews(2, 1)
    assert page.total == 5
    assert [review.answer.question for review in page.reviews] == ["第3问", "第2问"]


def test_a_second_word_on_an_answer_replaces_the_first(sessions: Sessions) -> None:
    answer_id = ask(sessions, "问").answer_id
    sessions.give_feedback(answer_id, "down", ["wrong", "outdated", "wrong"], "旧")
    (review,) = sessions.reviews(9).reviews
    assert review.feedback
    assert review.feedback.reasons == ("wrong", "outdated")
    sessions.give_feedback(answer_id, "down", [], " 新的话 ")
    (review,) = sessions.reviews(9).reviews
    assert review.feedback
    assert (review.feedback.reasons, review.feedback.remark) == ((), "新的话")
    sessions.give_feedback(answer_id, "up")
    assert sessions.reviews(9).total == 0


def test_words_on_one_answer_said_at_once_leave_one(url: str) -> None:
    sessions = open_database(url, Clock(), 30)
    answer_id = ask(sessions, "问").answer_id
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: sessions.give_feedback(answer_id, "down"), range(24)))
    assert sessions.reviews(9).total == 1
    sessions.close()


@pytest.mark.parametrize("answer_id", ["", "nobody", "0" * 32, "\ud800", "a" * 5000])
def test_a_word_on_no_answer_is_refused(sessions: Sessions, answer_id: str) -> None:
    with pytest.raises(UnknownAnswer):
        sessions.give_feedback(answer_id, "up")


def test_a_remark_is_kept_with_personal_data_masked(sessions: Sessions) -> None:
    answer = ask(sessions, "我叫王小明，公示几天")
    given = sessions.give_feedback(answer.answer_id, "down", [], "请回电13812345678，公示5个工作日")
    assert given.remark == "请回电〔手机号〕，公示5个工作日"
    (review,) = sessions.reviews(9).reviews
    assert review.feedback == given
    assert review.answer.question == "我叫〔姓名〕，公示几天"


def test_the_questions_before_it_come_with_it(sessions: Sessions) -> None:
    first = ask(sessions, "公示几天？")
    ask(sessions, "别人的问题")
    ask(sessions, "那园区呢？", session_id=first.session_id, kind="out_of_scope")
    ask(sessions, "后来的", session_id=first.session_id)
    (review,) = sessions.reviews(9).reviews
    assert review.earlier == ("公示几天？",)


def test_deleting_a_conversation_takes_its_answers_and_feedback(sessions: Sessions, tmp_path: Path) -> None:
    gone = ask(sessions, "走", kind="out_of_scope")
    ask(sessions, "留", kind="out_of_scope")
    sessions.give_feedback(gone.answer_id, "down")
    sessions.delete(gone.session_id)
    assert listed(sessions) == [("留", ("out_of_scope",))]
    with pytest.raises(UnknownAnswer):
        sessions.give_feedback(gone.answer_id, "up")
    if (tmp_path / "records.sqlite3").exists():
        with sqlite3.connect(tmp_path / "records.sqlite3") as connection:
            counts = [
                connection.execute(f"SELECT count(*) FROM {t}").fetchone() for t in ("answers", "feedback")
            ]
        assert counts == [(1,), (0,)]


def test_answers_and_feedback_outlive_an_idle_conversation_and_forget_it(tmp_path: Path) -> None:
    clock = Clock()
    for sessions in (open_database(url_of(tmp_path), clock, 30), Sessions(MemoryStore(), clock, 30)):
        first = ask(sessions, "先问")
        second = ask(sessions, "后问", session_id=first.session_id)
        sessions.give_feedback(second.answer_id, "down")
        clock.moment += timedelta(days=31)
        assert sessions.forget_idle() == 1
        (review,) = sessions.reviews(9).reviews
        assert (review.answer.question, review.why, review.earlier) == ("后问", ("thumbed_down",), ())
        sessions.give_feedback(first.answer_id, "down")
        assert sessions.reviews(9).total == 2
        sessions.close()


def test_memory_drops_the_oldest_answers() -> None:
    sessions = Sessions(MemoryStore(capacity=2), Clock(), 30)
    answers = [ask(sessions, str(number), kind="out_of_scope") for number in range(3)]
    assert listed(sessions) == [("2", ("out_of_scope",)), ("1", ("out_of_scope",))]
    with pytest.raises(UnknownAnswer):
        sessions.give_feedback(answers[0].answer_id, "up")


def test_a_database_that_fails_is_said(tmp_path: Path) -> None:
    sessions = open_database(url_of(tmp_path), Clock(), 30)
    answer_id = ask(sessions, "问").answer_id
    with sqlite3.connect(tmp_path / "records.sqlite3") as connection:
        connection.execute("DROP TABLE feedback")
    for failing in (lambda: sessions.give_feedback(answer_id, "up"), lambda: sessions.reviews(9)):
        with pytest.raises(StoreError):
            failing()
    sessions.close()
    with pytest.raises(StoreError):
        open_database("nonsense", Clock(), 30)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("key", words("feedback")["not_found"])
def test_each_sentence_that_says_nothing_was_found_is_known(language: Language, key: str) -> None:
    sentence = say(f"answers.{language}", key, what="具体金额", year=2027, place="某地")
    assert says_not_found(f"{sentence}[1]\n\n> 某条。[1]", language)
    assert not says_not_found("时限是 **5 个工作日**。[1]", language)


def exported(sessions: Sessions) -> list[str]:
    return list(dataset_lines(sessions.reviews(100).reviews))


def test_an_export_is_read_by_the_evaluation_once_the_gold_is_added(
    sessions: Sessions, tmp_path: Path
) -> None:
    answer = ask(sessions, "公示几天？", kind="out_of_scope")
    sessions.give_feedback(answer.answer_id, "down", ["incomplete"], "没说起算日\n换行")
    (line,) = exported(sessions)
    row = json.loads(line)
    assert row["review"]["reasons"] == ["incomplete"]
    row |= {"kind": ["answer"], "gold": [[{"document_id": "d", "quote": "公示5个工作日"}]]}
    row["key_facts"] = [["5个工作日"]]
    path = tmp_path / "set.jsonl"
    path.write_text(f"{json.dumps(row, ensure_ascii=False)}\n{line}", encoding="utf-8")
    item, untouched = load_questions(path)
    assert (item.question, item.as_of, item.kinds) == ("公示几天？", date(2026, 3, 1), ("answer",))
    assert item.gold[0][0].quote == "公示5个工作日"
    assert untouched.gold == ()


def test_the_same_question_is_exported_once(sessions: Sessions) -> None:
    for _ in range(3):
        ask(sessions, "公示几天？", kind="out_of_scope")
    follow_up = ask(sessions, "开头")
    ask(sessions, "公示几天？", session_id=follow_up.session_id, kind="out_of_scope")
    assert len(exported(sessions)) == 2


def test_a_review_is_of_one_day(sessions: Sessions) -> None:
    ask(sessions, "公示几天？", kind="out_of_scope")
    (review,) = sessions.reviews(9).reviews
    other: Review = replace(review, answer=replace(review.answer, as_of=date(2027, 1, 1)))
    assert len(list(dataset_lines([review, other, other]))) == 2
