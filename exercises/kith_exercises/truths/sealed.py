"""A truth that is data: what came, as an author writes it into ``sealed.toml``, a table for each unfolding.

Each shows one thing: ``values``, one for each mark of the fold, drawn beside one's own; ``points``, many for each; or
``paragraphs``. A title or sentence may quote a value by the id of its mark, as in “Listeners named {named} of 120”.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kith_exercises.field_tables import read_scale
from kith_exercises.fields import Choice, Field, Marks, Number
from kith_exercises.tables import Table
from kith_exercises.truths.step import Said, Scene, Step, Truth
from kith_widgets.words import say

__all__ = ["Held", "Unfolding", "read_held", "truth_of"]

_SHOWN = ("values", "points", "paragraphs")


@dataclass(frozen=True)
class Unfolding:
    """One step of a truth that is data: its button, its words, what it shows, and what is predicted before it.

    With ``chosen``, a field and one of its options, marks were meant for it only where that option was chosen.
    """

    button: str
    title: str
    sentence: str
    how: str
    axis: str
    values: tuple[tuple[str, float], ...] = ()
    points: tuple[tuple[str, tuple[float, ...]], ...] = ()
    paragraphs: tuple[str, ...] = ()
    ask: Number | None = None
    came: float | None = None
    chosen: tuple[str, str] | None = None


@dataclass(frozen=True)
class Held:
    """All that a fold unfolds."""

    unfoldings: tuple[Unfolding, ...]


def read_held(table: Table, fields: Sequence[Field]) -> Held:
    """What a table of ``sealed.toml`` says came, for a fold with these fields. Raises KithError."""
    steps = tuple(_unfolding(item, number, fields) for number, item in enumerate(table.tables("steps", []), 1))
    if not steps:
        table.fail(f"“steps” is empty; add a [[{table.id}.steps]] for each button")
    table.done()
    return Held(steps)


def truth_of(held: Held) -> Truth:
    """What a fold shows of it, and asks before it."""
    came = next((dict(one.values) for one in held.unfoldings if one.values), {})
    return Truth(
        lambda fields: tuple(_step(one, fields) for one in held.unfoldings),
        # Marks that were meant for one of several steps are held against that one, where it is drawn.
        lambda fields: [] if any(one.chosen for one in held.unfoldings) else _quotes(came, fields),
        lambda: dict(came),
    )


# From the table


def _unfolding(table: Table, number: int, fields: Sequence[Field]) -> Unfolding:
    shown = [key for key in _SHOWN if key in table.rest]
    if len(shown) != 1:
        table.fail(f"it must show one thing; write one of {', '.join(_SHOWN)}")
    button, title = table.text("button"), table.text("title")
    asked, came = _ask(table, number)
    if shown == ["paragraphs"]:
        paragraphs, how = table.texts("paragraphs"), table.text("how", "")
        found = Unfolding(button, title, "", how, "", paragraphs=paragraphs, ask=asked, came=came)
    else:
        words = (button, title, table.text("sentence"), table.text("how"), table.text("axis"))
        placed = {shown[0]: _PLACED[shown[0]](table, _marks(table, fields))}
        found = Unfolding(*words, **placed, ask=asked, came=came, chosen=_chosen(table, fields))
    _refuse_other_braces(table, found)
    table.done()
    return found


def _chosen(table: Table, fields: Sequence[Field]) -> tuple[str, str] | None:
    """The option for which marks were set, if there is a choice that says so."""
    named = table.take("chosen", dict, 'a table: chosen = { field = "option" }') if "chosen" in table.rest else {}
    known = {(field.id, option.id) for field in fields if isinstance(field, Choice) for option in field.options}
    given = [(str(field), str(option)) for field, option in named.items()]
    if named and (len(given) != 1 or given[0] not in known):
        table.fail('“chosen” names no option of this fold; write chosen = { field = "option" }, each by its id')
    return given[0] if given else None


def _marks(table: Table, fields: Sequence[Field]) -> Marks:
    field = _marks_field(fields)
    if field is None:
        table.fail("it is drawn beside marks, and this fold has no field of kind marks; write paragraphs instead")
    return field


def _values(table: Table, field: Marks) -> tuple[tuple[str, float], ...]:
    return tuple((id, _on_line(table, field, value)) for id, value in _by_mark(table, field, "values", "3"))


def _points(table: Table, field: Marks) -> tuple[tuple[str, tuple[float, ...]], ...]:
    found = _by_mark(table, field, "points", "[3, 5]")
    for _, row in found:
        if not isinstance(row, list) or not row:
            table.fail(f"“points” must be lists of numbers; write points = {{ {field.marks[0].id} = [3, 5] }}")
    return tuple((id, tuple(_on_line(table, field, value) for value in row)) for id, row in found)


_PLACED: Mapping[str, Callable[[Table, Marks], Any]] = {"values": _values, "points": _points}


def _by_mark(table: Table, field: Marks, key: str, example: str) -> list[tuple[str, Any]]:
    """What stands for each mark, in their order."""
    given, ids = table.take(key, dict, f"a table: {key} = {{ ... }}"), [mark.id for mark in field.marks]
    if set(given) != set(ids):
        sample = ", ".join(f"{id} = {example}" for id in ids)
        table.fail(f"“{key}” must have what came for each mark of “{field.id}”; write {key} = {{ {sample} }}")
    return [(id, given[id]) for id in ids]


def _on_line(table: Table, field: Marks, value: Any) -> float:
    try:
        return field.scale.check(value, field.id)
    except ValueError:
        low, high = _figure(field.scale.min), _figure(field.scale.max)
        table.fail(f"“{value}” is not on the line of “{field.id}”; write numbers from {low} to {high}")


def _ask(table: Table, number: int) -> tuple[Number | None, float | None]:
    asked = table.table("ask")
    if asked is None:
        return None, None
    question = Number(f"step-{number}", asked.text("label"), None, read_scale(asked), asked.text("hint", None))
    came = asked.number("came")
    if not question.scale.min <= came <= question.scale.max:
        asked.fail("“came” lies outside of what can be expected; mend it, or “min” and “max”")
    asked.done()
    return question, came


def _refuse_other_braces(table: Table, found: Unfolding) -> None:
    known = {id for id, _ in found.values}
    for text in (found.title, found.sentence, *found.paragraphs):
        for name in re.findall(r"\{(.*?)\}", text):
            if name not in known:
                remedy = f"write one of {', '.join(sorted(known))}" if known else "only where there are values"
                table.fail(f"“{{{name}}}” names no value of this step; {remedy}")


# To the card


def _step(one: Unfolding, fields: Sequence[Field]) -> Step:
    came = one.came
    return Step(one.button, lambda: _scene(one, fields), one.ask, None if came is None else lambda: came)


def _scene(one: Unfolding, fields: Sequence[Field]) -> Scene:
    field = _marks_field(fields)
    if one.paragraphs or field is None:
        said = [_guessed(one)["without"]] if one.ask else []
        paragraphs = [*said, *one.paragraphs, *([one.how] if one.how else [])]
        return {"kind": "text", "title": one.title, "paragraphs": paragraphs}
    labels = {mark.id: mark.label for mark in field.marks}
    lone = {id: (value,) for id, value in one.values}
    every: Mapping[str, tuple[float, ...]] = lone or dict(one.points)
    return {
        "kind": "gap" if lone else "dots",
        "title": _filled(one.title, one),
        "sentence": _filled(one.sentence, one),
        "said": [_guessed(one)] if one.ask else [],
        "of": field.id,
        **({"meant": list(one.chosen)} if one.chosen else {}),
        "axis": {"min": field.scale.min, "max": field.scale.max, "label": one.axis},
        "rows": [
            {"id": id, "label": labels[id], **({"truth": row[0]} if lone else {"values": list(row), "mean": None})}
            for id, row in every.items()
        ],
        "table": {
            "head": [say("sealedMark"), one.axis],
            "rows": [[labels[id], value] for id, row in every.items() for value in row],
        },
        "how": one.how,
    }


def _guessed(one: Unfolding) -> Said:
    unit = one.ask.scale.unit if one.ask else ""
    came = _figure(one.came or 0, unit)
    return {
        "of": "guess",
        "with": say("sealedGuess", mine="{mine}", came=came),
        "without": say("sealedNoGuess", came=came),
    }


def _quotes(came: Mapping[str, float], fields: Sequence[Field]) -> list[Said]:
    field = _marks_field(fields)
    return [
        {
            "of": [field.id, mark.id],
            "with": say("sealedQuote", label=mark.label, mine="{mine}", came=_figure(came[mark.id], field.scale.unit)),
            "without": say("sealedNoQuote", label=mark.label, came=_figure(came[mark.id], field.scale.unit)),
        }
        for mark in (field.marks if field else ())
        if field and mark.id in came
    ]


def _marks_field(fields: Sequence[Field]) -> Marks | None:
    return next((field for field in fields if isinstance(field, Marks)), None)


def _filled(text: str, one: Unfolding) -> str:
    values = {id: _figure(value) for id, value in one.values}
    return re.sub(r"\{(.*?)\}", lambda found: values[found[1]], text)


def _figure(value: float, unit: str = "") -> str:
    return say("amount", value=value, unit=unit).rstrip()
