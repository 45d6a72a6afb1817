"""A question that a cohort is asked, now and later: figures of everybody and of the parts, in waves of others.

Nobody is counted in two waves, so no two pages can be subtracted from each other: each tells as much, or as little, as
if it were alone. Whoever comes late waits until enough others did, who are then a page of their own; whoever goes stays
in what is out. Who is counted depends on who answered alone, and never on what.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from kith_exercises.errors import KithError
from kith_exercises.inputs import by_name, instance, listed
from kith_exercises.privacy.cuts import Cell, Cut
from kith_exercises.privacy.figures import Figure, Withheld, read_figure
from kith_exercises.privacy.release import Scale
from kith_exercises.privacy.tables import release_cuts
from kith_exercises.privacy.thresholds import Thresholds
from kith_exercises.privacy.waves import Series, Wave

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
) -> Series:
    """The series with one wave more, of those who came since the last, if they are enough; else as it is.

    ``values`` are of all who answered until now. A wave has the figures of ``release_cuts``, and never changes. Raises
    KithError if cuts or scale are others than before.
    """
    instance("series", series, Series)
    instance("scale", scale, Scale)
    instance("dated", dated, str)
    Thresholds.or_usual(thresholds)
    listed("cuts", cuts, Cut)
    by_name("values", values)
    kept: dict[str, Any] = {
        "cuts": [[cut.name, sorted(name for name, _ in cut.parts)] for cut in cuts],
        "scale": [scale.low, scale.high, scale.grain],
    }
    before = series.latest
    if before is not None and any((before.published or {}).get(key) != one for key, one in kept.items()):
        raise KithError(
            "This question's figures are cut otherwise than in its first wave, or on another scale. Keep both, or ask "
            "anew under another name: who can choose how to cut can choose whom to find."
        )
    scale.answers(values.values())
    thresholds = (thresholds or series.thresholds or Thresholds()).kept_from(series.thresholds)
    come = frozenset(values).difference(*(wave.counted[_GROUP] for wave in series.waves))
    if len(come) < thresholds.people():
        return series
    page = release_cuts({person: values[person] for person in sorted(come)}, cuts, scale, thresholds=thresholds)
    kept["figures"] = [{"cut": cell.cut, "part": cell.part, "figure": one.to_json()} for cell, one in page.items()]
    return Series((*series.waves, Wave(dated, thresholds, {_GROUP: come}, kept)))


def read_pulse(wave: Wave) -> dict[Cell, Figure | Withheld]:
    """The figures that a wave keeps, everybody's first."""
    instance("wave", wave, Wave)
    kept: Any = wave.published or {"figures": []}
    try:
        return {Cell(one["cut"], one["part"]): read_figure(one["figure"]) for one in kept["figures"]}
    except (LookupError, TypeError) as error:
        raise KithError(f"The figures of a wave can't be read ({error!r}). Bring them back from a backup.") from None
