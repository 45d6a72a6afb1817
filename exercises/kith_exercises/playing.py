"""Showing what a model did: one line in a notebook, and a player stands there."""

from collections.abc import Sequence
from inspect import signature

from kith_exercises.cards.player import player_card, player_html, refuse_too_much
from kith_exercises.errors import KithError
from kith_exercises.models import MODELS, Trajectory
from kith_widgets import Player

__all__ = ["playable", "player"]


def player(
    run: Trajectory | str,
    other: Trajectory | str | None = None,
    *,
    title: str = "",
    labels: Sequence[str] = (),
    key: str = "",
) -> Player:
    """A player for a run, or for two side by side; the name of a model stands for a run with its own parameters.

    ``title`` is the question above it, the model's own where there is none; ``labels`` name two runs, which else are
    named by what differs between them. ``key`` tells players of one model on one page apart, where that matters.

    >>> from kith_exercises.models import MODELS
    >>> tempting = MODELS["spatial_dilemma"].run(side=9, steps=3, b=2.1)
    >>> player("spatial_dilemma", tempting)
    Player('spatial_dilemma')
    """
    runs = [_trajectory(one) for one in (run, other) if one is not None]
    if labels and len(labels) != len(runs):
        raise KithError(
            f"There are {len(labels)} labels for {len(runs)} runs; give each run one label, or none at all."
        )
    card = player_card(runs, key or f"player/{runs[0].model}", title, labels)
    packed = [one.to_bytes() for one in runs]
    refuse_too_much(packed)
    return Player(card, packed, static=player_html(runs, card))


def playable() -> tuple[str, ...]:
    """The models that go step by step, by the names under which they can be played."""
    return tuple(name for name, model in MODELS.items() if signature(model.run).return_annotation is Trajectory)


def _trajectory(run: object) -> Trajectory:
    """The run, or that of the model with this name."""
    if isinstance(run, str):
        if run not in playable():
            raise KithError(f"No model “{run}” goes step by step. These do: {', '.join(playable())}.")
        run = MODELS[run].run()
    if not isinstance(run, Trajectory):
        raise KithError(
            f"A player shows what happened step by step, and {type(run).__name__} is no trajectory. "
            "Give it what a model's function returns, or a model's name."
        )
    return run
