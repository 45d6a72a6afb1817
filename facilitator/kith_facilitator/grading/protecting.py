"""What holds learners' code while it is graded, and whose code may run where nothing does."""

from collections.abc import Callable
from dataclasses import dataclass, fields

from kith_exercises import KithError
from kith_facilitator.grading.bound import Bound
from kith_facilitator.grading.course import Course
from kith_facilitator.grading.execute import BoundedExecute, refusal
from kith_facilitator.grading.plan import Wishes
from kith_facilitator.grading.steps import Steps, steps_of
from kith_kernels import Mode
from kith_kernels.limits import MIB, Limits
from kith_kernels.protection import Protection, active

__all__ = ["Held", "bound_of", "held", "holds", "largest_of"]


@dataclass(frozen=True)
class Held:
    """What holds code that is run, in a sentence; and, where it is not enough for a stranger's, why not."""

    sentence: str
    refusal: str = ""
    mode: Mode = Mode.none
    #: Whether code is run at all.
    runs: bool = True
    _trusts: Callable[[str], bool] = lambda _: False

    def refuses(self, student: str) -> bool:
        """Whether this student's code must not run."""
        return bool(self.refusal) and not self._trusts(student)


def held(course: Course, wishes: Wishes, there: Protection | None = None) -> Held:
    """What holds learners' code in this run; ``there`` is what does on other machines, if it runs on those."""
    steps = steps_of(course)
    besides = _BESIDES.format(names=", ".join(steps.others)) if steps.others else ""
    if not (steps.held or steps.unheld):
        return Held(f"No code was run.{besides}", runs=False)
    try:
        found = there or active()
    except ValueError as error:  # a mode was named that there is not
        raise KithError(str(error)) from None
    step = BoundedExecute(parent=course.app)
    unsafe = wishes.unsafe or step.unsafe
    sentence = f"{found.sentence}{besides}"
    if steps.unheld:
        return _held_by_nobody(steps, found, step, unsafe=unsafe)
    if found.mode is not Mode.none:
        return Held(sentence, mode=found.mode)
    if unsafe:
        return Held(f"{sentence} {_ALL_THE_SAME}")
    return Held(sentence, refusal(found), _trusts=step.trusts)


def _held_by_nobody(steps: Steps, found: Protection, step: BoundedExecute, *, unsafe: bool) -> Held:
    """Of a course that runs code in a way of its own, which ours might hold, or might not."""
    what = _OWN.format(names=", ".join(steps.unheld))
    if unsafe:
        return Held(f"{what} {_ALL_THE_SAME}", mode=found.mode)
    left_out = _LEFT_OUT if steps.can_be_left_out else ""
    return Held(what, f"{what} {_INSTEAD}{left_out}.", mode=found.mode, _trusts=step.trusts)


_ALL_THE_SAME = "It was run all the same, as --unsafe says."
_BESIDES = " The course's own steps have your rights, and are not held: {names}."
_OWN = "Kith does not hold what this course runs code by, its own {names}: there, code of learners has all your rights."
_INSTEAD = (
    "Let the course's autograde_preprocessors name nbgrader.preprocessors.Execute in its place, which is held; or, if "
    "you trust all that was submitted, run “kith grade” with --unsafe"
)
_LEFT_OUT = "; or with --no-execute, which runs nothing"


def bound_of(course: Course, pages: int, *, graded: bool = True) -> Bound:
    """What a submission with so many notebooks may take of the process that grades it, or makes its feedback."""
    step = BoundedExecute(parent=course.app)
    own = graded and steps_of(course).unheld  # how long that may take nobody knows
    longest = None if own else step.longest if graded and step.enabled else 0
    return Bound.of(pages, reading=step.max_reading, memory=step.max_memory * MIB, longest=longest)


def largest_of(course: Course) -> int:
    """Most bytes that a submission may hold: its kernel gets a copy of all of it."""
    limits = BoundedExecute(parent=course.app).limits
    if unknown := sorted(limits.keys() - {limit.name for limit in fields(Limits)}):
        known = ", ".join(limit.name for limit in fields(Limits))
        raise KithError(f"BoundedExecute.limits in this course names {', '.join(unknown)}; it knows {known}.")
    return Limits(**limits).folder


def holds(mode: Mode) -> bool:
    """Whether this process's machine holds code as well as that, as it was found once for all that come out of it."""
    return mode is Mode.none or active().mode.strength >= mode.strength
