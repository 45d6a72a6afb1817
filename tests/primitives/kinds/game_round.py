"""A shelter for a flood, decided alone, talked of and decided again."""

from dataclasses import replace
from typing import Any

from tests.primitives.sample import Sample

__all__ = ["GAME_ROUND", "GAME_ROUND_ROOM"]


def _card(id: str, favours: str, held: object) -> dict[str, Any]:
    return {"id": id, "text": f"Fact {id} of the shelter.", "for": favours, "held": held}


GAME_ROUND = Sample(
    "game-round",
    """
    [shelter]
    kind = "game-round"
    reach = "count"
    title = "Where do people go when it floods?"
    forms = ["alone", "cohort", "room"]
    game = "hidden-profile"
    seats = 4
    turns = 3
    choices = [{ id = "school", label = "The school" }, { id = "depot", label = "The bus depot" }]
    ways = [{ id = "free", label = "Talk freely" }, { id = "facts", label = "Facts first" }]
    missing = ["night workers", "wheelchair users"]
    own-share = "What share of the talk was yours?"
    """,
    sealed={
        "cards": [
            *(_card(f"common-{number}", "school", "all") for number in range(4)),
            *(_card(f"single-{seat}-{number}", "depot", seat) for seat in range(1, 5) for number in range(2)),
            _card("absent", "depot", "missing"),
        ],
        "answer": {"choice": "depot", "because": ["It stands on a hill."]},
    },
    withheld={"Fact absent": "what", "stands on a hill": "what", "together speak for": "what"},
)

_ANY_FORM = '    forms = ["alone", "cohort", "room"]\n'

GAME_ROUND_ROOM = replace(
    GAME_ROUND,
    form="room",
    definition=GAME_ROUND.definition.replace(_ANY_FORM, ""),
    withheld={"stands on a hill": "what", "together speak for": "what"},  # which cards came up is asked before that
)
