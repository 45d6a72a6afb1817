"""The warmed parent: imports once what kernels need, and forks one for each request.

``python -m kith_kernels.parent FD MODULE...`` talks over the inherited socket ``FD``, one JSON packet a message:
``{"id": 1, "launch": "..."}`` is answered by ``{"id": 1, "pid": 99}`` with a file descriptor of the new process, and
its end is told by ``{"id": 1, "ended": 0}`` (a signal's number is negative). ``{"lend": ["numpy"]}`` brings the line of
another process, which is greeted once those modules are imported, and served like the owner. It has one thread, since
only then a fork is safe. Whoever goes takes its kernels along, and the owner all of them.
"""

import contextlib
import gc
import importlib
import json
import os
import resource
import select
import shutil
import signal
import socket
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kith_kernels.confine import confined
from kith_kernels.confine.readable import know_python
from kith_kernels.huge import put_together
from kith_kernels.launch import FAILED, Launch
from kith_kernels.limits import Ended
from kith_kernels.packets import COLD, LONGEST_PACKET, NO_DEBUGGER

__all__ = ["main"]

#: In seconds: what all kernels together may take to end once nobody wants them any more.
_TO_CLEAR_AWAY = 2

#: What a Python kernel imports before it can answer, some of it only when it is first needed.
_KERNEL = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.zmqshell",
    "ipykernel.debugger",
    "ipykernel.comm.manager",
    "ipykernel.subshell_manager",
    "ipykernel.pylab.backend_inline",
    "ipykernel.eventloops",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "matplotlib_inline.backend_inline",
    "pygments.formatters.terminal256",
    "sqlite3",
    "stack_data",
    "stack_data.serializing",
    "tornado.platform.asyncio",
    "zmq.eventloop.zmqstream",
    "faulthandler",
    "ipykernel_launcher",
)


@dataclass
class _Running:
    """The kernels that run, by the file descriptor that says when one ended."""

    numbers: dict[int, int] = field(default_factory=dict)
    pids: dict[int, int] = field(default_factory=dict)
    sockets: dict[int, str] = field(default_factory=dict)
    #: Who asked for them.
    lines: dict[int, socket.socket] = field(default_factory=dict)


def main() -> None:
    """Warms up, serves until the owner is gone; in a fork, becomes the kernel."""
    owner = socket.socket(fileno=int(sys.argv[1]))
    _take_all_memory()
    modules = sys.argv[2:]
    cold = modules[:1] == [COLD]
    gc.disable()  # hardly anything that is imported is to be thrown away again
    why = " ".join(modules[1:]) or "it was started cold" if cold else _load(modules)
    if why and not cold:
        os.set_inheritable(owner.fileno(), True)
        os.execv(sys.executable, [*sys.orig_argv[: sys.orig_argv.index(sys.argv[1])], sys.argv[1], COLD, why])
    _freeze()
    launch = _Serving(owner, why).serve()
    if launch is not None:
        _become(launch)


def _take_all_memory() -> None:
    """Its owner may be held to less for the work at hand. Kernels have limits of their own."""
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def _load(modules: Sequence[str]) -> str:
    """Why this process is not warm afterwards, or nothing."""
    from kith_kernels import fresh, quick, shell  # noqa: F401  # all that is imported before the fork need not be after it
    from kith_kernels.later import put_off

    put_off()
    missing: dict[str, Any] = sys.modules
    if NO_DEBUGGER in modules:
        missing.setdefault("debugpy", None)  # ipykernel does without it, as it does where it is not installed
    for name in (*_KERNEL, *_names(modules)):
        _make_ready(name)
    _rehearse()
    shell.make_ready()
    know_python()
    tasks = len(list(Path("/proc/self/task").iterdir()))
    return f"{tasks} threads run after importing {', '.join(modules) or 'ipykernel'}" if tasks > 1 else ""


def _make_ready(name: str) -> None:
    """A module imported and, where a word follows its name, made ready for that."""
    module, _, word = name.partition(":")
    with contextlib.suppress(ImportError):  # an older kernel has not all of them
        found = importlib.import_module(module)
        if word and name not in _ready:
            found.make_ready(word)
    _ready.add(name)


#: What was asked for so far.
_ready: set[str] = set()


def _names(modules: Sequence[str]) -> list[str]:
    return [name for name in modules if name != NO_DEBUGGER]


def _freeze() -> None:
    """No collection in a kernel will copy all of the parent's memory."""
    gc.freeze()
    gc.enable()
    put_together()


def _rehearse() -> None:
    """What takes long only the first time: to read a cell, and to show an error, with a look at each module's file."""
    from IPython.core.inputtransformer2 import TransformerManager
    from IPython.core.ultratb import AutoFormattedTB

    read: Any = TransformerManager
    read().transform_cell("a = 1\n")
    show: Any = AutoFormattedTB  # IPython has no types
    try:
        int("")
    except ValueError:
        show(mode="Context", theme_name="linux").structured_traceback(*sys.exc_info())


