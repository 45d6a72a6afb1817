"""``kith results``: marks as a table."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kith_facilitator.commands.shared import HomeOption, absolute, teaching
from kith_facilitator.console import complain, say

__all__ = ["results"]


class Separator(StrEnum):
    """What stands between two cells."""

    comma = "comma"
    semicolon = "semicolon"
    tab = "tab"


_SIGNS = {Separator.comma: ",", Separator.semicolon: ";", Separator.tab: "\t"}


def results(
    modules: Annotated[list[str] | None, typer.Argument(metavar="[MODULE]...", help="Default: all.")] = None,
    home: HomeOption = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where to write it. Default: on the screen.")
    ] = None,
    separator: Annotated[Separator, typer.Option(help="Between cells; some Excels want semicolons.")] = Separator.comma,
    levels: Annotated[
        bool,
        typer.Option("--levels", help="In place of the table: how often each level was given, criterion by criterion."),
    ] = False,
    bom: Annotated[
        bool, typer.Option("--bom/--no-bom", help="Begin a file with the sign by which Excel knows UTF-8.")
    ] = True,
) -> None:
    """Write a table (CSV) with one row for each learner, module and criterion.

    A text that a table program would take for a formula begins with an apostrophe. The columns are described in
    docs/results.md. With --levels it tells in a few lines how levels were given, and how far learners' own lie from
    them.
    """
    from kith_exercises.files import write_atomically
    from kith_facilitator import results as made
    from kith_facilitator.agree import follow_formgrader
    from kith_facilitator.correction import archived
    from kith_facilitator.sources import course_of

    place = teaching(home)
    course = course_of(place)
    chosen = [course.module(name).name for name in modules or []] or [module.name for module in course.modules]
    for sentence in follow_formgrader(place, course)[0]:
        complain(sentence)
    rows = made.results(place, course, chosen)
    for name in chosen:
        count, folder = archived(place.course, name)
        if count:
            complain(f"{name}: {count} marks are not in the table, as what they were for was taken out. See {folder}")
    if levels:
        from kith_facilitator.levels import told

        for lines in told(rows):
            say(*lines)
        return
    path = absolute(out)
    if path is None:
        sys.stdout.buffer.write(made.table(rows, separator=_SIGNS[separator]))
        return
    write_atomically(path, made.table(rows, separator=_SIGNS[separator], mark=bom))
    say(f"{len(rows)} rows in {path}")
