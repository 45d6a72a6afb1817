"""What the group predicted in a fold, as its last steps: a figure for each mark, once it came."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from kith_exercises.definitions import FoldPrompt
from kith_exercises.primitives import scenes
from kith_exercises.primitives.primitive import Known
from kith_exercises.truths import Scene, Step, placed
from kith_widgets.words import say

__all__ = ["group_steps"]


def group_steps(prompt: FoldPrompt, figures: Mapping[str, Any]) -> tuple[Step, ...]:
    """The steps that show what came of the group, in the order of the fold's marks; none where nothing came."""
    line = placed(prompt.truth, prompt.fields, prompt.held) if prompt.group and prompt.truth else None
    if line is None:
        return ()
    drawn = (scenes.figure(Known(figures=figures), f"{prompt.id}/{mark.id}", (line.id, mark.id)) for mark in line.marks)
    return tuple(Step(say("showGroup"), partial(_same, scene)) for found in drawn for scene in found)


def _same(scene: Scene) -> Scene:
    return scene
