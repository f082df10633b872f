"""Where documents differ: ``corpus/conflicts.yaml``, each side checked against the corpus at load."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from assistant.agent.draft import Evidence
from assistant.agent.understanding.lexicon import Cues, as_list
from assistant.documents.library import CorpusProblem, Library


@dataclass(frozen=True, slots=True)
class Conflict:
    """One matter on which documents say different things.

    Attributes:
        about: The matter, by language.
        note: Which text is later, which stricter, by language.
        cues: Groups of words; a question that holds one of each group touches the matter.
        intents: Intents for which it matters.
        unless: Words that show that something else is meant.
        sides: The quotes, in the order shown.
    """

    id: str
    about: Mapping[str, str]
    note: Mapping[str, str]
    cues: tuple[Cues, ...]
    intents: frozenset[str]
    unless: Cues
    sides: tuple[Evidence, ...]

    def touches(self, folded: str, intents: frozenset[str], leant_on: str = "") -> bool:
        """Whether a question touches the matter, and neither it nor the one it leans on is about another one."""
        return (
            bool(intents & self.intents)
            and not self.unless.hits(folded)
            and not self.unless.hits(leant_on)
            and all(group.hits(folded) for group in self.cues)
        )


def load_conflicts(folder: Path, library: Library) -> tuple[tuple[Conflict, ...], tuple[CorpusProblem, ...]]:
    """Read ``conflicts.yaml``; an entry whose quote is not in the corpus is left out and named."""
    path = folder / "conflicts.yaml"
    if not path.exists():
        return (), ()
    try:
        entries = YAML(typ="safe").load(path.read_text(encoding="utf-8"))["conflicts"]
    except (YAMLError, KeyError, TypeError) as error:
        return (), (CorpusProblem("conflicts.yaml", f"无法读取：{str(error).splitlines()[0]}"),)
    kept, problems = [], []
    for entry in entries:
        sides = [_side(side, library) for side in entry["sides"]]
        if any(side is None for side in sides):
            problems.append(
                CorpusProblem("conflicts.yaml", f"“{entry['id']}”的引文在文件中找不到，此条未启用。")
            )
        else:
            kept.append(_conflict(entry, tuple(side for side in sides if side is not None)))
    return tuple(kept), tuple(problems)


def _side(side: Mapping[str, str], library: Library) -> Evidence | None:
    if side["document"] not in {d.id for d in library.documents}:
        return None
    clauses = library.find_quote(side["document"], side["quote"])
    if not clauses:
        return None
    return Evidence(side["document"], clauses[0].id, side["quote"].replace("**", ""))


def _conflict(entry: Mapping[str, Any], sides: tuple[Evidence, ...]) -> Conflict:
    return Conflict(
        id=entry["id"],
        about={"zh": entry["about"], "en": entry["about_en"]},
        note={"zh": entry["note"], "en": entry["note_en"]},
        cues=tuple(Cues(as_list(group)) for group in entry["cues"]),
        intents=frozenset(as_list(entry["intents"])),
        unless=Cues(as_list(entry.get("unless"))),
        sides=sides,
    )
