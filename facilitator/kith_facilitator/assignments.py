"""Fetch, submit, fetch feedback, as a learner asks for them: nbgrader's own steps, each answered by a sentence.

nbgrader's Assignment List gives no reason when one of them fails. The steps are done under the configuration
that it uses, so both do the same.
"""

import errno
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeError, ExchangeFactory
from nbgrader.server_extensions.assignment_list.handlers import AssignmentList

from kith_exercises import KithError
from kith_exercises.news import is_news, pages_in
from kith_exercises.status import Places
from kith_facilitator.precheck import before_submitting
from kith_widgets.words import language, say

__all__ = ["STEPS", "Answer", "Assignments"]

_NAME = re.compile("[A-Za-z0-9][A-Za-z0-9._-]{,99}")  # what a course or a module may be called

#: What may be asked for, as nbgrader's Assignment List calls it, and nbgrader's class for it.
STEPS = {"fetch": "FetchAssignment", "submit": "Submit", "fetch_feedback": "FetchFeedback"}


@dataclass(frozen=True)
class Answer:
    """What came of a step, in a sentence for the learner; ``fresh`` if something is there that was not before."""

    ok: bool
    sentence: str
    fresh: bool = False
    #: What to look at before it is done; nothing was done yet, and asking again with ``sure`` does it.
    remarks: tuple[str, ...] = ()


class Assignments:
    """The steps for whoever runs this server; ``root`` is the folder that it serves."""

    def __init__(self, root: str, **options: Any) -> None:
        self._root = root
        self._nbgrader: Any = AssignmentList(**options)

    def answer(self, step: str, asked: object) -> Answer:
        """As `do`, for what came from a browser: an object with course and module, or anything else."""
        match asked:
            case {"course": str(course), "module": str(module), **more}:
                return self.do(step, course, module, sure=more.get("sure") is True)
        return self.do(step, "", "")

    def do(self, step: str, course: str, module: str, *, sure: bool = True) -> Answer:
        """Do a step of STEPS. Whatever goes wrong becomes a sentence; the server's log has the rest.

        Unless the learner is ``sure``, what should be looked at before submitting is said first.

        It stays in this thread and this process: nbgrader changes the working folder.
        """
        try:
            language()
        except ValueError as error:  # nothing else could be said
            return Answer(False, str(error))
        if step not in STEPS or not (course and module):
            return Answer(False, say("notUnderstood"))
        if not all(_NAME.fullmatch(name) for name in (course, module)):
            return Answer(False, say("noModule", module=_shown(module)))
        app: Any = None
        try:
            with self._configuration() as config:
                config.CourseDirectory.course_id = course
                config.CourseDirectory.assignment_id = module
                app = _app(STEPS[step], config)
                remarks = _remarks(app, module) if step == "submit" and not sure else ()
                before = pages_in(_folder(app, module))
                if not remarks:
                    app.start()
                done = _DONE[step]
                return Answer(False, say("checkAsk"), remarks=remarks) if remarks else done(app, module, before)
        except Exception as error:  # a learner must hear of each failure
            key = _cause(step, app, error)
            if key == "noFeedback":  # not yet, which is no failure
                return Answer(True, say(key, module=module))
            self._nbgrader.log.exception("Kith: %s of %s failed", step, module)
            return Answer(False, _reason(key, app, module, error))

    def places(self) -> Places:
        """Where this learner's own work lies, and what the course keeps for them."""
        with self._configuration() as config:
            app = _app("List", config)
            course = app.coursedir.course_id
            return Places(Path(app.assignment_dir).resolve(), Path(app.root, course), Path(app.cache, course))

    @contextmanager
    def _configuration(self) -> Iterator[Any]:
        """nbgrader's configuration, as read where the assignments lie, which is where the step runs."""
        with chdir(self._root):
            config = self._nbgrader.load_config()
            place = Path(ExchangeFactory(config=config).List(config=config).assignment_dir).resolve()
        with chdir(place):
            yield self._nbgrader.load_config()


def _shown(name: str) -> str:
    """A name that is none, so that a sentence can hold it."""
    plain = "".join(letter if letter.isprintable() else "�" for letter in name)
    return plain if len(plain) <= 30 else f"{plain[:29]}…"


def _app(kind: str, config: Any) -> Any:
    parts = {"coursedir": CourseDirectory(config=config), "authenticator": Authenticator(config=config)}
    return getattr(ExchangeFactory(config=config), kind)(**parts, config=config)


def _remarks(app: Any, module: str) -> tuple[str, ...]:
    """What the learner should look at first; a check that fails stands in nobody's way."""
    folder = _folder(app, module)
    try:
        released = Path(app.root, app.coursedir.course_id, "outbound", module)
        return before_submitting(folder, released) if folder.is_dir() else ()
    except Exception:  # submitting itself says what is wrong
        app.log.exception("Kith: %s could not be checked", module)
        return ()


def _folder(app: Any, module: str) -> Path:
    """Where the learner's own copy of a module lies."""
    return Path(app.assignment_dir, app.coursedir.course_id if app.path_includes_course else "", module)


# ---- what was done -------------------------------------------------------------------------------------------

#: What came back to the module before, by its path.
_Before = Mapping[Path, str]


def _fetched(app: Any, module: str, _: _Before) -> Answer:
    return Answer(True, say("fetched", module=module, folder=Path(app.dest_path).name), fresh=True)


def _submitted(_app: Any, module: str, _: _Before) -> Answer:
    return Answer(True, say("submitted", module=module), fresh=True)


def _fetched_feedback(app: Any, module: str, before: _Before) -> Answer:
    here = pages_in(_folder(app, module))
    changed = (page for path, page in here.items() if before.get(path) != page)
    if any(is_news(page, before.values()) for page in changed):
        return Answer(True, say("fetchedFeedback", module=module), fresh=True)
    came = any(is_news(page, ()) for page in here.values())
    return Answer(True, say("nothingSince" if came else "noFeedback", module=module))


_DONE: dict[str, Callable[[Any, str, _Before], Answer]] = {
    "fetch": _fetched,
    "submit": _submitted,
    "fetch_feedback": _fetched_feedback,
}


# ---- why something was not done ------------------------------------------------------------------------------


def _reason(key: str | None, app: Any, module: str, error: Exception) -> str:
    if isinstance(error, KithError):
        return str(error)
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return say("diskFull", module=module)
    if app is not None and not os.access(app.root, os.W_OK | os.X_OK):
        return say("noExchange", folder=Path(app.root).name)
    return say(key, module=module) if key else say("stepFailed", module=module, error=type(error).__name__)


def _cause(step: str, app: Any, error: Exception) -> str | None:
    """The name of the sentence for what nbgrader stumbled over; found by looking, for its messages are no interface."""

    def there(name: str) -> bool:
        return bool(getattr(app, name, "")) and os.access(getattr(app, name), os.X_OK)

    if step == "submit" and isinstance(error, RuntimeError):
        return "tooLarge"
    if not isinstance(error, ExchangeError):
        return None
    if step == "fetch":
        return "alreadyFetched" if there("dest_path") else "notReleased"
    if step == "submit":
        needed = {"src_path": "notFetched", "inbound_path": "noSubmissions", "release_path": "notReleased"}
        return next((key for name, key in needed.items() if not there(name)), "pageMissing")
    return "noFeedback"
