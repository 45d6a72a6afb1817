"""Real kernels, confined, for an ordinary account: notebooks run as ever, and what they must not reach is not there."""

import json
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kith_kernels.launch import Mode
from kith_kernels.limits import Ended
from tests.kernels.attacks import World
from tests.kernels.conftest import PYTHON, ROOT, Person

pytestmark = pytest.mark.users

#: In the environment of whoever starts the kernels, and nowhere else.
CANARY = secrets.token_hex(16)
MIB = 1 << 20


@pytest.fixture(scope="module")
def python(person: Person) -> str:
    """An interpreter with Jupyter that every account can run."""
    place = person.packages / "venv"
    subprocess.run([PYTHON, "-m", "venv", "--without-pip", place], check=True, timeout=60)
    install = ["pip", "install", "--quiet", "--python", place / "bin" / "python", "-c", ROOT / "constraints.txt"]
    wanted = ["ipykernel", "jupyter-client", "nbclient", "numpy", "ipywidgets", "anywidget"]
    subprocess.run([sys.executable, "-m", "uv", *install, *wanted], check=True, timeout=600)
    return str(place / "bin" / "python")


class Notebooks:
    """The program that runs cells."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def run_all(self, *kernels: dict[str, Any]) -> list[dict[str, Any]]:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(kernels) + "\n")
        self.process.stdin.flush()
        answers: list[dict[str, Any]] = json.loads(self.process.stdout.readline())
        return answers

    def run(self, mode: Mode, world: World, *cells: str, **options: Any) -> dict[str, Any]:
        return self.run_all({"mode": mode, "folder": str(world.folder), "cells": cells, **options})[0]


@pytest.fixture(scope="module")
def notebooks(person: Person, python: str) -> Iterator[Notebooks]:
    program = str(ROOT / "tests" / "kernels" / "running.py")
    copied = person.packages / "running.py"
    copied.write_text(Path(program).read_text())
    copied.chmod(0o644)
    process = person.start(
        python, str(copied), stdin=subprocess.PIPE, stdout=subprocess.PIPE, variables={"SECRET": CANARY}
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield Notebooks(process)
    finally:
        process.stdin.close()
        process.wait(60)
        process.stdout.close()


def test_a_notebook_runs_as_ever(mode: Mode, notebooks: Notebooks, world: World) -> None:
    found = notebooks.run(
        mode,
        world,
        "import numpy, os\nx = numpy.arange(4)\nprint(x.sum(), open('work.txt').read().strip())",
        "1 / 0",
        "open('made.txt', 'w').write('made'); print(os.path.basename(os.environ['HOME']) != '')",
        "import asyncio\nawait asyncio.sleep(0)\nimport ipywidgets; print(ipywidgets.IntSlider().value)",
    )
    assert found["outputs"] == ["6 mine", "ZeroDivisionError", "True", "0"], found
    assert (world.folder / "made.txt").read_text() == "made"
    assert found["why"] == Ended.DONE


@pytest.mark.parametrize(
    ("cell", "limits", "why"),
    [
        ("import os; os._exit(0)", {}, Ended.BY_ITSELF),
        ("import ctypes; ctypes.string_at(0)", {}, Ended.BY_ITSELF),
        (
            "while True:\n    try:\n        pass\n    except BaseException:\n        pass",
            {"cpu_seconds": 3},
            Ended.TIME,
        ),
        ("import time\ntime.sleep(600)", {"wall_seconds": 3}, Ended.TIME),
    ],
    ids=["leaves", "crashes", "burns", "sleeps"],
)
def test_what_came_before_a_kernels_end_is_whole(
    cell: str, limits: dict[str, int], why: Ended, mode: Mode, notebooks: Notebooks, world: World
) -> None:
    found = notebooks.run(mode, world, "print('honest')", cell, "print('never')", limits=limits)
    assert found["outputs"] == ["honest", "the kernel died"], found
    assert found["why"] == why


def test_a_kernel_that_takes_too_much_memory_gets_an_error_and_lives(
    mode: Mode, notebooks: Notebooks, world: World
) -> None:
    cells = ("held = bytearray(600 << 20)", "import numpy; held = numpy.ones(10**9)", "print('lives')")
    found = notebooks.run(mode, world, *cells, limits={"memory": 512 * MIB})
    assert [found["outputs"][0], found["outputs"][2]] == ["MemoryError", "lives"], found
    assert "MemoryError" in found["outputs"][1]


def test_an_endless_cell_is_interrupted(mode: Mode, notebooks: Notebooks, world: World) -> None:
    found = notebooks.run(mode, world, "# interrupt\nwhile True:\n    pass", "print('lives')")
    assert found["outputs"] == ["KeyboardInterrupt", "lives"], found


def test_nothing_of_the_environment_of_who_grades_is_in_its_memory(
    mode: Mode, notebooks: Notebooks, world: World
) -> None:
    """Its memory is a copy of its parent's, so a secret may be in no part of that."""
    cell = f"""
import os, re
# In two parts, never together, or it would find itself; what lies in a parent's memory is found by the same search.
searched = {{"secret": ({CANARY[:16]!r}.encode(), {CANARY[16:]!r}.encode()), "known": (b"PYTHONPA", b"TH=/")}}
found = dict.fromkeys(searched, 0)
for line in open("/proc/self/maps"):
    begin, end = (int(part, 16) for part in line.split()[0].split("-"))
    with open("/proc/self/mem", "rb", 0) as memory:
        try:
            memory.seek(begin)
            part = memory.read(end - begin)
        except (OSError, OverflowError):
            continue
    for name, (first, second) in searched.items():
        found[name] += sum(part.startswith(second, at.end()) for at in re.finditer(first, part))
began = open("/proc/self/environ", "rb").read()
print(found["secret"], found["known"] > 0, os.environ.get("SECRET"), b"SECRET" in began)
"""
    found = notebooks.run(mode, world, cell)
    assert found["outputs"] == ["0 True None False"], found


