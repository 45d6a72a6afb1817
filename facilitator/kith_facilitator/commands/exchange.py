"""``kith exchange``: what learners wrote for each other goes to whom it is for."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

import typer

from kith_facilitator.commands.shared import HomeOption, Module, YesOption, confirm, teaching
from kith_facilitator.console import busy, say, tell
from kith_facilitator.home import Home

__all__ = ["exchange"]


def exchange(
    module: Module,
    home: HomeOption = None,
    preview: Annotated[
        bool, typer.Option("--preview", help="Say who would get what, and from whom; hand nothing over.")
    ] = False,
    collect: Annotated[
        bool, typer.Option("--collect/--no-collect", help="Take in first what was submitted since.")
    ] = True,
    yes: YesOption = False,
) -> None:
    """Hand over what learners wrote for each other: parcels go out with Fetch Feedback, and nothing needs a mark first.

    Who gets whose is drawn by lot once, within pods, and stays; whoever sends later is fitted in. Running it again
    hands over what has become ready since. A preview goes by what was collected so far, and says of how many more is
    to be. In a demo, simulated learners answer first what came for them.
    """
    from kith_facilitator.cohort import load_cohort
    from kith_facilitator.exchanging.choice import exchange_of
    from kith_facilitator.exchanging.declared import declared_of
    from kith_facilitator.exchanging.run import exchange as hand_over
    from kith_facilitator.exchanging.run import preview as look
    from kith_facilitator.roster import caller
    from kith_facilitator.sources import course_of

    place = teaching(home, module)
    course = course_of(place)
    declared, now = declared_of(course.module(module)), datetime.now(UTC)
    refused: Sequence[tuple[str, str]] = ()
    if collect and not preview:
        tell(done=0, total=2)
        _simulated_go_on(place, module)
        with busy(f"Collecting {module}"):
            refused = exchange_of(place, course, module).collect()
        for name, reason in refused:
            say(f"Not collected: {name}: {reason} The others are not affected.")
    report, call = look(place, course, module, declared, now=now), caller(place)
    if preview:
        return say(*report.sentences(call), "Nothing was handed over: this was a preview.")
    early = [id for id in report.first_lots if not declared.is_over(id, now, load_cohort(place), module)]
    if early and len(report.sent) < report.known:
        said = f"{len(report.sent)} of {report.known} learners have sent {module}. They are paired among themselves now"
        confirm(f"{said}, and whoever comes later is fitted in. Go on", yes=yes)
    tell(done=1, total=2)
    with busy("Handing over"):
        report = hand_over(place, course, module, declared, now=now, collect=False)
    tell(report={"refused": refused, "said": report.sentences(call)})
    return say(*report.sentences(call))


def _simulated_go_on(home: Home, module: str) -> None:
    """In a demo, who is simulated has answered by now what came with the last exchange."""
    if home.identity != "claimed":
        return
    from kith_facilitator.simulate import go_on

    with busy("Simulated learners answer what came for them"):
        further = go_on(home, module)
    if further:
        say(f"{len(further)} simulated learners answered what had come for them, and submitted {module} again")
