"""What a lot decided about a talk, told once each has chosen again; and what counts of a round, from then on.

All that counts travels in one record, written behind the debrief. While its learner wants it left out, what travels of
them is what travels of somebody who said nothing.
"""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from kith_exercises.primitives import scenes
from kith_exercises.primitives.game_seat import group_of, seat_of, seats_of, way_of
from kith_exercises.primitives.game_talk import OTHERS
from kith_exercises.primitives.primitive import Answers, Known, Scene, Step
from kith_exercises.records import Reach
from kith_widgets.words import say

if TYPE_CHECKING:
    from kith_exercises.definitions import Activity

__all__ = ["lot_step", "lot_told"]


def lot_told(activity: "Activity", known: Known) -> list[Scene]:
    """That something will differ by lot, before it does."""
    drawn = len(activity.spec.ways) > 1 and known.form in OTHERS
    return [scenes.text(say("trialTitle"), [say("lotTold")])] if drawn else []


def lot_step(activity: "Activity") -> Step:
    """What differed, why, which lot one had, and that what one said can be left out."""
    return Step(
        "lot",
        "came",
        button=say("trialDebrief"),
        scene=lambda known: [_told(activity, known)],
        derives=partial(_counted, activity),
        debrief=True,
        quiet=True,
        forms=OTHERS,
    )


def _told(activity: "Activity", known: Known) -> Scene:
    ways = {way.id: way.label for way in activity.spec.ways}
    drawn = []
    if len(ways) > 1 and (way := way_of(activity, known)) in ways:
        drawn = [say("lotWays"), *ways.values(), say("lotWay", way=ways[way]), say("lotWhy")]
    if seat_of(activity, known):
        drawn.append(say("lotSeats"))
    share = {"of": ["again", "share"], "with": say("lotShare", mine="{mine}"), "without": ""}
    return scenes.text(say("trialDiffered"), [*drawn, say("lotLeaveOut")], [share])


def _counted(activity: "Activity", known: Known, _: Answers) -> Sequence[tuple[Reach, Answers]]:
    """The share that somebody says was theirs, the cards they heard, and how evenly all spoke by their clock."""
    again, heard, clock = (known.answers(step) for step in ("again", "heard", "clock"))
    found: dict[str, Any] = {}
    if again:
        found |= {"share": again["share"], "seats": seats_of(activity, known)}
    if heard:
        found |= {"facts": heard["facts"]}
    if clock:
        from kith_exercises.measures.turns import gini  # brings NumPy, which a page can do without

        found |= {"gini": round(gini(clock["turns"]), 2), "spoke": len(clock["turns"])}
    if not found:
        return []
    group = group_of(activity, known)
    return [("count", {**found, "way": way_of(activity, known), **({"group": group} if group else {})})]
