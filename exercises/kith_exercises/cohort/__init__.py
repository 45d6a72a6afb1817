"""Made-up cohorts, in which effects are planted: for tests, for demonstrations, and beside cohorts too small to show.

``gather(24, seed=1)`` gives one. `alone` and `together` say what its learners answer and do, as plain rows; `play` lets
one go through a module by the journal, on a day if days matter. Nothing here measures or models anything: what is
tested with a made-up cohort must not have made it.
"""

from kith_exercises.cohort.answers import Plan, plan
from kith_exercises.cohort.effects import NOTHING, Effects
from kith_exercises.cohort.learner import Cohort, SimulatedLearner, gather, synthesise
from kith_exercises.cohort.play import play

__all__ = ["NOTHING", "Cohort", "Effects", "Plan", "SimulatedLearner", "gather", "plan", "play", "synthesise"]
