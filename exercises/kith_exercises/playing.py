"""Showing what a model did: one line in a notebook, and a player stands there."""

from collections.abc import Sequence
from inspect import signature
from typing import NamedTuple

from kith_exercises.cards.player import player_card, player_html, refuse_too_much
from kith_exercises.errors import KithError
from kith_exercises.models import MODELS, Model, Trajectory
from kith_widgets import Player

__all__ = ["playable", "player", "plays"]


def player(
    run: Trajectory | str,
    other: Trajectory | str | None = None,
    *,
    title: str = "",
    labels: Sequence[str] = (),
    key: str = "",
) -> Player:
    """A player for a run, or for two side by side.

    The name of a model stands for a run with its own parameters; with a number behind it, as in
    ``"spatial_dilemma.2"``, for that run beside the second thing to try. ``title`` is the question above, the model's
    own where there is none; ``labels`` name two runs, which else are named by what differs between them. ``key`` tells
    players of one model on one page apart, where that matters.

    >>> from kith_exercises.models import MODELS
    >>> tempting = MODELS["spatial_dilemma"].run(side=9, steps=3, b=2.1)
    >>> player("spatial_dilemma", tempting)
    Player('spatial_dilemma')
    """
    shown = [_shown(one) for one in (run, other) if one is not None]
    runs = [each for one in shown for each in one.runs]
    if len(runs) > 2:
        raise KithError("A player shows one run, or two side by side. Show the others in a player of their own.")
    if labels and len(labels) != len(runs):
        raise KithError(
            f"There are {len(labels)} labels for {len(runs)} runs; give each run one label, or none at all."
        )
    card = player_card(runs, key or f"player/{runs[0].model}", title, labels, shown[0].intro)
    packed = [one.to_bytes() for one in runs]
    refuse_too_much(packed)
    return Player(card, packed, static=player_html(runs, card))


def playable() -> tuple[str, ...]:
    """The models that go step by step, by the names under which they can be played."""
    return tuple(name for name, model in MODELS.items() if signature(model.run).return_annotation is Trajectory)


def plays(name: str) -> bool:
    """Whether a model of this name can be played, and has the thing to try that the name may end in."""
    model, number = _parted(name)
    return model in playable() and (not number or number in _numbers(MODELS[model]))


class _Shown(NamedTuple):
    runs: list[Trajectory]
    intro: str = ""


def _shown(run: object) -> _Shown:
    """A run as it is; or those that a name stands for, with the words of what is tried."""
    if isinstance(run, Trajectory):
        return _Shown([run])
    if not isinstance(run, str):
        raise KithError(
            f"A player shows what happened step by step, and {type(run).__name__} is no trajectory. "
            "Give it what a model's function returns, or a model's name."
        )
    if not plays(run):
        raise KithError(_unknown(run))
    name, number = _parted(run)
    tried = [MODELS[name].tries[int(number) - 1]] if number else []
    made = [MODELS[name].run(), *(MODELS[name].run(**one.change) for one in tried)]
    runs = [one for one in made if isinstance(one, Trajectory)]
    return _Shown(runs, tried[0].text if tried else "")


def _unknown(run: str) -> str:
    name, _ = _parted(run)
    if name in playable():
        return f"“{run}” is not among what {name} suggests to try: {', '.join(_numbers(MODELS[name]))}."
    return f"No model “{name}” goes step by step. These do: {', '.join(playable())}."


def _parted(name: str) -> tuple[str, str]:
    """The name of a model, and the number of what is to be tried; the companion runs calls with one plain name only."""
    model, _, number = name.partition(".")
    return model, number


def _numbers(model: Model) -> list[str]:
    return [str(number) for number in range(1, len(model.tries) + 1)]
