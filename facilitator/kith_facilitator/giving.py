"""Giving one learner their feedback: pages written and released, and what they are told by it. A process does many."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from kith_exercises.envelope import CriterionMark, Envelope
from kith_exercises.files import write_atomically
from kith_facilitator.home import Home
from kith_facilitator.issued import keep_whole, kept_folder, last_envelope
from kith_facilitator.nbgrader_api import Nbgrader, StepFailed
from kith_facilitator.posting import post_again
from kith_facilitator.reasons import reason_of_file

__all__ = ["Gift", "Received", "give", "print_out"]


@dataclass(frozen=True)
class Gift:
    """One learner's feedback that is to be given; ``said`` is a print of everything that it says."""

    home: Home
    module: str
    student: str
    said: str


@dataclass(frozen=True)
class Received:
    """What a learner got: whether it is their first, and the titles of criteria about which something else is said.

    ``error`` is a sentence if it could not be given, and ``log`` all that nbgrader said then.
    """

    student: str
    first: bool = False
    moved: tuple[str, ...] = ()
    error: str = ""
    log: str = ""


def give(gift: Gift) -> Received:
    """Write and release one learner's pages; whatever is wrong with them is in what comes back."""
    home, module, student = gift.home, gift.module, gift.student
    before = _told(home, module, student)
    try:
        _give(gift)
    except StepFailed as error:
        return Received(student, error=str(error), log=error.log)
    except OSError as error:  # in this learner's folders; the next one's may be fine
        return Received(student, error=f"Feedback for {student} could not be written: {reason_of_file(error)}")
    moved = _changes(before, _told(home, module, student))
    return Received(student, first=not any(before.values()), moved=moved)


def print_out(home: Home, module: str, student: str) -> str:
    """The print of what was given last and came to its end; empty if nothing was."""
    path = _stamp(home, module, student)
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def _give(gift: Gift) -> None:
    """Write and release; what is kept of earlier feedback stays true if that fails."""
    home, module, student = gift.home, gift.module, gift.student
    if not (home.course / "autograded" / student / module).is_dir():
        reason = f"Its grading did not come to an end. Run “kith grade {module}”, then this again."
        raise StepFailed(reason, "")
    keep_whole(home.course, module, student)
    kept = {path: path.read_bytes() for path in kept_folder(home.course, module, student).glob("*.json")}
    nbgrader = _nbgrader(home)
    try:
        nbgrader.generate_feedback(module, student)
        nbgrader.release_feedback(module, student)
        post_again(home, module, student)
    except (StepFailed, OSError):
        for path in kept_folder(home.course, module, student).glob("*.json"):
            path.unlink()
        for path, content in kept.items():
            write_atomically(path, content)
        raise
    write_atomically(_stamp(home, module, student), gift.said.encode())


@cache
def _nbgrader(home: Home) -> Nbgrader:
    return Nbgrader(home)


def _stamp(home: Home, module: str, student: str) -> Path:
    return home.course / ".kith" / "given" / module / student


def _told(home: Home, module: str, student: str) -> dict[str, Envelope | None]:
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
