"""Simulated learners: labelled as such, the same for the same seed, a larger cohort beginning with the smaller one."""

import hashlib
from dataclasses import dataclass

import numpy as np

from kith_exercises.cohort.effects import Effects
from kith_exercises.errors import OutOfRange
from kith_exercises.inputs import instance, listed, name, share, whole

__all__ = ["MOST", "Cohort", "SimulatedLearner", "gather", "synthesise"]

_DEFAULT = Effects()
#: More simulated learners, or more of anything for each of them, is a slip.
MOST = 100_000


@dataclass(frozen=True)
class SimulatedLearner:
    """Somebody made up: an id, and the traits from which every answer follows.

    ``care`` (0 to 1) is the skill with which they reason in writing, ``giving`` (0 to 1) how much they share.
    """

    id: str
    seed: int
    care: float
    giving: float
    effects: Effects = _DEFAULT

    def __post_init__(self) -> None:
        name("id", self.id)
        whole("seed", self.seed, 0)
        share("care", self.care)
        share("giving", self.giving)
        instance("effects", self.effects, Effects)

    def dice(self, *about: str) -> np.random.Generator:
        """Chance for one purpose, the same whenever and in whatever order it is asked for."""
        return _dice(self.seed, self.id, *about)

    def shared_dice(self, *about: str) -> np.random.Generator:
        """Chance for what is the same for everybody in the cohort."""
        return _dice(self.seed, "cohort", *about)


@dataclass(frozen=True)
class Cohort:
    """Simulated learners together, with what was planted in them."""

    learners: tuple[SimulatedLearner, ...]
    seed: int
    effects: Effects

    def __post_init__(self) -> None:
        listed("learners", self.learners, SimulatedLearner)
        if not self.learners:
            raise OutOfRange("learners", self.learners, "at least one simulated learner")
        whole("seed", self.seed, 0)
        instance("effects", self.effects, Effects)

    @property
    def ids(self) -> tuple[str, ...]:
        """Who is in it."""
        return tuple(learner.id for learner in self.learners)

    def dice(self, *about: str) -> np.random.Generator:
        """Chance for what concerns all of them."""
        return _dice(self.seed, "cohort", *about)


def gather(learners: int, seed: int, effects: Effects = _DEFAULT) -> Cohort:
    """A cohort of that many; the same seed gives the same people, whatever is planted in them."""
    return Cohort(synthesise(learners, seed, effects), seed, effects)


def synthesise(learners: int, seed: int, effects: Effects = _DEFAULT) -> tuple[SimulatedLearner, ...]:
    """That many simulated learners, ``sim-001`` and so on."""
    whole("learners", learners, 1, MOST)
    whole("seed", seed, 0)
    return tuple(_learner(f"sim-{n:03d}", seed, effects) for n in range(1, learners + 1))


def _learner(id: str, seed: int, effects: Effects) -> SimulatedLearner:
    care = round(float(_dice(seed, id, "care").beta(3, 2)), 3)
    giving = round(float(_dice(seed, id, "giving").beta(2, 2)), 3)
    return SimulatedLearner(id, seed, care, giving, effects)


def _dice(seed: int, *about: str) -> np.random.Generator:
    for one in about:
        instance("about", one, str)
    key = hashlib.sha256("\0".join((str(seed), *about)).encode()).digest()
    return np.random.default_rng(int.from_bytes(key[:16], "big"))
