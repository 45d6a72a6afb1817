"""Which system calls a kernel may use, by seccomp: all that Linux had in 2024 but those listed here.

A list of what is forbidden, not of what is allowed: Python's scientific libraries use nearly everything that is
harmless. It is closed towards the future, since calls that came after `LAST_KNOWN` fail as unknown. Arguments are
compared by their lower half, as Linux itself reads them: an ``int``.
"""

import ctypes
import errno
import struct
from collections.abc import Iterable
from dataclasses import dataclass

from kith_kernels.confine.syscalls import LAST_KNOWN, MACHINE, call, knows, number

__all__ = ["NEVER", "Rule", "forbid", "in_namespaces", "without_namespaces"]

# Numbers of include/uapi/linux/audit.h, bpf_common.h and seccomp.h:
_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_LOAD, _EQUAL, _GREATER, _MASK, _RETURN = 0x20, 0x15, 0x25, 0x54, 0x06
_NUMBER_AT, _ARCHITECTURE_AT, _ARGUMENTS_AT = 0, 4, 16
_ALLOW, _FAIL, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_SET_FILTER, _IN_ALL_THREADS = 1, 1


@dataclass(frozen=True)
class Rule:
    """A call that fails with ``error``; with ``values``, only if an argument is, or is not, one of them."""

    name: str
    error: int = errno.EPERM
    argument: int = 0
    mask: int = 0xFFFFFFFF
    #: Nothing: always.
    values: tuple[int, ...] = ()
    #: Fails unless the argument is one of the values.
    unless: bool = False


#: Calls that a kernel has no business with, by what they touch.
NEVER = {
    "mounts": """mount umount2 pivot_root chroot open_tree move_mount fsopen fsconfig fsmount fspick mount_setattr
        statmount listmount swapon swapoff quotactl quotactl_fd acct name_to_handle_at open_by_handle_at mknod
        mknodat""",
    "namespaces": "unshare setns",
    "other processes": """ptrace process_vm_readv process_vm_writev process_madvise process_mrelease kcmp pidfd_getfd
        migrate_pages move_pages""",
    "the machine": """kexec_load kexec_file_load init_module finit_module delete_module reboot syslog iopl ioperm
        modify_ldt lookup_dcookie nfsservctl vhangup fanotify_init fanotify_mark personality sethostname setdomainname
        settimeofday clock_settime adjtimex clock_adjtime uselib sysfs ustat create_module get_kernel_syms query_module
        _sysctl""",
    "parts of Linux with many holes": """bpf perf_event_open userfaultfd io_uring_setup io_uring_enter io_uring_register
        add_key request_key keyctl remap_file_pages""",
    # Watches, and open files that are on their way through a socket: past a number, no process of the user gets more.
    "what all processes of a user have together": "inotify_init inotify_init1 inotify_add_watch sendmsg sendmmsg",
    "its own bounds": "seccomp landlock_create_ruleset capset",
    "memory that belongs to no process and no folder, so that nobody counts it": """memfd_create memfd_secret shmget
        shmat shmctl shmdt msgget msgsnd msgrcv msgctl semget semop semctl semtimedop mq_open mq_unlink""",
}

_CLONE_NEW_NAMESPACES, _CLONE_THREAD = 0x7E020000, 0x10000
_SHARED_AND_OF_NO_FILE = 0x21  # MAP_SHARED | MAP_ANONYMOUS
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE = 1, 4
_RLIMIT_CORE = 4
_TIOCSTI, _TIOCLINUX = 0x5412, 0x541C
_AF_UNIX, _SOCK_STREAM = 1, 1

_COMMON = (
    *(Rule(name) for names in NEVER.values() for name in names.split()),
    # Its flags lie in memory, where no filter can look; C libraries then take `clone`.
    Rule("clone3", errno.ENOSYS),
    Rule("clone", mask=_CLONE_NEW_NAMESPACES, values=(0,), unless=True),
    # Pages of such a map count for nobody once they are unmapped from one's own tables.
    Rule("mmap", argument=3, mask=_SHARED_AND_OF_NO_FILE, values=(_SHARED_AND_OF_NO_FILE,)),
    # It shall die with who watches it, and be looked at by that one.
    Rule("prctl", values=(_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE)),
    # A limit of 0 would let a system's crash reporter take its memory; see rlimits.
    Rule("setrlimit", values=(_RLIMIT_CORE,)),
    Rule("prlimit64", argument=1, values=(_RLIMIT_CORE,)),
    Rule("ioctl", errno.ENOTTY, argument=1, values=(_TIOCSTI, _TIOCLINUX)),
    # Only what a pair of one's own needs: datagrams can be addressed to any socket that has a name.
    Rule("socketpair", values=(_AF_UNIX,), unless=True),
    Rule("socketpair", argument=1, mask=0xF, values=(_SOCK_STREAM,), unless=True),
    # They would make every disk of the machine busy. Nothing is lost: what a kernel writes lies in memory.
    Rule("sync", 0),
    Rule("syncfs", 0),
)
_NO_NEW_SOCKETS = tuple(Rule(name) for name in ("socket", "bind", "connect", "listen"))
#: Libraries look at the network even if they bind only Unix sockets: AF_INET, AF_INET6, AF_NETLINK; there is none.
_USUAL_SOCKETS = (Rule("socket", errno.EAFNOSUPPORT, values=(_AF_UNIX, 2, 10, 16), unless=True),)


