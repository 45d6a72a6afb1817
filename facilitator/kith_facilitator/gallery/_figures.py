"""Figures of groups that are made up, released as those of a cohort are, and the states in which they stand."""

from collections.abc import Iterator, Mapping
from typing import Any

from kith_exercises.definitions import Activity
from kith_exercises.primitives import PRIMITIVES
from kith_facilitator.gallery._stage import SEALED, Specimen, Stage

__all__ = ["figures"]

_BANDS = "0" * 5 + "1" * 5 + "2" * 7 + "5" * 6 + "n" * 3
_LEVER = {"do": "commit", "step": "lever-box", "answers": {"guess": 30}}
_PAST = tuple({"do": "next", "step": step} for step in ("bands", "rooms"))
_LOOKED = [{"do": "look", "step": f"claim-{claim}"} for claim in ("volunteers", "tunes")]
_COUNTED = tuple({"do": "next", "step": step} for step in ("answers", "group"))


def figures(stage: Stage) -> Iterator[Specimen]:
    """A group in bands, rooms like it, what can't be told yet, and what is not shown."""
    rooms = _released(stage.prompt("who-asks"), {f"{n:02}": _band(one) for n, one in enumerate(_BANDS)})
    yield stage.activity(
        "A group in bands", "How many chose what; where rooms like it end.", "who-asks", *_PAST,
        part="ours", figures=rooms,
    )  # fmt: skip
    yield stage.activity(
        "A figure of the group", "My guess stands under it.", "who-asks", *_PAST, _LEVER, part="ours", figures=rooms
    )
    sure = stage.prompt("how-sure")
    unsure = {f"{n:02}": ((0.5 + n % 4 / 10, n % 2 == 0), (0.4 + n % 3 / 10, n % 3 > 0)) for n in range(24)}
    yield stage.activity(
        "A group, nothing claimed yet", "A title no larger than its figure.", "how-sure", *_LOOKED, *_COUNTED,
        figures=_released(sure, unsure),
    )  # fmt: skip
    alike = {f"{n:02}": ((0.8, True), (0.6, False)) for n in range(12)}
    yield stage.activity(
        "A group that is not shown", "An empty outline in its place, and why.", "how-sure", *_LOOKED, *_COUNTED,
        figures=_released(sure, alike),
    )  # fmt: skip


def _band(one: str) -> str:
    return {"2": "2-4", "5": "5-", "n": "none"}.get(one, one)


def _released(activity: Activity, answers: Mapping[str, Any]) -> Mapping[str, Any]:
    [asked] = PRIMITIVES[activity.kind].asked(activity, SEALED.get(activity.id, {}))
    return asked.release(answers)
