"""``kith view``: what one learner sees."""

import tempfile
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from kith_facilitator.commands.shared import BrowserOption, HomeOption, Module, absolute, teaching
from kith_facilitator.console import say

__all__ = ["view"]


def view(
    module: Module,
    learner: Annotated[str, typer.Option(metavar="ID", help="Whose page: the id, as “kith roster” lists it.")],
    home: HomeOption = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where to write it. Default: a temporary file.")
    ] = None,
    browser: BrowserOption = True,
) -> None:
    """Show a module as a learner sees it now: the cards as submitted, with feedback. Nothing done there is kept."""
    import os

    from kith_exercises.files import put_in_place
    from kith_facilitator.configure import environment
    from kith_facilitator.sources import course_of
    from kith_facilitator.viewing import view as seen

    place = teaching(home, module)
    os.environ.update(environment(place))
    found = seen(place, course_of(place).module(module), learner)
    path = absolute(out) or Path(tempfile.mkdtemp(prefix="kith-view-"), f"{module}.html")  # closed to others
    put_in_place(path, found.page.encode(), mode=0o600)  # closed, whoever could read one that was there
    say(f"{module} as {learner} sees it is in {path}")
    if found.given:
        say(f"With the feedback that was given on {', '.join(found.given)}")
    if found.would:
        say(f"With what is marked so far on {', '.join(found.would)}: {learner} has not been given it yet")
    say("It holds their words. Delete it when you have seen it.")
    if browser:
        webbrowser.open(path.as_uri())
