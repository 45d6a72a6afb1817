"""Grading one submission by nbgrader's own autograde, in a gradebook and a folder that are this submission's alone."""

import io
import logging
import os
import shutil
import sqlite3
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from glob import escape, glob
from pathlib import Path
from typing import Any

from nbclient import NotebookClient
from nbgrader import api
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import SAWarning
from sqlalchemy.orm import Session, scoped_session, sessionmaker
from sqlalchemy.pool import QueuePool
from traitlets.config import Config
from traitlets.utils.importstring import import_item

from kith_exercises import KithError
from kith_facilitator.answers import kept_in
from kith_facilitator.configure import environment
from kith_facilitator.grading.course import Course, Settings, StagedDirectory
from kith_facilitator.grading.job import Job, Outcome
from kith_facilitator.grading.metadata import check_quickly
from kith_facilitator.grading.protecting import holds
from kith_facilitator.grading.rows import changes_between, read_rows
from kith_facilitator.grading.steps import is_known, ours
from kith_facilitator.home import open_home
from kith_facilitator.intake import shown
from kith_facilitator.plain import named, not_plain
from kith_facilitator.reasons import heard, points_elsewhere, told
from kith_kernels import Mode

__all__ = ["grade"]

_LONGEST = 1024 * 1024  # characters of a log
_HUGE = 32 * 1024 * 1024  # bytes: a notebook takes ten times its size when it is read, and more if it means to


def grade(job: Job) -> Outcome:
    """Grade one submission; whatever is wrong with it is said in the outcome.

    It changes nothing of the course. It changes the working folder and the environment while it runs, so it is for a
    process that does nothing else meanwhile.
    """
    course = _course(job.settings)
    said, notes = io.StringIO(), _Notes()
    with _as_before(), _gradebook(job) as engine, _logged(course.app.log, said, notes):
        before = read_rows(engine)
        with heard(course.app.log) as errors:
            error = _graded(course, job)
        after = read_rows(engine)
    last = [told(error)] if error and not (errors and points_elsewhere(error)) else []
    why = "\n".join((*errors, *last)) if error else ""
    changes, log = changes_between(before, after), _short(said.getvalue())
    return Outcome(job.student, job.stage, changes, why, log, tuple(notes.found), notes.killed)


def _graded(course: Course, job: Job) -> BaseException | None:
    """Run nbgrader on a submission; returns what it failed with, if it did."""
    stage = Path(job.stage)
    directory = StagedDirectory(parent=course.app, root=str(course.root), stage=str(stage / "made"))
    directory.db_url, directory.assignment_id = _url(job), job.module
    directory.student_id = job.student
    try:
        _refuse_unheld(job.mode)
        _submission(course, job, directory)
        with kept_in(stage / "answers", course.root, job.module, job.student):
            _converter(course, directory, job.mode).start()
    except (Exception, SystemExit) as error:  # whatever came may be what makes it fail
        if not points_elsewhere(error):
            course.app.log.error("Grading failed", exc_info=error)  # noqa: TRY400  # as any other, in a log
        return error
    finally:
        made = Path(directory.format_path(directory.autograded_directory, job.student, job.module))
        if made.is_dir():
            made.rename(stage / "graded")
    return None


def _refuse_unheld(mode: Mode) -> None:
    """Raise KithError if less holds code here than was promised when the run began."""
    if not holds(mode):
        raise KithError(f"What holds its code ({mode}) failed just now. Grade again when this machine is quiet.")


def _converter(course: Course, directory: StagedDirectory, mode: Mode) -> Autograde:
    made = _OneSubmission(coursedir=directory, parent=course.app)
    if mode is Mode.none:  # whose code may run all the same was decided when the run began
        made.update_config(Config({"BoundedExecute": {"unsafe": True}}))
    made.sanitize_preprocessors = [ours(step) for step in made.sanitize_preprocessors]
    made.autograde_preprocessors = [ours(step) for step in made.autograde_preprocessors]
    return made


