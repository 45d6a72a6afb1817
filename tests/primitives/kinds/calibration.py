"""Three claims, and how sure one is of each."""

from tests.primitives.sample import Sample

__all__ = ["CALIBRATION"]

CALIBRATION = Sample(
    "calibration",
    """
    [how-sure]
    kind = "calibration"
    reach = "count"
    title = "Three times this or that"
    intro = ["One of two things is so. Say which, and how sure you are."]
    sure = { min = 50, max = 100, step = 10, unit = "%" }

    [[how-sure.claims]]
    id = "square"
    label = "The square of 12 is"
    options = [{ id = "above", label = "above 140" }, { id = "below", label = "below 140" }]

    [[how-sure.claims]]
    id = "primes"
    label = "Below 20 there are"
    options = [{ id = "eight", label = "eight primes" }, { id = "nine", label = "nine primes" }]

    [[how-sure.claims]]
    id = "angles"
    label = "The angles of a triangle in the plane make up"
    options = [{ id = "two", label = "two right angles" }, { id = "three", label = "three right angles" }]
    """,
    sealed={
        "right": {"square": "above", "primes": "eight", "angles": "two"},
        "how": {"square": "12 times 12 is 144.", "primes": "2, 3, 5, 7, 11, 13, 17, 19.", "angles": "Euclid, I.32."},
    },
    withheld={"144": "answers", "11, 13, 17": "answers", "Euclid": "answers"},
)
