"""One run of an exchange: collect, sort out, write it down, hand over. A run that is cut off anywhere is gone on with.

The book and the waves of figures are written before parcels are, and parcels before pages; all of them come out the
same the next time.
"""

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import datetime

from kith_exercises.exchange import MAKERS, PLACE, Exchange, Parcel
from kith_exercises.files import sweep
from kith_exercises.records import Record
from kith_facilitator.cohort import load_cohort
from kith_facilitator.course.model import Course, Module
from kith_facilitator.dashboards.earlier import shown_earlier
from kith_facilitator.dashboards.kept import kept_as_it_is, kept_in
from kith_facilitator.exchanging.book import Book, keep_book, load_book, place_of
from kith_facilitator.exchanging.choice import exchange_of
from kith_facilitator.exchanging.declared import Declared
from kith_facilitator.exchanging.figures import Told, asked_of, folds_of, next_figures
from kith_facilitator.exchanging.office import Outcome, sort_out
from kith_facilitator.exchanging.report import ExchangeReport
from kith_facilitator.home import Home
from kith_facilitator.roster import listed
from kith_facilitator.working import working
from kith_widgets.answering import iso
from kith_widgets.words import speaking

__all__ = ["Plan", "exchange", "plan_of", "preview", "sent_of"]


@dataclass(frozen=True)
class Plan:
    """What a run would do: the book as it stands (with places), what was worked out, and everybody's parcels.

    ``people`` are those who have sent the module, and ``sent`` is what all of it was worked out from.
    """

    standing: Book
    outcome: Outcome
    parcels: Mapping[str, tuple[Parcel, ...]]
    people: tuple[str, ...]
    sent: Mapping[str, Sequence[Record]] = field(repr=False)

    @property
    def book(self) -> Book:
        """The book as it is after the run."""
        pairs = (*self.standing.pairs, *self.outcome.pairs)
        return replace(self.standing, pairs=pairs, seats=(*self.standing.seats, *self.outcome.seats))


def exchange(
    home: Home, course: Course, module: str, declared: Declared, *, now: datetime, collect: bool = True
) -> ExchangeReport:
    """Hand over whatever is ready; running twice changes nothing. Raises KithError while something else works here."""
    with working(home, f"“kith exchange {module}”"):
        out = exchange_of(home, course, module)
        refused = out.collect() if collect else ()
        sweep(home.course / ".kith" / "exchange")  # of what a run left that was cut off
        plan = plan_of(home, course, module, declared, now=now, out=out)
        keep_book(home.course, module, plan.book)
        told = _told(home, course.module(module), plan.sent, now)
        fresh = _fresh(out, plan)
        for student in sorted({*plan.parcels, *plan.people}):
            out.deliver(student, plan.parcels.get(student, ()), told.figures)
        return _report(home, module, out, plan, fresh, told, refused)


def preview(
    home: Home, course: Course, module: str, declared: Declared, *, now: datetime, figures: bool = True
) -> ExchangeReport:
    """The same as it would be with what was collected so far; nothing is handed over, and no pair is written down.

    A module that has no book yet gets one with nothing but its key in it: by that the run pairs just as foretold.
    Without ``figures`` it says nothing of those of the group, which take longest to work out.
    """
    ensure_key(home, module)
    out = exchange_of(home, course, module)
    plan = plan_of(home, course, module, declared, now=now, out=out)
    told = _told(home, course.module(module), plan.sent, now, keep=False) if figures else Told()
    return replace(_report(home, module, out, plan, _fresh(out, plan), told), waiting=len(out.waiting()))


def plan_of(
    home: Home, course: Course, module: str, declared: Declared, *, now: datetime, out: Exchange | None = None
) -> Plan:
    """What there is to do by what was collected; touches nothing."""
    book, cohort = load_book(home.course, module), load_cohort(home)
    people, sent = sent_of(out or exchange_of(home, course, module), course, module)
    book = replace(book, places=_places(book, people))
    over = {one.id for one in declared.sendings if declared.is_over(one.id, now, cohort, module)}
    outcome = sort_out(declared.sendings, sent, book, cohort.pods, iso(now), declared.makers, over)
    parcels = {who: _answered_in(declared, found) for who, found in outcome.parcels.items()}
    everybody = len({*book.places, *book.taken_places})
    for student, place in book.places.items():
        parcels[student] = (_place(book, student, place, everybody), *parcels.get(student, ()))
    return Plan(book, outcome, parcels, people, sent)


