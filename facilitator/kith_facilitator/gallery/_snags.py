"""*This got in my way*, before anything was said and after."""

from collections.abc import Iterator

from kith_facilitator.gallery._stage import Specimen, Stage

__all__ = ["snags"]

_ASKED = {"how-sure": "How sure are you?", "late-notes": "The notes came late"}
_SAID = {"where": "late-notes", "kind": "words", "said": "What is a handover?"}


def snags(stage: Stage) -> Iterator[Specimen]:
    """The card at the foot of a page."""
    yield stage.snags("Something in the way", "One card for all that a page shows.", _ASKED)
    said = {"do": "commit", "step": "snag-1", "answers": _SAID}
    yield stage.snags("Something was said", "It stays, and there is room for more.", _ASKED, said)
