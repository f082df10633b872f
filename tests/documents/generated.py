"""Official documents made by chance: head, numbering, paragraphs, tail, and how files spoil them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from assistant.text.numerals import to_chinese

Numeral = Callable[[int], str]
SCHEMES: tuple[tuple[Numeral, ...], ...] = (
    (
        lambda n: f"{to_chinese(n)}、",
        lambda n: f"（{to_chinese(n)}）",
        lambda n: f"{n}.",
        lambda n: f"（{n}）",
    ),
    (lambda n: f"{to_chinese(n)}、", lambda n: f"({to_chinese(n)})", lambda n: f"{n}．", lambda n: f"({n})"),
    (lambda n: f"{to_chinese(n)}、", lambda n: f"{n}.", lambda n: f"（{n}）"),
    (lambda n: f"第{to_chinese(n)}条　", lambda n: f"（{to_chinese(n)}）", lambda n: f"{n}. "),
)
# No word here is a cue of the grammar: no 附件, no body, no kind of document, no telephone.
_VOCABULARY = (
    "企业园区申报材料真实完整按照要求提交指标水平能力建设管理具有较好"
    "基础条件并且持续提升应当及时填报数据质量安全运行稳定达到先进改造投入"
)
_WORDS = (*(_VOCABULARY[i : i + 2] for i in range(0, len(_VOCABULARY), 2)), "不少于", "不超过")
_FIGURES = (
    "50%",
    "3年",
    "10家",
    "2000万元",
    "2025年6月14日",
    "GB/T 36132-2018",
    "12个月",
    "《某类评价通则》",
)


@dataclass(frozen=True)
class Made:
    """A generated document: its paragraphs in order, each a line of an unspoilt file."""

    paragraphs: tuple[str, ...]
    numbered: int

    @property
    def text(self) -> str:
        return "\n".join(self.paragraphs) + "\n"


def phrase(least: int, most: int) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(_WORDS), min_size=least, max_size=most).map("".join)


@st.composite
def sentences(draw: st.DrawFn) -> str:
    count = draw(st.integers(1, 3))
    written = ""
    for _ in range(count):
        parts = draw(st.lists(phrase(3, 8), min_size=1, max_size=4))
        if draw(st.booleans()):
            parts.append(draw(phrase(2, 4)) + draw(st.sampled_from(_FIGURES)) + draw(phrase(1, 3)))
        written += "，".join(parts) + "。"
    return written


@st.composite
def documents(draw: st.DrawFn) -> Made:
    """A notice or measure; unnumbered paragraphs only stand behind a caption, where no wrap hides them."""
    scheme = draw(st.sampled_from(SCHEMES))
    rows = [
        "某市某某局",
        f"关于开展{draw(phrase(2, 4))}工作的通知",
        f"某某发〔20{draw(st.integers(10, 29))}〕{draw(st.integers(1, 400))}号",
    ]
    rows += ["各区县、各有关单位：", f"为{draw(phrase(3, 6))}，{draw(phrase(4, 8))}，现将有关事项通知如下。"]
    body: list[str] = []
    _section(draw, scheme, body)
    if draw(st.booleans()):
        rows += [
            *body,
            "某市某某局",
            f"202{draw(st.integers(0, 9))}年{draw(st.integers(1, 12))}月{draw(st.integers(1, 28))}日",
        ]
    else:
        rows += body
    return Made(tuple(rows), len(body))


def _section(draw: st.DrawFn, scheme: Sequence[Numeral], body: list[str]) -> None:
    numeral, *below = scheme
    articles = numeral(1).startswith("第")
    for number in range(1, draw(st.integers(4, 8)) + 1):
        opening = numeral(number)
        nested = bool(below) and draw(st.booleans())
        if articles:
            body.append(opening + (draw(phrase(3, 6)) + "：" if nested else draw(sentences())))
        else:
            body.append(opening + draw(phrase(2, 4)))
            if not nested:
                body.append(draw(sentences()))
        if nested:
            _items(draw, below, body)


def _items(draw: st.DrawFn, scheme: Sequence[Numeral], body: list[str]) -> None:
    numeral, *below = scheme
    for number in range(1, draw(st.integers(2, 5)) + 1):
        if below and draw(st.integers(0, 4)) == 0:
            body.append(numeral(number) + draw(phrase(3, 5)) + "：")
            _items(draw, below, body)
        else:
            body.append(numeral(number) + draw(sentences()))


def wrapped(made: Made, columns: int) -> str:
    """Every paragraph broken after so many characters, as a PDF gives it; closing marks hang over."""
    return "\n".join(line for paragraph in made.paragraphs for line in _wrap(paragraph, columns)) + "\n"


def _wrap(paragraph: str, columns: int) -> list[str]:
    lines, line, used = [], "", 0.0
    for token in _tokens(paragraph):
        size = len(token) * 0.5 if token.isascii() else float(len(token))
        if line and used + size > columns and token not in "，。；：、）》":
            lines.append(line)
            line, used = "", 0.0
        line, used = line + token, used + size
    return [*lines, line]


def _tokens(text: str) -> list[str]:
    tokens: list[str] = []
    for character in text:
        if tokens and character.isascii() and character != " " and tokens[-1].isascii() and tokens[-1] != " ":
            tokens[-1] += character
        else:
            tokens.append(character)
    return tokens


def paged(text: str, rows: int) -> tuple[str, tuple[int, ...]]:
    """The text with a page number and blank lines after every so many lines, and where pages begin."""
    lines, out, starts = text.splitlines(), "", [0]
    for index, line in enumerate(lines, start=1):
        out += line + "\n"
        if index % rows == 0 and index < len(lines):
            out += f"\n— {index // rows} —\n\n"
            starts.append(len(out))
    return out, tuple(starts)


def on_a_web_page(text: str) -> str:
    foot = "扫一扫在手机打开当前页\n分享到：\n版权所有：某市某某局\n网站标识码：5000000001\n"
    return f"当前位置：首页 > 政务公开 > 通知公告\n{text}\n{foot}"


def in_bold(made: Made, every: int) -> str:
    """Marks of emphasis around the numeral and first words of every so many paragraphs."""
    rows = [
        f"**{row[:6]}**{row[6:]}" if index % every == 0 and len(row) > 8 else row
        for index, row in enumerate(made.paragraphs)
    ]
    return "\n\n".join(rows) + "\n"
