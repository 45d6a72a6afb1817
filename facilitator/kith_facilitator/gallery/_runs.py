"""A model in an activity in each of its states."""

from collections.abc import Iterator

from kith_exercises.trying import lines_of
from kith_facilitator.gallery._stage import Specimen, Stage

__all__ = ["runs"]

_FOUR = {"do": "commit", "step": "round-four", "answers": {"common": 60, "single": 50}}
_LOOKED = {"do": "look", "step": "round-one"}


def runs(stage: Stage) -> Iterator[Specimen]:
    """All states, in the order in which a learner meets them."""
    lines = lines_of("information_sampling")
    at = next(number for number, line in enumerate(lines, 1) if line.startswith("    says[:, common:"))
    line = {"line": at, "was": lines[at - 1], "now": "    says[:, common:, 0] = True"}
    promise = {"do": "commit", "step": "round-promise", "answers": {"line": line, "single": 90}}
    yield stage.activity("A model", "Nothing is played before it is guessed.", "unsaid")
    yield stage.activity(
        "A run below its guess", "It opens on its first step; the next step would take a kernel.", "unsaid", _FOUR
    )
    yield stage.activity(
        "A line changed", "What it did stands beside what it was; the runs above stay as they were.",
        "unsaid", _FOUR, promise,
    )  # fmt: skip
    yield stage.activity("Two runs", "Looked at without a guess, on one clock.", "asks-first", _LOOKED)
