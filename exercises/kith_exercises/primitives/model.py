"""A model, guessed and then run: step by step, once or beside another, and with a line of it changed by hand.

What came is in no page before it was guessed, or looked at. A line that a learner changed runs once, in a process of
their own kernel's, as they commit it (`kith_exercises.trying`); what it gave is kept beside their answers, as they had
it, and is taken for no more than that.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from kith_exercises.code_field import Code
from kith_exercises.fields import Field, Number
from kith_exercises.primitives import scenes
from kith_exercises.primitives.model_spec import LINE, ModelSpec, Round, read_model
from kith_exercises.primitives.primitive import Answers, Known, Primitive, Scene, Step
from kith_exercises.records import Reach
from kith_widgets.words import say

if TYPE_CHECKING:
    from kith_exercises.definitions import Activity

__all__ = ["MODEL"]

_REACHES: tuple[Reach, ...] = ("facilitator", "mine")


def _steps(activity: "Activity") -> tuple[Step, ...]:
    spec: ModelSpec = activity.spec
    return tuple(_step(spec.model, one) for one in spec.rounds)


def _step(model: str, one: Round) -> Step:
    id = f"round-{one.id}"
    line: tuple[Field, ...] = () if one.change is None else (Code(LINE, one.change, None, model),)
    return Step(
        id,
        fields=(*line, *(Number(guess.id, guess.ask, None, guess.scale) for guess in one.guesses)),
        door="both",
        button=say("networkRun"),
        before=lambda _: [scenes.text("", one.say)] if one.say else [],
        scene=partial(_shown, model, one, id),
        quotes=partial(_quoted, model, one, id),
        runs=partial(_run, model, one) if one.change is not None else None,
    )


# Models bring NumPy, which whoever only reads definitions can do without.


def _shown(model: str, one: Round, id: str, known: Known) -> Sequence[Scene]:
    from kith_exercises.primitives.model_runs import shown

    return shown(model, one, id, known)


def _quoted(model: str, one: Round, id: str, known: Known) -> Sequence[Scene]:
    from kith_exercises.primitives.model_runs import said

    return [scenes.text("", (), said(model, one, id, known))]


def _run(model: str, one: Round, answers: Answers) -> Mapping[str, Any]:
    from kith_exercises.primitives.model_runs import run

    return run(model, one, answers)


MODEL = Primitive(kind="model", bundle="run", read=read_model, steps=_steps, forms=("alone",), reaches=_REACHES)
