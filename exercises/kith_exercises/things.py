"""What came for a learner, thing by thing: parcels, feedback and their group's figures, each with where it is opened.

It only reads. A thing stays where its activity shows it, and it is done once that activity says so.
"""

import json
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

from kith_exercises.calls import shown_in
from kith_exercises.cards.fold import saw_group
from kith_exercises.cards.mirror import feedback_state, said
from kith_exercises.definitions import Activity, FoldPrompt, Prompt
from kith_exercises.envelope import Envelope, Feedback
from kith_exercises.errors import KithError
from kith_exercises.exchange import MAKERS, FileArrivals, Parcel
from kith_exercises.news import is_shown
from kith_exercises.primitives import flow
from kith_exercises.primitives.known import Around, around_of, gatherer
from kith_exercises.primitives.primitive import Known, Step
from kith_exercises.work import Work, page_name

__all__ = ["Kind", "Place", "Sheet", "Thing", "sheets_in", "things_of"]

#: In what sense somebody sent it: one other learner, whoever made the course, who gives feedback, all together.
Kind = Literal["partner", "makers", "facilitator", "group"]
#: Words that people read in a minute.
_PACE = 200
#: A figure is a look.
_FIGURES = 1


@dataclass(frozen=True)
class Sheet:
    """A page in a learner's folder: the course's name for it, its file, its heading, and the questions it shows."""

    name: str
    file: str
    title: str
    shows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Place:
    """Where a thing is opened: a module and one of its pages."""

    module: str
    sheet: Sheet


@dataclass(frozen=True)
class Thing:
    """One thing that came: on which question, from whom, how long it takes in minutes, whether it is done.

    ``name`` is a partner's pseudonym. ``place`` is None where no page here shows it.
    """

    id: str
    kind: Kind
    title: str
    minutes: float
    done: bool
    at: str = ""
    name: str = ""
    place: Place | None = None


def sheets_in(folder: Path) -> tuple[Sheet, ...]:
    """The pages of an assignment folder, each once; a copy that lies beside its page is passed over."""
    found: dict[str, Sheet] = {}
    for path in sorted(folder.glob("*.ipynb")):
        name = page_name(path)
        if name and (name not in found or path.stem == name.rpartition("/")[2]):
            cells = _cells(path)
            code = "\n".join(text for kind, text in cells if kind == "code")
            lines = (line for kind, text in cells if kind == "markdown" for line in text.splitlines())
            title = next((line[2:].strip() for line in lines if line.startswith("# ")), path.stem)
            found[name] = Sheet(name, path.name, title, shown_in(code))
    return tuple(found.values())


def things_of(
    works: Sequence[Work],
    student: str,
    exchange: Path | None,
    sheets: Mapping[str, Sequence[Sheet]],
) -> tuple[Thing, ...]:
    """All that came and was not taken back: first what is to be done, oldest first, then what is done.

    ``exchange`` is the course's own folder, None where unknown, and ``sheets`` are the pages of each module.
    What came for a question that no module here has is left out: there is nothing yet to open it with.
    """
    found: list[Thing] = []
    for work in works:
        placed = partial(_placed, work.module, sheets.get(work.module, ()))
        for envelope in work.envelopes:
            found += _feedback(work, envelope, placed)
        for prompt in work.prompts.values():
            if isinstance(prompt, Activity):
                found += _activity(work, prompt, _around(work, prompt, student, exchange), placed)
            elif isinstance(prompt, FoldPrompt):
                found += _fold(work, prompt, FileArrivals(work.folder.parent).figures(student), placed)
    return tuple(sorted(found, key=lambda thing: (thing.done, thing.at, thing.id)))


_Placed = Callable[[str, str], Place | None]


def _placed(module: str, sheets: Sequence[Sheet], prompt: str, part: str) -> Place | None:
    return next((Place(module, sheet) for sheet in sheets if (prompt, part) in sheet.shows), None)


