"""How the end of a kernel that ended before its time is told, and whose doing it may be."""

from typing import Any

from kith_kernels import Ended
from kith_kernels.manager import ConfinedKernelManager

__all__ = ["how_ended", "was_killed", "was_lost"]

_BY_ITSELF = "its code ended it"
_ENDS = {
    Ended.MEMORY: "it used more memory than a submission may",
    Ended.TIME: "it ran longer than a submission may",
    Ended.FOLDER: "it wrote more into its folder than a submission may",
    Ended.PROCESSES: "it started more processes than a submission may",
    Ended.KILLED: "it was killed, by its own code or for want of memory",
}


def how_ended(manager: Any) -> str:
    """Why the kernel of this manager ended, for whoever runs the course."""
    return _ENDS.get(_ended(manager) or Ended.BY_ITSELF, _BY_ITSELF)


def was_lost(manager: Any) -> bool:
    """Whether the kernel ended with all others, by no doing of the code in it."""
    return _ended(manager) is Ended.LOST


def was_killed(manager: Any) -> bool:
    """Whether something ended the kernel that is none of Kith's limits: a machine without memory, or its own code.

    Nobody can tell these two apart. Only if it is killed again when it is run once more was it its code, most likely.
    """
    return _ended(manager) in (Ended.KILLED, Ended.LOST)


def _ended(manager: Any) -> Ended | None:
    return manager.why_ended if isinstance(manager, ConfinedKernelManager) else None
