"""``kith grade``: a module of a home, or an assignment of any nbgrader course."""

import os
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kith_exercises import KithError
from kith_facilitator.commands.due import tell_formgrader, tell_penalties
from kith_facilitator.commands.shared import (
    HomeOption,
    WorkersOption,
    course_folder,
    home_of,
    teaching,
    tell_failures,
)
from kith_facilitator.console import complain, say, tell, tracker
from kith_facilitator.grading.pool import begin
from kith_facilitator.home import Home
from kith_facilitator.lean import IN_KITHS_PAGES, leanly
from kith_kernels.packets import NO_DEBUGGER
from kith_kernels.protection import active
from kith_kernels.protection import begin as begin_trying
from kith_kernels.warm import parent_of

if TYPE_CHECKING:
    from kith_facilitator.grading.course import Course
    from kith_facilitator.grading.plan import Wishes
    from kith_facilitator.grading.report import GradeReport

__all__ = ["SETTINGS", "grade"]

#: What else nbgrader's own command understands is handed to it as it came.
SETTINGS = {"allow_extra_args": True, "ignore_unknown_options": True}


def grade(
    context: typer.Context,
    module: Annotated[str, typer.Argument(help="A module's folder name, such as 1-empathy.", show_default=False)] = "",
    home: HomeOption = None,
    workers: WorkersOption = None,
    learner: Annotated[
        str, typer.Option("--learner", "--student", metavar="ID", help="Only this learner.", show_default=False)
    ] = "",
    only_new: Annotated[bool, typer.Option("--only-new", help="Leave out whoever was graded before.")] = False,
    force: Annotated[bool, typer.Option("--force", "-f", help="Grade again what is unchanged, too.")] = False,
    no_execute: Annotated[bool, typer.Option("--no-execute", help="Run no code.")] = False,
    unsafe: Annotated[
        bool, typer.Option("--unsafe", help="Run code of people you trust where nothing can hold it.")
    ] = False,
    dask: Annotated[
        str,
        typer.Option(metavar="ADDRESS", help="Grade on a Dask cluster, by TLS: tls://host:8786.", show_default=False),
    ] = "",
    course_dir: Annotated[
        Path | None, typer.Option("--course-dir", metavar="DIR", help="An nbgrader course that is in no home.")
    ] = None,
    db: Annotated[
        str, typer.Option(metavar="URL", help="Another gradebook than the course's own.", show_default=False)
    ] = "",
) -> None:
    """Grade every submission that is new or changed, many at once.

    It also grades any nbgrader course: name it with --course-dir, or stand where its nbgrader_config.py lies. All that
    “nbgrader autograde” understands may be added, such as --notebook or --Execute.timeout=60.
    """
    course_dir = course_folder(course_dir) if course_dir else None
    place = home_of(context, home, course_dir)
    runs_here = not dask and not no_execute
    if runs_here:
        _begin_kernels(place)
    with leanly():
        import kith_facilitator.grading.grade
        import kith_facilitator.grading.preload  # noqa: F401  # what workers find there when they begin
        from kith_facilitator.grading.plan import Wishes
    if runs_here:
        with suppress(ValueError):  # it is told as soon as the course is known
            active()  # so that no worker has to find out for itself what holds code on this machine
    begin("kith_facilitator.grading.rehearsal")

    names, words = _sorted([*([module] if module else []), *context.args])
    if len(names) > 1:
        raise KithError(f"One module at a time: {', '.join(names)}. Leave out all but one.")
    flags = {"--force": force, "--no-execute": no_execute}
    given = {"--student": learner, "--db": db}
    words = [*words, *(flag for flag, is_set in flags.items() if is_set)]
    words += [f"{name}={value}" for name, value in given.items() if value]
    wishes = Wishes(workers=workers, only_new=only_new, unsafe=unsafe)
    if place:
        _grade_home(place, "".join(names), tuple(words), wishes, dask)
    else:
        words += [f"--course-dir={course_dir}"] if course_dir else []
        _grade_course("".join(names), tuple(words), wishes, dask)


def _begin_kernels(place: Home | None) -> None:
    """Beside the imports of this process: what holds code here is tried, and kernels' own imports are made."""
    begin_trying()
    parent_of(()).begin(likely=(NO_DEBUGGER, *(IN_KITHS_PAGES if place else ())))


