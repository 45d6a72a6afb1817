"""Lines of a questionnaire that was published, and an open question."""

from tests.primitives.sample import Came, Sample

__all__ = ["SURVEY"]

SURVEY = Sample(
    "survey",
    """
    [giving]
    kind = "survey"
    reach = "count"
    title = "How I give"
    care = ["Leave out names."]
    instrument = "ipip-giving"
    scales = ["trust", "altruism"]
    ask = "Which of these lines made you stop?"
    """,
    withheld={"mean of your answers": "score", "Journal of Research in Personality": "score", "We trust by": "group"},
    came=Came(known={"giving/trust": {"title": "We trust by 3.4"}, "giving/altruism": {"title": "We trust by 4"}}),
)
