"""A kernel, as Jupyter starts it, that is killed once all was answered and before anything was told."""

import os
import signal
from pathlib import Path
from typing import Any

import pytest

from kith_exercises.sealed import PACKED, Sealed
from kith_facilitator.course.notebook import build_notebook
from kith_facilitator.notebooks import notebook_bytes
from tests.kernel_page import Opened, kernel
from tests.primitives.samples import BYLINE, CALIBRATION, Sample, first_door, in_text

_PAGE = """---
kernelspec:
  display_name: Python 3
  name: python3
---

# A page

```{{code-cell}}
kith.activity({names})
```
"""


def page_of(sample: Sample, folder: Path) -> tuple[str, Path]:
    """The activity on a page of its own, its first part where it has several, with what is held back beside it."""
    activity = sample.write(folder)
    (folder / PACKED).write_bytes(Sealed(folder, {activity.id: dict(sample.sealed)}).packed())
    names = ", ".join(f'"{name}"' for name in (activity.id, activity.parts[0]) if name)
    page = folder / "page.ipynb"
    page.write_bytes(notebook_bytes(build_notebook(_PAGE.format(names=names), f"{folder.name}/page", {})))
    return activity.id, page


def answer_all(opened: Opened, state: dict[str, Any]) -> dict[str, Any]:
    """Answer as long as something is asked, and stop before what only shows."""
    while state["ahead"]["door"] != "next":
        state = opened.act(first_door(state["ahead"]))
    return state


@pytest.mark.parametrize(
    ("sample", "told"),
    [
        (CALIBRATION, ("12 times 12 is 144", "11, 13, 17", "Euclid")),
        (BYLINE, ("The line was drawn by lot", "bore the line")),
    ],
    ids=lambda one: one.kind if isinstance(one, Sample) else "",
)
def test_a_kernel_that_dies_before_anything_is_told_loses_nothing_reveals_nothing_and_goes_on(
    sample: Sample, told: tuple[str, ...], tmp_path: Path
) -> None:
    prompt, page = page_of(sample, tmp_path / "1-some")
    with kernel(page, prompt) as (opened, process):
        before = answer_all(opened, opened.state)
        assert not [piece for piece in told if piece in opened.said]
        os.kill(process, signal.SIGKILL)
    with kernel(page, prompt) as (opened, _):
        assert opened.state == before
        assert not [piece for piece in told if piece in opened.said]
        state = opened.act(first_door(before["ahead"]))
        assert [piece for piece in told if piece in in_text(state)] == list(told)
        answered = {one["id"]: one["answers"] for one in state["passed"] if one["answers"]}
        assert answered.keys() >= {step["id"] for step in before["passed"] if step["fields"]}
        assert all(answered.values())
