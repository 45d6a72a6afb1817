"""What hostile code in a notebook would try, and how one sees whether it worked.

Each is shown to work without bounds, against files and processes that were made for it, and must fail within them. The
code finds in ``target`` what it goes for, and leaves what it won in ``got``; where that could be won inside of its own
world too, ``proof`` looks from outside.
"""

import json
import select
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

__all__ = ["ATTACKS", "FAMILIES", "SECRET", "Attack", "World"]

#: In seconds.
PATIENCE = 60
SECRET = "the marks of all\n"


@dataclass(frozen=True)
class World:
    """What there is to win: a course with a gradebook, a neighbour's work, a process and listeners."""

    course: Path
    folder: Path
    target: dict[str, Any]
    #: It repeats what it is told.
    victim: "subprocess.Popen[str]"

    @property
    def gradebook(self) -> Path:
        return self.course / "gradebook.db"

    @property
    def data(self) -> Path:
        """A file that may be read."""
        return self.course / "data" / "survey.csv"

    def said(self) -> dict[str, Any]:
        found = self.folder / "said.json"
        text = found.read_text() if found.is_file() else ""  # none fits into a folder that is full
        answer: dict[str, Any] = json.loads(text or '{"got": null, "error": "nothing was said"}')
        return answer


Proof = Callable[[World], bool]


def _said(world: World) -> bool:
    return bool(world.said()["got"])


def _victim(world: World) -> int:
    found: int = world.target["victim"]
    return found


def _victim_is_gone(world: World) -> bool:
    """Whether the process answers no more; one that was killed never does, however late it notices."""
    asked, answer = world.victim.stdin, world.victim.stdout
    assert asked is not None
    assert answer is not None
    try:
        asked.write("?\n")
        asked.flush()
    except BrokenPipeError:
        return True
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if select.select([answer], [], [], 0.1)[0]:
            return answer.readline() == ""
        if Path(f"/proc/{_victim(world)}/stat").read_text().rpartition(")")[2].split()[0] == "T":
            return True
    return False


def _victim_files(world: World) -> bool:
    return "Max open files            7" in Path(f"/proc/{_victim(world)}/limits").read_text()


def _victim_is_slow(world: World) -> bool:
    return Path(f"/proc/{_victim(world)}/stat").read_text().rpartition(")")[2].split()[16] == "15"


def _victim_is_pinned(world: World) -> bool:
    return "Cpus_allowed_list:\t0\n" in Path(f"/proc/{_victim(world)}/status").read_text()


def _gradebook_changed(world: World) -> bool:
    return not world.gradebook.is_file() or world.gradebook.read_text() != SECRET


def _gradebook_mode(world: World) -> bool:
    return world.gradebook.stat().st_mode & 0o777 != 0o600


def _data_changed(world: World) -> bool:
    return world.data.read_text() != "1,2\n"


def _data_mode(world: World) -> bool:
    return world.data.stat().st_mode & 0o777 != 0o644


def _data_time(world: World) -> bool:
    return world.data.stat().st_mtime < 1000


def _kept_changed(world: World) -> bool:
    return (world.folder / "responses" / "journal.jsonl").read_text() != "kept\n"


def _in_course(name: str) -> Proof:
    return lambda world: (world.course / name).exists() or (world.course / name).is_symlink()


def _in_folder(name: str) -> Proof:
    return lambda world: (world.folder / name).exists()


def _is_large(world: World) -> bool:
    return (world.folder / "large").stat().st_size > 10 << 20


@dataclass(frozen=True)
class Attack:
    """One attempt, and what a kernel may use while it tries."""

    code: str
    proof: Proof = _said
    limits: dict[str, int] = field(default_factory=dict)


_CTYPES = """
import ctypes, errno, os
libc = ctypes.CDLL(None, use_errno=True)
def checked(value):
    if value < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return value
"""

