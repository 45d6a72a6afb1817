"""Editions: the figures of a cohort, frozen into a folder of their own with the notebook that shows them."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from kith_exercises import KithError
from kith_exercises.definitions import Prompt
from kith_exercises.privacy import Thresholds
from kith_exercises.readers import Entry
from kith_facilitator.dashboards import FIGURES
from kith_facilitator.dashboards.earlier import shown_earlier
from kith_facilitator.dashboards.kept import kept_in
from kith_facilitator.dashboards.panels import write_panels
from kith_facilitator.dashboards.predicted import Predicted, next_prediction
from kith_facilitator.dashboards.predictions import panels_of, questions_of
from kith_facilitator.notebooks import notebook_bytes

__all__ = ["Edition", "Published", "make_edition"]

_NOTEBOOK = "predictions"


@dataclass(frozen=True)
class Edition:
    """A folder with frozen figures and the notebook that shows them; nothing else lies in it."""

    folder: Path

    @property
    def figures(self) -> Path:
        """The released figures."""
        return self.folder / FIGURES

    @property
    def notebook(self) -> Path:
        """The dashboard."""
        return self.folder / f"{_NOTEBOOK}.ipynb"

    def read(self) -> dict[str, Any]:
        """What the figures' file says."""
        figures: dict[str, Any] = json.loads(self.figures.read_text(encoding="utf-8"))
        return figures


@dataclass(frozen=True)
class Published:
    """A new edition, and what the facilitator should know of its making that the cohort should not."""

    edition: Edition
    remarks: tuple[str, ...]


def make_edition(
    records_by_learner: Mapping[str, Iterable[Entry]],
    destination: Path,
    *,
    modules: Iterable[tuple[str, Iterable[Prompt]]],
    dated: date,
    waves: Path,
    simulated: bool = False,
) -> Published:
    """Freeze the figures of a cohort over ``modules`` (title and prompts) below ``destination``.

    What was published before is shown again as it was; ``waves`` is the file that keeps it, and says who may be counted
    next. An edition is there whole or not at all. The same figures give the same folder again.
    """
    asked = [(title, questions_of(prompts)) for title, prompts in modules]
    if not any(found for _, found in asked):
        raise KithError("No fold of this course has a truth to compare with, so there is nothing to publish.")
    earlier = shown_earlier(destination, waves)
    with kept_in(waves) as kept:
        journals = {kept.digest(learner): tuple(records) for learner, records in records_by_learner.items()}
        shown = [
            next_prediction(kept, *one, journals, dated=dated.isoformat(), earlier=earlier)
            for _, found in asked
            for one in found
        ]
    content = {
        "dated": max((one.day for one in shown if one.day), default=dated.isoformat()),
        "simulated": simulated,
        "modules": [title for title, found in asked if found],
        **write_panels(panel for one in shown for panel in panels_of(one.prediction, one.day)),
    }
    figures = (json.dumps(content, indent=1, sort_keys=True) + "\n").encode()
    folder = destination.resolve() / f"{content['dated']}-{hashlib.sha256(figures).hexdigest()[:12]}"
    _freeze(folder, {FIGURES: figures, f"{_NOTEBOOK}.ipynb": _notebook()})
    return Published(Edition(folder), tuple(remark for one in shown for remark in _remarks(one)))


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


def _notebook() -> bytes:
    """The dashboard's notebook, built from its text; the same bytes every time."""
    import jupytext  # slow to load, and only needed when something is published

    source = (files("kith_facilitator.dashboards") / f"{_NOTEBOOK}.md").read_text(encoding="utf-8")
    notebook = jupytext.reads(source, fmt="md:myst")
    for number, cell in enumerate(notebook.cells, 1):
        cell["id"] = f"cell-{number}"
    notebook.metadata.pop("jupytext", None)
    return notebook_bytes(notebook)
