"""Figures of a survey and of a say-back, out of journals by their readers, as an exchange hands figures over.

No exchange works these out by itself yet; the village does.
"""

from collections.abc import Sequence
from dataclasses import replace
from statistics import fmean

from kith_exercises.definitions import Activity
from kith_exercises.measures.finding import Finding, Wording
from kith_exercises.measures.say_back import HEARD, Marked, points_heard
from kith_exercises.primitives.figures import Journals, Released, shown
from kith_exercises.primitives.say_back import marks
from kith_exercises.primitives.survey import next_figures
from kith_exercises.privacy import read_pulse, reasons, release_measured
from kith_exercises.privacy.cuts import EVERYBODY

__all__ = ["heard_in", "scores_in"]


def scores_in(survey: Activity, sent: Journals, *, dated: str) -> dict[str, Released]:
    """A figure of each scale of a survey, where enough have answered for its first wave."""
    one, found = survey.spec.instrument, {}
    for scale, series in next_figures(survey, sent, {}, dated=dated).items():
        if series.latest is not None:
            figure = read_pulse(series.latest).get(EVERYBODY, reasons.alike())
            words = Wording("", f"{scale}: {{size}} on average", "")
            found[f"{survey.id}/{scale}"] = shown(figure, words, one.low, one.high, axis=scale, null=None)
    return found


def heard_in(say_back: Activity, sent: Journals) -> dict[str, Released]:
    """How much more came through by the one way than by the other, where enough have marked both."""
    one, other = (way.id for way in say_back.spec.ways)
    both: dict[str, list[Marked]] = {}
    for row in marks(say_back, sent):
        both.setdefault(row.teller, []).append(row)
    told = {who: rows for who, rows in both.items() if {row.way for row in rows} == {one, other}}
    found: list[Finding] = []

    def gap(rows: Sequence[Marked]) -> float:
        first, second = (fmean(HEARD[p] for row in rows if row.way == way for p in row.points) for way in (one, other))
        return first - second

    def measure(given: Sequence[Sequence[Marked]]) -> Finding:
        rows = [replace(row, teller=f"{place:06}") for place, rows in enumerate(given) for row in rows]
        found.append(points_heard(rows, (one, other)))
        return found[-1]

    figure = release_measured(told, measure, key=gap, grain=0.5 / say_back.spec.points, digits=2)
    words = found[-1].words if found else None
    return {} if words is None else {f"{say_back.id}/heard": shown(figure, words, -100, 100, axis="points")}
