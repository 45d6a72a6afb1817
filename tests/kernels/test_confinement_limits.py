"""A kernel that takes too much is ended with its reason, whole, and what it had written before is there."""

import os
import signal
import tempfile
from pathlib import Path

import pytest

from kith_kernels import protection
from kith_kernels.launch import Mode
from kith_kernels.limits import Ended
from tests.kernels.attacks import World
from tests.kernels.conftest import Forking

pytestmark = pytest.mark.users

MIB = 1 << 20
#: In seconds: far more than any of these needs, on any machine.
LONG = 60

_STUBBORN = """
import signal, time
for each in signal.valid_signals() - {9, 19}:
    signal.signal(each, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
while True:
    try:
        time.sleep(1)
    except BaseException:
        pass
"""
_BURNING = "while True:\n    try:\n        pass\n    except BaseException:\n        pass"
_IN_CHILDREN = "import os\nfor _ in range(3):\n    if os.fork() == 0:\n        break\n"

#: What it does, its limits, and why it ends; in namespaces, and beside others, where it may start nothing.
TOO_MUCH = {
    "it burns the processor": (_BURNING, {"cpu_seconds": 1}, Ended.TIME, Ended.TIME),
    "its children burn the processor": (_IN_CHILDREN + _BURNING, {"cpu_seconds": 1}, Ended.TIME, None),
    "it sleeps for ever, deaf to signals": (_STUBBORN, {"wall_seconds": 1}, Ended.TIME, Ended.TIME),
    "it stopped itself": (
        "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)\n" + _STUBBORN,
        {"wall_seconds": 1},
        Ended.TIME,
        Ended.TIME,
    ),
    "its children take memory, each a little": (
        """
import os, time
for _ in range(6):
    if os.fork() == 0:
        held = bytearray(os.urandom(1 << 20) * 40)
        time.sleep(60)
time.sleep(60)
""",
        {"memory": 150 * MIB, "wall_seconds": LONG},
        Ended.MEMORY,
        None,
    ),
    "it keeps memory in sockets": (
        """
import socket, time
held = []
for _ in range(200):
    one, other = socket.socketpair()
    one.setblocking(False)
    held += [one, other]
    try:
        while True:
            one.send(bytes(1 << 16))
    except BlockingIOError:
        pass
time.sleep(60)
""",
        {"memory": 100 * MIB, "wall_seconds": LONG, "open_files": 1024},
        Ended.MEMORY,
        Ended.MEMORY,
    ),
    "it starts threads without end": (
        """
import threading, time
threading.stack_size(1 << 16)
while True:
    try:
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    except RuntimeError:
        time.sleep(0.05)
""",
        {"processes": 20, "wall_seconds": 3},
        Ended.TIME,
        Ended.PROCESSES,
    ),
    "it forks without end": (
        "import os\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        pass",
        {"processes": 30, "wall_seconds": 2},
        Ended.TIME,
        Ended.TIME,
    ),
    "it leaves by itself": ("import os\nos._exit(0)", {}, Ended.BY_ITSELF, Ended.BY_ITSELF),
    "it crashes": ("import ctypes\nctypes.string_at(0)", {}, Ended.BY_ITSELF, Ended.BY_ITSELF),
    "its folder grows": (
        "import time\nfor at in range(6):\n    open(f'{at}', 'wb').write(bytes(4 << 20))\ntime.sleep(60)",
        {"folder": 16 * MIB, "wall_seconds": LONG},
        None,
        Ended.FOLDER,
    ),
    "it makes folders without end": (
        "import os\nwhile True:\n    os.mkdir('d')\n    os.chdir('d')",
        {"wall_seconds": LONG},
        None,
        Ended.FOLDER,
    ),
    "it makes small files without end": (
        "import time\nfor at in range(6000):\n    open(f'{at}', 'w').close()\ntime.sleep(60)",
        {"wall_seconds": LONG},
        None,
        Ended.FOLDER,
    ),
}


