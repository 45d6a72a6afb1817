"""Which confinement this machine can give, found by trying each one on something to steal.

``python -m kith_kernels.protection namespaces`` tries one mode in a process of its own; it prints why it does not hold.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from kith_kernels.environment import clean
from kith_kernels.launch import Launch, Mode
from kith_kernels.limits import Ended, Limits

__all__ = ["FORCED", "Protection", "active", "available", "begin"]

#: A variable that names the one mode to use.
FORCED = "KITH_PROTECTION"
#: The stronger one first.
_CONFINING = (Mode.namespaces, Mode.landlock)
#: In seconds; a probe takes a tenth of one.
_PATIENCE = 60
_HELD, _SECRET = "held", "secret"

_SENTENCES = {
    Mode.namespaces: (
        "Each kernel has namespaces of its own: it sees its own folder and what Python needs, no other process, and no "
        "network."
    ),
    Mode.landlock: (
        "Each kernel is held by Landlock and seccomp: it reads what Python needs, writes to its own folder, starts no "
        "process, and reaches no network."
    ),
    Mode.none: "Nothing confines kernels on this machine: the code in a notebook runs with all your rights.",
}


@dataclass(frozen=True)
class Protection:
    """What kernels are confined by, in a word and in a sentence."""

    mode: Mode
    sentence: str
    #: Why it is none of the stronger modes.
    why_not: Mapping[Mode, str] = field(default_factory=dict)


def active() -> Protection:
    """The strongest protection that holds here, or the one that ``KITH_PROTECTION`` names, if that one holds."""
    forced = os.environ.get(FORCED, "")
    if forced and forced not in set(Mode):
        msg = f"{FORCED} is {forced!r}; it names one of {', '.join(Mode)}, or is not set."
        raise ValueError(msg)
    why_not: dict[Mode, str] = {}
    for mode in _CONFINING:
        if forced and forced != mode:
            why_not[mode] = f"{FORCED} asks for {forced}."
        elif why := _why_not(mode):
            why_not[mode] = why
        else:
            return Protection(mode, _SENTENCES[mode], why_not)
    return Protection(Mode.none, _SENTENCES[Mode.none], why_not)


def begin() -> None:
    """Start to find out what `active` will say, beside whatever this process does until it is asked."""
    asked = [mode for mode in _CONFINING if os.environ.get(FORCED, mode) == mode]
    if asked and sys.platform == "linux":
        _trying(asked[0])


def available() -> tuple[Mode, ...]:
    """The confining modes that hold on this machine, the strongest first."""
    return tuple(mode for mode in _CONFINING if not _why_not(mode))


@cache
def _why_not(mode: Mode) -> str:
    """Why a mode does not hold here, or nothing if it does."""
    if sys.platform != "linux":
        return f"Only Linux can confine a kernel, and this is {sys.platform}."
    with _trying(mode) as trying:
        try:
            out, errors = trying.communicate(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            trying.kill()
            return f"Trying it did not end within {_PATIENCE} seconds."
    said = (out.strip() or errors.strip()).splitlines()
    if said == [_HELD]:
        return ""
    return said[-1] if said else f"Trying it ended with code {trying.returncode}."


@cache
def _trying(mode: Mode) -> subprocess.Popen[str]:
    """The one process of this one that tries out a mode."""
    command = [sys.executable, "-P", "-m", "kith_kernels.protection", mode]
    return subprocess.Popen(
        command, env=clean(os.environ, home="/nonexistent"), cwd="/", text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def _main() -> None:
    """Prints that the mode held, or why it did not."""
    place = Path(tempfile.mkdtemp(prefix="kith-probe-"))
    try:
        sys.stdout.write(_probe(Mode(sys.argv[1]), place))
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _probe(mode: Mode, place: Path) -> str:
    from kith_kernels.confine import confined

    secret, folder, sockets = place / "secret", place / "folder", place / "sockets"
    secret.write_text(_SECRET, encoding="utf-8")
    folder.mkdir()
    sockets.mkdir()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(place / "listener"))
        listener.listen()
        attacks = _attacks(secret, place / "listener", os.getpid())
        launch = Launch(str(sockets / "none"), str(sockets), str(folder), mode=mode, limits=Limits(wall_seconds=30))
        pid = os.fork()
        if pid == 0:
            try:
                confined(launch, lambda: lambda: _try(attacks, secret))
            except Exception as reason:  # noqa: BLE001  # whatever stands in the way is why it does not hold here
                (place / "why").write_text(str(reason), encoding="utf-8")
            os._exit(Ended.UNCONFINED)
        os.waitpid(pid, 0)
    if secret.read_text(encoding="utf-8") != _SECRET:
        return "A file outside its folder can be written."
    for found in (place / "why", folder / "said"):
        if found.is_file():
            return found.read_text(encoding="utf-8")
    return "A confined process ended without a word."


def _attacks(secret: Path, listener: Path, pid: int) -> dict[str, Callable[[], object]]:
    """What must fail, each with what it means if it does not."""

    def connect(address: str) -> None:
        with socket.socket(socket.AF_UNIX) as speaker:
            speaker.connect(address)

    def listen() -> None:
        with socket.socket(socket.AF_INET) as speaker:
            speaker.bind(("127.0.0.1", 0))
            speaker.connect(speaker.getsockname())

    return {
        "A file outside its folder can be read.": secret.read_bytes,
        "Another program's socket can be reached.": lambda: connect(str(listener)),
        "The network can be reached.": listen,
        "Another process can be signalled.": lambda: os.kill(pid, signal.SIGCONT),
    }


def _try(attacks: Mapping[str, Callable[[], object]], secret: Path) -> None:
    """Writes into the working folder what succeeded, and ends this process here: what it was forked from goes on."""
    succeeded = []
    for what, attack in attacks.items():
        try:
            attack()
        except OSError:
            continue
        succeeded.append(what)
    with contextlib.suppress(OSError):  # where it succeeds, it may be a file of the kernel's own: seen from outside
        secret.write_text("changed", encoding="utf-8")
    Path("said").write_text(" ".join(succeeded) or _HELD, encoding="utf-8")
    os._exit(0)


if __name__ == "__main__":
    _main()
