"""``kith close`` and ``kith reset``: the end of a cohort, and a demo as on its first day."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from kith_exercises import KithError
from kith_facilitator.commands.shared import HomeOption, YesOption, confirm, root_of, teaching
from kith_facilitator.console import busy, say
from kith_facilitator.home import open_home
from kith_facilitator.working import refuse_served, working

__all__ = ["close", "reset"]


def close(
    home: HomeOption = None,
    following: Annotated[
        str | None, typer.Option("--next", metavar="ID", help="What the next cohort's course is called.")
    ] = None,
    yes: YesOption = False,
) -> None:
    """End a cohort: archive all it did for reading only, and clear the exchange for the next one."""
    from kith_facilitator.keeping.closing import close as end
    from kith_facilitator.keeping.closing import what_closing_means
    from kith_facilitator.sources import course_of

    place, now = teaching(home), datetime.now(UTC)
    hub = refuse_served(place, "kith close")
    today = now.astimezone().date()
    plan = what_closing_means(place, [module.name for module in course_of(place).modules], today=today)
    say(
        f"The course “{place.course_id}” ends. {plan.learners} learners handed in {len(plan.modules)} modules.",
        f"Gradebook, submissions, feedback, due dates and the exchange move to {plan.archive}, for reading only.",
        "Learners keep their own folders. They can no longer submit to this course, nor fetch feedback from it.",
        hub or "Start nothing in this home until it is done.",
    )
    if plan.waiting:
        say(f"Not collected yet: {', '.join(plan.waiting)}. They move with the rest, and nobody will have marked them.")
    confirm("Close this cohort", yes=yes)
    with busy("Moving the cohort into the archive"):
        done = end(place, today=today, now=now, following=following)
    say(f"Closed. All of it lies in {done.archive}")
    for path in done.left:
        say(f"Could not be taken away: {path}. It belongs to another account; the archive has a copy.")
    if following:
        say(
            f"The home is now that of “{following}”: “kith start” releases its modules. Learners join with: "
            f"kith start --role learner --exchange {done.home.exchange} --course {following}"
        )
    else:
        say("The next “kith start” begins a new cohort of the same name. With --next ID it would have its own.")


def reset(home: HomeOption = None, yes: YesOption = False) -> None:
    """Make a demo fresh again: everything done in it goes, also what you wrote there yourself."""
    from kith_facilitator.keeping.reset import empty_demo, what_a_reset_takes
    from kith_facilitator.start import prepare

    if home is None:
        raise KithError("Say which demo: kith reset --home ~/kith-demo.")
    place = open_home(root_of(home))
    taken = what_a_reset_takes(place)
    hub = refuse_served(place, f"kith reset --home {place.root}")
    say(
        f"The demo in {place.root} is emptied ({', '.join(path.name for path in taken)}) and made anew.",
        "Answers, marks and feedback in it go, yours too.",
        hub or "Start nothing in it until it is done.",
    )
    confirm("Reset this demo", yes=yes)
    with working(place, "“kith reset”"):
        fresh = empty_demo(place)
        prepare(fresh, demo=True)
    say(f"The demo is as on its first day. Open it with: kith start --demo --home {fresh.root}")
