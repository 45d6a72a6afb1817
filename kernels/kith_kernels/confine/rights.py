"""What a process gives up for good, for itself and all that it starts: limits, capabilities, gaining rights."""

import contextlib
import resource
import struct

from kith_kernels.confine.syscalls import call, tell
from kith_kernels.limits import MIB, Limits

__all__ = ["give_up_rights", "prefer_to_be_ended", "set_limits"]

# Numbers of include/uapi/linux/prctl.h and capability.h:
_DROP_BOUND, _NO_NEW_PRIVS, _AMBIENT, _CLEAR_ALL, _SECUREBITS = 24, 38, 47, 4, 28
_CAPABILITY_VERSION_3, _LAST_CAPABILITY = 0x20080522, 63
#: SECBIT_NOROOT and NO_SETUID_FIXUP, each with its lock: user 0 is a user like any other.
_ROOT_IS_NOBODY = 0b1111

#: In seconds: the monitor comes first, and says why.
_GRACE = 10
#: Signals and timers that wait; a user has so many thousands in all.
_SIGNALS = 1024
#: What may be mapped beyond what is written to: libraries, files, reserved space. It bounds the page tables.
_ADDRESSES = 8192 * MIB


def set_limits(limits: Limits, *, processes: bool) -> None:
    """Each process holds these; what all together use is watched by the monitor.

    The number of ``processes`` is set only inside a user namespace: outside it counts all that the user runs.
    """
    _limit(resource.RLIMIT_DATA, limits.memory)
    _limit(resource.RLIMIT_AS, limits.memory + _ADDRESSES)
    _limit(resource.RLIMIT_FSIZE, limits.file)
    _limit(resource.RLIMIT_CPU, limits.cpu_seconds + _GRACE)
    _limit(resource.RLIMIT_NOFILE, limits.open_files)
    _limit(resource.RLIMIT_MSGQUEUE, 0)
    _limit(resource.RLIMIT_SIGPENDING, _SIGNALS)
    _limit(resource.RLIMIT_RTPRIO, 0)
    _limit(resource.RLIMIT_NICE, 0)
    # With 0 a crash reporter that the system pipes dumps to would still be started; 1 means none at all (core(5)).
    _limit(resource.RLIMIT_CORE, 1)
    if processes:
        _limit(resource.RLIMIT_NPROC, limits.processes)


def _limit(which: int, most: int) -> None:
    _, hard = resource.getrlimit(which)
    allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(which, (allowed, allowed))


def prefer_to_be_ended() -> None:
    """Where the whole machine runs out of memory, Linux ends this process before others (proc(5))."""
    tell("/proc/self/oom_score_adj", "1000")


def give_up_rights() -> None:
    """No capability, and none ever again: neither as user 0 nor by a program with rights of its own.

    Threads hold their own rights, so there may be only one yet.
    """
    call("prctl", _NO_NEW_PRIVS, 1, 0, 0, 0)
    call("prctl", _AMBIENT, _CLEAR_ALL, 0, 0, 0)
    for capability in range(_LAST_CAPABILITY + 1):
        try:
            call("prctl", _DROP_BOUND, capability, 0, 0, 0)
        except OSError:
            break  # past the last one of this kernel, or no right to drop: `no_new_privs` holds alone then
    with contextlib.suppress(PermissionError):  # the same
        call("prctl", _SECUREBITS, _ROOT_IS_NOBODY, 0, 0, 0)
    call("capset", struct.pack("=Ii", _CAPABILITY_VERSION_3, 0), struct.pack("=6I", 0, 0, 0, 0, 0, 0))
