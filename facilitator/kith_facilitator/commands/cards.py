"""``kith cards``: the cards of a game, for people in one room."""

from pathlib import Path
from typing import Annotated

import typer

from kith_exercises import KithError
from kith_facilitator.commands.shared import HomeOption, Module, absolute, teaching
from kith_facilitator.console import say

__all__ = ["cards"]


def cards(
    module: Module,
    prompt: Annotated[str | None, typer.Argument(metavar="[PROMPT]", help="Default: the one game there is.")] = None,
    home: HomeOption = None,
    seats: Annotated[
        int | None,
        typer.Option(metavar="N", help="How many sit in a group. Default: as many as cards were written for."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where to write it. Default: into the home.")
    ] = None,
) -> None:
    """Write the cards of a game as a page to print and cut, for groups that meet in one room.

    Print it once for each group. Where groups differ in size, write one page for each size.
    """
    from kith_exercises.files import write_atomically
    from kith_facilitator.cards import printed_cards, rounds
    from kith_facilitator.sources import course_of
    from kith_widgets.words import speaking

    place = teaching(home, module)
    folder = course_of(place).module(module)
    games = rounds(folder)
    if prompt not in games and (prompt is not None or len(games) != 1):
        known = f"Those that are: {', '.join(games)}" if games else "Nothing in it is"
        raise KithError(f"“{prompt or module}” is not one game with cards. {known}.")
    game = games[prompt or next(iter(games))]
    many = seats or game.spec.seats
    with speaking(place.language):
        page = printed_cards(folder, game, many)
    path = absolute(out) or place.root / f"{game.id}-cards-{many}.html"
    write_atomically(path, page.encode())
    say(f"Cards for {many} in a group: open {path} in a browser, and print it once for each group")
