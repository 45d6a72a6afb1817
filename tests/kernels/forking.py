"""A program that forks, as a warmed parent does: it runs the code that it is sent, within bounds or without any.

One line of JSON in, one out. It needs nothing but Python and `kith_kernels`, so that it runs for any account.
"""

import json
import os
import resource
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from kith_kernels.confine import confined
from kith_kernels.confine.folder import remove, size_of
from kith_kernels.confine.usage import exact_memory, usage_of
from kith_kernels.launch import Launch, Mode
from kith_kernels.limits import Ended, Limits

_BEFORE = "open('honest.txt', 'w').write('done')\n"
#: In seconds.
PATIENCE = 60


def _run(code: str, target: dict[str, Any], ready: Callable[[], None]) -> None:
    said: dict[str, Any] = {"got": None, "error": ""}
    try:
        names = {"target": target, "__name__": "attack", "ready": ready}
        exec(_BEFORE + code, names)
        said["got"] = names.get("got")
    except BaseException as reason:  # noqa: BLE001  # what the code did is told, whatever it was
        said["error"] = f"{type(reason).__name__}: {reason}"
    Path("said.json").write_text(json.dumps(said, default=str))


def _become(request: dict[str, Any], sockets: str, out: int) -> None:
    opened = os.open(request["target"]["gradebook"], os.O_RDONLY)
    listener: list[socket.socket] = []

    def prepare() -> Callable[[], None]:
        if request.get("signal"):
            listener.append(socket.socket(socket.AF_UNIX))
            listener[0].bind(f"{sockets}/ready")
            listener[0].listen()
        return work

    def ready() -> None:
        listener[0].accept()[0].sendall(b"!")

    def work() -> None:
        _run(request["code"], {**request["target"], "sockets": sockets, "open": opened}, ready)

    folder = request["folder"]
    if request["mode"] == "unconfined":
        os.setsid()
        if "until" in request:
            _spare_the_machine()
            os.dup2(out, 1)
        os.chdir(folder)
        work()
        os._exit(0)
    options = {name: tuple(request.get(name, ())) for name in ("kept", "readable", "hidden")}
    limits = Limits(**request.get("limits", {}))
    launch = Launch(f"{sockets}/none", sockets, folder, mode=Mode(request["mode"]), limits=limits, **options)
    confined(launch, prepare)


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    sockets = tempfile.mkdtemp(prefix="kith-")
    (Path(sockets) / "kernel.json").write_text("a key")
    begun, why = time.monotonic(), Path(sockets) / "why"
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            _become(request, sockets, writing)
        except Exception as reason:  # noqa: BLE001
            why.write_text(f"{type(reason).__name__}: {reason}")
        os._exit(Ended.UNCONFINED)
    if request.get("signal"):
        _await_ready(f"{sockets}/ready")
        os.kill(_kernel_of(pid) if request.get("to_kernel") else pid, request["signal"])
    if "killed_after" in request:
        time.sleep(request["killed_after"])
        os.kill(pid, signal.SIGKILL)
    most = _taken(*request["until"], pid, Path(request["folder"]), reading) if "until" in request else 0
    status, usage = os.wait4(pid, 0)[1:]
    answer = {
        "ended": os.waitstatus_to_exitcode(status),
        "seconds": time.monotonic() - begun,
        "cpu": usage.ru_utime + usage.ru_stime,
        "taken": most,
        "why": why.read_text() if why.is_file() else "",
        "sockets": sorted(each.name for each in Path(sockets).iterdir()),
    }
    shutil.rmtree(sockets)
    for number in (reading, writing):
        os.close(number)
    if "until" in request:
        remove(request["folder"])  # however deep it is
    return answer


def _kernel_of(monitor: int) -> int:
    """The one process that a monitor watches."""
    return int(Path(f"/proc/{monitor}/task/{monitor}/children").read_text())


def _await_ready(path: str) -> None:
    """Until the code says that it is where it is to be signalled."""
    end = time.monotonic() + PATIENCE
    with socket.socket(socket.AF_UNIX) as speaker:
        while time.monotonic() < end:
            try:
                speaker.connect(path)
            except OSError:
                time.sleep(0.01)
                continue
            speaker.settimeout(PATIENCE)
            speaker.recv(1)
            return


# ---- how much code takes that nothing holds, seen from outside ---------------------------------------------------

#: What a fork bomb and a memory bomb get at most: more than any limit that they are to go past.
_MOST_TASKS, _MOST_MEMORY = 400, 2 << 30


def _spare_the_machine() -> None:
    """This process, and what it starts, take no more than any machine has."""
    resource.setrlimit(resource.RLIMIT_NPROC, (_MOST_TASKS, _MOST_TASKS))
    resource.setrlimit(resource.RLIMIT_DATA, (_MOST_MEMORY, _MOST_MEMORY))


def _taken(kind: str, limit: int, pid: int, folder: Path, out: int) -> float:
    """The most that was seen until it was more than the limit, or the process ended; its whole group is gone then.

    ``folder`` is where it works, ``out`` where one reads what it prints.
    """
    begun, most = time.monotonic(), 0.0
    measure = _measures(pid, folder, out)[kind]
    while most <= limit and time.monotonic() < begun + PATIENCE:
        over = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        most = max(most, measure())
        if over:
            break
        time.sleep(0.01)
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    return most


def _measures(pid: int, folder: Path, out: int) -> dict[str, Callable[[], float]]:
    begun = time.monotonic()
    os.set_blocking(out, False)
    printed = [0]

    def output() -> float:
        with suppress(BlockingIOError):
            while found := len(os.read(out, 1 << 20)):
                printed[0] += found
        return printed[0]

    return {
        "wall_seconds": lambda: time.monotonic() - begun,
        "cpu_seconds": lambda: usage_of(pid).cpu_seconds,
        "memory": lambda: exact_memory(usage_of(pid)),
        "processes": lambda: usage_of(pid).tasks,
        "folder": lambda: size_of(str(folder)),
        "file": lambda: max((path.stat().st_size for path in folder.iterdir()), default=0),
        "output": output,
    }


def main() -> None:
    """Serves until its input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for line in sys.stdin:
        answer = _answer(json.loads(line))
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
