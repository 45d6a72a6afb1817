"""Cards in groups, in an order and under a claim."""

from tests.primitives.sample import Sample

__all__ = ["LAB"]

LAB = Sample(
    "lab",
    """
    [hand-over]
    kind = "lab"
    reach = "facilitator"
    title = "A list for each handover"

    [[hand-over.steps]]
    id = "argue"
    say = ["What is each of these to the claim?"]

    [[hand-over.steps.fields]]
    id = "cards"
    kind = "argument"
    label = "Put each card where it belongs"
    claim = "We hand over better with a list."
    cards = [{ id = "old", label = "The last one was out of date." }, { id = "others", label = "Others have one." }]

    [[hand-over.steps.fields]]
    id = "moments"
    kind = "sort"
    label = "When does it help?"
    reach = "mine"
    groups = [{ id = "before", label = "Before" }, { id = "after", label = "Afterwards" }]
    items = [{ id = "ask", label = "Asking" }, { id = "quiet", label = "Being quiet" }]

    [[hand-over.steps]]
    id = "first"

    [[hand-over.steps.fields]]
    id = "order"
    kind = "order"
    label = "What first?"
    items = [{ id = "ask", label = "Ask" }, { id = "wait", label = "Wait" }, { id = "write", label = "Write" }]

    [[hand-over.steps.fields]]
    id = "found"
    kind = "grid"
    label = "Who can find it later?"
    rows = [{ id = "talk", label = "A talk" }, { id = "note", label = "A note" }]
    columns = [{ id = "two", label = "two people" }, { id = "all", label = "anyone" }]
    """,
)