_READING = {
    "read the gradebook": Attack("got = open(target['gradebook']).read()"),
    "read the gradebook by a path with dots": Attack("got = open('../../../gradebook.db').read()"),
    "read the gradebook through its own root": Attack("got = open('/proc/self/root' + target['gradebook']).read()"),
    "read a neighbour's work": Attack("got = open(target['neighbour']).read()"),
    "read its neighbour's work beside its own folder": Attack("got = open('../../ben/module/work.txt').read()"),
    "list the course": Attack("import os; got = 'gradebook.db' in os.listdir(target['course'])"),
    "list the submissions": Attack("import os; got = [name for name in os.listdir('../..') if name == 'ben']"),
    "read the hidden tests": Attack("got = open(target['source']).read()"),
    "read what is hidden inside what may be read": Attack("got = open(target['hidden']).read()"),
    "list what is hidden inside what may be read": Attack(
        "import os; got = os.listdir(os.path.dirname(target['hidden']))"
    ),
    "read the file of passwords": Attack("got = target['account'] in open('/etc/passwd').read()"),
    "read another kernel's key": Attack("got = open(target['key']).read()"),
    "read through a link that was submitted": Attack("got = open('link').read()"),
    "read through a link to a folder that was submitted": Attack("got = open('way/gradebook.db').read()"),
    "read through a link of its own": Attack(
        "import os; os.symlink(target['gradebook'], 'mine'); got = open('mine').read()"
    ),
    "read through a hard link of its own": Attack(
        "import os; os.link(target['gradebook'], 'mine'); got = open('mine').read()"
    ),
    "read what was open before": Attack("import os; got = os.pread(target['open'], 100, 0)"),
    "find an open file of somebody else": Attack(
        """
import os
got = []
for number in range(3, 100):
    try:
        got.append(os.fstat(number).st_ino)
    except OSError:
        pass
"""
    ),
    "watch who opens the gradebook": Attack(
        _CTYPES
        + "got = 1 + checked(libc.inotify_add_watch(checked(libc.inotify_init()), target['gradebook'].encode(), 32))"
    ),
    "read another process's environment": Attack("got = open(f\"/proc/{target['victim']}/environ\").read()"),
    "look into another process's root": Attack("import os; got = os.listdir(f\"/proc/{target['victim']}/root/\")"),
    "look at another process's open files": Attack("import os; got = os.listdir(f\"/proc/{target['victim']}/fd\")"),
    "read another process's memory": Attack(
        """
place = f"/proc/{target['victim']}/"
begin = int(open(place + "maps").readline().split("-")[0], 16)
with open(place + "mem", "rb") as file:
    file.seek(begin)
    got = file.read(4) == b"\\x7fELF"
"""
    ),
    "read another process's memory by a call": Attack(
        _CTYPES
        + """
class Vector(ctypes.Structure):
    _fields_ = [("at", ctypes.c_void_p), ("size", ctypes.c_size_t)]
held = ctypes.create_string_buffer(8)
here, there = Vector(ctypes.addressof(held), 4), Vector(target["address"], 4)
got = checked(libc.process_vm_readv(target["victim"], ctypes.byref(here), 1, ctypes.byref(there), 1, 0))
"""
    ),
    "see another process": Attack("import os; got = os.readlink(f\"/proc/{target['victim']}/exe\")"),
}

