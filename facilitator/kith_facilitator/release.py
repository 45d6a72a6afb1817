"""Building a module and putting it where learners can fetch it."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kith_exercises import KithError
from kith_exercises.definitions import load_prompts, renamed
from kith_exercises.journal import utc_now
from kith_facilitator._resources import bundled_course
from kith_facilitator.agree import announce
from kith_facilitator.answers import rename_answers
from kith_facilitator.correction import Correction, correct
from kith_facilitator.course.build import Progress, build_course
from kith_facilitator.course.model import Course, load_course
from kith_facilitator.files import digest_of, write_atomically
from kith_facilitator.home import Home
from kith_facilitator.late import apply_penalties
from kith_facilitator.nbgrader_api import Nbgrader, StepFailed

__all__ = ["Released", "build_home", "course_of", "fetch_if_new", "release_module"]


def course_of(home: Home) -> Course:
    """The course whose sources a home uses: its own, or the one that comes with Kith."""
    return load_course(home.sources or bundled_course())


def build_home(home: Home, progress: Progress | None = None) -> Course:
    """Build every module into the home's nbgrader course."""
    course = course_of(home)
    build_course(course, home.course / "source", progress=progress)
    return course


@dataclass(frozen=True)
class Released:
    """What a release did; it is false if just this version was out already."""

    changed: bool
    correction: Correction = field(default_factory=Correction)

    def __bool__(self) -> bool:
        return self.changed

    def sentences(self) -> tuple[str, ...]:
        """What a facilitator should know of a correction; nothing if nobody had submitted."""
        told = self.correction
        said = [f"Renamed, with all marks: {', '.join(told.renamed)}"] if told.renamed else []
        said += [f"New, to be marked for everybody who submitted: {', '.join(told.added)}"] if told.added else []
        said += [f"Taken out: {', '.join(told.removed)}"] if told.removed else []
        said += [f"{told.marks} marks went with it; they are kept in {told.archive}"] if told.archive else []
        said += [f"More points than there are now: {'; '.join(told.above)}"] if told.above else []
        return (*said, "Grade again, so that what was submitted is shown as it is asked now.") if said else ()


def release_module(home: Home, module: str) -> Released:
    """Build and release a module, corrected or new. Raises KithError, and then all is as it was.

    After a correction, answers and marks are where they were; prompts may come, go, and be renamed (``formerly``).
    """
    course = build_home(home)
    course.module(module)
    nbgrader = Nbgrader(home)
    source = home.course / "source" / module
    digest = digest_of(source).encode()
    stamp = home.course / ".kith" / "released" / module
    if module in nbgrader.released() and stamp.is_file() and stamp.read_bytes() == digest:
        announce(home, course)  # an earlier Kith told nothing
        return Released(False)
    names = renamed(load_prompts(source / "prompts.toml"))
    archive = home.course / ".kith" / "removed" / module / f"{utc_now().replace(':', '')}.json"
    with _kept_on_failure(home, module, archive):
        with nbgrader.gradebook() as gradebook:
            correction = correct(gradebook, module, source, names=names, archive=archive)
        nbgrader.generate(module)
    if names:
        rename_answers(home.course, module, names)
    nbgrader.release(module)
    write_atomically(stamp, digest)
    apply_penalties(home, module)
    announce(home, course)
    return Released(True, correction)


@contextmanager
def _kept_on_failure(home: Home, module: str, archive: Path) -> Iterator[None]:
    """Put the learners' version and the gradebook back if a new one can't be made."""
    release, kept = home.course / "release" / module, home.course / ".kith" / "release" / module
    gradebook, copy = home.course / "gradebook.db", home.course / ".kith" / "release" / f"{module}.db"
    if release.is_dir():
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(release, kept)
    if gradebook.is_file():
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy_database(gradebook, copy)
    try:
        yield
    except StepFailed as error:
        if copy.is_file():
            copy_database(copy, gradebook)
            archive.unlink(missing_ok=True)
        if not kept.is_dir():
            raise
        shutil.rmtree(release, ignore_errors=True)
        shutil.copytree(kept, release)
        raise KithError(f"{module} stays as it was released: {error}") from error
    finally:
        copy.unlink(missing_ok=True)


def copy_database(source: Path, target: Path) -> None:
    """Copy a gradebook as it is at one moment, over whatever is at ``target``."""
    with closing(sqlite3.connect(source)) as reader, closing(sqlite3.connect(target)) as writer:
        reader.backup(writer)


def fetch_if_new(home: Home, module: str) -> bool:
    """Fetch a released module that the learner does not have yet; what is there is never replaced."""
    nbgrader = Nbgrader(home)
    if (home.learner / module).exists() or module not in nbgrader.released():
        return False
    nbgrader.fetch(module)
    return True
