"""``kith erase``: one person out of a home."""

from typing import Annotated

import typer

from kith_facilitator.commands.shared import HomeOption, YesOption, confirm, teaching
from kith_facilitator.console import busy, say

__all__ = ["erase"]


def erase(
    learner: Annotated[str, typer.Argument(help="The learner's id, as “kith roster” lists it.")],
    home: HomeOption = None,
    yes: YesOption = False,
) -> None:
    """Take one person out: gradebook, submissions, feedback, exchange, logs, closed cohorts. Then look what is left."""
    from kith_exercises.identity import whoami
    from kith_facilitator.keeping.erase import erase as take_out
    from kith_facilitator.keeping.erase import places_of
    from kith_facilitator.working import refuse_served

    place = teaching(home)
    places = places_of(place, learner)
    hub = refuse_served(place, f"kith erase {learner}")
    say(f"{learner} goes out of the gradebook, and these go for good:")
    say(*(f"  {path}" for path in places) if places else ("  no file or folder is called after them",))
    say(
        "Out of reach: their own folder, backups made before, copies that somebody took, what others have fetched of "
        "their words by an exchange, and what a disk keeps of deleted files. Published figures stay: each counts six "
        "people or more and names nobody.",
        hub or "Start nothing in this home until it is done.",
    )
    confirm(f"Erase {learner}", yes=yes)
    with busy("Erasing, and looking for what is left"):
        done = take_out(place, learner)
    say(f"{len(done.gone)} files and folders are gone, and the gradebook was written anew without {learner}")
    for path, reason in done.stuck:
        say(f"Could not be removed: {path} ({reason}). It belongs to another account: ask its owner.")
    for trace in done.traces:
        say(f"Still there: {trace.path} {trace.what}. Look at it, and take them out by hand.")
    if place.learns and whoami() == learner:
        say(f"You are {learner}: what you wrote as a learner is in {place.learner}, and stays until you delete it.")
    if done.stuck or done.traces:
        raise typer.Exit(1)
    say("Looked through every file: neither their name nor their words are left here.")
