"""One at a time in a home: whatever collects, grades, gives feedback, releases, or takes things away.

The lock is the system's own, so it is free again however a process ends. It lies in the home's root, which all of
them leave in its place.
"""

import fcntl
import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from pathlib import Path
from typing import Any

from kith_exercises import KithError
from kith_facilitator.home import Home

__all__ = ["LOCK", "handed_on", "refuse_served", "take", "under_way", "working"]

#: The lock's name in a home; it says nothing once it is free.
LOCK = ".working.lock"

_HANDED = "KITH_WORKING"
#: Homes in which this very thread of work has the lock: a reset releases and collects.
_held: ContextVar[frozenset[Path]] = ContextVar("held", default=frozenset())


@contextmanager
def working(home: Home, what: str) -> Iterator[None]:
    """Let nothing else work in the home meanwhile; ``what`` names it for others, as in “kith grade 1-empathy”.

    Raises KithError, and nothing is done, where something is under way. Within work of its own it does nothing.
    """
    root = home.root.resolve()
    if root in _held.get() or _was_handed(root / LOCK):
        yield
        return
    lock = take(home, what)
    token = _held.set(_held.get() | {root})
    try:
        yield
    finally:
        _held.reset(token)
        os.ftruncate(lock, 0)
        os.close(lock)


def take(home: Home, what: str, **facts: Any) -> int:
    """The lock of a home, as an open file that holds it until it is closed. Raises KithError if somebody else has it.

    ``facts`` are for whoever asks with ``under_way``.
    """
    lock = os.open(home.root / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _lock(home, lock)
        since = datetime.now().astimezone()
        _write(lock, {"what": what, "process": os.getpid(), "since": f"{since:%H:%M}", **facts})
    except BaseException:
        os.close(lock)
        raise
    return lock


def handed_on(lock: int) -> dict[str, str]:
    """Variables by which a child process that inherits the open lock knows that it is meant for it."""
    return {_HANDED: str(lock)}


def under_way(home: Home) -> Mapping[str, Any] | None:
    """What is said of the work that goes on in a home just now; None if there is none."""
    try:
        lock = os.open(home.root / LOCK, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        for _ in range(20):
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                if said := _read(lock):
                    return said
                time.sleep(0.005)  # it is just being written, or the work is at its very end
            else:
                return None
        return {}
    finally:
        os.close(lock)


def refuse_served(home: Home, command: str) -> str:
    """Raise KithError while a Jupyter server of this home runs: somebody may be marking or writing in it.

    One that JupyterHub runs for this account can't be stopped from within; then a sentence says what to see to.
    """
    from jupyter_server.serverapp import list_running_servers

    hub = os.environ.get("JUPYTERHUB_SERVICE_PREFIX", "")
    root = home.root.resolve()
    found = [
        f"{server['url']} (process {server['pid']})"
        for server in list_running_servers()
        if Path(server["root_dir"]).resolve().is_relative_to(root) and not (hub and server["base_url"] == hub)
    ]
    if found:
        raise KithError(
            f"A Jupyter server of {home.root} runs: {', '.join(found)}. Stop it, with Ctrl-C where “kith start” or "
            f"“kith desk” began it, and run “{command}” again in a terminal outside of it. Nothing was done."
        )
    if not hub:
        return ""
    return (
        "JupyterHub runs the server that you are in, so it can't be stopped first. Close the marking desk, formgrader "
        "and every page of this home in all windows, and open none until this has ended."
    )


def _lock(home: Home, lock: int) -> None:
    for patience in (0.02, 0.02, 0.02, 0):
        try:
            return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            time.sleep(patience)  # somebody who only looks is gone in a moment
    raise KithError(_taken(home, _read(lock)))


def _was_handed(path: Path) -> bool:
    """Whether this process got the lock from the one that started it, which took it for this work."""
    try:
        lock = int(os.environ.get(_HANDED, ""))
        if not os.path.samestat(os.fstat(lock), path.stat()):
            return False
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # the same open file: this changes nothing
        _write(lock, {**_read(lock), "process": os.getpid()})  # the one to stop
    except (ValueError, OSError):
        return False
    return True


def _read(lock: int) -> Mapping[str, Any]:
    try:
        said = json.loads(os.pread(lock, 4000, 0))
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _write(lock: int, said: Mapping[str, Any]) -> None:
    os.ftruncate(lock, 0)
    os.pwrite(lock, json.dumps(said).encode(), 0)


def _taken(home: Home, said: Mapping[str, Any]) -> str:
    what, since, process = said.get("what", "Another command"), said.get("since"), said.get("process")
    more = f" (since {since}, process {process})" if since else ""
    return f"{what}{more} is at work in {home.root}. Wait until it ends, or stop it; then run this again."
