"""What a confined kernel may read: the system's programs, this Python and all that it imports, what it is given."""

import os
import sys
from collections.abc import Iterable
from functools import cache

from kith_kernels.launch import Launch

__all__ = ["ETC", "SYSTEM", "Misplaced", "know_python", "places", "really", "without"]

#: Programs and libraries, the same for all users of the machine.
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/nix/store", "/gnu/store")
#: What libraries look up, none of it about this machine's people or its network.
ETC = (
    "/etc/alternatives",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/etc/localtime",
    "/etc/mime.types",
    "/etc/os-release",
    "/etc/protocols",
    "/etc/services",
    "/etc/ssl/certs",
    "/etc/timezone",
)


class Misplaced(ValueError):
    """A folder lies where it cannot be confined."""


def places(launch: Launch) -> tuple[str, ...]:
    """Absolute paths that exist, none inside another, by name and as what they really are.

    What holds the working folder is left out of Python's own path: there lie other people's folders too.
    """
    folder = really(launch.folder)
    imported = {path for path in _imported() if not _holds(really(path), folder)}
    command = {os.path.dirname(os.path.dirname(os.path.abspath(launch.argv[0])))} if launch.argv else set()
    wanted = {*SYSTEM, *_python(), *imported, *command, *launch.readable}
    everything = {*wanted, *map(really, wanted)} - {"/"}
    found = _outermost(path for path in everything if os.path.exists(path))
    for place in found:
        if _holds(really(place), folder):
            msg = (
                f"{launch.folder} lies inside {place}, which a kernel may read, so it would see what lies beside its "
                "folder: move the course out of there."
            )
            raise Misplaced(msg)
    return found


def know_python() -> None:
    """Look once where this Python and the system really are; each fork knows it then."""
    for path in (*SYSTEM, *ETC, *_python(), *_imported()):
        really(path)


@cache
def really(path: str) -> str:
    """Where a path leads, links followed.

    For as long as a process lives, and no longer: a kernel's own paths are asked for in its fork.
    """
    return os.path.realpath(path)


def without(path: str, hidden: Iterable[str]) -> Iterable[str]:
    """The largest parts of ``path`` that hold nothing of ``hidden``."""
    real = really(path)
    inside = [each for each in hidden if _holds(real, really(each))]
    if not inside:
        yield path
    elif real not in {really(each) for each in inside} and os.path.isdir(path):
        for name in sorted(os.listdir(path)):
            yield from without(os.path.join(path, name), inside)


def _python() -> set[str]:
    return {sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix}


def _imported() -> set[str]:
    return {path for path in sys.path if os.path.isabs(path)}


def _holds(outer: str, inner: str) -> bool:
    return inner.startswith(outer) and os.path.commonpath((outer, inner)) == outer


def _outermost(paths: Iterable[str]) -> tuple[str, ...]:
    found: list[str] = []
    for path in sorted(paths):
        if not any(_holds(each, path) for each in found):
            found.append(path)
    return tuple(found)
