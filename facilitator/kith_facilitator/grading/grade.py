"""Grading a module: many submissions at once, each by nbgrader's autograde; one that fails stops none of the others."""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from typing import Protocol, Self

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from kith_exercises import KithError
from kith_facilitator.coming import Coming
from kith_facilitator.files import write_privately
from kith_facilitator.grading import worker
from kith_facilitator.grading.bound import FREE, Bound
from kith_facilitator.grading.course import Course
from kith_facilitator.grading.gradebook import opened, word_for_gradebook
from kith_facilitator.grading.imports import to_preload
from kith_facilitator.grading.job import Job, Outcome
from kith_facilitator.grading.missing import note_of, put_missing_back
from kith_facilitator.grading.plan import Plan, Wishes, planned
from kith_facilitator.grading.pool import Done, Pool, cores
from kith_facilitator.grading.protecting import Held, bound_of, held, largest_of
from kith_facilitator.grading.report import GradeReport
from kith_facilitator.grading.rows import Moved, Rows
from kith_facilitator.grading.stamps import Stamps
from kith_facilitator.grading.writer import remove, write
from kith_facilitator.home import Home
from kith_facilitator.reasons import as_log, reason_of, reason_of_file
from kith_facilitator.working import working
from kith_kernels.protection import Protection
from kith_kernels.warm import Lent, parent_of

__all__ = ["Hands", "Track", "grade_course"]

#: Shows how far it is: hands on the names that it is given, which come as submissions are done with.
Track = Callable[[Collection[str]], Iterable[str]]

_NONE = Wishes()
_LARGE = (
    "with all its files it is larger than {:,.0f} MB. Ask for it to be submitted again without what the module does "
    "not need; or allow more, by “folder” in BoundedExecute.limits."
)
_TRIES = 3  # so often a submission is graded whose marks are changed meanwhile
_ONCE_MORE = (
    "its kernel was killed, which its own code can do and a machine that has no memory left, so it was graded once "
    "more, with nothing else beside it."
)


class Hands(Protocol):
    """Whatever does jobs: processes here (``pool.Pool``), or on other machines."""

    def run(
        self, work: Callable[[Job], Outcome], pieces: Iterable[Job], bound: Bound = FREE
    ) -> Iterator[Done[Job, Outcome]]:
        """What came of each job, as it comes; jobs are asked for when there are hands free for them.

        One that takes more than the ``bound`` fails.
        """
        ...


def grade_course(
    course: Course,
    module: str,
    *,
    track: Track,
    wishes: Wishes = _NONE,
    hands: Hands | None = None,
    protection: Protection | None = None,
) -> GradeReport:
    """Grade every submission of a module that is new or changed.

    A submission counts as graded only once its grading came to the end, so one that was cut off is done
    again. Raises KithError if nothing was submitted, or while something else works in the course.
    """
    with _alone(course, module):
        release = course.place("release", ".", module)
        holds = held(course, wishes, protection)
        stamps = Stamps(course.kept, release, module, runs=holds.runs, gradebook=word_for_gradebook(course))
        plan = planned(course, module, stamps, wishes, largest_of(course))
        run = _Run(course, module, stamps, holds)
        return run.report(plan, track, wishes, hands)


