"""``kith check``: a course looked at with a learner's eyes, and held to its floors."""

from pathlib import Path
from typing import Annotated

import typer

from kith_facilitator.commands.shared import HomeOption, SourcesOption, absolute, root_of
from kith_facilitator.console import say

__all__ = ["check"]


def check(
    modules: Annotated[list[str] | None, typer.Argument(metavar="[MODULE]...", help="Default: all.")] = None,
    home: HomeOption = None,
    sources: SourcesOption = None,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="Write the report as a page, too, with each place.")
    ] = None,
) -> None:
    """Look for what a learner would trip over, and for what a good module needs; exit code 1 if something failed.

    What is checked, and with which floors, is told in docs/check.md. What can't be judged yet is said to be “not yet”,
    and fails nothing.
    """
    from kith_exercises.files import write_atomically
    from kith_facilitator.course.model import load_course
    from kith_facilitator.home import Home, open_home
    from kith_facilitator.quality import examine
    from kith_facilitator.quality.cared import contact_of
    from kith_facilitator.quality.report import in_lines
    from kith_facilitator.quality.report_page import report_page
    from kith_facilitator.sources import course_of

    root, own = root_of(home), absolute(sources)
    place = open_home(root) if (root / "kith.toml").exists() else Home(root)
    course = load_course(own) if own else course_of(place)
    examined = examine(course, contact=contact_of(place, course), only=modules or ())
    say(*in_lines(examined))
    if path := absolute(html):
        write_atomically(path, report_page(examined).encode())
        say(f"The report is in {path}")
    raise typer.Exit(0 if examined.passed else 1)
