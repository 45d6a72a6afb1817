"""``kith feedback``: whoever is marked gets to know it."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from kith_exercises import KithError
from kith_facilitator.commands.due import tell_formgrader
from kith_facilitator.commands.shared import (
    HomeOption,
    Module,
    WorkersOption,
    course_folder,
    home_of,
    teaching,
    tell_failures,
)
from kith_facilitator.console import say, tell, tracker
from kith_facilitator.grading.pool import begin
from kith_facilitator.lean import leanly

__all__ = ["feedback"]


def feedback(
    context: typer.Context,
    module: Module,
    home: HomeOption = None,
    again: Annotated[bool, typer.Option("--again", help="Make every page again, also where nothing is new.")] = False,
    workers: WorkersOption = None,
    course_dir: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Any course of nbgrader's: make pages as nbgrader does, release nothing."),
    ] = None,
    db: Annotated[str | None, typer.Option(metavar="URL", help="The gradebook of that course, if not its own.")] = None,
) -> None:
    """Give feedback to everybody whose work is fully marked; running it again gives only what is new.

    It also makes the pages of any nbgrader course: name it with --course-dir, or stand where its nbgrader_config.py is.
    """
    course_dir = course_folder(course_dir) if course_dir else None
    place = home_of(context, home, course_dir)
    with leanly():
        import kith_facilitator.pages_preload  # noqa: F401  # what workers find there when they begin
        from kith_facilitator.feedback import give_feedback
    begin("kith_facilitator.pages_rehearsal")
    if place is None:
        return _pages_of(course_dir or Path.cwd(), module, db, workers)
    if db is not None:
        raise KithError("A home has its own gradebook: leave out --db, or name a course of nbgrader's by --course-dir.")
    teaching(place.root, module)
    tell_formgrader(place)
    report = give_feedback(place, module, track=tracker("Feedback for"), again=again, workers=workers)
    tell(report=asdict(report))
    for sentence in report.sentences():
        say(sentence)
    return tell_failures(report.failed, place.logs / "feedback" / module)


def _pages_of(folder: Path, module: str, db: str | None, workers: int | None) -> None:
    from kith_facilitator.course_pages import write_pages
    from kith_facilitator.grading.course import Course, Settings

    course = Course(Settings(str(folder), (f"--db={db}",) if db else ()))
    report = write_pages(course, module, track=tracker("Feedback for"), workers=workers)
    tell(report=asdict(report))
    say(
        f"{len(report.made)} have a page in {course.root / course.directory.feedback_directory}",
        "Release them with “nbgrader release_feedback”.",
    )
    tell_failures(report.failed, course.logs.parent / "feedback" / module)
