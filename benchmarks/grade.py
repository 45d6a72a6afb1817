"""How long a cohort takes to be graded and to get feedback, by Kith and by nbgrader's own commands.

Both do the same submissions, in turn: those of ``1-empathy`` by simulated learners, under Kith's configuration, and
those of a small course that knows nothing of Kith. Their gradebooks must be equal afterwards.
"""

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook

from benchmarks._gradebook import dump
from benchmarks._report import progress, report
from benchmarks._submitted import EMPATHY, STOCK, bare, copied_home, kith_home, stock_course
from benchmarks._tree import Run, run

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


def main() -> None:
    """Both courses by both, one after the other on the same machine."""
    asked = _asked()
    with tempfile.TemporaryDirectory(prefix="kith-") as name:
        place = Path(name).resolve()
        progress(f"{asked.submissions} learners submit to each of two courses")
        sides = {"": _kith_sides(place, asked), "_stock": _stock_sides(place, asked)}
        figures: dict[str, float | int] = {"submissions": asked.submissions}
        for suffix, (theirs, ours) in sides.items():
            by_kith = _taken("Kith", ours, place)
            figures |= _parts(by_kith, suffix)
            if asked.kith_only:
                continue
            by_nbgrader = _taken("nbgrader", theirs, place)
            _hold_equal(by_kith.gradebook, by_nbgrader.gradebook)
            figures |= _ratios(by_kith, by_nbgrader, suffix)
    report(dict(sorted(figures.items(), key=lambda item: not item[0].startswith("ratio"))), "nbgrader")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=60, help="how many in each course; default: 60")
    parser.add_argument("--kith-only", action="store_true", help="leave nbgrader's own commands out")
    parser.add_argument("--workers", type=int, help="how many of Kith's; default: what `kith` takes")
    return parser.parse_args()


def _kith_sides(place: Path, asked: argparse.Namespace) -> tuple[Side, Side]:
    home = kith_home(place / "kith", asked.submissions)
    sides = []
    for name, plain in (("theirs", True), ("ours", False)):
        root = place / f"kith-{name}"
        env = copied_home(home, root, plain=plain)
        sides.append(_side(root / "course", EMPATHY, env, asked, plain=plain, where=("--home", str(root))))
    return sides[0], sides[1]


def _stock_sides(place: Path, asked: argparse.Namespace) -> tuple[Side, Side]:
    stock_course(place / "stock", asked.submissions)
    sides = []
    for name, plain in (("theirs", True), ("ours", False)):
        root = place / f"stock-{name}"
        shutil.copytree(place / "stock", root)
        sides.append(_side(root, STOCK, bare(place), asked, plain=plain, where=("--course-dir", str(root))))
    return sides[0], sides[1]


def _side(
    course: Path, module: str, env: Mapping[str, str], asked: argparse.Namespace, *, plain: bool, where: tuple[str, ...]
) -> Side:
    if plain:
        return Side(course, (*_NBGRADER, "autograde", module), (*_NBGRADER, "generate_feedback", module), env)
    where = (*where, *(("--workers", str(asked.workers)) if asked.workers else ()))
    env = {**env, "KITH_PROGRESS": "json"}
    return Side(course, (*_KITH, "grade", module, *where), (*_KITH, "feedback", module, *where), env)


def _taken(who: str, side: Side, place: Path) -> Taken:
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


def _hold_equal(ours: list[str], theirs: list[str]) -> None:
    """End where two gradebooks differ, with the rows that do."""
    if ours == theirs:
        return
    only = [f"+ {row}" for row in ours if row not in theirs] + [f"- {row}" for row in theirs if row not in ours]
    rows = "\n".join(only[:10])
    raise SystemExit(f"The gradebooks differ: {len(ours)} rows (+) by Kith, {len(theirs)} (-) by nbgrader.\n{rows}")


def _ratios(ours: Taken, theirs: Taken, suffix: str) -> dict[str, float | int]:
    return {
        f"ratio{suffix}": round(theirs.seconds / ours.seconds, 2),
        f"ratio_grade{suffix}": round(theirs.grade.seconds / ours.grade.seconds, 2),
        f"ratio_feedback{suffix}": round(theirs.feedback.seconds / ours.feedback.seconds, 2),
        f"ratio_cpu{suffix}": round(theirs.cpu / ours.cpu, 2),
        f"nbgrader_grade_s{suffix}": round(theirs.grade.seconds, 2),
        f"nbgrader_feedback_s{suffix}": round(theirs.feedback.seconds, 2),
        f"nbgrader_cpu_s{suffix}": round(theirs.cpu, 2),
        f"nbgrader_peak_mib{suffix}": round(max(theirs.grade.memory, theirs.feedback.memory)),
    }


def _parts(ours: Taken, suffix: str) -> dict[str, float | int]:
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


if __name__ == "__main__":
    main()