class _Serving:
    """Forks kernels as long as the owner lives, for it and for whom it lends this process to."""

    def __init__(self, owner: socket.socket, why_cold: str) -> None:
        self._owner, self._why_cold = owner, why_cold
        self._lines = {owner.fileno(): owner}
        self._running = _Running()
        self._watch = select.poll()

    def serve(self) -> Launch | None:
        """A launch in the fork itself, and nothing at the end."""
        owner_lives = os.pidfd_open(os.getppid())  # a fork of the owner may keep the socket open
        for number in (self._owner.fileno(), owner_lives):
            self._watch.register(number, select.POLLIN)
        with contextlib.suppress(OSError):  # it is gone already, as will be found
            self._owner.send(json.dumps({"why": self._why_cold}).encode())
        while self._owner.fileno() in self._lines:
            number = self._watch.poll()[0][0]  # one at a time: what is done about it may close another
            if number in self._running.numbers:
                self._tell_end(number)
            elif number == owner_lives:
                self._gone(self._owner)
            elif launch := self._hear(self._lines[number]):
                return launch
        return None

    def _hear(self, line: socket.socket) -> Launch | None:
        """Does what is asked for on a line; a launch in a fork."""
        packet, lent = _received(line)
        if not packet:
            self._gone(line)
            return None
        request = json.loads(packet)
        if lent:
            self._lend(request["lend"], lent[0])
            return None
        return self._fork(line, request)

    def _gone(self, line: socket.socket) -> None:
        """Nobody is at the other end any more, and nobody needs the kernels that were asked for there."""
        self._watch.unregister(line.fileno())
        del self._lines[line.fileno()]
        running = self._running
        self._end([number for number in running.numbers if line in (self._owner, running.lines[number])])
        line.close()

    def _lend(self, modules: Sequence[str], number: int) -> None:
        """Whoever is at the other end is served, too; if that can't be, the line ends, and that one starts its own."""
        line = socket.socket(fileno=number)
        if not self._why_cold and not _ready.issuperset(_names(modules)):
            gc.disable()
            self._why_cold = _load(modules)
            _freeze()
            if self._why_cold:
                self._gone(self._owner)  # of what has threads no fork is safe: all get another
        if self._why_cold:
            line.close()
            return
        with contextlib.suppress(OSError):  # it is gone already, as will be found
            line.send(json.dumps({"why": ""}).encode())
        self._lines[number] = line
        self._watch.register(number, select.POLLIN)

    def _fork(self, line: socket.socket, request: dict[str, str]) -> Launch | None:
        """The launch, in the new process; in the old one whoever asked is told of it."""
        launch = Launch.from_json(request["launch"])
        try:
            pid = os.fork()
        except OSError as reason:
            with contextlib.suppress(OSError):  # whoever asked is gone, as will be found
                line.send(json.dumps({"id": request["id"], "failed": str(reason)}).encode())
            return None
        if pid == 0:
            for each in self._lines.values():
                each.close()
            return launch
        number, running = os.pidfd_open(pid), self._running
        self._watch.register(number, select.POLLIN)
        running.numbers[number], running.pids[number] = int(request["id"]), pid
        running.sockets[number], running.lines[number] = launch.sockets, line
        with contextlib.suppress(OSError):
            socket.send_fds(line, [json.dumps({"id": request["id"], "pid": pid}).encode()], [number])
        return None

    def _tell_end(self, number: int) -> None:
        running = self._running
        _, status = os.waitpid(running.pids.pop(number), 0)
        self._watch.unregister(number)
        os.close(number)
        running.sockets.pop(number)
        told = {"id": running.numbers.pop(number), "ended": os.waitstatus_to_exitcode(status)}
        with contextlib.suppress(OSError):  # nobody is left to be told
            running.lines.pop(number).send(json.dumps(told).encode())

    def _end(self, numbers: Iterable[int]) -> None:
        """No kernel outlives who asked for it, nor a folder of sockets, which that one can't clear away any more."""
        running, ending = self._running, list(numbers)
        for number in ending:
            # Who watches a kernel has something to clear away, too.
            signal.pidfd_send_signal(number, signal.SIGTERM)
        end = time.monotonic() + _TO_CLEAR_AWAY
        for number in ending:
            watch = select.poll()
            watch.register(number, select.POLLIN)
            if not watch.poll(max(0, end - time.monotonic()) * 1000):
                signal.pidfd_send_signal(number, signal.SIGKILL)
            sockets = running.sockets[number]
            self._tell_end(number)
            shutil.rmtree(sockets, ignore_errors=True)


def _received(line: socket.socket) -> tuple[bytes, list[int]]:
    """A packet and the line that came with it; an empty one when nobody is there any more."""
    try:
        packet, lines, _, _ = socket.recv_fds(line, LONGEST_PACKET, 1)
    except ConnectionResetError:  # that one went without having read all that it was told
        return b"", []
    return packet, lines


def _become(launch: Launch) -> None:
    """The kernel; its confinement finds the kernel's own environment in place, and may add to it."""
    os.environ.clear()
    os.environ.update(launch.env)
    if launch.argv is None:
        from kith_kernels.fresh import python_kernel as prepare
    else:
        from kith_kernels.fresh import command as prepare
    try:
        confined(launch, lambda: prepare(launch))
    except Exception as reason:  # noqa: BLE001  # whatever it is, somebody waits to be told
        (Path(launch.sockets) / FAILED).write_text(f"{type(reason).__name__}: {reason}", encoding="utf-8")
        sys.exit(Ended.UNCONFINED)


if __name__ == "__main__":
    main()
