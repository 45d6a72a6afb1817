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
from kith_exercises.measures.prediction import Entry, Prediction
from kith_facilitator.dashboards import FIGURES
from kith_facilitator.dashboards.panels import write_panels
from kith_facilitator.dashboards.predictions import panels_of, predict
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
    simulated: bool = False,
) -> Published:
    """Compute the figures of a cohort over ``modules`` (title and prompts) and freeze them below ``destination``.

    An edition is there whole or not at all. The same figures on the same day give the same folder again.
    """
    by_module = [(title, predict(prompts, records_by_learner)) for title, prompts in modules]
    predictions = [prediction for _, found in by_module for prediction in found]
    if not predictions:
        raise KithError("No fold of this course has a truth to compare with, so there is nothing to publish.")
    content = {
        "dated": dated.isoformat(),
        "simulated": simulated,
        "modules": [title for title, found in by_module if found],
        **write_panels(panels_of(predictions)),
    }
    figures = (json.dumps(content, indent=1, sort_keys=True) + "\n").encode()
    folder = destination.resolve() / f"{dated.isoformat()}-{hashlib.sha256(figures).hexdigest()[:12]}"
    _freeze(folder, {FIGURES: figures, f"{_NOTEBOOK}.ipynb": _notebook()})
    return Published(Edition(folder), tuple(_remarks(predictions)))


def _remarks(predictions: Iterable[Prediction]) -> Iterable[str]:
    for prediction in predictions:
        if prediction.unusable:
            count = prediction.unusable
            said = "record holds no usable answer and was" if count == 1 else "records hold no usable answer and were"
            yield f"{prediction.question.prompt}: {count} {said} left out."


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
