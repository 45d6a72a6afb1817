"""Does being seen make people help? Everybody has a score, and a limit below which they do not help.

*Rule.* In each generation all start with score 0. Two people are drawn by lot, one who can help and one who needs
it. Who can help does so if the other's score is at least their own limit ``k``. Helping costs the one ``c``, brings
the other ``b``, and raises the helper's score by 1; refusing lowers it by 1. Scores stay between -5 and 5, limits
between -5 (helps all) and 6 (helps nobody). After ``meetings`` draws, the next generation is drawn, each with a
parent's limit, parents in proportion to what they earned (c is added for each time one could have helped, so that
nobody earns less than nothing). With probability ``mutation`` a child gets any limit.

*Paper.* M. A. Nowak and K. Sigmund (1998), Evolution of indirect reciprocity by image scoring, Nature 393, 573-577:
100 people, 125 meetings, b = 1, c = 0.1. Without mutation, one limit takes over in the end: one of 0 or below,
where people help, or one above 0, where nobody does. Which one is chance.

*Ranges.* ``people``: 2 to 10 000. ``meetings``, ``generations``: 1 or more. ``b``, ``c``: 0 or more, in one unit.
``mutation``: a probability.

*Left out.* Everybody sees everything and nobody errs. A score does not say why help was refused: who refuses a bad
one looks as bad. And what was earned counts as children, not as content.
"""

import numpy as np

from kith_exercises.inputs import FAR, number, one_by_one, share, whole
from kith_exercises.models._wording import percent
from kith_exercises.models.model import Model, Try
from kith_exercises.models.picture import Curves, Picture
from kith_exercises.models.trajectory import Trajectory

__all__ = ["LIMITS", "MODEL", "image_scoring"]

LIMITS = range(-5, 7)
LOWEST, HIGHEST = -5, 5


def image_scoring(
    *,
    people: int = 100,
    meetings: int = 125,
    generations: int = 150,
    b: float = 1.0,
    c: float = 0.1,
    mutation: float = 0.0,
    seed: int = 0,
) -> Trajectory:
    """The share of meetings with help, and the mean limit, by generation. Frames: people with each limit, -5 to 6."""
    people, meetings = whole("people", people, 2, 10_000), whole("meetings", meetings, 1, 1_000_000)
    generations = one_by_one("generations", generations, 10 * (meetings + people))
    b, c, mutation = number("b", b, 0, FAR), number("c", c, 0, FAR), share("mutation", mutation)
    rng = np.random.default_rng(whole("seed", seed, 0))
    limits = rng.integers(LIMITS.start, LIMITS.stop, people)
    helped, frames = [], []
    for _ in range(generations):
        frames.append(np.bincount(limits - LIMITS.start, minlength=len(LIMITS)))
        can = rng.integers(people, size=meetings)
        needs = (can + rng.integers(1, people, size=meetings)) % people  # anybody else
        earned, help_given = _generation(limits.tolist(), can.tolist(), needs.tolist(), b, c)
        helped.append(help_given / meetings)
        total = sum(earned)
        chances = np.array(earned) / total if total else None  # nothing earned at all: everybody alike
        limits = limits[rng.choice(people, size=people, p=chances)]
        changed = rng.random(people) < mutation
        limits[changed] = rng.integers(LIMITS.start, LIMITS.stop, changed.sum())
    counts = np.array(frames)
    helping = counts[-1, : 1 - LIMITS.start].sum()
    return Trajectory(
        "image_scoring",
        {"people": people, "meetings": meetings, "generations": generations, "b": b, "c": c, "mutation": mutation},
        f"In the end {helping} of {people} help whoever has a clean score; "
        f"help is given in {percent(helped[-1])} of meetings.",
        {"helped": helped, "mean_limit": counts @ np.array(LIMITS) / people},
        frames=counts.astype(np.uint16),
        seed=seed,
    )


def _generation(limits: list[int], can: list[int], needs: list[int], b: float, c: float) -> tuple[list[float], int]:
    """What everybody earns in one generation, and how often help was given."""
    scores, earned, help_given = [0] * len(limits), [0.0] * len(limits), 0
    # One meeting changes the next, so they come one after the other.
    for one, other in zip(can, needs, strict=True):
        if scores[other] >= limits[one]:
            help_given += 1
            earned[other] += b
            scores[one] = min(scores[one] + 1, HIGHEST)
        else:
            earned[one] += c
            scores[one] = max(scores[one] - 1, LOWEST)
    return earned, help_given


MODEL = Model(
    question="Does being seen make people help?",
    run=image_scoring,
    notice=(
        "Run it again with another seed: sometimes help takes over, sometimes it dies out. No average describes that.",
        "Where all help all, nobody is choosy any more, and takers can slip in: see what mutation does.",
        "Who refuses a taker gets a bad name for it.",
    ),
    tries=(
        Try("The same world with other dice.", {"seed": 1}),
        Try("Help costs half of what it brings.", {"c": 0.5}),
        Try("More chances to be seen in a life.", {"meetings": 400}),
        Try("Now and then a child goes its own way. Look at the whole curve.", {"mutation": 0.01, "generations": 500}),
    ),
    picture=Picture(
        (
            Curves("Share of meetings with help", {"helped": "help"}, share=True),
            Curves("Mean limit", {"mean_limit": "mean limit"}),
        ),
        step="Generation",
        first=1,
    ),
)
