"""Words kept in prompts/."""

from pathlib import Path

import pytest

from assistant import wording


def test_the_folders_of_a_checkout_are_found() -> None:
    assert (wording.prompts_folder() / "answers.zh.yaml").is_file()
    assert (wording.corpus_folder() / "documents").is_dir()


def test_a_sentence_is_filled_in() -> None:
    assert "2025-06-14" in wording.say("answers.zh", "deadline_passed", as_of="2025-06-14", days=3)


def test_a_missing_sentence_is_named_with_its_file() -> None:
    with pytest.raises(KeyError, match="no_such_key"):
        wording.say("answers.zh", "no_such_key")


def test_a_missing_variable_is_named() -> None:
    with pytest.raises(KeyError, match="as_of"):
        wording.say("answers.zh", "deadline_passed", days=3)


def test_both_languages_have_the_same_sentences() -> None:
    assert set(wording.words("answers.zh")) == set(wording.words("answers.en"))


def test_yes_and_no_are_words_and_true_is_not(tmp_path: Path) -> None:
    content = "yes: no\non: [off, y, 2025-06-14]\ntruth: [true, False, ~, 3, 2.5, '']\n"
    (tmp_path / "words.yaml").write_text(content)
    assert wording.read_words(tmp_path / "words.yaml") == {
        "yes": "no",
        "on": ["off", "y", "2025-06-14"],
        "truth": [True, False, None, 3, 2.5, ""],
    }
