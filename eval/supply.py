"""What the program is made of: known weaknesses of the packages installed, and the versions for deployment.

Usage::

    python -m eval.supply audit     # advisories on what is installed; passes where they cannot be asked for
    python -m eval.supply lock      # requirements.lock anew, from pyproject.toml and the package index
    python -m eval.supply sbom      # sbom.cdx.json, of what requirements.lock names
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tomllib
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LOCK, SBOM = ROOT / "requirements.lock", ROOT / "sbom.cdx.json"
ADVISORIES = "https://pypi.org/pypi/pip/json"
EXTRAS = ("postgres", "tracing")
# PyTorch comes from its own index where there is no graphics card; what is pulled in for cards stays out with it.
NOT_LOCKED = re.compile(r"torch|triton|nvidia-.*|cuda-.*")


@dataclass(frozen=True, slots=True)
class Audited:
    """What an audit came to.

    Attributes:
        asked: Packages whose advisories could be had.
        unknown: Packages of which the index tells nothing.
        weak: Package, version, advisory, and the versions that mend it.
    """

    asked: int
    unknown: int
    weak: tuple[str, ...]


def read_audit(report: dict[str, Any]) -> Audited:
    """What stands in a report of pip-audit."""
    told = [package for package in report["dependencies"] if "vulns" in package]
    weak = [
        f"{package['name']} {package['version']}: {known['id']}, mended in {', '.join(known['fix_versions']) or 'no version'}"
        for package in told
        for known in package["vulns"]
    ]
    return Audited(len(told), len(report["dependencies"]) - len(told), tuple(weak))


def audit(address: str = ADVISORIES) -> int:
    """Print what is known to be weak; 1 when something is."""
    try:
        with urllib.request.urlopen(address, timeout=5) as reply:
            json.load(reply)["vulnerabilities"]
    except (OSError, ValueError, KeyError) as error:
        print(f"pip-audit: advisories cannot be asked for here ({type(error).__name__}); nothing was audited")
        return 0
    command = [sys.executable, "-m", "pip_audit", "--local", "--skip-editable", "--progress-spinner=off"]
    done = subprocess.run([*command, "--format=json", "--timeout=10"], capture_output=True, text=True)
    try:
        found = read_audit(json.loads(done.stdout))
    except (ValueError, KeyError):
        print(f"pip-audit: did not finish; nothing was audited ({done.stderr.strip()[-200:]})")
        return 0
    print(
        f"pip-audit: {found.asked} packages audited, {found.unknown} unknown to the index, {len(found.weak)} advisories"
    )
    for line in found.weak:
        print(f"  {line}")
    return 1 if found.weak else 0


def lock() -> int:
    """Write the versions for deployment, with the digests of their files."""
    resolve = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--quiet", "--no-header"]
    where = ["--python-version=3.11", "--python-platform=linux", "--default-index=https://pypi.org/simple"]
    extras = [f"--extra={name}" for name in EXTRAS if name in _declared()["optional-dependencies"]]
    plain = subprocess.run([*resolve, *where, *extras], cwd=ROOT, capture_output=True, text=True, check=True)
    left_out = [name for name in named(plain.stdout) if NOT_LOCKED.fullmatch(name)]
    quiet = [f"--no-emit-package={name}" for name in left_out]
    full = [*resolve, *where, *extras, *quiet, "--generate-hashes", "--no-annotate"]
    text = subprocess.run(full, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    LOCK.write_text(_HEAD + text, encoding="utf-8")
    print(f"{LOCK.name}: {len(named(text))} packages")
    return 0


_HEAD = """# The versions for deployment on Linux with Python 3.11, made by: make lock
#   pip install --index-url https://download.pytorch.org/whl/cpu torch==2.13.0
#   pip install --require-hashes --no-deps -r requirements.lock && pip install --no-deps .
"""


def named(text: str) -> dict[str, str]:
    """Package and version of each line of a lock file.

    >>> named("a-b==1.0 # why")
    {'a-b': '1.0'}
    """
    return dict(re.findall(r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)", text, re.MULTILINE))


def unlocked(text: str) -> list[str]:
    """Direct dependencies of the program that a lock file lacks."""
    wanted = _declared()["dependencies"]
    names = [
        re.sub(r"[-_.]+", "-", re.split(r"[\s<>=!~;\[]", line, maxsplit=1)[0]).lower() for line in wanted
    ]
    locked = named(text)
    return [name for name in names if name not in locked and not NOT_LOCKED.fullmatch(name)]


def _declared() -> dict[str, Any]:
    return dict(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"])


def sbom() -> int:
    """Write a bill of materials (CycloneDX)."""
    command = [sys.executable, "-m", "cyclonedx_py", "requirements", str(LOCK), "--output-reproducible"]
    subprocess.run([*command, f"--pyproject={ROOT / 'pyproject.toml'}", f"--output-file={SBOM}"], check=True)
    print(f"{SBOM.name}: {len(json.loads(SBOM.read_text(encoding='utf-8'))['components'])} components")
    return 0


def main() -> int:
    """Do what is asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("what", choices=("audit", "lock", "sbom"))
    return {"audit": audit, "lock": lock, "sbom": sbom}[parser.parse_args().what]()


if __name__ == "__main__":
    sys.exit(main())
