"""``kith hold``: what opens with a word that a facilitator says in the room."""

from secrets import token_hex
from typing import Annotated

import typer

from kith_exercises import KithError
from kith_facilitator.commands.shared import HomeOption, teaching
from kith_facilitator.console import say

__all__ = ["hold"]

#: How a course does activities whose definitions say nothing else (``form`` in course.toml).
_FORMS = {
    "": 'as each kind is done usually; course.toml can say otherwise: form = "room"',
    "alone": "alone, where their definitions say nothing else",
    "cohort": "with the group, where their definitions say nothing else",
    "room": "in one room, where their definitions say nothing else",
}


def hold(
    question: Annotated[
        str | None,
        typer.Argument(metavar="MODULE/PROMPT", help="A question, as 1-empathy/who-asks. Default: show all."),
    ] = None,
    word: Annotated[str | None, typer.Argument(help="The word. Capitals and spaces make no difference.")] = None,
    home: HomeOption = None,
    open_: Annotated[bool, typer.Option("--open", help="Let it open without a word again.")] = False,
) -> None:
    """Hold what a question shows behind a word that you say in the room, so that all see it at one time.

    Whoever is not there says so, and it opens as easily; it costs nothing. It holds for pages that are opened from now
    on, so set it before people come. The word itself is written nowhere; if you forget it, set another.
    """
    from kith_facilitator.holding import can_be_held, held_now, let_go, put_behind
    from kith_facilitator.sources import course_of

    place = teaching(home, question.partition("/")[0] if question else None)
    if question and (word is None) != open_:
        raise KithError(f"Give a word or --open, not both: kith hold {question} tea.")
    if question is None:
        held, course = held_now(place), course_of(place)
        say(f"Activities are done {_FORMS[course.form]}")
        for name in can_be_held(course):
            say(f"{name}: {'opens with a word' if name in held else 'opens to everybody'}")
    elif word is None:
        say(f"{question} opens to everybody{' again' if let_go(place, question) else ', as before'}")
    else:
        put_behind(place, course_of(place), question, word, token_hex(8))
        say(f"{question} opens with “{word}”, and for whoever chooses “I'm not in the room”")
