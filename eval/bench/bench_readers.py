"""One long notice as PDF by three producers, and scanned: how much of its clause tree is read alike, how fast.

Usage: ``python -m eval.bench.bench_readers [--characters 19000] [--scanned] [--noise 8]``. The tree of the text
file is the measure; a clause is alike if label and words agree (for scans also: nearly all words).
"""

from __future__ import annotations

import argparse
import difflib
import io
import random
import time
from collections import Counter
from collections.abc import Callable

from assistant.documents.readers import Original
from assistant.documents.readers.worker import read_bytes
from assistant.documents.structure import parse_structure
from assistant.text.normalise import squeeze
from assistant.text.numerals import to_chinese
from eval.unseen.notices import Notice, Part
from eval.unseen.pages import as_fpdf, as_office, as_reportlab
from eval.unseen.writing import as_text

_PRODUCERS: dict[str, Callable[[Notice], bytes]] = {
    "reportlab": as_reportlab,
    "fpdf2": as_fpdf,
    "LibreOffice": as_office,
}
_HEADINGS = ("申报条件", "工作程序", "评价要求", "监督管理", "材料要求", "奖补标准", "时间安排")
_CLAUSES = (
    "企业应当在规定的期限内通过省级综合服务平台如实填报各项指标",
    "各市州主管部门应当组织专家对申报材料进行初审并出具书面推荐意见",
    "近三年内未发生较大及以上安全生产事故和突发环境事件",
    "单位产品综合能耗达到国家标准先进值或者优于行业平均水平百分之十以上",
    "主要污染物排放总量控制在核定指标以内，固体废物综合利用率不低于90%",
    "申报单位对材料的真实性、完整性和合法性负责，不得隐瞒事实、提供虚假材料",
    "经公示无异议的，由省主管部门发文公布名单并给予最高不超过200万元的一次性奖补",
    "第三方机构应当具备CNAS认可资质，并按照GB/T 36132—2018开展评价",
    "鼓励企业开展数字化、绿色化协同改造，建设能源管理中心（EMS）",
)


def main() -> int:
    """Print one line a file; 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--characters", type=int, default=19_000, help="of the notice; 19,000 are 20 pages")
    parser.add_argument("--scanned", action="store_true", help="recognise pictures of the pages as well")
    parser.add_argument("--noise", type=float, default=8.0, help="of the pictures, in shades of 256")
    arguments = parser.parse_args()
    notice = long_notice(arguments.characters)
    wanted = _clauses(read_bytes(as_text(notice).encode(), "notice.txt"))
    for name, produce in _PRODUCERS.items():
        try:
            data = produce(notice)
        except (LookupError, ImportError) as error:
            print(f"{name}: not made: {error}")
            continue
        _report(name, data, wanted)
        if arguments.scanned and name == "fpdf2":
            _report("scanned", pictured(data, arguments.noise), wanted)
    return 0


def long_notice(characters: int, seed: int = 3) -> Notice:
    """A made-up notice of about so many characters, the same for the same seed."""
    dice = random.Random(seed)
    parts = [
        _part("标题", "某省工业和信息化厅关于组织开展2026年度绿色制造名单推荐工作的通知"),
        _part("发文字号", "某工信发〔2026〕18号"),
        _part("主送机关", "各市州工业和信息化主管部门，各有关单位："),
        _part("引言", "为贯彻落实有关规划部署，加快构建绿色制造体系，现就有关事项通知如下："),
    ]
    number = 0
    while sum(len(part.text) for part in parts) < characters:
        number += 1
        parts.append(_part("", f"{to_chinese(number)}、{dice.choice(_HEADINGS)}"))
        for i in range(1, dice.randint(3, 6)):
            parts.append(_part("", f"（{to_chinese(i)}）{dice.choice(_HEADINGS)}。{_sentence(dice)}"))
            parts += [_part("", f"{j}. {_sentence(dice)}") for j in range(1, dice.randint(1, 4))]
            parts += [_part("", _sentence(dice) + _sentence(dice))] * (dice.random() < 0.4)
    parts += [_part("落款", "某省工业和信息化厅"), _part("成文日期", "2026年3月1日")]
    return Notice(name="long", parts=tuple(parts), facts={})


def pictured(data: bytes, noise: float) -> bytes:
    """The pages of a PDF as grey pictures of 200 dots an inch, a little askew and grainy, in a new PDF."""
    import numpy
    from PIL import Image
    from pypdfium2 import PdfDocument

    dice = numpy.random.default_rng(1)
    pages = []
    for page in PdfDocument(data):
        drawn = page.render(scale=200 / 72, grayscale=True).to_pil()
        drawn = drawn.rotate(dice.normal(0, 0.3), fillcolor=255, resample=Image.Resampling.BICUBIC)
        grains = numpy.asarray(drawn, dtype=float) + dice.normal(0, noise, (drawn.height, drawn.width))
        pages.append(Image.fromarray(grains.clip(0, 255).astype("uint8")))
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=200)
    return out.getvalue()


def _report(name: str, data: bytes, wanted: list[tuple[str, str]]) -> None:
    began = time.perf_counter()
    original = read_bytes(data, f"{name}.pdf")
    seconds = time.perf_counter() - began
    found = _clauses(original)
    alike = sum((Counter(wanted) & Counter(found)).values())
    words = dict(found)
    near = sum(
        difflib.SequenceMatcher(None, text, words.get(label, ""), autojunk=False).ratio() >= 0.95
        for label, text in wanted
    )
    sure = [r.confidence for r in original.recognised]
    confidence = f", confidence {sum(sure) / len(sure):.3f}" if sure else ""
    print(
        f"{name}: {len(original.page_starts)} pages, {alike}/{len(wanted)} clauses alike ({alike / len(wanted):.1%}),"
        f" {near / len(wanted):.1%} nearly{confidence}, {seconds:.2f} s"
    )


def _clauses(original: Original) -> list[tuple[str, str]]:
    structure = parse_structure(original.text, page_starts=original.page_starts, tables=original.tables)
    return [(clause.label, squeeze(clause.text)) for clause in structure.clauses]


def _part(label: str, text: str) -> Part:
    return Part(labels=(label,) if label else (), text=text)


def _sentence(dice: random.Random) -> str:
    return "，".join(dice.sample(_CLAUSES, dice.choice((1, 2, 2, 3)))) + "。"


if __name__ == "__main__":
    raise SystemExit(main())
