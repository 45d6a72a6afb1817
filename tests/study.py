"""What would give a result or a mark away before its time."""

import json
import re

from kith_exercises.data import guyer


def figure_in(figure: str, text: str) -> bool:
    """Whether a figure stands in ``text``: lengths, times, and parts of longer numbers are something else."""
    return re.search(rf"(?<![\d.])(?<!\d:){re.escape(figure)}(?!\d|:\d|px|r?em|%)", text) is not None


def figures_of_the_study_in(text: str) -> list[str]:
    """The figures of Fox and Guyer's result that stand in ``text``."""
    means = [guyer().mean(condition) for condition in ("public", "anonymous")]
    shown = [f"{mean:.1f}" for mean in (*means, means[0] - means[1])]
    lists = [list(guyer().of(condition)) for condition in ("public", "anonymous")]
    written = [write(values)[1:-1] for values in lists for write in (str, _as_a_browser)]
    return [figure for figure in shown if figure_in(figure, text)] + [
        words for words in (*written, "21 apart") if words in text
    ]


def _as_a_browser(values: list[int]) -> str:
    return json.dumps(values, separators=(",", ":"))
