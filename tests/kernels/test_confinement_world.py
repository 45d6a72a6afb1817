"""What a confined kernel finds around itself."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kith_kernels.confine.seccomp import NEVER
from kith_kernels.confine.syscalls import LAST_KNOWN, knows, number
from kith_kernels.launch import Mode
from kith_kernels.limits import Ended
from tests.kernels.attacks import World
from tests.kernels.conftest import Forking, Person, forking_for

pytestmark = pytest.mark.users


def _got(forking: Forking, mode: Mode | str, code: str, world: World, **options: Any) -> Any:
    answer = forking.run(mode, code, world, **options)
    said = world.said()
    assert not said["error"], (said, answer)
    return said["got"]


def test_no_call_reaches_what_it_has_no_business_with(mode: Mode, forking: Forking, world: World) -> None:
    calls = {name: number(name) for names in NEVER.values() for name in names.split() if knows(name)}
    code = f"""
import ctypes, errno
libc = ctypes.CDLL(None, use_errno=True)
got = {{}}
for name, number in {calls}.items():
    assert libc.syscall(number, 0, 0, 0, 0, 0, 0) == -1
    got[name] = errno.errorcode[ctypes.get_errno()]
"""
    assert _got(forking, mode, code, world) == dict.fromkeys(calls, "EPERM")


def test_calls_that_came_later_are_unknown(mode: Mode, forking: Forking, world: World) -> None:
    code = f"""
import ctypes, errno
libc = ctypes.CDLL(None, use_errno=True)
got = []
for number in ({LAST_KNOWN + 1}, 469, 1000, 0x40000000 + 39, {number("clone3")}):
    assert libc.syscall(number, 0, 0, 0, 0, 0, 0) == -1
    got.append(errno.errorcode[ctypes.get_errno()])
"""
    assert set(_got(forking, mode, code, world)) == {"ENOSYS"}


def test_no_process_is_started_with_namespaces_of_its_own(mode: Mode, forking: Forking, world: World) -> None:
    code = f"""
import ctypes, errno, os
libc = ctypes.CDLL(None, use_errno=True)
got = []
for bit in (17, 25, 26, 27, 28, 29, 30):
    pid = libc.syscall({number("clone")}, 1 << bit | 17, 0, 0, 0, 0)
    if pid == 0:
        os._exit(0)
    got.append(pid if pid > 0 else errno.errorcode[ctypes.get_errno()])
"""
    assert set(_got(forking, mode, code, world)) == {"EPERM"}


def test_a_course_that_lies_among_what_may_be_read_is_refused(mode: Mode, forking: Forking, world: World) -> None:
    answer = forking.run(mode, "got = 1", world, readable=[str(world.course)])
    assert "which a kernel may read, so it would see what lies beside its folder" in answer["why"]
    assert answer["ended"] == Ended.UNCONFINED


def test_a_submission_that_is_too_large_is_refused(mode: Mode, forking: Forking, world: World) -> None:
    (world.folder / "large").write_bytes(bytes(2 << 20))
    answer = forking.run(mode, "got = 1", world, limits={"folder": 1 << 20})
    assert answer["ended"] == Ended.UNCONFINED
    assert "larger, or holds more files" in answer["why"]


def test_what_it_closes_to_all_stops_nothing_else(mode: Mode, forking: Forking, world: World) -> None:
    code = """
import os
for name in ("listed", "closed"):
    os.mkdir(name)
    open(name + "/file", "w").write("x")
open("unreadable", "w").write("x")
open("open", "w").write("x")
for name, how in (("listed", 0o400), ("closed", 0), ("unreadable", 0), (".", 0)):
    os.chmod(name, how)
"""
    assert forking.run(mode, code, world)["ended"] == Ended.BY_ITSELF
    assert (world.folder / "open").read_text() == "x"


def test_what_is_hidden_is_hidden_by_each_of_its_names(mode: Mode, forking: Forking, world: World) -> None:
    (world.course / "other-name").symlink_to(world.course / "data")
    by = [str(world.course / "other-name" / "hidden"), str(world.course / "data" / "hidden")]
    code = f"""
import os
got = {{}}
for path in {by}:
    try:
        got[path] = os.listdir(path)
    except OSError:
        got[path] = []
