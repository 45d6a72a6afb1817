"""``kith hold``: what a question shows waits for a word that is said in the room."""

from pathlib import Path

import pytest

from kith_exercises.facts import CourseFacts, ModuleFacts, read_course, read_facts, write_facts
from kith_exercises.primitives.doors import opens
from kith_facilitator.home import Home, ensure_home
from tests.facilitator.steps import kith

FOLD = "0-welcome/being-seen"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with Kith's own course, of which one module is said to be out."""
    made = ensure_home(tmp_path / "home", identity="claimed")
    place = Path(made.exchange, made.course_id)
    place.mkdir(parents=True)
    write_facts(place, [ModuleFacts("0-welcome", "Welcome")], CourseFacts("Ask Sam.", holds={"2-other/x": "salt y"}))
    return made


def said(home: Home) -> CourseFacts:
    return read_course(Path(home.exchange, home.course_id))


def test_a_question_waits_for_a_word_and_opens_to_everybody_again(home: Home) -> None:
    listed = kith("hold", home=home.root)
    assert f"{FOLD}: opens to everybody" in listed
    assert "Activities are done as each kind is done usually" in listed
    assert "opens with “Green tea”, and for whoever" in kith("hold", FOLD, "Green tea", home=home.root)
    assert opens("green  TEA", said(home).holds[FOLD])
    assert f"{FOLD}: opens with a word" in kith("hold", home=home.root)
    kith("hold", FOLD, "coffee", home=home.root)
    assert not opens("green tea", said(home).holds[FOLD])
    assert f"{FOLD} opens to everybody again" in kith("hold", FOLD, "--open", home=home.root)
    assert f"{FOLD} opens to everybody, as before" in kith("hold", FOLD, "--open", home=home.root)
    assert said(home) == CourseFacts("Ask Sam.", holds={"2-other/x": "salt y"}), "all else stays"
    assert [one.module for one in read_facts(Path(home.exchange, home.course_id))] == ["0-welcome"]


def test_the_word_is_written_nowhere_in_the_home(home: Home) -> None:
    kith("hold", FOLD, "Marzipan", home=home.root)
    kept = [path.read_bytes() for path in home.root.rglob("*") if path.is_file()]
    assert not any(b"marzipan" in each.lower() for each in kept)
    assert any(said(home).holds[FOLD].encode() in each for each in kept)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("0-welcome/my-question", "tea"), "a room could wait for. These can be held: 0-welcome/three-turns"),
        (("9-gone/x", "tea"), "9-gone"),
        ((FOLD, "  "), "The word is empty."),
        ((FOLD,), f"Give a word or --open, not both: kith hold {FOLD} tea."),
        ((FOLD, "tea", "--open"), "Give a word or --open, not both"),
    ],
)
def test_what_can_t_be_held_is_said_with_what_can(home: Home, words: tuple[str, ...], why: str) -> None:
    assert why in kith("hold", *words, home=home.root, expect_code=2)
    assert FOLD not in said(home).holds


def test_before_anything_is_out_there_is_nobody_to_hold_it_from(tmp_path: Path) -> None:
    root = ensure_home(tmp_path / "home", identity="claimed").root
    assert "Release one, and run this again." in kith("hold", FOLD, "tea", home=root, expect_code=2)
