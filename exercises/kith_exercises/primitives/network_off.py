"""How far off a cohort's guesses about the makers' networks were, and which way: what each was off is told to nobody.

Lines differ in length from round to round, so a guess is off by a share of its line. Whoever went through all rounds
counts, once, with the mean of what they guessed; so it stays what it was.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from statistics import fmean
from typing import TYPE_CHECKING

from kith_exercises.primitives import flow
from kith_exercises.primitives.figures import Asked, Journals, Released, counted, counted_beside, measured, worded
from kith_exercises.primitives.network_spec import NetworkLab, Round
from kith_widgets.words import say

if TYPE_CHECKING:
    from kith_exercises.definitions import Activity
    from kith_exercises.measures.finding import Finding

__all__ = ["off_asked", "off_id", "offs", "shares_off", "step_of", "the_most"]

#: Each one's mean is taken to the nearest of these, in shares of a line.
_APART = 0.05


def off_id(id: str) -> str:
    """The figure of an activity of this id on how far off guesses were."""
    return f"{id}/off"


def step_of(one: Round) -> str:
    """The step of a round."""
    return f"round-{one.id}"


def the_most(spec: NetworkLab, one: Round) -> int:
    """The most that can come in a round, where its line ends."""
    if one.counts == "heard":
        return len(spec.web.people) - (one.change == "leave")
    return len(spec.web.people) - 1 if one.counts == "steps" else len(spec.web.things)


def off_asked(activity: "Activity") -> Asked:
    """By how much a cohort guesses too high, or too low."""
    id = off_id(activity.id)
    return Asked(
        id=id,
        figures=(id,),
        answers=partial(offs, activity),
        hidden=float,
        release=lambda answers: {id: _released(answers)},
        grain=_APART,
    )


def shares_off(activity: "Activity", journals: Journals) -> list[tuple[str, float]]:
    """By how much each guess was too high, as a share of its line, and whose it was."""
    lines = {step_of(one): the_most(activity.spec, one) for one in activity.spec.rounds}
    found = []
    for learner, step, answers in counted_beside(activity, journals):
        size = answers.get("miss")
        if step not in lines or not isinstance(size, int | float) or isinstance(size, bool):
            continue
        if abs(size) <= lines[step]:
            found.append((learner, size / lines[step]))
    return found


def offs(activity: "Activity", journals: Journals) -> dict[str, float]:
    """By learner who has every round behind them, the mean of what they guessed too high, on a grid."""
    rounds = {step_of(one) for one in activity.spec.rounds}
    steps = [step for step in flow.steps_of(activity) if step.id in rounds]
    done = {who for who, records in counted(activity, journals) if len(flow.passed(steps, None, records)) == len(steps)}
    of_each: dict[str, list[float]] = {}
    for learner, share in shares_off(activity, journals):
        if learner in done:
            of_each.setdefault(learner, []).append(share)
    return {learner: _APART * round(fmean(shares) / _APART) for learner, shares in of_each.items()}


def _released(answers: Mapping[str, float]) -> Released:
    from kith_exercises.measures.forecasts import Forecast, forecast_error

    def measure(given: Sequence[float]) -> "Finding":
        rows = [Forecast(f"{place:06}", max(off, 0), max(-off, 0)) for place, off in enumerate(given)]
        return forecast_error(rows, scale=(0, 1))

    words = worded("networkMissed", unit="unitPercent")
    return measured(answers, measure, words, (-100, 100), say("networkMissedAxis"), key=float, grain=_APART, digits=2)
