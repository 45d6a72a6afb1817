"""How evenly groups spoke, and how much of a talk people think was theirs, against an equal share of it.

Within a group that answers whole, true shares come to an equal one on average; so whatever is left over lies in how
people think of their own part. Choices are not compared: who talked together doesn't choose alone.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from kith_exercises.primitives.figures import (
    Asked,
    Journals,
    Released,
    counted_beside,
    measured,
    shown,
    worded,
)
from kith_exercises.primitives.game_facts import facts_asked
from kith_exercises.room_fields import FEWEST, MOST
from kith_widgets.words import say

if TYPE_CHECKING:
    from kith_exercises.definitions import Activity
    from kith_exercises.measures.finding import Finding

__all__ = ["STEP", "asked", "figure_id", "shares", "talks", "turns_id"]

#: The share that somebody thinks was theirs, and among how many they sat.
Share = tuple[float, int]
#: Shares are given in steps of so many points of a hundred.
STEP = 5
#: Figures of how evenly groups spoke are told so far apart.
_APART = 0.1


#: How many sat in a group, and the Gini of their turns.
Talk = tuple[int, float]


def figure_id(id: str) -> str:
    """The figure of an activity of this id on shares as people guess them."""
    return f"{id}/share"


def turns_id(id: str) -> str:
    """The figure of an activity of this id on turns as devices marked them."""
    return f"{id}/turns"


def asked(activity: "Activity", sealed: Mapping[str, Any]) -> tuple[Asked, ...]:
    """How evenly a cohort's groups spoke, how many of the cards that one person alone held came up, and by how much its
    people guess their own shares above equal ones.
    """
    id, turns = figure_id(activity.id), turns_id(activity.id)
    return (
        Asked(
            id=turns,
            figures=(turns,),
            answers=partial(talks, activity),
            hidden=lambda talk: talk[1],
            release=lambda answers: {turns: _evenness(answers)},
            grain=_APART,
            once=True,  # a group's number may come from another device later
        ),
        *facts_asked(activity, sealed),
        Asked(
            id=id,
            figures=(id,),
            answers=partial(shares, activity),
            hidden=_above,
            release=lambda answers: {id: _released(answers)},
            grain=STEP,
            known=_among,
        ),
    )


def shares(activity: "Activity", journals: Journals) -> dict[str, Share]:
    """What each learner said who talked with others: their own share, and among how many they sat."""
    found: dict[str, Share] = {}
    for learner, _, answers in counted_beside(activity, journals):
        match answers:
            case {"share": int() | float() as share, "seats": int(seats)} if 0 <= share <= 100 and seats > 1:
                found.setdefault(learner, (share, seats))
    return found


def talks(activity: "Activity", journals: Journals) -> dict[str, Talk]:
    """How evenly each group spoke, by its number; where it has none, by whoever kept its device.

    People of a group are no independent answers, and several may have kept a device: the first counts.
    """
    found: dict[str, Talk] = {}
    for learner, _, answers in counted_beside(activity, journals):
        match answers:
            case {"gini": int() | float() as gini, "spoke": int(seats)} if 0 <= gini < 1 and FEWEST <= seats <= MOST:
                group = answers.get("group")
                found.setdefault(f"group {group}" if type(group) is int else learner, (seats, float(gini)))
    return found


def _evenness(answers: Mapping[str, Talk]) -> Released:
    from kith_exercises.measures.finding import Wording
    from kith_exercises.privacy import Figure, release_talk

    claim = say("turnsGini", size="{size}")
    words = Wording("", claim, claim, unit="", many=say("manyGroups"))
    figure = release_talk(answers, grain=_APART)
    figure = figure.within(0, 1) if isinstance(figure, Figure) else figure
    return shown(figure, words, 0, 1, axis=say("turnsAxis"), null=None)


def _above(one: Share) -> float:
    share, seats = one
    return share - 100 / seats


def _among(one: Share) -> str:
    """At how large a table somebody sat, as all who sat there know: of unlike ones, one share is not two answers."""
    _, seats = one
    return str(seats)


def _released(answers: Mapping[str, Share]) -> Released:
    from kith_exercises.measures.change import change

    def measure(given: Sequence[Share]) -> "Finding":
        equal = {f"{place:06}": 100 / seats for place, (_, seats) in enumerate(given)}
        guessed = {f"{place:06}": share for place, (share, _) in enumerate(given)}
        return change(equal, guessed, what="", scale=(0, 100))

    words, axis = worded("share"), say("shareAxis")
    return measured(answers, measure, words, (-100, 100), axis, key=_above, known=_among, grain=STEP)
