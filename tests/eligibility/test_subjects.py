"""Of whom a message speaks."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.eligibility import Checker
from assistant.eligibility.doubtful import read_doubtful
from assistant.eligibility.facts_from_text import read_facts

DAY = date(2026, 11, 20)
PARK = "cq-green-park"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("园内某企业2025年5月因排放超标被生态环境局罚了款", "violation"),
        ("一家落户企业2025年5月被踢出绿色工厂名单", "list_removal"),
        ("有家厂子2025年5月成了失信被执行人", "judgment_debtor"),
    ],
)
def test_what_befell_a_company_in_the_park_is_not_told_of_the_park(
    text: str, kind: str, checker: Checker
) -> None:
    told = read_facts(text, checker.scheme(PARK), DAY)
    assert told == {"tenant_events": [{"kind": kind, "date": "2025-05"}]}


def test_after_a_full_stop_the_park_speaks_of_itself_again(checker: Checker) -> None:
    told = read_facts("有家企业2025年5月停产了。园区没注销过，也不在经营异常名单", checker.scheme(PARK), DAY)
    assert told["deregistered"] is False and told["abnormal_list"] is False
    assert told["tenant_events"] == [{"kind": "not_operating", "date": "2025-05"}]


def test_that_companies_had_no_accident_leaves_the_rest_open(checker: Checker) -> None:
    text, scheme = "入园企业近三年没出过事故", checker.scheme(PARK)
    told = read_facts(text, scheme, DAY, "tenant_events")
    assert "tenant_events" not in told
    back = read_doubtful(text, scheme, DAY, "tenant_events", told)
    assert "tenant_events" in {doubt.name for doubt in back}
