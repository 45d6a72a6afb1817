"""How the levels of a rubric were given: how often each, and how far those lie from it that learners gave themselves.

Where a group and whoever marks them part on a criterion, its levels are often said badly; that is for those who wrote
it to look at, and tells nothing of a learner. What learners put in a criterion's place asks something else, so it is
left out.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from kith_exercises.measures.finding import Wording
from kith_exercises.measures.forecasts import Forecast, forecast_error
from kith_facilitator.results import Row

__all__ = ["told"]

_WORDS = Wording(
    "learners put themselves higher or lower than their mark",
    "Learners put themselves {size} points higher than their mark",
    "Learners put themselves {size} points lower than their mark",
)


def told(rows: Iterable[Row]) -> Iterator[list[str]]:
    """For each criterion in the order of the rows: what it is, its levels, and own ones beside them."""
    criteria: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        if not row.own:
            criteria.setdefault((row.module, row.prompt, row.criterion), []).append(row)
    for (module, prompt, _), of in criteria.items():
        yield _lines(f"{module}/{prompt}, {of[0].title}", [row for row in of if row.marked])


def _lines(name: str, marked: Sequence[Row]) -> list[str]:
    if not marked:
        return [f"{name}: nobody is marked yet"]
    counts = Counter((row.points or 0.0, row.level) for row in marked)
    given = ", ".join(f"{level} ({points:g}) {count}" for (points, level), count in sorted(counts.items()))
    lines = [f"{name}: {len(marked)} marked", f"  {given}"]
    both = list(_both(marked))
    if both:
        lines.append(f"  {forecast_error(both, scale=(0, marked[0].max_points), words=_WORDS).sentence}")
    return lines


def _both(marked: Sequence[Row]) -> Iterator[Forecast]:
    """Own points and given ones, where there are both and the own are points that there are."""
    for row in marked:
        if row.points is not None and row.self_points is not None and 0 <= row.self_points <= row.max_points:
            yield Forecast(row.learner, row.self_points, row.points)