class _OneSubmission(Autograde):  # type: ignore[misc]  # nbgrader has no types
    """nbgrader's autograde for one submission, whose name is only a name; nbgrader takes it for a pattern."""

    def _init_preprocessors(self) -> None:
        steps = self.sanitize_preprocessors if self._sanitizing else self.autograde_preprocessors
        self.exporter._preprocessors = []
        for step in steps:
            self.exporter.register_preprocessor(self._made(step))
        self._check_where_need_be()

    def _check_where_need_be(self) -> None:
        """Check a notebook as it comes, after what may do anything to it, and at the end; not after each step."""
        exporter: Any = self.exporter
        steps, check = exporter._preprocessors, type(exporter)._validate_preprocessor
        needed = {id(step) for step in (*steps[:1], *steps[-1:], *(one for one in steps if not _is_plain(type(one))))}
        exporter._validate_preprocessor = lambda nb, step: check(exporter, nb, step) if id(step) in needed else None

    def _made(self, step: Any) -> Any:
        """A step that is ready for use, or how to make it: to configure two dozen anew takes longer than they do."""
        kind = import_item(step) if isinstance(step, str) else step
        if not _is_plain(kind):
            return kind
        made = _steps.get((id(self.parent), kind))
        if made is None:
            made = _steps[id(self.parent), kind] = kind(parent=self.exporter)
        made.parent = self.exporter
        return made

    def init_notebooks(self) -> None:
        course: Any = self.coursedir
        place = self._format_source(course.assignment_id, course.student_id)
        self.assignments = {place: glob(f"{escape(place)}/{course.notebook_id}.ipynb")}  # noqa: PTH207  # a pattern
        if not self.assignments[place]:
            super().init_notebooks()  # which says that nothing is there


def _is_plain(kind: Any) -> bool:
    """Whether a step does always the same to a notebook, and runs nothing of it."""
    return isinstance(kind, type) and is_known(kind) and not issubclass(kind, NotebookClient)


#: By the application that configured them.
_steps: dict[tuple[int, type], Any] = {}


# ---- what is submitted -----------------------------------------------------------------------------------------


def _submission(course: Course, job: Job, directory: StagedDirectory) -> None:
    """See to it that nbgrader can copy a submission as it is, and has what was graded of it before."""
    submitted = course.place("submitted", job.student, job.module)
    for path in submitted.glob("*.ipynb"):
        if path.is_file() and path.stat().st_size > _HUGE:
            size = f"{path.stat().st_size / 1e6:.0f} MB"
            raise KithError(
                f"{shown(path.name)} is {size} large. Ask for it to be submitted again without its outputs."
            )
    if links := not_plain(submitted):
        directory.submitted = str(Path(job.stage) / "submitted")
        clean = Path(directory.format_path(directory.submitted_directory, job.student, job.module))
        shutil.copytree(submitted, clean, ignore=lambda at, names: {n for n in names if Path(at, n) in links})
        names = named(links, submitted)
        course.app.log.warning("Left out: %s", names, extra={"note": f"{names}: no file but a link, and left out."})
    if directory.notebook_id != "*":  # the others of its notebooks stay as they were graded
        graded = course.place("autograded", job.student, job.module)
        if graded.is_dir():
            made = directory.format_path(directory.autograded_directory, job.student, job.module)
            shutil.copytree(graded, made)


# ---- this process ----------------------------------------------------------------------------------------------


@cache
def _course(settings: Settings) -> Course:
    """The course, configured once for all that this process grades of it."""
    if settings.home:
        os.environ.update(environment(open_home(Path(settings.home))))
    warnings.filterwarnings("ignore", category=SAWarning, module="nbgrader")  # its own business, with paths in it
    check_quickly()
    course = Course(settings)
    course.app.log.handlers.clear()
    course.app.log.propagate = False
    course.app.log.setLevel(logging.INFO)  # further down is every message of the kernel, with all that it holds
    return course


@contextmanager
def _as_before() -> Iterator[None]:
    """Leave working folder and environment as they were: nbgrader does not, when something fails."""
    folder, variables = Path.cwd(), dict(os.environ)
    try:
        yield
    finally:
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(variables)


