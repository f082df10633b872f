"""The whole deployment on this machine, without containers: ``python -m eval.topology [--workers 3] [--check]``.

It runs until interrupted or terminated, and takes all its processes with it. With ``--check`` it is put to the test instead: a conversation across all workers, an upload
that is seen by all, a removal, the page of the workbench; seconds are printed.
"""

from __future__ import annotations

import argparse
import signal
import tempfile
import time
from pathlib import Path

import httpx

from eval.topology.deployment import ADMIN_KEY, Deployment, deployment
from eval.topology.processes import wait_until

_KEY = {"authorization": f"Bearer {ADMIN_KEY}"}
_LOOKS = 12
_NOTICE = (
    "某市工业局关于开展2031年度节水企业申报工作的通知\n某工节〔2031〕12号\n各区县工业主管部门：\n"
    "一、申报条件\n（一）在本市注册并具有独立法人资格。\n某市工业局\n2031年3月1日\n"
)


def check(running: Deployment) -> None:
    """Ask, publish and remove, and see every worker follow."""
    url = running.server.url
    with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:
        session_id = client.post("/api/v1/ask", json={"question": "公示几天"}).json()["session_id"]
        start = time.perf_counter()
        published = client.post(
            "/api/v1/documents", headers=_KEY, files={"file": ("x.txt", _NOTICE.encode())}
        )
        document_id = published.raise_for_status().json()["document_id"]
        done = time.perf_counter()
    for _ in range(_LOOKS):
        reply = httpx.post(
            f"{url}/api/v1/ask", json={"question": "那园区呢", "session_id": session_id}, trust_env=False
        )
        assert reply.raise_for_status().json()["session_id"] == session_id
    print(f"one conversation, {_LOOKS} connections: understood by all")
    wait_until(lambda: _everywhere(url, document_id, 200), 60, "the upload on all workers")
    print(
        f"upload: published in {done - start:.2f} s, seen by all workers {time.perf_counter() - done:.2f} s later"
    )
    httpx.delete(f"{url}/api/v1/documents/{document_id}", headers=_KEY, timeout=60, trust_env=False)
    removed = time.perf_counter()
    wait_until(lambda: _everywhere(url, document_id, 404), 60, "the removal on all workers")
    print(f"removal: seen by all workers {time.perf_counter() - removed:.2f} s later")
    if running.workbench:
        page = httpx.get(f"{running.workbench.url}/ui/", timeout=60, trust_env=False).raise_for_status()
        print(f"workbench: {len(page.content)} bytes of its page")


def _everywhere(url: str, document_id: str, status: int) -> bool:
    """Each look is a connection of its own, which may reach another worker."""
    looks = (httpx.get(f"{url}/api/v1/documents/{document_id}", trust_env=False) for _ in range(_LOOKS))
    return all(look.status_code == status for look in looks)


def main() -> None:
    """Start, tell where, and wait."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--without-workbench", action="store_true")
    chosen = parser.parse_args()
    for ending in (signal.SIGINT, signal.SIGTERM):
        # In the background a shell has SIGINT ignored, and SIGTERM would leave the other processes behind.
        signal.signal(ending, signal.default_int_handler)
    start = time.perf_counter()
    with (
        tempfile.TemporaryDirectory() as folder,
        deployment(Path(folder), workers=chosen.workers, workbench=not chosen.without_workbench) as running,
    ):
        print(
            f"{chosen.workers} workers, PostgreSQL, Chroma server: ready after {time.perf_counter() - start:.1f} s"
        )
        page = f"workbench {running.workbench.url}/ui" if running.workbench else ""
        print(f"API {running.server.url}", page, flush=True)
        if chosen.check:
            check(running)
            return
        try:
            while running.server.running:
                time.sleep(1)
        except KeyboardInterrupt:
            pass


if __name__ == "__main__":
    main()
