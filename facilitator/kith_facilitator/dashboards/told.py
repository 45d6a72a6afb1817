"""What exchanges told each learner of the cohort, as panels: the same figures, to the last digit, and no others."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kith_exercises.definitions import Activity, Prompt
from kith_exercises.primitives import PRIMITIVES
from kith_exercises.primitives.figures import Asked, Released, not_shown
from kith_exercises.privacy import Series, Thresholds, reasons
from kith_exercises.sealed import Sealed
from kith_facilitator.dashboards.catalogue import place_of, question
from kith_facilitator.dashboards.kept import Kept
from kith_facilitator.dashboards.panels import Placed, Told
from kith_widgets.words import say

__all__ = ["panels_of_series", "told_panels"]


def told_panels(module: str, prompts: Iterable[Prompt], held: Sealed | None, kept: Kept) -> Iterator[Placed]:
    """A panel for each wave of each figure that a module's activities ask for; ``kept`` alone says what is out."""
    for activity in prompts:
        if isinstance(activity, Activity):
            sealed: Mapping[str, Any] = held.of(activity.id) if held else {}
            for asked in PRIMITIVES[activity.kind].asked(activity, sealed):
                formerly = [former + asked.id.removeprefix(activity.id) for former in activity.formerly]
                series = kept.find(asked.id, formerly)
                for figure in asked.figures:
                    stands = (place_of(activity), module, question(module, activity, figure))
                    yield from panels_of_series(asked, series, activity, figure, stands)


def panels_of_series(
    asked: Asked, series: Series, prompt: Prompt, figure: str, stands: tuple[str, str, str]
) -> Iterator[Placed]:
    """One figure in all waves that are out, the oldest first; or one panel that says what it waits for."""
    dashboard, module, open_question = stands
    key, waves = figure.removeprefix(prompt.id), [one for one in series.waves if one.published is not None]
    found = [(one.dated, one.published[key]) for one in waves if one.published and key in one.published]
    for day, released in found or [("", _nothing(asked, series))]:
        yield Placed(dashboard, module, day, Told(figure, open_question, released))


def _nothing(asked: Asked, series: Series) -> Released:
    """Why there is no figure."""
    if series.waves:
        return not_shown(reasons.alike())
    enough = max(asked.opens, Thresholds(scores=asked.others).people())
    return {"title": say("notShownYet"), "sentence": say("pageWaits", enough=enough), "short": say("withheld")}
