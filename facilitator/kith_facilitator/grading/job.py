"""One submission to be graded, and what came of it: all that goes to a worker, on this machine or on another, and back.

A worker never touches the course's gradebook or its graded folders. It gets a gradebook of its own with the rows of
this one student, and puts files into a folder of its own; the one writer takes both over (``writer``).
"""

import io
import pickle
import re
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from traitlets.config import Config

from kith_facilitator.grading.course import Course, Settings
from kith_kernels import Mode

__all__ = ["Change", "Job", "Outcome", "packed", "unpacked"]


@dataclass(frozen=True)
class Change:
    """One row of the gradebook that grading made (``old`` is None), changed or took away (``new`` is None).

    ``old`` is the whole row as it was read, ``new`` what is to stand in it: of a changed row only what differs.
    """

    table: str
    key: str
    old: Mapping[str, Any] | None
    new: Mapping[str, Any] | None


@dataclass(frozen=True)
class Job:
    """One submission. ``gradebook`` is an SQLite database: the course's cells, and this student's rows.

    ``stage`` is an empty folder on the course's disk for what is made: ``graded`` takes the place of the course's
    autograded folder, ``answers`` that of the course's notes of what was answered.
    """

    student: str
    module: str
    settings: Settings
    gradebook: bytes
    stage: str
    #: What is to hold its code, at least: where that is not so, it is not run.
    mode: Mode = Mode.none


@dataclass(frozen=True)
class Outcome:
    """What came of a job: ``error`` is as from ``reasons.told`` if it failed, ``notes`` are sentences for the report.

    ``changes`` are to be written in either case, as nbgrader does. ``killed`` is whether a kernel of it was, and by no
    limit of Kith's: by its own code, or by a machine without memory.
    """

    student: str
    stage: str
    changes: tuple[Change, ...] = ()
    error: str = ""
    log: str = ""
    notes: tuple[str, ...] = ()
    killed: bool = False


# ---- for other machines ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Parcel:
    """What travels as bytes: something small, and the files that belong to it."""

    content: Any
    files: bytes


def packed(job: Job, course: Course) -> bytes:
    """A job with everything that it reads, for a machine that has nothing of the course but the same Kith.

    Where the course's gradebook lies, and by which password, stays here: a worker has its own. Raises ValueError where
    the course's folders lie outside of its root.
    """
    words = tuple(word for word in job.settings.words if not _OF_THE_GRADEBOOK.match(word))
    there = replace(job, settings=Settings("", words, job.settings.home and "there"))
    return pickle.dumps(_Parcel((there, _configuration(course)), _tar(course.needed_by(job.student, job.module))))


#: How nbgrader is told of its gradebook.
_OF_THE_GRADEBOOK = re.compile(r"--?(?:[\w.]+\.)?(?:db|db_url)(?:=|$)")
#: Sections of a configuration of which grading a submission needs nothing: other services, and their keys.
_ELSEWHERE = re.compile(r"Exchange|Authenticator|Hub|Spawner|Server|NotebookApp|FormgradeApp|CourseDirectory$")


def _configuration(course: Course) -> bytes:
    """What a course was configured to, but for what a worker has no use for; of a home that is code, and nothing."""
    import cloudpickle  # which comes with Dask; a configuration may hold functions of its own

    if course.home:
        return pickle.dumps(Config())
    made = Config({name: value for name, value in course.app.config.items() if not _ELSEWHERE.search(name)})
    kept = course.app.config.CourseDirectory.items()
    made.CourseDirectory = Config({name: value for name, value in kept if name not in ("db_url", "root")})
    pickled: bytes = cloudpickle.dumps(made)
    return pickled


def unpacked(parcel: bytes, folder: Path) -> Job:
    """The job as it is to be run there, with its course and its stage below ``folder``, which is empty."""
    opened: _Parcel = pickle.loads(parcel)  # noqa: S301  # it came over a line that only our own cluster can use
    job: Job = opened.content[0]
    configuration: bytes = opened.content[1]
    _untar(opened.files, folder)
    (folder / "stage").mkdir()
    (folder / "config").mkdir()
    (folder / "config" / "nbgrader_config.py").write_text(_AS_SENT, encoding="utf-8")
    (folder / "config" / _SENT).write_bytes(configuration)
    there = Settings(
        folder=str(folder / "config"),
        words=(*job.settings.words, f"--CourseDirectory.root={folder / 'course'}"),
        home=str(folder) if job.settings.home else None,
        alone=True,
    )
    return replace(job, settings=there, stage=str(folder / "stage"))


#: Beside each other: what a course was configured to, and the configuration file that reads it.
_SENT = "configuration.pickle"
_AS_SENT = f"""import pickle
from pathlib import Path

get_config().merge(pickle.loads(Path(__file__).with_name({_SENT!r}).read_bytes()))
"""


def outcome_packed(outcome: Outcome) -> bytes:
    """What came of a job on another machine, with its files."""
    stage = Path(outcome.stage)
    return pickle.dumps(_Parcel(outcome, _tar((path, path.name) for path in sorted(stage.iterdir()))))


def outcome_unpacked(parcel: bytes, stage: Path) -> Outcome:
    """What came of a job on another machine, as if it had been done in ``stage``, an empty folder of the course's."""
    opened = pickle.loads(parcel)  # noqa: S301  # as above
    _untar(opened.files, stage)
    return replace(opened.content, stage=str(stage))  # type: ignore[no-any-return]


def _tar(files: Iterator[tuple[Path, str]]) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz", compresslevel=1) as tar:
        for path, name in files:
            tar.add(path, name, filter=_plain)
    return made.getvalue()


def _plain(found: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """Folders and ordinary files only, owned by nobody in particular."""
    found.uid = found.gid = 0
    found.uname = found.gname = ""
    return found if found.isfile() or found.isdir() else None


def _untar(files: bytes, folder: Path) -> None:
    with tarfile.open(fileobj=io.BytesIO(files), mode="r:gz") as tar:
        tar.extractall(folder, filter="tar")
