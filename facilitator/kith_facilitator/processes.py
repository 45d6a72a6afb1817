"""What every server that Kith starts needs: a port to answer at, and an end."""

import socket
import subprocess
from contextlib import suppress

from kith_exercises import KithError

__all__ = ["HOST", "end", "port_for"]

#: Kith's servers answer this machine only.
HOST = "127.0.0.1"


def port_for(asked: int | None, *preferred: int) -> int:
    """The port that was asked for, else the first preferred one that is free, else any free one.

    Raises KithError for a number that is no port.
    """
    if asked is not None:
        if not 1 <= asked <= 65535:
            raise KithError(f"{asked} is no port. Name one from 1 to 65535 with --port, or leave it out.")
        return asked
    for port in (*preferred, 0):
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
