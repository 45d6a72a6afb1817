"""Work that is done in several processes at once, each a place for one piece at a time.

Never threads: nbgrader changes the working folder and the environment of its whole process. A process that dies fails
the piece that it worked on, and no other; a new one takes its place.
"""

import fcntl
import os
import shutil
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from multiprocessing import forkserver, get_context, resource_tracker, util
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import gettempdir, mkdtemp
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from kith_facilitator.grading.bound import FREE, Bound, processor_seconds
from kith_facilitator.grading.serving import Start, serve
from kith_kernels.warm import Lent

__all__ = ["Done", "Pool", "begin", "cores"]

Piece = TypeVar("Piece")
Made = TypeVar("Made")

#: Imports what each of them needs.
_PRELOAD = ["kith_facilitator.grading.preload", "kith_facilitator.grading.rehearsal"]

_PATIENCE = 3.0  # seconds that a process has to end when it is asked to
_NAME = "kith-pool-"
_JUST_NOW = 10.0  # seconds between the making of a folder and its being held, at most
_TAIL = 4000  # characters of what a process said before it died
_LOOK = 1.0  # seconds between two looks at what those take that are at work


@dataclass(frozen=True)
class Done(Generic[Piece, Made]):
    """What came of one piece of work: ``made``, or in ``error`` why nothing did, with all that was said in ``log``.

    ``error`` reads like the last line of a traceback, for ``reasons.reason_of``.
    """

    piece: Piece
    made: Made | None = None
    error: str = ""
    log: str = ""


class Pool:
    """Up to ``workers`` processes (as many as there are cores, if nothing is said), which end with the ``with`` block.

    ``work`` is a function of a module, and pieces and what it makes of them can be pickled::

        with Pool(2) as pool:
            for done in pool.run(grade, jobs):
                ...

    They begin with this process's environment, working folder and path as these are when the first piece comes, and
    with the parent of kernels that ``lend`` has for each of them, if it has one.
    """

    def __init__(
        self,
        workers: int | None = None,
        *,
        lend: Callable[[], Lent | None] = lambda: None,
    ) -> None:
        self._size = workers or cores()
        # One clean process imports what is needed, and each worker is a fork of it: no thread of ours is ever forked.
        self._context = get_context("forkserver")
        self._context.set_forkserver_preload(_PRELOAD)
        self._lend = lend
        self._workers: list[_Worker] = []
        _remove_left_over()
        self._said = Path(mkdtemp(prefix=_NAME))
        self._held = os.open(self._said, os.O_RDONLY | os.O_DIRECTORY)
        fcntl.flock(self._held, fcntl.LOCK_EX)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.end()

    def run(
        self, work: Callable[[Piece], Made], pieces: Iterable[Piece], bound: Bound = FREE
    ) -> Iterator[Done[Piece, Made]]:
        """What came of each piece, as it comes: in no order. One that takes more than the ``bound`` fails.

        A piece is asked for when a process is free to take it, and one more, so that none waits for it. Nor does one
        wait for what is done with a piece that is made.
        """
        waiting, busy, ahead = iter(pieces), dict[_Worker, Piece](), deque[Piece]()

        def hand_out() -> None:
            while len(busy) < self._size and (ahead or _ask(waiting, ahead)):
                worker, piece = self._free(busy), ahead.popleft()
                worker.take(work, piece, bound)
                busy[worker] = piece
            if not ahead:
                _ask(waiting, ahead)

        hand_out()
        while busy:
            for worker in _ready(busy, bound):
                done = worker.made(busy.pop(worker))
                hand_out()
                yield done
            hand_out()

    def end(self) -> None:
        """End all processes, whatever they are at; doing it twice is harmless."""
        working = [worker for worker in self._workers if worker.alive]
        for worker in working:
            worker.stop()
        for worker in working:
            worker.join()
        self._workers.clear()
        if self._held >= 0:
            shutil.rmtree(self._said, ignore_errors=True)
            os.close(self._held)
            self._held = -1

    def _free(self, busy: "dict[_Worker, Any]") -> "_Worker":
        self._workers = [worker for worker in self._workers if worker.alive]
        for worker in self._workers:
            if worker not in busy:
                return worker
        worker = _Worker(self._context, self._said / f"{os.urandom(4).hex()}.log", self._lend())
        self._workers.append(worker)
        return worker


