"""What came of a model's rounds, as scenes, and what is wrong with rounds that can't be run.

A model gives the same for the same, so each run is done once in a process, however often a card is drawn anew.
"""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from functools import lru_cache
from inspect import signature
from math import isfinite
from typing import Any

from kith_exercises.cards.player import player_card
from kith_exercises.code_field import Code
from kith_exercises.errors import KithError
from kith_exercises.models import MODELS, Trajectory
from kith_exercises.primitives import scenes
from kith_exercises.primitives.model_spec import LINE, Guess, ModelSpec, Round
from kith_exercises.primitives.primitive import Answers, Known, Scene
from kith_exercises.primitives.slips import Slip
from kith_exercises.trying import figure_of, run_changed, source_of
from kith_widgets.refused import Refused
from kith_widgets.words import say

__all__ = ["run", "said", "shown", "slips"]

#: What a page carries of the runs of one round, so that it opens at once and goes on quickly from step to step.
_MOST_BYTES = 512 * 1024


def run(model: str, one: Round, answers: Answers) -> Mapping[str, Any]:
    """What came of the learner's line, by the names of its figures. Raises Refused where nothing did."""
    given = answers[LINE]
    try:
        Code(LINE, one.change or "", None, model).fits(given)
    except ValueError as error:
        raise Refused(str(error)) from None
    return {"came": run_changed(model, given["line"], given["now"], one.parameters, [g.figure for g in one.guesses])}


def shown(model: str, one: Round, id: str, known: Known) -> list[Scene]:
    """The runs to be played, or how they ended where nothing goes step by step; then what the author says of it."""
    played = _played(model, _frozen(one.parameters), _frozen(one.beside), " ".join(one.say))
    came = _came(id, known)
    change = known.answers(id) if came else None
    scene: Scene = {
        "kind": "play",
        "title": say("modelDid" if change else "modelRan"),
        "said": said(model, one, id, known),
        **({"player": None, "runs": [], "ended": []} if change else played),
        "code": source_of(model),
    }
    after = [*([say("modelLooked")] if one.change and not change else []), *one.after]
    return [scene, *([scenes.text("", after)] if after else [])]


def said(model: str, one: Round, id: str, known: Known) -> list[dict[str, Any]]:
    """What each figure came to, before a change and with it, beside what was expected."""
    came = _came(id, known)
    before = _figures(model, _frozen(one.parameters), _frozen(one.beside), tuple(g.figure for g in one.guesses))
    now = came or before
    told = [
        {
            "of": [id, guess.id],
            "with": say(
                "modelCameOff",
                ask=guess.ask,
                came=_told(guess, now, before if came else None),
                mine=_measured(guess, "{mine}"),
            ),
            "without": say("modelCame", ask=guess.ask, came=_told(guess, now, before if came else None)),
        }
        for guess in one.guesses
    ]
    unmoved = came and all(now.get(guess.figure) == before.get(guess.figure) for guess in one.guesses)
    return [*told, *([{"of": [id, ""], "with": "", "without": say("modelUnmoved")}] if unmoved else [])]


def _told(guess: Guess, now: Mapping[str, Any], before: Mapping[str, Any] | None) -> str:
    came = _amount(guess, now.get(guess.figure))
    return came if before is None else say("modelWas", came=came, was=_amount(guess, before.get(guess.figure)))


def _amount(guess: Guess, value: object) -> str:
    """A figure on its line; what is none, as a changed model may give, is said so."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        return say("modelNone")
    return _measured(guess, guess.shown(value))


def _measured(guess: Guess, value: float | str) -> str:
    unit = guess.scale.unit
    return say("percents", value=value) if unit == "%" else say("amount", value=value, unit=unit).rstrip()


def _came(id: str, known: Known) -> dict[str, Any] | None:
    """What came of the line as it was kept; records may come from anywhere, so it is read as what it should be."""
    for record in reversed(known.records):
        if record.event == "commit" and isinstance(record.value, Mapping) and record.value.get("step") == id:
            match record.value.get("came"):
                case dict() as figures:
                    return figures
    return None


# A model gives the same for the same, and a card is drawn anew with each action.


@lru_cache(32)
def _results(model: str, given: tuple[Any, ...], beside: tuple[Any, ...] | None) -> tuple[Any, ...]:
    return tuple(MODELS[model].run(**dict(one)) for one in (given, beside) if one is not None)


@lru_cache(32)
def _played(model: str, given: tuple[Any, ...], beside: tuple[Any, ...] | None, tried: str) -> Mapping[str, Any]:
    results = _results(model, given, beside)
    runs = [found for found in map(_trajectory, results) if found is not None]
    if len(runs) < len(results):
        return {"player": None, "runs": [], "ended": [result.outcome for result in results]}
    card = player_card(runs, "", intro=tried if beside else "")
    return {"player": card, "runs": [b64encode(found.to_bytes()).decode() for found in runs], "ended": []}


def _figures(
    model: str, given: tuple[Any, ...], beside: tuple[Any, ...] | None, names: tuple[str, ...]
) -> dict[str, float | None]:
    """The figures of the run that is guessed: where two stand side by side, of the second."""
    last = _results(model, given, beside)[-1]
    return {name: figure_of(last, name) for name in names}


def _frozen(given: Mapping[str, Any] | None) -> Any:
    return None if given is None else tuple(sorted(given.items()))


def _trajectory(result: object) -> Trajectory | None:
    """A run step by step, where the model goes so or tells what it did one by one."""
    found = result if isinstance(result, Trajectory) else getattr(result, "trajectory", None)
    return found if isinstance(found, Trajectory) else None


def slips(spec: ModelSpec) -> Iterator[Slip]:
    """What keeps rounds from being run or guessed, found by running each once."""
    if spec.model not in MODELS:
        yield Slip(f"there is no model “{spec.model}”", f"write one of {', '.join(MODELS)}")
        return
    for n, one in enumerate(spec.rounds, 1):
        for found in _round_slips(spec.model, one):
            yield Slip(found.what, found.remedy, "rounds", n)


def _round_slips(model: str, one: Round) -> Iterator[Slip]:
    known = list(signature(MODELS[model].run).parameters)
    strange = [name for name in {**one.parameters, **(one.beside or {})} if name not in known]
    if strange:
        yield Slip(f"{model} takes no “{strange[0]}”", f"write one of {', '.join(known)}")
        return
    try:
        results = _results(model, _frozen(one.parameters), _frozen(one.beside))
    except (KithError, TypeError, ValueError) as error:
        yield Slip(f"{model} can't run so: {str(error).rstrip('.')}", "write another value")
        return
    size = sum(len(found.to_bytes()) for found in map(_trajectory, results) if found is not None)
    if size > _MOST_BYTES:
        yield Slip(f"what {model} did here is {size // 1024} KB, and a page carries {_MOST_BYTES // 1024} of a round",
                   "take fewer people or fewer steps")  # fmt: skip
    for guess in one.guesses:
        value = figure_of(results[-1], guess.figure)
        if value is None:
            yield Slip(f"{model} has no figure “{guess.figure}”", f"write one of {', '.join(_named(results[-1]))}")
        elif not one.change and not guess.scale.min <= guess.shown(value) <= guess.scale.max:
            yield Slip(f"“{guess.figure}” comes to {guess.shown(value):g}, which nobody can guess on this line",
                       "move “min” or “max”")  # fmt: skip


def _named(result: object) -> list[str]:
    names = [*result.series, *result.parameters] if isinstance(result, Trajectory) else list(vars(result))
    return sorted(name for name in names if figure_of(result, name) is not None)
