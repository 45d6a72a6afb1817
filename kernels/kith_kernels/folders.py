"""Where a kernel's sockets lie: a folder of its own with a path short enough for them."""

import os
import tempfile
from pathlib import Path

__all__ = ["sockets_folder"]

#: A Unix socket's path has at most 107 bytes (unix(7)); what we add to a folder's takes the rest.
_LONGEST_BASE = 64


def sockets_folder() -> Path:
    """A new folder that nobody else may look into."""
    return Path(tempfile.mkdtemp(prefix="kith-", dir=_base()))


def _base() -> str:
    given = os.environ.get("XDG_RUNTIME_DIR", "")
    ours = given and Path(given).is_dir() and Path(given).stat().st_uid == os.geteuid() and os.access(given, os.W_OK)
    return given if ours and len(os.fsencode(given)) <= _LONGEST_BASE else "/tmp"  # noqa: S108  # mkdtemp is safe there
