"""What a national scheme asks fits applicants of any place."""

from __future__ import annotations

from assistant.eligibility import Checker


def test_questions_of_national_schemes_name_no_place_of_the_reader(checker: Checker) -> None:
    national = [scheme for scheme in checker.schemes if scheme.level == "national"]
    asked = {
        text
        for scheme in national
        for text in (
            *(fact.entry.question for fact in scheme.facts.values()),
            *(fact.entry.detail_question for fact in scheme.facts.values()),
            *(option.label for fact in scheme.facts.values() for option in fact.entry.kinds),
            *(group.question for group in scheme.groups),
        )
    }
    assert len(asked) > 20
    assert [text for text in asked if "我市" in text or "本市" in text or "我区" in text] == []
