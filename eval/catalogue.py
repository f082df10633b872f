"""The metrics by name: what each is called, how it is read, whether more is better.

The definitions and sources stand in the modules of ``eval/metrics``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure of the tables.

    Attributes:
        name: Key in JSON, floors and tables.
        label: As a Chinese reader sees it.
        form: ``share`` lies between 0 and 1, ``count`` and ``ms`` and ``characters`` are what they say.
        more_is_better: Whether a floor is a least figure (else it is a most figure).
        decides: Whether an item with less than 1 has failed.
    """

    name: str
    label: str
    form: Literal["share", "count", "ms", "characters"] = "share"
    more_is_better: bool = True
    decides: bool = False


METRICS = (
    Metric("all_right", "全部正确"),
    Metric("kind_right", "答复类型正确", decides=True),
    Metric("recall_at_5", "检索 recall@5", decides=True),
    Metric("recall_at_10", "检索 recall@10"),
    Metric("mrr", "检索 MRR"),
    Metric("ndcg_at_10", "检索 nDCG@10"),
    Metric("cited", "依据引全", decides=True),
    Metric("citation_recall", "引用召回率"),
    Metric("citation_precision", "引用准确率"),
    Metric("markers", "标号有引文", decides=True),
    Metric("key_facts", "关键事实", decides=True),
    Metric("notices", "应有提示", decides=True),
    Metric("verdict", "结论正确", decides=True),
    Metric("criteria", "逐条结果正确", decides=True),
    Metric("time_right", "分日正确"),
    Metric("series_right", "整组日期正确"),
    Metric("refusal_precision", "拒答准确率"),
    Metric("refusal_recall", "拒答召回率"),
    Metric("figures_faithful", "数字忠实", decides=True),
    Metric("forbidden", "出现禁语的答复", "count", more_is_better=False),
    Metric("invented_figures", "无来源的数字", "count", more_is_better=False),
    Metric("errors", "无答复", "count", more_is_better=False),
    Metric("length", "篇幅（字）", "characters", more_is_better=False),
    Metric("p50_ms", "耗时 p50（毫秒）", "ms", more_is_better=False),
    Metric("p95_ms", "耗时 p95（毫秒）", "ms", more_is_better=False),
)
BY_NAME = {metric.name: metric for metric in METRICS}
DECIDING = frozenset(metric.name for metric in METRICS if metric.decides)
