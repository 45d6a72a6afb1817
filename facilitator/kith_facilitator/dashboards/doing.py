"""How the course does, beyond what learners answered: what was said in public of snags, and the minutes promised.

Snags themselves stay at the facilitator's desk. Here stands only what the facilitator said of them to everybody, with
as many people as was told then; so no page of the cohort counts them anew.
"""

from collections.abc import Iterable

from kith_exercises.moves import STATES, Move
from kith_facilitator.course.aims import load_aims
from kith_facilitator.course.model import Module
from kith_facilitator.dashboards.catalogue import COURSE
from kith_facilitator.dashboards.panels import Lines, Placed
from kith_widgets.words import say

__all__ = ["doing_panels"]

_SNAGS = "What got in our way, and what became of it?"
_SNAGS_HOW = (
    "A snag goes to the facilitator alone. Whatever they say of it to everybody stands here: the newest word on each "
    "place, and as many people as were told then, to the nearest five, or “a few”."
)
_MINUTES = "Does it take as long as it promises?"
_MINUTES_HOW = (
    "Minutes are promised from the words on a page and from what is to be done there. How long it took is what people "
    "said of it, and is written into the course by whoever runs it; nobody's own minutes are recorded."
)
#: Of fewer people a number of minutes is none.
_PEOPLE = 6


def doing_panels(module: Module, moves: Iterable[Move]) -> tuple[Placed, ...]:
    """How far it is with a module's snags, and its minutes; ``moves`` are of all modules, the oldest first."""
    here = [*{one.where: one for one in moves if one.module == module.name}.values()]
    return (
        Placed(COURSE, module.title, max((one.at[:10] for one in here), default=""), _snags(module, here)),
        Placed(COURSE, module.title, "", _minutes(module)),
    )


def _snags(module: Module, moves: list[Move]) -> Lines:
    places = [(say(word), sum(one.state == state for one in moves)) for state, word in STATES.items()]
    counted = ", ".join(f"“{state}” at {many} {'place' if many == 1 else 'places'}" for state, many in places if many)
    title = f"{module.title}: {counted}" if moves else f"{module.title}: nothing was said of any snag so far"
    sentence = (
        "Each line is the facilitator's, and the last one that was said."
        if moves
        else "Where something gets in your way, say so on the page. What is done about it then stands here."
    )
    lines = tuple(one.sentence() for one in sorted(moves, key=lambda one: one.at))
    return Lines(f"{module.name}--snags", f"{module.title}: {_SNAGS}", title, sentence, lines, _SNAGS_HOW)


def _minutes(module: Module) -> Lines:
    measured = load_aims(module.folder / "module.toml").measured
    title = f"{module.title} promises {module.minutes} minutes"
    sentence = "We can't tell yet how long it takes: no cohort, or too few of one, has said so."
    if measured is not None and measured.people >= _PEOPLE:
        title = f"{title}, and took {measured.minutes:g}"
        sentence = f"That is the median of {measured.people} people who said so."
    return Lines(f"{module.name}--minutes", f"{module.title}: {_MINUTES}", title, sentence, (), _MINUTES_HOW)