def _grade_home(home: Home, module: str, words: tuple[str, ...], wishes: "Wishes", dask: str) -> None:
    from kith_facilitator.grading.course import Course
    from kith_facilitator.grading.late import apply_penalties
    from kith_facilitator.working import working

    if any(word.startswith(("--db=", "--CourseDirectory.db_url")) for word in words):
        raise KithError("A home has its own gradebook: leave out --db, or name a course of nbgrader's by --course-dir.")
    course = Course.of(home, words)
    module = _named(course, module)
    teaching(home.root, module)
    tell_formgrader(home)
    with working(home, f"“kith grade {module}”"):
        report = _graded(course, module, wishes, dask)
        penalties = apply_penalties(home, module)
    _tell(report)
    tell_penalties(module, penalties)
    tell_failures(report.failed, course.logs / module)
    if report.graded and not report.failed:
        say(_next(home, module))


def _next(home: Home, module: str) -> str:
    """What a facilitator does now, which is nothing by hand where no text of the module is marked."""
    from kith_exercises.definitions import load_rubrics
    from kith_facilitator.sources import course_of

    if load_rubrics(course_of(home).module(module).folder / "rubric.toml"):
        return "Mark the reflections with “kith desk” or in formgrader, then give feedback."
    return f"Nothing in it is marked by hand, so feedback can go out: kith feedback {module}"


def _grade_course(module: str, words: tuple[str, ...], wishes: "Wishes", dask: str) -> None:
    from kith_facilitator.configure import programs
    from kith_facilitator.grading.course import Course, Settings
    from kith_facilitator.grading.plan import NothingToGrade

    os.environ["PATH"] = programs()
    course = Course(Settings(str(Path.cwd()), words))
    module = _named(course, module)
    try:
        report = _graded(course, module, wishes, dask)
    except NothingToGrade as error:
        complain(str(error))
        raise typer.Exit(1) from None  # as nbgrader does
    _tell(report)
    tell_failures(report.failed, course.logs / module)


def _graded(course: "Course", module: str, wishes: "Wishes", dask: str) -> "GradeReport":
    from kith_facilitator.grading.grade import grade_course

    track = tracker("Graded")
    if not dask:
        return grade_course(course, module, track=track, wishes=wishes)
    if wishes.workers:
        raise KithError("On a cluster, its own workers grade. Leave out --workers, or --dask.")
    try:
        from kith_facilitator.grading.dask import Cluster
    except ImportError as error:
        raise KithError(
            "Dask is not installed here. Install Kith with its “dask” extra, and run this again."
        ) from error
    with Cluster(dask, course) as hands:
        return grade_course(course, module, track=track, wishes=wishes, hands=hands, protection=hands.protection)


def _named(course: "Course", module: str) -> str:
    configured = str(course.directory.assignment_id)
    if module and configured and module != configured:
        raise KithError(f"Two assignments are named, {module} and {configured}. Leave out one.")
    if not (module or configured):
        raise KithError("Which module? Name it: kith grade 1-empathy")
    return module or configured


def _tell(report: "GradeReport") -> None:
    tell(report=asdict(report))
    left = f", {len(report.left_out)} changed and left out" if report.left_out else ""
    say(f"{len(report.graded)} graded, {len(report.unchanged)} unchanged{left}")
    if report.graded:
        say(f"Protection: {report.protection}")
    for student, note in report.noted:
        say(f"{student}: {note}")


def _sorted(given: Iterable[str]) -> tuple[list[str], list[str]]:
    """What names a module, and what is an option of nbgrader's; the value of an option may stand behind it."""
    from nbgrader.apps.autogradeapp import aliases, flags

    names, words, rest = list[str](), list[str](), iter(given)
    for word in rest:
        name, _, value = word.lstrip("-").partition("=")
        if not word.startswith("-"):
            names.append(word)
        elif word in _PAST:
            continue
        elif name in {*flags, *_ASKING} and not value:
            words.append(word)
        elif name in aliases or _TRAIT.fullmatch(name):
            words.append(word if "=" in word else f"{word}={next(rest, '')}")
        else:
            raise KithError(_unknown(word, {*aliases, *flags}))
    return names, words


def _unknown(word: str, theirs: set[str]) -> str:
    """That nobody knows an option, and which one was meant perhaps."""
    ours = {"home", "workers", "learner", "only-new", "no-execute", "unsafe", "dask", "course-dir", "force", "db"}
    name = word.partition("=")[0]
    traits = {"Execute.timeout", "Autograde.create_student", "BaseConverter.permissions"}
    known = sorted(f"--{one}" for one in {*theirs, *ours, *traits} if len(one) > 1)
    near = get_close_matches(name, known, 1) or [one for one in known if one.endswith(f".{name.lstrip('-')}")]
    meant = f"Did you mean {near[0]}?" if near else "“kith grade --help” lists what there is."
    return f"There is no option {name}. {meant} An option of nbgrader's is written as --Class.option=value."


#: Options of earlier versions, which change nothing any more.
_PAST = ("--create", "--update")
_ASKING = ("help-all",)
_TRAIT = re.compile(r"[A-Z]\w*(\.[A-Za-z_]\w*)+")
