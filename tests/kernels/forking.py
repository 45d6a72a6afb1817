"""A program that forks, as a warmed parent does: it runs the code that it is sent, within bounds or without any.

One line of JSON in, one out. It needs nothing but Python and `kith_kernels`, so that it runs for any account.
"""

import json
import os
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kith_kernels.confine import confined
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


def _become(request: dict[str, Any], sockets: str) -> None:
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
    pid = os.fork()
    if pid == 0:
        try:
            _become(request, sockets)
        except Exception as reason:  # noqa: BLE001
            why.write_text(f"{type(reason).__name__}: {reason}")
        os._exit(Ended.UNCONFINED)
    if request.get("signal"):
        _await_ready(f"{sockets}/ready")
        os.kill(_kernel_of(pid) if request.get("to_kernel") else pid, request["signal"])
    if "killed_after" in request:
        time.sleep(request["killed_after"])
        os.kill(pid, signal.SIGKILL)
    status, usage = os.wait4(pid, 0)[1:]
    answer = {
        "ended": os.waitstatus_to_exitcode(status),
        "seconds": time.monotonic() - begun,
        "cpu": usage.ru_utime + usage.ru_stime,
        "why": why.read_text() if why.is_file() else "",
        "sockets": sorted(each.name for each in Path(sockets).iterdir()),
    }
    shutil.rmtree(sockets)
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


def main() -> None:
    """Serves until its input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for line in sys.stdin:
        answer = _answer(json.loads(line))
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
