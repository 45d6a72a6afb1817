"""A cluster grades as this machine does, by TLS only, and a worker that dies takes nothing with it."""

import atexit
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import dask.config
import pytest
import trustme
from distributed import Client, Security

from benchmarks._gradebook import dump
from kith_exercises import KithError
from kith_facilitator.grading.course import Course
from kith_facilitator.grading.dask import Cluster
from kith_facilitator.grading.grade import Track, grade_course
from kith_facilitator.grading.report import GradeReport
from kith_facilitator.home import Home
from kith_kernels.protection import FORCED
from tests.facilitator.steps import grade, kith, submit
from tests.small_course import MODULE, copied

PEOPLE = ("sim-001", "sim-002", "sim-003", "sim-004")


@cache
def settings() -> dict[str, str]:
    """Dask's settings for certificates of an authority that lasts as long as these tests."""
    folder = TemporaryDirectory(prefix="kith-tls-")
    atexit.register(folder.cleanup)
    return certified(Path(folder.name))


def certified(folder: Path) -> dict[str, str]:
    """Dask's settings for certificates of a new authority."""
    authority, pair = f"{folder}/authority.pem", f"{folder}/pair.pem"
    made = trustme.CA()
    made.cert_pem.write_to_path(authority)
    made.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(pair)
    return {
        "distributed.comm.tls.ca-file": authority,
        "distributed.comm.tls.client.cert": pair,
        "distributed.comm.tls.client.key": pair,
    }


@contextmanager
def started(folder: Path, *words: str) -> Iterator["subprocess.Popen[bytes]"]:
    """One of Dask's own programs with certificates, and all that it starts, until the block ends."""
    command = [str(Path(sys.executable).parent / "dask"), *words, "--no-dashboard", "--host", "127.0.0.1"]
    command += [
        f"--tls-{name}={path}" for name, path in zip(("ca-file", "cert", "key"), settings().values(), strict=True)
    ]
    with (folder / f"{words[0]}-{time.monotonic_ns()}.log").open("wb") as log:
        env = {**os.environ, "DASK_TEMPORARY_DIRECTORY": str(folder)}
        process = subprocess.Popen(command, cwd=folder, env=env, stdout=log, stderr=log, start_new_session=True)
    try:
        yield process
    finally:
        killed(process)


def killed(process: "subprocess.Popen[bytes]") -> None:
    """A program and the processes that it started are gone, without having been asked."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@dataclass(frozen=True)
class Scheduler:
    """A scheduler's address, and where it noted that."""

    address: str
    note: Path
    process: "subprocess.Popen[bytes]"


@contextmanager
def scheduling(folder: Path) -> Iterator[Scheduler]:
    """A scheduler that can be reached."""
    note = folder / "scheduler.json"
    with started(folder, "scheduler", "--protocol", "tls", "--port", "0", "--scheduler-file", str(note)) as process:
        end = time.monotonic() + 120
        while not note.exists() or not note.read_text():
            assert process.poll() is None, log_of(folder)
            assert time.monotonic() < end, log_of(folder)
            time.sleep(0.1)
        yield Scheduler(json.loads(note.read_text())["address"], note, process)


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scheduler]:
    with scheduling(tmp_path_factory.mktemp("cluster")) as found:
        yield found


def log_of(folder: Path) -> str:
    return "\n".join(path.read_text(errors="replace") for path in folder.glob("*.log"))


@contextmanager
def worker(note: Path, *words: str) -> Iterator["subprocess.Popen[bytes]"]:
    with started(note.parent, "worker", "--scheduler-file", str(note), "--nthreads", "1", *words) as process:
        yield process


def wait_for(workers: int, address: str) -> None:
    """So many workers are there; on a busy machine that takes a while."""
    with dask.config.set(settings()), Client(address, security=Security(require_encryption=True), timeout=60) as client:
        client.wait_for_workers(workers, timeout=120)


