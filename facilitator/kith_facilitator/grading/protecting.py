"""What holds learners' code while it is graded, and whose code may run where nothing does."""

from dataclasses import dataclass
from getpass import getuser

from kith_exercises import KithError
from kith_facilitator.grading.course import Course
from kith_facilitator.grading.execute import BoundedExecute
from kith_facilitator.grading.plan import Wishes
from kith_kernels import Mode
from kith_kernels.protection import Protection, active

__all__ = ["Held", "held", "holds"]

_REFUSED = (
    "what was submitted would run with nothing to hold it: {why} Grade where that is not so; or run this again with "
    "--unsafe, if you trust all that was submitted, or with --no-execute, which runs nothing."
)


@dataclass(frozen=True)
class Held:
    """What holds code that is run, in a sentence; and, where it is not enough for a stranger's, why not."""

    sentence: str
    refusal: str = ""
    mode: Mode = Mode.none
    _trusts_simulated: bool = False

    def refuses(self, student: str) -> bool:
        """Whether this student's code must not run."""
        return bool(self.refusal) and not (self._trusts_simulated and _is_ours(student))


def held(course: Course, wishes: Wishes, there: Protection | None = None) -> Held:
    """What holds learners' code in this run; ``there`` is what does on other machines, if it runs on those."""
    if not BoundedExecute(parent=course.app).enabled:
        return Held("No code was run.")
    try:
        found = there or active()
    except ValueError as error:  # a mode was named that there is not
        raise KithError(str(error)) from None
    if found.mode is not Mode.none:
        return Held(found.sentence, mode=found.mode)
    if wishes.unsafe:
        return Held(f"{found.sentence} It was run all the same, as --unsafe says.")
    demo = course.home is not None and course.home.identity == "claimed"
    return Held(
        found.sentence, _REFUSED.format(why=" ".join(found.why_not.values()) or found.sentence), _trusts_simulated=demo
    )


def holds(mode: Mode) -> bool:
    """Whether this process's machine holds code as well as that."""
    return mode is Mode.none or _STRONGEST_FIRST.index(active().mode) <= _STRONGEST_FIRST.index(mode)


_STRONGEST_FIRST = (Mode.namespaces, Mode.landlock, Mode.none)


def _is_ours(student: str) -> bool:
    """Whether a name in a demo, where nobody else can hand in, is a simulated learner's or this account's own."""
    return student.startswith("sim-") or student == getuser()
