"""Figures of groups that are made up, released as those of a cohort are, and the states in which they stand."""

from collections.abc import Iterator, Mapping
from typing import Any

from kith_exercises.definitions import Activity
from kith_exercises.primitives import PRIMITIVES
from kith_facilitator.gallery._stage import SEALED, Specimen, Stage

__all__ = ["figures", "released"]

_LOOKED = [{"do": "look", "step": f"claim-{claim}"} for claim in ("volunteers", "tunes")]
_COUNTED = tuple({"do": "next", "step": step} for step in ("answers", "group"))


def figures(stage: Stage) -> Iterator[Specimen]:
    """What can't be told yet of a group, and what is not shown."""
    sure = stage.prompt("how-sure")
    unsure = {f"{n:02}": ((0.5 + n % 4 / 10, n % 2 == 0), (0.4 + n % 3 / 10, n % 3 > 0)) for n in range(24)}
    yield stage.activity(
        "A group, nothing claimed yet", "A title no larger than its figure.", "how-sure", *_LOOKED, *_COUNTED,
        figures=released(sure, unsure),
    )  # fmt: skip
    alike = {f"{n:02}": ((0.8, True), (0.6, False)) for n in range(12)}
    yield stage.activity(
        "A group that is not shown", "An empty outline in its place, and why.", "how-sure", *_LOOKED, *_COUNTED,
        figures=released(sure, alike),
    )  # fmt: skip


def released(activity: Activity, answers: Mapping[str, Any]) -> Mapping[str, Any]:
    """The figures of a group that answered so."""
    [asked] = PRIMITIVES[activity.kind].asked(activity, SEALED.get(activity.id, {}))
    return asked.release(answers)
