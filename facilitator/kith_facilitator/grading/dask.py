"""Grading on other machines: the same jobs as in processes here, on a Dask cluster, and never without TLS.

Whoever reaches an open cluster runs what they like on it. So the line is encrypted, and both ends show a certificate,
by Dask's own settings. Jobs and what comes of them travel as bytes; the gradebook never leaves this machine.
"""

import sys
import threading
import uuid
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from importlib.metadata import version
from pathlib import Path
from queue import Empty, SimpleQueue
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Any, Self

from distributed import Client, Security

from kith_exercises import KithError
from kith_facilitator.grading.bound import FREE, Bound
from kith_facilitator.grading.course import Course
from kith_facilitator.grading.job import Job, Outcome, outcome_packed, outcome_unpacked, packed, unpacked
from kith_facilitator.grading.pool import Done, Pool
from kith_kernels.protection import Protection, active

__all__ = ["Cluster"]

_PATIENCE = 60.0  # seconds without a scheduler or any worker
_LOOK = 2.0  # seconds between two looks whether they are still there
_AHEAD = 2  # jobs for each hand: one at work, one that has travelled already

#: What comes back of a job: the packed outcome, or nothing and why, and what was said.
Answer = tuple[bytes, str, str]


class Cluster:
    """The workers of a Dask cluster as hands for grading, within a ``with`` block.

    A job whose worker dies is done again by another. ``protection`` is the weakest of all workers'. Raises KithError if
    the cluster can't be used or goes away, for longer than ``patience`` in seconds; what was done by then stays done.
    """

    def __init__(self, address: str, course: Course, *, patience: float = _PATIENCE) -> None:
        self._course, self._run, self._patience = course, uuid.uuid4().hex, patience
        self._address = _with_tls(address)
        self._client: Any = _connected(self._address, patience)
        try:
            self.protection = _alike(self._client, self._address)
        except BaseException:
            self._client.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            self._client.run(_end, self._run, on_error="ignore")
        except OSError:
            pass  # they are gone, and what they did with them
        finally:
            self._client.close(timeout=_LOOK)

    def run(
        self, work: Callable[[Job], Outcome], pieces: Iterable[Job], bound: Bound = FREE
    ) -> Iterator[Done[Job, Outcome]]:
        """What came of each job, as it comes: in no order. A job is asked for when there are hands free for it.

        What takes more than the ``bound``, there, fails.
        """
        waiting, again = iter(pieces), deque[Job]()
        came: SimpleQueue[Any] = SimpleQueue()
        under_way: dict[str, tuple[Job, Any]] = {}
        hands = self._hands()
        try:
            while True:
                while len(under_way) < _AHEAD * hands and (job := _next(again, waiting)) is not None:
                    future = self._submitted(work, job, bound)
                    under_way[future.key] = job, future
                    future.add_done_callback(came.put)
                if not under_way:
                    return
                future = self._finished(came)
                hands = self._hands()
                job, _ = under_way.pop(future.key)
                done = self._done(future, job)
                if done is None:
                    again.append(job)
                else:
                    yield done
        finally:
            self._client.cancel([future for _, future in under_way.values()])

    def _submitted(self, work: Callable[[Job], Outcome], job: Job, bound: Bound) -> Any:
        parcel = packed(job, self._course)
        key = f"kith-{self._run}-{uuid.uuid4().hex}"
        return self._client.submit(_there, self._run, work, parcel, bound, key=key, pure=False)

    def _finished(self, came: SimpleQueue[Any]) -> Any:
        alone = 0.0
        while True:
            try:
                return came.get(timeout=_LOOK)
            except Empty:
                alone = 0.0 if self._hands() else alone + _LOOK
            if alone >= self._patience:
                raise KithError(
                    f"No worker of the cluster at {self._address} is left. Start some, and run this again: "
                    "what is graded stays graded."
                )

    def _hands(self) -> int:
        """How many jobs can be done at once, by those workers that are there now."""
        try:
            return sum(self._client.nthreads().values())
        except (OSError, TimeoutError) as error:
            raise self._gone(error) from error

    def _gone(self, how: object) -> KithError:
        return KithError(
            f"The cluster at {self._address} went away ({how}). Start it, and run this again: what is graded stays so."
        )

    def _done(self, future: Any, job: Job) -> Done[Job, Outcome] | None:
        """What came of a job; None if that died with the worker that had it, so that it has to be done again."""
        try:
            if future.status == "error":
                error = future.exception(timeout=self._patience)
                return Done(job, None, f"{type(error).__name__}: {error}")
            parcel, reason, log = (
                future.result(timeout=self._patience) if future.status == "finished" else (None, "", "")
            )
        except (CancelledError, OSError, TimeoutError):
            return None
        if parcel is None:  # lost, or cancelled by nobody here
            return None
        if not parcel:
            return Done(job, None, reason, log)
        return Done(job, outcome_unpacked(parcel, Path(job.stage)), "", log)


