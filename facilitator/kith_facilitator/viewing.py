"""A module as one learner sees it now: their cards as submitted, and the feedback as it was given or would be.

Only answers that a facilitator may read by name are in it.
"""

import shutil
import tempfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from nbgrader.api import MissingEntry

from kith_exercises import KithError, log
from kith_exercises.calls import SHOWS
from kith_exercises.definitions import load_prompts, load_rubrics, renamed
from kith_exercises.envelope import Envelope
from kith_exercises.journal import Journal, Reach, Record, read_records, utc_now
from kith_exercises.primitives.known import Around
from kith_exercises.reaches import seen_by_facilitator
from kith_exercises.records import whole
from kith_exercises.sealed import PACKED, Sealed
from kith_facilitator.course.model import Module
from kith_facilitator.course.source import read_source
from kith_facilitator.envelopes import envelope_of
from kith_facilitator.exhibits import exhibit_of
from kith_facilitator.files import files_like
from kith_facilitator.grading.stamps import is_graded
from kith_facilitator.home import Home
from kith_facilitator.issued import last_envelope
from kith_facilitator.nbgrader_api import Nbgrader
from kith_widgets.host import Exhibit, Section, page
from kith_widgets.words import language, say

__all__ = ["Viewed", "view"]


@dataclass(frozen=True)
class Viewed:
    """The page, and which of the module's notebooks show feedback that was given, and which only what is marked."""

    page: str
    given: tuple[str, ...]
    would: tuple[str, ...]


def view(home: Home, module: Module, learner: str) -> Viewed:
    """One page without a kernel. What is the learner's own, a partner's or a count is named in it and not shown.

    Raises KithError where nothing of this learner was collected.
    """
    submitted = home.course / "submitted" / learner / module.name
    if not learner or "/" in learner or learner in (".", "..") or not submitted.is_dir():
        raise KithError(f"Nothing of {learner} on {module.name} was collected. Run “kith collect {module.name}” first.")
    given: list[str] = []
    would: list[str] = []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, module.name)
        _lay_out(home, module, submitted, folder)
        sections = []
        for notebook in module.notebooks:
            _without_levels(
                folder / "responses" / f"{notebook}.jsonl",
                renamed(load_prompts(folder / "prompts.toml")),
                _judged(home, module.name, learner, notebook),
            )
            envelope = last_envelope(home.course, module.name, learner, notebook)
            if envelope is not None and envelope.issued:
                given.append(notebook)
            else:
                envelope = _marked(home, module.name, learner, notebook)
                would += [notebook] if envelope else []
            sections.append(Section(notebook, list(_cards(folder, module, notebook, envelope))))
    note = f"What {learner} sees of {module.title}, as they last submitted it. Their own notes are not here."
    made = page(f"{module.title}: {learner}", sections, note=note, language=language())
    return Viewed(made, tuple(given), tuple(would))


def _lay_out(home: Home, module: Module, submitted: Path, folder: Path) -> None:
    """The module's folder with the release's questions and what travelled of the answers: plain files, no links."""
    folder.mkdir()
    for name in ("prompts.toml", "rubric.toml", PACKED):
        source = home.course / "release" / module.name / name
        if source.is_file():
            shutil.copyfile(source, folder / name)
    (folder / "responses").mkdir()
    for path in files_like(submitted / "responses", "*.jsonl"):
        shutil.copyfile(path, folder / "responses" / path.name)


def _without_levels(journal: Path, names: Mapping[str, str], judged: Collection[tuple[str, str]]) -> None:
    """Take out how the learner rates themselves on what nobody judged yet: whoever marks is not to be led by it."""
    if not journal.is_file():
        return
    kept = []
    for record in read_records(journal).records:
        criterion = record.value.get("criterion") if isinstance(record.value, dict) else None
        if record.event != "self" or (names.get(record.prompt, record.prompt), criterion) in judged:
            kept.append(log.encode(whole(record)))
    journal.write_bytes(b"".join(kept))


def _judged(home: Home, module: str, learner: str, notebook: str) -> frozenset[tuple[str, str]]:
    """The prompts and criteria on which a marker's word stands, on what the learner handed in last."""
    if not is_graded(home, module, learner):
        return frozenset()
    with Nbgrader(home).gradebook() as gradebook:
        try:
            page = gradebook.find_submission_notebook(notebook, module, learner)
        except MissingEntry:
            return frozenset()
        done = [cell.name for cell in page.grades if cell.manual_score is not None and not cell.needs_manual_grade]
    return frozenset((prompt, criterion) for prompt, _, criterion in (name.partition("--") for name in done))


def _marked(home: Home, module: str, learner: str, notebook: str) -> Envelope | None:
    """The envelope as it would be made of what is marked so far, or None if it is not graded yet."""
    graded = home.course / "autograded" / learner / module
    if not graded.is_dir():
        return None
    with Nbgrader(home).gradebook() as gradebook:
        return replace(envelope_of(gradebook, learner, module, notebook, graded), issued=utc_now())


def _cards(folder: Path, module: Module, notebook: str, envelope: Envelope | None) -> Iterator[Exhibit]:
    prompts, rubrics = load_prompts(folder / "prompts.toml"), load_rubrics(folder / "rubric.toml")
    journal = Journal.open(folder, module.name, notebook, renamed(prompts))
    nothing = Journal.open(folder / "nothing", module.name, notebook)
    source = read_source(module.source(notebook).read_text(encoding="utf-8"), notebook)
    shown = [(cell.call.prompt, cell.call.part) for cell in source if cell.call and cell.call.word in SHOWS]
    for id, part in dict.fromkeys(shown):
        prompt, key = prompts.get(id), f"view:{module.name}:{notebook}:{id}{part and '/'}{part}"
        if prompt is None:
            continue
        # Who may read an answer was promised before it was given: a count is in no page about one person.
        readable = seen_by_facilitator(prompt.reach)
        known, note = (journal, "") if readable else (nothing, _unseen(prompt.reach))
        yield exhibit_of(
            prompt,
            part,
            journal=known,
            key=key,
            around=Around(sealed=Sealed.load(folder).of(id)),
            records=partial(_readable, known, id),
            criteria=rubrics.get(id, ()),
            envelope=envelope,
            note=note,
            readers=True,
        )


def _readable(journal: Journal, prompt: str) -> tuple[Record, ...]:
    return tuple(record for record in journal.read().of(prompt) if seen_by_facilitator(record.reach))


def _unseen(reach: Reach) -> str:
    if reach == "mine":
        return say("hiddenMine")
    return say("hiddenPartner") if reach == "partner" else say("hiddenCount")
