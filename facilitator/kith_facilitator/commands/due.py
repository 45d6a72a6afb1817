"""``kith due`` and ``kith late``: until when, and what being late costs."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from kith_exercises import KithError
from kith_facilitator.commands.shared import HomeOption, teaching
from kith_facilitator.console import say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kith_facilitator.agree import Agreed
    from kith_facilitator.cohort import LatePolicy
    from kith_facilitator.grading.late import Penalty
    from kith_facilitator.home import Home

__all__ = ["due", "late", "tell_formgrader", "tell_moved", "tell_penalties"]


def due(
    module: Annotated[
        str | None,
        typer.Argument(help="A module's folder name, or a page of it, 1-empathy/before. Default: show all due dates."),
    ] = None,
    when: Annotated[
        str | None,
        typer.Argument(help="“2026-12-01” (until the end of that day) or “2026-12-01 18:00”, in this machine's zone."),
    ] = None,
    home: HomeOption = None,
    none: Annotated[bool, typer.Option("--none", help="The module is not due at any time.")] = False,
) -> None:
    """Set until when a module is to be submitted; without a date, say what is set.

    It holds at once: the Assignment List, formgrader and penalties follow, and you are told whose points changed.
    With a page, it says until when people wait for what another learner writes there; then “kith exchange” gives
    them what the makers have.
    """
    from kith_facilitator.agree import set_due, set_exchange
    from kith_facilitator.cohort import read_when
    from kith_facilitator.sources import course_of

    place = teaching(home, module.partition("/")[0] if module else None)
    tell_formgrader(place)
    if module is None or (when is None and not none):
        return _tell_dates(place, module)
    at = None if none else read_when(when or "")
    if none and when:
        raise KithError("Give a date or --none, not both.")
    if at is None and not none:
        raise KithError(f"“{when}” is no date. Write it as 2026-12-01, or as “2026-12-01 18:00”.")
    if "/" in module:
        set_exchange(place, course_of(place), module, at)
        until = f"until {_said(at)}, then the makers' stands in" if at else "until somebody sends it"
        return say(f"Whoever waits for what another learner writes on {module} waits {until}")
    agreed = set_due(place, course_of(place), module, at)
    say(f"{module} is due {_said(at)}" if at else f"{module} has no due date")
    if at and at < datetime.now(UTC):
        say("That is over already: what is submitted from now on is late.")
    return tell_moved(agreed)


def late(
    policy: Annotated[
        str | None, typer.Argument(help="none, zero (no points at all) or per-day. Default: say what holds.")
    ] = None,
    home: HomeOption = None,
    points: Annotated[float | None, typer.Option(min=0, help="With per-day: taken off for each day begun.")] = None,
    grace: Annotated[
        float | None, typer.Option(min=0, help="Minutes after the due date that are still in time.")
    ] = None,
    most: Annotated[float | None, typer.Option("--max", min=0, help="Never take off more than this.")] = None,
) -> None:
    """Set what being late costs, in all modules; it goes by when the words that count were first submitted."""
    from dataclasses import replace

    from kith_facilitator.agree import set_late_policy
    from kith_facilitator.cohort import load_cohort
    from kith_facilitator.sources import course_of

    place = teaching(home)
    tell_formgrader(place)
    found = load_cohort(place).late
    if policy is None and (points, grace, most) == (None, None, None):
        say(_policy(found))
        return
    rules = {"none": "none", "zero": "zero", "per-day": "per_day", "per_day": "per_day", None: found.rule}
    if policy not in rules:
        raise KithError(f"“{policy}” is no policy. Write none, zero or per-day.")
    given = {"points": points, "grace": grace, "max": most}
    wanted = replace(found, rule=rules[policy], **{key: value for key, value in given.items() if value is not None})
    if wanted.rule == "per_day" and not wanted.points:
        raise KithError("Say how many points a day costs: kith late per-day --points 1.")
    agreed = set_late_policy(place, course_of(place), wanted)
    say(_policy(wanted))
    tell_moved(agreed)


def _tell_dates(home: "Home", module: str | None) -> None:
    from kith_facilitator.cohort import load_cohort
    from kith_facilitator.sources import course_of

    cohort = load_cohort(home)
    for name in [module] if module else [found.name for found in course_of(home).modules]:
        at = cohort.exchanges.get(name) if "/" in name else cohort.due.get(name)
        say(f"{name}: {_said(at) if at else 'no due date'}")
        pages = {page: until for page, until in cohort.exchanges.items() if page.partition("/")[0] == name}
        say(*(f"{page}: waits for others until {_said(until)}" for page, until in sorted(pages.items())))


def _said(at: datetime) -> str:
    return f"{at:%A, %Y-%m-%d %H:%M} ({at.tzname()})"


def _policy(policy: "LatePolicy") -> str:
    most = "" if policy.max is None else f", at most {policy.max:g}"
    grace = f" The first {policy.grace:g} minutes are still in time." if policy.grace else ""
    costs = {
        "none": "Being late costs nothing.",
        "zero": "Being late costs all points of the module.",
        "per_day": f"Being late costs {policy.points:g} points for each day begun{most}.",
    }
    return costs[policy.rule] + grace


def tell_formgrader(home: "Home") -> None:
    """Say which due dates were set in formgrader; they hold from now on."""
    from kith_facilitator.agree import follow_formgrader
    from kith_facilitator.sources import course_of

    said, agreed = follow_formgrader(home, course_of(home))
    for sentence in said:
        say(sentence)
    tell_moved(agreed)


def tell_moved(agreed: "Agreed") -> None:
    """Say whose points an agreement changed."""
    for module, moved in agreed.moved.items():
        tell_penalties(module, moved)
    if agreed.moved:
        say("Give feedback again, so that they see it.")


def tell_penalties(module: str, moved: "Iterable[Penalty]") -> None:
    """Say who loses points for being late, or loses others than before."""
    for penalty in moved:
        say(f"{module}: {penalty.student} loses {penalty.after:g} points for being late; before, {penalty.before:g}")
