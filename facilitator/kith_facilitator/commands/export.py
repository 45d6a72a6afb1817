"""``kith export``: a learner's own work, for themselves."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from kith_exercises import KithError
from kith_facilitator.commands.shared import HomeOption, absolute, root_of
from kith_facilitator.console import say
from kith_facilitator.home import open_home

__all__ = ["export"]


def export(
    mine: Annotated[bool, typer.Option("--mine", help="Everything that is yours.")] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="A new folder. Default: one named by date, beside your work."),
    ] = None,
    texts: Annotated[bool, typer.Option("--texts", help="Put your words into the xAPI statements too.")] = False,
    home: HomeOption = None,
) -> None:
    """Write your own work into a new folder: a page to print, JSON with every version, xAPI statements."""
    from kith_exercises.export import export_mine
    from kith_exercises.identity import whoami
    from kith_exercises.status import Places
    from kith_facilitator.configure import environment

    if not mine:
        raise KithError("Say whose: kith export --mine. For marks of a whole cohort, a facilitator has “kith results”.")
    place, now = open_home(root_of(home)), datetime.now(UTC)
    if not place.learns:
        raise KithError(f"{place.root} is a facilitator's home, so there is no work of yours as a learner in it.")
    os.environ.update(environment(place))
    usual = place.learner.parent / f"my-work-{now.astimezone():%Y-%m-%d-%H%M%S}"
    places = Places(place.learner, place.exchange / place.course_id, place.cache / place.course_id)
    files = export_mine(places, absolute(out) or usual, course=place.course_id, student=whoami(), now=now, texts=texts)
    folder = (absolute(out) or usual).as_posix()
    say(
        f"{len(files)} files are written to {folder}, which only you can open",
        f"To read or print: {folder}/my-work.html",
    )
    if not texts:
        say("The statements name nobody and hold none of your words; the other files hold all of them.")