def _next(again: deque[Job], waiting: Iterator[Job]) -> Job | None:
    return again.popleft() if again else next(waiting, None)


def _with_tls(address: str) -> str:
    if address.startswith("tls://"):
        return address
    raise KithError(
        f"{address} is no address with TLS, and without it anybody who reaches the cluster could run code as you. "
        "Start the cluster with certificates, and name it as in --dask tls://host:8786."
    )


def _connected(address: str, patience: float) -> Client:
    security = Security(require_encryption=True)
    if not (security.tls_ca_file and security.tls_client_cert):
        raise KithError(
            "Dask's settings name no certificates. Set distributed.comm.tls.ca-file, distributed.comm.tls.client.cert "
            "and client.key, in ~/.config/dask/distributed.yaml or as variables such as "
            "DASK_DISTRIBUTED__COMM__TLS__CA_FILE."
        )
    try:
        client = Client(address, security=security, timeout=patience, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise KithError(
            f"The cluster at {address} can't be reached: {error}. See that its scheduler runs and that both ends use "
            "certificates of the same authority."
        ) from error
    try:
        client.wait_for_workers(1, timeout=patience)
    except (OSError, TimeoutError) as error:
        client.close()
        raise KithError(f"The cluster at {address} has no workers. Start some with “dask worker”.") from error
    return client


def _alike(client: Any, address: str) -> Protection:
    """The weakest protection on any of the workers. Raises KithError if one has not the same Kith as this machine."""
    found = client.run(_about, on_error="return")
    ours = _versions()
    protections: list[Protection] = []
    for worker, said in found.items():
        if isinstance(said, OSError):
            continue  # it has just gone; its line was closed
        if isinstance(said, BaseException):
            raise KithError(f"The worker {worker} can't grade: {said}. Install this Kith there, with its “dask” extra.")
        theirs, protection = said
        if theirs != ours:
            raise KithError(f"The worker {worker} has {theirs}, and this machine {ours}. Install the same on both.")
        protections.append(protection)
    if not protections:
        raise KithError(f"The cluster at {address} has no workers. Start some with “dask worker”.")
    return min(protections, key=lambda protection: protection.mode.strength)


def _versions() -> str:
    python = ".".join(map(str, sys.version_info[:2]))
    return f"Kith {version('kith-course-kit')}, nbgrader {version('nbgrader')}, Python {python}"


# ---- what runs on a worker of the cluster ----------------------------------------------------------------------


def _about() -> tuple[str, Protection]:
    return _versions(), active()


def _there(run: str, work: Callable[[Job], Outcome], parcel: bytes, bound: Bound) -> Answer:
    """Do a job in a process of its own: a worker may use threads, and nbgrader changes what all threads share."""
    with TemporaryDirectory(prefix="kith-") as place:
        for done in _own_pool(run).run(_unpacked_and_done, [(work, parcel, place)], bound):
            return done.made or b"", done.error, done.log
    return b"", "ClusterError: nothing came of it", ""


def _unpacked_and_done(piece: tuple[Callable[[Job], Outcome], bytes, str]) -> bytes:
    work, parcel, place = piece
    return outcome_packed(work(unpacked(parcel, Path(place))))


#: By thread: the run that it last worked for, and its process.
_pools: dict[int, tuple[str, Pool]] = {}
_changing = threading.Lock()


def _own_pool(run: str) -> Pool:
    """This thread's process; a new one for each run, since what a course is configured by stays in it."""
    import multiprocessing

    me = threading.get_ident()
    with _changing:
        before = _pools.get(me)
        if before and before[0] == run:
            return before[1]
        # Dask's nannies mark a worker as one that has no processes of its own. Ours end with it in any case.
        multiprocessing.current_process().daemon = False
        _pools[me] = (run, Pool(1))
    if before:
        before[1].end()
    return _pools[me][1]


def _end(run: str, **_: Any) -> None:
    """The processes of a run are ended."""
    with _changing:
        over = [me for me, (name, _) in _pools.items() if name == run]
        pools = [_pools.pop(me)[1] for me in over]
    for pool in pools:
        pool.end()
