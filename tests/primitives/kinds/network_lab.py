"""Five people, what they know, and who hears of it."""

from tests.primitives.sample import Came, Sample

__all__ = ["NETWORK_LAB"]

NETWORK_LAB = Sample(
    "network-lab",
    """
    [who-hears]
    kind = "network-lab"
    reach = "facilitator"
    title = "Who hears of it?"
    people = [
      { id = "ana", label = "Ana" }, { id = "ben", label = "Ben" }, { id = "cem", label = "Cem" },
      { id = "dora", label = "Dora" }, { id = "emil", label = "Emil" },
    ]
    ties = [["ana", "ben"], ["ana", "cem"], ["ben", "cem"], ["cem", "dora"], ["dora", "emil"]]
    things = [{ label = "open the till", by = ["dora"] }, { label = "mend a plug", by = ["ana", "ben"] }]

    [[who-hears.rounds]]
    id = "fact"
    ask = "Ana knows when the market opens. After how many steps does nobody hear it anew?"
    counts = "steps"
    starts = ["ana"]

    [[who-hears.rounds]]
    id = "custom"
    ask = "How many take it up, if they need to see it at two people?"
    counts = "heard"
    starts = ["ana", "ben"]
    needs = 2
    change = "add"
    label = "One more tie"

    [[who-hears.rounds]]
    id = "elsewhere"
    ask = "How many hear it now?"
    counts = "heard"
    starts = ["ana"]
    change = "move"
    label = "A tie goes elsewhere"

    [[who-hears.rounds]]
    id = "gone"
    ask = "How many of these things does nobody know any more?"
    counts = "lost"
    change = "leave"
    label = "Somebody leaves"

    [who-hears.ours]
    ask = "How many people here have you asked something in the last two weeks?"
    bands = [[0, 1], [2, 3], [4, 5], [6, -1]]
    guess = "In a group that is tied like this one, how many of ten hear of something that one of them knows?"
    """,
    withheld={"We guessed too high": "off", "Most know a few": "our-ties", "It gets far": "reach"},
    came=Came(
        known={
            "who-hears/off": {"title": "We guessed too high"},
            "who-hears/ties": {
                "title": "Most know a few",
                "sentence": "",
                "rows": [{"label": "2 to 3", "people": "10 to 14"}],
            },
            "who-hears/reach": {
                "title": "It gets far",
                "sentence": "",
                "point": 8,
                "axis": {"min": 0, "max": 10, "label": "of ten"},
            },
        }
    ),
)
