"""What the journal promises to real ipykernel processes: two at once, and those that are killed."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import pytest
import zmq
from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.connect import write_connection_file
from jupyter_client.manager import KernelManager

from kith_exercises.journal import Journal, outbound, read_records

pytestmark = pytest.mark.e2e  # not seconds, but half a minute

KILLS, AT_ONCE, IN_ONE_JOURNAL = 200, 4, 20
PATIENCE = 60

# Every acknowledgement is told to the outside as soon as it is given: one line, by one call of the system.
WRITES = """
import os
from pathlib import Path
from kith_exercises.journal import Journal

journal = Journal.open(Path({folder!r}), "1-empathy", "reflection")
told = os.open({told!r}, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

def tell(what):
    os.write(told, (what + "\\n").encode())
"""

RESPONDS = """
for number in range(1_000):
    journal.write({name!r}, "response", number, reach="facilitator" if number % 2 else "mine")
    if number % 10 == 0:
        journal.write("text-" + {name!r}, "text", f"version {{number}} " + "of a text " * 50, reach="facilitator")
"""

GOES_ON = """
text = ""
for number in range(100_000):
    journal.write({name!r}, "response", number, reach="mine")
    tell(f"{name} response {{number}}")
    text += f"and sentence {{number}} is added to what was there before. "
    journal.write("text-" + {name!r}, "text", f"{{number}} " + text, reach="facilitator")
    tell(f"{name} text {{number}}")
    journal.compact()  # all the time, so that many are killed at it
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "1-empathy"
    made.mkdir()
    return made


def writes(folder: Path, code: str, name: str) -> str:
    told = str(folder.parent / "told")
    return WRITES.format(folder=str(folder), told=told) + code.format(name=name)


def test_two_kernels_write_a_thousand_responses_each_while_compaction_runs(folder: Path) -> None:
    journal = Journal.open(folder, "1-empathy", "reflection")
    replaced = 0
    with kernel() as first, kernel() as second:
        asked = {
            client: client.execute(writes(folder, RESPONDS, name)) for name, client in (("a", first), ("b", second))
        }
        while asked:
            replaced += compacted(journal)
            for client, message in list(asked.items()):
                if client.shell_channel.msg_ready():
                    reply = client.get_shell_msg(timeout=PATIENCE)
                    if reply["parent_header"]["msg_id"] == message:  # else: of its start
                        assert reply["content"]["status"] == "ok", reply
                        del asked[client]
            time.sleep(0.1)
    assert replaced > 2
    found = read_records(journal.private)
    responses = [record for record in found.records if record.event == "response"]
    assert (len(responses), found.damaged) == (2_000, 0)
    for name in "ab":
        assert [record.value for record in responses if record.prompt == name] == list(range(1_000))
    numbers = [record.seq for record in found.records]
    assert numbers == sorted(set(numbers))
    travelled = [record for record in read_records(journal.travelling).records if record.event == "response"]
    assert sorted(record.seq for record in travelled) == [r.seq for r in responses if r.reach == "facilitator"]


def compacted(journal: Journal) -> bool:
    """Compact it, and say whether another file stands there now."""
    before = journal.private.stat().st_ino if journal.private.exists() else None
    journal.compact()
    return before is not None and journal.private.stat().st_ino != before


@contextmanager
def kernel() -> Iterator[BlockingKernelClient]:
    """A kernel as Jupyter starts it."""
    manager = KernelManager(kernel_name="python3", transport="ipc")
    manager.start_kernel()
    client = manager.blocking_client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=PATIENCE)
        yield client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_after_two_hundred_kills_of_kernels_everything_acknowledged_is_there(tmp_path: Path) -> None:
    chance = random.Random(20261122)
    with nursery(tmp_path) as born:
        for group in range(KILLS // IN_ONE_JOURNAL):
            folder = tmp_path / f"{group}" / "1-empathy"
            folder.mkdir(parents=True)
            alive = [born.kernel(folder) for _ in range(AT_ONCE)]
            for kill in range(IN_ONE_JOURNAL):
                victim = alive.pop(chance.randrange(len(alive)))
                victim.wait_for_a_word()
                time.sleep(chance.uniform(0, 0.03))
                victim.kill()
                if kill + AT_ONCE < IN_ONE_JOURNAL:
                    alive.append(born.kernel(folder))
            everything_told_is_there(folder)


def everything_told_is_there(folder: Path) -> None:
    journal = Journal.open(folder, "1-empathy", "reflection")
    found = read_records(journal.private)
    assert found.damaged == 0
    there = {(record.prompt, record.value) for record in found.records if record.event == "response"}
    newest = {r.prompt.removeprefix("text-"): int(r.value.split()[0]) for r in found.records if r.event == "text"}
    told = [line.split() for line in (folder.parent / "told").read_text().splitlines()]
    assert len(told) >= IN_ONE_JOURNAL
    for name, what, number in told:
        if what == "response":
            assert (name, int(number)) in there
        else:
            assert newest[name] >= int(number)
    journal.write("after", "note", "and it goes on", reach="facilitator")
    assert read_records(journal.travelling).records == outbound(journal.read().records)


class Nursery:
    """A process that has imported everything and becomes a kernel as often as asked, so that each is there at once."""

    def __init__(self, place: Path, process: "subprocess.Popen[str]") -> None:
        self._place = place
        self._process = process
        self._born: list[Mortal] = []

    def kernel(self, folder: Path) -> "Mortal":
        name = f"k{len(self._born)}"
        file, _ = write_connection_file(str(self._place / f"{name}.json"), transport="ipc", ip=str(self._place / name))
        _line(self._process.stdin, file)
        pid = int(_answer(self._process.stdout))
        client = BlockingKernelClient(connection_file=file, context=zmq.Context.instance())
        client.load_connection_file()
        client.start_channels(iopub=False, stdin=False, hb=False, control=False)
        client.execute(writes(folder, GOES_ON, name))
        born = Mortal(name, pid, client, folder.parent / "told")
        self._born.append(born)
        return born

    def close(self) -> None:
        """Leave nobody behind, whatever the test came to."""
        for one in self._born:
            one.kill()
        self._process.kill()


class Mortal:
    """A kernel that is going to be killed."""

    def __init__(self, name: str, pid: int, client: BlockingKernelClient, told: Path) -> None:
        self._name, self._pid, self._client, self._told = name, pid, client, told
        self._alive = True

    def wait_for_a_word(self) -> None:
        """Wait until it has acknowledged something."""
        end = time.monotonic() + PATIENCE
        while not (self._told.exists() and f"{self._name} ".encode() in self._told.read_bytes()):
            assert time.monotonic() < end, f"kernel {self._name} acknowledged nothing"
            time.sleep(0.005)

    def kill(self) -> None:
        if self._alive:
            os.kill(self._pid, signal.SIGKILL)
            self._client.stop_channels()
        self._alive = False


@contextmanager
def nursery(place: Path) -> Iterator[Nursery]:
    command = [sys.executable, "-c", BECOMES_KERNELS]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        born = Nursery(place, process)
        try:
            yield born
        finally:
            born.close()


def _line(to: IO[str] | None, text: str) -> None:
    assert to
    to.write(text + "\n")
    to.flush()


def _answer(of: IO[str] | None) -> Any:
    assert of
    return json.loads(of.readline())


BECOMES_KERNELS = """
import os, signal, sys
import kith_exercises.journal
from ipykernel.kernelapp import launch_new_instance

signal.signal(signal.SIGCHLD, signal.SIG_IGN)
for file in sys.stdin:
    pid = os.fork()
    if pid == 0:
        os.dup2(os.open(os.devnull, os.O_RDWR), 0)
        os.dup2(0, 1)
        launch_new_instance(argv=["-f", file.strip(), "--HistoryManager.enabled=False"])
        os._exit(0)
    print(pid, flush=True)
"""
