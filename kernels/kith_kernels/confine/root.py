"""A root of its own: a file system in memory, into which what may be read is bound read-only.

What is not bound is not there: homes, courses, gradebooks, the sockets of other programs. There are no devices but
`null`, `full`, `random`, `urandom` and terminals of one's own; `/dev/zero` is missing because memory shared through it
counts for nobody. Names of bound folders can be read in `/proc/self/mountinfo`.
"""

import os
import stat
import struct
from collections.abc import Iterable
from dataclasses import dataclass

from kith_kernels.confine.folder import MOST_FILES
from kith_kernels.confine.readable import ETC, places, really
from kith_kernels.confine.syscalls import call
from kith_kernels.launch import Launch

__all__ = ["SCRATCH", "Root", "become_read_only", "build", "enter", "keep", "let_nothing_out", "mount_proc"]

# Numbers of include/uapi/linux/mount.h and fcntl.h:
_RDONLY, _NOSUID, _NODEV, _NOEXEC, _REC, _SLAVE = 1, 2, 4, 8, 0x4000, 1 << 19
_ATTR_RDONLY, _ATTR_NOSUID, _ATTR_NODEV, _ATTR_NOEXEC = 1, 2, 4, 8
_HERE, _EMPTY_PATH, _RECURSIVE, _CLONE, _CLOEXEC = -100, 0x1000, 0x8000, 1, os.O_CLOEXEC
_FROM_EMPTY_PATH, _DETACH = 4, 2

_DEVICES = ("/dev/null", "/dev/full", "/dev/random", "/dev/urandom")
_TERMINALS = 16
#: Places for temporary files and for memory that processes share; the kernel's own, and gone with it.
SCRATCH = ("/tmp", "/dev/shm")  # noqa: S108


@dataclass(frozen=True)
class Root:
    """Where it is built, and the working folder in it."""

    place: str
    folder: str


def let_nothing_out() -> None:
    """What is mounted from now on is mounted only here."""
    call("mount", b"none", b"/", None, _REC | _SLAVE, None, about="/")


def build(launch: Launch) -> Root:
    """Everything at its place under a folder that is the root to be; the working folder is empty yet."""
    # Taken before the new root covers a part of the old one.
    wanted = (*places(launch), *ETC)
    links = {path: os.readlink(path) for path in wanted if os.path.islink(path)}
    bound = {path: _tree(path) for path in wanted if path not in links and os.path.exists(path)}
    devices = {path: _tree(path, devices=True) for path in _DEVICES}
    sockets = _tree(launch.sockets, writable=True)
    place = launch.sockets  # any folder that is there; nothing more is needed of what it holds
    _memory(place, launch.limits.scratch)
    for path in SCRATCH:
        os.makedirs(place + path)
        _memory(place + path, launch.limits.scratch)
    for path, tree in sorted(bound.items()):
        _attach(tree, place + path)
    for path, tree in devices.items():
        _attach(tree, place + path, file=True)
    _attach(sockets, place + launch.sockets)
    for path, content in _people().items():
        _write(place + path, content)
    for path, target in {**links, **_device_links()}.items():
        os.makedirs(os.path.dirname(place + path), exist_ok=True)
        os.symlink(target, place + path)
    _hide(launch.hidden, wanted, place)
    _terminals(place)
    folder = place + launch.folder
    os.makedirs(folder, exist_ok=True)
    _memory(folder, launch.limits.folder)
    os.makedirs(place + "/proc", exist_ok=True)
    return Root(place, folder)


def mount_proc(root: Root) -> None:
    """Its own processes, and nothing of the machine; without it where the machine's own is covered in parts."""
    flags = _RDONLY | _NOSUID | _NODEV | _NOEXEC
    for options in (b"subset=pid", None):
        try:
            call("mount", b"proc", os.fsencode(root.place + "/proc"), b"proc", flags, options)
        except PermissionError:
            continue
        return


def keep(root: Root, kept: Iterable[str]) -> None:
    """The parts of the folder are read-only, and neither they nor what holds them can be moved away."""
    for part in kept:
        names = part.split("/")
        for count in range(1, len(names) + 1):
            place = os.path.join(root.folder, *names[:count])
            if os.path.lexists(place) and not os.path.islink(place):
                _attach(_tree(place, writable=count < len(names)), place)


