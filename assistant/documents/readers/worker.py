"""Reading an untrusted file in a process of its own, within bounds; the service is never at risk.

The worker gets a fresh folder, a bare environment (no keys of the operator), limits of the operating
system on memory, processor time, open files and written bytes, and where the kernel allows it no
network. It and all it started are killed when it is done or its time is up. Nothing is unpickled:
the file goes in as bytes, the reading comes back as JSON that is checked on arrival.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from assistant.documents.readers import Original
from assistant.documents.readers.kinds import safe_name
from assistant.documents.readers.wire import from_json
from assistant.errors import UnreadableFile

_MIB = 1024 * 1024
_PASSED_ON = ("PATH", "TESSDATA_PREFIX", "SYSTEMROOT", "LD_LIBRARY_PATH")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds of one reading.

    Attributes:
        size_bytes: Size of the file.
        memory_bytes: Address space of the worker.
        child_memory_bytes: Address space of a converter or recogniser that it starts.
        cpu_s: Processor seconds of each of these processes.
        wall_s: Seconds until the whole group is killed.
        open_files: Open files of each process.
        written_bytes: Size of any file written, the reading included.
    """

    size_bytes: int = 50 * _MIB
    memory_bytes: int = 2048 * _MIB
    child_memory_bytes: int = 4096 * _MIB
    cpu_s: int = 240
    wall_s: float = 240.0
    open_files: int = 256
    written_bytes: int = 256 * _MIB


LIMITS = Limits()


def read_bytes(data: bytes, name: str, *, limits: Limits = LIMITS) -> Original:
    """Read an untrusted file in a worker process.

    Args:
        data: The whole file.
        name: Its name as the sender gives it; only its last part is used, and only in messages.
        limits: Bounds to hold.

    Raises:
        UnreadableFile: The file cannot be read, or breaks a bound; the message says which.
    """
    name = safe_name(name)
    if not data:
        raise UnreadableFile(f"文件 {name} 是空的，没有可解析的内容。请换成完整的文件。")
    if len(data) > limits.size_bytes:
        raise UnreadableFile(
            f"文件 {name} 有 {len(data) / _MIB:.0f} MB，超过上限 {limits.size_bytes // _MIB} MB。"
            "请压缩其中的图片或拆分后再放入。"
        )
    with (
        tempfile.TemporaryDirectory(prefix="reading-", ignore_cleanup_errors=True) as folder,
        (Path(folder) / "answer").open("w+b") as answer,
    ):
        status = _run(data, name, limits, Path(folder), answer)
        answer.seek(0)
        return _outcome(answer.read(limits.written_bytes), status, name, limits)


def _run(data: bytes, name: str, limits: Limits, folder: Path, answer: IO[bytes]) -> int | None:
    """Run the worker to its end; its exit status, or None where its time ran out."""
    order = json.dumps({"name": name, "limits": asdict(limits)}).encode() + b"\n"
    with (folder / "order").open("w+b") as asked:
        asked.write(order)
        asked.write(data)
        asked.seek(0)
        worker = subprocess.Popen(
            [sys.executable, "-P", "-m", "assistant.documents.readers.bounded"],
            stdin=asked,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=_environment(folder),
            start_new_session=True,
        )
    try:
        return worker.wait(limits.wall_s)
    except subprocess.TimeoutExpired:
        return None
    finally:
        # What the worker started (a converter, a recogniser) stands in its group and dies with it.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


def _environment(folder: Path) -> dict[str, str]:
    package = Path(__file__).resolve().parents[3]
    return {
        **{key: os.environ[key] for key in _PASSED_ON if key in os.environ},
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
        "PYTHONPATH": str(package),
        "PYTHONDONTWRITEBYTECODE": "1",
        "OMP_THREAD_LIMIT": "1",
    }


def _outcome(answer: bytes, status: int | None, name: str, limits: Limits) -> Original:
    if status is None:
        raise UnreadableFile(
            f"读取文件 {name} 超过 {limits.wall_s:.0f} 秒，已中止。请拆分文件或另存为更简单的格式再放入。"
        )
    if status == -signal.SIGXCPU:
        raise UnreadableFile(
            f"读取文件 {name} 占用处理器超过 {limits.cpu_s} 秒，已中止。请拆分文件或另存为更简单的格式再放入。"
        )
    if status != 0:
        raise UnreadableFile(f"读取文件 {name} 的进程异常中止，文件可能已损坏。请用办公软件另存后再放入。")
    head, _, content = answer.decode("utf-8", "replace").partition("\n")
    if head == "refused":
        raise UnreadableFile(content[:2000])
    if head != "read":
        raise UnreadableFile(f"读取文件 {name} 没有得到结果。请用办公软件另存后再放入。")
    return from_json(content)
