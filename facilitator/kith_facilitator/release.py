"""Building a module and putting it where learners can fetch it."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from kith_exercises import KithError
from kith_exercises.definitions import load_prompts, renamed
from kith_exercises.files import write_atomically
from kith_exercises.journal import utc_now
from kith_facilitator.agree import announce
from kith_facilitator.answers import rename_answers
from kith_facilitator.cells import put_back, snapshot
from kith_facilitator.correction import Correction, correct, refuse_moves, settle
from kith_facilitator.course.build import Progress, build_course
from kith_facilitator.course.model import Course
from kith_facilitator.files import digest_of
from kith_facilitator.grading.late import apply_penalties
from kith_facilitator.home import Home
from kith_facilitator.nbgrader_api import Nbgrader, StepFailed
from kith_facilitator.sources import course_of
from kith_facilitator.working import working

__all__ = ["Released", "build_home", "fetch_if_new", "release_module"]


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
        back, places = [one for found in told.returned.values() for one in found], ", ".join(map(str, told.returned))
        said += [f"{len(back)} marks came back with their cells, from {places}"] if back else []
        said += [f"More points than there are now: {'; '.join(told.above)}"] if told.above else []
        return (*said, "Grade again, so that what was submitted is shown as it is asked now.") if said else ()


def release_module(home: Home, module: str, *, keep_marks: bool = False) -> Released:
    """Build and release a module, corrected or new. Raises KithError, and then all is as it was.

    After a correction, answers and marks are where they were; prompts may come, go, and be renamed (``formerly``).
    With ``keep_marks``, one that would take marks out is left undone, and it says so.
    """
    with working(home, f"“kith release {module}”"):
        return _release(home, module, keep_marks=keep_marks)


def _release(home: Home, module: str, *, keep_marks: bool) -> Released:
    course = course_of(home)
    course.module(module)
    nbgrader = Nbgrader(home)
    expected = _rehearsed(home, course, nbgrader, module)
    if expected.marks and keep_marks:
        raise KithError(
            f"{module} was corrected, and stays as it was released: {expected.marks} marks would go with "
            f"{', '.join(expected.removed)}. If that is meant, run “kith release {module}”; the marks will be kept in "
            "a file."
        )
    build_home(home)
    source = home.course / "source" / module
    digest = digest_of(source).encode()
    stamp = home.course / ".kith" / "released" / module
    if module in nbgrader.released() and stamp.is_file() and stamp.read_bytes() == digest:
        announce(home, course)  # an earlier Kith told nothing
        return Released(False)
    names = renamed(load_prompts(source / "prompts.toml"))
    with _kept_on_failure(home, nbgrader, module, at := _now()):
        with nbgrader.gradebook() as gradebook:
            correction = correct(gradebook, home.course, module, source, names=names, at=at)
        nbgrader.generate(module)
        nbgrader.release(module)
    settle(correction)
    if names:
        rename_answers(home.course, module, names)
    write_atomically(stamp, digest)
    apply_penalties(home, module)
    announce(home, course)
    return Released(True, correction)


def _rehearsed(home: Home, course: Course, nbgrader: Nbgrader, module: str) -> Correction:
    """What releasing a module would do to the gradebook. Raises KithError where that would lose an answer."""
    if not (home.course / "gradebook.db").is_file():
        return Correction()
    with tempfile.TemporaryDirectory() as folder:
        built = Path(folder, "source")
        if (home.course / "source" / module).is_dir():
            shutil.copytree(home.course / "source" / module, built / module)  # a facilitator's own pages too
        build_course(course, built, modules={module}, keep_answers=True)
        names = renamed(load_prompts(built / module / "prompts.toml"))
        with nbgrader.gradebook() as gradebook:
            submitted = any(_submissions(home, module))
            refuse_moves(gradebook, module, built / module, names=names, submitted=submitted)
            return correct(gradebook, home.course, module, built / module, names=names, at=_now(), rehearse=True)


def _submissions(home: Home, module: str) -> Iterator[Path]:
    """What came of a module and is not in the gradebook yet, collected or not."""
    yield from (home.course / "submitted").glob(f"*/{module}")
    yield from (home.exchange / home.course_id / "inbound").glob(f"*+{module}+*")


def _now() -> str:
    return utc_now().replace(":", "")


@contextmanager
def _kept_on_failure(home: Home, nbgrader: Nbgrader, module: str, at: str) -> Iterator[None]:
    """Put the learners' version and the gradebook's cells back if a new one can't be made, or is broken off.

    Marks that somebody sets meanwhile stay: only what a correction changes is put back, never the whole gradebook.
    """
    release, kept = home.course / "release" / module, home.course / ".kith" / "release" / module
    shutil.rmtree(kept, ignore_errors=True)
    if release.is_dir():
        shutil.copytree(release, kept)
    with nbgrader.gradebook() as gradebook:
        before = snapshot(gradebook, module)
    try:
        yield
    except BaseException as error:
        if before is not None:
            with nbgrader.gradebook() as gradebook:
                put_back(gradebook, module, before)
            (home.course / ".kith" / "removed" / module / f"{at}.json").unlink(missing_ok=True)
        if not kept.is_dir():
            raise
        shutil.rmtree(release, ignore_errors=True)
        shutil.copytree(kept, release)
        if isinstance(error, StepFailed):
            raise KithError(f"{module} stays as it was released: {error}") from error
        raise


def fetch_if_new(home: Home, module: str) -> bool:
    """Fetch a released module that the learner does not have yet; what is there is never replaced."""
    nbgrader = Nbgrader(home)
    if (home.learner / module).exists() or module not in nbgrader.released():
        return False
    nbgrader.fetch(module)
    return True
