"""Robustness: every question again, written as people write it, and how much is lost.

Each perturbation changes the words and not what is asked: typing errors, Traditional characters, dropped punctuation,
politeness, and English where the sets hold the same question in English. The drop is measured over the same items,
with the interval of the paired bootstrap.

Source: Ribeiro, Wu, Guestrin and Singh, Beyond Accuracy: Behavioral Testing of NLP Models with CheckList, ACL 2020
(invariance tests).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from random import Random
from typing import Any

from eval.comparing import compare
from eval.evaluate import Score, evaluate
from eval.generate import Record, generate
from eval.metrics.statistics import Change
from eval.targets import Target
from eval.units import Case, Dialogue, Item, Suite, Unit

SHOWN = ("kind_right", "recall_at_5", "cited", "key_facts", "all_right")

_ALIKE = (
    "的得 在再 做作 报抱 申伸 材才 料科 期其 截戟 止址 认任 定订 绿录 厂广 场厂 园圆 区曲 企起 业页 评平 价介 审申 核合 "
    "推退 荐见 条调 件建 标彪 准淮 产厂 值直 能熊 源原 管官 理里 电店 话活 系糸 时是 间问 工公 收受 费废 罚伐 撤撒 销消 "
    "复负 级及 培陪 育有 库裤 公工 示是 名明 单但 证正 书输 联连 未末 己已 年念 市是 天夭 部布 门们 资姿 金全 补朴 贴帖"
)
"""Pairs that sound or look alike, as input methods and hasty eyes confuse them."""
_POLITE = ("您好，打扰一下，想请教您一个问题：", "麻烦您了，谢谢！")
_POLITE_EN = ("Hello, sorry to bother you. ", " Thank you very much!")
_PUNCTUATION = re.compile(r"[，。？！、；：“”‘’（）()《》〈〉,;:?!\"']|\.(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """What one perturbation costs.

    Attributes:
        items: How many questions it changed; ``skipped`` how many it leaves as they are, so that they are not asked.
        changes: By metric, from the plain to the perturbed question.
    """

    name: str
    items: int
    skipped: int
    changes: Mapping[str, Change]


def perturbations(items: Iterable[Item]) -> dict[str, Callable[[Item], str | None]]:
    """Every perturbation by name; each gives the new words, or None where it does not apply."""
    english = english_twins(items)
    return {
        "typos": typos,
        "dropped_character": dropped_character,
        "traditional": traditional,
        "no_punctuation": no_punctuation,
        "polite": polite,
        "english": lambda item: english.get(item.id),
    }


def typos(item: Item) -> str | None:
    """One character in twelve, at least one, replaced by one that sounds or looks like it."""
    pairs = _pairs()
    places = [n for n, character in enumerate(item.question) if character in pairs]
    if not places:
        return None
    chosen = _dice(item).sample(places, min(len(places), max(1, len(item.question) // 12)))
    return "".join(pairs[c] if n in chosen else c for n, c in enumerate(item.question))


def dropped_character(item: Item) -> str | None:
    """One Chinese character or letter left out; figures stay, for another figure is another question."""
    places = [n for n, c in enumerate(item.question) if c.isalpha() and not _is_numeral(c)]
    if len(places) < 4:
        return None
    place = _dice(item).choice(places)
    return item.question[:place] + item.question[place + 1 :]


def traditional(item: Item) -> str | None:
    """In Traditional characters."""
    written = _traditional(item.question)
    return written if written != item.question else None


def no_punctuation(item: Item) -> str | None:
    """Without punctuation; a point inside a figure stays."""
    bare = re.sub(
        r"[ \t]+", " ", _PUNCTUATION.sub("" if item.language == "zh" else " ", item.question)
    ).strip()
    return bare if bare != item.question and bare else None


def polite(item: Item) -> str | None:
    """With the politeness of a letter around it."""
    before, after = _POLITE if item.language == "zh" else _POLITE_EN
    return f"{before}{item.question}{after}"


def english_twins(items: Iterable[Item]) -> dict[str, str]:
    """The English question with the same evidence, intent and day, by the id of the Chinese one; turns have none."""
    every = [item for item in items if item.gold and not item.dialogue]

    def same(item: Item) -> tuple[object, ...]:
        quotes = frozenset(gold.quote for group in item.gold for gold in group)
        return quotes, item.as_of, item.intent

    english = {same(item): item.question for item in every if item.language == "en"}
    return {i.id: english[same(i)] for i in every if i.language == "zh" and same(i) in english}


def drops(
    target: Target,
    suites: Sequence[Suite],
    plain: Mapping[str, Sequence[Score]],
    workers: int = 1,
    progress: Callable[[str], None] = lambda _: None,
) -> list[Drop]:
    """Ask every question again under every perturbation and compare with the plain scores."""
    items = [item for suite in suites for unit in suite.units for item in _turns(unit)]
    found = []
    for name, change in perturbations(items).items():
        progress(name)
        scores: list[Score] = []
        asked = skipped = 0
        for suite in suites:
            units = [changed for unit in suite.units if (changed := _changed(unit, change)) is not None]
            scored = Suite(name=suite.name, units=tuple(units))
            skipped += sum(len(_scored(unit)) for unit in suite.units) - len(scored)
            records: dict[str, Record] = {
                record.id: record for made in generate(target, units, workers) for record in made
            }
            scores += evaluate(scored, records)
            asked += len(scored)
        before = [score for group in plain.values() for score in group]
        changes = compare(before, scores).changes if scores else {}
        found.append(Drop(name=name, items=asked, skipped=skipped, changes=changes))
    return found


def _changed(unit: Unit, change: Callable[[Item], str | None]) -> Unit | None:
    """The unit in other words: a dialogue with every turn that can be changed; None where nothing changes."""
    if isinstance(unit, Case):
        return None
    if isinstance(unit, Item):
        words = change(unit)
        return None if words is None else replace(unit, question=words)
    turns = tuple(replace(turn, question=change(turn) or turn.question) for turn in unit.turns)
    return replace(unit, turns=turns) if turns != unit.turns else None


def _turns(unit: Unit) -> Sequence[Item]:
    return () if isinstance(unit, Case) else unit.turns if isinstance(unit, Dialogue) else (unit,)


def _scored(unit: Unit) -> Sequence[Item]:
    return [turn for turn in _turns(unit) if turn.scored]


@cache
def _pairs() -> dict[str, str]:
    found: dict[str, str] = {}
    for pair in _ALIKE.split():
        found.setdefault(pair[0], pair[1])
    return found


@cache
def _traditional(text: str) -> str:
    return str(_converter().convert(text))


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("s2t")


def _is_numeral(character: str) -> bool:
    return character in "零〇一二三四五六七八九十百千万亿两"


def _dice(item: Item) -> Random:
    """Chance that is the same in every run."""
    return Random(item.id)
