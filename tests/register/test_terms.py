"""Which days and spans set a limit."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.register.terms import find_terms
from assistant.text.dates import Duration
from assistant.text.numerals import to_chinese

_DAYS = st.dates(date(2020, 1, 1), date(2039, 12, 31))


@given(_DAYS, st.sampled_from(["前", "之前", "以前", "截止", "17时前", "24:00前", "（星期五）前", "下班前"]))
def test_a_day_with_a_word_for_before_is_a_last_day(day: date, word: str) -> None:
    written = f"{day.year}年{day.month}月{day.day}日"
    (term,) = find_terms(f"请于{written}{word}报送材料。", None)
    assert (term.kind, term.last_day, term.printed) == ("date", day, True)


@given(_DAYS, st.sampled_from(["截止日期为", "截止时间：", "不晚于", "不迟于", "最迟于", "申请截止时间延至"]))
def test_a_day_behind_a_word_for_the_end_is_a_last_day(day: date, word: str) -> None:
    (term,) = find_terms(f"材料报送{word}{day.year}年{day.month}月{day.day}日。", None)
    assert (term.kind, term.last_day) == ("date", day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("应于2025年底前建立", date(2025, 12, 31)),
        ("2025年末前完成", date(2025, 12, 31)),
        ("3月上旬前，我局宣讲", date(2026, 3, 10)),
        ("2月底前完成", date(2026, 2, 28)),
        ("5月中旬前完成", date(2026, 5, 20)),
        ("于2027年第二季度末前公布", date(2027, 6, 30)),
        ("4月10日前报送", date(2026, 4, 10)),
    ],
)
def test_a_day_that_is_not_printed_in_full_is_computed_and_said_to_be(text: str, day: date) -> None:
    (term,) = find_terms(text, 2026)
    assert (term.kind, term.last_day) == ("date", day)
    assert term.printed == ("10日" in text)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("申报时间：2027.3.1—2027.3.31", [date(2027, 3, 31)]),
        ("上传截止时间为8月31日24时", [date(2026, 8, 31)]),
        ("企业至迟应于3月31日前提交", [date(2026, 3, 31)]),
        ("分别于2027年7月、2028年1月的10日前报送", [date(2027, 7, 10), date(2028, 1, 10)]),
        ("于6月30日和12月31日前报送", [date(2026, 6, 30), date(2026, 12, 31)]),
        ("2027年上半年前完成", [date(2027, 6, 30)]),
        ("我局将于年内公布结果", [date(2026, 12, 31)]),
        ("申报系统将于2027年5月31日18:00关闭", [date(2027, 5, 31)]),
        ("自印发之日起至2027年5月31日止", [date(2027, 5, 31)]),
    ],
)
def test_days_are_found_however_their_end_is_told(text: str, days: list[date]) -> None:
    assert [term.last_day for term in find_terms(text, 2026)] == days


@pytest.mark.parametrize(
    "text",
    [
        "于次月底前报我局备案",
        "每季度最后一个月25日前汇总",
        "每季末月25日前报送",
        "不晚于每年5月25日报送",
        "应于每年1月、7月的10日前报送",
        "应于次年3月底前提交报告",
        "每年3月31日前报送，主管部门汇总后于4月20日前上报",
    ],
)
def test_a_day_that_returns_has_no_single_last_day(text: str) -> None:
    assert {(term.kind, term.last_day) for term in find_terms(text, 2026)} == {("yearly", None)}


def test_a_day_without_any_year_to_go_by_is_not_guessed() -> None:
    assert find_terms("请于4月10日前报送", None) == []


def test_the_last_day_of_a_period_for_applying_counts_and_keeps_the_year_of_its_first() -> None:
    (term,) = find_terms("申报时间为2027年12月2日至12月20日。", 2026)
    assert (term.last_day, term.word) == (date(2027, 12, 20), "至")


@pytest.mark.parametrize(
    "text",
    [
        "2024年5月21日",
        "本办法自2025年3月1日起施行",
        "有效期至2027年8月31日",
        "2023年12月31日前注册成立的园区",
        "注册时间为2017年6月30日前",
        "根据《某办法（2025年6月30日前执行）》",
        "某经信发〔2023〕12号",
        "近三年未发生事故",
        "企业近三年内未发生事故",
        "申请之日前2年内因偷税受到处罚的",
        "两年内有效的测试报告",
        "本办法自印发之日起30日后施行，试行两年",
        "连续停产12个月以上",
        "成立满2年",
        "贴息期限最长2年",
        "2025年度市级名单",
        "每年保持稳定增长的企业",
        "第十二条前款规定",
        "2027年12月底前完成竣工验收的项目可以申报",
        "较计划提前30日完成的给予奖励",
        "申请日前6个月平均用水量",
        "近3年内完成验收的项目",
        "逾期15日未提交的视为放弃",
        "具体时间另行通知",
    ],
)
def test_other_days_and_spans_set_no_limit(text: str) -> None:
    assert find_terms(text, 2026) == []


@given(
    st.integers(2, 90),
    st.sampled_from([("个工作日", "工作日"), ("日", "日"), ("天", "日")]),
    st.booleans(),
    st.sampled_from(["内", "以内", "之内"]),
)
def test_a_span_of_days_within_which_to_act_is_a_time_limit(
    amount: int, unit: tuple[str, str], chinese: bool, word: str
) -> None:
    written = to_chinese(amount) if chinese else str(amount)
    (term,) = find_terms(f"应在办理手续后{written}{unit[0]}{word}上报。", None)
    assert term.kind == "time_limit"
    assert term.duration == Duration(amount, unit[1])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "duration", "word"),
    [
        ("在官网公示 5 个工作日", Duration(5, "工作日"), "公示"),
        ("公示期不少于7日", Duration(7, "日"), "公示"),
        ("三年内不得重新申报", Duration(3, "年"), "内"),
        ("自撤销之日起2年内不得申请", Duration(2, "年"), "内"),
        ("在期满3个月前申请复查", Duration(3, "月"), "前"),
        ("应提前30日提出延期申请", Duration(30, "日"), "提前"),
        ("最迟在实施前20个工作日报批", Duration(20, "工作日"), "前"),
        ("到期前30日内提出续期申请", Duration(30, "日"), "内"),
        ("整改期限不超过3个月", Duration(3, "月"), "整改期限"),
        ("审核时限为15个工作日", Duration(15, "工作日"), "审核时限"),
        ("公示时间不得少于5个工作日", Duration(5, "工作日"), "公示"),
        ("责令限期30日整改", Duration(30, "日"), "限期"),
        ("限3个月内整改到位", Duration(3, "月"), "内"),
        ("五年内不采信其报告", Duration(5, "年"), "内"),
        ("在执行期结束后3个月内申请验收", Duration(3, "月"), "内"),
    ],
)
def test_publicity_bars_and_times_ahead_are_time_limits(text: str, duration: Duration, word: str) -> None:
    (term,) = find_terms(text, None)
    assert (term.kind, term.duration, term.word) == ("time_limit", duration, word)


@pytest.mark.parametrize(
    "text", ["每年报送数据", "每年度报送一次", "于每年1月底前填报", "应当于评价年度的4月15日前报送"]
)
def test_what_returns_every_year_has_no_single_last_day(text: str) -> None:
    (term,) = find_terms(text, 2026)
    assert (term.kind, term.last_day) == ("yearly", None)


@given(st.text(st.sampled_from("请于2025年6月14日前之内三十个工作每底上旬至公示：，。企业（）《》")))
def test_terms_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    end = 0
    for term in find_terms(text, 2026):
        assert end <= term.start < term.end <= len(text)
        end = term.end
