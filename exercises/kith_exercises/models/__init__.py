"""Seventeen models to poke at, each in a module of its own with its rule, its paper and what it leaves out.

A model is a pure function of named parameters, with a seed where dice are thrown; the same call gives the same
result on every machine. What comes out says how it ended in a sentence (``outcome``).

>>> MODELS["threshold_cascade"].run(thresholds=(0, 1, 2, 2)).outcome
'4 of 4 act in the end.'
"""

from collections.abc import Mapping
from types import MappingProxyType

from kith_exercises.models import (
    cascade,
    contagion,
    cooperators,
    crowd,
    exploration,
    fixation,
    goods,
    hubs,
    lattice,
    opinions,
    organisation,
    reputation,
    rules,
    sampling,
    smallworld,
    teams,
    tournament,
)
from kith_exercises.models.model import Model, Outcome, Try
from kith_exercises.models.trajectory import Trajectory

__all__ = ["MODELS", "Model", "Outcome", "Trajectory", "Try"]

_MODULES = (
    cascade,
    contagion,
    smallworld,
    lattice,
    fixation,
    rules,
    reputation,
    tournament,
    hubs,
    teams,
    organisation,
    exploration,
    goods,
    cooperators,
    opinions,
    crowd,
    sampling,
)

#: All models by the name of their function, from crowds over games to groups.
MODELS: Mapping[str, Model] = MappingProxyType({module.MODEL.name: module.MODEL for module in _MODULES})
