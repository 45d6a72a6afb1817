"""The talk of a group that meets, in one room or in a call, and what it comes to.

One device marks who speaks: no sound is recorded, nothing is timed before its clock is started, and no name stands next
to talk. Seconds by seat stay on that device; what is counted of them is one number for the whole group (`game_lot`).
"""

from typing import TYPE_CHECKING

from kith_exercises.fields import Choice
from kith_exercises.primitives import scenes
from kith_exercises.primitives._lot import drawn
from kith_exercises.primitives.game_seat import group_of, seat_awaited, seat_of, table_step, way_of
from kith_exercises.primitives.hidden_profile import CameUp, Profile, came_up
from kith_exercises.primitives.primitive import Form, Known, Scene, Step
from kith_exercises.room_fields import Several, Turns
from kith_widgets.words import say

if TYPE_CHECKING:
    from kith_exercises.definitions import Activity

__all__ = ["OTHERS", "heard_step", "talk_steps", "talked_of", "taps_step", "went_up"]

OTHERS: frozenset[Form] = frozenset({"cohort", "room"})


def talk_steps(activity: "Activity") -> tuple[Step, ...]:
    """How the group talks, who spoke for how long, and what it chose."""
    spec = activity.spec
    return (
        table_step(activity),
        Step(
            "way",
            "together",
            button=say("beginTalk"),
            scene=lambda known: _way(activity, known),
            waits=lambda known: seat_awaited(activity, known),
            forms=OTHERS,
        ),
        Step(
            "clock",
            "together",
            (Turns("turns", say("whoSpeaks"), "mine", spec.seats),),
            "skip",
            button=say("keepTurns"),
            look=say("otherKeepsTurns"),
            before=lambda _: [scenes.text(say("clockTitle"), [say("clockRule"), say("clockSilent")])],
            promise=lambda _: ("mine", say("reachTurns")),
            quiet=True,
            forms=OTHERS,
        ),
        Step(
            "decided",
            "together",
            (Choice("group", say("groupChoice"), "mine", spec.choices),),
            "skip",
            quiet=True,
            forms=OTHERS,
        ),
    )


def taps_step(activity: "Activity") -> Step:
    """To each alone: what the device marked of their own seat, beside what they guessed."""

    def shown(known: Known) -> list[Scene]:
        seat = seat_of(activity, known)
        mine = {"of": ["clock", "turns"], "expected": ["again", "share"], "seat": seat.seat if seat else 0}
        return [{"kind": "turns", **mine}]

    return Step("taps", "came", button=say("showTaps"), scene=shown, when=_clocked, quiet=True, forms=OTHERS)


def heard_step(activity: "Activity") -> Step:
    """Which of all cards came up, asked once the second choice stands."""
    facts = {one.id: one for one in activity.spec.facts}
    order = drawn(facts.keys(), activity.id, "heard")  # else what all held would stand together
    return Step(
        "heard",
        "came",
        (Several("facts", say("whichCameUp"), "mine", tuple(facts[id] for id in order)),),
        "skip",
        promise=lambda _: ("mine", say("reachHeard")),
        quiet=True,
        forms=OTHERS,
    )


def talked_of(activity: "Activity", known: Known) -> list[str]:
    """What one's group chose, as one said it."""
    chosen = (known.answers("decided") or {}).get("group")
    return [say("groupChose", choice=one.label) for one in activity.spec.choices if one.id == chosen]


def went_up(profile: Profile, known: Known) -> CameUp | None:
    """What came up of all cards, as one heard it; None for who did not say."""
    given = known.answers("heard")
    return came_up(profile, given["facts"]) if given else None


def _way(activity: "Activity", known: Known) -> list[Scene]:
    chosen, group = way_of(activity, known), group_of(activity, known)
    label = next((way.label for way in activity.spec.ways if way.id == chosen), say("talkFreely"))
    return [scenes.text(label, [*([say("yourGroup", n=group)] if group else []), say("talkTogether")])]


def _clocked(known: Known) -> bool:
    return known.answers("clock") is not None