got["seen"] = open(os.path.dirname(path) + "/survey.csv").read()
"""
    for hidden in by:
        found = _got(forking, mode, code, world, readable=[str(world.course / "other-name")], hidden=[hidden])
        assert found == {by[0]: [], by[1]: [], "seen": "1,2\n"}


def test_nothing_is_typed_into_a_terminal(mode: Mode, forking: Forking, world: World) -> None:
    code = """
import errno, fcntl
got = []
for request in (0x5412, 0x541C):
    try:
        fcntl.ioctl(0, request, b"x")
    except OSError as reason:
        got.append(errno.errorcode[reason.errno])
"""
    assert _got(forking, mode, code, world) == ["ENOTTY", "ENOTTY"]


def test_it_has_no_rights_and_can_gain_none(mode: Mode, forking: Forking, world: World) -> None:
    code = "got = dict(line.split(':\\t') for line in open('/proc/self/status').read().splitlines() if ':\\t' in line)"
    found = _got(forking, mode, code, world)
    nothing = "0" * 16
    assert {found[name] for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")} <= {nothing, found["CapBnd"]}
    assert found["CapEff"] == found["CapPrm"] == nothing
    assert (found["NoNewPrivs"], found["Seccomp"]) == ("1", "2")


def test_it_has_no_open_file_but_three_that_lead_nowhere(mode: Mode, forking: Forking, world: World) -> None:
    code = """
import os
got = {}
for number in range(1000):
    try:
        got[number] = os.fstat(number).st_rdev
    except OSError:
        pass
"""
    found = _got(forking, mode, code, world)
    assert found == dict.fromkeys(("0", "1", "2"), os.makedev(1, 3))


def test_its_memory_is_shared_with_nobody(mode: Mode, forking: Forking, world: World) -> None:
    code = "got = [line for line in open('/proc/self/maps') if line.split()[1][1] == 'w' and line.split()[1][3] == 's']"
    assert _got(forking, mode, code, world) == []


def test_it_dumps_no_core(mode: Mode, forking: Forking, world: World) -> None:
    code = """
import resource
try:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    got = "a crash reporter may take its memory"
except (OSError, ValueError):
    got = "held"
"""
    assert _got(forking, mode, code, world) == "held"
    forking.run(mode, "import os; os.abort()", world)
    assert not list(world.folder.glob("core*"))


#: What it finds of the machine, of its processes and of the course; "refused" for what it may not look at.
_LOOK = """
import os, pwd
def seen(look):
    try:
        return look()
    except (OSError, KeyError):
        return "refused"
victim = f"/proc/{target['victim']}"
names = seen(lambda: sorted(os.listdir("/proc")))
got = {
    "devices": seen(lambda: sorted(os.listdir("/dev"))),
    "processes": names if names == "refused" else [name for name in names if name.isdigit()],
    "another process": [os.path.exists(victim), seen(lambda: open(victim + "/cmdline").read())],
    "user": seen(lambda: pwd.getpwuid(os.getuid()).pw_name),
    "host": os.uname().nodename,
    "root": seen(lambda: sorted(os.listdir("/"))),
    "course": [os.path.join(place, name) for place, _, names in os.walk(target["course"]) for name in names],
    "gradebook": [seen(lambda: os.stat(target["gradebook"]).st_size), seen(lambda: open(target["gradebook"]).read())],
}
"""


def test_it_sees_only_what_it_needs_or_what_is_said_that_it_sees(mode: Mode, forking: Forking, world: World) -> None:
    found = _got(forking, mode, _LOOK, world)
    if mode is Mode.namespaces:
        devices = ["fd", "full", "null", "ptmx", "pts", "random", "shm", "stderr", "stdin", "stdout", "urandom"]
        assert found["devices"] == devices
        assert (found["processes"], found["another process"]) == (["1"], [False, "refused"])
        assert (found["user"], found["host"]) == ("kernel", "kernel")
        assert not {"root", "sys", "run", "srv", "mnt", "var", "boot"} & set(found["root"])
        inside = {str(world.folder / name) for name in ("work.txt", "honest.txt", "responses/journal.jsonl")}
        assert set(found["course"]) == inside
        assert found["gradebook"] == ["refused", "refused"]
    else:  # as kith_kernels.confine.beside has it: that a path exists, and its size; no list, and nothing to read
        assert {found[name] for name in ("devices", "processes", "user", "root")} == {"refused"}
        assert found["another process"] == [True, "refused"]
        assert found["host"] == os.uname().nodename
        assert found["course"] == []
        assert found["gradebook"] == [world.gradebook.stat().st_size, "refused"]


@pytest.mark.parametrize("place", ["/usr", "/etc", "/", "/proc", "/dev"])
def test_nothing_of_the_system_can_be_written_to(place: str, mode: Mode, forking: Forking, world: World) -> None:
    code = f"""
