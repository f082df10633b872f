from __future__ import annotations

from pathlib import Path

import pytest

from assistant.eligibility.forms import _FORMS
from assistant.eligibility.rule_files import line_of, read_rule_file
from assistant.eligibility.scheme_file import SharedFile
from assistant.errors import RuleError

README = Path(__file__).resolve().parents[2] / "corpus" / "schemes" / "README.md"


def test_a_repeated_key_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text("shared: a\nshared: b\n", encoding="utf-8")
    with pytest.raises(RuleError, match=r"rules\.yaml:2: not valid YAML"):
        read_rule_file(path, SharedFile)


@pytest.mark.parametrize("text", ["", "- a\n", "shared: a\ncolour: red\n", "shared: [a\n"])
def test_what_has_not_the_form_is_refused_with_file_and_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RuleError, match=r"rules\.yaml:\d+: "):
        read_rule_file(path, SharedFile)


def test_words_that_yaml_once_took_for_truth_values_stay_words(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text("shared: on\n", encoding="utf-8")
    assert read_rule_file(path, SharedFile).content.shared == "on"


def test_a_place_that_the_file_lacks_gives_the_line_above_it() -> None:
    assert line_of("a: 1\nb:\n  c: 2\n", ("b", "rule", "c", "d")) == 3


def test_every_test_form_is_described() -> None:
    text = README.read_text(encoding="utf-8")
    assert [form for form in _FORMS if f"`{form}" not in text] == []


def test_the_fast_reader_reads_every_rule_file_as_the_exact_one_does() -> None:
    from ruamel.yaml import YAML

    from assistant.eligibility.rule_files import _load
    from assistant.wording import corpus_folder

    files = sorted((corpus_folder() / "schemes").rglob("*.yaml"))
    assert files
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert repr(_load(text)) == repr(YAML(typ="safe", pure=True).load(text)), path.name
