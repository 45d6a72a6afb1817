"""A simulated learner goes through a part of an activity as far as it goes, by the card that a widget uses."""

from collections.abc import Mapping
from typing import Any

from kith_exercises.cards.activity import ActivityCard
from kith_exercises.cohort._steps import action
from kith_exercises.cohort.learner import SimulatedLearner
from kith_exercises.definitions import Activity
from kith_exercises.exchange import Inbox

__all__ = ["comes", "leaves", "walk"]


def comes(learner: SimulatedLearner, activity: Activity, inbox: Inbox) -> bool:
    """Whether somebody takes part by now: a few never do, and a few begin once something was handed over."""
    chance = learner.dice(activity.id, "comes").random()
    handed_over = bool(inbox.parcels) or inbox.place is not None
    return bool(chance >= learner.effects.absent + (0 if handed_over else learner.effects.late))


def leaves(learner: SimulatedLearner, activity: Activity, step: str, day: str) -> bool:
    """Whether somebody leaves a step as it lies on that day. Nobody is waiting for what one looks back on."""
    chance = learner.dice(activity.id, step, "leaves", day).random()
    return activity.kind == "look-back" and bool(chance < learner.effects.leaves)


def walk(learner: SimulatedLearner, card: ActivityCard, knows: Mapping[str, Any], day: str) -> None:
    """Step by step, up to what has not come yet or is left lying; a walk that was cut off is gone on with."""
    state = card.state()
    if state["passed"]:
        card.settle()
    while (ahead := state["ahead"]) is not None and not ahead["waits"]:
        if leaves(learner, card.activity, ahead["id"], day):
            return
        state = card.act(action(learner, card.activity, ahead, knows))