class _Worker:
    """One process, the line on which it gets work, and the one by whose end it knows that nobody waits any more."""

    def __init__(self, context: Any, said: Path, lent: Lent | None) -> None:
        self._said = said
        self.line, its_line = context.Pipe()
        its_life, self._life = context.Pipe(duplex=False)
        start = Start(str(said), str(Path.cwd()), dict(os.environ), list(sys.path), lent)
        self.process: BaseProcess = context.Process(target=serve, args=(its_line, its_life, start), daemon=True)
        self.process.start()
        if lent is not None:
            lent.line.close()
        its_line.close()
        its_life.close()
        self.alive = True
        self._bound, self._began, self._worked, self._exceeded = FREE, 0.0, 0.0, ""

    def take(self, work: Callable[[Any], Any], piece: Any, bound: Bound) -> None:
        self._bound, self._began, self._worked = bound, time.monotonic(), processor_seconds(self.process.pid)
        with suppress(BrokenPipeError, ConnectionResetError):  # it is dead, as ``made`` will find
            self.line.send((work, piece, bound.memory))

    def look(self) -> None:
        """End the process if its piece takes more than it may; its line says so then."""
        if self._exceeded:
            return
        worked = processor_seconds(self.process.pid) - self._worked
        self._exceeded = self._bound.exceeded(time.monotonic() - self._began, worked)
        if self._exceeded:
            self.process.kill()

    def made(self, piece: Any) -> Done[Any, Any]:
        try:
            value, error, log, last = self.line.recv()
        except (EOFError, OSError):  # it ended, in the middle of its answer perhaps
            return self._died(piece)
        if last or self._exceeded:
            self._end()
        return Done(piece, value, error, log)

    def stop(self) -> None:
        self._life.close()
        self.line.close()
        with suppress(OSError):
            self.process.terminate()

    def join(self) -> None:
        self.process.join(_PATIENCE)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()
        self.process.close()

    def _died(self, piece: Any) -> Done[Any, Any]:
        self.process.join(_PATIENCE)
        code = self.process.exitcode
        how = f"signal {-code}" if code is not None and code < 0 else f"code {code}"
        self._end()
        said = self._said.read_text(encoding="utf-8", errors="replace")[-_TAIL:] if self._said.is_file() else ""
        error = self._exceeded or f"WorkerDiedError: the process that worked on it ended with {how}"
        return Done(piece, None, error, said)

    def _end(self) -> None:
        self.stop()
        self.join()
        self.alive = False


def _remove_left_over() -> None:
    """Folders of pools that were killed are gone: nobody holds them, and they are not being made just now."""
    for path in Path(gettempdir()).glob(f"{_NAME}*"):
        with suppress(OSError):  # held, somebody else's, or removed by another pool meanwhile
            at = path.lstat()
            if at.st_uid != os.geteuid() or time.time() - at.st_mtime < _JUST_NOW:
                continue
            held = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(path)
            finally:
                os.close(held)


def begin(rehearsal: str) -> None:
    """From now on workers come out of a fork of this process as it is: what it has imported they need not import.

    That fork imports ``rehearsal`` besides, while this process goes on: a module that does what takes long once.
    For a command that has imported all that it works with and opened nothing yet. Where such a fork is not safe,
    workers come out of a process that imports for itself, as they do for whoever does not call this.
    """
    if sys.platform != "linux" or len(list(Path("/proc/self/task").iterdir())) > 1:
        return
    get_context("forkserver").set_forkserver_preload([rehearsal])
    started = util.spawnv_passfds
    util.spawnv_passfds = _forked  # type: ignore[assignment]  # for these two
    try:
        resource_tracker.ensure_running()
        forkserver.ensure_running()
    finally:
        util.spawnv_passfds = started


def _forked(_path: object, words: Sequence[str], kept: Sequence[int]) -> int:
    """What ``multiprocessing`` starts, its fork server for one, as a fork; it has no file but those in ``kept``."""
    pid = os.fork()
    if pid:
        return pid
    try:
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        first, *rest = sorted({*range(3), *kept})
        for number in rest:
            os.closerange(first + 1, number)
            first = number
        os.closerange(first + 1, os.sysconf("SC_OPEN_MAX"))
        exec(words[-1], {})  # noqa: S102  # the one line of Python that the program would be told
    finally:
        os._exit(0)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _ask(waiting: Iterator[Piece], ahead: deque[Piece]) -> bool:
    """Whether there was one more piece; whoever has none now may have one later."""
    ahead.extend(islice(waiting, 1))
    return bool(ahead)


def _ready(busy: dict[_Worker, Any], bound: Bound) -> list[_Worker]:
    """Those that have something to say, or are dead: the line of a dead one ends. The others are looked at."""
    lines = {worker.line: worker for worker in busy}
    found = wait(list(lines), None if bound == FREE else _LOOK)
    for line in lines.keys() - set(found):
        lines[line].look()
    return [lines[line] for line in lines if line in found]
