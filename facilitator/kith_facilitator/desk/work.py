"""What was handed in: each answer's words, and what the learner says about them; read again when changed."""

import os
import stat
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Generic, TypeVar

from kith_exercises.assessment import Own, Reply, SelfLevel, Verdict, own_criterion, replies, self_levels, shown_drafts
from kith_exercises.assessment import verdicts as verdicts_of
from kith_exercises.definitions import Criterion, TextPrompt, load_prompts, load_rubrics, renamed
from kith_exercises.envelope import Feedback
from kith_exercises.journal import Record, read_records
from kith_exercises.reaches import seen_by_facilitator
from kith_exercises.snags import PAGE, SNAGS, Snag, snags_in
from kith_facilitator.cohort import Cohort, late, load_cohort
from kith_facilitator.grading.stamps import is_graded, submitted_students
from kith_facilitator.home import Home
from kith_facilitator.issued import kept_folder, last_envelope
from kith_widgets.words import say

__all__ = ["Given", "Rubric", "Work", "Written"]

#: A journal that is larger was not written by a card; it is not read, so that one learner can't stop the desk.
_LARGEST = 50_000_000

Value = TypeVar("Value")
_States = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Written:
    """One answer of one learner, as it was submitted."""

    text: str = ""
    at: str | None = None
    shown: tuple[tuple[str, str], ...] = ()
    own: Own | None = None
    levels: Mapping[str, SelfLevel] | None = None
    replies: tuple[Reply, ...] = ()
    verdicts: Mapping[tuple[str, str, str], Verdict] | None = None

    @property
    def version(self) -> str:
        """A short name for just these words, and for the criterion that goes with them."""
        own = (self.own.replaces, self.own.title, self.own.good) if self.own else ()
        return sha256("\0".join((self.text, *own)).encode("utf-8", "surrogatepass")).hexdigest()[:12]


@dataclass(frozen=True)
class Given:
    """What was last issued on one answer, and when."""

    feedback: Feedback
    issued: str


@dataclass(frozen=True)
class Rubric:
    """A question that is marked, and its criteria."""

    prompt: TextPrompt
    criteria: tuple[Criterion, ...]


class _Fresh(Generic[Value]):
    """Values by place on the disk, made anew when what lies there has changed."""

    def __init__(self) -> None:
        self._kept: dict[Path, tuple[_States, Value]] = {}

    def get(self, path: Path, make: Callable[[], Value], *also: Path) -> Value:
        """The value of a place; ``also`` are others on which it depends. None of them need be there."""
        states = tuple(_state(place) for place in (path, *also))
        kept = self._kept.get(path)
        if kept is None or kept[0] != states:
            kept = self._kept[path] = (states, make())
        return kept[1]


