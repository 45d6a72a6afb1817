"""Editions: the figures of a cohort, frozen into a folder of their own with the notebooks that show them."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from kith_exercises import KithError
from kith_exercises.definitions import Activity, Prompt
from kith_exercises.privacy import Thresholds
from kith_exercises.readers import Entry
from kith_exercises.sealed import Sealed
from kith_facilitator._resources import bundled_dashboards
from kith_facilitator.dashboards import FIGURES
from kith_facilitator.dashboards.again import asked_again, heading
from kith_facilitator.dashboards.catalogue import DASHBOARDS, THOUGHT
from kith_facilitator.dashboards.earlier import shown_earlier
from kith_facilitator.dashboards.kept import Kept, kept_in
from kith_facilitator.dashboards.panels import Placed, write_panels
from kith_facilitator.dashboards.predicted import Predicted, next_prediction
from kith_facilitator.dashboards.predictions import placed_predictions, questions_of
from kith_facilitator.dashboards.told import panels_of_series, told_panels
from kith_facilitator.exchanging.figures import next_series
from kith_facilitator.notebooks import notebook_bytes
from kith_widgets.words import language

__all__ = ["Edition", "Published", "Taught", "make_edition"]

_NOTHING_OUT = "nothing-yet"


@dataclass(frozen=True)
class Edition:
    """A folder with frozen figures and the notebooks that show them; nothing else lies in it."""

    folder: Path

    @property
    def figures(self) -> Path:
        """The released figures."""
        return self.folder / FIGURES

    @property
    def notebooks(self) -> Mapping[str, Path]:
        """The dashboards, by their names, in the order of the course."""
        return {name: self.folder / f"{name}.ipynb" for name in DASHBOARDS}

    @property
    def notebook(self) -> Path:
        """The first dashboard."""
        return self.notebooks[DASHBOARDS[0]]

    def read(self) -> dict[str, Any]:
        """What the figures' file says."""
        figures: dict[str, Any] = json.loads(self.figures.read_text(encoding="utf-8"))
        return figures


class Taught(NamedTuple):
    """A module as a page names it, what it asks and holds back, and what is shown of it besides its figures."""

    title: str
    prompts: Iterable[Prompt]
    held: Sealed | None = None
    besides: Iterable[Placed] = ()


@dataclass(frozen=True)
class Published:
    """A new edition, and what the facilitator should know of its making that the cohort should not."""

    edition: Edition
    remarks: tuple[str, ...]


def make_edition(
    records_by_learner: Mapping[str, Iterable[Entry]],
    destination: Path,
    *,
    modules: Iterable[Taught | tuple[str, Iterable[Prompt]]],
    dated: date,
    waves: Path,
    simulated: bool = False,
) -> Published:
    """Freeze the figures of a cohort over ``modules`` below ``destination``, in the language that is active.

    ``waves`` is the file that keeps what is out, and says who may be counted next; what exchanges told is taken from
    it as it is. An edition is there whole or not at all. The same figures give the same folder again. It has the date
    of the newest that it shows, whenever it is made; one that shows nothing has none.
    """
    named = [one if isinstance(one, Taught) else Taught(*one) for one in modules]
    taught = [one._replace(prompts=tuple(one.prompts)) for one in named]
    if not any(_asks(one.prompts) for one in taught):
        raise KithError("This course asks its learners nothing that can be shown of a cohort.")
    earlier = shown_earlier(destination, waves)
    remarks: list[str] = []
    placed: list[Placed] = []
    with kept_in(waves) as kept:
        journals = {kept.digest(learner): tuple(records) for learner, records in records_by_learner.items()}
        for one in taught:
            titles = {prompt.id: prompt.title for prompt in one.prompts}
            for question, formerly in questions_of(one.prompts):
                found = next_prediction(kept, question, formerly, journals, dated=dated.isoformat(), earlier=earlier)
                placed += placed_predictions(one.title, titles[question.prompt], found)
                remarks += _remarks(found)
            placed += told_panels(one.title, one.prompts, one.held, kept)
        placed += _changes(kept, taught, journals, dated)
    placed += [panel for one in taught for panel in one.besides]
    content = {
        "dated": max((one.day for one in placed if one.day), default=""),
        "simulated": simulated,
        "language": language(),
        "modules": [one.title for one in taught if any(panel.module == one.title for panel in placed)],
        **write_panels(placed),
    }
    figures = (json.dumps(content, indent=1, sort_keys=True) + "\n").encode()
    day = content["dated"] or _NOTHING_OUT
    folder = destination.resolve() / f"{day}-{hashlib.sha256(figures).hexdigest()[:12]}"
    _freeze(folder, {FIGURES: figures, **{f"{name}.ipynb": _notebook(name) for name in DASHBOARDS}})
    return Published(Edition(folder), tuple(remarks))


def _asks(prompts: Iterable[Prompt]) -> bool:
    """Whether any figure of a cohort could ever come of these."""
    return any(isinstance(prompt, Activity) or questions_of([prompt]) for prompt in prompts)


def _changes(
    kept: Kept, taught: Sequence[Taught], journals: Mapping[str, Sequence[Entry]], dated: date
) -> Iterator[Placed]:
    """How people changed between two askings: worked out here, as no exchange tells it, and by the same rules."""
    module = {prompt.id: one.title for one in taught for prompt in one.prompts}
    for prompt, field, asked in asked_again([prompt for one in taught for prompt in one.prompts]):
        series = next_series(kept, prompt, asked, journals, dated=dated.isoformat())
        stands = (THOUGHT, module[prompt.id], heading(field))
        yield from panels_of_series(asked, series, prompt, asked.id, stands)


def _remarks(found: Predicted) -> Iterable[str]:
    question, series = found.prediction.question, found.series
    if unusable := found.taken.unusable:
        said = "record holds no usable answer and was" if unusable == 1 else "records hold no usable answer and were"
        yield f"{question.prompt}: {unusable} {said} left out."
    if series.waves and found.waiting:
        said = "answer came after the figures were worked out and waits" if found.waiting == 1 else "answers wait"
        enough = (series.thresholds or Thresholds()).people()
        yield (
            f"{question.prompt}: {found.waiting} {said} for the next wave, which opens with {enough} new predictions."
        )


def _freeze(folder: Path, content: Mapping[str, bytes]) -> None:
    """Put the folder there whole, or leave the one that is there."""
    if folder.is_dir():
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(prefix=".making-", dir=folder.parent))
    try:
        for name, data in content.items():
            with (making / name).open("wb") as handle:
                handle.write(data)
                handle.flush()
                os.fsync(handle.fileno())
            (making / name).chmod(0o444)
        making.chmod(0o755)
        making.rename(folder)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        # Somebody else may have frozen the same figures meanwhile: theirs are as good.
        if not folder.is_dir():
            raise


def _notebook(name: str) -> bytes:
    """A dashboard's notebook, built from its text in the active language or in English; the same bytes every time."""
    import jupytext  # slow to load, and only needed when something is published

    texts = (bundled_dashboards() / language() / f"{name}.md", bundled_dashboards() / f"{name}.md")
    source = next(text for text in texts if text.is_file())
    notebook = jupytext.reads(source.read_text(encoding="utf-8"), fmt="md:myst")
    for number, cell in enumerate(notebook.cells, 1):
        cell["id"] = f"cell-{number}"
    notebook.metadata.pop("jupytext", None)
    return notebook_bytes(notebook)
