"""The owner's end of a warmed parent: started when the first kernel is asked for, gone with its owner."""

import atexit
import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kith_kernels.environment import clean, settings
from kith_kernels.launch import Launch
from kith_kernels.limits import Ended
from kith_kernels.packets import COLD, LONGEST_PACKET

__all__ = ["DEFAULT_PRELOAD", "Lent", "WarmFailed", "WarmKernel", "WarmParent", "parent_of", "take"]

#: What most notebooks import, as far as it is installed.
DEFAULT_PRELOAD = ("numpy", "pandas", "ipywidgets", "anywidget")

#: In seconds: to import all that, on a machine that has other things to do; and to answer a request.
_TO_START, _TO_ANSWER = 120, 30


class WarmFailed(Exception):
    """No kernel came out of the warmed parent; the sentence says why."""


@dataclass(frozen=True)
class WarmKernel:
    """One process that a warmed parent forked."""

    number: int
    pid: int
    #: A file descriptor that stands for this very process, and for none that gets its id later.
    process: int
    parent: "WarmParent"

    def ended(self) -> int | None:
        """Its exit code, a signal's number below 0, or nothing as long as it runs."""
        watch = select.poll()
        watch.register(self.process, select.POLLIN)
        return self.parent.exit_code(self.number) if watch.poll(0) else None

    def signal(self, number: int, *, group: bool) -> None:
        """Sends a signal to the process, or to its whole group; nothing happens once it has ended."""
        with contextlib.suppress(ProcessLookupError):
            if group:
                signal.pidfd_send_signal(self.process, 0)  # so that the id is still this process's
                with contextlib.suppress(ProcessLookupError):  # it has none yet: it has only just been forked
                    os.killpg(self.pid, number)
                    return
            signal.pidfd_send_signal(self.process, number)

    def close(self) -> None:
        """Nobody asks for it any more. To be called once."""
        os.close(self.process)
        self.parent.drop(self.number)


@dataclass(frozen=True)
class Lent:
    """A line to a warmed parent of another process; `multiprocessing` can hand it on, and `take` takes it there."""

    preload: tuple[str, ...]
    environment: dict[str, str]
    line: socket.socket


