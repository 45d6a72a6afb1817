"""What commands have in common: the options that name a home or a module, and the sentences for what failed."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from kith_exercises import KithError
from kith_facilitator.console import say
from kith_facilitator.home import Home, default_home, open_home

__all__ = [
    "BrowserOption",
    "HomeOption",
    "Module",
    "PortOption",
    "SourcesOption",
    "WorkersOption",
    "YesOption",
    "absolute",
    "confirm",
    "course_folder",
    "home_of",
    "root_of",
    "teaching",
    "tell_failures",
]

HomeOption = Annotated[
    Path | None,
    typer.Option(
        "--home", metavar="DIR", help="The home of the cohort. Default: KITH_HOME, else ~/kith.", envvar="KITH_HOME"
    ),
]
SourcesOption = Annotated[
    Path | None, typer.Option("--sources", metavar="DIR", help="A course of your own. Default: the one in Kith.")
]
Module = Annotated[str, typer.Argument(help="A module's folder name, such as 0-welcome.")]
PortOption = Annotated[int | None, typer.Option(help="Port on this machine. Default: the first free one.")]
BrowserOption = Annotated[bool, typer.Option("--browser/--no-browser", help="Open a browser window.")]


def _at_least_one(workers: str) -> int:
    if not workers.isdecimal() or not int(workers):
        raise KithError(f"“{workers}” is no number of workers. Name one from 1 on with --workers, or leave it out.")
    return int(workers)


WorkersOption = Annotated[
    int | None,
    typer.Option(metavar="N", parser=_at_least_one, help="How many to do at once. Default: by this machine's cores."),
]
YesOption = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


def confirm(what: str, *, yes: bool) -> None:
    """Ask, unless ``yes`` says so already. Raises KithError if the answer is no, or if nobody is there to ask."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise KithError(f"{what}? Nobody can be asked here. Run it again with --yes if you mean it. Nothing was done.")
    if not typer.confirm(f"{what}?"):
        raise KithError("Nothing was done.")


def teaching(home: Path | None, module: str | None = None) -> Home:
    """The home, if this account teaches in it, and the module is one of its course."""
    place = open_home(root_of(home))
    if not place.teaches:
        raise KithError(
            f"{place.root} is a learner's home. A facilitator's command needs a home with --role facilitator."
        )
    if module is not None:
        from kith_facilitator.sources import course_of

        course_of(place).module(module)
    return place


def tell_failures(failed: tuple[tuple[str, str], ...], logs: Path) -> None:
    """Say what failed, each reason once, and where the logs are, if there are any; exit code 1 if anything did."""
    reasons: dict[str, list[str]] = {}
    for student, reason in failed:
        reasons.setdefault(reason, []).append(student)
    for reason, students in reasons.items():
        say(f"Failed: {', '.join(students)}: {reason}")
    if failed:
        written = any((logs / f"{student}.log").is_file() for student, _ in failed)
        where = f" What happened to each is in {logs}; mend it and run this again." if written else ""
        say(f"The others are not affected.{where}")
        raise typer.Exit(1)


def root_of(home: Path | None) -> Path:
    """The folder of the home that is meant."""
    return absolute(home) or default_home()


def course_folder(path: Path) -> Path:
    """The folder of an nbgrader course that was named, in full; “.” is the one in which one stands."""
    place = path.expanduser().resolve()
    if not place.is_dir():
        raise KithError(f"{path} is no folder. Name the one in which the course's nbgrader_config.py lies.")
    return place


def home_of(context: typer.Context, home: Path | None, course_dir: Path | None) -> Home | None:
    """The home that is meant; None for a course that is in none. What is nearest counts: named, here, remembered."""
    if course_dir:
        own = course_dir.name == "course" and (course_dir.parent / "kith.toml").is_file()
        return teaching(course_dir.parent) if own else None
    source = context.get_parameter_source("home")
    named = source is not None and source.name == "COMMANDLINE"
    if not named and Path("nbgrader_config.py").is_file():
        return None
    return teaching(root_of(home))


def absolute(path: Path | None) -> Path | None:
    """The path in full; None stays None."""
    if path == Path():
        raise KithError("A folder's name was empty, or only a dot. Write it out, so that no other folder is meant.")
    return path.expanduser().absolute() if path else None
