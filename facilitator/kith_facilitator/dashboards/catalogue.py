"""Which figure stands on which dashboard, and the question that it lies behind: one that gives nothing of it away."""

from collections.abc import Mapping

from kith_exercises.definitions import Activity
from kith_exercises.lab_fields import Sort
from kith_exercises.primitives.cascade import Cascade
from kith_exercises.primitives.lab import Lab
from kith_exercises.primitives.survey import Survey
from kith_exercises.primitives.survey_took import TOOK
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
    "lab": SPEAK,
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
    "moved": "askMoved",
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


#: What a questionnaire is about that does not ask how the course does.
_INSTRUMENTS: Mapping[str, str] = {"kept-back": SPEAK}

#: The word for the question above its change, where it is about more than that time has passed.
_CHANGED: Mapping[str, str] = {"kept-back": "askKeptBack"}


def place_of(activity: Activity) -> str:
    """The dashboard of what an activity asks its cohort; whatever nobody gave a place tells how the course does."""
    if isinstance(activity.spec, Survey):
        return _INSTRUMENTS.get(activity.spec.instrument.id, COURSE)
    return PLACES.get(activity.kind, COURSE)


def question(module: str, activity: Activity, figure: str) -> str:
    """What stands open above a figure of an activity."""
    key, title = figure.removeprefix(f"{activity.id}/"), activity.title
    if isinstance(activity.spec, Survey):
        if key == TOOK:
            return _beginning(module, say("askTook"))
        scale = key.removesuffix("/change")
        named = f" ({activity.spec.name(scale)})" if len(activity.spec.scales) > 1 else ""
        of_module = f"{module}: {title}{named}"  # the same is asked of each module
        changed = _CHANGED.get(activity.spec.instrument.id, "askChanged")
        return of_module if scale == key else _beginning(of_module, say(changed))
    return _beginning(title, _named(activity).get(key) or say(_QUESTIONS.get(key, "askAny")))


def _beginning(title: str, asked: str) -> str:
    """A question that begins with the title of what it is about."""
    return f"{title.rstrip(':')}{'' if title.endswith(('?', '.')) else ':'} {asked}"


def _named(activity: Activity) -> Mapping[str, str]:
    """The questions above figures that an author gave a name: a lever, or a line that is sorted into heaps."""
    match activity.spec:
        case Cascade(levers=levers):
            return {f"lever-{one.id}": say("askLever", lever=one.label) for one in levers}
        case Lab(steps=steps):
            sorts = [field for step in steps for field in step.fields if isinstance(field, Sort)]
            return {f"{sort.id}-{one.id}": say("askHeap", line=one.label) for sort in sorts for one in sort.items}
        case _:
            return {}
