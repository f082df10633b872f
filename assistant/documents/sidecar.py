"""``document.yaml``: what cannot be read off the text, with the reason for each entry."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from assistant.errors import CorpusError


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DeclaredFurniture(_Entry):
    """A span of the original that is page furniture; ``starts_with`` guards against a shifted span."""

    start: int = Field(ge=0)
    end: int = Field(gt=0)
    starts_with: str
    reason: str


class Correction(_Entry):
    """A clause that stands at the wrong place in print: move it below the clause labelled ``parent``."""

    move: Literal["paragraph"] = "paragraph"
    starts_with: str = Field(min_length=6)
    parent: str
    reason: str


class Sidecar(_Entry):
    """Declared knowledge about one document; ``title`` goes before the one that the text seems to bear."""

    source: str = ""
    title: str = Field(default="", max_length=300)
    furniture: tuple[DeclaredFurniture, ...] = ()
    corrections: tuple[Correction, ...] = ()


def load_sidecar(path: Path) -> Sidecar:
    """Read a sidecar; a document without one has an empty one.

    Raises:
        CorpusError: The file is not YAML, or has an unknown or missing entry.
    """
    if not path.exists():
        return Sidecar()
    try:
        data = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
        return Sidecar.model_validate(data or {})
    except (YAMLError, ValidationError, UnicodeDecodeError) as error:
        first = str(error).splitlines()[0]
        raise CorpusError(f"旁注文件 {path.name} 有误：{first}。请按 README 的格式改正。") from error
