"""The course's prompts and what they unfold speak of the same fields and options."""

from pathlib import Path

from kith_exercises import truths
from kith_exercises.definitions import FoldPrompt, load_prompts, load_rubrics
from kith_exercises.fields import Marks, Text

COURSE = Path(__file__).parents[2] / "course"
WELCOME = load_prompts(COURSE / "0-welcome/prompts.toml")
EMPATHY = load_prompts(COURSE / "1-empathy/prompts.toml")


def test_each_fold_unfolds_something_or_says_what_becomes_of_the_answer():
    folds = {**WELCOME, **EMPATHY}.values()
    assert {prompt.id: prompt.truth for prompt in folds if isinstance(prompt, FoldPrompt)} == {
        "where-i-stand": None,
        "three-turns": "three-turns",
        "being-seen": "guyer",
        "two-accounts": "sealed",
        "own-look": "sealed",
        "agreed": None,
        **{f"question-{sitting}": None for sitting in range(1, 5)},
        **{f"keep-{sitting}": None for sitting in range(1, 4)},
        "kept-lines": None,
        "handover": "sealed",
        "reported": "sealed",
        "thing-now": None,
        "tapped": "sealed",
        "single-facts": "sealed",
        "promise": None,
        "handover-again": None,
        "where-i-stand-now": None,
        "after-action": None,
    }
    assert "come back" in WELCOME["where-i-stand"].kept


def test_what_was_said_before_stands_above_or_beside_what_is_said_now():
    folds = (prompt for prompt in EMPATHY.values() if isinstance(prompt, FoldPrompt))
    recalling = {fold.id: (fold.above, fold.beside) for fold in folds if fold.above or fold.beside}
    thread = ("0-welcome/my-question", "question-1", "question-2", "question-3")
    assert recalling == {
        **{f"question-{sitting}": (thread[:sitting], ()) for sitting in range(1, 5)},
        "thing-now": (("0-welcome/my-thing",), ()),
        "handover-again": (("handover",), ()),
        "kept-lines": (("keep-1", "keep-2", "keep-3"), ()),
        "where-i-stand-now": ((), ("0-welcome/where-i-stand",)),  # the first marks would steer the last ones
    }


def test_the_three_turns_are_told_back_as_they_were_chosen():
    turns = WELCOME["three-turns"].fields
    (step,) = truths.reveal("three-turns", turns)
    assert step.scene()["tally"]["of"] == [field.id for field in turns]
    assert {tuple(option.label for option in field.options) for field in turns} == {("Give it to the group", "Keep it")}


def test_the_marks_are_those_that_the_study_answers():
    marks, why = WELCOME["being-seen"].fields
    assert isinstance(marks, Marks)
    assert {mark.id for mark in marks.marks} == set(truths.targets("guyer"))
    assert (marks.scale.min, marks.scale.max) == (0, 120)
    assert marks.width
    assert isinstance(why, Text)


def test_reaches_are_what_the_welcome_page_says():
    assert {name: prompt.reach for name, prompt in WELCOME.items()} == {
        "where-i-stand": "count",
        "my-question": "facilitator",
        "my-thing": "mine",
        "reader-card": "partner",
        "three-turns": "mine",
        "being-seen": "count",
        "two-accounts": "count",
        "own-look": "mine",
        "agreement": "facilitator",
        "how-easy-at-first": "count",
    }
    assert [field.reach for field in WELCOME["being-seen"].fields] == [None, "facilitator"]
    assert EMPATHY["difference"].reach == "facilitator"


def test_four_lines_each_allow_no_idea_yet():
    lines = WELCOME["where-i-stand"].fields
    assert len(lines) == 4
    assert all(line.check({"none": True}) == {"none": True} for line in lines)


def test_the_reflection_is_read_by_three_criteria_of_four_levels():
    criteria = load_rubrics(COURSE / "1-empathy/rubric.toml")["difference"]
    assert [criterion.id for criterion in criteria] == ["evidence", "explanation", "use"]
    for criterion in criteria:
        assert [level.points for level in criterion.levels] == [0, 1, 2, 3]
    assert EMPATHY["difference"].words == (200, 400)
