"""A parent that one process warms and others use, too: as good as their own, and what it forks goes with them."""

import os
import select
import signal
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from kith_kernels.launch import Launch
from kith_kernels.warm import Lent, WarmParent, parent_of, take

MODULES = ("colorsys",)  # that nothing else imports


@pytest.fixture
def owner() -> Iterator[WarmParent]:
    parent = WarmParent(preload=())
    parent.begin()
    yield parent
    parent.stop()


@dataclass(frozen=True)
class User:
    """Another process that was lent a parent: its own parent, if it had to start one, and what that forked for it."""

    line: Connection
    own: int | None
    forked: int
    forked_by: int

    def goes(self) -> None:
        self.line.close()


def use(lent: Lent, folder: str, line: Connection) -> None:
    take(lent)
    parent = parent_of(lent.preload)
    sockets = Path(folder, str(os.getpid()))
    sockets.mkdir()
    parent.ensure_started()
    forked = parent.launch(Launch(str(sockets / "none"), str(sockets), folder, env=dict(os.environ), argv=SLEEPS))
    stat = Path(f"/proc/{forked.pid}/stat").read_text(encoding="utf-8")
    line.send((parent.pid, forked.pid, int(stat.rpartition(")")[2].split()[1])))
    with suppress(EOFError):
        line.recv()
    os._exit(0)  # not by its own clearing away


SLEEPS = ("sleep", "600")


def lend(owner: WarmParent, folder: Path, modules: tuple[str, ...] = MODULES) -> User:
    ours, its = get_context("spawn").Pipe()
    lent = owner.lend(modules)
    process = get_context("spawn").Process(target=use, args=(lent, str(folder), its), daemon=True)
    process.start()
    lent.line.close()
    its.close()
    assert ours.poll(60)
    return User(ours, *ours.recv())


def end_of(pid: int, seconds: float = 20) -> bool:
    """Whether that process ends soon."""
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    watch = select.poll()
    watch.register(process, select.POLLIN)
    return bool(watch.poll(seconds * 1000))


def test_others_fork_from_what_they_were_lent_and_each_takes_only_its_own_along(
    owner: WarmParent, tmp_path: Path
) -> None:
    one, other = lend(owner, tmp_path), lend(owner, tmp_path)
    assert (one.own, other.own) == (None, None)
    assert {one.forked_by, other.forked_by} == {owner.pid}
    one.goes()
    assert end_of(one.forked), "whoever wanted it is gone, and it is not"
    assert not end_of(other.forked, 0.2)
    assert not end_of(owner.pid or 0, 0)
    other.goes()
    assert end_of(other.forked)
    assert [path for path in tmp_path.iterdir() if any(path.iterdir())] == [], "something is left of their sockets"


def test_what_was_forked_for_others_goes_with_the_owner_too(owner: WarmParent, tmp_path: Path) -> None:
    user = lend(owner, tmp_path)
    owner.stop()
    assert end_of(user.forked)
    user.goes()


def test_who_is_lent_what_is_gone_has_a_parent_of_its_own(owner: WarmParent, tmp_path: Path) -> None:
    os.kill(owner.pid or 0, signal.SIGKILL)
    user = lend(owner, tmp_path)
    assert user.own == user.forked_by
    user.goes()
    assert end_of(user.forked)
    assert end_of(user.own or 0)


def test_what_starts_threads_as_it_is_imported_ends_a_parent_before_it_forks(
    owner: WarmParent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = "import threading, time\nthreading.Thread(target=time.sleep, args=(600,), daemon=True).start()\n"
    (tmp_path / "starts_a_thread.py").write_text(lines, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    owner.stop()
    owner.begin()
    pid, user = owner.pid, lend(owner, tmp_path, ("starts_a_thread",))
    assert end_of(pid or 0)
    assert user.own == user.forked_by
    user.goes()
    owner.ensure_started()
    assert owner.why_cold == ""
