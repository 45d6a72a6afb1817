"""How long a cohort takes to be graded and to get feedback, by Kith and by nbgrader's own commands.

Both do the same submissions: those of ``1-empathy`` by simulated learners, under Kith's configuration, and those of a
small course that knows nothing of Kith. Kith has its turn before nbgrader and once more after it, and the mean of the
two counts, since a machine is not equally fast all the time. Their gradebooks must be equal afterwards, nothing may
still run, and Kith must be ten times as fast with 60 or more on two cores; where that is not so, it ends with code 1.

``--flat`` asks something else, of Kith alone: whether each of 500 costs more than each of 10.
"""

import argparse
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from benchmarks._report import Must, progress, report
from benchmarks._side import Taken, in_home, kith_sides, parts, stock_sides, taken
from benchmarks._submitted import kith_home
from kith_facilitator.grading.pool import cores

__all__ = ["flatness", "musts", "read", "unequal"]

FEW, MANY = 10, 500
#: How much each of many may cost, against each of few; one run differs by a tenth from the next without cause.
GROWTH = 1.25
#: A start takes about a second, so few learners say nothing about a cohort.
COHORT = 60
LEAST_RATIO = 10
MOST_MIB = 1.5 * 1024

Figures = dict[str, float | int]


def main() -> None:
    """Measure, print, and end with code 1 where a figure is not what it must be."""
    asked = read(sys.argv[1:])
    with tempfile.TemporaryDirectory(prefix="kith-") as name:
        place = Path(name).resolve()
        if asked.flat is None:
            figures, must = _compared(place, asked), musts(asked.submissions, kith_only=asked.kith_only)
        else:
            few, many = asked.flat or (FEW, MANY)
            figures, must = _flat(place, few, many, asked.workers), FLAT
    report(dict(sorted(figures.items(), key=lambda item: not item[0].startswith("ratio"))), "nbgrader", must=must)


def read(words: Sequence[str]) -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--submissions", type=int, default=COHORT, help=f"how many in each course; default: {COHORT}")
    parser.add_argument("--kith-only", action="store_true", help="leave nbgrader's own commands out")
    parser.add_argument("--workers", type=int, help="how many of Kith's; default: what `kith` takes")
    sizes = f"what each of few costs beside each of many, by Kith alone; default: {FEW} {MANY}"
    parser.add_argument("--flat", type=int, nargs="*", metavar="N", help=sizes)
    asked = parser.parse_args(words)
    if asked.flat and not (len(asked.flat) == 2 and 2 <= asked.flat[0] < asked.flat[1]):
        parser.error("--flat takes two numbers, the smaller one first and at least 2, or none.")
    return asked


# ---- Kith and nbgrader -----------------------------------------------------------------------------------------


def musts(submissions: int, *, kith_only: bool) -> tuple[Must, ...]:
    """What must hold for so many submissions, on the cores that there are."""
    found = [Must(f"{name}{suffix}", most=most) for suffix in ("", "_stock") for name, most in _ALWAYS.items()]
    if not kith_only:
        found += [Must(f"unequal_rows{suffix}", most=0) for suffix in ("", "_stock")]
    if not kith_only and submissions >= COHORT and cores() > 1:
        found.append(Must("ratio", least=LEAST_RATIO))
    return tuple(found)


_ALWAYS: Mapping[str, float] = {"peak_mib": MOST_MIB, "left_processes": 0}


def _compared(place: Path, asked: argparse.Namespace) -> Figures:
    """Both courses by Kith, by nbgrader and by Kith again, one after the other on the same machine."""
    progress(f"{asked.submissions} learners submit to each of two courses")
    figures: Figures = {"submissions": asked.submissions}
    for suffix, sides in {"": kith_sides, "_stock": stock_sides}.items():
        first, theirs, last = sides(place, asked.submissions, asked.workers)
        by_kith = [taken("Kith", first, place)]
        if not asked.kith_only:
            by_nbgrader = taken("nbgrader", theirs, place)
            by_kith.append(taken("Kith", last, place))
            figures |= _ratios(by_kith, by_nbgrader, suffix)
            figures[f"unequal_rows{suffix}"] = sum(unequal(one.gradebook, by_nbgrader.gradebook) for one in by_kith)
        figures |= _means([parts(one, suffix) for one in by_kith])
    return figures


def unequal(ours: Sequence[str], theirs: Sequence[str]) -> int:
    """How many rows of two gradebooks only one of them has; the first ten of them are shown."""
    mine, other = Counter(ours), Counter(theirs)
    only = [f"+ {row}" for row in (mine - other).elements()] + [f"- {row}" for row in (other - mine).elements()]
    if only:
        rows = "\n".join(only[:10])
        progress(f"The gradebooks differ: {len(ours)} rows (+) by Kith, {len(theirs)} (-) by nbgrader.\n{rows}")
    return len(only)


def _means(runs: Sequence[Figures]) -> Figures:
    """The mean of each figure; of memory and of what was left, the most."""
    return {
        name: max(found) if name.startswith(("peak", "left")) else round(statistics.mean(found), 2)
        for name, found in ((name, [run[name] for run in runs]) for name in runs[0])
    }


def _ratios(ours: Sequence[Taken], theirs: Taken, suffix: str) -> Figures:
    def ratio(of: Callable[[Taken], float]) -> float:
        return round(of(theirs) / statistics.mean(map(of, ours)), 2)

    return {
        f"ratio{suffix}": ratio(lambda one: one.seconds),
        f"ratio_grade{suffix}": ratio(lambda one: one.grade.seconds),
        f"ratio_feedback{suffix}": ratio(lambda one: one.feedback.seconds),
        f"ratio_cpu{suffix}": ratio(lambda one: one.cpu),
        f"nbgrader_grade_s{suffix}": round(theirs.grade.seconds, 2),
        f"nbgrader_feedback_s{suffix}": round(theirs.feedback.seconds, 2),
        f"nbgrader_cpu_s{suffix}": round(theirs.cpu, 2),
        f"nbgrader_peak_mib{suffix}": round(max(theirs.grade.memory, theirs.feedback.memory)),
    }


# ---- few and many ----------------------------------------------------------------------------------------------


FLAT = (Must("growth", most=GROWTH), *(Must(f"{name}_many", most=most) for name, most in _ALWAYS.items()))


def _flat(place: Path, few: int, many: int, workers: int | None) -> Figures:
    """Few three times, as one short run differs from the next, and many once in between."""
    homes = {}
    for number in (few, many):
        progress(f"{number} learners submit")
        homes[number] = kith_home(place / f"home-{number}", number)
    found: dict[int, list[Figures]] = {few: [], many: []}
    for turn, number in enumerate((few, many, few, few)):
        side = in_home(homes[number], place / f"turn-{turn}", workers)
        found[number].append(parts(taken(f"Kith, with {number},", side, place), ""))
    figures: Figures = {"few": few, "many": many, **flatness(found[few], found[many])}
    return figures | {f"{name}_many": value for name, value in found[many][0].items()}


def flatness(few: Sequence[Mapping[str, float]], many: Sequence[Mapping[str, float]]) -> Figures:
    """What each further submission costs, from the first that is done to the last, and by how much that grows."""
    each_few, each_many = (
        statistics.median(one["grade_each_ms"] + one["feedback_each_ms"] for one in runs) for runs in (few, many)
    )
    growth = each_many / each_few
    return {"each_few_ms": round(each_few, 1), "each_many_ms": round(each_many, 1), "growth": round(growth, 3)}


if __name__ == "__main__":
    main()
