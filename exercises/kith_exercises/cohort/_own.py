"""What is a simulated learner's own: how they rate, tell, guess and fill in, by traits and by what is planted."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from kith_exercises.cohort._drawn import around, level, on_scale
from kith_exercises.cohort.effects import Effects
from kith_exercises.cohort.learner import SimulatedLearner
from kith_exercises.instruments import Instrument

__all__ = [
    "THRESHOLDS",
    "Teller",
    "asked",
    "filled_in",
    "hope",
    "mark",
    "rater",
    "reader",
    "risen",
    "surer",
    "teller",
    "threshold",
]

_UNANSWERED = 0.03
_ASKED = 3

#: After how many others somebody asks (None: never), and how often that is so.
THRESHOLDS: tuple[tuple[int | None, float], ...] = (
    (0, 0.08),
    (1, 0.17),
    (2, 0.2),
    (3, 0.15),
    (5, 0.15),
    (8, 0.1),
    (12, 0.08),
    (None, 0.07),
)


class Teller(NamedTuple):
    """What of a teller's points comes through (0 to 1), how understood they feel (1 to 7), and what a way changes."""

    share: float
    usual: float
    heard: float
    understood: float

    def through(self, side: float) -> float:
        """The share that comes through by the first way (1), by the second (-1), or by neither (0)."""
        return self.share + side * self.heard / 2

    def felt(self, side: float) -> float:
        """How understood they feel, on average."""
        return self.usual + side * self.understood / 2


def teller(dice: np.random.Generator, effects: Effects) -> Teller:
    """Somebody whose story is said back."""
    share = around(dice, 0.55, 0.1, 0.3, 0.7)
    usual = around(dice, 4, 0.5, 3, 5)
    heard = effects.heard + around(dice, 0, 0.05, -0.1, 0.1)
    return Teller(share, usual, heard, effects.understood + around(dice, 0, 0.25, -0.5, 0.5))


def rater(dice: np.random.Generator, effects: Effects) -> tuple[float, float]:
    """How mildly somebody rates (points of 10), and what they add under the first label."""
    return around(dice, 0, 0.7, -1.5, 1.5), effects.label + around(dice, 0, 0.3, -0.6, 0.6)


def reader(dice: np.random.Generator, effects: Effects) -> tuple[float, float]:
    """How far somebody trusts a note (points of 10), and what its stamps add."""
    return around(dice, 5, 0.8, 3.5, 6.5), effects.stamps + around(dice, 0, 0.3, -0.5, 0.5)


def surer(dice: np.random.Generator, effects: Effects) -> float:
    """By how large a share somebody is surer than right."""
    return effects.sureness + around(dice, 0, 0.025, -0.05, 0.05)


def hope(dice: np.random.Generator, effects: Effects) -> float:
    """By how many points of 100 somebody forecasts too high."""
    return effects.forecast + around(dice, 0, 5, -8, 8)


def risen(effects: Effects, instrument: Instrument, wave: int) -> float:
    """By how many points of a questionnaire's scale a mean has risen by a wave, as far as the ends leave room."""
    most = 0.2 * (instrument.high - instrument.low)
    return min(max(effects.change * wave, -most), most)


def filled_in(
    learner: SimulatedLearner, instrument: Instrument, wave: int = 0, change: float = 0
) -> Iterator[tuple[str, int | None]]:
    """Somebody's answer to each item, as given; None where they left it out."""
    low, span = instrument.low, instrument.high - instrument.low
    stays, comes = learner.dice(instrument.id), learner.dice(instrument.id, str(wave))
    traits = {scale: low + span * around(stays, 0.5, 0.12, 0.3, 0.7) for scale in instrument.scales}
    for item in instrument.items:
        mean = traits[item.scale] + change + span * around(stays, 0, 0.03, -0.05, 0.05)
        answer = on_scale(comes, mean, 0.2 * span, low, instrument.high)
        turned = low + instrument.high - answer if item.reversed else answer
        yield item.id, None if comes.random() < _UNANSWERED else turned


def mark(dice: np.random.Generator, share: float) -> str:
    """A point's mark, worth ``share`` on average where "partly" is worth a half."""
    chance, partly = dice.random(), 1.2 * share * (1 - share)
    return "there" if chance < share - partly / 2 else "partly" if chance < share + partly / 2 else "not there"


def threshold(learner: SimulatedLearner) -> int | None:
    """After how many others somebody would ask; the same whenever they are asked."""
    return THRESHOLDS[level(learner.dice("threshold"), tuple(share for _, share in THRESHOLDS))][0]


def asked(learner: SimulatedLearner) -> int:
    """Of how many others somebody has asked something, or told them something: about three."""
    return int(learner.dice("ties").poisson(_ASKED))
