"""The fold in each of its states."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kith_exercises.primitives.doors import hold_of
from kith_exercises.primitives.figures import predicted
from kith_exercises.privacy import release
from kith_exercises.truths import targets
from kith_facilitator.gallery._stage import Specimen, Stage

__all__ = ["folds"]

_MARKS = {"values": {"public": 35, "anonymous": 51}, "width": 15}
_WHY = "I was thinking of our own meetings: people are more careful when others watch."
_COMMIT = {"do": "commit", "answers": {"marks": _MARKS, "why": _WHY}}
_LOOK = {"do": "look"}
_NEXT = {"do": "unfold"}
_GUESS = {"do": "unfold", "answer": 20}
_PASS = {"do": "unfold", "look": True}
_EXPLAIN = {
    "do": "explain",
    "text": "I left out that they knew each other's faces.\nThat may be most of it: a good name is worth a few points.",
}
_NOTE = {"do": "note", "text": "Asked my brother (made up, as I am). He would have kept it."}
_LATER = {"do": "note", "text": "Later: I still can't tell being seen from seeing others give."}
_TURNS = {"do": "commit", "answers": {"first": "give", "second": "keep", "third": "give"}}
_EVERY: dict[str, Any] = {
    "one-mark": {"values": {"ask": 4}, "width": None},
    "last": "them",
    "minutes": 25,
    "heard": "That the sheet has a second page. Not that the second page is the one that counts.",
    "else": "I was in a hurry.",
}
_ARABIC = "أظن أن الناس يحبون أن يظهروا كرماء أمام الآخرين."


def folds(stage: Stage) -> Iterator[Specimen]:
    """All states, in the order in which a learner meets them."""
    yield from _predicting(stage)
    yield from _unfolding(stage)
    yield from _afterwards(stage)
    yield from _other_questions(stage)
    yield from _troubles(stage)
    yield from _scripts(stage)


def _form(**answers: Any) -> dict[str, Any]:
    return {"": {"form": answers}}


def _predicting(stage: Stage) -> Iterator[Specimen]:
    yield stage.fold("Open", "No mark is placed and nothing is preselected.", "prediction")
    half = _form(marks={"values": {"public": 35, "anonymous": None}, "width": None}, why="I was thinking of")
    yield stage.fold("Half filled", "What was touched is kept in this browser.", "prediction", drafts=half)
    yield stage.fold(
        "Something lacks", "Commit was pressed too early: all that lacks is named.", "prediction", press=True
    )
    yield stage.fold("Committed", "My answer above the fold, with its time; it stays.", "prediction", _COMMIT)
    yield stage.fold("Fold left out", "My answer is in no figure.", "prediction", _COMMIT, {"do": "out", "out": True})
    yield stage.fold("Looked", "The second door: nothing is mine, and the way on is the same.", "prediction", _LOOK)
    yield stage.fold(
        "What came, held behind a word", "It opens with what is said in the room, and for who is not there.",
        "prediction", _COMMIT, hold=hold_of("tea", "salt"),
    )  # fmt: skip


def _unfolding(stage: Stage) -> Iterator[Specimen]:
    yield stage.fold("Dots", "Each diamond a group; my marks below the line.", "prediction", _COMMIT, _NEXT)
    yield stage.fold(
        "Gap and a question", "How far my marks lie from what came; the next step is asked before it is shown.",
        "prediction", _COMMIT, _NEXT, _NEXT,
    )  # fmt: skip
    yield stage.fold(
        "A guess half made", "A figure typed and not yet committed.", "prediction", _COMMIT, _NEXT, _NEXT,
        drafts={"": {"ask": {"shuffle": 20}}},
    )  # fmt: skip
    yield stage.fold(
        "Scenes without marks", "All that came, for who looked and guessed nothing.",
        "prediction", _LOOK, _NEXT, _NEXT, _PASS,
    )  # fmt: skip


def _afterwards(stage: Stage) -> Iterator[Specimen]:
    end = (_COMMIT, _NEXT, _NEXT, _GUESS)
    yield stage.fold("Shuffle, and explaining", "My figures quoted above the field.", "prediction", *end)
    yield stage.fold(
        "Explanation begun", "Words that are not kept yet lie in this browser.", "prediction", *end,
        drafts={"": {"explain": "They knew each other"}},
    )  # fmt: skip
    yield stage.fold("Explained", "What I make of it stays, word for word.", "prediction", *end, _EXPLAIN)
    group = {"public": (62 + n * 3 % 23 for n in range(24)), "anonymous": (30 + n * 7 % 31 for n in range(24))}
    yield stage.fold(
        "The group", "What it expected, with my own mark below; the next follows on a click.",
        "prediction", *end, _EXPLAIN, _NEXT, figures=_predicted(group),
    )  # fmt: skip
    yield stage.fold(
        "Notes", "Each with its time, under what it is about.", "prediction", *end, _EXPLAIN, _NOTE, _LATER
    )


def _predicted(group: Mapping[str, Iterable[float]]) -> dict[str, Any]:
    """The figures of a group that put its marks there."""
    return {
        f"prediction/{mark}": predicted(release(values), mark, came, (0, 120), "cooperative choices, of 120")
        for (mark, values), came in zip(group.items(), targets("guyer").values(), strict=True)
    }


def _other_questions(stage: Stage) -> Iterator[Specimen]:
    yield stage.fold("Choices", "Three questions with two answers each.", "turns")
    yield stage.fold("Choices counted", "A scene of words, with my own choices told back.", "turns", _TURNS, _NEXT)
    yield stage.fold("Choices not made", "The same scene for who went on without choosing.", "turns", _LOOK, _NEXT)
    yield stage.fold("Every kind of question", "Marks, choice, number, counted and optional text.", "every-field")
    yield stage.fold("Every kind, filled", "The same four, before the commit.", "every-field", drafts=_form(**_EVERY))
    yield stage.fold(
        "Every kind, committed", "How each kind of answer is shown again.",
        "every-field", {"do": "commit", "answers": _EVERY},
    )  # fmt: skip


def _troubles(stage: Stage) -> Iterator[Specimen]:
    filled: dict[str, Any] = {"drafts": _form(marks=_MARKS, why=_WHY), "press": True}
    yield stage.fold(
        "Kernel late", "Committed, and no answer: after four seconds the card says so.", "prediction",
        trouble="late", **filled,
    )  # fmt: skip
    yield stage.fold("Kernel gone", "Committed, and nobody is there.", "prediction", trouble="gone", **filled)
    why = stage.refusal("prediction", [_COMMIT, _COMMIT])
    yield stage.fold(
        "Refused", "Committed in another window before: a sentence, and what was typed stays.", "prediction",
        refusal=why, **filled,
    )  # fmt: skip


def _scripts(stage: Stage) -> Iterator[Specimen]:
    yield stage.fold("Long words", "Words broken, not cut off, at any width.", "long-words")
    answers = {"marks": {"values": {"public": 50, "anonymous": 30}, "width": None}, "why": _ARABIC}
    commit = {"do": "commit", "answers": answers}
    yield stage.fold("Right to left", "A prompt in Arabic, in an interface of another language.", "right-to-left")
    yield stage.fold(
        "Right to left, committed", "The learner's words keep their direction.", "right-to-left", commit, _NEXT
    )
