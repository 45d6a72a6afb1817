"""``kith new``: a module to begin with."""

from typing import Annotated

import typer

from kith_exercises import KithError
from kith_facilitator.commands.shared import HomeOption, SourcesOption, absolute, root_of
from kith_facilitator.console import say

__all__ = ["new"]


def new(
    module: Annotated[str, typer.Argument(help="A number and a noun, such as 2-trust: its folder's name.")],
    home: HomeOption = None,
    sources: SourcesOption = None,
) -> None:
    """Start a module in a course of your own: it builds and passes “kith check”, and is there to be changed.

    A course that is not there yet is made.
    """
    from kith_facilitator.course.starting import start_module
    from kith_facilitator.home import open_home

    root, named = root_of(home), absolute(sources)
    course = named or (open_home(root).sources if (root / "kith.toml").exists() else None)
    if course is None:
        raise KithError(
            f"The course that comes with Kith is not yours to add to. Name a folder: kith new {module} --sources DIR."
        )
    written = start_module(course, module)
    say(*(f"Written: {path}" for path in written))
    option = f" --sources {course}" if named else ""
    say(
        "It works as it is. Read its comments, begin with prompts.toml, and change what you like. Then",
        f"  python3 kith.py check {module}{option}",
        "says what would not work, and",
        f"  python3 kith.py preview {module}{option}",
        "shows it as learners see it.",
    )
