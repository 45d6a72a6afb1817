"""``kith roster``: who learns here."""

from pathlib import Path
from typing import Annotated

import typer

from kith_facilitator.commands.due import tell_moved
from kith_facilitator.commands.shared import HomeOption, absolute, teaching
from kith_facilitator.console import say

__all__ = ["roster"]


def roster(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE.csv", help="A table. Default: list who is known.")
    ] = None,
    home: HomeOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")] = False,
) -> None:
    """Take in a table of learners: id, first name, last name, e-mail, pod, and extension MODULE for who has longer.

    The id is the name under which a learner submits. Columns may stand in any order, and only id must be there. An
    extension is a number of days, “36 hours” or a date. Nobody is removed; importing twice is importing once.
    """
    from kith_facilitator.roster import import_roster, learners_of
    from kith_facilitator.sources import course_of

    place = teaching(home)
    path = absolute(file)
    if path is None:
        learners = learners_of(place)
        for learner in learners:
            facts = (f"{learner.first} {learner.last}".strip(), learner.email, learner.pod and f"pod {learner.pod}")
            longer = [f"{module} {_said(more)}" for module, more in learner.extensions.items()]
            say("  ".join(fact for fact in (learner.id, *facts, *longer) if fact))
        say(f"{len(learners)} learners are known")
        return
    report = import_roster(place, course_of(place), path, dry=dry_run)
    for remark in report.remarks:
        say(remark)
    would = "would be " if dry_run else ""
    say(
        f"{len(report.new)} {would}new{_names(report.new)}",
        f"{len(report.changed)} {would}changed{_names(report.changed)}",
        f"{len(report.same)} {'stay' if dry_run else 'stayed'} the same",
    )
    if report.missing:
        say(f"In the gradebook and not in {path.name}: {', '.join(report.missing)}. They stay.")
    if report.agreed:
        tell_moved(report.agreed)


def _names(names: tuple[str, ...]) -> str:
    return f": {', '.join(names)}" if names else ""


def _said(longer: object) -> str:
    return f"+{longer}" if not hasattr(longer, "isoformat") else f"until {longer:%Y-%m-%d %H:%M}"