def _feedback(work: Work, envelope: Envelope, placed: _Placed) -> Iterator[Thing]:
    for id, feedback in envelope.feedback.items():
        given = any(one.points is not None or one.comment or one.suggestions for one in feedback.criteria)
        if not given or id not in work.prompts:
            continue
        records, criteria = work.of(id), work.rubrics.get(id, ())
        state = feedback_state(said(feedback, envelope.issued), criteria, records, feedback.on)
        done = not any(mark["folded"] for mark in state["criteria"])
        title, minutes = work.prompts[id].title, _reading(feedback)
        yield Thing(f"feedback/{id}", "facilitator", title, minutes, done, envelope.issued, place=placed(id, ""))


def _reading(feedback: Feedback) -> int:
    """How long it takes to read feedback, in whole minutes."""
    texts = [text for one in feedback.criteria for text in (one.comment, *(each.text for each in one.suggestions))]
    return max(1, math.ceil(sum(len(text.split()) for text in texts) / _PACE))


def _activity(work: Work, activity: Activity, around: Around, placed: _Placed) -> Iterator[Thing]:
    steps = flow.steps_of(activity)
    records = partial(work.of, activity.id)
    known = {part: flow.with_given(steps, gatherer(activity, part, records, around)()) for part in activity.parts}
    ahead = {part: not flow.is_over(steps, part, known[part]) for part in activity.parts}
    first = next((part for part in activity.parts if ahead[part]), activity.parts[0])
    here = known[first]
    passed = {one.id for one in flow.passed(steps, None, here.records)}
    for parcel in here.inbox.parcels:
        if parcel.prompt != activity.id or not parcel.content:
            continue
        asking = [step for step in steps if step.sends == parcel.sending]
        step = _about(parcel, asking, here)
        if asking and step is None:
            continue  # more than is asked about, in case another is taken back
        part = step.part if step else first
        done = not ahead[part] or (step is not None and step.id in passed)
        kind: Kind = "makers" if parcel.origin == MAKERS else "partner"
        name = "" if kind == "makers" else parcel.origin
        place = placed(activity.id, part)
        yield Thing(parcel.id, kind, activity.title, parcel.minutes, done, parcel.at, name, place)
    if any(_is_of(activity, name) and is_shown(figure) for name, figure in here.figures.items()):
        done = not any(ahead.values())
        yield Thing(f"figures/{activity.id}", "group", activity.title, _FIGURES, done, place=placed(activity.id, first))


def _fold(work: Work, fold: FoldPrompt, figures: Mapping[str, Any], placed: _Placed) -> Iterator[Thing]:
    if fold.group and any(_is_of(fold, name) and is_shown(figure) for name, figure in figures.items()):
        done = saw_group(fold, work.of(fold.id), figures)
        yield Thing(f"figures/{fold.id}", "group", fold.title, _FIGURES, done, place=placed(fold.id, ""))


def _about(parcel: Parcel, asking: Sequence[Step], known: Known) -> Step | None:
    """The step that is about a parcel."""
    found = ((step, flow.parcel_of(step, known)) for step in asking)
    return next((step for step, one in found if one is not None and one.id == parcel.id), None)


def _is_of(prompt: Prompt, figure: str) -> bool:
    return figure == prompt.id or figure.startswith(f"{prompt.id}/")


def _around(work: Work, activity: Activity, student: str, exchange: Path | None) -> Around:
    try:
        return around_of(activity, work.folder, student, exchange)
    except KithError:  # what it holds back is not there; its own card says so
        return Around(FileArrivals(work.folder.parent), student)


def _cells(path: Path) -> list[tuple[str, str]]:
    """Each cell of a page as its kind and its text; none of a file that can't be read."""
    try:
        cells = json.loads(path.read_bytes())["cells"]
        return [(str(cell["cell_type"]), "".join(cell["source"])) for cell in cells]  # text, or a list of lines
    except (OSError, ValueError, KeyError, TypeError):
        return []
