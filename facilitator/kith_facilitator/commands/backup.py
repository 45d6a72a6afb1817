"""``kith backup`` and ``kith restore``: a home in one file, and out of it."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from kith_exercises import KithError
from kith_facilitator.commands.shared import HomeOption, absolute, root_of
from kith_facilitator.console import busy, say
from kith_facilitator.home import open_home

__all__ = ["backup", "restore"]


def backup(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="A new file. Default: one named by date, in this folder.")
    ] = None,
    home: HomeOption = None,
) -> None:
    """Write the whole home into one archive, which only you may read; servers may go on meanwhile.

    It holds the gradebook, what was submitted, journals, the exchange and editions. It is read again before it counts.
    """
    from kith_facilitator.keeping.backup import back_up

    place, now = open_home(root_of(home)), datetime.now(UTC)
    usual = Path.cwd() / f"kith-{place.course_id}-{now:%Y-%m-%d-%H%M%S}.tar.gz"
    with busy("Writing the backup, and reading it again"):
        made = back_up(place, absolute(file) or usual, now=now)
    say(f"{made.files:,} files, {made.size / 1_000_000:,.1f} MB, written to {made.file} and read again")
    for name, reason in made.left_out:
        say(f"Not in it: {name}: {reason}")
    if place.sources and not place.sources.is_relative_to(place.root):
        say(f"The course's own sources are not in it: {place.sources}. Keep those as you keep other texts.")
    say("It holds what learners wrote, with their names. Keep it where only you can read it.")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An archive that “kith backup” wrote.")],
    home: HomeOption = None,
) -> None:
    """Make a home out of a backup, in a new folder; a home that is there is never replaced."""
    from kith_facilitator.keeping.restore import restore as put_back

    if home is None:
        raise KithError("Say where the home shall lie: kith restore FILE --home DIR. It must be a new folder.")
    path = absolute(file)
    assert path is not None
    with busy("Reading the backup"):
        done = put_back(path, root_of(home))
    say(f"The home of {done.made} lies in {done.home.root} again: {done.files:,} files and folders")
    if done.exchange:
        say(f"Its exchange lay elsewhere. The copy of it is in {done.exchange}; {done.home.exchange} was not touched.")
    if done.home.identity == "unix" and done.home.teaches:
        say(
            "What had not been collected yet belongs to you now and not to who sent it, so collecting refuses it: "
            "ask for it again. What was collected is complete."
        )
    say(f"Open it with: kith start --home {done.home.root}")
