"""Which figure stands on which dashboard, and the question that it lies behind: one that gives nothing of it away."""

from collections.abc import Mapping

from kith_exercises.definitions import Activity
from kith_widgets.words import say

__all__ = [
    "BYLINES",
    "COURSE",
    "DASHBOARDS",
    "LISTEN",
    "LOST",
    "PLACES",
    "PREDICTED",
    "SPEAK",
    "THOUGHT",
    "place_of",
    "question",
]

PREDICTED = "how-we-predicted"
LISTEN = "how-we-listen"
SPEAK = "who-speaks"
BYLINES = "what-bylines-did"
LOST = "where-readers-got-lost"
THOUGHT = "what-we-thought"
COURSE = "how-the-course-does"

#: Every dashboard, by the name of its source, in the order of the course.
DASHBOARDS = (PREDICTED, LISTEN, SPEAK, BYLINES, LOST, THOUGHT, COURSE)

#: By kind of activity.
PLACES: Mapping[str, str] = {
    "allocate": LOST,
    "calibration": PREDICTED,
    "cascade": SPEAK,
    "game-round": SPEAK,
    "label-experiment": BYLINES,
    "label-revision": BYLINES,
    "network-lab": SPEAK,
    "receipt": LISTEN,
    "say-back": LISTEN,
    "survey": COURSE,
}

#: The word for the question above each figure, by what an activity calls it.
_QUESTIONS: Mapping[str, str] = {
    "bands": "askBands",
    "expected": "askExpected",
    "gap": "askGap",
    "heard": "askHeard",
    "limits": "askLimits",
    "overconfidence": "askOverconfidence",
    "reach": "askReach",
    "rooms": "askRooms",
    "second": "askSecond",
    "share": "askShare",
    "single": "askSingle",
    "ties": "askTies",
    "trust": "askTrust",
    "turns": "askTurns",
    "understood": "askUnderstood",
}


def place_of(activity: Activity) -> str:
    """The dashboard of what an activity asks its cohort; whatever nobody gave a place tells how the course does."""
    return PLACES.get(activity.kind, COURSE)


def question(module: str, activity: Activity, figure: str) -> str:
    """What stands open above a figure of an activity."""
    key = figure.removeprefix(f"{activity.id}/")
    levers = {f"lever-{one.id}": one.label for one in getattr(activity.spec, "levers", ())}
    asked = say("askLever", lever=levers[key]) if key in levers else say(_QUESTIONS.get(key, "askAny"))
    if activity.kind == "survey":
        spec, scale = activity.spec, key.removesuffix("/change")
        named = f" ({spec.name(scale)})" if len(spec.scales) > 1 else ""
        return f"{module}: {activity.title}{named}"  # the same is asked of each module
    return f"{activity.title.rstrip(':')}{'' if activity.title.endswith(('?', '.')) else ':'} {asked}"
