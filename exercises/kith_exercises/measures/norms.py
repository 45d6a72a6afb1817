"""What we think that the others do, and what they do.

*Method.* For each learner, their guess of what people here do on average, minus what they do themselves; then the
mean. Since everybody is somebody's other, that is the mean guess minus the true mean of the others. *Reference:* the
paired t-test's interval, as D. A. Prentice and D. T. Miller compared oneself with the average student (1993,
Pluralistic ignorance and alcohol use on campus, Journal of Personality and Social Psychology 64, 243-256).
"""

from collections.abc import Mapping
from statistics import fmean

from kith_exercises.measures._given import Scale, both, scale_of
from kith_exercises.measures._means import interval_of_mean
from kith_exercises.measures._worded import weighed
from kith_exercises.measures.finding import Finding, Wording

__all__ = ["norm_misperception"]


def norm_misperception(
    own: Mapping[str, float],
    guessed: Mapping[str, float],
    *,
    what: str,
    scale: Scale,
    unit: str = "points",
    seed: int = 0,
) -> Finding:
    """How much higher the guesses of ``what`` are than the truth; below 0, lower. Null: 0."""
    low, high = scale_of(scale)
    learners = both(("own", "guessed"), own, guessed, (low, high))
    gaps = [guessed[learner] - own[learner] for learner in learners]
    words = Wording(
        f"we misjudge {what}",
        f"We overestimate {what} by {{size}} {unit}",
        f"We underestimate {what} by {{size}} {unit}",
        unit,
    )
    interval = interval_of_mean(gaps, low - high, high - low, seed)
    return weighed(fmean(gaps), interval, len(gaps), words, reach=high - low)
