"""English words as they are said: beside what they mean a thing, and where they mean another."""

from __future__ import annotations

import pytest

from assistant.agent.agreement import codes
from assistant.agent.understanding.lexicon import Cues, Lexicon, PhraseTable, Scanner, load_lexicon
from assistant.wording import prompts_folder


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon(prompts_folder(), {})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("bracket c", {"c"}),
        ("what is band c for", {"c"}),
        ("are tier b plants helped", {"b"}),
        ("a class a plant", {"a"}),
        ("category d", {"d"}),
        ("would we get a c?", {"c"}),
        ("c-rated plants", {"c"}),
        ("a double a plant", {"aa"}),
        ("a triple-a plant", {"aaa"}),
        ("how do we get four a's?", {"aaaa"}),
        ("what does an aa plant get", {"aa"}),
        ("from b to a", {"a", "b"}),
        ("grades b, c and d", {"b", "c", "d"}),
        ("a 4a factory", {"aaaa"}),
        ("an a plant", {"a"}),
    ],
)
def test_letters_of_grades_are_read_as_they_are_said(text: str, found: set[str]) -> None:
    assert codes(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "which grade a plant gets",
        "how do they grade a plant",
        "how much r&d, if any",
        "the two as well",
        "we'd like to apply",
        "the plant's, not ours",
        "help, e.g. cheaper power",
    ],
)
def test_letters_that_are_no_grades_are_not_read(text: str) -> None:
    assert not codes(text)


def test_a_short_word_goes_on_only_with_an_ending() -> None:
    cues = Scanner(["plan", "sign", "cap", "batch"])
    assert [word for word, _ in cues.find("planned, signs, capped, batches")] == [
        "plan",
        "sign",
        "cap",
        "batch",
    ]
    assert not list(cues.find("a planet, significant capital"))


def test_a_pattern_among_the_phrases_goes_before_those_that_it_overlaps() -> None:
    table = PhraseTable([("/\\bover (?=\\d)/", ("超过",)), ("over 5", ("五",)), ("plants", ("工厂",))])
    assert [phrase.terms for phrase in table.find("over 5 plants")] == [("超过",), ("工厂",)]
    assert [phrase.terms for phrase in table.find("over the plants")] == [("工厂",)]


def test_cues_are_taken_off_with_the_words_of_short_patterns() -> None:
    cues = Cues(["report", "/\\bforms?\\b(?! of)/", "/what .* mean/"])
    assert cues.without("a report in the form, what it may mean").split() == [
        "a",
        "in",
        "the",
        ",",
        "what",
        "it",
        "may",
        "mean",
    ]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("the problem must be addressed", "contact"),
        ("which plants reach a level of 50", "contact"),
        ("the inspection revealed problems", "injection"),
        ("is the report disregarded", "injection"),
        ("since when is a single body needed", "none"),
        ("is it fine if we apply", "sanction"),
        ("does that mean we are in", "definition"),
        ("what is allowed", "definition"),
        ("may a different agency do it", "comparison"),
        ("the national-level title", "level"),
        ("what are your conditions", "help"),
        ("how to use the platform", "help"),
        ("the former measures", "material"),
        ("the loan guarantee fund", "guarantee"),
        ("an early time limit", "quantity"),
        ("which documents make up the application", "cheating"),
    ],
)
def test_words_meant_otherwise_are_no_cues(lexicon: Lexicon, text: str, intent: str) -> None:
    assert not lexicon.intents[intent].hits(text)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("how do i reach somebody", "contact"),
        ("whom can i ring about it", "contact"),
        ("what perks come with it", "support"),
        ("is there any backing", "support"),
        ("which rung are we on", "level"),
        ("does it still stand", "validity"),
        ("has it lapsed", "validity"),
        ("who signs off on it", "who"),
        ("what gets us kicked off", "sanction"),
        ("what does quasi mean", "definition"),
        ("is this text at odds with that", "comparison"),
        ("which papers do we need", "material"),
    ],
)
def test_what_is_said_by_the_way_is_a_cue(lexicon: Lexicon, text: str, intent: str) -> None:
    assert lexicon.intents[intent].hits(text)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("the 2023 call", "phone"),
        ("is there room for improvement", "address"),
        ("due to an accident", "date"),
        ("what happens when a plant moves", "date"),
        ("reported via the platform", "website"),
        ("the shareholders", "threshold"),
        ("whom does it apply to", "person"),
    ],
)
def test_words_meant_otherwise_ask_for_nothing(lexicon: Lexicon, text: str, asked: str) -> None:
    assert not lexicon.asks[asked].hits(text)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("whom do i call", "phone"),
        ("when is it due", "date"),
        ("which platform is it", "website"),
        ("what share is needed", "threshold"),
        ("whom should we ask", "person"),
        ("how much does the agency charge", "fee"),
    ],
)
def test_what_is_said_by_the_way_asks(lexicon: Lexicon, text: str, asked: str) -> None:
    assert lexicon.asks[asked].hits(text)
