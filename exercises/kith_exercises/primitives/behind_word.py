"""What a step shows, held behind the room word of a facilitator, so that all of a room see it at one time."""

from dataclasses import replace

from kith_exercises.primitives import flow
from kith_exercises.primitives.primitive import Known, Scene, Step

__all__ = ["behind_word"]


def behind_word(step: Step, button: str) -> tuple[Step, Step]:
    """A step that shows what came of its answers, and one that shows it instead where a facilitator holds it.

    What somebody has seen to the end of the part is not covered again by a word that is set later.
    """

    def holds(known: Known) -> bool:
        return bool(known.hold) and not flow.ended(step.part, known.records)

    def shown(known: Known) -> list[Scene]:
        return [] if holds(known) else list(step.scene(known))

    opened = Step(
        f"{step.id}-shown",
        step.part,
        button=button,
        scene=lambda known: step.scene(known) if holds(known) else (),
        after=(step.id,),
        when=holds,
        held=True,
        forms=step.forms,
    )
    return replace(step, scene=shown), opened
