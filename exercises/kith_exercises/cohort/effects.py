"""What is planted in a made-up cohort: the figures that a measure of it has to find again."""

from dataclasses import dataclass, fields
from typing import Any

from kith_exercises.inputs import listed, number, row

__all__ = ["NOTHING", "Effects"]

#: From where to where each effect can be planted: as far as every answer's mean stays inside its scale, so that what
#: was planted is what comes out on average, to the last digit.
_RANGES: dict[str, tuple[float, float]] = {
    "spread": (0, 1000),
    "looks": (0, 1),
    "absent": (0, 1),
    "late": (0, 1),
    "leaves": (0, 1),
    "label": (-4, 4),
    "moves": (-1.2, 1.2),
    "heard": (-0.5, 0.5),
    "understood": (-3, 3),
    "norm": (-5, 12),
    "forecast": (-20, 20),
    "learning": (-0.1, 0.1),
    "sureness": (-0.05, 0.4),
    "change": (-0.8, 0.8),
    "lot": (-10, 10),
    "talk": (-0.5, 0.5),
    "returned": (-0.15, 1),
    "agreement": (0, 1),
    "single": (0, 1),
    "stamps": (-3, 3),
    "share": (-10, 30),
}


@dataclass(frozen=True)
class Effects:
    """The planted effects, each in the unit of what is answered; 0 plants none.

    ``marks``: by how much the first, second ... mark of a line lies off the truth, on average, in its unit; ``spread``
    is how much that differs; ``looks`` the share that goes on without predicting. ``self_levels``: how many levels
    higher than their care earns they see their own text. ``absent`` is the share that never comes to an activity, and
    ``late`` that begins it only once something was handed over; ``leaves`` is how often one leaves for another day
    what one could look back on.

    ``label``: points (0 to 10) that a note gains under the first label; ``moves``: points that a rating moves towards
    its label once seen. ``heard``: by how much larger a share of a teller's points comes through by the first way;
    ``understood``: points (1 to 7) more understood. ``norm``: by how many times (of 20) others' doings are guessed too
    high. ``forecast``: points (of 100) by which forecasts are too high; ``learning``: by how much an error (0 to 1)
    grows a module. ``sureness``: surer than right, in shares. ``change``: points (1 to 5) from the first wave of a
    questionnaire to the second. ``lot``: points (of 20) that the first lot is ahead. ``talk``: by how much more uneven,
    in Gini's index, groups of the first lot talk. ``returned``: how much more often than by chance a tie is returned
    (rho). ``agreement``: the kappa of two markers. ``single``: the share of topics that one person alone holds.
    ``stamps``: points (of 10) by which trust in a note rises once its stamps are seen; ``share``: points (of 100) by
    which people guess their own share of a talk too high.
    """

    marks: tuple[float, ...] = (-18.0, 9.0)
    spread: float = 12.0
    looks: float = 1 / 8
    absent: float = 1 / 24
    late: float = 1 / 12
    leaves: float = 1 / 6
    self_levels: float = 0.4
    label: float = 0.8
    moves: float = 0.5
    heard: float = 0.15
    understood: float = 0.8
    norm: float = 3.0
    forecast: float = 8.0
    learning: float = -0.04
    sureness: float = 0.15
    change: float = 0.4
    lot: float = 4.0
    talk: float = 0.2
    returned: float = 0.35
    agreement: float = 0.6
    single: float = 0.4
    stamps: float = 1.0
    share: float = 6.0

    def __post_init__(self) -> None:
        for name, (low, high) in _RANGES.items():
            number(name, getattr(self, name), low, high)
        listed("marks", self.marks)
        if len(self.marks):
            row("marks", self.marks)
        number("self_levels", self.self_levels)


def _nothing() -> Effects:
    ways = {"looks": 1 / 8, "absent": 1 / 24, "late": 1 / 12, "leaves": 1 / 6}
    same = {"marks": (0.0, 0.0), "spread": 12.0, "single": 0.4, **ways}
    chosen: dict[str, Any] = {field.name: same.get(field.name, 0.0) for field in fields(Effects)}
    return Effects(**chosen)


#: Nothing planted: a measure that finds something here finds it in chance. (``spread``, ``looks``, ``absent``,
#: ``late``, ``leaves`` and ``single`` have no value that means nothing.)
NOTHING = _nothing()
