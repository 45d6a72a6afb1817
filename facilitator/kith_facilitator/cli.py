"""The ``kith`` command: prepare a course, release it, collect, mark, give feedback, show the cohort to itself."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kith_exercises import KithError
from kith_facilitator.commands.answers import answers
from kith_facilitator.commands.backup import backup, restore
from kith_facilitator.commands.cards import cards
from kith_facilitator.commands.check import check
from kith_facilitator.commands.close import close, reset
from kith_facilitator.commands.desk import desk
from kith_facilitator.commands.digest import digest
from kith_facilitator.commands.doctor import doctor
from kith_facilitator.commands.due import due, late, tell_formgrader
from kith_facilitator.commands.erase import erase
from kith_facilitator.commands.exchange import exchange
from kith_facilitator.commands.export import export
from kith_facilitator.commands.feedback import feedback
from kith_facilitator.commands.grade import SETTINGS, grade
from kith_facilitator.commands.guide import guide
from kith_facilitator.commands.hold import hold
from kith_facilitator.commands.library import library
from kith_facilitator.commands.new import new
from kith_facilitator.commands.pairs import pairs
from kith_facilitator.commands.publish import publish
from kith_facilitator.commands.results import results
from kith_facilitator.commands.roster import roster
from kith_facilitator.commands.shared import (
    BrowserOption,
    HomeOption,
    Module,
    PortOption,
    SourcesOption,
    absolute,
    root_of,
    teaching,
)
from kith_facilitator.commands.snags import snags
from kith_facilitator.commands.update import update
from kith_facilitator.commands.view import view
from kith_facilitator.console import busy, complain, say, tell, tracker
from kith_facilitator.home import Home, ensure_home, open_home
from kith_facilitator.stopping import Stopped, leave, stop_at_once
from kith_widgets.words import languages

__all__ = ["app", "main"]

app = typer.Typer(
    name="kith",
    help="Kith: a course kit in which a cohort learns to share what it knows.\n\n"
    "A module goes this way: release, learners answer and submit, collect, grade, mark at the desk, feedback.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


class RoleName(StrEnum):
    """Who uses a home."""

    learner = "learner"
    facilitator = "facilitator"
    both = "both"


def start(
    home: HomeOption = None,
    role: Annotated[RoleName | None, typer.Option(help="Who you are in this home. Default: both.")] = None,
    exchange: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The folder through which the cohort hands in. Default: in the home."),
    ] = None,
    course: Annotated[
        str | None, typer.Option(metavar="ID", help="The course's name in the exchange. Default: kith.")
    ] = None,
    sources: SourcesOption = None,
    language: Annotated[
        str | None, typer.Option(metavar="CODE", help=f"What Kith speaks: {', '.join(languages())}. Default: en.")
    ] = None,
    contact: Annotated[
        str | None, typer.Option(metavar="WORDS", help="Whom learners can talk to, with a way to reach them.")
    ] = None,
    port: PortOption = None,
    browser: BrowserOption = True,
    demo: Annotated[bool, typer.Option("--demo", help="With a simulated cohort of 24, to try everything.")] = False,
) -> None:
    """Open the course in JupyterLab at Welcome.

    The first start makes the home, builds and releases the course. Options are kept, so the next start needs none.
    """
    from kith_facilitator.course.model import load_course
    from kith_facilitator.serve import serve_lab
    from kith_facilitator.start import opening_page, prepare

    if demo and (exchange or role not in (None, RoleName.both)):
        raise KithError(
            "A demo has one person in both roles and an exchange of its own; leave out --role and --exchange."
        )
    root = root_of(home or (Path("~/kith-demo") if demo else None))
    before = open_home(root) if (root / "kith.toml").exists() else None
    if demo and before and before.identity != "claimed":
        raise KithError(f"{root} is a home for real learners; a demo would mix made-up ones in. Name another --home.")
    others_role = role not in (None, RoleName.both)
    if before and before.identity == "claimed" and (exchange or others_role or course not in (None, before.course_id)):
        raise KithError(
            f"{root} is a demo's home, and a course of real learners needs its own. "
            "Type “unset KITH_HOME”, or name another --home."
        )
    if sources:
        load_course(sources.expanduser())  # before it is kept
    place = ensure_home(
        root,
        role=role.value if role else None,
        exchange_given=absolute(exchange),
        course_id=course,
        sources=absolute(sources),
        language=language,
        contact=contact,
        identity="claimed" if demo else None,
    )
    prepare(place, demo=demo)
    root, page = opening_page(place)
    serve_lab(place, root=root, page=page, port=port, browser=browser)


def build(home: HomeOption = None, sources: SourcesOption = None) -> None:
    """Build the course's sources into nbgrader's tree; twice gives the same bytes."""
    from kith_facilitator.release import build_home

    course = build_home(_with_sources(_teaching_or_new(home), sources), _counted)
    say(f"Built {len(course.modules)} modules into {root_of(home) / 'course' / 'source'}")


def preview(
    module: Module,
    home: HomeOption = None,
    sources: SourcesOption = None,
    port: PortOption = None,
    browser: BrowserOption = True,
) -> None:
    """Open a module as a learner would see it, and build it again whenever a source is saved."""
    from kith_facilitator.previewing import serve_preview

    serve_preview(_with_sources(_teaching_or_new(home), sources), module, port=port, browser=browser)


def release(module: Module, home: HomeOption = None) -> None:
    """Put a module where learners can fetch it."""
    from kith_facilitator.release import release_module

    place = teaching(home)
    tell_formgrader(place)
    with busy(f"Releasing {module}"):
        released = release_module(place, module)
    say(f"{module} is released in {place.exchange}" if released else f"{module} is out already, unchanged")
    for sentence in released.sentences():
        say(sentence)


def collect(module: Module, home: HomeOption = None) -> None:
    """Take in what learners submitted."""
    from kith_facilitator.collect import collect_module

    place = teaching(home, module)
    with busy(f"Collecting {module}"):
        report = collect_module(place, module)
    tell(report=asdict(report))
    say(f"{len(report.collected)} collected, {len(report.new)} of them new", f"Identity: {_IDENTITY[place.identity]}")
    for name, reason in report.refused:
        say(f"Not collected: {name}: {reason} The others are not affected.")


def gallery(
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where to write it. Default: a temporary file.")
    ] = None,
    language: Annotated[
        str | None, typer.Option(metavar="CODE", help=f"What the widgets speak: {', '.join(languages())}. Default: en.")
    ] = None,
    browser: BrowserOption = True,
) -> None:
    """Show every widget in every state, on one page that needs no kernel and no network."""
    from kith_facilitator.gallery.show import show_gallery

    show_gallery(absolute(out), language=language, browser=browser)


def simulate(
    module: Module,
    home: HomeOption = None,
    learners: Annotated[int, typer.Option(min=1, max=500, help="How many.")] = 24,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same answers.")] = 1,
) -> None:
    """Let a simulated cohort answer and submit a module, in a demo home; a new --home becomes one."""
    from kith_facilitator.simulate import simulate_cohort

    root = root_of(home)
    place = teaching(home) if (root / "kith.toml").exists() else ensure_home(root, identity="claimed")
    report = simulate_cohort(place, module, learners=learners, seed=seed, track=tracker("Simulating"))
    if report.new:
        say(f"{len(report.new)} simulated learners have submitted {module}; their ids begin with sim-")
    if report.already:
        say(f"{len(report.already)} have submitted already")
    if report.further:
        say(f"{len(report.further)} of them went on with what was handed over, and submitted again")


#: All commands, by what somebody is about, and in the order in which they come up there.
_ABOUT: Mapping[str, Sequence[Callable[..., None]]] = {
    "Take part": (start, update, export),
    "Write a course": (new, build, check, preview, gallery),
    "Run a cohort": (
        *(guide, release, roster, due, late, exchange, pairs, hold, cards, collect, grade, desk, feedback, publish),
        *(view, answers, snags, digest, library, results),
    ),
    "Keep a home": (doctor, simulate, backup, restore, close, erase, reset),
}

for panel, commands in _ABOUT.items():
    for command in commands:
        app.command(rich_help_panel=panel, context_settings=SETTINGS if command is grade else None)(command)


def main() -> None:
    """Run the command; a user's error is one message and exit code 2."""
    stop_at_once()
    leave(_run())


