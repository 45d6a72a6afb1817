"""Feedback on a module: to whom there is something to say, given to many at once, and what came of it."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from kith_facilitator.coming import Coming
from kith_facilitator.envelopes import envelope_from, marked_submissions
from kith_facilitator.files import write_privately
from kith_facilitator.giving import Gift, Received, give, print_out
from kith_facilitator.grading.bound import Bound
from kith_facilitator.grading.late import apply_penalties
from kith_facilitator.grading.pool import Done, Pool, cores
from kith_facilitator.home import Home
from kith_facilitator.issued import Given, content_of, last_envelope, last_given
from kith_facilitator.nbgrader_api import Nbgrader
from kith_facilitator.reasons import as_log, reason_of
from kith_facilitator.working import working

__all__ = ["FeedbackReport", "Given", "give_feedback", "last_given"]


@dataclass(frozen=True)
class FeedbackReport:
    """Who got feedback, for whom it changed and where, who has the same as before, who waits, and what failed.

    ``changed`` names criteria, ``unmarked`` counts those that keep a learner waiting. ``newer`` names whose feedback
    is on earlier words than they have submitted since.
    """

    new: tuple[str, ...]
    changed: Mapping[str, tuple[str, ...]]
    unchanged: tuple[str, ...]
    unmarked: Mapping[str, int]
    failed: tuple[tuple[str, str], ...]
    newer: tuple[str, ...] = ()

    @property
    def given(self) -> tuple[str, ...]:
        """Everybody whose feedback is out as it stands in the gradebook."""
        return tuple(sorted((*self.new, *self.changed, *self.unchanged)))

    @property
    def waiting(self) -> tuple[str, ...]:
        """Everybody who is not fully marked yet."""
        return tuple(self.unmarked)

    def sentences(self) -> tuple[str, ...]:
        """Who got what, for whoever gave it; failures are told apart."""
        changed = [f"{student} ({', '.join(what)})" for student, what in self.changed.items()]
        unmarked = [f"{student} ({_counted(lacking, 'mark')})" for student, lacking in self.unmarked.items()]
        nobody = "nobody is fully marked yet" if not self.given else "nobody new"
        said = [f"{len(self.new)} got feedback: {', '.join(self.new) or nobody}"]
        said += [f"{len(changed)} got changed feedback: {', '.join(changed)}"] if changed else []
        said += [f"{len(self.unchanged)} have theirs already, unchanged"] if self.unchanged else []
        said += [f"{len(unmarked)} wait until they are marked: {', '.join(unmarked)}"] if unmarked else []
        said += [f"A newer submission waits to be graded; run “kith grade”: {', '.join(self.newer)}"] * bool(self.newer)
        return tuple(said)


def give_feedback(
    home: Home,
    module: str,
    *,
    track: Callable[[Collection[str]], Iterable[str]],
    again: bool = False,
    workers: int | None = None,
) -> FeedbackReport:
    """Write and release feedback for everybody whose work on ``module`` is marked; running twice is safe.

    Pages are made only for those to whom there is something to say; with ``again``, for all. Raises KithError while
    something else works in the home.
    """
    with working(home, f"“kith feedback {module}”"):
        apply_penalties(home, module)
        todo, unmarked = _standing(home, module)
        gifts = [Gift(home, module, student, said) for student, said in sorted(todo.items())]
        fresh = [gift for gift in gifts if again or gift.said != print_out(home, module, gift.student)]
        received = _given(fresh, track, workers)
        newer = tuple(student for student in todo if _has_newer(home, module, student))
    there = {gift.student for gift in gifts} - {gift.student for gift in fresh}
    return _report(received, there, unmarked, newer)


def _given(gifts: list[Gift], track: Callable[[Collection[str]], Iterable[str]], workers: int | None) -> list[Received]:
    """What came of each, in the order of names; one that fails stops nobody."""
    if not gifts:
        return []
    Nbgrader(gifts[0].home).prepare_feedback()
    received: list[Received] = []
    pages = sum(1 for _ in (gifts[0].home.course / "release" / gifts[0].module).glob("*.ipynb"))

    def students(pool: Pool) -> Iterator[str]:
        for done in pool.run(give, gifts, Bound.of(pages)):
            received.append(done.made or _failed(done))
            _log(done.piece, received[-1])
            yield done.piece.student

    with Pool(min(workers or cores(), len(gifts))) as pool:
        for _ in track(Coming(students(pool), len(gifts))):
            pass
    return sorted(received, key=lambda one: one.student)


def _failed(done: Done[Gift, Received]) -> Received:
    student = done.piece.student
    return Received(student, error=f"Feedback for {student} failed: {reason_of(done.error)}", log=done.log)


def _log(gift: Gift, received: Received) -> None:
    if not received.error:
        return
    log = gift.home.logs / "feedback" / gift.module / f"{gift.student}.log"
    with suppress(OSError):  # what failed is told in any case
        write_privately(log, as_log(received.error, received.log))


def _report(
    received: list[Received], there: set[str], unmarked: Mapping[str, int], newer: tuple[str, ...]
) -> FeedbackReport:
    given = [one for one in received if not one.error]
    same = {one.student for one in given if not one.first and not one.moved}
    return FeedbackReport(
        new=tuple(one.student for one in given if one.first),
        changed={one.student: one.moved for one in given if one.moved and not one.first},
        unchanged=tuple(sorted(there | same)),
        unmarked=unmarked,
        failed=tuple((one.student, one.error) for one in received if one.error),
        newer=newer,
    )


def _has_newer(home: Home, module: str, student: str) -> bool:
    """Whether something was collected since the submission that was graded; nbgrader copies its date."""
    sent, graded = (
        _read(home.course / stage / student / module / "timestamp.txt") for stage in ("submitted", "autograded")
    )
    return bool(sent) and sent.strip() != graded.strip()


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _standing(home: Home, module: str) -> tuple[dict[str, str], dict[str, int]]:
    """A print of everything that a page would say, for each learner who is marked; what lacks, for each other."""
    todo: dict[str, str] = {}
    unmarked: dict[str, int] = {}
    with Nbgrader(home).gradebook() as gradebook:
        for submission in marked_submissions(gradebook, module):
            student = submission.student_id
            grades = [grade for page in submission.notebooks for grade in page.grades]
            lacking = sum(bool(grade.needs_manual_grade) for grade in grades)
            if lacking:
                unmarked[student] = lacking
            else:
                todo[student] = _print(home, submission, module)
    return todo, unmarked


def _print(home: Home, submission: Any, module: str) -> str:
    student = submission.student_id
    folder = home.course / "autograded" / student / module
    said: list[object] = [_read(folder / "submission_secret.txt"), _read(folder / "timestamp.txt")]
    for page in sorted(submission.notebooks, key=lambda page: str(page.name)):
        grades = sorted((grade.name, grade.score) for grade in page.grades)
        comments = sorted((comment.name, comment.comment or "") for comment in page.comments)
        envelope = envelope_from(page, student, module, folder)
        last = last_envelope(home.course, module, student, page.name)
        parts = (last.cohort, last.delivery) if last else ({}, ())
        said.append([page.name, grades, comments, page.late_submission_penalty, content_of(envelope), parts])
    return sha256(json.dumps(said, default=str).encode()).hexdigest()


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
