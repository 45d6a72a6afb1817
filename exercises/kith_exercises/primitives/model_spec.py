"""Rounds with a model as an author writes them: what it is given, what is guessed, and where a line is changed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kith_exercises.field_tables import read_scale
from kith_exercises.fields import Scale
from kith_exercises.tables import Table

__all__ = ["LINE", "Guess", "ModelSpec", "Round", "read_model"]

#: The field in which a line is changed.
LINE = "line"


@dataclass(frozen=True)
class Guess:
    """A figure of the model, and the question and the line on which it is guessed."""

    id: str
    ask: str
    figure: str
    scale: Scale

    def shown(self, value: float) -> float:
        """The figure as it is guessed: a share in hundredths where the unit is “%”, and no finer than the line."""
        hundredths = value * 100 if self.scale.unit == "%" else value
        return round(round(hundredths / self.scale.step) * self.scale.step, 6)


@dataclass(frozen=True)
class Round:
    """What the model is given, what stands beside it, what is guessed, and the label where a line is changed."""

    id: str
    say: tuple[str, ...]
    parameters: Mapping[str, Any]
    beside: Mapping[str, Any] | None
    guesses: tuple[Guess, ...]
    change: str | None
    after: tuple[str, ...]


@dataclass(frozen=True)
class ModelSpec:
    """A model and the rounds that are played with it."""

    model: str
    rounds: tuple[Round, ...]


def read_model(table: Table) -> ModelSpec:
    """The definition that a table holds. Whether its model knows what it is given, `model_runs.slips` says."""
    model = table.text("model")
    rounds = tuple(map(_round, table.tables("rounds")))
    if not rounds or len({one.id for one in rounds}) < len(rounds):
        table.fail(f"“rounds” needs some with different ids; add [[{table.id}.rounds]]")
    return ModelSpec(model, rounds)


def _round(table: Table) -> Round:
    parameters, beside = _parameters(table, "parameters"), _parameters(table, "beside")
    change = table.text("change", None)
    if change is not None and beside is not None:
        table.fail("“beside” and “change” are both there; what is changed by hand stands beside the model as it is, so "
                   "take “beside” out")  # fmt: skip
    found = Round(
        id=table.text("id"),
        say=table.texts("say", ()),
        parameters=parameters or {},
        beside=None if beside is None else {**(parameters or {}), **beside},
        guesses=tuple(map(_guess, table.tables("guesses"))),
        change=change,
        after=table.texts("after", ()),
    )
    if not re.fullmatch(r"[a-z0-9-]+", found.id):
        table.fail("“id” takes small letters, digits and hyphens; write it so")
    if not found.guesses or len({one.id for one in found.guesses}) < len(found.guesses):
        table.fail("“guesses” needs some with different ids; what a model does is guessed first")
    table.done()
    return found


def _parameters(table: Table, key: str) -> dict[str, Any] | None:
    found: dict[str, Any] | None = table.take(key, dict, f"a table: {key} = {{ seed = 1 }}", None)
    return found and {name: tuple(value) if isinstance(value, list) else value for name, value in found.items()}


def _guess(table: Table) -> Guess:
    found = Guess(table.text("id"), table.text("ask"), table.text("figure"), read_scale(table))
    if found.id == LINE:
        table.fail(f"“id” is “{LINE}”, which is the line that is changed; rename the guess")
    table.done()
    return found
