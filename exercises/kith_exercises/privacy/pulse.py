"""A question that a cohort is asked, now or wave after wave: its figures over a fixed list of cuts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from kith_exercises.errors import KithError
from kith_exercises.inputs import number
from kith_exercises.privacy.cuts import Cell, Cut, cells_of
from kith_exercises.privacy.figures import Figure, Withheld, read_figure
from kith_exercises.privacy.given import by_name, instance, listed
from kith_exercises.privacy.release import Scale
from kith_exercises.privacy.tables import release_cuts
from kith_exercises.privacy.thresholds import Thresholds
from kith_exercises.privacy.waves import Series, Terms, Wave, next_wave, with_differ

__all__ = ["next_pulse", "read_pulse"]

_GROUP = "answered"


def next_pulse(
    series: Series,
    values: Mapping[str, float],
    cuts: Sequence[Cut],
    scale: Scale,
    *,
    dated: str,
    thresholds: Thresholds | None = None,
    anew: bool = False,
) -> Series:
    """The series with one wave of figures more, if enough people have come since the last; else as it is.

    Everybody's figure is of the people whom ``next_wave`` counts; those of the parts, as far as they tell nothing, are
    in the first wave alone. Raises KithError if cuts or scale are others than before.
    """
    instance("series", series, Series)
    instance("scale", scale, Scale)
    listed("cuts", cuts, Cut)
    by_name("values", values)
    fixed = [[cut.name, sorted(name for name, _ in cut.parts)] for cut in cuts]
    line = [scale.low, scale.high, scale.grain]
    before: Any = series.latest.published if series.latest and series.latest.published else {"cuts": fixed}
    if before["cuts"] != fixed or before.get("scale", line) != line:
        raise KithError(
            "This question's figures are cut otherwise than in its first wave, or on another scale. Keep both, or ask "
            "anew under another name: who can choose how to cut can choose whom to find."
        )
    for value in values.values():
        number("value", value, scale.low, scale.high)
    rows = {person: (value,) for person, value in values.items()}
    terms = Terms(thresholds, grain=scale.grain, anew=anew)
    after = next_wave(series, {_GROUP: rows}, lambda _: {}, dated=dated, terms=terms)
    if len(after.waves) == len(series.waves) or after.waves[-1].published is None:
        return after
    wave = after.waves[-1]
    counted = {person: values[person] for person in sorted(wave.counted[_GROUP])}
    out = [people for earlier in series.waves for people in earlier.sets]
    page = release_cuts(counted, cuts, scale, thresholds=wave.thresholds, earlier=out, waves=True)
    cells = cells_of(frozenset(counted), cuts)
    published = {
        "cuts": fixed,
        "scale": line,
        "figures": [{"cut": cell.cut, "part": cell.part, "figure": one.to_json()} for cell, one in page.items()],
    }
    sets = tuple(cells[cell] for cell, figure in page.items() if isinstance(figure, Figure))
    told = Series((*series.waves, replace(wave, published=published, sets=sets)))
    return with_differ(told, {_GROUP: rows}, scale.grain)


def read_pulse(wave: Wave) -> dict[Cell, Figure | Withheld]:
    """The figures that a wave keeps, everybody's first."""
    instance("wave", wave, Wave)
    kept: Any = wave.published or {"figures": []}
    try:
        return {Cell(one["cut"], one["part"]): read_figure(one["figure"]) for one in kept["figures"]}
    except (KeyError, TypeError) as error:
        raise KithError(f"The figures of a wave can't be read ({error!r}). Bring them back from a backup.") from None
