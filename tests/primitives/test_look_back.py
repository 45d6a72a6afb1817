"""Looking back, from what somebody once said to what they say of it today: which piece, when, and when never again."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from kith_exercises import KithError
from kith_exercises.asking import in_html, is_done
from kith_exercises.cards.fold import FoldCard
from kith_exercises.definitions import FoldPrompt, load_prompts
from kith_exercises.journal import Journal, read_records
from kith_exercises.notebook import Answer, Notebook
from kith_exercises.primitives.known import Around
from kith_exercises.primitives.primitive import Earlier
from kith_exercises.recalling import recalling, said_at
from kith_exercises.records import Record
from kith_widgets.answering import iso
from tests.primitives.samples import LOOK_BACK, WORDS, Walker, states_along

THEN = datetime(2001, 1, 5, 9, tzinfo=UTC)
SAID = LOOK_BACK.earlier["why"]


def day(number: float) -> str:
    return iso(THEN + timedelta(days=number))


class Later(Walker):
    """A learner whose day it is; cards are answered at that time."""

    def on(self, number: float, earlier: Mapping[str, tuple[Earlier, ...]] = LOOK_BACK.earlier) -> "Later":
        """The same learner on another day."""
        self.around = Around(earlier=lambda: earlier, clock=lambda: day(number))
        return self

    def ahead(self) -> Any:
        """The step that stands before them."""
        return self.card().state()["ahead"]

    def asked(self) -> str:
        """Which piece stands before them; "" where it is none."""
        ahead = self.ahead()
        return "" if ahead is None or ahead["waits"] else ahead["id"]

    def answer(self, number: float, door: str = "commit") -> None:
        """What the card would write on that day, as the card writes it."""
        step = self.on(number).asked()
        assert step
        value = {"step": step, "answers": {"now": "changed", "why": WORDS}} if door == "commit" else {"step": step}
        self.journal.write("back", door, value, reach="mine", at=day(number))


@pytest.fixture
def learner(tmp_path: Path) -> Later:
    return Later(LOOK_BACK, tmp_path / "learner" / "1-some")


def test_what_was_said_comes_back_as_it_was_with_its_date_and_three_answers(learner: Later) -> None:
    ahead = learner.on(1.5).ahead()
    assert ahead["before"] == [
        {"kind": "quote", "words": "Since nobody asked me.", "voice": "you", "label": "Why?", "at": SAID[0].at}
    ]
    [now, why] = ahead["fields"]
    assert [option["label"] for option in now["options"]] == ["Still true", "It has changed", "I'd say it differently"]
    assert why["optional"]
    assert ahead["look"] == "Not now"


def test_each_piece_comes_when_it_is_old_enough_and_each_later_one_that_much_later(learner: Later) -> None:
    assert learner.on(0.9).asked() == ""
    learner.answer(1)
    assert learner.on(6).asked() == ""
    learner.answer(7.1)
    assert [learner.on(number).asked() for number in (20, 21, 22)] == ["", "", "why-21"]
    learner.answer(22)
    assert learner.on(400).asked() == "", "three times is enough"


def test_who_comes_late_meets_the_last_piece_alone(learner: Later) -> None:
    assert learner.on(30).asked() == "why-21"
    learner.answer(30)
    assert learner.on(60).asked() == ""


def test_two_pieces_in_a_row_lie_as_far_apart_as_their_days(learner: Later) -> None:
    learner.answer(6.9)
    assert [learner.on(number).asked() for number in (7.5, 12, 13)] == ["", "", "why-7"]


def test_at_most_one_piece_a_sitting_whichever_door_was_taken(tmp_path: Path) -> None:
    for number, door in enumerate(("commit", "unfold")):
        both = {**LOOK_BACK.earlier, "0-welcome/where": (Earlier(day(0), (("Where?", "Here."),)),)}
        one = Later(LOOK_BACK, tmp_path / str(number) / "1-some")
        one.answer(1.5, door)
        assert one.on(1.6, both).ahead() is None
        assert one.on(2.1, both).asked() == "0-welcome/where-1"


def test_two_times_not_now_and_it_is_quiet_for_good(learner: Later) -> None:
    learner.answer(1, "unfold")
    learner.answer(7, "unfold")
    assert [learner.on(number).asked() for number in (21, 30, 400)] == ["", "", ""]
    passed = learner.card().state()["passed"]
    assert [one["scenes"] for one in passed] == [[], []], "what was put off is not held against anybody"


def test_who_has_nothing_to_look_back_on_is_told_and_can_go_on(learner: Later) -> None:
    card = learner.on(0.1).card()
    card.settle()
    assert not card.state()["ended"], "opening a page is not coming to its end"
    assert "nothing to look back on today" in card.state()["ahead"]["waits"]
    assert card.act({"do": "next", "step": "nothing"})["ended"]
    assert learner.on(3).asked() == "why-1", "and it stands here when it is time"


def test_words_that_changed_since_stand_beside_each_other_as_they_were_on_that_day(learner: Later) -> None:
    def version(number: float, words: str) -> Earlier:
        return Earlier(day(number), (("Why?", words),))

    learner.on(9, {"why": (version(0, "First."), version(1.5, "Second."), version(8.9, "Third."))})
    assert learner.asked() == "why-7"
    [scene] = learner.ahead()["before"]
    assert [part["words"] for part in scene["parts"]] == ["Second.", "Third."]
    assert {part["voice"] for part in scene["parts"]} == {"you"}
    learner.journal.write("back", "commit", {"step": "why-7", "answers": {"now": "still"}}, reach="mine", at=day(9))
    versions = (version(0, "First."), version(1.5, "Second."), version(8.9, "Third."), version(12, "Fourth."))
    [passed] = learner.on(30, {"why": versions}).card().state()["passed"]
    assert [part["words"] for part in passed["scenes"][0]["parts"]] == ["Second.", "Third."], "it stays as it was met"


PROMPTS = """
    [back]
    kind = "look-back"
    reach = "mine"
    title = "Looking back"
    of = ["tapped", "why", "1-other/own", "1-gone/own", "story"]
    days = [1]

    [tapped]
    kind = "fold"
    reach = "count"
    title = "Tunes"
    intro = ["How many?"]
    kept = "Kept."

    [[tapped.fields]]
    id = "named"
    kind = "number"
    label = "Tunes that were named"
    min = 0
    max = 120
    unit = "tunes"

    [why]
    kind = "text"
    reach = "facilitator"
    title = "Why"
    question = ["Why?"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "learner" / "2-here"
    found.mkdir(parents=True)
    (found / "prompts.toml").write_text(dedent(PROMPTS), encoding="utf-8")
    other = found.parent / "1-other"
    other.mkdir()
    own = '[own]\nkind = "text"\nreach = "mine"\ntitle = "Mine"\nquestion = ["What?"]\nformerly = ["old"]\n'
    (other / "prompts.toml").write_text(own, encoding="utf-8")
    return found


def write(folder: Path, prompt: str, event: str, value: Any, at: str, reach: Any = "count", page: str = "page") -> None:
    Journal.open(folder, folder.name, page).write(prompt, event, value, reach=reach, at=at)


def test_predictions_and_texts_are_found_on_all_pages_and_in_other_modules_under_any_name(folder: Path) -> None:
    read = recalling(folder, "2-here", ["tapped", "why", "1-other/own", "1-gone/own", "nobody"])
    assert read() == {"tapped": (), "why": (), "1-other/own": ()}
    write(folder, "tapped", "commit", {"named": 60}, day(1))
    write(folder, "tapped", "note", "I tapped it myself.", day(3), page="later")
    for number, words in enumerate(("One.", " \n", "Two.")):
        write(folder, "why", "text", words, day(number), "facilitator", page="later")
    other = folder.parent / "1-other"
    Journal.open(other, "1-other", "page", {}).write("old", "text", "Own.", reach="mine", at=day(2))
    assert read() == {
        "tapped": (
            Earlier(
                day(3),
                (("Tunes that were named", "60 tunes"), ("A note added later", "I tapped it myself.")),
                ("named", ""),
            ),
        ),
        "why": (Earlier(day(0), (("Why", "One."),)), Earlier(day(2), (("Why", "Two."),))),
        "1-other/own": (Earlier(day(2), (("Mine", "Own."),)),),
    }


def test_who_looked_without_predicting_has_no_prediction_to_look_back_on(folder: Path) -> None:
    prompt = load_prompts(folder / "prompts.toml")["tapped"]
    assert isinstance(prompt, FoldPrompt)
    assert said_at(prompt, [Record(1, day(0), "tapped", "look", None, "count", "w")]) == ()


def test_on_a_page_it_finds_what_its_own_learner_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    prompt = load_prompts(folder / "prompts.toml")["tapped"]
    assert isinstance(prompt, FoldPrompt)
    write(folder, "tapped", "commit", {"named": 60}, day(1))
    assert FoldCard(prompt, Journal.open(folder, "2-here", "page"), "key").state()["door"] == "commit"
    shown = Notebook(folder, "2-here", "next").activity("back")
    assert '"60 tunes"' in shown.state
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    marked = Notebook(folder, "2-here", "next").activity("back")
    assert isinstance(marked, Answer)
    assert "60 tunes" not in marked._repr_html_()


def test_nothing_of_it_travels_but_that_the_end_was_reached(learner: Later) -> None:
    for _ in states_along(learner.on(2).card()):
        pass
    travelled = read_records(learner.journal.travelling).records
    assert [record.event for record in travelled] == ["end"]
    assert b"canary" not in learner.journal.travelling.read_bytes()
    assert "canary" not in in_html(learner.activity, learner.journal.read().of("back"))


def test_what_became_of_it_is_left_to_others_piece_by_piece_and_by_a_yes_alone(tmp_path: Path) -> None:
    sample = replace(LOOK_BACK, definition=f"{dedent(LOOK_BACK.definition)}offer = true\n")
    learner = Later(sample, tmp_path / "learner" / "1-some")
    card = learner.on(1.5).card()
    answers = {"now": "changed", "why": "Ana asked me."}
    ahead = card.act({"do": "commit", "step": "why-1", "answers": answers})["ahead"]
    assert ahead["id"] == "offer-why-1"
    would = [["Why? (then)", "Since nobody asked me."], ["How is that for you today?", "It has changed"]]
    _, *shown = ahead["before"]
    assert [[one["label"], one["words"]] for one in shown][:2] == would
    assert {field["reach"]["kind"] for field in ahead["fields"]} == {"library"}
    assert card.act({"do": "next", "step": "offer-why-1"})["ended"]
    assert b"Ana" not in learner.journal.travelling.read_bytes()
    card = learner.on(7.5).card()
    ahead = card.act({"do": "commit", "step": "why-7", "answers": answers})["ahead"]
    card.act({"do": "commit", "step": ahead["id"], "answers": {"how": "unnamed", "name": ""}})
    [left] = [one for one in read_records(learner.journal.travelling).records if one.event == "commit"]
    assert (left.reach, left.value["step"], left.value["words"][:2]) == ("library", "offer-why-7", would)
    learner.on(21.5)
    learner.answer(21.5, "unfold")
    assert learner.ahead() is None, "what was put off is offered by nobody"


def test_it_is_never_counted_as_left_to_do(learner: Later) -> None:
    learner.on(30)
    assert learner.asked()
    assert is_done(learner.activity, ())


def test_a_time_that_is_none_brings_nothing_back(learner: Later) -> None:
    assert learner.on(30, {"why": (replace(SAID[0], at="yesterday"),)}).asked() == ""


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('of = ["why", "0-welcome/where"]', "", "“of” is missing"),
        ('["why", "0-welcome/where"]', "[]", "“of” must name different questions"),
        ('["why", "0-welcome/where"]', '["why", "why"]', "“of” must name different questions"),
        ('["why", "0-welcome/where"]', '["back"]', "“of” names “back” itself"),
        ("of = ", "days = [7, 1]\nof = ", "each larger than the one before"),
        ("of = ", "days = []\nof = ", "“days” must be whole numbers"),
        ("of = ", "days = [0.5]\nof = ", "“days” must be whole numbers"),
        ("of = ", "day = 1\nof = ", "there is no such key as “day”"),
        ('"mine"', '"facilitator"', "“reach” must be mine"),
        ("of = ", 'forms = ["room"]\nof = ', "“forms” must be some of alone"),
    ],
)
def test_a_slip_is_named_with_the_line_of_its_table(tmp_path: Path, old: str, new: str, says: str) -> None:
    path = tmp_path / "prompts.toml"
    path.write_text(dedent(LOOK_BACK.definition).replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KithError) as error:
        load_prompts(path)
    assert says in str(error.value)
    assert str(error.value).startswith(f"{path}, line 2: [back]: ")
