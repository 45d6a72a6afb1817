"""What a cohort expected of its readers and what came; and, where a lot decided it, the old texts against the new."""

from collections.abc import Mapping, Sequence
from functools import partial
from statistics import fmean
from typing import TYPE_CHECKING, Any

from kith_exercises.primitives.allocate_reading import NEW, OLD, WAYS
from kith_exercises.primitives.figures import Asked, Journals, Released, counted_beside, differing, measured, worded
from kith_exercises.primitives.group import group_step
from kith_exercises.primitives.primitive import Form, Step
from kith_widgets.words import say

if TYPE_CHECKING:
    from kith_exercises.definitions import Activity
    from kith_exercises.fields import Scale
    from kith_exercises.measures.finding import Finding
    from kith_exercises.measures.forecasts import Forecast
    from kith_exercises.primitives.allocate_spec import Allocate

__all__ = ["asked", "forecasts", "group_steps"]

#: Which text a second reader had, and what came of it.
Drawn = tuple[str, float]


def asked(activity: "Activity", _: Mapping[str, Any]) -> tuple[Asked, ...]:
    """By how much a cohort expected more than came; with a lot, by how much more came of new texts than of old ones."""
    spec: Allocate = activity.spec
    if spec.forecast is None:
        return ()
    expected, second = _ids(activity)
    scale = spec.forecast.scale
    found = Asked(
        id=expected,
        figures=(expected,),
        answers=partial(_offs, activity),
        hidden=fmean,
        release=lambda answers: {expected: _expected(scale, answers)},
        grain=_apart(scale),
        once=True,  # whoever was read once may be read again
    )
    by_lot = Asked(
        id=second,
        figures=(second,),
        answers=partial(_drawn, activity),
        hidden=_came,
        release=lambda answers: {second: _compared(scale, answers)},
        grain=_apart(scale),
        opens=spec.second,
        once=True,  # of who came first a later wave may keep one lot alone
        known=_way,
        arms=len(WAYS),
    )
    return (found, by_lot) if spec.second else (found,)


def group_steps(activity: "Activity") -> tuple[Step, ...]:
    """The group's figures, once they have come."""
    spec: Allocate = activity.spec
    expected, second = _ids(activity)
    together: frozenset[Form] = frozenset({"cohort", "room"})
    found = (group_step("group", "again", expected, forms=together),) if spec.forecast else ()
    return (*found, group_step("group-second", "again", second)) if spec.second else found


def _ids(activity: "Activity") -> tuple[str, str]:
    return f"{activity.id}/expected", f"{activity.id}/second"


def _of_count(activity: "Activity", journals: Journals) -> list[tuple[str, str, Mapping[str, Any]]]:
    """What is counted of each learner: at which step, and what; the first of each."""
    found: dict[tuple[str, str], Mapping[str, Any]] = {}
    for learner, step, answers in counted_beside(activity, journals):
        found.setdefault((learner, step), answers)
    return [(learner, step, answers) for (learner, step), answers in found.items()]


def _offs(activity: "Activity", journals: Journals) -> dict[str, tuple[float, ...]]:
    """By learner, by how much they expected more than came, at each reading."""
    scale = activity.spec.forecast.scale
    most, found = scale.max - scale.min, dict[str, tuple[float, ...]]()
    for learner, _, answers in _of_count(activity, journals):
        match answers:
            case {"off": int() | float() as off} if -most <= off <= most:
                found[learner] = (*found.get(learner, ()), off)
    return found


def _drawn(activity: "Activity", journals: Journals) -> dict[str, Drawn]:
    """By learner, which text their second reader had, and what came of it, if that reader lets it be counted, too.

    Of two such readers the first counts.
    """
    scale, found = activity.spec.forecast.scale, dict[str, Drawn]()
    counts = _of_count(activity, journals)
    read = {text for _, _, answers in counts if isinstance(text := answers.get("read"), str)}
    for learner, _, answers in counts:
        match answers:
            case {"way": str(way), "came": int() | float() as came, "of": str(text)} if (
                way in WAYS and scale.min <= came <= scale.max and text in read
            ):
                found.setdefault(learner, (way, came))
    return found


def _way(drawn: Drawn) -> str:
    return drawn[0]


def _came(drawn: Drawn) -> float:
    return drawn[1]


def _expected(scale: "Scale", answers: Mapping[str, Sequence[float]]) -> Released:
    from kith_exercises.measures.forecasts import forecast_error

    def measure(given: Sequence[Sequence[float]]) -> "Finding":
        rows = [_forecast(f"{place:06}", off, scale) for place, offs in enumerate(given) for off in offs]
        return forecast_error(rows, scale=(scale.min, scale.max))

    return measured(
        answers, measure, worded("expected"), _reach(scale), say("expectedAxis"), key=fmean, grain=_apart(scale)
    )


def _compared(scale: "Scale", answers: Mapping[str, Drawn]) -> Released:
    from kith_exercises.measures.lots import difference_by_lot

    def measure(given: Sequence[Drawn]) -> "Finding":
        new, old = ([came for way, came in given if way == one] for one in (NEW, OLD))
        return difference_by_lot(new, old, names=(NEW, OLD), scale=(scale.min, scale.max))

    words = worded("second", unit="", one=say("secondNewText"), other=say("secondOldText"))
    return measured(
        answers, measure, words, _reach(scale), say("secondAxis"), key=_came, known=_way, grain=_apart(scale)
    )


def _apart(scale: "Scale") -> float:
    return differing(scale.min, scale.max, scale.step)


def _reach(scale: "Scale") -> tuple[float, float]:
    """How far two answers can lie apart, either way."""
    return scale.min - scale.max, scale.max - scale.min


def forecasts(activity: "Activity", journals: Journals) -> "list[Forecast]":
    """The rows of ``measures.forecasts``: by how much each writer expected more than came, at each reading."""
    forecast = activity.spec.forecast
    if forecast is None:
        return []
    return [
        _forecast(learner, off, forecast.scale) for learner, offs in _offs(activity, journals).items() for off in offs
    ]


def _forecast(learner: str, off: float, scale: "Scale") -> "Forecast":
    """Only the difference is ever told, so this is the row closest to the lower end that has it."""
    from kith_exercises.measures.forecasts import Forecast  # brings NumPy, which a page can do without

    return Forecast(learner, scale.min + max(off, 0), scale.min + max(-off, 0))