import errno
try:
    open("{place}/new", "w")
except OSError as reason:
    got = errno.errorcode[reason.errno]
"""
    assert _got(forking, mode, code, world) in {"EROFS", "EACCES", "ENOENT", "EPERM"}


def test_it_works_like_any_python(mode: Mode, forking: Forking, world: World) -> None:
    """Threads, temporary files, copies, links, time zones, event loops."""
    code = """
import asyncio, os, shutil, ssl, tempfile, threading, time, zoneinfo
ran = []
thread = threading.Thread(target=ran.append, args=(1,))
thread.start(); thread.join()
with tempfile.TemporaryDirectory() as place:
    shutil.copy2("work.txt", place)
    os.rename(place + "/work.txt", place + "/moved.txt")
    ran.append(open(place + "/moved.txt").read())
os.makedirs("deep/er"); os.symlink("work.txt", "deep/link"); open("deep/er/file", "w").write("x")
asyncio.run(asyncio.sleep(0))
ran.append(zoneinfo.ZoneInfo("Europe/Vienna").key)
shutil.rmtree("deep")
open(os.environ["HOME"] + "/settings", "w").write("x")
got = ran
"""
    assert _got(forking, mode, code, world) == [1, "mine\n", "Europe/Vienna"]


def test_in_namespaces_shell_commands_run(mode: Mode, forking: Forking, world: World) -> None:
    code = """
import multiprocessing, os, pty, subprocess
said = subprocess.run("id -un && echo $HOME && cat work.txt", shell=True, capture_output=True, text=True).stdout
leader, follower = pty.openpty()
with multiprocessing.get_context("fork").Pool(2) as pool:
    squares = pool.map(abs, [-1, 2])
got = [said, squares]
"""
    forking.run(mode, code, world)
    said = world.said()
    if mode is Mode.namespaces:
        assert said["got"] == ["kernel\n/tmp\nmine\n", [1, 2]], said
    else:
        assert "Operation not permitted" in said["error"]


@pytest.fixture(scope="module")
def as_root(person: Person) -> Iterator[Forking]:
    """The same program as user 0, by an interpreter that no other account may be able to read."""
    with forking_for(Person("root", Path("/root"), person.packages), sys.executable) as found:
        yield found


def test_user_0_is_held_like_any_other(mode: Mode, as_root: Forking, world: World) -> None:
    for path in (world.gradebook, world.course):
        os.chown(path, 0, 0)
    code = """
import os
got = []
for what in (target["gradebook"], "/etc/shadow", "/root/.bashrc", "/proc/sysrq-trigger", "/proc/1/root/etc/shadow"):
    for how in ("r", "r+"):
        try:
            open(what, how)
            got.append((what, how))
        except OSError:
            pass
for forbidden in (lambda: os.chown("work.txt", 1, 1), lambda: os.setuid(1), lambda: os.mknod("device", 0o60600, 5),
                  lambda: os.nice(-5), lambda: os.kill(target["victim"], 9), lambda: os.setgroups([0, 1])):
    try:
        forbidden()
        got.append("a right of user 0")
    except OSError:
        pass
"""
    assert _got(as_root, mode, code, world) == []
    assert (world.folder / "honest.txt").read_text() == "done"


def test_user_0_has_no_more_processes(mode: Mode, as_root: Forking, world: World) -> None:
    """Linux counts none for user 0, so it is the monitor that ends them."""
    code = "import os, time\nfor _ in range(100):\n    if os.fork() == 0:\n        time.sleep(60)\ntime.sleep(60)"
    answer = as_root.run(mode, code, world, limits={"processes": 20, "wall_seconds": 20})
    assert answer["ended"] in {Ended.PROCESSES, Ended.BY_ITSELF}
    assert answer["seconds"] < 15
