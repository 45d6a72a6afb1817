"""Feedback pages: nbgrader's own for each learner, carrying the envelope that widgets read."""

import re
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from functools import cache
from glob import escape
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket
from nbconvert.exporters import HTMLExporter, TemplateExporter, html
from nbconvert.writers.files import FilesWriter
from nbgrader.api import Gradebook
from nbgrader.converters import GenerateFeedback
from nbgrader.preprocessors import getgrades
from nbgrader.utils import capture_log, temp_attrs
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import scoped_session, sessionmaker
from traitlets.config import Config

from kith_exercises.envelope import sealed_at_end
from kith_exercises.journal import utc_now
from kith_facilitator.envelopes import envelope_of, marked_page
from kith_facilitator.issued import issue
from kith_facilitator.own_pictures import with_pictures

__all__ = ["FeedbackExporter", "FeedbackPages", "read_again_if_need_be"]


class FeedbackExporter(HTMLExporter):
    """nbgrader's feedback page with our envelope at its end; set as ``GenerateFeedback.exporter_class``."""

    def from_notebook_node(self, nb: Any, resources: Any = None, **kwargs: Any) -> Any:
        """The page and its resources; the envelope is made from the gradebook, where marks are final."""
        with read_again_if_need_be():
            page, resources = super().from_notebook_node(nb, resources, **kwargs)
        where = resources.get("nbgrader", {})
        if not where:
            return page, resources
        folder = Path(resources["metadata"]["path"])
        # By the name that may stand for one that is open already, as where nbgrader's own step looks for marks.
        with getgrades.Gradebook(where["db_url"]) as gradebook:
            envelope = envelope_of(gradebook, where["student"], where["assignment"], where["notebook"], folder)
        converter: Any = self.parent
        page = with_pictures(page, _images(converter.coursedir))
        return sealed_at_end(page, issue(Path(converter.coursedir.root), envelope, now=utc_now())), resources


def _images(course: Any) -> Path:
    """Where the pictures of the module lie that feedback is given on: in its source, which no learner can write to."""
    return Path(course.format_path(course.source_directory, ".", course.assignment_id)) / "images"


@contextmanager
def read_again_if_need_be() -> Iterator[None]:
    """Let nbconvert read a finished page again only if it may change something in it: that is a third of the work."""
    theirs: Any = html
    read = theirs.BeautifulSoup
    theirs.BeautifulSoup = lambda page, **how: read(page, **how) if _MAY_CHANGE.search(page) else _Unchanged(page)
    try:
        yield
    finally:
        theirs.BeautifulSoup = read


#: Pictures that may lack an alternative text, and what is to be reached by keys.
_MAY_CHANGE = re.compile(r'<img(?! src="images/[^"]*" alt="[^"]+")|jp-Notebook', re.IGNORECASE)


class _Unchanged(str):
    """A page in which nothing is found that is to be changed."""

    __slots__ = ()

    def select(self, _what: str) -> list[Any]:
        """Nothing."""
        return []


class _Compiled(BytecodeCache):
    """Templates as this process compiled them, or the one that it is a fork of: that takes longer than ten pages."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """As Jinja's, which sees for itself that the template is still the same."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """As Jinja's."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


#: By what each filter is passed, which is compiled into the templates.
_compiled: dict[frozenset[tuple[str, object]], _Compiled] = {}


def _keep_compiled(environment: Environment) -> None:
    passed = {name: getattr(made, "jinja_pass_arg", None) for name, made in environment.filters.items()}
    environment.bytecode_cache = _compiled.setdefault(frozenset(passed.items()), _Compiled())


