from __future__ import annotations

from xml.etree import ElementTree

from eval.bench.growth_chart import draw

SVG = "{http://www.w3.org/2000/svg}"


def test_a_line_rises_with_its_values_and_stays_within_the_picture() -> None:
    picture = ElementTree.fromstring(
        draw([10, 500, 1000], {"Time & <space>": {"one": [1.0, 2.0, 4.0], "two": [0, 0, 0]}})
    )
    _, _, width, height = map(float, picture.attrib["viewBox"].split())
    lines = [line.attrib["points"].split() for line in picture.iter(f"{SVG}polyline")]
    one, two = [[tuple(map(float, point.split(","))) for point in line] for line in lines]
    assert [x for x, _ in one] == [x for x, _ in two] == sorted(x for x, _ in one)
    assert one[0][1] > one[1][1] > one[2][1], "upwards is less"
    assert len({y for _, y in two}) == 1
    assert all(0 <= x <= width and 0 <= y <= height for line in (one, two) for x, y in line)
    assert "Time & <space>" in [text.text for text in picture.iter(f"{SVG}text")]
