"""How tellers were heard by the two ways, in points and in how understood they felt: two figures, for two things."""

from collections.abc import Mapping, Sequence
from statistics import fmean
from typing import TYPE_CHECKING, Any

from kith_exercises.primitives.figures import Asked, Journals, Released, counted_beside, differing, measured, worded
from kith_exercises.primitives.say_back_spec import MARKS, WORTH, SayBack
from kith_widgets.words import say

if TYPE_CHECKING:
    from kith_exercises.definitions import Activity
    from kith_exercises.measures.finding import Finding
    from kith_exercises.measures.say_back import Marked

__all__ = ["asked", "figure_ids", "marks"]

#: The marks on one say-back: those of its points, and how understood its teller feels.
Mark = tuple[tuple[str, ...], float]
#: A teller's marks by the first way and by the second.
Both = tuple[Mark, Mark]


def figure_ids(id: str) -> tuple[str, str]:
    """The figures of an activity of this id: points heard, and felt understood."""
    return f"{id}/heard", f"{id}/understood"


def asked(activity: "Activity", _: Mapping[str, Any]) -> tuple[Asked, ...]:
    """What a way changed within tellers: of those who marked a say-back of each, and let it be counted."""
    spec: SayBack = activity.spec
    (heard, understood), scale = figure_ids(activity.id), spec.understood[0]
    return (
        Asked(
            id=heard,
            figures=(heard,),
            answers=lambda journals: _both(activity, journals),
            hidden=_more_heard,
            release=lambda answers: {heard: _heard(spec, answers)},
            grain=_grain(spec),
        ),
        Asked(
            id=understood,
            figures=(understood,),
            answers=lambda journals: _both(activity, journals),
            hidden=_more_understood,
            release=lambda answers: {understood: _understood(spec, answers)},
            grain=differing(scale.min, scale.max, scale.step),
        ),
    )


def _both(activity: "Activity", journals: Journals) -> dict[str, Both]:
    """By teller, their marks by each way, the first of each; who lacks one is not in it."""
    found: dict[str, dict[str, Mark]] = {}
    for one in marks(activity, journals):
        found.setdefault(one.teller, {}).setdefault(one.way, (one.points, one.understood))
    first, second = (way.id for way in activity.spec.ways)
    return {teller: (by[first], by[second]) for teller, by in found.items() if len(by) == 2}


def _more_heard(both: Both) -> float:
    one, other = (fmean(WORTH[mark] for mark in points) for points, _ in both)
    return one - other


def _more_understood(both: Both) -> float:
    (_, one), (_, other) = both
    return one - other


def _grain(spec: SayBack) -> float:
    """Shares of points differ by half of one, or more."""
    return differing(0, 1, 0.5 / spec.points)


def _heard(spec: SayBack, answers: Mapping[str, Both]) -> Released:
    from kith_exercises.measures.say_back import points_heard

    def measure(given: Sequence[Both]) -> "Finding":
        return points_heard(_rows(given, _ways(spec)), _ways(spec))

    words = worded("heard", many="manyTellers", unit="unitPercent", **_named(spec))
    gate = {"key": _more_heard, "grain": _grain(spec), "digits": 2}
    return measured(answers, measure, words, (-100, 100), say("heardAxis", way=_ways(spec)[0]), **gate)


def _understood(spec: SayBack, answers: Mapping[str, Both]) -> Released:
    from kith_exercises.measures.say_back import felt_understood

    scale = spec.understood[0]

    def measure(given: Sequence[Both]) -> "Finding":
        return felt_understood(_rows(given, _ways(spec)), _ways(spec), scale=(scale.min, scale.max))

    reach = scale.max - scale.min
    axis, words = say("understoodAxis", way=_ways(spec)[0]), worded("understood", many="manyTellers", **_named(spec))
    gate = {"key": _more_understood, "grain": differing(scale.min, scale.max, scale.step)}
    return measured(answers, measure, words, (-reach, reach), axis, **gate)


def _named(spec: SayBack) -> dict[str, str]:
    one, other = _ways(spec)
    return {"one": one, "other": other}


def _ways(spec: SayBack) -> tuple[str, str]:
    """How the two are called in a title: by what they ask, without a full stop in the middle of it."""
    one, other = (way.label.rstrip(".") for way in spec.ways)
    return one, other


def _rows(given: Sequence[Both], ways: tuple[str, str]) -> "list[Marked]":
    from kith_exercises.measures.say_back import Marked

    return [
        Marked(f"{place:06}", way, *mark)
        for place, both in enumerate(given)
        for way, mark in zip(ways, both, strict=True)
    ]


def marks(activity: "Activity", journals: Journals) -> "list[Marked]":
    """The rows of ``measures.say_back``: each teller's marks on each say-back, out of what they let be counted."""
    from kith_exercises.measures.say_back import Marked  # brings NumPy, which a page can do without

    ways = {way.id for way in activity.spec.ways}
    scale, _ = activity.spec.understood
    found: dict[tuple[str, str], Marked] = {}
    for teller, step, answers in counted_beside(activity, journals):
        match answers:
            case {"way": str(way), "points": [*points], "understood": int() | float() as felt}:
                usable = way in ways and len(points) == activity.spec.points and set(points) <= set(MARKS)
                if usable and scale.min <= felt <= scale.max:
                    found.setdefault((teller, step), Marked(teller, way, tuple(points), felt))
    return list(found.values())
