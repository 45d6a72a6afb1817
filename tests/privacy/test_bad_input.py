"""What makes no sense is refused with the parameter, its value, and what may stand there."""

import math
from collections.abc import Callable
from typing import Any

import pytest

from kith_exercises import KithError
from kith_exercises.errors import OutOfRange
from kith_exercises.privacy import (
    Band,
    Cut,
    Scale,
    Series,
    Terms,
    Thresholds,
    Wave,
    apart,
    next_pulse,
    next_wave,
    read_pulse,
    release,
    release_cuts,
    release_measured,
    release_steps,
    release_talk,
    release_texts,
    split,
)

SIX: list[Any] = [1, 2, 3, 4, 5, 6]
SCALE = Scale(1, 5)
EIGHT = {f"p{n}": 1.0 + n % 5 for n in range(8)}
ANY: Any = None
#: Of no kind that any gate takes.
ANYTHING: Any = 5.5
WORDS: list[Any] = [*SIX, "7"]


def measured(**more: Any) -> Any:
    return release_measured(EIGHT, lambda _: ANY, key=float, **more)


def wave(groups: Any) -> Series:
    return next_wave(Series(), groups, lambda _: {}, dated="2026-11-22")


WRONG: list[tuple[str, Callable[[], Any]]] = [
    ("value", lambda: release(WORDS)),
    ("value", lambda: release([*SIX, 10**400])),
    ("value", lambda: release([*SIX, 1e308])),
    ("grain", lambda: release(SIX, grain=0)),
    ("grain", lambda: release(SIX, grain=math.nan)),
    ("apart", lambda: release(SIX, apart=0)),
    ("high", lambda: apart(0, math.nan, 1)),
    ("high", lambda: apart(5, 1, 1)),
    ("grain", lambda: apart(0, 1, 0)),
    ("values", lambda: release(SIX, among=Band(60, 64))),
    ("thresholds", lambda: release(SIX, thresholds=5)),  # type: ignore[arg-type]  # on purpose, as below
    ("grain", lambda: measured(grain=-1)),
    ("digits", lambda: measured(digits=-1)),
    ("value", lambda: release_measured({"p": "x"}, lambda _: ANY, key=lambda x: x)),  # type: ignore[arg-type, return-value]
    ("a", lambda: split({"a": True})),
    ("low", lambda: Scale(math.nan, 1)),
    ("high", lambda: Scale(5, 1)),
    ("grain", lambda: Scale(1, 5, math.nan)),
    ("low", lambda: Scale(-1e300, 1)),
    ("high", lambda: Scale(0, 1e300)),
    ("grain", lambda: Scale(0, 1, 1e-9)),
    ("value", lambda: release_cuts({"p": 7.0}, [], SCALE)),
    ("value", lambda: release_cuts({"p": 1.5}, [], SCALE)),
    ("scale", lambda: release_cuts(EIGHT, [], 5)),  # type: ignore[arg-type]
    ("order", lambda: release_steps({}, [])),
    ("order", lambda: release_steps({"p": "a"}, ["a", "b", "a"])),
    ("size of “g”", lambda: release_talk({"g": (2, 0.1)})),
    ("size of “g”", lambda: release_talk({"g": (3.5, 0.1)})),  # type: ignore[dict-item]
    ("number of “g”", lambda: release_talk({"g": (3, math.nan)})),
    ("grain", lambda: release_talk({}, grain=0)),
    ("offered of “p”", lambda: release_texts({"p": 5})),  # type: ignore[dict-item]
    ("values", lambda: release(ANYTHING)),
    ("among", lambda: release(SIX, among=ANYTHING)),
    ("answers", lambda: release_measured(ANYTHING, lambda _: ANY, key=float)),
    ("parts", lambda: split(ANYTHING)),
    ("parts of the cut “pod”", lambda: Cut("pod", ANYTHING)),
    ("part_of", lambda: Cut.by("pod", ANYTHING)),
    ("values", lambda: release_cuts(ANYTHING, [], SCALE)),
    ("cuts", lambda: release_cuts(EIGHT, ANYTHING, SCALE)),
    ("chosen", lambda: release_steps(ANYTHING, ["a"])),
    ("order", lambda: release_steps({}, ANYTHING)),
    ("groups", lambda: release_talk(ANYTHING)),
    ("groups of “g”", lambda: release_talk({"g": ANYTHING})),
    ("groups of “g”", lambda: release_talk({"g": (3, 0.1, 0.2)})),  # type: ignore[dict-item]
    ("offered", lambda: release_texts(ANYTHING)),
    ("series", lambda: next_wave(ANYTHING, {}, lambda _: {}, dated="2026-11-22")),
    ("groups", lambda: wave(ANYTHING)),
    ("answers of “all”", lambda: wave({"all": ANYTHING})),
    ("answers of “all” for p", lambda: wave({"all": {"p": ANYTHING}})),
    ("anew", lambda: Terms(anew=ANYTHING)),
    ("known", lambda: next_wave(Series(), {"all": {}}, lambda _: {}, dated="2026-11-22", known=ANYTHING)),
    ("scale", lambda: next_pulse(Series(), EIGHT, [], ANYTHING, dated="2026-11-22")),
    ("cuts", lambda: next_pulse(Series(), EIGHT, ANYTHING, SCALE, dated="2026-11-22")),
    ("wave", lambda: read_pulse(ANYTHING)),
    ("count", lambda: Band.around(ANYTHING)),
    ("a band of people", lambda: Band.from_json({})),
    ("kind", lambda: Thresholds().people("words")),  # type: ignore[arg-type]
    ("kind", lambda: Terms(kind="words")),  # type: ignore[arg-type]
    ("grain", lambda: Terms(grain=0)),
    ("groups", lambda: wave({})),
    ("answer of “all”", lambda: wave({"all": {"p": (math.nan,)}})),
    ("answers of “all”", lambda: wave({"all": {"p": (1.0,), "q": (1.0, 2.0)}})),
    ("value", lambda: next_pulse(Series(), {"p": 9.0}, [], SCALE, dated="2026-11-22")),
    ("value", lambda: next_pulse(Series(), {"p": 1.5}, [], SCALE, dated="2026-11-22")),
    ("high", lambda: Band(5, 1)),
    ("count", lambda: Band.around(-1)),
    ("origin", lambda: release(SIX).measured_from(math.nan)),  # type: ignore[union-attr]
    ("level", lambda: release(SIX).interval(80)),  # type: ignore[union-attr, arg-type]
]


@pytest.mark.parametrize(("parameter", "wrong"), WRONG, ids=[f"{n}-{name}" for n, (name, _) in enumerate(WRONG)])
def test_each_gate_names_what_it_can_t_take(parameter: str, wrong: Callable[[], Any]) -> None:
    with pytest.raises(OutOfRange, match="give it") as raised:
        wrong()
    assert raised.value.parameter == parameter


def test_a_cut_needs_names_and_a_wave_s_file_its_figures() -> None:
    with pytest.raises(KithError, match="different names"):
        Cut("pod", (("", frozenset("a")),))
    with pytest.raises(KithError, match="can't be read"):
        read_pulse(Wave("2026-11-22", Thresholds(), {}, {"figures": 5}))
