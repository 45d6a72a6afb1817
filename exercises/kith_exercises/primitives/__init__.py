"""What every mechanic of a course is made from: kinds of activities, each a list of steps with the rules inside."""

from collections.abc import Mapping
from types import MappingProxyType

from kith_exercises.primitives.calibration import CALIBRATION
from kith_exercises.primitives.cascade import CASCADE
from kith_exercises.primitives.game_round import GAME_ROUND
from kith_exercises.primitives.primitive import Primitive

__all__ = ["PRIMITIVES"]

PRIMITIVES: Mapping[str, Primitive] = MappingProxyType({each.kind: each for each in (CALIBRATION, CASCADE, GAME_ROUND)})
