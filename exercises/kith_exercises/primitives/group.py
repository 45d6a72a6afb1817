"""What the group found, at the end of a part: nobody is asked to wait for it."""

from kith_exercises.primitives import scenes
from kith_exercises.primitives.primitive import Form, Known, Scene, Step
from kith_widgets.words import say

__all__ = ["group_step"]


def group_step(id: str, part: str, *figures: str, forms: frozenset[Form] = frozenset({"cohort"})) -> Step:
    """The step that shows these figures; it is there once one of them has come."""

    def drawn(known: Known) -> list[Scene]:
        return [scene for figure in figures for scene in scenes.figure(known, figure)]

    return Step(id, part, button=say("showGroup"), scene=drawn, when=lambda known: bool(drawn(known)), forms=forms)