class WarmParent:
    """One warmed parent. Safe to use from several threads; a fork of its owner gets one of its own."""

    def __init__(
        self, preload: Iterable[str] = DEFAULT_PRELOAD, *, cold: bool = False, lent: Lent | None = None
    ) -> None:
        self.preload = (COLD,) if cold else tuple(preload)
        self._lent = lent
        #: Why it forks no Python kernels, or nothing.
        self.why_cold = ""
        self.environment: dict[str, str] = {}
        self._lock = threading.RLock()
        self._process: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None
        self._first = self._last = 0
        #: Whether it was started and has not said yet that it is ready, and whether it was asked for anything.
        self._begun = self._asked = False
        self._ended: dict[int, int] = {}

    @property
    def running(self) -> bool:
        return self._line is not None and (self._process is None or self._process.poll() is None)

    @property
    def pid(self) -> int | None:
        """Its id; nothing if it does not run, or is lent by another process."""
        return self._process.pid if self._process is not None else None

    def ensure_started(self) -> None:
        """It runs and has imported all that it was told to, or `WarmFailed` says why not."""
        with self._lock:
            if not self.running:
                self.stop()
                self._start()
            elif self._begun:
                self._be_greeted_or_fail()

    def begin(self, likely: Iterable[str] = ()) -> None:
        """It starts, if it does not run yet, and imports also what is ``likely`` to be lent; that may take a while."""
        with self._lock:
            if not self.running:
                self.stop()
                self._begin(likely)

    def lend(self, preload: Iterable[str]) -> Lent:
        """It serves another process, too, with more modules; `begin` was called.

        If that can't be, whoever takes what is lent gets a parent of its own.
        """
        ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        wanted = tuple(preload)
        with self._lock, its, contextlib.suppress(OSError):
            if self._line is not None:
                self._asked = True
                socket.send_fds(self._line, [json.dumps({"lend": wanted}).encode()], [its.fileno()])
        return Lent(wanted, self.environment, ours)

    def launch(self, launch: Launch) -> WarmKernel:
        """A new process for ``launch``. A parent that died meanwhile is started once more."""
        with self._lock:
            try:
                return self._ask(launch)
            except OSError:  # it died since the last one
                self.stop()
            try:
                return self._ask(launch)
            except OSError as reason:
                self.stop()
                msg = f"The process that starts kernels ended twice ({reason}); what it said stands above."
                raise WarmFailed(msg) from reason

    def exit_code(self, number: int) -> int:
        """How the process with that number ended; it did, or it is waited for. `Ended.LOST` if nobody can tell."""
        with self._lock, contextlib.suppress(OSError):
            while number not in self._ended and number >= self._first:
                self._receive(_TO_ANSWER)
        return self._ended.get(number, Ended.LOST)  # without a word of its end it went with its parent

    def drop(self, number: int) -> None:
        """Nobody will ask again how that process ended."""
        with self._lock:
            self._ended.pop(number, None)

    def stop(self) -> None:
        """It does not run any more, and none of its kernels does."""
        with self._lock:
            process, line, self._process, self._line = self._process, self._line, None, None
            if line is not None:
                line.close()
            if process is not None:
                if not self._asked:
                    process.kill()  # it may be at its imports for long
                try:
                    process.wait(_TO_ANSWER)  # it sees its owner go, and takes its kernels along
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()

    def forget(self) -> None:
        """In a fork of the owner: what was the owner's stays the owner's."""
        if self._line is not None:
            os.close(self._line.detach())
        self._process = self._line = None
        self._lock = threading.RLock()

    def _start(self) -> None:
        lent, self._lent = self._lent, None
        if lent is not None:
            self.environment, self._line, self._first = lent.environment, lent.line, self._last + 1
            with contextlib.suppress(OSError):
                self._be_greeted()
                return
            self.stop()
        self._begin()
        self._be_greeted_or_fail()

    def _be_greeted_or_fail(self) -> None:
        try:
            self._be_greeted()
        except OSError as reason:
            self.stop()
            msg = f"The process that starts kernels did not come up ({reason}); what it said stands above."
            raise WarmFailed(msg) from reason

    def _begin(self, likely: Iterable[str] = ()) -> None:
        self.environment = clean(os.environ, home="/nonexistent")
        ours, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-P", "-m", "kith_kernels.parent", str(its.fileno()), *self.preload, *likely]
        with its:
            self._process = subprocess.Popen(
                command, env=self.environment, pass_fds=[its.fileno()], stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, cwd="/", start_new_session=True,
            )  # fmt: skip
        self._line, self._first, self._begun, self._asked = ours, self._last + 1, True, False

    def _be_greeted(self) -> None:
        """It has imported everything, and can be asked."""
        told, _ = self._receive(_TO_START)
        self.why_cold, self._begun = str(told["why"]), False

    def _ask(self, launch: Launch) -> WarmKernel:
        self.ensure_started()
        assert self._line is not None
        self._last, self._asked = self._last + 1, True
        packet = json.dumps({"id": self._last, "launch": launch.to_json()}).encode()
        if len(packet) > LONGEST_PACKET:
            msg = f"A kernel's environment and paths take {len(packet):,} bytes; {LONGEST_PACKET:,} can be handed on."
            raise WarmFailed(msg)
        self._line.send(packet)
        while True:
            told, descriptors = self._receive(_TO_ANSWER)
            if "failed" in told:
                msg = f"The system started no further process for a kernel: {told['failed']}."
                raise WarmFailed(msg)
            if "pid" in told:
                return WarmKernel(self._last, told["pid"], descriptors[0], self)

    def _receive(self, seconds: float) -> tuple[dict[str, Any], list[int]]:
        """The next packet; ends that it tells are noted. Fails with `OSError` when the parent is gone."""
        if self._line is None:
            raise ConnectionResetError("it was stopped")
        self._line.settimeout(seconds)
        data, descriptors, _, _ = socket.recv_fds(self._line, LONGEST_PACKET, 1)
        if not data:
            raise ConnectionResetError("it ended")
        told = json.loads(data)
        if "ended" in told:
            self._ended[told["id"]] = told["ended"]
        return told, descriptors


_parents: dict[tuple[tuple[str, ...], frozenset[tuple[str, str]]], WarmParent] = {}


def parent_of(preload: Iterable[str] = DEFAULT_PRELOAD, *, cold: bool = False) -> WarmParent:
    """This process's one parent with these modules, and with its settings of Python as they are now.

    It starts when it is first needed.
    """
    modules = (COLD,) if cold else tuple(preload)
    key = modules, frozenset(settings(os.environ).items())
    return _parents.setdefault(key, WarmParent(modules, cold=cold))


def take(lent: Lent) -> None:
    """From now on that is this process's parent with these modules."""
    key = lent.preload, frozenset(settings(lent.environment).items())
    _parents[key] = WarmParent(lent.preload, lent=lent)


def _forget_all() -> None:
    for parent in _parents.values():
        parent.forget()
    _parents.clear()


@atexit.register
def _stop_all() -> None:
    for parent in _parents.values():
        parent.stop()


os.register_at_fork(after_in_child=_forget_all)
