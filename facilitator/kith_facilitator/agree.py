"""Changing what is agreed with a cohort: it holds at once, for marks and for learners, and says whom it moves."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from kith_exercises import KithError
from kith_exercises.facts import ModuleFacts, read_course, write_facts
from kith_facilitator.cohort import Cohort, LatePolicy, keep_cohort, load_cohort
from kith_facilitator.course.model import Course
from kith_facilitator.grading.late import Penalty, apply_penalties, cohort_now
from kith_facilitator.home import Home
from kith_facilitator.library import left_before
from kith_facilitator.nbgrader_api import Nbgrader
from kith_facilitator.snags import moved
from kith_widgets.answering import iso

__all__ = ["Agreed", "agree", "announce", "follow_formgrader", "set_due", "set_exchange", "set_late_policy"]


@dataclass(frozen=True)
class Agreed:
    """What holds now, and whose penalties it moved, by module."""

    cohort: Cohort
    moved: Mapping[str, tuple[Penalty, ...]]


def set_due(home: Home, course: Course, module: str, at: datetime | None) -> Agreed:
    """Let a module be due ``at`` a moment that names its zone, or at none."""
    cohort = cohort_now(home)
    due = {name: when for name, when in cohort.due.items() if name != module}
    return agree(home, course, replace(cohort, due={**due, module: at} if at else due))


def set_exchange(home: Home, course: Course, page: str, at: datetime | None) -> None:
    """Let people wait until ``at`` for what another learner writes on a page (``module/page``); None: until one does.

    Learners are told at once: their inbox says it, and so does whatever waits.
    Raises KithError where the course has no such page.
    """
    module, _, notebook = page.partition("/")
    known = course.module(module).notebooks
    if notebook not in known:
        raise KithError(f"{module} has no page “{notebook}”. It has: {', '.join(known)}.")
    cohort = load_cohort(home)
    dates = {name: until for name, until in cohort.exchanges.items() if name != page}
    keep_cohort(home, replace(cohort, exchanges={**dates, page: at} if at else dates))
    announce(home, course)


def set_late_policy(home: Home, course: Course, policy: LatePolicy) -> Agreed:
    """Let being late cost what ``policy`` says, in every module."""
    return agree(home, course, replace(cohort_now(home), late=policy))


def agree(home: Home, course: Course, cohort: Cohort) -> Agreed:
    """Keep what is agreed, and let it hold: penalties in the gradebook, due dates where learners see them."""
    keep_cohort(home, cohort)
    moved = {module.name: apply_penalties(home, module.name, cohort=cohort) for module in course.modules}
    announce(home, course)
    return Agreed(cohort, {module: penalties for module, penalties in moved.items() if penalties})


def follow_formgrader(home: Home, course: Course) -> tuple[tuple[str, ...], Agreed]:
    """Let due dates hold set in formgrader since Kith last wrote them: a sentence for each, and whom it moves."""
    before, now = load_cohort(home), cohort_now(home)
    if before == now:
        return (), Agreed(now, {})
    agreed = agree(home, course, now)
    dates = {name: (before.due.get(name), now.due.get(name)) for name in sorted({*before.due, *now.due})}
    said = tuple(
        f"{name}: {_said(new)} was set in formgrader, and holds now; before, {_said(old)}. "
        f"To change it, run “kith due {name} DATE”."
        for name, (old, new) in dates.items()
        if old != new
    )
    return said, agreed


def announce(home: Home, course: Course) -> None:
    """Tell learners, in the exchange, which modules are out and when they are due, until when what others write is
    awaited, whom they can talk to, in which form activities are done, and what was changed.
    """
    place, cohort, out = Path(home.exchange, home.course_id), load_cohort(home), Nbgrader(home).released()
    facts = [
        ModuleFacts(module.name, module.title, iso(at) if (at := cohort.due.get(module.name)) else None, module.minutes)
        for module in course.modules
        if module.name in out
    ]
    if place.is_dir():
        exchanges = {page: iso(at) for page, at in cohort.exchanges.items()}
        whole = replace(
            read_course(place),
            contact=home.contact or course.contact,
            form=course.form,
            exchanges=exchanges,
            awaited=_awaited(course, exchanges),
            moves=moved(home),
            library=left_before(home),
        )
        write_facts(place, facts, whole)


def _awaited(course: Course, exchanges: Mapping[str, str]) -> dict[str, str]:
    """The dates by module and sending, for what the makers have something to stand in with."""
    from kith_facilitator.exchanging.declared import declared_of  # it reads pages, and grading imports this module

    found = {}
    for module in course.modules:
        if any(page.partition("/")[0] == module.name for page in exchanges):
            declared = declared_of(module)
            for sending in declared.sendings:
                at = exchanges.get(f"{module.name}/{declared.pages.get(sending.id, '')}")
                if at and (sending.makers or sending.to == "seat"):
                    found[f"{module.name}/{sending.id}"] = at
    return found


def _said(at: datetime | None) -> str:
    return f"the due date {at:%Y-%m-%d %H:%M} ({at.tzname()})" if at else "no due date"
