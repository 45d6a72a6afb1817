"""A module's questions made sense of once, in the process that all kernels which open its pages are forks of."""

from pathlib import Path

from kith_exercises.definitions import Activity, load_prompts, load_rubrics
from kith_exercises.errors import KithError
from kith_exercises.primitives import flow
from kith_widgets.words import speaking

__all__ = ["make_ready"]


def make_ready(place: str) -> None:
    """Read what is asked in a folder; ``place`` is the language, a colon and the folder, as in ``en:/release/module``.

    What can't be read there is left to whoever opens a page: that one is told of it.
    """
    code, _, folder = place.partition(":")
    with speaking(code):
        try:
            prompts = load_prompts(Path(folder, "prompts.toml"))
            load_rubrics(Path(folder, "rubric.toml"))
        except KithError:
            return
        for prompt in prompts.values():
            if isinstance(prompt, Activity):
                flow.steps_of(prompt)