_WRITING = {
    "write into the gradebook": Attack("open(target['gradebook'], 'w').write('forged')", _gradebook_changed),
    "remove the gradebook": Attack("import os; os.unlink(target['gradebook'])", _gradebook_changed),
    "rename the gradebook": Attack(
        "import os; os.rename(target['gradebook'], target['gradebook'] + 'x')", _gradebook_changed
    ),
    "empty the gradebook by its name": Attack("import os; os.truncate(target['gradebook'], 0)", _gradebook_changed),
    "empty the gradebook as it opens it for nothing": Attack(
        "import os; os.open(target['gradebook'], 3 | os.O_TRUNC)", _gradebook_changed
    ),
    "empty what it may read as it opens it": Attack(
        "import os; os.open(target['data'], os.O_RDONLY | os.O_TRUNC)", _data_changed
    ),
    "write into what it may read": Attack("open(target['data'], 'w').write('forged')", _data_changed),
    "open the gradebook to all": Attack("import os; os.chmod(target['gradebook'], 0o777)", _gradebook_mode),
    "close what it may read to all": Attack("import os; os.chmod(target['data'], 0)", _data_mode),
    "close what it has open to all": Attack(
        "import os; os.fchmod(os.open(target['data'], os.O_RDONLY), 0)", _data_mode
    ),
    "make what it may read old": Attack("import os; os.utime(target['data'], (1, 1))", _data_time),
    "put a file into the course": Attack("open(target['course'] + '/new', 'w')", _in_course("new")),
    "put a folder into the course": Attack("import os; os.mkdir(target['course'] + '/new')", _in_course("new")),
    "put a link into the course": Attack("import os; os.symlink('/', target['course'] + '/new')", _in_course("new")),
    "put a FIFO into the course": Attack("import os; os.mkfifo(target['course'] + '/new')", _in_course("new")),
    "move its own file into the course": Attack(
        "import os; open('new', 'w'); os.rename('new', target['course'] + '/new')", _in_course("new")
    ),
    "write through a link that was submitted": Attack("open('link', 'w').write('forged')", _gradebook_changed),
    "have a file brought out through a link that was submitted": Attack(
        "import os; os.makedirs('way', exist_ok=True); open('way/gradebook.db', 'w').write('forged')",
        _gradebook_changed,
    ),
    "have a link brought out": Attack("import os; os.symlink(target['gradebook'], 'mine')", _in_folder("mine")),
    "change what is kept": Attack("open('responses/journal.jsonl', 'w').write('forged')", _kept_changed),
    "put something else in the place of what is kept": Attack(
        "import os; os.unlink('responses/journal.jsonl'); open('responses/journal.jsonl', 'w').write('forged')",
        _kept_changed,
    ),
    "move away the folder of what is kept": Attack(
        "import os; os.rename('responses', 'elsewhere'); os.mkdir('responses')\n"
        "open('responses/journal.jsonl', 'w').write('forged')",
        _kept_changed,
    ),
    "leave a word among the sockets": Attack("open(target['sockets'] + '/failed', 'w').write('forged'); got = 1"),
}

_REACHING = {
    "connect to a port of this machine": Attack(
        "import socket; got = socket.create_connection(('127.0.0.1', target['port']), 5).getsockname()"
    ),
    "send to a port of this machine": Attack(
        "import socket; got = socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', 9))"
    ),
    "connect to an address that is no loopback": Attack(
        "import socket; got = socket.create_connection(target['beyond'], 5).getsockname()"
    ),
    "send to an address that is no loopback": Attack(
        "import socket; got = socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', (target['beyond'][0], 9))"
    ),
    "listen on a port": Attack("import socket; got = socket.create_server(('127.0.0.1', 0)).getsockname()"),
    "connect to another program's socket": Attack(
        "import socket; s = socket.socket(socket.AF_UNIX); s.connect(target['listener']); got = 1"
    ),
    "connect to an abstract socket": Attack(
        "import socket; s = socket.socket(socket.AF_UNIX); s.connect(target['abstract']); got = 1"
    ),
    "send to a named socket from a pair": Attack(
        "import socket; one, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)\n"
        "got = one.sendto(b'x', target['mailbox'])"
    ),
    "ask Linux about the network": Attack(
        "import socket; got = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW).fileno()"
    ),
    "see the machine's network": Attack(
        "import socket; got = [name for _, name in socket.if_nameindex()]",
    ),
}

_SIGNALLING = {
    "kill another process": Attack("import os; os.kill(target['victim'], 9)", _victim_is_gone),
    "stop another process": Attack("import os, time; os.kill(target['victim'], 19); time.sleep(0.05)", _victim_is_gone),
    "kill a thread of another process": Attack(
        _CTYPES + "checked(libc.syscall(target['tgkill'], target['victim'], target['victim'], 9))", _victim_is_gone
    ),
    "kill another process by its descriptor": Attack(
        "import os, signal; signal.pidfd_send_signal(os.pidfd_open(target['victim']), 9)", _victim_is_gone
    ),
    "kill another process by queueing": Attack(
        _CTYPES + "held = ctypes.create_string_buffer(128)\nctypes.c_int.from_buffer(held, 0).value = 9\n"
        "ctypes.c_int.from_buffer(held, 8).value = -1\n"
        "checked(libc.syscall(target['sigqueue'], target['victim'], 9, held))",
        _victim_is_gone,
    ),
    "kill another process by a file that changes": Attack(
        """
import fcntl, os, time
reading, writing = os.pipe()
fcntl.fcntl(reading, 10, 9)  # F_SETSIG
fcntl.fcntl(reading, fcntl.F_SETOWN, target["victim"])
fcntl.fcntl(reading, fcntl.F_SETFL, os.O_ASYNC)
os.write(writing, b"x")
time.sleep(0.05)
""",
        _victim_is_gone,
    ),
    "take another process's files": Attack(
        "import resource; resource.prlimit(target['victim'], resource.RLIMIT_NOFILE, (7, 7))", _victim_files
    ),
    "slow another process": Attack("import os; os.setpriority(os.PRIO_PROCESS, target['victim'], 15)", _victim_is_slow),
    "move another process to one processor": Attack(
        "import os; os.sched_setaffinity(target['victim'], {0})", _victim_is_pinned
    ),
    "trace another process": Attack(_CTYPES + "checked(libc.ptrace(16, target['victim'], 0, 0)); got = 1"),
    "take another process's open file": Attack(
        _CTYPES + "import os; got = 1 + checked(libc.syscall(438, os.pidfd_open(target['victim']), 0, 0))"
    ),
    "join another process's namespaces": Attack(
        _CTYPES + "import os; got = os.open(f\"/proc/{target['victim']}/ns/mnt\", os.O_RDONLY)"
    ),
}

