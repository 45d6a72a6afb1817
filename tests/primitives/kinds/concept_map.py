"""A map of concepts, drawn before and after."""

from tests.primitives.sample import Sample

__all__ = ["CONCEPT_MAP"]

CONCEPT_MAP = Sample(
    "concept-map",
    """
    [hangs-on]
    kind = "concept-map"
    reach = "facilitator"
    title = "What sharing hangs on"
    question = "How do these hang together?"
    own = 2
    links = ["leads to", "needs"]
    concepts = [
      { id = "trust", label = "Trust" }, { id = "asking", label = "Asking" }, { id = "time", label = "Time" },
    ]
    after = ["Draw it anew."]
    """,
)