def in_namespaces(*, binds_later: bool) -> tuple[Rule, ...]:
    """For a kernel that sees no process and no network but its own."""
    return _COMMON + (_USUAL_SOCKETS if binds_later else _NO_NEW_SOCKETS)


_F_SETOWN, _F_SETSIG, _F_SETOWN_EX, _F_SETLEASE, _F_NOTIFY = 8, 10, 15, 1024, 1026
# TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX, TCGETS2
_HARMLESS_IOCTLS = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451, 0x802C542A)
_O_WRONLY, _O_RDWR, _O_TRUNC, _O_ACCMODE = 1, 2, 0x200, 3


def without_namespaces(itself: int) -> tuple[Rule, ...]:
    """For a kernel beside all other processes of its user: it may start none, and signal only ``itself``."""
    own = (itself,)
    return (
        *_COMMON,
        *_NO_NEW_SOCKETS,
        *(Rule(name) for name in ("fork", "vfork", "execve", "execveat")),
        Rule("clone", mask=_CLONE_THREAD, values=(0,)),
        *(Rule(name, values=own, unless=True) for name in ("kill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo")),
        *(Rule(name) for name in ("tkill", "pidfd_open", "pidfd_send_signal", "ioprio_set")),
        *(Rule(name, values=(0, itself), unless=True) for name in ("prlimit64", "sched_setaffinity", "sched_setattr")),
        # ZeroMQ asks this of each thread that it starts, which a large output is enough for, and aborts if it fails.
        *(Rule(name, 0, values=(0, itself), unless=True) for name in ("sched_setscheduler", "sched_setparam")),
        *(Rule("setpriority", argument=which, values=(0,), unless=True) for which in (0, 1)),
        # A file whose changes signal another process is as good as `kill`.
        Rule("fcntl", argument=1, values=(_F_SETOWN, _F_SETSIG, _F_SETOWN_EX, _F_SETLEASE, _F_NOTIFY)),
        Rule("ioctl", errno.ENOTTY, argument=1, values=_HARMLESS_IOCTLS, unless=True),
        *_what_landlock_leaves_open(),
    )


def _what_landlock_leaves_open() -> Iterable[Rule]:
    """Modes and times are said to be set, since much that copies files sets them, and stay as they are."""
    for name in ("chmod", "fchmod", "fchmodat", "fchmodat2", "utime", "utimes", "futimesat", "utimensat"):
        yield Rule(name, 0)
    for name in ("chown", "fchown", "lchown", "fchownat", "truncate"):
        yield Rule(name)
    for name in ("setxattr", "lsetxattr", "fsetxattr", "removexattr", "lremovexattr", "fremovexattr"):
        yield Rule(name, errno.ENOTSUP)
    yield Rule("openat2", errno.ENOSYS)  # its flags lie in memory
    for name, argument in (("open", 1), ("openat", 2)):
        # Access mode 3 asks Landlock for no right at all, and one may empty a file that one opens for reading.
        yield Rule(name, argument=argument, mask=_O_ACCMODE, values=(_O_ACCMODE,))
        yield Rule(name, argument=argument, mask=_O_ACCMODE | _O_TRUNC, values=(_O_TRUNC,))


def forbid(rules: Iterable[Rule]) -> None:
    """In all threads of this process, and in all that it starts; `no_new_privs` must be set."""
    program = b"".join(_program(rules))
    held = ctypes.create_string_buffer(program, len(program))
    filters = struct.pack("HxxxxxxQ", len(program) // 8, ctypes.addressof(held))
    refused = call("seccomp", _SET_FILTER, _IN_ALL_THREADS, filters)
    if refused:
        msg = f"Thread {refused} of this process could not be confined, since it has a filter of its own."
        raise OSError(msg)


def _program(rules: Iterable[Rule]) -> Iterable[bytes]:
    yield _step(_LOAD, _ARCHITECTURE_AT)
    yield _step(_EQUAL, _ARCHITECTURE[MACHINE], 1, 0)
    yield _step(_RETURN, _KILL)  # another table of calls, say of 32 bits
    yield _step(_LOAD, _NUMBER_AT)
    yield _step(_GREATER, LAST_KNOWN, 0, 1)
    yield _step(_RETURN, _FAIL | errno.ENOSYS)
    known = [rule for rule in rules if knows(rule.name)]
    yield from (step for rule in known if not rule.values for step in _always(rule))
    yield from (step for rule in known if rule.values for step in _sometimes(rule))
    yield _step(_RETURN, _ALLOW)


def _always(rule: Rule) -> tuple[bytes, bytes]:
    return _step(_EQUAL, number(rule.name), 0, 1), _step(_RETURN, _FAIL | rule.error)


def _sometimes(rule: Rule) -> Iterable[bytes]:
    """The number is there when it begins, and again when it ends without a verdict."""
    count = len(rule.values)
    yield _step(_EQUAL, number(rule.name), 0, count + 4)
    yield _step(_LOAD, _ARGUMENTS_AT + 8 * rule.argument)
    yield _step(_MASK, rule.mask)
    for at, value in enumerate(rule.values, 1):
        past_return, to_return = count - at + 1, count - at
        yield _step(_EQUAL, value, past_return if rule.unless else to_return, _miss(rule, at, count))
    yield _step(_RETURN, _FAIL | rule.error)
    yield _step(_LOAD, _NUMBER_AT)


def _miss(rule: Rule, at: int, count: int) -> int:
    """Where to go on if a value is not the argument's: to the next one, and after the last to the other verdict."""
    return 0 if at < count or rule.unless else 1


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)
