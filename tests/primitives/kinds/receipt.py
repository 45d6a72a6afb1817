"""A note with stamps, and what its readers make of it."""

from dataclasses import replace
from typing import Any

from kith_exercises.exchange import Parcel
from tests.primitives.sample import Came, Sample

__all__ = ["RECEIPT", "RECEIPT_ROOM"]


def _given(id: str, sending: str, origin: str, **content: Any) -> Parcel:
    return Parcel(id, f"stamped/{sending}", "stamped", "", origin, content, at=f"2026-11-20T12:01:{id[1:]}.000Z")


RECEIPT = Sample(
    "receipt",
    """
    [stamped]
    kind = "receipt"
    reach = "partner"
    title = "A stamped note"
    care = ["Leave out names."]
    limit = "fails"
    note = { label = "What I do", words = [1, 120] }
    trust = { min = 0, max = 10, ends = ["not at all", "at once"] }
    pass = { each = 2 }
    alone = { notes = 1 }

    [[stamped.stamps]]
    id = "sure"
    kind = "number"
    label = "How sure"
    min = 0
    max = 100
    unit = "%"

    [[stamped.stamps]]
    id = "how"
    kind = "choice"
    label = "How I know"
    options = [{ id = "did", label = "Did it" }, { id = "guess", label = "A guess" }]

    [[stamped.stamps]]
    id = "fails"
    kind = "text"
    label = "When it fails"

    [[stamped.stamps]]
    id = "wrong"
    kind = "text"
    optional = true
    label = "A time I got it wrong"
    """,
    sealed={"notes": [{"note": "Label the lid, too.", "sure": 90, "how": "did", "fails": "Lids get swapped."}]},
    withheld={
        "Below zero": "trust-1",
        "In a draught": "trust-2",
        "said 4 before the stamp, and 8 with it": "came-1",
        "With the stamp your reader said 3": "came-2",
        "Ana asks less often": "told-1",
        "changed it to fit, and used it.": "told-2",
    },
    came=Came(
        (
            _given("r01", "note", "aaaa", note="Salt the step.", sure=80, how="did", fails="Below zero"),
            _given("r02", "note", "bbbb", note="Wedge the door.", sure=60, how="made up", fails="In a draught"),
            _given(
                "r03", "verdict", "cccc",
                before=4, again=8, more="When it fails", less="None of them", verdict="tried",
                claim={"of": "r09", "spans": [[0, 4]]},
            ),
            _given("r04", "verdict", "dddd", again=3, more="gone", less=7, verdict="unsure", claim=None),
            _given(
                "r05", "use", "cccc",
                use="used", difference="Ana asks less often.", thanks={"of": "r09", "spans": [[5, 9]]},
            ),
            _given("r06", "use", "dddd", use="adapted", difference=""),
        )
    ),
)  # fmt: skip

RECEIPT_ROOM = replace(RECEIPT, form="room", withheld={})
