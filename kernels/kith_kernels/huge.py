"""Memory in large pages: a fork copies a table of what it has in common with its parent, a line for each page.

`madvise` (Linux 6.1 and later) puts pages of 4 KiB that lie side by side into one of 2 MiB, also where the system does
that for nobody by itself. Where it can't, nothing changes.
"""

import ctypes
from pathlib import Path

__all__ = ["put_together"]

_COLLAPSE = 25  # MADV_COLLAPSE of include/uapi/asm-generic/mman-common.h
_LARGE = 2 * 1024 * 1024


def put_together() -> None:
    """What this process has in memory now is in large pages, as far as there are enough of them side by side."""
    madvise = ctypes.CDLL(None).madvise
    madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    for line in Path("/proc/self/maps").read_bytes().strip().split(b"\n"):  # a path may hold any other byte
        place, rights, _, _, inode, *_ = line.split()
        first, last = (int(end, 16) for end in place.split(b"-"))
        if rights == b"rw-p" and inode == b"0":
            for begin in range(-(-first // _LARGE) * _LARGE, last - _LARGE + 1, _LARGE):
                madvise(begin, _LARGE, _COLLAPSE)
