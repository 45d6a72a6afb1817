"""Own earlier words beside today."""

from kith_exercises.primitives.primitive import Earlier
from tests.primitives.sample import Sample

__all__ = ["LOOK_BACK"]

LOOK_BACK = Sample(
    "look-back",
    """
    [back]
    kind = "look-back"
    reach = "mine"
    title = "Looking back"
    of = ["why", "0-welcome/where"]
    """,
    earlier={"why": (Earlier("2001-01-05T09:00:00.000Z", (("Why?", "Since nobody asked me."),)),)},
)
