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
    "YesOption",
    "absolute",
    "confirm",
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
        from kith_facilitator.release import course_of

        course_of(place).module(module)
    return place


def tell_failures(failed: tuple[tuple[str, str], ...], logs: Path) -> None:
    """Say what failed and where its log is; exit code 1 if anything did."""
    for student, reason in failed:
        say(f"Failed: {student}: {reason}")
    if failed:
        say(f"The others are not affected. What happened to each is in {logs}; mend it and run this again.")
        raise typer.Exit(1)


def root_of(home: Path | None) -> Path:
    """The folder of the home that is meant."""
    return absolute(home) or default_home()


def absolute(path: Path | None) -> Path | None:
    """The path in full; None stays None."""
    if path == Path():
        raise KithError("A folder's name was empty, or only a dot. Write it out, so that no other folder is meant.")
    return path.expanduser().absolute() if path else None
