"""``kith snags``: what got in learners' way, and one public line on what was done about it."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from kith_facilitator.commands.shared import HomeOption, Module, teaching
from kith_facilitator.console import say

__all__ = ["snags"]


def snags(
    module: Module,
    home: HomeOption = None,
    move: Annotated[
        tuple[str, str, str],
        typer.Option(
            metavar="PLACE STATE LINE",
            help="Say in one public line how far it is with it: open, tried, helped, not-helped or cannot.",
        ),
    ] = ("", "", ""),
) -> None:
    """Say what got in learners' way in a module, by question, and how far it is with each; nobody is named.

    A line given with --move stands on learners' pages at once, under “You said, we changed”, and stays there.
    """
    from kith_facilitator.snags import board_of, move_on
    from kith_facilitator.sources import course_of
    from kith_widgets.words import speaking

    place = teaching(home, module)
    course = course_of(place)
    with speaking(place.language):
        if any(move):
            say(move_on(place, course, module, *move, now=datetime.now(UTC)).sentence())
        else:
            say(*board_of(place, course.module(module)).sentences())
