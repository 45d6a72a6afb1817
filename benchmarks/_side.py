"""A course that one of two programs grades and gives feedback in: what it took, and what stood there afterwards."""

import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook

from benchmarks._gradebook import dump
from benchmarks._report import progress
from benchmarks._submitted import EMPATHY, STOCK, bare, copied_home, kith_home, stock_course
from benchmarks._tree import Run, run
from kith_facilitator.home import Home

__all__ = ["Side", "Taken", "in_home", "kith_sides", "parts", "stock_sides", "taken"]

_NBGRADER = (sys.executable, "-m", "nbgrader")
_KITH = (sys.executable, "-m", "kith_facilitator")


@dataclass(frozen=True)
class Side:
    """One way to grade a course, in a copy of its own: the commands, where they run, and the gradebook."""

    course: Path
    grade: Sequence[str]
    feedback: Sequence[str]
    env: Mapping[str, str]

    @property
    def gradebook(self) -> str:
        return f"sqlite:///{self.course / 'gradebook.db'}"


@dataclass(frozen=True)
class Taken:
    """What one side took for each of the two steps, and what stood in the gradebook then."""

    grade: Run
    feedback: Run
    gradebook: list[str]

    @property
    def seconds(self) -> float:
        return self.grade.seconds + self.feedback.seconds

    @property
    def cpu(self) -> float:
        return self.grade.cpu + self.feedback.cpu


def kith_sides(place: Path, learners: int, workers: int | None) -> tuple[Side, Side, Side]:
    """So many simulated learners' work on ``1-empathy``: by Kith, by nbgrader, and by Kith once more."""
    home = kith_home(place / "kith", learners)
    first, theirs, last = (
        in_home(home, place / f"kith-{who}", workers, plain=who == "theirs") for who in ("first", "theirs", "last")
    )
    return first, theirs, last


def in_home(home: Home, root: Path, workers: int | None, *, plain: bool = False) -> Side:
    """The course of a home, copied to another place; ``plain`` for nbgrader's own commands."""
    env = copied_home(home, root, plain=plain)
    return _side(root / "course", EMPATHY, env, () if plain else ("--home", str(root), *_by(workers)))


def stock_sides(place: Path, learners: int, workers: int | None) -> tuple[Side, Side, Side]:
    """A course that knows nothing of Kith, with so many submissions: as in ``kith_sides``."""
    stock_course(place / "stock", learners)
    first, theirs, last = (place / f"stock-{who}" for who in ("first", "theirs", "last"))
    for root in (first, theirs, last):
        shutil.copytree(place / "stock", root)
    ours = [_side(root, STOCK, bare(place), ("--course-dir", str(root), *_by(workers))) for root in (first, last)]
    return ours[0], _side(theirs, STOCK, bare(place), ()), ours[1]


def _by(workers: int | None) -> tuple[str, ...]:
    return ("--workers", str(workers)) if workers else ()


def _side(course: Path, module: str, env: Mapping[str, str], words: tuple[str, ...]) -> Side:
    """By Kith if there are words for it, else by nbgrader, which needs none."""
    if not words:
        return Side(course, (*_NBGRADER, "autograde", module), (*_NBGRADER, "generate_feedback", module), env)
    env = {**env, "KITH_PROGRESS": "json"}
    return Side(course, (*_KITH, "grade", module, *words), (*_KITH, "feedback", module, *words), env)


def taken(who: str, side: Side, place: Path) -> Taken:
    """What grading, and feedback once all are marked, took; ends the benchmark if one of them fails."""
    progress(f"{who} grades {side.course}")
    grade = run(side.grade, cwd=side.course, env=side.env, log=place / "log")
    gradebook = dump(side.gradebook)
    _mark(side.gradebook)
    progress(f"{who} took {grade.seconds:.1f} s, and gives feedback")
    feedback = run(side.feedback, cwd=side.course, env=side.env, log=place / "log")
    progress(f"{who} took {feedback.seconds:.1f} s")
    return Taken(grade, feedback, gradebook)


def _mark(gradebook: str) -> None:
    """What a facilitator does in between: a mark and a comment wherever one is asked for."""
    with Gradebook(gradebook) as opened:
        for assignment in opened.assignments:
            for submission in opened.assignment_submissions(assignment.name):
                for page in submission.notebooks:
                    for grade in page.grades:
                        if grade.needs_manual_grade:
                            grade.manual_score, grade.needs_manual_grade = min(1, grade.max_score), False
                    for comment in page.comments:
                        comment.manual_comment = "Which *record* was it?"
        opened.db.commit()


def parts(ours: Taken, suffix: str) -> dict[str, float | int]:
    """What Kith's side took, by what it was for, as figures of the report."""
    figures: dict[str, float | int] = {
        f"cpu_s{suffix}": round(ours.cpu, 2),
        f"peak_mib{suffix}": round(max(ours.grade.memory, ours.feedback.memory)),
        f"peak_resident_mib{suffix}": round(max(ours.grade.resident, ours.feedback.resident)),
        f"left_processes{suffix}": ours.grade.left + ours.feedback.left,
    }
    for step, taken in (("grade", ours.grade), ("feedback", ours.feedback)):
        figures[f"{step}_s{suffix}"] = round(taken.seconds, 2)
        figures |= {f"{step}_{part}{suffix}": value for part, value in _phases(taken).items()}
    return figures | {f"grade_cpu_{kind}_s{suffix}": round(seconds, 2) for kind, seconds in _kinds(ours.grade).items()}


#: What ran, by what it was for; kernels are short, so what is not seen of them is what is left over.
_KINDS = {
    "command": ("kith_facilitator",),
    "workers": ("forks of kith_facilitator",),
    "warming": ("kith_kernels.parent",),
}


def _kinds(taken: Run) -> dict[str, float]:
    """Where the processors' time went."""
    seen = {kind: sum(taken.processors.get(name, 0.0) for name in names) for kind, names in _KINDS.items()}
    return {**seen, "kernels": taken.cpu - sum(seen.values())}


def _phases(taken: Run) -> dict[str, float]:
    """How long until the first submission was done, from then on for each, and after the last."""
    done = [(second, facts["done"]) for second, facts in _said(taken) if facts.get("done")]
    if not done:
        return {}
    (first, before), (last, after) = done[0], done[-1]
    each = (last - first) / (after - before) * 1e3 if after > before else 0.0
    return {"first_s": round(first, 2), "each_ms": round(each, 1), "end_s": round(taken.seconds - last, 2)}


def _said(taken: Run) -> list[tuple[float, dict[str, float]]]:
    said = [(second, json.loads(line)) for second, line in taken.lines if line.startswith("{")]
    return [(second, facts) for second, facts in said if isinstance(facts, dict)]