@pytest.fixture(scope="module")
def submitted(released: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home in which four learners have submitted and nobody is graded."""
    made = copied(released, tmp_path_factory.mktemp("submitted") / "home")
    for learner in PEOPLE:
        submit(made, learner, f"Words of {learner}: größer, 平均, 🙂")
    return made


def kith_in_a_process(*words: str, home: Home) -> str:
    """What a command says that a person runs, who has told Dask by variables where their certificates lie."""
    told = {f"DASK_{name.upper().replace('.', '__').replace('-', '_')}": path for name, path in settings().items()}
    done = subprocess.run(
        [sys.executable, "-m", "kith_facilitator", *words],
        env={**os.environ, **told, "KITH_HOME": str(home.root)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


def jobs_done(address: str) -> list[int]:
    """How many jobs each worker of the cluster has come to the end of."""
    with dask.config.set(settings()), Client(address, security=Security(require_encryption=True), timeout=60) as client:
        return list(client.run(lambda dask_worker: dask_worker.state.executed_count).values())


def graded_there(home: Home, address: str, track: Track = list, patience: float = 60) -> GradeReport:
    """As ``kith grade --dask``."""
    course = Course.of(home)
    with dask.config.set(settings()), Cluster(address, course, patience=patience) as hands:
        return grade_course(course, MODULE, track=track, hands=hands, protection=hands.protection)


def test_what_a_dying_worker_had_is_graded_by_another_and_all_is_as_if_graded_here(
    scheduler: Scheduler, submitted: Home, tmp_path: Path
) -> None:
    address, note = scheduler.address, scheduler.note
    here, there = copied(submitted, tmp_path / "here"), copied(submitted, tmp_path / "there")
    grade(here)
    with worker(note) as first, worker(note, "--no-nanny") as second:

        def track(names: Collection[str]) -> Iterator[str]:
            for number, name in enumerate(names):
                yield name
                if number == 0:
                    killed(second)

        wait_for(2, address)
        report = graded_there(there, address, track)
        assert first.poll() is None
    assert (report.graded, report.failed) == (PEOPLE, ()), log_of(note.parent)
    assert dump(f"sqlite:///{there.course / 'gradebook.db'}") == dump(f"sqlite:///{here.course / 'gradebook.db'}")
    for learner in PEOPLE:
        graded = [home.course / "autograded" / learner / MODULE for home in (here, there)]
        assert {path.name for path in graded[0].iterdir()} == {path.name for path in graded[1].iterdir()}
    assert grade(there).unchanged == PEOPLE


def test_the_command_has_both_workers_grade_and_leaves_what_it_leaves_here(
    scheduler: Scheduler, submitted: Home, tmp_path: Path
) -> None:
    here, there = copied(submitted, tmp_path / "here"), copied(submitted, tmp_path / "there")
    grade(here)
    with worker(scheduler.note), worker(scheduler.note):
        wait_for(2, scheduler.address)
        said = kith_in_a_process("grade", MODULE, "--dask", scheduler.address, home=there)
        worked = jobs_done(scheduler.address)
    assert f"{len(PEOPLE)} graded, 0 unchanged" in said, said
    assert "Protection: " in said
    assert sum(worked) == len(PEOPLE)
    assert len(worked) == 2
    assert min(worked) >= 1
    assert dump(f"sqlite:///{there.course / 'gradebook.db'}") == dump(f"sqlite:///{here.course / 'gradebook.db'}")
    assert "0 graded, 4 unchanged" in kith("grade", MODULE, home=there.root)


def test_who_has_a_certificate_of_another_authority_can_not_use_the_cluster(
    scheduler: Scheduler, submitted: Home, tmp_path: Path
) -> None:
    refused = pytest.raises(KithError, match="both ends use certificates of the same authority")
    with dask.config.set(certified(tmp_path)), refused:
        Cluster(scheduler.address, Course.of(submitted), patience=5)


def test_when_the_scheduler_dies_that_is_said_and_the_next_run_does_what_is_left(
    submitted: Home, tmp_path: Path
) -> None:
    home, finished = copied(submitted, tmp_path / "home"), list[str]()
    (tmp_path / "cluster").mkdir()
    with scheduling(tmp_path / "cluster") as scheduler, worker(scheduler.note):

        def track(names: Collection[str]) -> Iterator[str]:
            for name in names:
                finished.append(name)
                yield name
                killed(scheduler.process)

        wait_for(1, scheduler.address)
        with pytest.raises(KithError, match=r"went away .*Start it, and run this again: what is graded stays so"):
            graded_there(home, scheduler.address, track, patience=10)
    assert 1 <= len(finished) < len(PEOPLE), log_of(tmp_path / "cluster")
    again = grade(home)
    assert (again.unchanged, again.failed) == (tuple(sorted(finished)), ())
    assert set(again.graded) == set(PEOPLE) - set(finished)


def test_where_a_worker_has_nothing_to_hold_code_a_stranger_s_is_not_sent(
    scheduler: Scheduler, submitted: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, note = scheduler.address, scheduler.note
    home = copied(submitted, tmp_path / "home")
    (home.course / "submitted/sim-004").rename(home.course / "submitted/ada")
    monkeypatch.setenv(FORCED, "none")
    with worker(note, "--no-nanny"):
        wait_for(1, address)
        report = graded_there(home, address)
    assert report.graded == PEOPLE[:3]
    assert [(student, "--unsafe" in reason) for student, reason in report.failed] == [("ada", True)]


def test_a_cluster_without_tls_is_refused_before_anything_is_sent(submitted: Home) -> None:
    with pytest.raises(KithError, match="no address with TLS"):
        Cluster("tcp://127.0.0.1:1", Course.of(submitted))


def test_without_certificates_the_settings_are_named(submitted: Home) -> None:
    with pytest.raises(KithError, match=r"distributed\.comm\.tls\.ca-file"):
        Cluster("tls://127.0.0.1:1", Course.of(submitted))
