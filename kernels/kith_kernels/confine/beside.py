"""A kernel beside all else, refused what is not its own: for machines that give ordinary users no namespaces.

Ubuntu from 24.04 on is such a machine (AppArmor leaves new user namespaces without rights), and so are most containers.
Landlock holds the files, seccomp all else. The kernel can start no process at all, so nothing outlives it: cells that
run shell commands or `multiprocessing` fail with "Operation not permitted".

What does not hold here, beyond what `kith_kernels.confine` says: of a path that it guesses, it can learn whether it
exists, its size, times and owner and where a link leads (not list or read it); the ids of the machine's processes and
its load can be seen. What lies in `kept` is protected outside, but the kernel may change its own copy. The size of its
folder, its temporary files and the number of its threads are looked at several times a second, not refused at once, and
lie on disk meanwhile. Changes of modes and times do nothing. On Linux before 5.19 no file moves to another folder.
"""

import contextlib
import fcntl
import os
import signal
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from kith_kernels.confine import landlock
from kith_kernels.confine.folder import bring_in, bring_out, parts_kept, remove, size_of
from kith_kernels.confine.line import Line, Unconfined, line
from kith_kernels.confine.monitor import SIGNALS, Watched, watch
from kith_kernels.confine.process import die_with_parent, forked, keep_open, settle
from kith_kernels.confine.readable import ETC, places, without
from kith_kernels.confine.rights import give_up_rights, prefer_to_be_ended, set_limits
from kith_kernels.confine.seccomp import forbid, without_namespaces
from kith_kernels.launch import Launch
from kith_kernels.limits import Ended, Limits

__all__ = ["run"]

Loop = Callable[[], None]
_NAME = "kith-work-"
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
#: In seconds.
_JUST_NOW = 60
_DEVICES = ("/dev/null", "/dev/full", "/dev/random", "/dev/urandom")


@dataclass(frozen=True)
class _Copy:
    """The folders that a kernel may write to, on disk."""

    place: str

    @property
    def folder(self) -> str:
        return os.path.join(self.place, "folder")

    @property
    def scratch(self) -> str:
        return os.path.join(self.place, "scratch")

    def is_too_large(self, limits: Limits) -> bool:
        return size_of(self.folder) > limits.folder or size_of(self.scratch) > limits.scratch


def run(launch: Launch, prepare: Callable[[], Loop]) -> Ended:
    """Watches a kernel to its end; raises `Unconfined` if there is none."""
    if launch.argv:
        msg = f"{launch.argv[0]} would have to be started as a process, and no kernel may start one on this machine."
        raise Unconfined(msg)
    if not landlock.version():
        msg = "This Linux has no Landlock, so no file can be kept from a kernel."
        raise Unconfined(msg)
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    _remove_left_over()
    copy = _Copy(tempfile.mkdtemp(prefix=_NAME))
    held = os.open(copy.place, _FOLDER)
    fcntl.flock(held, fcntl.LOCK_EX)
    try:
        return _run(launch, copy, prepare)
    finally:
        remove(copy.place)


def _remove_left_over() -> None:
    """Copies of kernels whose monitor was killed are gone: nobody holds them, and they are not being made just now."""
    with os.scandir(tempfile.gettempdir()) as entries:
        found = [entry for entry in entries if entry.name.startswith(_NAME) and entry.is_dir(follow_symlinks=False)]
    for entry in found:
        with contextlib.suppress(OSError):  # held, or removed by a monitor beside this one
            at = entry.stat(follow_symlinks=False)
            # Only what is ours: nobody else can put a link in its place meanwhile.
            if at.st_uid == os.geteuid() and time.time() - at.st_mtime > _JUST_NOW:
                held = os.open(entry.path, _FOLDER)
                try:
                    fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    remove(entry.path)
                finally:
                    os.close(held)


def _run(launch: Launch, copy: _Copy, prepare: Callable[[], Loop]) -> Ended:
    for path in (copy.folder, copy.scratch):
        os.mkdir(path, 0o700)
    place = os.open(copy.folder, _FOLDER)
    bring_in(launch.folder, place, launch.limits)
    ours, theirs = line()
    pid = forked(partial(_become_kernel, launch, copy, theirs, prepare), theirs)
    theirs.end.close()
    ours.expect("bound")
    why = watch(Watched(pid, launch.limits, partial(copy.is_too_large, launch.limits)))
    bring_out(place, launch.folder, launch.limits, parts_kept(launch.folder, launch.kept))
    return why


def _become_kernel(launch: Launch, copy: _Copy, end: Line, prepare: Callable[[], Loop]) -> Loop:
    die_with_parent()
    os.setsid()
    keep_open(end.end.fileno())
    prefer_to_be_ended()
    settle({"HOME": copy.scratch, "TMPDIR": copy.scratch})
    set_limits(launch.limits, processes=False)
    give_up_rights()
    landlock.forbid_all_but(_files(launch, copy))
    os.chdir(copy.scratch)
    loop = prepare()
    forbid(without_namespaces(os.getpid()))
    end.tell("bound")
    os.chdir(copy.folder)
    return loop


def _files(launch: Launch, copy: _Copy) -> landlock.Files:
    readable = (part for path in (*places(launch), *ETC) for part in without(path, launch.hidden))
    return landlock.Files(
        readable=(*readable, f"/proc/{os.getpid()}"),
        writable=(copy.folder, copy.scratch),
        sockets=(launch.sockets,),
        devices=_DEVICES,
    )
