"""Dockerfile and compose.yaml name what the program understands, and give no process more than it needs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.settings import SECRETS, variable_names

ROOT = Path(__file__).resolve().parents[1]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
UNDERSTOOD = {*variable_names(), *(f"ASSISTANT_{name.upper()}_FILE" for name in SECRETS)}


@pytest.mark.parametrize("name", ["compose.yaml", "Dockerfile", "deploy/Caddyfile"])
def test_every_variable_named_is_one_that_is_understood(name: str) -> None:
    named = set(re.findall(r"ASSISTANT_[A-Z_]+", (ROOT / name).read_text(encoding="utf-8")))
    assert named <= UNDERSTOOD


@pytest.mark.parametrize("service", sorted(COMPOSE["services"]))
def test_no_container_may_write_to_its_root_or_gain_rights(service: str) -> None:
    found = COMPOSE["services"][service]
    assert found["read_only"] is True
    assert found["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in found["security_opt"]


def test_only_the_proxy_is_reached_from_outside() -> None:
    assert [name for name, one in COMPOSE["services"].items() if "ports" in one] == ["proxy"]
    assert COMPOSE["networks"]["back"]["internal"] is True


def test_no_secret_stands_in_a_file_of_the_repository() -> None:
    named = {name for one in COMPOSE["services"].values() for name in one.get("secrets", ())}
    assert named == set(COMPOSE["secrets"])
    assert "secrets/" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert not re.search(r"(PASSWORD|KEYS|SECRET): ", (ROOT / "compose.yaml").read_text(encoding="utf-8"))


def test_the_image_runs_as_nobody_in_particular_and_tells_its_health() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert "USER assistant" in lines
    assert any(line.startswith("HEALTHCHECK") for line in lines)
    assert lines.index("USER assistant") < lines.index('CMD ["serve"]')
