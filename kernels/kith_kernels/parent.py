"""The warmed parent: imports once what kernels need, and forks one for each request.

``python -m kith_kernels.parent FD MODULE...`` talks over the inherited socket ``FD``, one JSON packet a message:
``{"id": 1, "launch": "..."}`` is answered by ``{"id": 1, "pid": 99}`` with a file descriptor of the new process, and
its end is told by ``{"id": 1, "ended": 0}`` (a signal's number is negative). It has one thread, since only then a fork
is safe, and ends with its owner, all its kernels with it.
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
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kith_kernels.confine import confined
from kith_kernels.launch import FAILED, Launch
from kith_kernels.limits import Ended
from kith_kernels.packets import COLD, LONGEST_PACKET

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
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "matplotlib_inline.backend_inline",
    "pygments.formatters.terminal256",
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


def main() -> None:
    """Warms up, serves until the owner is gone; in a fork, becomes the kernel."""
    owner = socket.socket(fileno=int(sys.argv[1]))
    _take_all_memory()
    modules = sys.argv[2:]
    cold = modules[:1] == [COLD]
    why = " ".join(modules[1:]) or "it was started cold" if cold else _load(modules)
    if why and not cold:
        os.set_inheritable(owner.fileno(), True)
        os.execv(sys.executable, [*sys.orig_argv[: sys.orig_argv.index(sys.argv[1])], sys.argv[1], COLD, why])
    gc.collect()
    gc.freeze()  # so that no collection in a kernel copies all of the parent's memory
    owner.send(json.dumps({"why": why}).encode())
    launch = _serve(owner)
    owner.close()
    if launch is not None:
        _become(launch)


def _take_all_memory() -> None:
    """Its owner may be held to less for the work at hand. Kernels have limits of their own."""
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def _load(modules: Sequence[str]) -> str:
    """Why this process is not warm afterwards, or nothing."""
    from kith_kernels import fresh  # noqa: F401  # all that is imported before the fork need not be after it
    from kith_kernels.later import put_off

    put_off()
    for name in (*_KERNEL, *modules):
        with contextlib.suppress(ImportError):  # an older kernel has not all of them
            importlib.import_module(name)
    _show_an_error()
    tasks = len(list(Path("/proc/self/task").iterdir()))
    return f"{tasks} threads run after importing {', '.join(modules) or 'ipykernel'}" if tasks > 1 else ""


def _show_an_error() -> None:
    """As a notebook does: for the first one Python looks at the file of every module, and remembers them."""
    from IPython.core.ultratb import AutoFormattedTB

    show: Any = AutoFormattedTB  # IPython has no types
    try:
        int("")
    except ValueError:
        show(mode="Context", theme_name="linux").structured_traceback(*sys.exc_info())


def _serve(owner: socket.socket) -> Launch | None:
    """Forks kernels as long as the owner lives; a launch in the fork itself, and nothing at the end."""
    running, watch = _Running(), select.poll()
    owner_lives = os.pidfd_open(os.getppid())  # a fork of the owner may keep the socket open
    for number in (owner.fileno(), owner_lives):
        watch.register(number, select.POLLIN)
    while True:
        for number, _ in watch.poll():
            if number in running.numbers:
                watch.unregister(number)
                _tell_end(owner, number, running)
            elif number == owner.fileno() and (packet := owner.recv(LONGEST_PACKET)):
                launch = _fork(owner, json.loads(packet), running, watch)
                if launch is not None:
                    return launch
            else:
                _end_all(running)
                return None


def _fork(owner: socket.socket, request: dict[str, str], running: _Running, watch: select.poll) -> Launch | None:
    """The launch, in the new process; in the old one the owner is told of it."""
    launch = Launch.from_json(request["launch"])
    try:
        pid = os.fork()
    except OSError as reason:
        owner.send(json.dumps({"id": request["id"], "failed": str(reason)}).encode())
        return None
    if pid == 0:
        return launch
    number = os.pidfd_open(pid)
    watch.register(number, select.POLLIN)
    running.numbers[number], running.pids[number] = int(request["id"]), pid
    running.sockets[number] = launch.sockets
    socket.send_fds(owner, [json.dumps({"id": request["id"], "pid": pid}).encode()], [number])
    return None


def _tell_end(owner: socket.socket, number: int, running: _Running) -> None:
    _, status = os.waitpid(running.pids.pop(number), 0)
    os.close(number)
    running.sockets.pop(number)
    with contextlib.suppress(BrokenPipeError):  # nobody is left to be told
        owner.send(json.dumps({"id": running.numbers.pop(number), "ended": os.waitstatus_to_exitcode(status)}).encode())


def _end_all(running: _Running) -> None:
    """Nothing outlives the owner: no kernel, and no folder of sockets, which it can't clear away any more."""
    for number in running.pids:
        signal.pidfd_send_signal(number, signal.SIGTERM)  # who watches a kernel has something to clear away, too
    end = time.monotonic() + _TO_CLEAR_AWAY
    for number, pid in running.pids.items():
        watch = select.poll()
        watch.register(number, select.POLLIN)
        if not watch.poll(max(0, end - time.monotonic()) * 1000):
            signal.pidfd_send_signal(number, signal.SIGKILL)
        os.waitpid(pid, 0)
        shutil.rmtree(running.sockets[number], ignore_errors=True)


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
