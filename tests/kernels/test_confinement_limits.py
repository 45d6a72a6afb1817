"""A kernel that takes too much is ended with its reason, whole, and what it had written before is there."""

import os
import signal
import tempfile
from pathlib import Path

import pytest

from kith_kernels.confine.monitor import ended_as
from kith_kernels.launch import Mode
from kith_kernels.limits import Ended, Limits
from tests.kernels.attacks import World
from tests.kernels.conftest import PYTHON, Forking, Person, forking_for
from tests.kernels.excess import BURNING, GREEDY, KILLING, LIVING_ON, LONG, STUBBORN, TOO_MUCH

pytestmark = pytest.mark.users


@pytest.mark.parametrize("what", TOO_MUCH)
def test_it_is_ended_when(what: str, mode: Mode, forking: Forking, world: World) -> None:
    excess = TOO_MUCH[what]
    why = excess.in_namespaces if mode is Mode.namespaces else excess.beside
    answer = forking.run(mode, excess.code, world, limits=excess.limits)
    if why is None:
        assert world.said()["error"].startswith(("OSError", "PermissionError")) or answer["ended"] == Ended.BY_ITSELF
    else:
        assert answer["ended"] == why
    assert answer["seconds"] < LONG
    assert (world.folder / "honest.txt").read_text() == "done"
    assert not forking.left_over()


TAKING = {what: (excess.code, excess.takes) for what, excess in TOO_MUCH.items() if excess.takes} | GREEDY


@pytest.mark.parametrize("what", TAKING)
def test_without_bounds_the_same_code_takes_more(what: str, forking: Forking, world: World) -> None:
    code, (kind, limit) = TAKING[what]
    answer = forking.run("unconfined", code, world, until=(kind, limit))
    assert answer["taken"] > limit, answer
    forking.wait_for_nothing_left()


@pytest.mark.parametrize("before", ["", STUBBORN, BURNING], ids=["asleep", "deaf", "busy"])
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
    assert world.said() == {"got": "interrupted", "error": ""}, answer
    assert answer["ended"] == Ended.BY_ITSELF


def test_it_is_gone_when_who_watches_it_is_killed(mode: Mode, forking: Forking, world: World) -> None:
    answer = forking.run(mode, f"ready()\n{STUBBORN}", world, signal=signal.SIGKILL)
    assert answer["ended"] == -signal.SIGKILL
    forking.wait_for_nothing_left()


def test_that_something_else_killed_it_is_told_apart_and_what_it_wrote_is_whole(
    mode: Mode, forking: Forking, world: World
) -> None:
    code = f"open('wrote.txt', 'w').write('whole')\nready()\n{STUBBORN}"
    answer = forking.run(mode, code, world, signal=signal.SIGKILL, to_kernel=True)
    assert answer["ended"] == Ended.KILLED
    assert (world.folder / "wrote.txt").read_text() == "whole"
    assert not forking.left_over()


@pytest.mark.parametrize(
    ("code", "worked", "why"),
    [
        (-signal.SIGKILL, 0.1, Ended.KILLED),
        (-signal.SIGKILL, 5.1, Ended.TIME),  # by Linux, at the limit of a process, before its monitor looked
        (-signal.SIGSEGV, 0.1, Ended.BY_ITSELF),
        (0, 5.1, Ended.BY_ITSELF),
        (Ended.KILLED, 0.1, Ended.KILLED),  # another program, by word of who waits for it inside
        (Ended.TIME, 0.1, Ended.BY_ITSELF),  # a word that only its monitor has a right to
    ],
)
def test_how_it_ended_is_read_from_its_code_and_its_work(code: int, worked: float, why: Ended) -> None:
    assert ended_as(code, worked, Limits(cpu_seconds=5)) is why


def test_one_that_is_killed_while_it_is_still_made_leaves_nothing(mode: Mode, forking: Forking, world: World) -> None:
    for milliseconds in range(0, 60, 3):
        forking.run(mode, STUBBORN, world, killed_after=milliseconds / 1000)
        forking.wait_for_nothing_left()


def copies() -> set[Path]:
    """The working copies of kernels that lie on disk."""
    return set(Path(tempfile.gettempdir()).glob("kith-work-*"))


def test_what_a_killed_one_left_is_cleared_away_by_the_next(mode: Mode, forking: Forking, world: World) -> None:
    """In namespaces its copy lay in memory, and went with it."""
    before = copies()
    forking.run(mode, f"ready()\n{STUBBORN}", world, signal=signal.SIGKILL)
    own = [each for each in copies() - before if each.owner() == forking.person.name]
    assert bool(own) == (mode is Mode.landlock)
    for each in own:
        os.utime(each, (1, 1))
    forking.run(mode, "got = 1", world)
    assert not any(each.exists() for each in own)


def test_without_bounds_a_process_lives_on(forking: Forking, world: World) -> None:
    forking.run("unconfined", LIVING_ON, world)
    assert forking.left_over()
    forking.end_left_over()


def test_no_process_lives_on(mode: Mode, forking: Forking, world: World) -> None:
    forking.run(mode, LIVING_ON, world)
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


def test_without_bounds_who_started_it_is_killed(person: Person, world: World) -> None:
    with forking_for(person, PYTHON) as forking:
        forking.ask("unconfined", KILLING, world)
        assert forking.process.wait(60) == -signal.SIGKILL
    assert not (world.folder / "alive.txt").exists()  # it is of its own group, which it kills next


def test_who_watches_it_cannot_be_killed(mode: Mode, forking: Forking, world: World) -> None:
    answer = forking.run(mode, KILLING, world)
    assert answer["ended"] == Ended.BY_ITSELF
    assert (world.folder / "alive.txt").exists()
    assert forking.process.poll() is None
