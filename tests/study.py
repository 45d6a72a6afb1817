"""What would give a study's result away before its reveal."""

import json
import re

from kith_exercises.data import guyer


def figures_of_the_study_in(text: str) -> list[str]:
    """The figures of Fox and Guyer's result that stand in ``text``, as patterns.

    Lengths in pixels or per cent, times, and parts of longer numbers are something else.
    """
    means = [guyer().mean(condition) for condition in ("public", "anonymous")]
    shown = [f"{mean:.1f}" for mean in (*means, means[0] - means[1])]
    figures = [rf"(?<![\d.:]){re.escape(figure)}(?!\d|px|%)" for figure in shown]
    lists = [list(guyer().of(condition)) for condition in ("public", "anonymous")]
    written = [write(values)[1:-1] for values in lists for write in (str, _as_a_browser)]
    return [figure for figure in (*figures, *map(re.escape, written), "21 apart") if re.search(figure, text)]


def _as_a_browser(values: list[int]) -> str:
    return json.dumps(values, separators=(",", ":"))
