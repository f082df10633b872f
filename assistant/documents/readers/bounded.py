"""The worker's own side: bind itself, read one file from standard input, answer on standard output."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import sys
from pathlib import Path
from typing import Any

_NEW_USERS, _NEW_NETWORK = 0x10000000, 0x40000000
_TIME_FOR_READING = 0.85
"""Share of the wall time after which recognition stops and says which pages are unread."""


def main() -> None:
    """Read the file that standard input holds: one line of JSON, then its bytes."""
    order = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    # Whatever a library prints must not get between the lines of the answer.
    answer = os.dup(1)
    os.dup2(2, 1)
    _bind(order["limits"])
    head, content = _read(data, order["name"], order["limits"])
    with os.fdopen(answer, "wb") as out:
        out.write(f"{head}\n{content}".encode("utf-8", "replace"))
    # A library's own threads or clean-up must not keep the worker from ending.
    os._exit(0)


def _read(data: bytes, name: str, limits: dict[str, Any]) -> tuple[str, str]:
    from assistant.documents.readers import read_content
    from assistant.documents.readers.wire import to_json
    from assistant.errors import UnreadableFile

    try:
        return "read", to_json(read_content(data, name, time_s=limits["wall_s"] * _TIME_FOR_READING))
    except UnreadableFile as error:
        return "refused", str(error)
    except MemoryError:
        size = limits["memory_bytes"] // 1024**2
        return "refused", f"读取文件 {name} 需要的内存超过 {size} MB，已中止。请拆分文件后再放入。"
    except Exception as error:
        kind = type(error).__name__
        return "refused", f"文件 {name} 已损坏，无法读取（{kind}）。请用办公软件另存后再放入。"


def _bind(limits: dict[str, Any]) -> None:
    """Bounds of the operating system on this process; its children inherit them.

    The hard bound on memory is that of the children, who raise their own to it.
    """
    import resource

    child, own = limits["child_memory_bytes"], limits["memory_bytes"]
    bounds = {
        resource.RLIMIT_AS: (own, max(child, own)),
        resource.RLIMIT_CPU: (limits["cpu_s"], limits["cpu_s"] + 5),
        resource.RLIMIT_NOFILE: (limits["open_files"],) * 2,
        resource.RLIMIT_FSIZE: (limits["written_bytes"],) * 2,
        resource.RLIMIT_CORE: (0, 0),
    }
    for bound, (soft, hard) in bounds.items():
        allowed = resource.getrlimit(bound)[1]
        if allowed != resource.RLIM_INFINITY:
            soft, hard = min(soft, allowed), min(hard, allowed)
        # Some systems (macOS) know no bound on the address space.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(bound, (soft, hard))
    _leave_network()


def _leave_network() -> None:
    """Give up the network where the kernel lets us; no reader needs it, so a refusal changes nothing."""
    if not sys.platform.startswith("linux"):
        return
    user, group = os.getuid(), os.getgid()
    system = ctypes.CDLL(None)
    if system.unshare(_NEW_NETWORK) == 0 or system.unshare(_NEW_USERS | _NEW_NETWORK) != 0:
        return
    # In the new name space the process keeps the numbers it had: LibreOffice asks whose home this is.
    for path, content in (
        ("setgroups", "deny"),
        ("uid_map", f"{user} {user} 1"),
        ("gid_map", f"{group} {group} 1"),
    ):
        Path("/proc/self", path).write_text(content)


if __name__ == "__main__":
    main()
