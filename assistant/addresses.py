"""The addresses of vector stores, as an operator writes them in ASSISTANT_VECTOR_STORE."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant.errors import SettingsError

_SERVER = r"\+http://(?P<host>[^/\s:]+):(?P<port>\d{1,5})(?:/(?P<name>[A-Za-z0-9][A-Za-z0-9_-]{1,40}))?"
_FORMS = (rf"chroma(?:{_SERVER})?", rf"milvus{_SERVER}", r"milvus:(?P<path>\S+)")
DEFAULT_NAME = "policy"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreAddress:
    """A vector store.

    Attributes:
        written: The address as it was written.
        host: Of a server; None where the store runs in this process.
        name: Parts assistants with different documents that share a server.
        path: Of a file, where the address names one.
    """

    written: str
    kind: Literal["chroma", "milvus"]
    host: str | None = None
    port: int = 0
    name: str = DEFAULT_NAME
    path: Path | None = None

    @property
    def shared_between_processes(self) -> bool:
        """Whether several processes may use the store at once."""
        return self.host is not None


def read_store_address(written: str) -> StoreAddress:
    """Read an address.

    Raises:
        SettingsError: It is none.

    >>> read_store_address("chroma+http://vectors:8000").shared_between_processes
    True
    >>> read_store_address("milvus:/srv/milvus.db").path.name
    'milvus.db'
    """
    found = next((match for form in _FORMS if (match := re.fullmatch(form, written))), None)
    if not found:
        raise SettingsError(
            f"向量库地址“{written}”无法使用：请将 ASSISTANT_VECTOR_STORE 写成 chroma、chroma+http://主机:端口、"
            "milvus:文件 或 milvus+http://主机:端口。"
        )
    parts = found.groupdict()
    return StoreAddress(
        written=written,
        kind="chroma" if written.startswith("chroma") else "milvus",
        host=parts.get("host"),
        port=int(parts.get("port") or 0),
        name=parts.get("name") or DEFAULT_NAME,
        path=Path(parts["path"]).expanduser().absolute() if parts.get("path") else None,
    )