def test_none_of_its_threads_has_rights_or_is_without_a_filter(mode: Mode, notebooks: Notebooks, world: World) -> None:
    """Those of the sockets were there before the filter, and are as old as the sockets."""
    cell = """
import os
found = set()
for task in os.listdir("/proc/self/task"):
    lines = open(f"/proc/self/task/{task}/status").read().splitlines()
    status = dict(line.split(":\t") for line in lines if ":\t" in line)
    found.add((status["Seccomp"], status["NoNewPrivs"], int(status["CapEff"], 16), int(status["CapPrm"], 16)))
print(sorted(found), len(os.listdir("/proc/self/task")) > 3)
"""
    assert notebooks.run(mode, world, cell)["outputs"] == ["[('2', '1', 0, 0)] True"]


@pytest.fixture(scope="module")
def other(python: str, person: Person) -> str:
    """The name of a kernel that is another program."""
    place = person.home / ".local" / "share" / "jupyter" / "kernels" / "other"
    place.mkdir(parents=True, exist_ok=True)
    command = ["/bin/sh", "-c", f"exec {python} -m ipykernel_launcher -f $0", "{connection_file}"]
    (place / "kernel.json").write_text(json.dumps({"argv": command, "display_name": "other", "language": "python"}))
    person.owns(person.home / ".local")
    return "other"


def test_another_program_than_this_python_is_confined_too(
    mode: Mode, other: str, notebooks: Notebooks, world: World
) -> None:
    cell = f"""
import os
sockets = os.path.dirname(__import__("glob").glob("/tmp/kith-*/k-1")[0])
for path, how in (({str(world.gradebook)!r}, "r"), (sockets + "/new", "w")):
    try:
        open(path, how)
        print("opened")
    except OSError as reason:
        print(type(reason).__name__)
print(os.getpid() > 1, os.getcwd())
"""
    found = notebooks.run(mode, world, cell, kernel=other)
    if mode is Mode.namespaces:
        assert found["outputs"] == [f"FileNotFoundError\nOSError\nTrue {world.folder}"], found
    else:
        assert "no kernel may start one on this machine" in found["failed"]


def test_that_another_program_was_killed_is_told_too(
    mode: Mode, other: str, notebooks: Notebooks, world: World
) -> None:
    found = notebooks.run(mode, world, "import os; os.kill(os.getpid(), 9)", kernel=other)
    assert found["why"] == (Ended.KILLED if mode is Mode.namespaces else Ended.UNCONFINED), found


def test_many_at_once_each_have_their_own_processes_and_limits(
    mode: Mode, notebooks: Notebooks, world: World, person: Person
) -> None:
    """The number of processes is counted for each kernel, not for the account that runs them all."""
    kernels = []
    for at in range(8):
        folder = Path(tempfile.mkdtemp(prefix="job-", dir=world.course))
        (folder / "number.txt").write_text(str(at))
        person.owns(folder)
        cells = [
            "import threading, time\nfor _ in range(4):\n    threading.Thread(target=time.sleep, args=(1,)).start()",
            "print(open('number.txt').read())",
        ]
        kernels.append({"mode": mode, "folder": str(folder), "cells": cells, "limits": {"processes": 32}})
    found = notebooks.run_all(*kernels)
    assert [each["outputs"][-1] for each in found] == [str(at) for at in range(8)]
    assert {each["why"] for each in found} == {Ended.DONE}


def test_a_kernel_cannot_reach_the_one_beside_it(mode: Mode, notebooks: Notebooks, world: World) -> None:
    """Its sockets, its key, its process: looked for while it runs."""
    look = """
import glob, json, os, socket, time
time.sleep(1)
own = [path for path in glob.glob("/tmp/kith-*/kernel.json") + glob.glob("/run/user/*/kith-*/kernel.json")]
reached = []
for path in glob.glob("/tmp/kith-*/k-*"):
    try:
        with socket.socket(socket.AF_UNIX) as speaker:
            speaker.connect(path)
            reached.append(path)
    except OSError:
        pass
for pid in range(1, 1 << 15):
    if str(pid) not in os.listdir("/proc/self/task"):
        try:
            os.kill(pid, 0)
            reached.append(pid)
        except OSError:
            pass
print(len(own), reached)
"""
    kernels = [{"mode": mode, "folder": str(world.folder), "cells": [look]} for _ in range(2)]
    for found in notebooks.run_all(*kernels):
        assert found["outputs"] in (["1 []"], ["0 []"]), found