@pytest.mark.parametrize("what", TOO_MUCH)
def test_it_is_ended_when(what: str, mode: Mode, forking: Forking, world: World) -> None:
    code, limits, in_namespaces, beside = TOO_MUCH[what]
    why = in_namespaces if mode is Mode.namespaces else beside
    answer = forking.run(mode, code, world, limits=limits)
    if why is None:
        assert world.said()["error"].startswith(("OSError", "PermissionError")) or answer["ended"] == Ended.BY_ITSELF
    else:
        assert answer["ended"] == why
    assert answer["seconds"] < LONG
    assert (world.folder / "honest.txt").read_text() == "done"
    assert not forking.left_over()


@pytest.mark.parametrize("before", ["", _STUBBORN, _BURNING], ids=["asleep", "deaf", "busy"])
def test_it_is_gone_when_it_is_asked_to_end(before: str, mode: Mode, forking: Forking, world: World) -> None:
    code = f"open('wrote.txt', 'w').write('whole')\nready()\n{before}\nimport time; time.sleep({LONG})"
    answer = forking.run(mode, code, world, signal=signal.SIGTERM)
    assert answer["ended"] == Ended.DONE
    assert answer["seconds"] < LONG / 2
    assert (world.folder / "wrote.txt").read_text() == "whole"
    assert not forking.left_over()


def test_an_interrupt_reaches_its_code(mode: Mode, forking: Forking, world: World) -> None:
    code = f"import time\ntry:\n    ready()\n    time.sleep({LONG})\nexcept KeyboardInterrupt:\n    got = 'interrupted'"
    answer = forking.run(mode, code, world, signal=signal.SIGINT)
    assert world.said()["got"] == "interrupted"
    assert answer["ended"] == Ended.BY_ITSELF


def test_it_is_gone_when_who_watches_it_is_killed(mode: Mode, forking: Forking, world: World) -> None:
    answer = forking.run(mode, f"ready()\n{_STUBBORN}", world, signal=signal.SIGKILL)
    assert answer["ended"] == -signal.SIGKILL
    forking.wait_for_nothing_left()


def test_one_that_is_killed_while_it_is_still_made_leaves_nothing(mode: Mode, forking: Forking, world: World) -> None:
    for milliseconds in range(0, 60, 3):
        forking.run(mode, _STUBBORN, world, killed_after=milliseconds / 1000)
        forking.wait_for_nothing_left()


def test_what_a_killed_one_left_is_cleared_away_by_the_next(forking: Forking, world: World) -> None:
    if Mode.landlock not in protection.available():
        return
    forking.run(Mode.landlock, f"ready()\n{_STUBBORN}", world, signal=signal.SIGKILL)
    own = [each for each in Path(tempfile.gettempdir()).glob("kith-work-*") if each.owner() == forking.person.name]
    assert own
    for each in own:
        os.utime(each, (1, 1))
    forking.run(Mode.landlock, "got = 1", world)
    assert not any(each.exists() for each in own)


def test_without_bounds_a_process_lives_on(forking: Forking, world: World) -> None:
    forking.run("unconfined", "import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(60)", world)
    assert forking.left_over()
    forking.end_left_over()


def test_no_process_lives_on(mode: Mode, forking: Forking, world: World) -> None:
    code = """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(60)
    os._exit(0)
"""
    forking.run(mode, code, world)
    assert not forking.left_over()


def test_one_that_is_many_gives_way_to_the_others(mode: Mode, forking: Forking, world: World) -> None:
    code = """
import os, threading, time
for _ in range(30):
    threading.Thread(target=time.sleep, args=(20,), daemon=True).start()
end = time.monotonic() + 20
while time.monotonic() < end and os.getpriority(os.PRIO_PROCESS, 0) < 19:
    time.sleep(0.02)
got = os.getpriority(os.PRIO_PROCESS, 0)
"""
    forking.run(mode, code, world)
    assert world.said()["got"] == 19


def test_who_watches_it_cannot_be_killed(mode: Mode, forking: Forking, world: World) -> None:
    code = """
import os, time
for pid in (os.getppid(), 0, -1):
    try:
        os.kill(pid, 9)
    except OSError:
        pass
time.sleep(0.2)
open("alive.txt", "w")
"""
    answer = forking.run(mode, code, world)
    assert answer["ended"] == Ended.BY_ITSELF
    assert (world.folder / "alive.txt").exists()
    assert forking.process.poll() is None
