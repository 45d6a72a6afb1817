"""What learners told their facilitator under a question, to plan with: in the order of the alphabet, without names."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kith_exercises import KithError
from kith_exercises.asking import read_back
from kith_exercises.cards.fold import first_door
from kith_exercises.definitions import Activity, FoldPrompt, Prompt, load_prompts, renamed
from kith_exercises.journal import Record
from kith_exercises.lab_fields import Sort
from kith_exercises.primitives.flow import steps_of
from kith_facilitator.collected import collected
from kith_facilitator.course.model import Module
from kith_facilitator.files import files_like
from kith_facilitator.home import Home

__all__ = ["Told", "in_order", "told"]

#: Below so many people no number is told.
_FEW = 5


@dataclass(frozen=True)
class Told:
    """What was said under one question: by what it answers, how often each line was given; and by how many people."""

    name: str
    title: str
    people: int
    lines: dict[str, Counter[str]]

    @property
    def many(self) -> str:
        """By how many; below five, so that a heading points at nobody, by a few."""
        return f"{self.people} people" if self.people >= _FEW else "a few"

    def sentences(self) -> Iterator[str]:
        """A heading for each field, and under it what was said."""
        yield f"{self.title}: told by {self.many}"
        for label, lines in self.lines.items():
            if label:
                yield label
            for line, times in in_order(lines):
                yield f"  {times} × {line}" if times > 1 else f"  {line}"


def in_order(lines: Mapping[str, int]) -> list[tuple[str, int]]:
    """Lines in the order of the alphabet, which tells nobody who said them."""
    return sorted(lines.items(), key=lambda one: one[0].casefold())


def told(home: Home, module: Module, prompt: str | None = None) -> list[Told]:
    """What was collected of one question, or of all that tell a facilitator something. Raises KithError."""
    prompts = load_prompts(module.folder / "prompts.toml")
    if prompt is not None and prompt not in prompts:
        raise KithError(f"{module.name} has no question “{prompt}”. It has: {', '.join(prompts)}.")
    asked = [prompts[prompt]] if prompt else list(prompts.values())
    # One learner's records of a question may lie in the files of several pages.
    found: dict[str, dict[str, list[Record]]] = {one.id: {} for one in asked}
    names = renamed(prompts)
    for path in files_like(home.course / "submitted", f"*/{module.name}/responses/*.jsonl"):
        for record in collected(path, names).records:
            if record.prompt in found:
                found[record.prompt].setdefault(path.parts[-4], []).append(record)
    return [_told(module, one, found[one.id].values()) for one in asked]


def _told(module: Module, prompt: Prompt, learners: Iterable[Sequence[Record]]) -> Told:
    people, lines = 0, dict[str, Counter[str]]()
    for records in learners:
        given = [(label, text) for label, text in _given(prompt, records) if text]
        people += bool(given)
        for label, text in given:
            lines.setdefault(label, Counter())[text] += 1
    return Told(f"{module.name}/{prompt.id}", prompt.title, people, lines)


def _given(prompt: Prompt, records: Sequence[Record]) -> Iterator[tuple[str, str]]:
    """What is for a facilitator to read, by what it answers; what is counted or goes to partners is not listed."""
    theirs = tuple(record for record in records if record.reach == "facilitator")
    if isinstance(prompt, FoldPrompt):
        # A commit counts once the records of all its reaches are there.
        answers = first_door(prompt, records).answers or {}
        for field in prompt.fields:
            if field.id in answers and (field.reach or prompt.reach) == "facilitator":
                yield field.label, _in_one_line(field.read(answers[field.id]))
        theirs = tuple(record for record in theirs if record.event != "commit")
    heaps = _heaps(prompt)
    for one in read_back(prompt, theirs):
        # What was sorted into heaps is a line each, so that lines can be counted.
        for text in one.text.splitlines() if one.label in heaps else (one.text,):
            yield one.label, _in_one_line(text)


def _heaps(prompt: Prompt) -> set[str]:
    steps = steps_of(prompt) if isinstance(prompt, Activity) else ()
    return {field.label for step in steps for field in step.fields if isinstance(field, Sort)}


def _in_one_line(text: str) -> str:
    return " ".join(text.split())
