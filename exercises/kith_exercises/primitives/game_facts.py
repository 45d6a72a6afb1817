"""How many of the cards that one person alone held came up in talks, by the way in which groups talked.

A group is counted once, however many of it tell what they heard: who talked together has no story apart. So groups are
asked for as people are elsewhere, and where a lot gave each of two ways, as many of each.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from kith_exercises.primitives.figures import Asked, Journals, Released, counted_beside, measured, shown, worded
from kith_exercises.primitives.hidden_profile import Profile, read_profile
from kith_exercises.room_fields import FEWEST
from kith_widgets.words import say

if TYPE_CHECKING:
    from kith_exercises.definitions import Activity
    from kith_exercises.measures.finding import Finding

__all__ = ["Up", "facts_asked", "facts_id", "ups"]


@dataclass(frozen=True, order=True)
class Up:
    """By which way a group talked, and how many of 100 cards that one person alone held came up."""

    way: str
    share: float


def facts_id(id: str) -> str:
    """The figure of an activity of this id on single cards."""
    return f"{id}/single"


def facts_asked(activity: "Activity", sealed: Mapping[str, Any]) -> tuple[Asked, ...]:
    """How much of what only one knew came up in a cohort's groups; nothing where its cards can't be read."""
    try:
        profile = read_profile(sealed, [choice.id for choice in activity.spec.choices])
    except ValueError:
        return ()
    id, grain = facts_id(activity.id), round(100 / len(profile.single), 1)
    asked = Asked(
        id=id,
        figures=(id,),
        answers=partial(ups, activity, profile),
        hidden=lambda up: up.share,
        release=lambda found: {id: _released(activity, found, grain)},
        grain=grain,
        once=True,  # somebody else of a group may still tell what they heard
    )
    if len(activity.spec.ways) == 2:
        return (replace(asked, opens=2 * (1 + Asked.others), known=lambda up: up.way, arms=2),)
    return (asked,)


def ups(activity: "Activity", profile: Profile, journals: Journals) -> dict[str, Up]:
    """What came up in each group that has a number: what more than half of those heard who say what they heard."""
    single = {card.id for card in profile.single}
    heard: dict[int, list[set[str]]] = {}
    ways: dict[int, str] = {}
    told = set[str]()
    for learner, _, answers in counted_beside(activity, journals):
        if learner not in told and (said := _heard(answers)):
            told.add(learner)
            group, way, facts = said
            heard.setdefault(group, []).append(single & facts)
            ways.setdefault(group, way)
    found = {}
    for group, given in sorted(heard.items()):
        times = Counter(fact for facts in given for fact in facts)
        came = sum(2 * count > len(given) for count in times.values())
        found[f"group {group}"] = Up(ways[group], round(100 * came / len(single), 1))
    return found


def _heard(answers: Mapping[str, Any]) -> tuple[int, str, set[str]] | None:
    match answers:
        case {"group": int(group), "way": str(way), "facts": list(facts)} if group > 0:
            return group, way, {fact for fact in facts if isinstance(fact, str)}
    return None


def _released(activity: "Activity", found: Mapping[str, Up], grain: float) -> Released:
    ways = activity.spec.ways
    return _by_way(ways[0], ways[1], found, grain) if len(ways) == 2 else _in_all(found, grain)


def _by_way(first: Any, second: Any, found: Mapping[str, Up], grain: float) -> Released:
    """Which of two ways brings up more of what one person alone holds."""
    from kith_exercises.measures.lots import difference_by_lot

    def measure(given: Sequence[Up]) -> "Finding":
        one, other = ([up.share for up in given if up.way == way.id] for way in (first, second))
        return difference_by_lot(one, other, names=(first.label, second.label), scale=(0, 100), many="groups")

    known = {name: up for name, up in found.items() if up.way in (first.id, second.id)}
    words = worded("single", many="manyGroups", unit="", one=first.label, other=second.label)
    gate = {"key": lambda up: up.share, "known": lambda up: up.way, "grain": grain}
    if {up.way for up in known.values()} != {first.id, second.id}:
        known = {}
    return measured(known, measure, words, (-100, 100), say("singleAxisWays"), **gate)


def _in_all(found: Mapping[str, Up], grain: float) -> Released:
    from kith_exercises.measures.finding import Wording
    from kith_exercises.privacy import Figure, release_talk

    claim = say("singleInAll", size="{size}")
    figure = release_talk({name: (FEWEST, up.share) for name, up in found.items()}, grain=grain)
    figure = figure.within(0, 100) if isinstance(figure, Figure) else figure
    words = Wording("", claim, claim, unit="", many=say("manyGroups"))
    return shown(figure, words, 0, 100, axis=say("singleAxis"), null=None)