_GAINING = {
    "keep memory that belongs to no process": Attack("import os; got = os.memfd_create('mine')"),
    "share memory with whom it likes": Attack("import mmap; got = len(mmap.mmap(-1, 4096))"),
    "take shared memory of the old kind": Attack(_CTYPES + "got = 1 + checked(libc.shmget(0, 4096, 0o1600))"),
    "hide its memory from who watches it": Attack(_CTYPES + "checked(libc.prctl(4, 0)); got = 1"),
    "live on when who watches it dies": Attack(_CTYPES + "checked(libc.prctl(1, 0)); got = 1"),
    "take more than it was given": Attack(
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 40, 1 << 40)); got = 1"
    ),
}

_STARVING = {
    "keep an open file on its way": Attack(
        "import os, socket; one, _ = socket.socketpair(); got = socket.send_fds(one, [b'x'], [0])"
    ),
    "take away the user's watches": Attack(_CTYPES + "got = 1 + checked(libc.inotify_init())"),
    "take away the user's waiting signals": Attack(
        "import resource; got = resource.getrlimit(resource.RLIMIT_SIGPENDING)[0] > 1024"
    ),
}

_OUTLASTING = {
    "start a hundred processes": Attack(
        """
import os, time
count = 0
try:
    for _ in range(100):
        if os.fork() == 0:
            time.sleep(3)
            os._exit(0)
        count += 1
finally:
    got = count == 100
""",
        limits={"processes": 20},
    ),
    "take more memory than allowed": Attack(
        "held = bytearray(300 << 20); got = len(held)", limits={"memory": 200 << 20}
    ),
    "write a file larger than allowed": Attack(
        """
import os
for _ in range(20):
    open("large", "ab").write(bytes(1 << 20))
got = os.path.getsize("large") == 20 << 20
""",
        limits={"file": 10 << 20},
    ),
    "have a file brought out that is larger than allowed": Attack(
        "open('large', 'w').truncate(20 << 20)", _is_large, limits={"file": 10 << 20}
    ),
    "fill its folder": Attack(
        "for at in range(10):\n    open(f'{at}', 'wb').write(bytes(4 << 20))\nimport time; time.sleep(1); got = 1",
        limits={"folder": 16 << 20},
    ),
    "fill the folder of temporary files": Attack(
        "import os, tempfile\nplace = tempfile.mkdtemp()\n"
        "for at in range(10):\n    open(f'{place}/{at}', 'wb').write(bytes(4 << 20))\n"
        "import time; time.sleep(1); import shutil; shutil.rmtree(place); got = 1",
        limits={"scratch": 16 << 20},
    ),
    "open more files than allowed": Attack(
        "held = [open('/dev/null') for _ in range(200)]; got = len(held)", limits={"open_files": 100}
    ),
}

#: By what they are after; those of the last one take more than a kernel may have.
FAMILIES: dict[str, dict[str, Attack]] = {
    "reading": _READING,
    "writing": _WRITING,
    "reaching": _REACHING,
    "signalling": _SIGNALLING,
    "gaining": _GAINING,
    "starving": _STARVING,
    "outlasting": _OUTLASTING,
}
ATTACKS = {name: attack for family in FAMILIES.values() for name, attack in family.items()}
