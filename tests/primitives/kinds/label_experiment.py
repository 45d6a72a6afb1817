"""The same notes for everybody, under lines by lot."""

from tests.primitives.sample import Came, Sample

__all__ = ["BYLINE"]

BYLINE = Sample(
    "label-experiment",
    """
    [byline]
    kind = "label-experiment"
    reach = "count"
    title = "Four notes"
    notes = 4
    arms = [{ id = "new", label = "third week here" }, { id = "long", label = "ten years in this work" }]
    ask = [
      { id = "sound", kind = "rating", label = "How sound is it?", min = 0, max = 10, ends = ["not at all", "fully"] },
      { id = "why", kind = "text", label = "Why?", reach = "facilitator", optional = true },
    ]
    debrief = ["The notes were the same for everybody.", "The line was drawn by lot, to see whether it moves us."]
    predict = "Did the line move us?"
    rule = "Write a rule for reading notes."
    """,
    sealed={
        "texts": [{"id": f"n{n}", "text": f"Note text number {n}."} for n in range(1, 5)],
        "elsewhere": {"title": "Found elsewhere", "paragraphs": ["What a study found."]},
    },
    withheld={
        "The notes were the same": "debrief",
        "Found elsewhere": "elsewhere",
        "What a study found": "elsewhere",
        "a released figure": "group",
    },
    came=Came(known={"byline/gap": {"title": "We can't tell yet: a released figure"}}),
)
