"""Checkouts on machines that have little."""

import shutil
from pathlib import Path

import pytest

from tests.bootstrap.machine import KITH, NODE, NPM, PYTHON, Machine

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def bare(tmp_path: Path) -> Machine:
    """A fresh checkout on a machine with nothing but Python."""
    machine = Machine(tmp_path)
    (machine.checkout / "widgets" / "src").mkdir(parents=True)
    machine.programs.mkdir()
    for name in ("kith.py", "pyproject.toml", "constraints.txt", "hatch_build.py"):
        shutil.copy(ROOT / name, machine.checkout)
    for name in ("package.json", "package-lock.json", "build.mjs", "tsconfig.json", "src/fold.ts"):
        (machine.checkout / "widgets" / name).write_text("{}")
    return machine


@pytest.fixture
def machine(bare: Machine) -> Machine:
    """The same with an environment, Node and npm, all of them stand-ins."""
    bare.has("node", NODE)
    bare.has("npm", NPM)
    bare.has("python", PYTHON, bare.checkout / ".venv/bin")
    bare.has("kith", KITH, bare.checkout / ".venv/bin")
    return bare
