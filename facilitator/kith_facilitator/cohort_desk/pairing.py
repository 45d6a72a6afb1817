"""Who goes with whom in a module: what the next exchange would do, and the pairs and seats that stand."""

from dataclasses import dataclass
from datetime import datetime

from kith_exercises import KithError
from kith_facilitator.cohort import load_cohort
from kith_facilitator.course.model import Course
from kith_facilitator.exchanging.declared import Declared, declared_of
from kith_facilitator.exchanging.desk import PairsDesk, Row
from kith_facilitator.exchanging.report import ExchangeReport
from kith_facilitator.exchanging.run import preview
from kith_facilitator.home import Home
from kith_facilitator.roster import caller
from kith_widgets.words import speaking

__all__ = ["Pairing", "pairing_of"]


@dataclass(frozen=True)
class Pairing:
    """``coming`` is what the next exchange would do, in sentences, or why that can't be said just now.

    ``sendings`` are those that go by lot, and so can be mended; where nothing goes to anybody, all of it is empty.
    ``parcels`` are how many would go out, to how many ``people``, and ``early`` says what is drawn for good though
    some have not sent.
    """

    coming: tuple[str, ...]
    pairs: tuple[Row, ...]
    sendings: tuple[str, ...]
    parcels: int = 0
    people: int = 0
    early: str = ""


def pairing_of(home: Home, course: Course, name: str, *, now: datetime) -> Pairing:
    """A module's, in English. Raises KithError where its definitions can't be read."""
    declared = declared_of(course.module(name))
    if not declared.sendings:
        return Pairing((), (), ())
    parcels = people = 0
    early = ""
    with speaking("en"):
        try:
            report = preview(home, course, name, declared, now=now, figures=False)
            coming = report.sentences(caller(home))
            parcels, people = sum(map(len, report.given.values())), len(report.given)
            early = _early(home, name, declared, report, now)
        except KithError as error:  # something is at work here, or a book can't be read: the rest of the page stands
            coming = (str(error),)
        return Pairing(
            coming,
            PairsDesk(home, course, name, declared, now).rows(),
            tuple(dict.fromkeys(one.id for one in declared.sendings if one.to in ("allot", "seat"))),
            parcels,
            people,
            early,
        )


def _early(home: Home, name: str, declared: Declared, report: ExchangeReport, now: datetime) -> str:
    """That those who have sent are paired among themselves, where others still may send."""
    waited = [id for id in report.first_lots if not declared.is_over(id, now, load_cohort(home), name)]
    if not waited or len(report.sent) >= report.known:
        return ""
    said = f"{len(report.sent)} of {report.known} learners have sent."
    return f"{said} They are paired among themselves now, and whoever comes later is fitted in."
