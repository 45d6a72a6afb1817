"""The lab in each of its states."""

from collections.abc import Iterator, Mapping
from typing import Any

from kith_facilitator.gallery._stage import Specimen, Stage

__all__ = ["labs"]

_HALF: Mapping[str, Any] = {
    "groups": {"asked": "evidence", "line": "reason", "old": "counter"},
    "because": {"asked": "they had been told, and still had to ask"},
}
_GROUPS = {**_HALF["groups"], "others": "aside", "eyes": "counter"}
_ARGUED = {"do": "commit", "step": "argue", "answers": {"cards": {**_HALF, "groups": _GROUPS}}}
_FOUND = {"talk": "both", "note": "all", "board": "shift"}
_FIRST = {"do": "commit", "step": "first", "answers": {"order": ["wait", "ask", "three"], "found": _FOUND}}


def labs(stage: Stage) -> Iterator[Specimen]:
    """All states, in the order in which a learner meets them."""
    yield stage.activity("Cards to sort", "All in one heap: none has a group before somebody gives it one.", "when")
    yield stage.activity(
        "An argument half sorted", "Commit was pressed too early; what was sorted stays.", "hand-over",
        drafts={"": {"at argue": {"cards": _HALF}}}, press=True,
    )  # fmt: skip
    yield stage.activity(
        "An argument sorted", "Above, it is there to be read. Below, an order that is nobody's yet, and a table.",
        "hand-over", _ARGUED,
    )  # fmt: skip
    yield stage.activity("Ordered and told apart", "All of it to be read.", "hand-over", _ARGUED, _FIRST)
    yield stage.activity("A lab of long words", "Broken, not cut off; each text keeps its direction.", "long-lab")
