"""Why a step failed, and what to do next: nbgrader's tracebacks, put into words for whoever runs a course."""

import logging
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from kith_exercises import KithError

__all__ = ["as_log", "heard", "points_elsewhere", "reason_of", "reason_of_file", "told"]

_NO_REASON = "nbgrader did not say why. Its log has the rest; do this again, and ask for help if it stays."
#: nbgrader's last words where it said before what was wrong with each submission.
_POINTER = "Please see the the above traceback for details"

#: How the line of an error begins, and what that means; the first that fits is said. By classes, and by how libraries'
#: own words begin: further on a message may quote what somebody submitted.
_KNOWN = (
    (
        # the last: what the JSON holds is no object
        r"\w*(?:JSON\w*|RecursionError|UnicodeDecodeError):|AttributeError: '\w+' object has no attribute 'get'",
        "a notebook in it is damaged and can't be read. Ask for it to be submitted again.",
    ),
    (
        r"\w+: (?:No notebooks were matched|No notebooks found)",
        (
            "no notebook of this module is in it. Ask its sender to submit again, with the notebooks under the "
            "names that they had when they were fetched."
        ),
    ),
    (
        r"NoSuchKernel:",
        (
            "a notebook in it asks for a kernel that is not installed here. Install that, or ask for the work to be "
            "submitted again with the kernel that the module came with."
        ),
    ),
    (r"IsADirectoryError:", "a folder has the name of a notebook. Ask its sender to submit again without it."),
    (
        r"(?:DeadKernelError|UnresponsiveKernelError):|\w+: Kernel died",
        (
            "its code ends the kernel, or can't be stopped. Take that cell out of the notebook in course/submitted, "
            "or ask for the work to be submitted again without it; then grade again."
        ),
    ),
    (
        r"WorkerDiedError:",
        (
            "it took more memory than there is, or made Python itself crash. Look at what is in its folder in "
            "course/submitted, or ask for it to be submitted again; then grade again."
        ),
    ),
    (
        r"MemoryError:",
        (
            "to read and check it took more memory than a submission may, as a notebook does that has far too many "
            "parts, or puts out far too much. Ask for it to be submitted again, made from the page as it was fetched. "
            "If it is sound, allow more with BoundedExecute.max_memory."
        ),
    ),
    (
        r"TooSlowError:",
        (
            "to read and check it took longer than a submission may, as a notebook with far too many parts does. Ask "
            "for it to be submitted again, made from the page as it was fetched. If it is sound, allow more with "
            "BoundedExecute.max_reading."
        ),
    ),
    (
        r"TooLongError:",
        (
            "it came to no end in the time that its code, and all else, may take. Do this again when this machine is "
            "quiet; if that stays, ask for it to be submitted again."
        ),
    ),
    (
        r"\w+: (?:\([\w.]+\) )?database is locked",
        "another program holds the gradebook. Close what else uses it (formgrader, a backup), and do this again.",
    ),
    (
        # as libpq begins, and PostgreSQL itself
        r"OperationalError: (?:\([\w.]+\) )?(?:conne|could not |server closed |SSL |terminating connection)",
        "the gradebook's server went away. See that it can be reached, and grade again: what is graded stays graded.",
    ),
    (
        r"\w+: (?:\([\w.]+\) )?(?:database disk image is malformed|file is not a database)",
        "the gradebook is damaged. Put a copy back in its place, and do this again.",
    ),
    (
        r"\w+: (?:\[Errno \d+\] )?(?:\([\w.]+\) )?(?:No space left|Disk quota)",
        "this disk is full. Make room, and do this again.",
    ),
    (r"\w+: (?:\[Errno \d+\] )?Read-only file system", "this disk can't be written to. Mend that, and do this again."),
    (r"\w+: Cannot add or remove cells", "somebody has submitted already."),
    (r"ParserError: ", "its timestamp.txt holds no date. Ask for it to be submitted again."),
    (rf"\w+: {_POINTER}", _NO_REASON),
)
_RAISED = re.compile(r"(?:\w+\.)*(\w*(?:Error|Exception|Warning|Entry|Interrupt|NoSuchKernel)): (.*)")
_DENIED = re.compile(r"\w+: (?:\[Errno \d+\] )?Permission denied: '?([^'\n]*)")
_LONGEST = 300  # characters of what a library said
_LONGEST_LINE = 10_000  # and of what is looked at: it may quote all of a submission


def reason_of(error: str) -> str:
    """What was raised first, not what followed from it; in words where it is known, with what to do.

    ``error`` has a line for each error, as from ``told``; what is indented, as in a traceback, does not count.
    """
    raised = [found for line in error.splitlines() if (found := _RAISED.match(line))]
    said = [found[2] for found in raised if found[1] == KithError.__name__]
    if said:
        return said[0]
    for line in (f"{found[1]}: {found[2]}" for found in raised):
        denied = _DENIED.match(line)
        if denied:
            return f"{denied[1] or 'a file'} may not be used by this account. “kith doctor --fix” may mend that."
        known = next((words for pattern, words in _KNOWN if re.match(pattern, line)), None)
        if known:
            return known
    if not raised:
        return _NO_REASON
    # Where a notebook is not as its schema says, all of the message may be what stands in it.
    first = raised[0][1] if "Validation" in raised[0][1] else raised[0][0].strip()[:_LONGEST].rstrip(".")
    return f"{first}. If that lies in the work, ask for it to be submitted again."


def as_log(reason: str, *said: str) -> bytes:
    """What is kept of a failure: the sentence that was told, then all that was said.

    Without nbgrader's own last words, which point to a traceback above that is elsewhere here, or further down.
    """
    lines = (line for text in said for line in text.splitlines() if _POINTER not in line)
    return "\n".join([*([reason, ""] if reason else []), *lines, ""]).encode("utf-8", "replace")


def told(error: BaseException) -> str:
    """An error and what led to it, that first, a line for each: its class, and the first line of what it says.

    Further lines may quote what somebody submitted, who could write there whatever looks like an error.
    """
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    name = KithError.__name__ if isinstance(error, KithError) else type(error).__name__
    line = f"{name}: {next(iter(str(error).splitlines()), '')[:_LONGEST_LINE]}"
    return f"{told(before)}\n{line}" if before else line


def points_elsewhere(error: BaseException) -> bool:
    """Whether an error is only nbgrader's last word, after it said of each submission what was wrong."""
    return _POINTER in str(error)


@contextmanager
def heard(log: logging.Logger) -> Iterator[list[str]]:
    """Collect what ended nbgrader's work on a submission, as ``told``, where nbgrader itself only logs it."""
    handler = _Heard()
    log.addHandler(handler)
    try:
        yield handler.found
    finally:
        log.removeHandler(handler)


class _Heard(logging.Handler):
    """By the error itself, which is in hand while it is logged: in the text of a log anybody may have written."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        error = sys.exc_info()[1]
        if error is not None and record.funcName == "convert_notebooks":
            said = told(error)
            if said not in self.found:
                self.found.append(said)


def reason_of_file(error: OSError) -> str:
    """A sentence for a file that could not be used while working for one learner."""
    return reason_of(told(error))
