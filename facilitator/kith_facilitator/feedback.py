"""Feedback: nbgrader's page for each learner, carrying the envelope that widgets read."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from nbconvert.exporters import HTMLExporter
from nbgrader.api import Gradebook

from kith_exercises.envelope import CriterionMark, Envelope, seal
from kith_exercises.files import write_atomically
from kith_exercises.journal import utc_now
from kith_facilitator.envelopes import envelope_of
from kith_facilitator.home import Home
from kith_facilitator.issued import Given, content_of, issue, keep_whole, kept_folder, last_envelope, last_given
from kith_facilitator.late import apply_penalties
from kith_facilitator.nbgrader_api import Nbgrader, StepFailed
from kith_facilitator.reasons import reason_of_file
from kith_facilitator.working import working

__all__ = ["FeedbackExporter", "FeedbackReport", "Given", "give_feedback", "last_given"]


class FeedbackExporter(HTMLExporter):
    """nbgrader's feedback page with our envelope at its end; set as ``GenerateFeedback.exporter_class``."""

    def from_notebook_node(self, nb: Any, resources: Any = None, **kwargs: Any) -> Any:
        """The page and its resources; the envelope is made from the gradebook, where marks are final."""
        page, resources = super().from_notebook_node(nb, resources, **kwargs)
        where = resources.get("nbgrader", {})
        if not where:
            return page, resources
        folder = Path(resources["metadata"]["path"])
        with Gradebook(where["db_url"]) as gradebook:
            envelope = envelope_of(gradebook, where["student"], where["assignment"], where["notebook"], folder)
        converter: Any = self.parent
        script = seal(issue(Path(converter.coursedir.root), envelope, now=utc_now()))
        head, end, tail = page.rpartition("</body>")
        return (f"{head}{script}\n{end}{tail}" if end else page + script), resources


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
    home: Home, module: str, *, track: Callable[[list[str]], Iterable[str]], again: bool = False
) -> FeedbackReport:
    """Write and release feedback for everybody whose work on ``module`` is marked; running twice is safe.

    Pages are made only for those to whom there is something to say; with ``again``, for all. Raises KithError while
    something else works in the home.
    """
    with working(home, f"“kith feedback {module}”"):
        return _give_all(home, module, track, again=again)


def _give_all(home: Home, module: str, track: Callable[[list[str]], Iterable[str]], *, again: bool) -> FeedbackReport:
    apply_penalties(home, module)
    todo, unmarked = _standing(home, module)
    new, changed, unchanged, failed = [], {}, [], []
    fresh = [student for student, said in todo.items() if again or said != _out(home, module, student)]
    for student in track(sorted(fresh)):
        before = _said(home, module, student)
        try:
            _give(home, module, student, todo[student])
        except StepFailed as error:
            log = home.logs / "feedback" / module / f"{student}.log"
            write_atomically(log, f"{error}\n{error.log}".encode("utf-8", "replace"))
            failed.append((student, str(error)))
            continue
        except OSError as error:  # in this learner's folders; the next one's may be fine
            failed.append((student, f"Feedback for {student} could not be written: {reason_of_file(error)}"))
            continue
        after = _said(home, module, student)
        if not any(before.values()):
            new.append(student)
        elif moved := _changes(before, after):
            changed[student] = moved
        else:
            unchanged.append(student)
    unchanged += [student for student in todo if student not in fresh]
    newer = tuple(student for student in todo if _has_newer(home, module, student))
    return FeedbackReport(tuple(new), changed, tuple(sorted(unchanged)), unmarked, tuple(failed), newer)


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
        for submission in sorted(gradebook.assignment_submissions(module), key=lambda found: str(found.student.id)):
            grades = [grade for page in submission.notebooks for grade in page.grades]
            lacking = sum(bool(grade.needs_manual_grade) for grade in grades)
            if lacking:
                unmarked[submission.student.id] = lacking
            else:
                todo[submission.student.id] = _print(home, gradebook, submission, module)
    return todo, unmarked


def _print(home: Home, gradebook: Any, submission: Any, module: str) -> str:
    student = submission.student.id
    folder = home.course / "autograded" / student / module
    said: list[object] = [_read(folder / "submission_secret.txt"), _read(folder / "timestamp.txt")]
    for page in sorted(submission.notebooks, key=lambda page: str(page.name)):
        grades = sorted((grade.name, grade.score) for grade in page.grades)
        comments = sorted((comment.name, comment.comment or "") for comment in page.comments)
        envelope = envelope_of(gradebook, student, module, page.name, folder)
        last = last_envelope(home.course, module, student, page.name)
        parts = (last.cohort, last.delivery) if last else ({}, ())
        said.append([page.name, grades, comments, page.late_submission_penalty, content_of(envelope), parts])
    return sha256(json.dumps(said, default=str).encode()).hexdigest()


def _give(home: Home, module: str, student: str, said: str) -> None:
    """Write and release one learner's pages. What is kept of earlier ones stays true if that fails."""
    if not (home.course / "autograded" / student / module).is_dir():
        reason = f"Its grading did not come to an end. Run “kith grade {module}”, then this again."
        raise StepFailed(reason, "")
    keep_whole(home.course, module, student)
    kept = {path: path.read_bytes() for path in kept_folder(home.course, module, student).glob("*.json")}
    nbgrader = Nbgrader(home)
    try:
        nbgrader.generate_feedback(module, student)
        nbgrader.release_feedback(module, student)
    except (StepFailed, OSError):
        for path in kept_folder(home.course, module, student).glob("*.json"):
            path.unlink()
        for path, content in kept.items():
            write_atomically(path, content)
        raise
    write_atomically(_stamp(home, module, student), said.encode())


def _out(home: Home, module: str, student: str) -> str | None:
    return _read(_stamp(home, module, student)) or None


def _stamp(home: Home, module: str, student: str) -> Path:
    return home.course / ".kith" / "given" / module / student


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def _said(home: Home, module: str, student: str) -> dict[str, Envelope | None]:
    folder = kept_folder(home.course, module, student)
    found = {path.stem: last_envelope(home.course, module, student, path.stem) for path in folder.glob("*.json")}
    return {name: envelope if envelope and envelope.issued else None for name, envelope in found.items()}


def _changes(before: Mapping[str, Envelope | None], after: Mapping[str, Envelope | None]) -> tuple[str, ...]:
    """The titles of criteria about which something else is said now."""
    earlier = {place: said for name, envelope in before.items() for place, said in _places(name, envelope)}
    later = {place: said for name, envelope in after.items() for place, said in _places(name, envelope)}
    return tuple(dict.fromkeys(said[1].title for place, said in later.items() if earlier.get(place) != said))


def _places(notebook: str, envelope: Envelope | None) -> list[tuple[tuple[str, ...], tuple[str, CriterionMark]]]:
    feedback = envelope.feedback if envelope else {}
    return [
        ((notebook, id, mark.id), (said.on, replace(mark, before=None)))
        for id, said in feedback.items()
        for mark in said.criteria
    ]
