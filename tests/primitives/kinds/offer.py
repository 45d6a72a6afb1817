"""Own words, left for those who come after."""

from kith_exercises.primitives.primitive import Earlier
from tests.primitives.sample import Sample

__all__ = ["OFFER"]

OFFER = Sample(
    "offer",
    """
    [for-the-next]
    kind = "offer"
    reach = "library"
    title = "For those who come after you"
    of = "after-action"
    fields = ["next"]
    """,
    earlier={
        "after-action": (
            Earlier(
                "2001-01-05T09:00:00.000Z",
                (("What happened?", "It rained."), ("What should the next group know?", "Ask Mara before noon.")),
                ("happened", "next"),
            ),
        )
    },
)
