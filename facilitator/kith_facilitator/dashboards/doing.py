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
    states = [say("doingPlace", state=state, n=many) for state, many in places if many]
    title = f"{module.title}: {', '.join(states)}" if moves else say("doingNone", module=module.title)
    lines = tuple(one.sentence() for one in sorted(moves, key=lambda one: one.at))
    asked, sentence = say("doingSnags", module=module.title), say("doingEach" if moves else "doingTell")
    return Lines(f"{module.name}--snags", asked, title, sentence, lines, say("doingSnagsMade"))


def _minutes(module: Module) -> Lines:
    measured = load_aims(module.folder / "module.toml").measured
    title, sentence = say("doingPromised", module=module.title, minutes=module.minutes), say("doingUnknown")
    if measured is not None and measured.people >= _PEOPLE:
        title = say("doingTook", module=module.title, minutes=module.minutes, took=measured.minutes)
        sentence = say("doingMean", people=measured.people)
    asked = say("doingMinutes", module=module.title)
    return Lines(f"{module.name}--minutes", asked, title, sentence, (), say("doingMinutesMade"))
