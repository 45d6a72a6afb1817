"""An ordinary account of this machine, and a program that forks for it: what only root can do proves nothing."""

import contextlib
import json
import os
import pwd
import resource
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from kith_kernels.confine.syscalls import number
from tests.kernels.attacks import SECRET, World
from tests.protections import ways

ROOT = Path(__file__).parents[2]
#: Debian's and Ubuntu's own, which every account can run.
PYTHON = "/usr/bin/python3"
_VICTIM = """
import ctypes, sys
held = ctypes.create_string_buffer(b"held")
ctypes.CDLL(None).prctl(0x59616d61, ctypes.c_ulong(-1), 0, 0, 0)  # PR_SET_PTRACER: whoever may at all
print(ctypes.addressof(held), flush=True)
for line in sys.stdin:
    print(line, end="", flush=True)
"""


@dataclass(frozen=True)
class Person:
    """Who grades, without any rights of the system's."""

    name: str
    home: Path
    #: Where the package lies, so that this account can import it.
    packages: Path

    @property
    def user(self) -> int:
        return pwd.getpwnam(self.name).pw_uid

    def start(self, *command: str, variables: dict[str, str] | None = None, **options: Any) -> "subprocess.Popen[str]":
        environment = {"HOME": str(self.home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **(variables or {})}
        environment["PYTHONPATH"] = str(self.packages)
        who = {"user": self.name, "group": self.name, "extra_groups": []} if os.geteuid() == 0 else {}
        return subprocess.Popen(command, env=environment, cwd=self.home, text=True, **who, **options)

    def owns(self, place: Path) -> None:
        """All in ``place`` is this account's from now on."""
        for path in (place, *place.rglob("*")):
            if os.geteuid() == 0:
                os.chown(path, self.user, pwd.getpwnam(self.name).pw_gid, follow_symlinks=False)

    def processes(self) -> set[int]:
        """All that this account runs, but zombies."""
        found = set()
        for each in Path("/proc").iterdir():
            if each.name.isdigit():
                with contextlib.suppress(OSError):
                    status = (each / "status").read_text()
                    # Not by who owns the file: of a process that hides its memory that is root.
                    if f"\nUid:\t{self.user}\t" in status and "State:\tZ" not in status:
                        found.add(int(each.name))
        return found


@dataclass
class Forking:
    """The program that forks, and the account that it runs for."""

    person: Person
    process: "subprocess.Popen[str]"
    #: What the account ran already when the last code was started.
    before: set[int] = field(default_factory=set)

    def run(self, mode: str, code: str, world: World, **options: Any) -> dict[str, Any]:
        self.ask(mode, code, world, **options)
        assert self.process.stdout is not None
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def ask(self, mode: str, code: str, world: World, **options: Any) -> None:
        request = {"mode": mode, "code": code, "folder": str(world.folder), "target": world.target, **options}
        self.before = self.person.processes()
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()

    def left_over(self) -> set[int]:
        """What the last code left running."""
        return self.person.processes() - self.before

    def wait_for_nothing_left(self) -> None:
        end = time.monotonic() + 30
        while self.left_over():
            assert time.monotonic() < end, self.left_over()
            time.sleep(0.02)

    def end_left_over(self) -> None:
        for pid in self.left_over():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


@pytest.fixture(scope="session")
def person() -> Iterator[Person]:
    """An account made for these tests; without the right to make one, one's own."""
    packages = Path(tempfile.mkdtemp(prefix="kith-packages-"))
    packages.chmod(0o755)
    shutil.copytree(ROOT / "kernels" / "kith_kernels", packages / "kith_kernels")
    shutil.copy(ROOT / "tests" / "kernels" / "forking.py", packages)
    subprocess.run(["chmod", "-R", "a+rX", packages], check=True)
    name = f"kithgrade{os.getpid()}" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    home = Path(tempfile.mkdtemp(prefix="kith-home-")) / "home"
    home.parent.chmod(0o755)
    try:
        if os.geteuid() == 0:
            subprocess.run(["useradd", "--create-home", "--home-dir", home, "--shell", "/bin/sh", name], check=True)
        else:
            home.mkdir()
        yield Person(name, home, packages)
    finally:
        if os.geteuid() == 0:
            subprocess.run(["userdel", "--force", name], check=False, capture_output=True)
        left = [each for each in Path(tempfile.gettempdir()).glob("kith-*") if not _has_owner(each)]
        for place in (packages, home.parent, *left):
            shutil.rmtree(place, ignore_errors=True)


@contextlib.contextmanager
def forking_for(person: Person, python: str) -> Iterator[Forking]:
    """The program as this account; it ends with its input."""
    unlimited = (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2
    process = person.start(
        python,
        str(person.packages / "forking.py"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, unlimited),
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield Forking(person, process)
    finally:
        process.stdin.close()
        process.wait(30)
        process.stdout.close()


def _has_owner(path: Path) -> bool:
    """What was killed leaves what it worked with, such as its kernel's copy, and then the account is gone."""
    try:
        path.owner()
    except KeyError:
        return False
    except FileNotFoundError:
        pass
    return True


@pytest.fixture(scope="session")
def forking(person: Person) -> Iterator[Forking]:
    with forking_for(person, PYTHON) as found:
        yield found


@pytest.fixture
def world(person: Person) -> Iterator[World]:
    with world_for(person) as found:
        yield found


@contextlib.contextmanager
def world_for(person: Person) -> Iterator[World]:
    """A course with something to win."""
    course = Path(tempfile.mkdtemp(prefix="course-", dir=person.home))
    folder = course / "autograded" / "ann" / "module"
    beside = course / "autograded" / "ben" / "module" / "work.txt"
    files = {
        course / "gradebook.db": SECRET,
        course / "source" / "module.txt": "hidden tests\n",
        course / "data" / "survey.csv": "1,2\n",
        course / "data" / "hidden" / "tests.txt": "hidden tests\n",
        course / "other-kernel" / "kernel.json": "another key\n",
        beside: "the neighbour's\n",
        folder / "work.txt": "mine\n",
        folder / "responses" / "journal.jsonl": "kept\n",
    }
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (course / "gradebook.db").chmod(0o600)
    (course / "data" / "survey.csv").chmod(0o644)
    (folder / "link").symlink_to(course / "gradebook.db")
    (folder / "way").symlink_to(course)
    person.owns(course)
    with contextlib.ExitStack() as stack:
        victim = person.start(PYTHON, "-c", _VICTIM, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        stack.callback(_end, victim)
        assert victim.stdout is not None
        target = {
            "account": person.name,
            "course": str(course),
            "gradebook": str(course / "gradebook.db"),
            "source": str(course / "source" / "module.txt"),
            "neighbour": str(beside),
            "data": str(course / "data" / "survey.csv"),
            "hidden": str(course / "data" / "hidden" / "tests.txt"),
            "key": str(course / "other-kernel" / "kernel.json"),
            "victim": victim.pid,
            "address": int(victim.stdout.readline()),
            "tgkill": number("tgkill"),
            "sigqueue": number("rt_sigqueueinfo"),
            **_listeners(course, stack),
        }
        yield World(course, folder, target, victim)
    shutil.rmtree(course, ignore_errors=True)


def _end(process: "subprocess.Popen[str]") -> None:
    process.kill()
    process.wait(30)
    for pipe in (process.stdin, process.stdout):
        assert pipe is not None
        with contextlib.suppress(BrokenPipeError):
            pipe.close()


def _listeners(course: Path, stack: contextlib.ExitStack) -> dict[str, Any]:
    """Somebody listens on a port, beyond loopback too, at a path, at an abstract name, and for letters."""
    port = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
    beyond = stack.enter_context(socket.create_server((_own_address(), 0)))
    abstract = f"\0{course.name}"
    named = {"listener": str(course / "listener"), "abstract": abstract, "mailbox": str(course / "mailbox")}
    for what, address in named.items():
        kind = socket.SOCK_DGRAM if what == "mailbox" else socket.SOCK_STREAM
        listener = stack.enter_context(socket.socket(socket.AF_UNIX, kind))
        listener.bind(address)
        if what != "mailbox":
            listener.listen()
        if what != "abstract":
            Path(address).chmod(0o777)
    return {**named, "port": port.getsockname()[1], "beyond": beyond.getsockname()}


def _own_address() -> str:
    """An address of this machine that is no loopback; what goes there leaves the machine as little.

    It is read from Linux's table of routes, which has each of its own addresses as a host that is local.
    """
    lines = Path("/proc/net/fib_trie").read_text().splitlines()
    local = [line.split()[-1] for line, kind in pairwise(lines) if kind.strip() == "/32 host LOCAL"]
    found = [address for address in local if not address.startswith("127.")]
    if not found:
        pytest.fail("This machine has no address but loopback: give it one, as “ip address add 198.18.0.1/32 dev lo”.")
    return found[0]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every way of confining that this machine has; without any, the tests that ask for one fail."""
    if "mode" in metafunc.fixturenames:
        metafunc.parametrize("mode", ways())
