"""Why a step failed, and what to do next: nbgrader's tracebacks, put into words for whoever runs a course."""

import re

from kith_exercises import KithError

__all__ = ["reason_of", "reason_of_file"]

#: What a traceback holds, and what it means; the first that fits is said.
_KNOWN = (
    (
        r"JSON|NotJSON|RecursionError|UnicodeDecodeError|does not appear to be",
        "a notebook in it is damaged and can't be read. Ask for it to be submitted again.",
    ),
    (
        r"No notebooks were matched|No notebooks found",
        (
            "no notebook of this module is in it. Ask its sender to submit again, with the notebooks under the "
            "names that they had when they were fetched."
        ),
    ),
    (r"IsADirectoryError", "a folder has the name of a notebook. Ask its sender to submit again without it."),
    (
        r"DeadKernelError|Kernel died|UnresponsiveKernelError|kernel became",
        (
            "its code ends the kernel, or can't be stopped. Take that cell out of the notebook in course/submitted, "
            "or ask for the work to be submitted again without it; then grade again."
        ),
    ),
    (
        r"WorkerDiedError",
        (
            "it took more memory than there is, or made Python itself crash. Look at what is in its folder in "
            "course/submitted, or ask for it to be submitted again; then grade again."
        ),
    ),
    (
        r"database is locked",
        "another program holds the gradebook. Close what else uses it (formgrader, a backup), and do this again.",
    ),
    (
        r"database disk image is malformed|file is not a database",
        "the gradebook is damaged. Put a copy back in its place, and do this again.",
    ),
    (r"No space left|Disk quota|ENOSPC", "this disk is full. Make room, and do this again."),
    (r"Read-only file system", "this disk can't be written to. Mend that, and do this again."),
    (r"Cannot add or remove cells", "somebody has submitted already."),
)
_RAISED = re.compile(r"\s*(?:\w+\.)*(\w*(?:Error|Exception|Warning|Entry|Interrupt)): (.*)")
_DENIED = re.compile(r"Permission denied: '?([^'\n]*)")


def reason_of(error: str, log: str) -> str:
    """What was raised first, not what followed from it; in words where it is known, with what to do."""
    lines = (*log.splitlines(), *error.splitlines())
    raised = [found for line in lines if (found := _RAISED.match(line))]
    said = [found[2] for found in raised if found[1] == KithError.__name__]
    if said:
        return said[0]
    for text in (*(found[0] for found in raised), f"{log}\n{error}"):
        denied = _DENIED.search(text)
        if denied:
            return f"{denied[1] or 'a file'} may not be used by this account. “kith doctor --fix” may mend that."
        known = next((words for pattern, words in _KNOWN if re.search(pattern, text)), None)
        if known:
            return known
    if not raised:
        return "nbgrader did not say why. Its log has the rest; do this again, and ask for help if it stays."
    return f"{raised[0][0].strip().rstrip('.')}. If that lies in the work, ask for it to be submitted again."


def reason_of_file(error: OSError) -> str:
    """A sentence for a file that could not be used while working for one learner."""
    return reason_of(f"{type(error).__name__}: {error}", "")
