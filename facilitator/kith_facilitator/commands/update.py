"""``kith update``: a learner's pages, as the course has corrected them."""

from datetime import datetime
from typing import Annotated

import typer

from kith_exercises import KithError
from kith_facilitator.commands.shared import HomeOption, root_of
from kith_facilitator.console import say
from kith_facilitator.home import open_home

__all__ = ["update"]


def update(
    module: Annotated[str | None, typer.Argument(help="A module's folder name. Default: all that you have.")] = None,
    home: HomeOption = None,
) -> None:
    """Bring your pages to the version that is out; your answers, and cells of your own, stay.

    Pages as they were are kept in mine/MODULE/earlier. A page that is open is not touched: close it first.
    """
    from kith_facilitator.updating import fetched_modules, update_module

    place = open_home(root_of(home))
    if not place.learns:
        raise KithError(f"{place.root} is a facilitator's home; learners have pages to update, in homes of their own.")
    found = [module] if module else fetched_modules(place)
    for name in found:
        done = update_module(place, name, now=datetime.now().astimezone())
        if done is None:
            say(f"{name} is as it is released")
        else:
            say(f"{name} is updated: {', '.join(done.files)}", f"What was there before is kept in {done.kept}")
    if not found:
        say("You have no module yet; fetch one in the Assignment List.")
