"""The end of a cohort: what it did goes into the home's archive, for reading only, and the next can begin."""

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from kith_exercises import KithError
from kith_facilitator.configure import write_configuration
from kith_facilitator.grading.stamps import submitted_students
from kith_facilitator.home import Home, ensure_home
from kith_facilitator.keeping.archives import shut
from kith_facilitator.keeping.backup import copy_database
from kith_facilitator.working import working

__all__ = ["Closed", "Closing", "close", "what_closing_means"]

#: Of the course's tree, what a cohort did; its sources and what was built from them stay.
_TREES = ("submitted", "autograded", "feedback", "release", ".kith")


@dataclass(frozen=True)
class Closing:
    """What will happen when a cohort is closed."""

    archive: Path
    learners: int
    modules: tuple[str, ...]
    waiting: tuple[str, ...]


@dataclass(frozen=True)
class Closed:
    """The home as it is for the next cohort, and what could not be moved away."""

    home: Home
    archive: Path
    left: tuple[Path, ...]


def what_closing_means(home: Home, modules: Sequence[str], *, today: date) -> Closing:
    """Look, and change nothing. Raises KithError where there is no cohort to close."""
    if home.identity == "claimed":
        raise KithError(f"{home.root} is a demo, so it has no cohort to close. “kith reset” makes it fresh again.")
    found = {module: submitted_students(home, module) for module in modules}
    learners = {student for students in found.values() for student in students}
    course = home.exchange / home.course_id
    if not learners and not course.is_dir() and not (home.course / "gradebook.db").is_file():
        raise KithError(
            f"The course “{home.course_id}” in {home.root} has no cohort yet, so there is nothing to close."
        )
    collected = {path.read_text().strip() for path in home.course.glob("submitted/*/*/timestamp.txt")}
    inbound = sorted(course.glob("inbound/*+*+*"))
    waiting = tuple(path.name for path in inbound if _is_newer(path, inbound, collected))
    return Closing(_free(home, today), len(learners), tuple(m for m in modules if found[m]), waiting)


def close(home: Home, *, today: date, now: datetime, following: str | None) -> Closed:
    """Archive a cohort and clear the way for the next, which is called ``following`` if that is given.

    First all of it lies in the archive, then it goes from its place; cut off in between, the next run goes on.
    Raises KithError while something else works in the home.
    """
    with working(home, "“kith close”"):
        return _close(home, today=today, now=now, following=following)


def _close(home: Home, *, today: date, now: datetime, following: str | None) -> Closed:
    if following == home.course_id:
        raise KithError(f"The cohort that ends is called “{following}” itself. Give the next another name.")
    archive = _free(home, today)
    archive.parent.mkdir(mode=0o700, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=archive.parent, prefix=".making-") as folder:
        making = Path(folder, "cohort")
        making.mkdir(mode=0o700)
        _copy(home, making)
        (making / "README.txt").write_text(
            f"The course “{home.course_id}”, closed {now:%Y-%m-%d}. For reading only. gradebook.db opens in any "
            "SQLite program; what learners submitted is in “submitted”, what they were told in “feedback”.\n",
            encoding="utf-8",
        )
        making.rename(archive)
    left = _clear(home, archive)
    shut(archive)
    made = ensure_home(home.root, course_id=following)
    write_configuration(made)
    return Closed(made, archive, tuple(left))


def _copy(home: Home, target: Path) -> None:
    for name in _TREES:
        if (home.course / name).is_dir():
            shutil.copytree(home.course / name, target / name, symlinks=True)
    if home.editions.is_dir():
        shutil.copytree(home.editions, target / "editions", symlinks=True)
    for path in (home.root / "kith.toml", home.root / "cohort.toml"):
        if path.is_file():
            shutil.copy2(path, target)
    if (home.course / "gradebook.db").is_file():
        copy_database(home.course / "gradebook.db", target / "gradebook.db")


def _clear(home: Home, archive: Path) -> list[Path]:
    """Take away what the archive has now; the exchange moves there, with files that belong to learners."""
    left: list[Path] = []
    for place in [
        *(home.course / name for name in _TREES),
        home.editions,
        home.course / "gradebook.db",
        home.root / "cohort.toml",
    ]:
        if place.is_dir():
            shutil.rmtree(place, onerror=lambda _call, path, _error: left.append(Path(path)))
        else:
            place.unlink(missing_ok=True)
    course = home.exchange / home.course_id
    if course.is_dir():
        try:
            course.rename(archive / "exchange")
        except OSError:  # another disk, or another's folder
            shutil.copytree(course, archive / "exchange", symlinks=True, ignore_dangling_symlinks=True)
            shutil.rmtree(course, onerror=lambda _call, path, _error: left.append(Path(path)))
    return left


def _free(home: Home, today: date) -> Path:
    """A name for the archive that nothing has yet."""
    usual = home.root / "archive" / f"{home.course_id}-{today.isoformat()}"
    names = (usual, *(usual.with_name(f"{usual.name}-{number}") for number in range(2, 1000)))
    return next(path for path in names if not path.exists())


def _is_newer(path: Path, inbound: Sequence[Path], collected: set[str]) -> bool:
    """Whether this submission is its sender's newest for the module, and was not collected."""
    student, module, sent = path.name.split("+")[:3]
    same = [each.name.split("+")[2] for each in inbound if each.name.split("+")[:2] == [student, module]]
    return sent == max(same) and sent not in collected
