"""How much of a talk people think was theirs, against an equal share of it.

Within a group that answers whole, true shares come to an equal one on average; so whatever is left over lies in how
people think of their own part. Choices are not compared: who talked together doesn't choose alone.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from kith_exercises.primitives.figures import Asked, Journals, Released, counted, measured, worded
from kith_widgets.words import say

if TYPE_CHECKING:
    from kith_exercises.definitions import Activity
    from kith_exercises.measures.finding import Finding

__all__ = ["STEP", "asked", "figure_id", "shares"]

#: The share that somebody thinks was theirs, and among how many they sat.
Share = tuple[float, int]
#: Shares are given in steps of so many points of a hundred.
STEP = 5


def figure_id(id: str) -> str:
    """The figure of an activity of this id."""
    return f"{id}/share"


def asked(activity: "Activity", _: Mapping[str, Any]) -> tuple[Asked, ...]:
    """By how much a cohort guesses its own shares of the talk above equal ones."""
    id = figure_id(activity.id)
    return (
        Asked(
            id=id,
            figures=(id,),
            answers=partial(shares, activity),
            hidden=_above,
            release=lambda answers: {id: _released(answers)},
            grain=STEP,
        ),
    )


def shares(activity: "Activity", journals: Journals) -> dict[str, Share]:
    """What each learner said who talked with others: their own share, and among how many they sat."""
    found: dict[str, Share] = {}
    for learner, records in counted(activity, journals):
        for record in records:
            match record.value:
                case {"step": "again", "answers": {"share": int() | float() as share}, "seats": int(seats)} if (
                    0 <= share <= 100 and seats > 1
                ):
                    found.setdefault(learner, (share, seats))
    return found


def _above(one: Share) -> float:
    share, seats = one
    return share - 100 / seats


def _released(answers: Mapping[str, Share]) -> Released:
    from kith_exercises.measures.change import change

    def measure(given: Sequence[Share]) -> "Finding":
        equal = {f"{place:06}": 100 / seats for place, (_, seats) in enumerate(given)}
        guessed = {f"{place:06}": share for place, (share, _) in enumerate(given)}
        return change(equal, guessed, what="", scale=(0, 100))

    return measured(answers, measure, worded("share"), (-100, 100), say("shareAxis"), key=_above, grain=STEP)
