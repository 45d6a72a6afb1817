"""What holds learners' code while it is graded, and whose code may run where nothing does."""

from collections.abc import Callable
from dataclasses import dataclass

from kith_exercises import KithError
from kith_facilitator.grading.course import Course
from kith_facilitator.grading.execute import BoundedExecute, refusal
from kith_facilitator.grading.plan import Wishes
from kith_kernels import Mode
from kith_kernels.protection import Protection, active

__all__ = ["Held", "held", "holds"]


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
    step = BoundedExecute(parent=course.app)
    if not step.enabled:
        return Held("No code was run.", runs=False)
    try:
        found = there or active()
    except ValueError as error:  # a mode was named that there is not
        raise KithError(str(error)) from None
    if found.mode is not Mode.none:
        return Held(found.sentence, mode=found.mode)
    if wishes.unsafe or step.unsafe:
        return Held(f"{found.sentence} It was run all the same, as --unsafe says.")
    return Held(found.sentence, refusal(found), _trusts=step.trusts)


def holds(mode: Mode) -> bool:
    """Whether this process's machine holds code as well as that."""
    return mode is Mode.none or active().mode.strength >= mode.strength
