"""Kith installed from its wheel, without Node, for three accounts of this machine."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installed.accounts import Account

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def programs() -> Iterator[Path]:
    """Where ``kith`` and ``nbgrader`` lie in an environment of Debian's own Python, filled from the wheel."""
    place = Path(tempfile.mkdtemp(prefix="kith-installed-"))
    place.chmod(0o755)
    try:
        subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", place], cwd=ROOT, check=True, timeout=120
        )
        environment = place / "venv"
        subprocess.run(["/usr/bin/python3", "-m", "venv", "--without-pip", environment], check=True, timeout=60)
        wheel = next(place.glob("*.whl"))
        python = environment / "bin" / "python"
        install = ["pip", "install", "--quiet", "--python", python, "-c", ROOT / "constraints.txt", wheel]
        subprocess.run([sys.executable, "-m", "uv", *install], check=True, timeout=600)
        yield environment / "bin"
    finally:
        shutil.rmtree(place, ignore_errors=True)


@pytest.fixture(scope="session")
def accounts(programs: Path) -> Iterator[dict[str, Account]]:
    """Three accounts made for this test, as Debian makes them, removed afterwards."""
    if os.geteuid() != 0:
        pytest.fail("This test makes unix accounts, so it runs as root: in a container, or with sudo.")
    names = {role: f"kith{role}{os.getpid()}" for role in ("teach", "learn", "eve")}
    try:
        for name in names.values():
            subprocess.run(["useradd", "--create-home", "--shell", "/bin/sh", name], check=True)
            Path(pwd.getpwnam(name).pw_dir).chmod(0o755)  # as Debian makes them: Kith must close what is its own
        yield {role: Account(name, programs) for role, name in names.items()}
    finally:
        for name in names.values():
            subprocess.run(["userdel", "--remove", "--force", name], check=False, capture_output=True)
