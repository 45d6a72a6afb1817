"""Holding what a question shows behind a word that is said in the room, so that all of a room see it at one time."""

from dataclasses import replace
from pathlib import Path

from kith_exercises import KithError
from kith_exercises.definitions import Activity, FoldPrompt, Prompt, load_prompts
from kith_exercises.facts import read_course, read_facts, write_facts
from kith_exercises.primitives.doors import hold_of
from kith_exercises.primitives.flow import steps_of
from kith_facilitator.course.model import Course
from kith_facilitator.home import Home

__all__ = ["can_be_held", "held_now", "let_go", "put_behind"]


def can_be_held(course: Course) -> tuple[str, ...]:
    """The questions (``module/prompt``) that show something to all at once, in the course's order."""
    return tuple(
        f"{module.name}/{id}"
        for module in course.modules
        for id, prompt in load_prompts(module.folder / "prompts.toml").items()
        if _shows(prompt)
    )


def held_now(home: Home) -> frozenset[str]:
    """The questions that wait for a word."""
    return frozenset(read_course(_place(home)).holds)


def put_behind(home: Home, course: Course, name: str, word: str, salt: str) -> None:
    """Hold what ``name`` shows until somebody has the word, or says that they are not there.

    What learners can read of it is no more than it takes to know the word again. Raises KithError.
    """
    if name not in (known := can_be_held(course)):
        shown = f"These can be held: {', '.join(known)}" if known else "Nothing in this course can be held"
        raise KithError(f"“{name}” shows nothing that a room could wait for. {shown}.")
    if not word.strip():
        raise KithError("The word is empty. Give one that is said easily, as in: kith hold MODULE/PROMPT tea.")
    _keep(home, name, hold_of(word, salt))


def let_go(home: Home, name: str) -> bool:
    """Let ``name`` open without a word; False where none was asked for. Raises KithError."""
    there = name in held_now(home)
    if there:
        _keep(home, name, "")
    return there


def _shows(prompt: Prompt) -> bool:
    if isinstance(prompt, Activity):
        return any(step.held for step in steps_of(prompt))
    return isinstance(prompt, FoldPrompt) and prompt.truth is not None


def _keep(home: Home, name: str, hold: str) -> None:
    place = _place(home)
    if not place.is_dir():
        raise KithError("Learners see this once a module is out. Release one, and run this again.")
    course = read_course(place)
    holds = {other: known for other, known in course.holds.items() if other != name}
    write_facts(place, read_facts(place), replace(course, holds={**holds, name: hold} if hold else holds))


def _place(home: Home) -> Path:
    return Path(home.exchange, home.course_id)
