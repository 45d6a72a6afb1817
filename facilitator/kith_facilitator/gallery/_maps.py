"""The concept map in each of its states."""

from collections.abc import Iterator, Mapping
from typing import Any

from kith_facilitator.gallery._stage import Specimen, Stage

__all__ = ["maps"]

_OWN: Mapping[str, Any] = {"concepts": [{"id": "own-1", "label": "Being <b>seen</b>"}], "places": {"own-1": [50, 84]}}


def _links(*links: str) -> list[dict[str, str]]:
    return [dict(zip(("from", "says", "to"), link.split("|"), strict=True)) for link in links]


_KEPT = _links("trust|makes easier|asking", "time|allows|listening")
_BEFORE = {
    "links": [*_KEPT, *_links("status|gets in the way of|asking", "asking|costs|time", "own-1|needs|trust")],
    **_OWN,
}
_AFTER = {
    "links": [*_KEPT, *_links("status|hides|asking", "listening|leads to|trust", "asking|leads to|trust")],
    "concepts": [{"id": "own-1", "label": "Thanks"}],
}


_LONG = _links("a|يؤدي إلى|b", "b|Wissensweitergabebereitschaftserhöhung|c")


def _draw(part: str, drawn: Mapping[str, Any]) -> dict[str, Any]:
    return {"do": "commit", "part": part, "step": part, "answers": {"map": drawn}}


def maps(stage: Stage) -> Iterator[Specimen]:
    """All states, in the order in which a learner meets them."""
    yield stage.activity(
        "Concepts without a link", "On an oval, and nothing moves by itself.", "sharing-map",
        part="before",
    )  # fmt: skip
    yield stage.activity(
        "A map half drawn", "As this browser kept it, with a concept of one's own; what is typed is never markup.",
        "sharing-map", part="before", drafts={"": {"at before": {"map": _BEFORE}}},
    )  # fmt: skip
    yield stage.activity(
        "A map committed", "The picture, and the same as a list.", "sharing-map", _draw("before", _BEFORE),
        part="before",
    )  # fmt: skip
    yield stage.activity(
        "Before and after", "What stayed, went, came, or says something else: in the picture and in words.",
        "sharing-map", _draw("before", _BEFORE), _draw("after", _AFTER), part="after",
    )  # fmt: skip
    yield stage.activity(
        "A map without an earlier one", "Nothing to hold it against, and nothing is asked about that.",
        "sharing-map", _draw("after", _AFTER), part="after",
    )  # fmt: skip
    yield stage.activity(
        "A map of long words", "Broken in the picture, whole in the list; each text keeps its direction.", "long-map",
        part="before", drafts={"": {"at before": {"map": {"links": _LONG}}}},
    )  # fmt: skip
