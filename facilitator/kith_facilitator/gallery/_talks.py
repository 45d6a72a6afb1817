"""A conversation, from its first turn to another line in its place."""

from collections.abc import Iterator

from kith_facilitator.gallery._stage import Specimen, Stage

__all__ = ["talks"]

_HARD = "That she is angry, and that she takes the work away from me."
_STUCK = ({"do": "commit", "step": "say", "answers": {"line": "1"}},
          {"do": "commit", "step": "hear-1", "answers": {"expect": _HARD}})  # fmt: skip
_RING = ({"do": "commit", "step": "say-1", "answers": {"line": "1"}}, {"do": "look", "step": "hear-1-1"})
_HOURS = ({"do": "commit", "step": "back-1-1", "answers": {"line": "2"}},
          {"do": "commit", "step": "again-hear-2", "answers": {"expect": "That she shrugs."}})  # fmt: skip


def talks(stage: Stage) -> Iterator[Specimen]:
    """A talk begins; a line waits for what is expected; one has gone back."""
    yield stage.activity("A talk begins", "Whoever is made up is said to be.", "late-notes")
    yield stage.activity(
        "A line is said", "What I expect comes before the answer, and words of my own if I like.",
        "late-notes", *_STUCK, _RING[0],
    )  # fmt: skip
    yield stage.activity(
        "The talk is over", "Another line, in a turn that I came through.", "late-notes", *_STUCK, *_RING
    )
    yield stage.activity(
        "Gone back", "What I expected beside each answer, on both ways.", "late-notes", *_STUCK, *_RING, *_HOURS
    )