def sent_of(out: Exchange, course: Course, module: str) -> tuple[tuple[str, ...], dict[str, Sequence[Record]]]:
    """Who has sent the module; and by learner what was sent of the course, other modules' prompts with their names."""
    by_module = {one.name: out.sent(one.name) for one in course.modules}
    found: dict[str, list[Record]] = {who: [] for who in sorted({who for sent in by_module.values() for who in sent})}
    for name, sent in by_module.items():
        for who, records in sent.items():
            found[who] += (
                records if name == module else [replace(one, prompt=f"{name}/{one.prompt}") for one in records]
            )
    return tuple(sorted(by_module[module])), {**found}


def _told(
    home: Home, module: Module, sent: Mapping[str, Sequence[Record]], now: datetime, *, keep: bool = True
) -> Told:
    """The figures of a module that are out or come out now; which those are is kept, unless this is a preview."""
    path, dated = home.course / ".kith" / "waves.json", now.date().isoformat()
    asked, folds = asked_of(module), folds_of(module)
    if not asked and not folds:
        return Told()
    earlier = shown_earlier(home.editions, path) if folds else frozenset[str]()
    with speaking(home.language), kept_in(path) if keep else nullcontext(kept_as_it_is(path)) as kept:
        return next_figures(kept, asked, sent, dated=dated, folds=folds, earlier=earlier)


def ensure_key(home: Home, module: str) -> None:
    """A book for the module, so that what is drawn by lot stays as it is from now on."""
    path = home.course / ".kith" / "exchange" / f"{module}.json"
    with nullcontext() if path.is_file() else working(home, f"“kith exchange {module}”"):
        if not path.is_file():
            keep_book(home.course, module, load_book(home.course, module))


def _places(book: Book, students: Sequence[str]) -> dict[str, int]:
    """Places for those who have none yet, in the order of names; whoever has one keeps it, in whichever module."""
    places = dict(book.places)
    free = max((*places.values(), *book.taken_places.values()), default=-1) + 1
    for student in students:
        if place_of(book, student) is None:
            places[student], free = free, free + 1
    return places


def _place(book: Book, student: str, place: int, of: int) -> Parcel:
    return Parcel(book.place_id(student), PLACE, "", "", MAKERS, {"place": place, "of": of})


def _answered_in(declared: Declared, parcels: tuple[Parcel, ...]) -> tuple[Parcel, ...]:
    return tuple(replace(parcel, part=declared.parts.get(parcel.sending, "")) for parcel in parcels)


def _fresh(out: Exchange, plan: Plan) -> dict[str, tuple[Parcel, ...]]:
    """What has not gone out yet, by learner; places are told to nobody but lots."""
    found = {}
    for student, parcels in plan.parcels.items():
        there = out.delivered(student)
        found[student] = tuple(one for one in parcels if one.id not in there and one.sending != PLACE)
    return {student: parcels for student, parcels in found.items() if parcels}


def _report(
    home: Home,
    module: str,
    out: Exchange,
    plan: Plan,
    fresh: Mapping[str, tuple[Parcel, ...]],
    told: Told,
    refused: Sequence[tuple[str, str]] = (),
) -> ExchangeReport:
    reached = out.reachable(plan.parcels)
    return ExchangeReport(
        module=module,
        sent=plan.people,
        known=len({*plan.sent, *(learner.id for learner in listed(home))}),
        pairs=plan.outcome.pairs,
        seats=plan.outcome.seats,
        given={student: parcels for student, parcels in fresh.items() if student in reached},
        lacking=plan.outcome.lacking,
        unreachable=tuple(student for student in sorted(fresh) if student not in reached),
        dealt=plan.outcome.reports,
        refused=tuple(refused),
        told=told,
    )