def _run() -> int:
    try:
        app(prog_name="kith")
    except SystemExit as end:
        if not isinstance(end.code, int | None):
            raise
        return end.code or 0
    except KithError as error:
        complain(str(error))
        return 2
    except OSError as error:
        complain(
            f"{error.filename or 'A file'} can't be used: {error.strerror or error}. Mend that, and run this again."
        )
        return 2
    except _of_gradebook() as error:
        said = getattr(error, "orig", error)
        complain(f"The gradebook can't be used: {said}. Put a copy back in its place, and run this again.")
        return 2
    except Stopped:
        complain("Stopped. Nothing is half-done; the same command goes on from here.")
        return 130
    return 0


def _of_gradebook() -> type[Exception]:
    """What SQLAlchemy raises; nobody waits for its import but who needs it."""
    from sqlalchemy.exc import DatabaseError

    return DatabaseError


_IDENTITY = {
    "unix": "an account on this machine owns each submission",
    "claimed": "by claimed name (this home is a demo)",
}


def _teaching_or_new(home: Path | None) -> Home:
    return teaching(home) if (root_of(home) / "kith.toml").exists() else ensure_home(root_of(home))


def _with_sources(home: Home, sources: Path | None) -> Home:
    """The home with other sources for this once; only ``start`` keeps them."""
    return replace(home, sources=absolute(sources)) if sources else home


def _counted(done: int, total: int, name: str) -> None:
    say(f"{done} of {total}: {name}")
