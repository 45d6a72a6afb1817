"""``kith digest``: a week of the cohort on one page, to print or to send."""

from pathlib import Path
from typing import Annotated

import typer

from kith_facilitator.commands.shared import HomeOption, absolute, teaching
from kith_facilitator.console import busy, say

__all__ = ["digest"]


def digest(
    home: HomeOption = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="Where the page goes. Default: digest.html, in the home."),
    ] = None,
    days: Annotated[int, typer.Option(min=1, max=366, help="How many days it looks back, and ahead.")] = 7,
) -> None:
    """Write a page on the last days: what came, what waits for you, who has not sent, what got in the way, which dates
    come. It names people, and is for those who teach.
    """
    from datetime import UTC, datetime

    from kith_exercises.files import put_in_place
    from kith_facilitator.cohort_desk.digest import digest_page
    from kith_facilitator.desk.room import Room

    place = teaching(home)
    target = absolute(out) or place.root / "digest.html"
    room = Room.of(place, keep=False)
    try:
        with busy("Looking through what was collected"):
            page = digest_page(room, room.course, now=datetime.now(UTC), days=days)
    finally:
        room.close()
    put_in_place(target, page.encode("utf-8", "replace"), mode=0o600)
    say("The page is in", f"  {target}", "It names people: only you can read the file.")
