"""The steps by which a course grades a notebook: which of them run its code, and whether ours is what runs it.

Ours takes the place of nbgrader's own ``Execute``, and of nothing else. A course's own way to run code stays what it
is, a subclass of ``Execute`` too: it may start kernels, or whatever it runs code by, in any way it likes, so to mix
ours with it could promise what is not so. It is named, and runs no stranger's code unless that is asked for.
"""

from dataclasses import dataclass
from typing import Any

from nbclient import NotebookClient
from nbconvert.utils.base import NbConvertBase
from nbgrader.preprocessors import Execute
from traitlets.utils.importstring import import_item

from kith_exercises import KithError
from kith_facilitator.grading.course import Course
from kith_facilitator.grading.execute import BoundedExecute

__all__ = ["Steps", "is_known", "ours", "steps_of"]

#: Whose steps are known: of them, those run code that are named so.
_KNOWN = ("nbgrader", "nbconvert", "kith_facilitator")


@dataclass(frozen=True)
class Steps:
    """The steps of a course, by what they have to do with code."""

    #: Whether ours runs code, or what a course made from it.
    held: bool
    #: The course's own that run code, by name.
    unheld: tuple[str, ...] = ()
    #: The course's own of which that can't be told.
    others: tuple[str, ...] = ()
    #: Whether ``--no-execute`` keeps the unheld ones from running.
    can_be_left_out: bool = True


def ours(step: Any) -> Any:
    """The step itself, or ours where it is nbgrader's own run of a notebook: any other was chosen."""
    return BoundedExecute if _found(step) is Execute else step


def steps_of(course: Course) -> Steps:
    """What a course grades by, of what is turned on. Raises KithError if a step can't be imported.

    Where nothing else runs code, a step that nobody knows counts as one that does: why would nbgrader's own have been
    taken out? What a course runs in hooks, or by an exporter of its own, is not looked at.
    """
    converter = course.converter
    both = (*converter.sanitize_preprocessors, *converter.autograde_preprocessors)
    listed = [ours(step) for step in both if not _runs_nothing(step)]
    steps = [_found(step) for step in listed if _is_on(step, course)]
    held = any(_is_a(step, BoundedExecute) for step in steps)
    runs = [step for step in steps if _is_a(step, NotebookClient) and not _is_a(step, BoundedExecute)]
    others = [step for step in steps if not _is_a(step, NotebookClient) and not is_known(step)]
    if not runs and not any(_is_a(_found(step), NotebookClient) for step in listed):
        runs, others = others, []
    left_out = all(_is_a(step, Execute) for step in runs)
    return Steps(held, tuple(map(_name, runs)), tuple(map(_name, others)), left_out)


def _found(step: Any) -> Any:
    """The class of a step, or the function that it is; it may be named, and it may have been made already."""
    if not isinstance(step, str):
        return step if isinstance(step, type) or not isinstance(step, NbConvertBase) else type(step)
    try:
        return import_item(step)
    except Exception as error:
        raise KithError(
            f"{step} is a step of grading, by this course's configuration, and can't be imported: {error}. "
            "Install it, or mend its name in nbgrader_config.py."
        ) from error


def _runs_nothing(step: Any) -> bool:
    """Whether a step that is named is known to run nothing; most are, and need not even be imported."""
    if not isinstance(step, str):
        return False
    package, _, name = step.partition(".")
    return package in _KNOWN and not name.endswith("Execute") and not name.endswith("ExecutePreprocessor")


def _is_on(step: Any, course: Course) -> bool:
    """Whether a step does something; one that can't be made to try it out counts as one that does."""
    kind = _found(step)
    if not _is_a(kind, NbConvertBase):
        return True
    try:
        return bool((step if isinstance(step, kind) else kind(parent=course.app)).enabled)
    except Exception:  # noqa: BLE001  # a course's own code, which may ask for whatever it wants
        return True


def _is_a(step: Any, kind: type) -> bool:
    return isinstance(step, type) and issubclass(step, kind)


def is_known(step: Any) -> bool:
    """Whether a class is nbgrader's, nbconvert's or ours; all these take what they know from the notebook they get."""
    return str(getattr(step, "__module__", "")).partition(".")[0] in _KNOWN


def _name(step: Any) -> str:
    return f"{getattr(step, '__module__', '')}.{getattr(step, '__qualname__', type(step).__qualname__)}"
