"""``kith answers``: what learners told their facilitator under a question."""

from typing import Annotated

import typer

from kith_facilitator.commands.shared import HomeOption, teaching
from kith_facilitator.console import say

__all__ = ["answers"]


def answers(
    question: Annotated[
        str,
        typer.Argument(metavar="MODULE[/PROMPT]", help="A question, as 0-welcome/my-question; a module lists its own."),
    ],
    home: HomeOption = None,
) -> None:
    """List what learners told you under a question, without names, to plan a meeting with.

    Only what the card says that a facilitator reads: nothing that is counted, goes to partners or stays with learners.
    """
    from kith_facilitator.sources import course_of
    from kith_facilitator.told import told
    from kith_widgets.words import speaking

    name, _, prompt = question.partition("/")
    place = teaching(home, name)
    with speaking(place.language):
        found = told(place, course_of(place).module(name), prompt or None)
    if prompt:
        say(*found[0].sentences())
        if not found[0].people:
            say("What is collected of it holds nothing that is for you to read.")
        return
    for one in found:
        if one.people:
            say(f"{one.name} ({one.title}): {one.many}")
    if not any(one.people for one in found):
        say(f"Nothing that is for you to read was collected of {name} yet.")
