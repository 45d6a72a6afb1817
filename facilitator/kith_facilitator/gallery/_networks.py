"""The network lab in each of its states."""

from collections.abc import Iterator

from kith_facilitator.gallery._stage import Specimen, Stage

__all__ = ["networks"]

_STEPS = {"do": "commit", "step": "round-fact", "answers": {"guess": 4}}
_LEAVES = {"do": "commit", "step": "round-leaves", "answers": {"change": {"out": "dora"}, "guess": 6}}
_LOOKED = {"do": "look", "step": "round-custom"}
_HELD = {"do": "commit", "step": "round-held", "answers": {"change": {"out": "dora"}, "guess": 1}}


def networks(stage: Stage) -> Iterator[Specimen]:
    """All states, in the order in which a learner meets them."""
    yield stage.activity("A network", "Nothing is guessed before somebody does.", "who-hears", part="made")
    yield stage.activity(
        "Somebody leaves", "What was guessed is run, and opens on its first step. Below, a change that nobody made.",
        "who-hears", _STEPS, part="made",
    )  # fmt: skip
    yield stage.activity(
        "A tie chosen", "What was chosen is kept in this browser. Above, two runs under one clock.",
        "who-hears", _STEPS, _LEAVES, part="made",
        drafts={"": {"at round-custom": {"change": {"add": ["cem", "emil"]}, "guess": 6}}},
    )  # fmt: skip
    yield stage.activity(
        "All rounds run", "Each stands as it was guessed, or was looked at; then what one makes of it.",
        "who-hears", _STEPS, _LEAVES, _LOOKED, _HELD, part="made",
    )  # fmt: skip
    yield stage.activity("A network of long names", "A tie that goes elsewhere.", "long-network", part="made")
