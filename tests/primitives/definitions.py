"""One small activity of each kind, as its author would write it; each kind has its file."""

from tests.primitives.kinds.allocate import ALLOCATE, ALLOCATE_ROOM
from tests.primitives.kinds.calibration import CALIBRATION
from tests.primitives.kinds.cascade import CASCADE
from tests.primitives.kinds.concept_map import CONCEPT_MAP
from tests.primitives.kinds.conversation import CONVERSATION, CONVERSATION_ROOM
from tests.primitives.kinds.game_round import GAME_ROUND, GAME_ROUND_ROOM
from tests.primitives.kinds.lab import LAB
from tests.primitives.kinds.label_experiment import BYLINE
from tests.primitives.kinds.label_revision import UNDER_RULE
from tests.primitives.kinds.look_back import LOOK_BACK
from tests.primitives.kinds.model import MODEL
from tests.primitives.kinds.network_lab import NETWORK_LAB
from tests.primitives.kinds.offer import OFFER
from tests.primitives.kinds.receipt import RECEIPT, RECEIPT_ROOM
from tests.primitives.kinds.say_back import SAY_BACK, SAY_BACK_ROOM
from tests.primitives.kinds.survey import SURVEY

__all__ = [
    "ALLOCATE",
    "ALLOCATE_ROOM",
    "BYLINE",
    "CALIBRATION",
    "CASCADE",
    "CONCEPT_MAP",
    "CONVERSATION",
    "GAME_ROUND",
    "IN_ROOM",
    "LAB",
    "LOOK_BACK",
    "MODEL",
    "NETWORK_LAB",
    "OFFER",
    "RECEIPT",
    "RECEIPT_ROOM",
    "SAMPLES",
    "SAY_BACK",
    "SAY_BACK_ROOM",
    "SURVEY",
    "UNDER_RULE",
]

#: The same in one room, where that has steps of its own.
IN_ROOM = (ALLOCATE_ROOM, CONVERSATION_ROOM, GAME_ROUND_ROOM, RECEIPT_ROOM, SAY_BACK_ROOM)

SAMPLES = (
    ALLOCATE,
    BYLINE,
    CALIBRATION,
    CASCADE,
    CONCEPT_MAP,
    CONVERSATION,
    GAME_ROUND,
    LAB,
    LOOK_BACK,
    MODEL,
    NETWORK_LAB,
    OFFER,
    RECEIPT,
    SAY_BACK,
    SURVEY,
    UNDER_RULE,
)
