"""Which files a process and all its descendants may touch, by Landlock (Linux 5.13 on; no rights needed).

What was opened before stays open. Landlock knows nothing of a file's mode, owner, times, size and name, nor, before
Linux 6.2, of `truncate`: in `Mode.landlock`, `kith_kernels.confine.seccomp` closes these.

This is ours because `sandlock`, a library for it, wants version 6 (Linux 6.12), which neither Debian 12 (version 2) nor
Ubuntu 22.04 (version 1) has.
"""

import os
import stat
import struct
from collections.abc import Iterable
from dataclasses import dataclass

from kith_kernels.confine.syscalls import call, knows

__all__ = ["Files", "forbid_all_but", "version"]

# include/uapi/linux/landlock.h
_EXECUTE, _WRITE, _READ, _LIST = 1, 1 << 1, 1 << 2, 1 << 3
_REMOVE_DIR, _REMOVE_FILE = 1 << 4, 1 << 5
_MAKE_DIR, _MAKE_FILE, _MAKE_SOCKET, _MAKE_LINK = 1 << 7, 1 << 8, 1 << 9, 1 << 12
_MOVE, _TRUNCATE, _COMMAND = 1 << 13, 1 << 14, 1 << 15
#: All that a version of Landlock can forbid: 13 rights, then REFER (2), TRUNCATE (3) and IOCTL_DEV (5).
_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1, 5: (1 << 16) - 1}
#: From version 4 TCP ports, from version 6 abstract Unix sockets and signals to others: all forbidden.
_NETWORK, _SCOPES = (4, 0b11), (6, 0b11)

_SEE = _EXECUTE | _READ | _LIST
_CHANGE = _SEE | _WRITE | _TRUNCATE | _MOVE | _REMOVE_DIR | _REMOVE_FILE | _MAKE_DIR | _MAKE_FILE | _MAKE_LINK
#: The rights that make sense for what is no folder; Linux refuses others there.
_OF_A_FILE = _EXECUTE | _READ | _WRITE | _TRUNCATE | _COMMAND
_RULE_PATH_BENEATH, _ASK_VERSION = 1, 1


@dataclass(frozen=True)
class Files:
    """What may be touched; what does not exist is left out."""

    readable: Iterable[str] = ()
    writable: Iterable[str] = ()
    #: Folders in which sockets may be made.
    sockets: Iterable[str] = ()
    #: Devices, read from, written to and told what to do.
    devices: Iterable[str] = ()

    def rights(self) -> Iterable[tuple[str, int]]:
        yield from ((path, _SEE) for path in self.readable)
        yield from ((path, _CHANGE) for path in self.writable)
        yield from ((path, _READ | _LIST | _MAKE_SOCKET) for path in self.sockets)
        yield from ((path, _READ | _LIST | _WRITE | _COMMAND) for path in self.devices)


def version() -> int:
    """Which version of Landlock this machine has; 0 is none."""
    if not knows("landlock_create_ruleset"):
        return 0
    try:
        return call("landlock_create_ruleset", None, 0, _ASK_VERSION)
    except OSError:
        return 0


def forbid_all_but(files: Files) -> None:
    """From now on this thread, and what it starts, can touch nothing but ``files``; `no_new_privs` must be set."""
    found = version()
    handled = _RIGHTS[min(found, max(_RIGHTS))]
    network, scopes = (bits if found >= since else 0 for since, bits in (_NETWORK, _SCOPES))
    size = 24 if found >= _SCOPES[0] else 16 if found >= _NETWORK[0] else 8
    ruleset = call("landlock_create_ruleset", struct.pack("=QQQ", handled, network, scopes)[:size], size, 0)
    try:
        for path, rights in files.rights():
            _allow(ruleset, path, rights & handled)
        call("landlock_restrict_self", ruleset, 0)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return  # nothing is there for us, so nothing needs to be allowed
    try:
        if not stat.S_ISDIR(os.fstat(place).st_mode):
            rights &= _OF_A_FILE
        call("landlock_add_rule", ruleset, _RULE_PATH_BENEATH, struct.pack("=Qi", rights, place), 0, about=path)
    finally:
        os.close(place)
