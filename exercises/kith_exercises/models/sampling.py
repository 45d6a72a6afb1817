"""Why do single facts stay unsaid? A fact known to many has many chances to be said.

*Rule.* Each member who knows a fact brings it up with probability ``p``, on their own. So a fact known to ``n``
members comes up with probability 1 - (1 - p)^n.

*Paper.* G. Stasser and W. Titus (1987), Effects of information load and percentage of shared information on the
dissemination of unshared information during group discussion, Journal of Personality and Social Psychology 53,
81-93. G. Stasser, L. A. Taylor and C. Hanna (1989), Information sampling in structured and unstructured discussions
of three- and six-person groups, the same journal 57, 67-78, found 46% of the common and 18% of the single facts in
discussions.

*Ranges.* ``members``: 1 to 10 000. ``p``: a probability. ``common`` (known to all) and ``single`` (known to one
each): facts, 0 to 10 000, at least one together. ``discussions``: how many are simulated.

*Left out.* What is said does not remind anybody of anything, nobody asks, time never runs out, and rank, trust and
what one already prefers play no part.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kith_exercises.errors import OutOfRange
from kith_exercises.inputs import room, share, whole
from kith_exercises.models._wording import percent
from kith_exercises.models.model import Model, Try
from kith_exercises.models.picture import Curves, Frames, Picture, Switch
from kith_exercises.models.trajectory import Trajectory

__all__ = ["MODEL", "Mentions", "chance_of_mention", "information_sampling"]

#: People in a group, or facts of a kind: more is a slip.
MOST = 10_000


@dataclass(frozen=True, eq=False)
class Mentions:
    """The chance that a common and a single fact comes up, and what came up in simulated discussions.

    ``came_up`` has one row a discussion and one column a fact, common facts first; of these there are
    ``common_facts``. The share of a kind of fact that there are none of is NaN.
    """

    common: float
    single: float
    common_share: float
    single_share: float
    came_up: NDArray[np.bool_] = field(repr=False)
    common_facts: int = 0

    @property
    def outcome(self) -> str:
        return (
            f"A fact that all know comes up with probability {percent(self.common)}, "
            f"one that a single member knows with {percent(self.single)}."
        )

    @property
    def trajectory(self) -> Trajectory:
        """The discussions one after the other: what was said in each, and the share of each kind so far."""
        facts = dict(zip(("common", "single"), np.split(self.came_up, [self.common_facts], axis=1), strict=True))
        met = np.arange(1, len(self.came_up) + 1)
        series = {name: np.cumsum(of.mean(axis=1)) / met for name, of in facts.items() if of.size}
        # Nothing goes over from one discussion to the next, so no fact begins or stops: as it is, so it was (1 + 2).
        return Trajectory("information_sampling", {}, self.outcome, series, np.where(self.came_up, 3, 0).astype("u1"))


def chance_of_mention(p: float, knowing: int) -> float:
    """The chance that at least one of those who know a fact brings it up."""
    return 1 - (1 - share("p", p)) ** whole("knowing", knowing, 0, MOST)


def information_sampling(
    *, members: int = 4, p: float = 0.4, common: int = 12, single: int = 12, discussions: int = 1000, seed: int = 0
) -> Mentions:
    """Chances from the formula, and shares from discussions in which every member draws for every fact they know."""
    members = whole("members", members, 1, MOST)
    common, single = whole("common", common, 0, MOST), whole("single", single, 0, MOST)
    if common + single == 0:
        raise OutOfRange("single", single, "at least one fact, common or single")
    chances = chance_of_mention(p, members), chance_of_mention(p, 1)
    rng = np.random.default_rng(whole("seed", seed, 0))
    discussions = room("discussions", whole("discussions", discussions, 1), 8 * (common + single) * members)
    says = rng.random((discussions, common + single, members)) < p
    says[:, common:, 1:] = False  # a single fact is known to the first member only
    came_up: NDArray[np.bool_] = np.any(says, axis=2)
    shares = [float(facts.mean()) if facts.size else float("nan") for facts in np.split(came_up, [common], axis=1)]
    return Mentions(chances[0], chances[1], shares[0], shares[1], came_up, common)


MODEL = Model(
    question="Why do single facts stay unsaid?",
    run=information_sampling,
    notice=(
        "Nobody hides anything here, and still the group talks about what all know already.",
        "The larger the group, the wider the gap.",
        "What only I know has one chance: me.",
        "Students said 46% of what all of a group knew, and 18% of what one knew (Stasser, Taylor and Hanna 1989).",
    ),
    tries=(
        Try("A group of six.", {"members": 6}),
        Try("Everybody says nearly everything.", {"p": 0.9}),
        Try("Open the source, and change one line so that everybody keeps a promise to say what only they know."),
    ),
    picture=Picture(
        (Curves("Share that came up so far", {"common": "known to all", "single": "known to one"}, share=True),),
        Frames(Switch("came up", "stayed unsaid", coded=True)),
        step="Discussion",
        first=1,
    ),
)
