"""The traps of the documents, each probe a test; what is known to fail is marked in the file with its reason."""

from __future__ import annotations

import pytest

from assistant.agent.pipeline import Agent
from eval.traps import Probe, faults, load_probes, run


def _case(probe: Probe) -> object:
    reason = probe.row.get("open")
    marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
    return pytest.param(probe, id=f"{probe.trap}-{probe.title[:40]}", marks=marks)


@pytest.mark.parametrize("probe", [_case(probe) for probe in load_probes()])
def test_the_trap_is_not_stepped_into(agent: Agent, probe: Probe) -> None:
    said = run(agent, probe)
    assert not list(faults(probe, said)), said.shown


def test_every_trap_has_a_probe() -> None:
    assert {probe.trap for probe in load_probes()} == {f"T-{number:02d}" for number in range(1, 43)}
