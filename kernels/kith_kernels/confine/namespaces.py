"""A kernel in a world of its own: no files, processes, network, users or shared memory but its own.

Four processes, and why: the *monitor* stays outside with the rights of whoever grades, since it reads and writes the
real folder. The *builder* makes the namespaces and the root, in which it alone has rights, and once the kernel has
bound its sockets it makes their folder read-only and ends. The *kernel* is the first process of its namespace: when it
ends, Linux ends all that it started. A kernel that is another program is started by that first process.

What does not hold here: names of bound folders and the machine's load can be seen; programs of the system can be run
(with no rights). Some things Linux counts for a user as a whole, so that a kernel takes a share from the other
processes of whoever grades: memory in pipes (64 MiB in all by default) and what `epoll` watches. A processor is shared,
not divided: a kernel with few threads gets as much of it as any other. As user 0 the number of processes is held by the
monitor alone, a moment late. What children that were forked print is lost: ipykernel hears of it over loopback.
"""

import os
import signal
import stat
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from kith_kernels.confine import landlock, root
from kith_kernels.confine.folder import bring_in, bring_out, parts_kept
from kith_kernels.confine.line import Line, Unconfined, line
from kith_kernels.confine.monitor import SIGNALS, Watched, watch
from kith_kernels.confine.process import die_with_parent, forked, keep_open, settle
from kith_kernels.confine.rights import give_up_rights, prefer_to_be_ended, set_limits
from kith_kernels.confine.seccomp import forbid, in_namespaces
from kith_kernels.confine.syscalls import call, tell
from kith_kernels.launch import Launch
from kith_kernels.limits import Ended

__all__ = ["run"]

Loop = Callable[[], None]
# Numbers of include/uapi/linux/sched.h and prctl.h: CLONE_NEWNS, -CGROUP, -UTS, -IPC, -USER, -PID, -NET
_EVERYTHING = 0x20000 | 0x2000000 | 0x4000000 | 0x8000000 | 0x10000000 | 0x20000000 | 0x40000000
_SET_CHILD_SUBREAPER = 36

#: Where what would lie in a home goes.
_ENVIRONMENT = {"HOME": root.SCRATCH[0], "TMPDIR": root.SCRATCH[0]}
_SOCKETS_OF_A_KERNEL = 5
#: In seconds: for another program to bind its sockets.
_TO_BIND = 60


def run(launch: Launch, prepare: Callable[[], Loop]) -> Ended:
    """Watches a kernel to its end; raises `Unconfined` if there is none."""
    kept = parts_kept(launch.folder, launch.kept)
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    call("prctl", _SET_CHILD_SUBREAPER, 1, 0, 0, 0)  # the kernel is ours when its builder ends
    ours, theirs = line()
    builder = forked(partial(_build, launch, kept, theirs, prepare), theirs)
    theirs.end.close()
    place = ours.expect("built")[0]
    bring_in(launch.folder, place, launch.limits)
    ours.tell("filled")
    pid = _kernel_that_bound(ours)
    os.waitpid(builder, 0)
    ours.tell("go")
    why = watch(Watched(pid, launch.limits))
    bring_out(place, launch.folder, launch.limits, kept)
    return why


def _kernel_that_bound(ours: Line) -> int:
    """The id of a kernel that has its sockets, as its builder says."""
    words, _ = ours.hear()
    if not words.isdigit():
        raise Unconfined(words or "The process that was to start the kernel ended before it did.")
    return int(words)


def _build(launch: Launch, kept: tuple[str, ...], end: Line, prepare: Callable[[], Loop]) -> Loop:
    """Becomes the kernel's parent, and ends when its sockets are bound; the kernel's loop in the kernel itself."""
    keep_open(end.end.fileno())
    prefer_to_be_ended()
    _unshare()
    die_with_parent()
    place = root.build(launch)
    end.tell("built", os.open(place.folder, os.O_RDONLY | os.O_DIRECTORY))
    end.expect("filled")
    root.keep(place, kept)
    bound, tell_bound = os.pipe()
    pid = forked(partial(_become_kernel, launch, place, end, tell_bound, prepare), end)
    os.close(tell_bound)
    if os.read(bound, 1) and (not launch.argv or _has_bound(pid, Path(launch.sockets))):
        root.become_read_only(launch.sockets)
        end.tell(str(pid))
    os._exit(0)


def _unshare() -> None:
    """In new namespaces with all rights in them, which not every Linux gives: some take the rights back later."""
    user, group = os.geteuid(), os.getegid()
    try:
        call("unshare", _EVERYTHING)
        tell("/proc/self/setgroups", "deny")
        tell("/proc/self/uid_map", f"{user} {user} 1")
        tell("/proc/self/gid_map", f"{group} {group} 1")
        root.let_nothing_out()
    except OSError as reason:
        msg = f"This Linux gives ordinary users no namespaces of their own ({reason})."
        raise Unconfined(msg) from reason
    call("sethostname", b"kernel", 6)


def _has_bound(pid: int, folder: Path) -> bool:
    """Whether another program has its sockets before it ends, or the patience for it does."""
    end = time.monotonic() + _TO_BIND
    while time.monotonic() < end and not _is_over(pid):
        if sum(stat.S_ISSOCK(each.lstat().st_mode) for each in folder.iterdir()) >= _SOCKETS_OF_A_KERNEL:
            return True
        time.sleep(0.01)
    return False


def _is_over(pid: int) -> bool:
    return os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _become_kernel(launch: Launch, place: root.Root, end: Line, bound: int, prepare: Callable[[], Loop]) -> Loop:
    keep_open(end.end.fileno(), bound)
    root.mount_proc(place)
    root.enter(place)
    settle(_ENVIRONMENT)
    set_limits(launch.limits, processes=True)
    give_up_rights()
    _restrict_files(launch)
    loop = prepare()
    command = _start(loop, launch) if launch.argv else None
    os.write(bound, b"!")
    os.close(bound)
    while command and not end.can_hear(0.05):
        if _is_over(command):
            msg = f"{launch.argv} ended before it was a kernel."
            raise Unconfined(msg)
    end.expect("go")
    die_with_parent()
    if end.is_alone:
        os._exit(1)
    forbid(in_namespaces(binds_later=False))
    os.chdir(launch.folder)
    return partial(_await, command) if command else loop


def _restrict_files(launch: Launch) -> None:
    """The same as the root does, once more: where Linux has both, both must fail."""
    if landlock.version():
        landlock.forbid_all_but(
            landlock.Files(
                readable=("/",),
                writable=(launch.folder, *root.SCRATCH),
                sockets=(launch.sockets,),
                devices=("/dev/null", "/dev/full", "/dev/pts", "/dev/ptmx"),
            )
        )


def _start(loop: Loop, launch: Launch) -> int:
    """Another program as a kernel, in a process of its own: the first one of a namespace is no place for a stranger."""
    pid = os.fork()
    if pid:
        return pid
    try:
        forbid(in_namespaces(binds_later=True))
        os.chdir(launch.folder)
        loop()
    finally:
        os._exit(127)


def _await(pid: int) -> None:
    """Hands interrupts on, and ends when the command did; if that was killed, it says so."""
    signal.signal(signal.SIGINT, lambda *_: os.kill(pid, signal.SIGINT))
    while (ended := os.wait())[0] != pid:
        pass
    if os.waitstatus_to_exitcode(ended[1]) == -signal.SIGKILL:
        sys.exit(Ended.KILLED)