class _Notes(logging.Handler):
    """Collects sentences for whoever runs the course (``execute``)."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.killed = False

    def emit(self, record: logging.LogRecord) -> None:
        self.killed = self.killed or bool(getattr(record, "killed", False))
        note = getattr(record, "note", None)
        if note:
            self.found.append(str(note))


def _short(said: str) -> str:
    """What was said, without its middle where a submission made it so long that nobody would want to keep it."""
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST // 2]}\n…\n{said[-_LONGEST // 2 :]}"


@contextmanager
def _logged(log: logging.Logger, said: io.StringIO, notes: _Notes) -> Iterator[None]:
    text = logging.StreamHandler(said)
    text.setFormatter(logging.Formatter("[%(levelname)s] %(message)s"))
    for handler in (text, notes):
        log.addHandler(handler)
    try:
        yield
    finally:
        for handler in (text, notes):
            log.removeHandler(handler)


# ---- the gradebook of a job ------------------------------------------------------------------------------------


def _url(job: Job) -> str:
    return f"sqlite:///{Path(job.stage) / 'gradebook.db'}"


@contextmanager
def _gradebook(job: Job) -> Iterator[Engine]:
    """The gradebook of a job, as nbgrader opens it meanwhile: at a tenth of the cost.

    nbgrader opens one eleven times for each notebook, and each time makes an engine anew, which then knows none of the
    statements that it will have to compile, and looks for every table. Of a page's cells it asks for each by itself.
    """
    path, engine = Path(job.stage) / "gradebook.db", _engine()
    opened, closed, found = Gradebook.__init__, Gradebook.close, Gradebook.find_source_cell
    kept = scoped_session(_sessions())
    noted = set[str]()
    path.write_bytes(job.gradebook)

    def open_quickly(self: Any, db_url: str, course_id: str = "default_course", authenticator: Any = None) -> None:
        if db_url != _url(job):
            opened(self, db_url, course_id, authenticator)
            return
        self.engine, self.course_id, self.authenticator, self.db = engine, course_id, authenticator, kept
        if course_id not in noted:
            self.check_course(course_id=course_id)
            noted.add(course_id)

    def close_quickly(self: Any) -> None:
        if self.db is not kept:
            closed(self)
        elif kept.info.get("unsaved") or kept.new or kept.dirty or kept.deleted:
            kept.remove()  # as whoever closes it means what was not committed

    def find_quickly(self: Any, name: str, notebook: str, assignment: str) -> Any:
        pages = vars(self).setdefault("_pages", {})
        if (notebook, assignment) not in pages:
            tables: Any = api
            cells = self.db.query(tables.SourceCell).join(tables.Notebook).join(tables.Assignment)
            on_page = cells.filter(tables.Notebook.name == notebook, tables.Assignment.name == assignment)
            pages[notebook, assignment] = {cell.name: cell for cell in on_page}
        # That one says what is missing.
        return pages[notebook, assignment].get(name) or found(self, name, notebook, assignment)

    _path[0] = path
    Gradebook.__init__, Gradebook.close, Gradebook.find_source_cell = open_quickly, close_quickly, find_quickly
    try:
        yield engine
    finally:
        Gradebook.__init__, Gradebook.close, Gradebook.find_source_cell = opened, closed, found
        kept.remove()
        engine.dispose()
        path.unlink(missing_ok=True)


#: Where the gradebook of the job lies that this process works on.
_path = [Path()]


@cache
def _engine() -> Engine:
    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(_path[0], check_same_thread=False)
        # It lives as long as one job: nothing has to outlast a power cut.
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA journal_mode = MEMORY")
        return connection

    return create_engine("sqlite://", creator=connect, poolclass=QueuePool, future=True)


@cache
def _sessions() -> sessionmaker[Session]:
    made = sessionmaker(autoflush=True, bind=_engine(), future=True, expire_on_commit=False)
    event.listen(made, "after_flush", lambda session, _: session.info.update(unsaved=True))
    event.listen(made, "after_commit", lambda session: session.info.update(unsaved=False))
    return made