class FeedbackPages(GenerateFeedback):  # type: ignore[misc]  # nbgrader has no types
    """nbgrader's ``generate_feedback`` for one learner after the other: what is the same for all is made once.

    That is the exporter with its templates, half of the work, and what the gradebook is opened by.
    """

    def __init__(self, course: Any, parent: Any, **options: Any) -> None:
        super().__init__(coursedir=course, parent=parent, **options)
        self.update_config(Config({"HTMLExporter": {"template_name": "feedback"}}))  # as nbgrader's own does
        if "optimistic_validation" not in self.config.Exporter:  # a page is checked once, and not after each step
            self.update_config(Config({"Exporter": {"optimistic_validation": True}}))
        self.force = True
        self._ready = False
        self._known: dict[str, frozenset[str]] = {}

    def write(self, module: str, student: str) -> dict[str, Any]:
        """Make one learner's pages anew; whether that succeeded and what was said, as nbgrader's own calls have it."""
        with temp_attrs(self.coursedir, assignment_id=escape(module), student_id=escape(student)), _open_gradebook():
            said: dict[str, Any] = capture_log(self)
        return said

    def init_notebooks(self) -> None:
        """As nbgrader's, but for pages that nobody graded, which code may have put there."""
        super().init_notebooks()
        course: Any = self.coursedir
        known = self._pages_of(course)
        for place, pages in self.assignments.items():
            self.assignments[place] = [page for page in pages if Path(page).stem in known] or pages

    def _pages_of(self, course: Any) -> frozenset[str]:
        """The names of a module's notebooks; nobody adds one while feedback is given."""
        if course.assignment_id not in self._known:
            with Gradebook(course.db_url, course.course_id) as book:
                assignments: Any = book.assignments
                found = [one for one in assignments if escape(one.name) == course.assignment_id]
                self._known[course.assignment_id] = frozenset(page.name for one in found for page in one.notebooks)
        return self._known[course.assignment_id]

    def start(self) -> None:
        """As nbgrader's, but for an exporter that is there already."""
        self.init_notebooks()
        self.made_ready()
        course: Any = self.coursedir
        with chdir(course.root):
            self.convert_notebooks()

    def made_ready(self) -> "FeedbackPages":
        """The same, with its exporter."""
        if not self._ready:
            self.writer = FilesWriter(parent=self, config=self.config)  # type: ignore[no-untyped-call]
            self.exporter = self.exporter_class(parent=self, config=self.config)
            for preprocessor in self.preprocessors:
                self.exporter.register_preprocessor(preprocessor)
            if isinstance(self.exporter, TemplateExporter):
                _keep_compiled(self.exporter.environment)
            self._ready = True
        return self


class _OpenGradebook(Gradebook):  # type: ignore[misc]  # nbgrader has no types
    """A gradebook that is there, by an engine that stays: to open one takes longer than what is asked of it.

    All marks and comments of a page are read at once; nbgrader asks for each by itself.
    """

    def __init__(self, db_url: str, course_id: str = "default_course", authenticator: Any = None) -> None:
        self.engine = _engine(db_url)
        self.db = scoped_session(sessionmaker(autoflush=True, bind=self.engine, future=True))
        self.course_id, self.authenticator = course_id, authenticator
        self._pages: dict[tuple[str, ...], Any] = {}

    def close(self) -> None:
        """Nothing: what was read for the marks is what the envelope is made of."""

    def let_go(self) -> None:
        """Let go of what was read."""
        self._pages.clear()
        self.db.remove()
        self.engine.dispose()  # the file, not how queries are put

    def find_submission_notebook(self, notebook: str, assignment: str, student: str) -> Any:
        """As nbgrader's."""
        named = (notebook, assignment, student)
        if named not in self._pages:
            found = marked_page(self, *named)
            self._pages[named] = found or super().find_submission_notebook(*named)  # which says what is missing
        return self._pages[named]

    def find_grade(self, grade_cell: str, notebook: str, assignment: str, student: str) -> Any:
        """As nbgrader's."""
        grades = self.find_submission_notebook(notebook, assignment, student).grades
        named = next((grade for grade in grades if grade.name == grade_cell), None)
        return named or super().find_grade(grade_cell, notebook, assignment, student)

    def find_comment(self, solution_cell: str, notebook: str, assignment: str, student: str) -> Any:
        """As nbgrader's."""
        comments = self.find_submission_notebook(notebook, assignment, student).comments
        named = next((comment for comment in comments if comment.name == solution_cell), None)
        return named or super().find_comment(solution_cell, notebook, assignment, student)


@contextmanager
def _open_gradebook() -> Iterator[None]:
    """Let all that asks for marks meanwhile ask one gradebook."""
    before, opened = getgrades.Gradebook, dict[str, _OpenGradebook]()

    def open_once(url: str, *course: Any) -> _OpenGradebook:
        return opened[url] if url in opened else opened.setdefault(url, _OpenGradebook(url, *course))

    getgrades.Gradebook = open_once
    try:
        yield
    finally:
        getgrades.Gradebook = before
        for book in opened.values():
            book.let_go()


@cache
def _engine(url: str) -> Engine:
    return create_engine(url, future=True)
