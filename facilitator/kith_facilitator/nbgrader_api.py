"""nbgrader's own steps for one home, each as one call that succeeds or says why not.

The one module that drives nbgrader's untyped API.
"""

import logging
import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from glob import escape
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeError, ExchangeFactory
from sqlalchemy.exc import SAWarning
from traitlets.config import Config

from kith_exercises import KithError
from kith_facilitator.configure import configure_nbgrader, environment
from kith_facilitator.feedback_pages import FeedbackPages
from kith_facilitator.home import Home
from kith_facilitator.reasons import heard, reason_of
from kith_facilitator.stopping import Stopped

__all__ = ["Nbgrader", "StepFailed"]


class StepFailed(KithError):
    """A step of nbgrader failed; ``log`` is all that it said."""

    def __init__(self, message: str, log: str) -> None:
        super().__init__(message)
        self.log = log


class Nbgrader:
    """nbgrader under a home's configuration.

    ``learner`` plays a simulated learner, with a folder and a cache of its own: nbgrader looks for
    feedback by cache, not by name, so a shared one would hand a simulated learner's feedback to a real one.
    """

    def __init__(self, home: Home, *, learner: str | None = None) -> None:
        os.environ.update(environment(home))
        warnings.filterwarnings("ignore", category=SAWarning, module="nbgrader")  # its own business, with paths in it
        config = Config()
        configure_nbgrader(config, str(home.root))
        if learner is not None:
            config.Exchange.assignment_dir = str(home.simulated / learner / "assignments")
            config.Exchange.cache = str(home.simulated / learner / "cache")
        log = logging.getLogger("kith.nbgrader")
        log.propagate = False
        self._learner = learner
        self._coursedir = CourseDirectory(config=config, log=log)
        self._factory = ExchangeFactory(config=config)
        self._api = NbGraderAPI(self._coursedir, Authenticator(config=config), self._factory, config=config, log=log)
        self._pages: FeedbackPages | None = None

    def generate(self, module: str) -> None:
        """Make the learners' version of a built module, and know its cells in the gradebook."""
        self._step(f"Making the learners' version of {module}", lambda: self._api.generate_assignment(module))

    def release(self, module: str) -> None:
        """Put the learners' version into the exchange, in place of an earlier one."""
        self._exchange("ReleaseAssignment", f"Releasing {module}", module, force=True)

    def fetch(self, module: str) -> None:
        """Fetch a released module into the learner's folder."""
        self._exchange("FetchAssignment", f"Fetching {module}", module)

    def submit(self, module: str) -> None:
        """Submit the learner's folder of a module."""
        self._exchange("Submit", f"Submitting {module}", module)

    def collect(self, module: str) -> list[tuple[str, str]]:
        """Collect what was submitted, newest first; names and reasons of what was refused come back."""
        app = self._exchange("Collect", f"Collecting {module}", module, update=True)
        return list(app.refused)

    def waiting(self, module: str) -> tuple[str, ...]:
        """Who has submitted something newer than what was collected of them; nothing is taken in."""
        self._coursedir.assignment_id, self._coursedir.student_id = module, "*"
        made, captured = self._made("Collect"), list[str]()
        with _captured(made.log, captured.append):
            try:
                return tuple(made.waiting())
            except ExchangeError as error:
                raise StepFailed(f"Looking for what was submitted failed: {_last(captured) or error}", "") from error

    def generate_feedback(self, module: str, student: str) -> None:
        """Write one learner's feedback pages."""
        self._pages = self._pages or FeedbackPages(self._coursedir, self._api)
        self._step(f"Writing feedback for {student}", partial(self._pages.write, module, student))

    def prepare_feedback(self) -> None:
        """Make the folder that feedback is released into: nbgrader makes it so that of two at once one fails."""
        with suppress(ExchangeError, OSError):  # what is wrong there is told for each learner
            self._made("ReleaseFeedback").init_dest()

    def release_feedback(self, module: str, student: str) -> None:
        """Put one learner's feedback pages where that learner can fetch them."""
        self._step(f"Releasing feedback for {student}", lambda: self._api.release_feedback(module, escape(student)))

    def fetch_feedback(self, module: str) -> None:
        """Fetch whatever feedback there is for the learner."""
        self._exchange("FetchFeedback", f"Fetching feedback on {module}", module)

    @property
    def groupshared(self) -> bool:
        """Whether facilitators of one group work in this home, each from an account of their own."""
        return bool(self._coursedir.groupshared)

    def released(self) -> set[str]:
        """Modules that lie in the exchange."""
        outbound = Path(self._factory.config.Exchange.root, self._coursedir.course_id, "outbound")
        return {path.name for path in outbound.iterdir() if path.is_dir()} if outbound.is_dir() else set()

    @contextmanager
    def gradebook(self) -> Iterator[Any]:
        """The gradebook, opened and closed."""
        with Gradebook(self._coursedir.db_url, self._coursedir.course_id) as gradebook:
            yield gradebook

    def _exchange(self, kind: str, what: str, module: str, **options: Any) -> Any:
        self._coursedir.assignment_id = module
        self._coursedir.student_id = self._learner if self._learner and kind == "Submit" else "*"
        made = self._made(kind)
        for name, value in options.items():
            setattr(made, name, value)
        captured: list[str] = []
        with _captured(made.log, captured.append):
            try:
                made.start()
            except Exception as error:
                raise StepFailed(f"{what} failed: {_last(captured) or error}", "\n".join(captured)) from error
        return made

    def _made(self, kind: str) -> Any:
        parts = {"coursedir": self._coursedir, "authenticator": self._api.authenticator}
        return getattr(self._factory, kind)(**parts, config=self._api.config, parent=self._api)

    def _step(self, what: str, step: Callable[[], dict[str, Any]]) -> str:
        with heard(self._api.log) as errors:
            result = step()
        log = str(result.get("log") or "")
        if not result["success"]:
            if Stopped.__name__ in str(result.get("error")):
                raise Stopped  # nbgrader catches everything, Ctrl-C too
            reason = reason_of("\n".join(errors) or str(result.get("error") or ""))
            raise StepFailed(f"{what} failed: {reason}", f"{log}\n{result.get('error') or ''}")
        return log


@contextmanager
def _captured(log: logging.Logger, keep: Callable[[str], object]) -> Iterator[None]:
    handler = logging.Handler()
    handler.emit = lambda record: None if record.levelno < logging.WARNING else _keep(keep, record)  # type: ignore[method-assign]
    log.addHandler(handler)
    try:
        yield
    finally:
        log.removeHandler(handler)


def _keep(keep: Callable[[str], object], record: logging.LogRecord) -> None:
    keep(record.getMessage())


def _last(lines: list[str]) -> str:
    return lines[-1].strip() if lines else ""
