"""``kith library``: what learners leave for those who come after them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kith_facilitator.commands.shared import HomeOption, absolute, teaching
from kith_facilitator.console import say

if TYPE_CHECKING:
    from kith_facilitator.library import Offered

__all__ = ["library"]


def library(
    home: HomeOption = None,
    keep: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Take in an offer as it stands; may be given again.")
    ] = None,
    drop: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Take one out again; may be given again.")
    ] = None,
    write: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write what was taken in, for the home of the next cohort.")
    ] = None,
    show: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Let learners here find what an earlier cohort left.")
    ] = None,
) -> None:
    """List what learners offered to later groups, and take in what you have read.

    Nothing is offered but on a card on which its writer says so. What may be a name or a date is marked; if it should
    not stand there, ask its writer, and leave it out until then.
    """
    from kith_facilitator import library as kept
    from kith_facilitator.agree import announce
    from kith_facilitator.sources import course_of

    place = teaching(home)
    course = course_of(place)
    if keep or drop:
        kept.take_in(place, course, keep or (), drop or ())
    if show is not None:
        notes = kept.read_notes(show)
        kept.show(place, notes)
        announce(place, course)
        say(f"{len(notes)} notes of an earlier cohort stand in the inbox of their module's pages")
    if write is not None and (path := absolute(write)) is not None:
        notes = kept.taken_in(place)
        kept.write_notes(path, notes)
        say(f"{len(notes)} notes in {path}. In the next cohort's home: kith library --show {path.name}")
    if show is None and write is None:
        for one in kept.offered(place, course):
            say(*_told(one))


def _told(one: "Offered") -> list[str]:
    """An offer in lines: where it stands, by whom, what to look at, then its words."""
    note = one.note
    name = f"as “{note.name}”" if note.name else "without a name"
    lines = [
        f"{note.id}  {note.module}/{note.prompt}, by {one.student}, {name}: {'taken in' if one.kept else 'offered'}"
    ]
    if one.flagged.words:
        lines.append(f"  Look at: {', '.join(one.flagged.words)}")
    if one.flagged.unsure:
        lines.append("  Names can't be told from other words here.")
    return [*lines, *(f"  {label} {text}" for label, text in note.words)]