class _Run:
    """One run over a module: what is still to do, and what came of the rest."""

    def __init__(self, course: Course, module: str, stamps: Stamps, protection: Held) -> None:
        self._course, self._module, self._stamps, self._held = course, module, stamps, protection
        self._graded: list[str] = []
        self._failed: dict[str, str] = {}
        self._noted: list[tuple[str, str]] = []
        self._begun: dict[str, _Begun] = {}
        self._waiting: deque[str] = deque()
        self._never: list[str] = []
        self._killed: deque[str] = deque()

    def report(self, plan: Plan, track: Track, wishes: Wishes, hands: Hands | None) -> GradeReport:
        """Grade whom the plan names; what came of it."""
        todo = [student for student in plan.todo if not self._held.refuses(student)]
        if plan.todo and not todo:
            raise KithError(self._held.refusal)
        self._failed = dict.fromkeys(set(plan.todo) - set(todo), self._held.refusal)
        self._failed |= dict.fromkeys(plan.large, _LARGE.format(largest_of(self._course) / 1e6))
        if todo:
            self._grade(todo, track, wishes, hands)
        empty = [(student, "No notebook that was asked for is in this submission.") for student in plan.empty]
        failed, noted = sorted(self._failed.items()), sorted(empty + self._noted)
        return GradeReport(
            tuple(sorted(self._graded)), plan.unchanged, tuple(failed), tuple(noted), self._held.sentence, plan.left_out
        )

    def _grade(self, todo: list[str], track: Track, wishes: Wishes, hands: Hands | None) -> None:
        with ExitStack() as stack:
            stage = stack.enter_context(_stage(self._course))
            rows = stack.enter_context(closing(opened(self._course, self._module)))
            usual = cores() + 1  # while its kernel is at work, a worker waits
            hands = hands or stack.enter_context(Pool(min(wishes.workers or usual, len(todo)), lend=self._lend))
            self._waiting.extend(todo)
            for _ in track(Coming(self._finished(hands, rows, stage), len(todo))):
                pass

    def _finished(self, hands: Hands, rows: Rows, stage: Path) -> Iterator[str]:
        """Each submission when it is done with, whatever came of it; whose kernel was killed, once more and alone."""
        work = partial(hands.run, worker.grade, bound=bound_of(self._course, rows.pages(self._module)))
        while self._waiting:
            for done in work(_Jobs(self._waiting, partial(self._job, rows, stage))):
                yield from self._dropped()
                if self._take(done, rows):
                    yield done.piece.student
            yield from self._dropped()
            if self._killed:
                self._waiting.append(self._killed.popleft())

    def _dropped(self) -> Iterator[str]:
        while self._never:
            yield self._never.pop()

    def _job(self, rows: Rows, stage: Path, student: str) -> Job | None:
        """The job of grading a submission, with its rows as they are now; None if it can't even begin."""
        submitted = self._course.place("submitted", student, self._module)
        try:
            missing = put_missing_back(submitted, self._release) if self._course.home else ()
            begun = self._begun.setdefault(student, _Begun(self._stamps.digest(submitted), note_of(missing, student)))
            begun.tries += 1
            gradebook = rows.of(student)
        except (OSError, SQLAlchemyError, UnicodeEncodeError) as error:
            self._fails(student, _reason(error))
            self._never.append(student)
            return None
        place = mkdtemp(dir=stage, prefix="")
        return Job(student, self._module, self._course.settings, gradebook, place, self._held.mode)

    def _take(self, done: Done[Job, Outcome], rows: Rows) -> bool:
        """Take over what came of a job; False if it has to be done again."""
        student, outcome = done.piece.student, done.made or Outcome(done.piece.student, "", (), done.error, done.log)
        begun = self._begun[student]
        if outcome.killed and not begun.once_more:
            begun.once_more = _ONCE_MORE
            self._killed.append(student)
            remove(Path(done.piece.stage))
            return False
        try:
            self._log(student, outcome)
            if done.made:
                write(self._course, rows, self._stamps, outcome, "" if self._partly else begun.digest)
        except Moved:
            if begun.tries < _TRIES:
                self._waiting.append(student)
                return False
            self._fails(student, "somebody goes on marking it meanwhile. Grade again when that is done.")
        except (OSError, SQLAlchemyError) as error:  # in this learner's folder, or a disk with room for the next one
            self._fails(student, _reason(error))
        else:
            self._noted += [(student, note) for note in (begun.note, begun.once_more, *outcome.notes) if note]
            if outcome.error:
                self._fails(student, reason_of(outcome.error))
            else:
                self._graded.append(student)
        finally:
            remove(Path(done.piece.stage))
        return True

    def _lend(self) -> Lent | None:
        """For a worker: a parent of kernels that have what the pages of this module import, if one was begun."""
        parent = parent_of(())
        return parent.lend(to_preload(self._release)) if parent.running else None

    @property
    def _release(self) -> Path:
        return self._course.place("release", ".", self._module)

    @property
    def _partly(self) -> bool:
        """Whether only some of the notebooks are graded: that is no grading to the end."""
        return bool(self._course.directory.notebook_id != "*")

    def _fails(self, student: str, reason: str) -> None:
        self._failed[student] = reason

    def _log(self, student: str, outcome: Outcome) -> None:
        log = as_log(reason_of(outcome.error) if outcome.error else "", outcome.log, outcome.error)
        write_privately(self._course.logs / self._module / f"{student}.log", log)


@dataclass
class _Begun:
    """What is known of a submission since its grading began."""

    digest: str
    note: str
    tries: int = 0
    #: Why it is graded a second time, whatever the first came to, or nothing.
    once_more: str = ""


class _Jobs:
    """The jobs of those who wait; whoever asks again later may find that more do."""

    def __init__(self, waiting: deque[str], make: Callable[[str], Job | None]) -> None:
        self._waiting, self._make = waiting, make

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Job:
        while self._waiting:
            job = self._make(self._waiting.popleft())
            if job is not None:
                return job
        raise StopIteration


@contextmanager
def _alone(course: Course, module: str) -> Iterator[None]:
    """Let nothing else work in the course meanwhile."""
    if course.home is None:
        course.kept.mkdir(exist_ok=True)
    with working(course.home or Home(course.kept), f"“kith grade {module}”"):
        yield


@contextmanager
def _stage(course: Course) -> Iterator[Path]:
    """A folder for what is being made, on the course's own disk; what a run left that was killed is gone."""
    folder = course.kept / "grading"
    remove(folder)
    folder.mkdir(parents=True, mode=0o700)
    try:
        yield folder
    finally:
        remove(folder)


def _reason(error: OSError | SQLAlchemyError | UnicodeEncodeError) -> str:
    if isinstance(error, UnicodeEncodeError):
        return "its folder in course/submitted has no name that a gradebook can hold. Rename that, and grade again."
    return reason_of_file(error) if isinstance(error, OSError) else reason_of(_words(error))


def _words(error: SQLAlchemyError) -> str:
    said = error.orig if isinstance(error, DBAPIError) else error
    return f"{type(error).__name__}: {said}"
