"""Simulated cohorts with their journals on disk, and their figures worked out without Kith's measures."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, pstdev
from typing import Any

import jupytext
import nbformat
from playwright.sync_api import Page

from kith_exercises.cohort import SimulatedLearner, plan, play, synthesise
from kith_exercises.definitions import Prompt, load_prompts
from kith_exercises.journal import Record, read_records
from kith_facilitator._resources import bundled_course

__all__ = ["MODULES", "ROUNDING", "TRUTH", "Cohort", "expected", "play_cohort", "prompts", "unfold"]

MODULES = ("0-welcome", "1-empathy")
TRUTH = {"public": 55.7, "anonymous": 40.9}

#: How far a shown end of an interval may lie from an expected one: a mean rounded by 0.05, a reach by 0.15, and a table
#: of three decimals.
ROUNDING = 0.21

#: Two-sided points of Student's t from a printed table, by degrees of freedom: 50% and 95%.
STUDENT = {
    14: (0.692, 2.145),
    15: (0.691, 2.131),
    16: (0.690, 2.120),
    17: (0.689, 2.110),
    18: (0.688, 2.101),
    19: (0.688, 2.093),
    20: (0.687, 2.086),
    21: (0.686, 2.080),
    22: (0.686, 2.074),
    23: (0.685, 2.069),
}


@dataclass(frozen=True)
class Cohort:
    """Learners, and the records that left each one's folder."""

    learners: tuple[SimulatedLearner, ...]
    records: dict[str, tuple[Record, ...]]


def prompts(module: str) -> dict[str, Prompt]:
    """The prompts of a module of the course."""
    return load_prompts(bundled_course() / module / "prompts.toml")


def assignment(folder: Path, module: str) -> Path:
    """A module as it lies in a learner's folder after fetching."""
    source, target = bundled_course() / module, folder / module
    target.mkdir(parents=True)
    for name in ("prompts.toml", "sealed.toml"):
        (target / name).write_bytes((source / name).read_bytes())
    for text in source.glob("*.md"):
        notebook = jupytext.read(text, fmt="md:myst")
        nbformat.write(notebook, target / f"{text.stem}.ipynb")
    return target


def play_cohort(folder: Path, count: int, seed: int) -> Cohort:
    """Let a cohort answer the first module."""
    learners = synthesise(count, seed)
    records = {}
    for learner in learners:
        target = assignment(folder / learner.id, "0-welcome")
        play(learner, target, "0-welcome")
        journals = sorted((target / "responses").glob("*.jsonl"))
        records[learner.id] = tuple(record for path in journals for record in read_records(path).records)
    return Cohort(learners, records)


def expected(learners: Iterable[SimulatedLearner]) -> dict[str, dict[str, Any]]:
    """Each mark's figures from what was planned, unrounded: mean, error, distance, and their intervals.

    Numbers of people are told to the nearest five, and intervals are those of the smallest group that this allows;
    where fewer than six looked, with as many as five of them gone the other way.
    """
    fold = prompts("0-welcome")["being-seen"]
    planned = [one for learner in learners for one in plan(learner, [fold])]
    answers = [one.answers["marks"]["values"] for one in planned if one.answers is not None]
    everybody = len(planned)
    people = len(answers) // 5 * 5 if everybody - len(answers) >= 6 else everybody // 5 * 5 - 5
    return {
        mark: {
            "prediction": _figure([values[mark] for values in answers], people),
            "error": _figure([values[mark] - truth for values in answers], people),
            "distance": _figure([abs(values[mark] - truth) for values in answers], people),
        }
        for mark, truth in TRUTH.items()
    }


def unfold(page: Page) -> None:
    """Open everything that is folded on a page."""
    page.locator("details").evaluate_all("all => all.forEach((one) => (one.open = true))")


def _figure(values: list[float], people: int) -> dict[str | int, Any]:
    half, wide = STUDENT[people - 1]
    error = pstdev(values) / math.sqrt(people - 1)
    centre = mean(values)
    return {
        "estimate": centre,
        50: (centre - half * error, centre + half * error),
        95: (centre - wide * error, centre + wide * error),
    }
