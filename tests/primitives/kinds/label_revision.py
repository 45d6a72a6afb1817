"""Two more notes, rated under a rule of one's own."""

from tests.primitives.sample import Came, Sample

__all__ = ["UNDER_RULE"]

UNDER_RULE = Sample(
    "label-revision",
    """
    [under-rule]
    kind = "label-revision"
    reach = "count"
    title = "Two more notes"
    rule = "Write a rule for reading notes."
    notes = 2
    arms = [{ id = "new", label = "third week here" }, { id = "long", label = "ten years in this work" }]
    ask = { label = "How sound is it?", again = "And now?", min = 0, max = 10, ends = ["not at all", "fully"] }
    """,
    sealed={"texts": [{"id": f"m{n}", "text": f"Another note, number {n}."} for n in (1, 2)]},
    withheld={"a released figure": "group"},
    came=Came(known={"under-rule/moved": {"title": "We can't tell yet: a released figure"}}),
)