def enter(root: Root) -> None:
    """The new root is the root of all processes of this namespace, and the old one is out of reach."""
    os.chdir(root.place)
    call("pivot_root", b".", b".")
    call("umount2", b".", _DETACH)
    os.chdir("/")
    become_read_only("/")


def become_read_only(path: str) -> None:
    """The mount at ``path``, not what is mounted inside of it."""
    attributes = struct.pack("=QQQQ", _ATTR_RDONLY | _ATTR_NOSUID | _ATTR_NODEV, 0, 0, 0)
    call("mount_setattr", _HERE, os.fsencode(path), 0, attributes, len(attributes), about=path)


def _tree(path: str, *, writable: bool = False, devices: bool = False) -> int:
    """What is at ``path``, with all that is mounted below, as something to attach elsewhere."""
    tree = call("open_tree", _HERE, os.fsencode(path), _CLONE | _CLOEXEC | _RECURSIVE, about=path)
    set_ = _ATTR_NOSUID | (0 if devices else _ATTR_NODEV) | (0 if writable else _ATTR_RDONLY)
    attributes = struct.pack("=QQQQ", set_, 0, 0, 0)
    call("mount_setattr", tree, b"", _EMPTY_PATH | _RECURSIVE, attributes, len(attributes), about=path)
    return tree


def _attach(tree: int, target: str, *, file: bool = False) -> None:
    if not os.path.lexists(target):
        if file or not stat.S_ISDIR(os.fstat(tree).st_mode):
            _write(target, b"")
        else:
            os.makedirs(target)
    call("move_mount", tree, b"", _HERE, os.fsencode(target), _FROM_EMPTY_PATH, about=target)
    os.close(tree)


def _memory(path: str, size: int, options: str = "") -> None:
    given = f"size={size},nr_inodes={MOST_FILES},mode=700{options}".encode()
    call("mount", b"tmpfs", os.fsencode(path), b"tmpfs", _NOSUID | _NODEV, given, about=path)


def _hide(hidden: Iterable[str], bound: Iterable[str], place: str) -> None:
    """By each name under which it can be reached: a path may lead through links, and is bound as it is written too."""
    real = {really(path) for path in hidden}
    found = ((outer, os.path.relpath(path, really(outer))) for path in real for outer in bound)
    for target in {os.path.normpath(f"{place}{outer}/{inside}") for outer, inside in found if _is_inside(inside)}:
        if os.path.isdir(target):
            _memory(target, 4096)
            become_read_only(target)
        elif os.path.exists(target):
            _attach(_tree(place + "/dev/null", devices=True), target)


def _is_inside(path: str) -> bool:
    return path != ".." and not path.startswith("../")


def _terminals(place: str) -> None:
    """Pseudo-terminals of its own: what runs a shell command in a notebook wants one."""
    os.makedirs(place + "/dev/pts")
    options = f"newinstance,ptmxmode=0666,mode=620,max={_TERMINALS}".encode()
    call("mount", b"devpts", os.fsencode(place + "/dev/pts"), b"devpts", _NOSUID | _NOEXEC, options)


def _people() -> dict[str, bytes]:
    user, group = os.getuid(), os.getgid()
    return {
        "/etc/passwd": f"kernel:x:{user}:{group}::/tmp:/bin/sh\n".encode(),
        "/etc/group": f"kernel:x:{group}:\n".encode(),
        "/etc/hosts": b"127.0.0.1 localhost\n",
        "/etc/nsswitch.conf": b"passwd: files\ngroup: files\nhosts: files\n",
    }


def _device_links() -> dict[str, str]:
    streams = {f"/dev/{name}": f"/proc/self/fd/{at}" for at, name in enumerate(("stdin", "stdout", "stderr"))}
    return {**streams, "/dev/fd": "/proc/self/fd", "/dev/ptmx": "pts/ptmx"}


def _write(path: str, content: bytes) -> None:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content)
