"""What a learner said earlier to other questions, read from their own journals to be laid before them again."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from kith_exercises.asking import read_back
from kith_exercises.cards.fold import Answered, first_door
from kith_exercises.definitions import Activity, FoldPrompt, Prompt, load_prompts, renamed
from kith_exercises.errors import KithError
from kith_exercises.fields import Text
from kith_exercises.primitives import PRIMITIVES, flow
from kith_exercises.primitives.known import Around, Pages, around_of
from kith_exercises.primitives.primitive import Earlier
from kith_exercises.records import Record

__all__ = ["answered_to", "answering", "around_in", "recalling", "said_at"]


def around_in(activity: Activity, folder: Path, module: str, student: str, exchange: Path | None) -> Around:
    """What is around an activity in a learner's folder (``known.around_of``), with what it recalls of other questions.

    Raises KithError where what it holds back is not there.
    """
    around = around_of(activity, folder, student, exchange)
    recalled = PRIMITIVES[activity.kind].recalls(activity)
    return replace(around, earlier=recalling(folder, module, recalled)) if recalled else around


def recalling(folder: Path, module: str, names: Iterable[str]) -> Callable[[], Mapping[str, tuple[Earlier, ...]]]:
    """What reads anew, each time it is called, all that was said to these questions of a learner's folder.

    A name alone is a question of this module, ``"0-welcome/why"`` one of another. What is not here was not said.
    """
    asked = _asked(folder, module, names)
    return lambda: {name: said_at(prompt, pages.of(prompt.id)) for name, (prompt, pages) in asked.items()}


def answering(folder: Path, module: str, names: Iterable[str]) -> Callable[[], Mapping[str, Answered]]:
    """The same for answers as they were given, to be drawn once more; what was not answered is not in it."""
    asked = _asked(folder, module, names)

    def read() -> Mapping[str, Answered]:
        found = {name: answered_to(prompt, pages.of(prompt.id)) for name, (prompt, pages) in asked.items()}
        return {name: one for name, one in found.items() if one is not None}

    return read


def _asked(folder: Path, module: str, names: Iterable[str]) -> Mapping[str, tuple[Prompt, Pages]]:
    """Each question that is here, with the pages on which it was answered."""
    asked: dict[str, tuple[Prompt, Pages]] = {}
    for name in names:
        other, _, id = name.rpartition("/")
        place = folder.resolve().parent / other if other else folder
        try:
            prompts = load_prompts(place / "prompts.toml")
        except KithError:
            continue  # a file that was edited
        if id in prompts:
            asked[name] = prompts[id], Pages(place, other or module, renamed(prompts))
    return asked


def answered_to(prompt: Prompt, records: Sequence[Record]) -> Answered | None:
    """What was answered to a fold, or written last to a text; None where nothing was."""
    if isinstance(prompt, FoldPrompt):
        door = first_door(prompt, records)
        if not door.answers:
            return None
        fields = tuple(field for field in prompt.fields if field.id in door.answers)
        return Answered(prompt.title, door.at or "", fields, door.answers)
    if isinstance(prompt, Activity) or not (said := said_at(prompt, records)):
        return None
    text = Text("text", "", None, None, optional=False)
    return Answered(prompt.title, said[-1].at, (text,), {text.id: said[-1].words[0][1]})


def said_at(prompt: Prompt, records: Sequence[Record]) -> tuple[Earlier, ...]:
    """What was said to a question, oldest first: each version of a text; an answer that stays, once."""
    if isinstance(prompt, FoldPrompt):
        return tuple(_in_fold(prompt, records))
    if isinstance(prompt, Activity):
        return tuple(_in_activity(prompt, records))
    texts = [record for record in records if record.event == "text" and isinstance(record.value, str)]
    return tuple(Earlier(one.at, ((prompt.title, one.value),)) for one in texts if one.value.strip())


def _in_fold(prompt: FoldPrompt, records: Sequence[Record]) -> Iterator[Earlier]:
    """What was predicted, and what was made of it. It is as old as the newest of that."""
    given, door = read_back(prompt, records), first_door(prompt, records)
    words = tuple((one.label, one.text) for one in given if one.text.strip())
    if words:
        ids = {field.label: field.id for field in prompt.fields}
        at = max([door.at or "", *(one.at for one in given if one.at)])
        yield Earlier(at, words, tuple(ids.get(label, "") for label, _ in words))


def _in_activity(activity: Activity, records: Sequence[Record]) -> Iterator[Earlier]:
    """Words of one's own, each as old as it is; what a trial was about does not come back here."""
    steps = {step.id: step for step in flow.steps_of(activity) if not step.trial}
    found = [
        (one.at, field.label, one.answers[field.id], field.id)
        for one in flow.passed(tuple(steps.values()), None, records)
        for field in steps[one.id].fields
        if isinstance(field, Text) and one.answers and str(one.answers.get(field.id, "")).strip()
    ]
    if found:
        words = tuple((label, text) for _, label, text, _ in found)
        yield Earlier(max(at for at, *_ in found), words, tuple(id for *_, id in found))
