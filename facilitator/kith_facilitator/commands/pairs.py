"""``kith pairs``: who gets whose words, and what a facilitator can mend about it."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from kith_exercises import KithError
from kith_facilitator.commands.shared import HomeOption, Module, teaching
from kith_facilitator.console import say

if TYPE_CHECKING:
    from kith_facilitator.exchanging.desk import PairsDesk

__all__ = ["pairs"]

_NONE = ("", "", "")


def pairs(
    module: Module,
    home: HomeOption = None,
    prompt: Annotated[str, typer.Option(metavar="PROMPT", help="Only the pairs of this prompt.")] = "",
    add: Annotated[
        tuple[str, str, str],
        typer.Option(metavar="PROMPT GIVER TAKER", help="Pair two people by hand, or seat one with another."),
    ] = _NONE,
    remove: Annotated[
        tuple[str, str, str],
        typer.Option(metavar="PROMPT GIVER TAKER", help="Take out a pair of which nothing was delivered."),
    ] = _NONE,
    swap: Annotated[
        tuple[str, str, str],
        typer.Option(metavar="PROMPT TAKER TAKER", help="Exchange what two people would get, or their seats."),
    ] = _NONE,
    makers: Annotated[
        tuple[str, str], typer.Option(metavar="PROMPT TAKER", help="Give somebody what the makers have.")
    ] = ("", ""),
    open_: Annotated[
        tuple[str, str, str],
        typer.Option("--open", metavar="PROMPT GIVER TAKER", help="Read what goes between two people; it is noted."),
    ] = _NONE,
) -> None:
    """Say who gets whose words in a module, and who sits where: by lot, late, by hand or from the makers, and how far.

    What is mended holds from the next “kith exchange” on. Once delivered, nothing can be taken back.
    """
    from kith_facilitator.exchanging.declared import declared_of
    from kith_facilitator.exchanging.desk import PairsDesk
    from kith_facilitator.sources import course_of

    place = teaching(home, module)
    course = course_of(place)
    desk = PairsDesk(place, course, module, declared_of(course.module(module)), datetime.now(UTC))
    asked = {"add": add, "remove": remove, "swap": swap, "makers": makers, "open": open_}
    given = {word: who for word, who in asked.items() if any(who)}
    if len(given) > 1:
        raise KithError(f"Give one of {', '.join(f'--{word}' for word in given)}, not several. Nothing was changed.")
    if not given:
        say(*desk.listed(prompt))
    elif any(open_):
        say(*desk.open(*open_), "That you opened this is noted.")
    else:
        said = _mended(desk, add=add, remove=remove, swap=swap, makers=makers)
        say(said, f"It holds from the next “kith exchange {module}” on.")


def _mended(
    desk: "PairsDesk",
    *,
    add: tuple[str, str, str],
    remove: tuple[str, str, str],
    swap: tuple[str, str, str],
    makers: tuple[str, str],
) -> str:
    if any(add):
        return desk.add(*add)
    if any(remove):
        return desk.remove(*remove)
    return desk.swap(*swap) if any(swap) else desk.makers(*makers)
