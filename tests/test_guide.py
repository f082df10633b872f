"""The guide for users: its links lead somewhere, its pictures are those that its script draws, and stay small."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

GUIDE = Path(__file__).resolve().parents[1] / "docs" / "guide"
LINK = re.compile(r"\]\(([^)#]+)[^)]*\)")
MOST_BYTES = 1_500_000


def links() -> set[tuple[Path, str]]:
    return {(page, link) for page in GUIDE.glob("*.md") for link in LINK.findall(page.read_text("utf-8"))}


def test_every_link_of_the_guide_leads_somewhere() -> None:
    assert links()
    assert not [(page.name, link) for page, link in links() if not (page.parent / link).exists()]


def test_every_reader_finds_a_page_from_the_first_one() -> None:
    first = {link for page, link in links() if page.name == "README.md"}
    assert {page.name for page in GUIDE.glob("*.md")} - {"README.md"} <= first


def test_the_pictures_are_those_that_the_script_draws_and_all_are_shown() -> None:
    drawn = {f"{name}.png" for name in runpy.run_path(str(GUIDE / "pictures.py"))["SCENES"]}
    assert drawn == {picture.name for picture in GUIDE.glob("*.png")}
    assert drawn == {link for _, link in links() if link.endswith(".png")}


def test_the_pictures_stay_small() -> None:
    assert sum(picture.stat().st_size for picture in GUIDE.glob("*.png")) < MOST_BYTES
