"""What every server that Kith starts needs: a port to answer at, and an end."""

import random
import socket
import subprocess
from contextlib import suppress
from pathlib import Path

from kith_exercises import KithError

__all__ = ["HOST", "end", "kernel_transport", "port_for"]

#: Kith's servers answer this machine only.
HOST = "127.0.0.1"

#: No system hands these out to whoever connects somewhere (Linux begins at 32768, RFC 6335 at 49152), so that a port
#: that is free now is free once its server binds it.
_QUIET = range(20000, 32768)

_SOCKET_NAME = 107  # most bytes of a Unix socket's name, of which Linux's unix(7) gives 108 with the closing zero
_KERNEL = "/kernel-01234567-89ab-cdef-0123-456789abcdef.json-ipc-5"


def kernel_transport(folder: Path, below: int = 0) -> str:
    """How kernels may talk whose connection files lie in ``folder``, or up to ``below`` bytes deeper.

    By Unix sockets, as long as their names fit: a kernel binds its ports a second after they were looked for,
    and on a busy machine one of the five is gone by then.
    """
    return "ipc" if len(bytes(folder)) + below + len(_KERNEL) <= _SOCKET_NAME else "tcp"


def port_for(asked: int | None, *preferred: int) -> int:
    """The port that was asked for, else the first preferred one that is free, else any free one.

    Raises KithError for a number that is no port.
    """
    if asked is not None:
        if not 1 <= asked <= 65535:
            raise KithError(f"{asked} is no port. Name one from 1 to 65535 with --port, or leave it out.")
        return asked
    for port in (*preferred, *random.sample(_QUIET, 20), 0):
        with suppress(OSError):
            return _bound(port)
    raise KithError("No port is free on this machine. Name one with --port.")


def end(process: "subprocess.Popen[bytes]", patience: float = 15) -> None:
    """Ask a process to end, and make it if it hasn't within ``patience`` seconds; doing it twice is harmless."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _bound(port: int) -> int:
    """The number of a port that could be bound, and is free again. Raises OSError if it is taken."""
    with socket.socket() as probe:
        # As servers do: else a port that was given back a moment ago counts as taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((HOST, port))
        return int(probe.getsockname()[1])
