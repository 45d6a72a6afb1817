"""Processes that work side by side: one that dies fails its own piece, and none outlives whoever wants its work."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kith_facilitator.grading.bound import FREE, Bound
from kith_facilitator.grading.pool import Done, Pool
from tests.grading.work import MIB, Piece, work


def pieces(*dos: str) -> list[Piece]:
    return [Piece(number, do) for number, do in enumerate(dos)]


@pytest.fixture(scope="module")
def done() -> dict[int, Done[Piece, str]]:
    dos = ("fine", "raise", "exit", "kill", "print", "fine", "sys.exit", "moved", "fine")
    with Pool(2) as pool:
        return {found.piece.number: found for found in pool.run(work, pieces(*dos))}


def test_a_process_that_dies_fails_its_own_piece_and_no_other(done: dict[int, Done[Piece, str]]) -> None:
    assert sorted(done) == list(range(9))
    assert [done[number].made for number in (0, 4, 5, 8)] == ["done"] * 4
    assert done[2].error == "WorkerDiedError: the process that worked on it ended with code 9"
    assert done[3].error == "WorkerDiedError: the process that worked on it ended with signal 9"
    assert "last words" in done[3].log


def test_an_error_is_told_with_what_led_to_it(done: dict[int, Done[Piece, str]]) -> None:
    assert done[1].error == "ValueError: this one is bad"
    assert 'raise ValueError("this one is bad")' in done[1].log
    assert done[6].error == "SystemExit: 3"


def test_the_last_one_may_die_too() -> None:
    with Pool(1) as pool:
        found = list(pool.run(work, pieces("fine", "kill")))
    assert [one.made for one in found] == ["done", None]


def test_each_begins_where_the_one_is_that_wants_its_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KITH_TEST", "said")
    with Pool(1) as pool:
        (found,) = pool.run(work, pieces("where"))
    assert found.made == f"{tmp_path} said"


def test_pieces_may_become_more_while_they_are_done() -> None:
    growing = Growing(pieces("fine"))
    seen = []
    with Pool(1) as pool:
        for found in pool.run(work, growing):
            seen.append(found.piece.number)
            if len(seen) < 3:
                growing.waiting.append(Piece(len(seen), "fine"))
    assert seen == [0, 1, 2]


def test_whoever_is_done_has_the_next_piece_before_the_last_one_is_looked_at() -> None:
    asked = []

    def given() -> Iterator[Piece]:
        for piece in pieces(*["fine"] * 5):
            asked.append(piece.number)
            yield piece

    with Pool(1) as pool:
        counts = [(found.piece.number, len(asked)) for found in pool.run(work, given())]
    assert counts == [(0, 3), (1, 4), (2, 5), (3, 5), (4, 5)]


def test_workers_of_a_pool_that_was_begun_early_have_what_was_imported_then() -> None:
    words = [sys.executable, "-c", BEGUN]
    done = subprocess.run(words, cwd=Path(__file__).parents[2], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout.split() == ["there"] * 4, done.stderr


BEGUN = """
import sys
from types import ModuleType
from kith_facilitator.grading.pool import Pool, begin
from tests.grading.work import Piece, work
sys.modules["imported_early"] = ModuleType("imported_early")
begin("colorsys")
with Pool(2) as pool:
    asked = [Piece(at, f"has {name}") for at in range(2) for name in ("imported_early", "colorsys")]
    print(*(found.made for found in pool.run(work, asked)))
"""


class Growing:
    """Pieces that may become more."""

    def __init__(self, waiting: list[Piece]) -> None:
        self.waiting = waiting

    def __iter__(self) -> "Growing":
        return self

    def __next__(self) -> Piece:
        if not self.waiting:
            raise StopIteration
        return self.waiting.pop()


def bounded(bound: Bound, *dos: str, workers: int = 1) -> dict[int, Done[Piece, str]]:
    with Pool(workers) as pool:
        return {found.piece.number: found for found in pool.run(work, pieces(*dos), bound)}


def test_a_piece_that_takes_more_memory_than_it_may_fails_and_the_others_have_as_much_as_before() -> None:
    dos = ("eat 200", "eat 300", "eat 200")
    found = bounded(Bound(memory=256 * MIB), *dos)
    assert [found[number].made for number in range(3)] == ["done", None, "done"]
    assert found[1].error.startswith("MemoryError")
    assert [done.made for done in bounded(FREE, *dos).values()] == ["done"] * 3


def test_a_process_that_gives_memory_not_back_does_no_further_piece() -> None:
    found = bounded(Bound(memory=256 * MIB), "who", "keep 40", "who", "keep 120", "who", "keep 200")
    assert [found[number].made for number in (1, 3, 5)] == ["done"] * 3
    assert found[0].made == found[2].made != found[4].made


@pytest.mark.parametrize(
    ("bound", "do", "error"),
    [
        (Bound(busy=0.5), "spin", "TooSlowError: it was worked on for "),
        (Bound(seconds=0.5), "hold {}", "TooLongError: nothing came of it in "),
    ],
)
def test_a_piece_that_takes_too_long_is_ended_and_the_others_are_done(
    tmp_path: Path, bound: Bound, do: str, error: str
) -> None:
    found = bounded(bound, "fine", do.format(tmp_path), "fine", "fine", workers=2)
    assert found[1].error.startswith(error)
    assert [found[number].made for number in (0, 2, 3)] == ["done"] * 3
    assert not any(alive(int(path.name)) for path in tmp_path.iterdir())


def test_to_wait_is_not_to_work() -> None:
    assert bounded(Bound(busy=0.5), "wait 2")[0].made == "done"


def until(so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def alive(process: int) -> bool:
    """Whether a process runs; one that nobody has asked after yet does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


HOLD = """
import sys
from kith_facilitator.grading.pool import Pool
from tests.grading.work import Piece, work
with Pool(2) as pool:
    list(pool.run(work, [Piece(0, "hold " + sys.argv[1]), Piece(1, "hold " + sys.argv[1])]))
"""


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGINT])
def test_no_process_outlives_the_one_that_was_stopped(tmp_path: Path, sign: signal.Signals) -> None:
    words = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(words, cwd=Path(__file__).parents[2], stderr=subprocess.DEVNULL) as owner:
        until(lambda: len(list(tmp_path.iterdir())) == 2)
        workers = [int(path.name) for path in tmp_path.iterdir()]
        assert all(alive(worker) for worker in workers)
        owner.send_signal(sign)
        try:
            owner.wait(60)
        finally:
            owner.kill()  # or the block would wait for ever
    until(lambda: not any(alive(worker) for worker in workers))


def test_what_a_killed_one_left_is_cleared_by_the_next_and_what_is_held_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left, new = tmp_path / "kith-pool-left", tmp_path / "kith-pool-new"
    left.mkdir()
    new.mkdir()
    (left / "it.log").write_text("last words")
    with Pool(1):
        (held,) = set(tmp_path.iterdir()) - {left, new}
        for folder in (left, held):
            os.utime(folder, (0, 0))
        with Pool(1):
            assert not left.exists()
            assert {held, new} < set(tmp_path.iterdir())
    assert list(tmp_path.iterdir()) == [new]
