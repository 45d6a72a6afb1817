"""Which figure stands on which dashboard, and the question that it lies behind: one that gives nothing of it away.

All words that are not an author's stand in two tables here, so that those of another language can take their place.
"""

from collections.abc import Mapping

from kith_exercises.definitions import Activity

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

#: By kind and figure; what is not here is asked of its title alone.
_QUESTIONS: Mapping[tuple[str, str], str] = {
    ("allocate", "expected"): "Did readers get more than their writers expected, or less?",
    ("allocate", "second"): "Did a new text bring its second reader further than the old one?",
    ("calibration", "overconfidence"): "Were we surer than right, or less sure?",
    ("cascade", "bands"): "After how many others would we ask?",
    ("cascade", "rooms"): "In rooms like ours, how many ask in the end?",
    ("game-round", "share"): "Do we take our own share of a talk for larger than it is?",
    ("game-round", "single"): "How much of what one person alone knew came up?",
    ("game-round", "turns"): "How evenly did our groups take turns?",
    ("label-experiment", "gap"): "Did a line about the writer move us?",
    ("network-lab", "reach"): "In networks like ours, how far does news get?",
    ("network-lab", "ties"): "How many do we know well enough to ask?",
    ("receipt", "limits"): "How many notes say when they fail?",
    ("receipt", "trust"): "Do we trust a note more with its stamps?",
    ("say-back", "heard"): "By which way did more of a story come through?",
    ("say-back", "understood"): "By which way did tellers feel more understood?",
}
_LEVER = "The same rooms with “{lever}”: how many ask now?"
_ANY = "What did we find?"


def place_of(activity: Activity) -> str:
    """The dashboard of what an activity asks its cohort; whatever nobody gave a place tells how the course does."""
    return PLACES.get(activity.kind, COURSE)


def question(module: str, activity: Activity, figure: str) -> str:
    """What stands open above a figure of an activity."""
    key = figure.removeprefix(f"{activity.id}/")
    levers = {f"lever-{one.id}": one.label for one in getattr(activity.spec, "levers", ())}
    asked = _LEVER.format(lever=levers[key]) if key in levers else _QUESTIONS.get((activity.kind, key), _ANY)
    if activity.kind == "survey":
        spec, scale = activity.spec, key.removesuffix("/change")
        named = f" ({spec.name(scale)})" if len(spec.scales) > 1 else ""
        return f"{module}: {activity.title}{named}"  # the same is asked of each module
    return f"{activity.title.rstrip(':')}{'' if activity.title.endswith(('?', '.')) else ':'} {asked}"
