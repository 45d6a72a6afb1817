"""A run of a model, guessed and then seen."""

from tests.primitives.sample import Sample

__all__ = ["MODEL"]

MODEL = Sample(
    "model",
    """
    [unsaid]
    kind = "model"
    reach = "facilitator"
    title = "Why do single facts stay unsaid?"
    model = "information_sampling"

    [[unsaid.rounds]]
    id = "four"
    say = ["Four people talk."]
    parameters = { members = 4, discussions = 20 }
    beside = { members = 6 }
    guesses = [{ id = "common", ask = "How many common facts?", figure = "common", min = 0, max = 100, unit = "%" }]

    [[unsaid.rounds]]
    id = "promise"
    parameters = { discussions = 20 }
    change = "Let each keep a promise"
    guesses = [{ id = "single", ask = "How many of 100?", figure = "single_share", min = 0, max = 100, unit = "%" }]
    after = ["One line is enough."]
    """,
    withheld={"One line is enough": "round-promise"},
)
