from __future__ import annotations

import pytest

from assistant.eligibility.pieces import split_pieces


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("至于产品，都换过了", ["至于产品 都换过了"]),
        ("能源这块，去年才动手", ["能源这块 去年才动手"]),
        ("规划？还没有。方案写好了", ["规划 还没有", "方案写好了"]),
        ("targets in figures? none so far", ["targets in figures none so far"]),
        ("失信名单、异常名录，样样不沾", ["失信名单、异常名录 样样不沾"]),
        ("还没呢，材料才交上去", ["还没呢", "材料才交上去"]),
        ("要过五千万嘛，我们还差得远", ["要过五千万嘛", "我们还差得远"]),
        ("规划要写几年？没有人告诉我", ["规划要写几年", "没有人告诉我"]),
        ("注册在这里，税也交在这里", ["注册在这里", "税也交在这里"]),
    ],
)
def test_a_topic_stays_with_what_is_said_of_it(text: str, pieces: list[str]) -> None:
    assert [piece.text for piece in split_pieces(text)] == pieces
