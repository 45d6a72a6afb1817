"""What a warmed parent is told about the kernel that it is to start."""

import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum

from kith_kernels.limits import Limits

__all__ = ["FAILED", "Launch", "Mode"]

#: In the folder of the sockets: a sentence on why a kernel never started, for whoever asked for it.
FAILED = "failed"


class Mode(StrEnum):
    """How a kernel is confined."""

    #: Namespaces of its own: a private root, no other process, no network at all.
    namespaces = "namespaces"
    #: For machines that give ordinary users no namespaces: Landlock for files, seccomp for the rest.
    landlock = "landlock"
    #: Not at all.
    none = "none"

    @property
    def strength(self) -> int:
        """How well it holds code: a stronger one has more."""
        return (Mode.none, Mode.landlock, Mode.namespaces).index(self)


@dataclass(frozen=True)
class Launch:
    """One kernel to start: where it talks, the one folder that it may write to, and what it may use."""

    connection_file: str
    #: The folder of the connection file and of the sockets, this kernel's alone; its path is short.
    sockets: str
    #: The working folder: the only one that may be written to, and only up to ``limits.folder``.
    folder: str
    #: Paths inside ``folder`` that may be read and not changed.
    kept: tuple[str, ...] = ()
    #: Further paths that may be read.
    readable: tuple[str, ...] = ()
    #: Paths inside what may be read that are not to be seen.
    hidden: tuple[str, ...] = ()
    #: The whole environment of the kernel.
    env: dict[str, str] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    mode: Mode = Mode.none
    #: A kernel's own command, where it is none of this very Python's: it binds its sockets only after it took over.
    argv: tuple[str, ...] | None = None
    #: What this Python's own kernel is told instead of a command line.
    arguments: tuple[str, ...] = ()

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "Launch":
        found = json.loads(text)
        for name in ("kept", "readable", "hidden", "arguments"):
            found[name] = tuple(found[name])
        found["limits"], found["mode"] = Limits(**found["limits"]), Mode(found["mode"])
        found["argv"] = None if found["argv"] is None else tuple(found["argv"])
        return cls(**found)
