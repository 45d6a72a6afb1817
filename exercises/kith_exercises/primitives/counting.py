"""Whether what somebody answered in a part counts in their cohort's figures, and where they can have it left out."""

from collections.abc import Sequence

from kith_exercises.leaving import counts, left_out
from kith_exercises.primitives import flow
from kith_exercises.primitives.primitive import Known, Step

__all__ = ["is_out", "knows_of_lot"]


def is_out(steps: Sequence[Step], part: str, known: Known) -> bool | None:
    """Whether answers to the activity are left out of every figure; None where that is not to be asked in this part.

    It is asked where something was answered that counts. Nobody can take out what they do not know yet to be part of a
    trial, and what was broken off is out for good.
    """
    knows = knows_of_lot(steps, part, known)
    if knows is False or flow.stopped(known.records):
        return None
    here = {step.id for step in steps if step.part == part}
    given = any(counts(record) and record.value.get("step") in here for record in known.records)
    return left_out(known.records) if knows or given else None


def knows_of_lot(steps: Sequence[Step], part: str, known: Known) -> bool | None:
    """Whether somebody was told what this part tried on them; None where it tries nothing."""
    telling = [step for step in steps if step.debrief and step.part == part]
    if flow.passed(telling, part, known.records):
        return True
    return False if any(known.form in step.forms for step in telling) else None