class Work:
    """The submissions of a home's modules."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._rubrics: _Fresh[tuple[dict[str, Rubric], dict[str, str]]] = _Fresh()
        self._written: _Fresh[dict[str, Written]] = _Fresh()
        self._given: _Fresh[dict[str, Given]] = _Fresh()
        self._late: _Fresh[bool] = _Fresh()
        self._cohort: _Fresh[Cohort] = _Fresh()
        self._graded: _Fresh[bool] = _Fresh()
        self._titles: _Fresh[dict[str, str]] = _Fresh()
        self._snags: _Fresh[list[Record]] = _Fresh()

    def rubrics(self, module: str) -> Mapping[str, Rubric]:
        """What is marked in a module, in the order of its questions."""
        return self._definitions(module)[0]

    def written(self, module: str, student: str, notebook: str) -> Mapping[str, Written]:
        """A learner's answers in one notebook, by prompt; as they were submitted, while there is no graded copy."""
        step = "autograded" if self.has_graded_copy(module, student, notebook) else "submitted"
        path = self._journal(step, module, student, notebook)
        return self._written.get(path, lambda: self._read(module, path), self._home.course / "release" / module)

    def has_graded_copy(self, module: str, student: str, notebook: str) -> bool:
        """Whether a graded copy is there; nbgrader takes it away before it grades, and leaves none where that fails."""
        page = self._home.course / "autograded" / student / module / f"{notebook}.ipynb"
        return os.path.lexists(page) or os.path.lexists(self._journal("autograded", module, student, notebook))

    def ungraded(self, module: str) -> list[str]:
        """Whose submission was collected, and not graded to its end since."""
        release = tuple(_files_in(self._home.course / "release" / module))
        return [
            student
            for student in submitted_students(self._home, module)
            if not self._graded.get(
                self._home.course / ".kith" / "graded" / module / f"{student}.json",
                partial(_is_graded, self._home, module, student),
                *_files_in(self._home.course / "submitted" / student / module),
                *release,
            )
        ]

    def snags(self, module: str) -> tuple[Mapping[str, str], list[Snag]]:
        """The titles of what a module asks, and of a page as a whole; and what got in anybody's way there."""
        prompts = self._home.course / "release" / module / "prompts.toml"
        titles = self._titles.get(prompts, lambda: {id: one.title for id, one in load_prompts(prompts).items()})
        names, records = self._definitions(module)[1], list[Record]()
        for path in sorted((self._home.course / "submitted").glob(f"*/{module}/responses/*.jsonl")):
            records += self._snags.get(path, partial(_snag_records, path))
        asked = {**titles, PAGE: say("snagPage")}
        found = snags_in(records, {*titles, *names})
        return asked, [replace(one, where=names.get(one.where, one.where)) for one in found]

    def given(self, module: str, student: str, notebook: str) -> Mapping[str, Given]:
        """What was last issued to a learner in one notebook, by prompt."""
        path = kept_folder(self._home.course, module, student) / f"{notebook}.json"

        def read() -> dict[str, Given]:
            envelope = last_envelope(self._home.course, module, student, notebook)
            names = self._definitions(module)[1]
            said = envelope.feedback.items() if envelope and envelope.issued else ()
            return {names.get(id, id): Given(feedback, envelope.issued if envelope else "") for id, feedback in said}

        return self._given.get(path, read)

    def late(self, module: str, student: str) -> bool | None:
        """Whether a learner's answers came after they were due, for them; None where nothing is agreed."""
        agreed = self._home.root / "cohort.toml"
        cohort = self._cohort.get(agreed, lambda: load_cohort(self._home))
        if module not in cohort.due:
            return None
        answers = self._home.course / ".kith" / "answers" / module / student
        return self._late.get(answers, lambda: late(self._home, module, student, cohort=cohort) is not None, agreed)

    def _journal(self, step: str, module: str, student: str, notebook: str) -> Path:
        return self._home.course / step / student / module / "responses" / f"{notebook}.jsonl"

    def _definitions(self, module: str) -> tuple[dict[str, Rubric], dict[str, str]]:
        """The rubrics as learners had them, and today's name of each prompt that had another."""
        folder = self._home.course / "release" / module

        def load() -> tuple[dict[str, Rubric], dict[str, str]]:
            prompts, rubrics = load_prompts(folder / "prompts.toml"), load_rubrics(folder / "rubric.toml")
            marked = {
                id: Rubric(prompt, rubrics[id])
                for id, prompt in prompts.items()
                if isinstance(prompt, TextPrompt) and id in rubrics and seen_by_facilitator(prompt.reach)
            }
            return marked, renamed(prompts)

        return self._rubrics.get(folder / "rubric.toml", load, folder / "prompts.toml")

    def _read(self, module: str, path: Path) -> dict[str, Written]:
        """The answers in a submitted journal."""
        rubrics, names = self._definitions(module)
        by_prompt: dict[str, list[Record]] = {id: [] for id in rubrics}
        for record in _records(path):
            id = names.get(record.prompt, record.prompt)
            if id in by_prompt and seen_by_facilitator(record.reach):
                by_prompt[id].append(replace(record, prompt=id))
        return {id: _written(records) for id, records in by_prompt.items()}


def _records(path: Path) -> Sequence[Record]:
    """A submitted journal; its folder was open to a learner's own code, so only a plain file is opened."""
    try:
        found = path.lstat()
    except OSError:
        return ()
    plain = stat.S_ISREG(found.st_mode) and found.st_size <= _LARGEST and not path.parent.is_symlink()
    return read_records(path).records if plain else ()


def _snag_records(path: Path) -> list[Record]:
    return [record for record in _records(path) if record.prompt == SNAGS]


def _written(records: list[Record]) -> Written:
    texts = [record for record in records if record.event == "text" and isinstance(record.value, str)]
    newest = texts[-1] if texts else None
    return Written(
        text=newest.value if newest else "",
        at=newest.at if newest else None,
        shown=tuple((record.at, record.value) for record in shown_drafts(records)),
        own=own_criterion(records),
        levels=self_levels(records),
        replies=replies(records),
        verdicts=verdicts_of(records),
    )


def _is_graded(home: Home, module: str, student: str) -> bool:
    try:
        return is_graded(home, module, student)
    except OSError:  # what can't be read, grading tells; the desk goes on with the others
        return False


def _files_in(folder: Path) -> list[Path]:
    """A folder and every file below it; links are not followed."""
    return [folder, *(Path(base, name) for base, _, names in os.walk(folder) for name in sorted(names))]


def _state(path: Path) -> tuple[int, ...]:
    try:
        found = path.lstat()
    except OSError:
        return (0,)
    return found.st_ino, found.st_size, found.st_mtime_ns
