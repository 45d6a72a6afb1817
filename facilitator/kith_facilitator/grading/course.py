"""Which course is graded, configured as nbgrader's own command would configure itself for it."""

import logging
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from glob import escape, glob
from pathlib import Path
from typing import Any

from nbgrader.apps.autogradeapp import AutogradeApp
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from traitlets import Unicode
from traitlets.config import Config

from kith_facilitator.configure import configure_nbgrader, is_of_home
from kith_facilitator.home import Home, open_home

__all__ = ["Course", "Settings", "StagedDirectory", "configured"]


@dataclass(frozen=True)
class Settings:
    """How nbgrader is to be configured, on this machine or on another.

    For a course of Kith's own by the home at ``home``; for any other as by ``nbgrader autograde`` started in
    ``folder``. ``words`` are of nbgrader's command line, and win.
    """

    folder: str
    words: tuple[str, ...] = ()
    home: str | None = None
    #: On another machine: what that one is configured for does not count.
    alone: bool = False


class GradeApp(AutogradeApp):  # type: ignore[misc]  # nbgrader has no types
    """nbgrader's autograde as far as its reading of configuration and command line."""

    name = "kith grade"
    kith_home = ""

    def load_config_file(self, **how: Any) -> None:
        """Read the files that nbgrader reads; a home's configuration is code."""
        if not self.kith_home:
            with _without_homes(), self._unwarned():
                super().load_config_file(**how)
            return
        config = Config()
        configure_nbgrader(config, self.kith_home)
        self.update_config(config)

    @contextmanager
    def _unwarned(self) -> Iterator[None]:
        """Let nbgrader not miss the file that it reads a moment later: the one in the course's own folder."""
        directory: Any = self.coursedir
        there = (Path(directory.root) / "nbgrader_config.py").is_file()

        def counts(record: logging.LogRecord) -> bool:
            return not (there and record.getMessage().startswith("No nbgrader_config.py file found"))

        self.log.addFilter(counts)
        try:
            yield
        finally:
            self.log.removeFilter(counts)

    def init_syspath(self) -> None:
        """Let plugins beside the configuration be imported, as nbgrader does."""
        here = str(Path.cwd())
        if here not in sys.path:
            sys.path.insert(0, here)


def configured(settings: Settings) -> Any:
    """nbgrader's autograde application, configured and not started. Raises SystemExit where nbgrader's would."""
    with _in_folder(settings.folder):
        if settings.alone:
            os.environ["JUPYTER_NO_CONFIG"] = "1"
        app = GradeApp()
        app.kith_home = settings.home or ""
        app.initialize(list(settings.words))
    return app


class StagedDirectory(CourseDirectory):  # type: ignore[misc]  # nbgrader has no types
    """nbgrader's course, but for what grading makes: that lies in ``stage`` until it is whole.

    With ``submitted`` a submission is read from there, since what came holds links.
    """

    stage = Unicode(help="The folder in which graded work is made")
    submitted = Unicode(help="The folder from which submitted work is read; empty for the course's own")

    def format_path(self, nbgrader_step: str, student_id: str, assignment_id: str, escape: bool = False) -> str:
        """Where a step's folder lies."""
        place: str = super().format_path(nbgrader_step, student_id, assignment_id, escape=escape)
        elsewhere = {self.autograded_directory: self.stage, self.submitted_directory: self.submitted}
        moved = elsewhere.get(nbgrader_step)
        plain: Callable[[str], str] = re.escape if escape else str
        if moved:
            place = plain(moved) + place.removeprefix(plain(self.root))
        return f"(?s:{place})" if escape else place  # a pattern; in a name there may also be an end of a line


class Course:
    """A course to be graded: where its folders lie, and what nbgrader was told about it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.app = configured(settings)
        self.directory: CourseDirectory = self.app.coursedir
        self.root = Path(self.directory.root)
        self.home: Home | None = open_home(Path(settings.home)) if settings.home else None

    @cached_property
    def converter(self) -> Autograde:
        """nbgrader's own autograde, for what it is told to do."""
        return Autograde(coursedir=self.directory, parent=self.app)

    @classmethod
    def of(cls, home: Home, words: tuple[str, ...] = ()) -> "Course":
        """The course of a home."""
        return cls(Settings(str(home.root), words, str(home.root)))

    @property
    def kept(self) -> Path:
        """What only Kith knows of the course."""
        return self.root / ".kith"

    @property
    def logs(self) -> Path:
        """What is said of each grading."""
        return (self.home.logs if self.home else self.kept / "logs") / "grade"

    def place(self, step: str, student: str, module: str) -> Path:
        """A folder of the course, such as ``submitted`` of one student."""
        return Path(self.directory.format_path(getattr(self.directory, f"{step}_directory"), student, module))

    def students(self, module: str, step: str = "submitted") -> list[str]:
        """Everybody whose work on a module is there after a step, but for those whom the configuration leaves out."""
        wanted, without = self.directory.student_id, self.directory.student_id_exclude.split(",")
        if wanted != "*" and self.place(step, wanted, module).is_dir():  # a name, though it may be a pattern too
            return [wanted]
        folder = getattr(self.directory, f"{step}_directory")
        which = self.directory.format_path(folder, "(?P<student>.*)", re.escape(module), escape=True)
        places = glob(self.directory.format_path(folder, wanted, escape(module)))  # noqa: PTH207  # a pattern as it is
        named = (re.fullmatch(which, place, re.DOTALL) for place in places if Path(place).is_dir())
        return sorted({found["student"] for found in named if found} - set(without))

    def everybody(self, module: str) -> list[str]:
        """Everybody whose submission of a module was collected, whoever is asked for."""
        wanted = self.directory.student_id
        self.directory.student_id = "*"
        try:
            return self.students(module)
        finally:
            self.directory.student_id = wanted

    def needed_by(self, student: str, module: str) -> Iterator[tuple[Path, str]]:
        """What the grading of one submission reads, with its name below a folder in which the course is ``course``.

        Raises ValueError where a folder of the course lies outside of its root.
        """
        if self.home:
            own = [self.home.root / "kith.toml", self.home.root / "cohort.toml"]
            yield from ((path, path.name) for path in own if path.is_file())
        steps = [self.place("submitted", student, module), *(self.place(n, ".", module) for n in ("source", "release"))]
        if self.directory.notebook_id != "*":  # the others of its notebooks stay as they were graded
            steps.append(self.place("autograded", student, module))
        for path in (*steps, self.kept / "answers" / module / student, self.kept / "due.json"):
            if path.exists():
                yield path, f"course/{path.relative_to(self.root)}"


@contextmanager
def _without_homes() -> Iterator[None]:
    """Leave out what configures a home: in a terminal of its JupyterLab, another course would get its gradebook."""
    before = os.environ.get("JUPYTER_CONFIG_PATH")
    if before is None:
        yield
        return
    others = (path for path in before.split(os.pathsep) if not is_of_home(Path(path)))
    os.environ["JUPYTER_CONFIG_PATH"] = os.pathsep.join(others)
    try:
        yield
    finally:
        os.environ["JUPYTER_CONFIG_PATH"] = before


@contextmanager
def _in_folder(folder: str) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
