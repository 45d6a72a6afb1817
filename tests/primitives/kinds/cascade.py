"""Rooms in which each asks once enough others have, and a room of one's own."""

from tests.primitives.sample import Came, Sample

__all__ = ["CASCADE"]

_AXIS = {"min": 0, "max": 20, "label": "people who ask"}

CASCADE = Sample(
    "cascade",
    """
    [who-asks]
    kind = "cascade"
    reach = "count"
    title = "Who asks first?"
    intro = ["You don't follow, and nobody has asked yet."]
    bands = [[0, 0], [1, 1], [2, 5], [6, -1], []]
    label = "I would ask once this many had asked before me."
    first = "How many of this group would go first?"
    after = "Did you keep a question to yourself?"

    [[who-asks.rooms]]
    id = "all"
    thresholds = "0..99"
    ask = "In a room of 100, each needs one more than the one before. How many ask in the end?"

    [[who-asks.rooms]]
    id = "one"
    thresholds = "0, 2, 2..99"
    ask = "One person moved from 1 to 2. How many now?"

    [[who-asks.levers]]
    id = "opens"
    label = "The facilitator asks first"
    first = 1

    [[who-asks.levers]]
    id = "pairs"
    label = "Two minutes in pairs first"
    easier = 1

    [who-asks.built]
    ask = "A room of five. Move as few as you can, so that all of them ask."
    thresholds = "0, 2, 2, 3, 4"
    guess = "How many of your five ask in the end?"
    times = 1
    """,
    withheld={
        "100 of 100 ask": "room-all",
        "1 of 100 asks": "room-one",
        "Eleven would wait": "bands",
        "Rooms stand still": "rooms",
        "They go on": "lever-opens",
        "Pairs help": "lever-pairs",
    },
    came=Came(
        known={
            "who-asks/bands": {
                "title": "Eleven would wait",
                "sentence": "",
                "rows": [{"label": "0", "people": "10 to 14"}],
            },
            "who-asks/rooms": {"title": "Rooms stand still", "sentence": "", "point": 1, "axis": _AXIS},
            "who-asks/lever-opens": {"title": "They go on", "sentence": "", "point": 12, "axis": _AXIS},
            "who-asks/lever-pairs": {"title": "Pairs help", "sentence": "", "point": 11, "axis": _AXIS},
        }
    ),
)
