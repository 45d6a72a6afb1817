"""A simulated learner goes through a module as it lies in their folder, by the controllers that a widget uses."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from types import NoneType
from typing import Any

from kith_exercises import assessment
from kith_exercises.calls import shown_in
from kith_exercises.cards.activity import ActivityCard
from kith_exercises.cards.fold import FoldCard
from kith_exercises.cohort._sitting import Sitting
from kith_exercises.cohort._walk import comes, walk
from kith_exercises.cohort.answers import Plan, plan
from kith_exercises.cohort.learner import SimulatedLearner
from kith_exercises.definitions import Activity, FoldPrompt, Prompt, TextPrompt, load_prompts, load_rubrics, renamed
from kith_exercises.exchange import FileArrivals
from kith_exercises.inputs import instance, name
from kith_exercises.journal import Journal, utc_now
from kith_exercises.primitives.known import Pages, gatherer
from kith_exercises.recalling import around_in

__all__ = ["play"]

#: What came of the group by now.
Figures = Callable[[], Mapping[str, Any]]


def play(
    learner: SimulatedLearner, folder: Path, module: str, exchange: Path | None = None, *, day: date | None = None
) -> None:
    """Answer every prompt of the module in ``folder``, which is the assignment as fetched.

    What the journal holds already stays: playing twice adds nothing, and playing on after a break ends as playing in
    one go. Activities are gone on with as far as what came from others allows; ``exchange`` is the course's own folder.
    On a ``day`` they sit down once, at an hour of theirs; without one it is now.
    """
    instance("learner", learner, SimulatedLearner)
    instance("folder", folder, Path)
    name("module", module)
    for parameter, value, kind in (("exchange", exchange, Path), ("day", day, date)):
        instance(parameter, value, kind, NoneType)
    clock = Sitting(learner, module, day) if day else utc_now
    prompts, rubrics = load_prompts(folder / "prompts.toml"), load_rubrics(folder / "rubric.toml")
    inbox, names = FileArrivals(folder.parent).inbox(learner.id), renamed(prompts)
    for notebook in sorted(folder.glob("*.ipynb")):
        journal = Journal.open(folder, module, notebook.stem, clock=clock)
        pages = Pages(folder, module, names, {notebook.stem: journal})
        for prompt_id, part in shown_in(_code(notebook)):
            prompt = prompts.get(prompt_id)
            if isinstance(prompt, Activity):
                if comes(learner, prompt, inbox):
                    around = replace(around_in(prompt, folder, module, learner.id, exchange), clock=clock)
                    known = gatherer(prompt, part, partial(pages.of, prompt.id), around)
                    knows = {**around.sealed, "wave": _wave(prompt, folder), "inbox": inbox}
                    walk(learner, ActivityCard(prompt, part, journal, known, key=""), knows, clock()[:10])
            elif prompt is not None:
                [planned] = plan(learner, [prompt], rubrics)
                _play(planned, prompt, journal, partial(FileArrivals(folder.parent).figures, learner.id))


def _wave(activity: Activity, folder: Path) -> int:
    """How often the same questionnaire is asked before: in the modules that lie before this one, and in this one."""
    if activity.kind != "survey":
        return 0
    here = folder.resolve()
    modules = sorted(path.parent for path in here.parent.glob("*/prompts.toml") if path.parent.name <= here.name)
    asked = [(module, one) for module in modules for one in load_prompts(module / "prompts.toml").values()]
    surveys = [(module, one) for module, one in asked if isinstance(one, Activity) and one.kind == "survey"]
    same = [(module, one.id) for module, one in surveys if one.spec.instrument == activity.spec.instrument]
    return same.index((here, activity.id))


def _play(planned: Plan, prompt: Prompt, journal: Journal, figures: Figures) -> None:
    if isinstance(prompt, TextPrompt):
        _write(planned, prompt, journal)
    elif isinstance(prompt, FoldPrompt):
        _fold(planned, prompt, journal, figures)


def _write(planned: Plan, prompt: TextPrompt, journal: Journal) -> None:
    if not journal.read().of(prompt.id):
        journal.write(prompt.id, "text", planned.text, reach=prompt.reach)
    known = assessment.self_levels(journal.read().of(prompt.id))
    for criterion, (points, sentence) in planned.levels.items():
        if criterion not in known:
            value = {"criterion": criterion, "points": points, "sentence": sentence}
            journal.write(prompt.id, "self", value, reach=prompt.reach)


def _fold(planned: Plan, prompt: FoldPrompt, journal: Journal, figures: Figures) -> None:
    card = FoldCard(prompt, journal, "", figures=figures)
    state = card.state()
    if state["stage"] == "open":
        if _went_through(prompt, journal):
            return  # in a form that the card doesn't take any more: theirs stays as it is
        state = card.act({"do": planned.door, "answers": planned.answers})
    while state["next"] is not None:
        state = card.act({"do": "unfold", **_prediction(planned, state["ask"])})
    if planned.text and state["explain"] is not None and state["explanation"] is None:
        state = card.act({"do": "explain", "text": planned.text})
    while state["next"] is not None:
        state = card.act({"do": "unfold"})


def _went_through(prompt: FoldPrompt, journal: Journal) -> bool:
    """Whether a door is in the journal; a commit of fields with a reach of their own is only a part of one."""
    records = journal.read().of(prompt.id)
    return any(record.event in ("commit", "look") and record.reach == prompt.reach for record in records)


def _prediction(planned: Plan, ask: Mapping[str, Any] | None) -> dict[str, Any]:
    if ask is None or planned.guess is None:
        return {"look": True}
    return {"answer": round(ask["min"] + planned.guess * (ask["max"] - ask["min"]))}


def _code(notebook: Path) -> str:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
