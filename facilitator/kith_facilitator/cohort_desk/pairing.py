"""Who goes with whom in a module: what the next exchange would do, and the pairs and seats that stand."""

from dataclasses import dataclass
from datetime import datetime

from kith_exercises import KithError
from kith_facilitator.course.model import Course
from kith_facilitator.exchanging.declared import declared_of
from kith_facilitator.exchanging.desk import PairsDesk, Row
from kith_facilitator.exchanging.run import preview
from kith_facilitator.home import Home
from kith_widgets.words import speaking

__all__ = ["Pairing", "pairing_of"]


@dataclass(frozen=True)
class Pairing:
    """``coming`` is what the next exchange would do, in sentences, or why that can't be said just now.

    ``sendings`` are those that go by lot, and so can be mended; where nothing goes to anybody, all of it is empty.
    """

    coming: tuple[str, ...]
    pairs: tuple[Row, ...]
    sendings: tuple[str, ...]


def pairing_of(home: Home, course: Course, name: str, *, now: datetime) -> Pairing:
    """A module's, in English. Raises KithError where its definitions can't be read."""
    declared = declared_of(course.module(name))
    if not declared.sendings:
        return Pairing((), (), ())
    with speaking("en"):
        try:
            coming = preview(home, course, name, declared, now=now, figures=False).sentences()
        except KithError as error:  # something is at work here, or a book can't be read: the rest of the page stands
            coming = (str(error),)
        return Pairing(
            coming,
            PairsDesk(home, course, name, declared, now).rows(),
            tuple(dict.fromkeys(one.id for one in declared.sendings if one.to in ("allot", "seat"))),
        )
