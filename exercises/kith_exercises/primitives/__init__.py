"""What every mechanic of a course is made from: kinds of activities, each a list of steps with the rules inside."""

from collections.abc import Mapping
from types import MappingProxyType

from kith_exercises.primitives.allocate import ALLOCATE
from kith_exercises.primitives.calibration import CALIBRATION
from kith_exercises.primitives.cascade import CASCADE
from kith_exercises.primitives.concept_map import CONCEPT_MAP
from kith_exercises.primitives.conversation import CONVERSATION
from kith_exercises.primitives.game_round import GAME_ROUND
from kith_exercises.primitives.lab import LAB
from kith_exercises.primitives.label_experiment import LABEL_EXPERIMENT
from kith_exercises.primitives.look_back import LOOK_BACK
from kith_exercises.primitives.network_lab import NETWORK_LAB
from kith_exercises.primitives.primitive import Primitive
from kith_exercises.primitives.receipt import RECEIPT
from kith_exercises.primitives.say_back import SAY_BACK
from kith_exercises.primitives.survey import SURVEY

__all__ = ["PRIMITIVES"]

_KINDS = (
    ALLOCATE,
    CALIBRATION,
    CASCADE,
    CONCEPT_MAP,
    CONVERSATION,
    GAME_ROUND,
    LAB,
    LABEL_EXPERIMENT,
    LOOK_BACK,
    NETWORK_LAB,
    RECEIPT,
    SAY_BACK,
    SURVEY,
)

PRIMITIVES: Mapping[str, Primitive] = MappingProxyType({each.kind: each for each in _KINDS})
