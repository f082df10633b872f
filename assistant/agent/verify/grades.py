"""Grades as values: letters before 级, levels of bodies with 以上, grades of accidents with 以上 or without."""

from __future__ import annotations

import re

_LETTERS = re.compile(
    r"(?<![A-Za-z])([A-Z]{1,5}\+?(?:\s*(?:级)?\s*[、，,和与及或至到/~—-]\s*[A-Z]{1,5}\+?)*)\s*级\s*((?:及|或)?以上|(?:及|或)?以下)?"
)
_EN_LETTERS = re.compile(r"\b(?:grade|level|class)s?\s+([A-Z]{1,5})(?![a-zA-Z])(?:\s+(or above|or below))?")
_EN_HYPHEN = re.compile(r"(?<![A-Za-z])([A-Z]{1,5})[- ](?:grade|level)\b")
_SEVERITY = re.compile(
    r"(特别重大|重大|较大|一般)\s*(?:级)?(?:（[^（）]{0,8}）)?((?:及|或|和)?以上|(?:及|或|和)?以下)?"
)
_LEVEL = re.compile(r"(国家|省|市|区县|县|区|规模)级?(?:及|或|和)?(以上|以下)")
_ACCIDENT = re.compile(r"^[^，。；,;]{0,16}(?:事故|事件)")


def find_grades(text: str) -> set[tuple[str, str]]:
    """Grades that a text names.

    >>> sorted(find_grades("AA级以上；较大及以上事故"))
    [('accident', '较大以上'), ('grade', 'AA以上')]
    """
    found: set[tuple[str, str]] = set()
    for match in _LETTERS.finditer(text):
        letters = re.findall(r"[A-Z]+\+?", match.group(1))
        found |= {("grade", letter) for letter in letters[:-1]}
        found.add(("grade", letters[-1] + _reach(match.group(2))))
    for match in _EN_LETTERS.finditer(text):
        reach = {"or above": "以上", "or below": "以下"}.get(match.group(2) or "", "")
        found.add(("grade", match.group(1) + reach))
    found |= {("grade", match.group(1)) for match in _EN_HYPHEN.finditer(text)}
    found |= {("level", match.group(1) + match.group(2)) for match in _LEVEL.finditer(text)}
    for match in _SEVERITY.finditer(text):
        if match.group(2) or _ACCIDENT.match(text[match.end() :]):
            found.add(("accident", match.group(1) + _reach(match.group(2))))
    return found


def _reach(words: str | None) -> str:
    return words[-2:] if words else ""
