"""Processes of a deployment: ports, waiting until one answers, ending one, what one has used."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Callable

import psutil


def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(true: Callable[[], bool], seconds: float, what: str, every_s: float = 0.05) -> float:
    """Wait until something is true; returns how many seconds that took.

    Raises:
        TimeoutError: It did not become true in time.
    """
    start = time.perf_counter()
    while not true():
        if time.perf_counter() - start > seconds:
            raise TimeoutError(f"{what} did not happen within {seconds:.0f} s")
        time.sleep(every_s)
    return time.perf_counter() - start


def end(process: subprocess.Popen[bytes], seconds: float = 15) -> None:
    """Ask a process to end, and make it end where it does not."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def family(pid: int) -> list[psutil.Process]:
    """A process and all below it that still run."""
    try:
        root = psutil.Process(pid)
        return [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def cpu_seconds(pid: int) -> float:
    """Processor time of a process and of all below it."""
    total = 0.0
    for one in family(pid):
        try:
            used = one.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += used.user + used.system
    return total


def memory_mb(pid: int) -> float:
    """Resident memory of a process and of all below it, shared pages counted once a process."""
    total = 0
    for one in family(pid):
        try:
            total += one.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total / 1e6
