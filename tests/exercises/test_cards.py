"""A card's state is what its journal says; the truth leaves the kernel only for what was unfolded."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kith_exercises.cards.fold import FoldCard, came_to_the_end, first_door
from kith_exercises.cards.reflection import ReflectionCard
from kith_exercises.cards.static import fold_html, text_html
from kith_exercises.data import guyer
from kith_exercises.definitions import FoldPrompt, Prompt, TextPrompt, load_prompts, load_rubrics
from kith_exercises.envelope import CriterionMark, Envelope, Feedback
from kith_exercises.fields import Text
from kith_exercises.journal import Journal, Reach, read_records
from kith_exercises.primitives.doors import hold_of
from kith_widgets import Refused
from tests.study import figure_in

COURSE = Path(__file__).parents[2] / "course"
ANSWERS = {"marks": {"values": {"public": 35, "anonymous": 62}, "width": 12}, "why": "People <b>relax</b> unseen."}
TURNS = {"turn-1": "self", "turn-2": "group", "turn-3": "self"}


def prompt(id: str) -> Prompt:
    for module in ("0-welcome", "1-empathy"):
        prompts = load_prompts(COURSE / module / "prompts.toml")
        if id in prompts:
            return prompts[id]
    raise AssertionError(id)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    folder = tmp_path / "0-welcome"
    folder.mkdir()
    return Journal.open(folder, "0-welcome", "welcome")


def fold(id: str, journal: Journal) -> FoldCard:
    definition = prompt(id)
    assert isinstance(definition, FoldPrompt)
    return FoldCard(definition, journal, "key")


def truths() -> list[str]:
    """Figures of the study that would give it away; whole numbers stand in times and questions too."""
    means = (guyer().mean("public"), guyer().mean("anonymous"))
    groups = str(list(guyer().of("public")))[1:-1]
    return [*(f"{figure:.1f}" for figure in (*means, means[0] - means[1])), groups, "apart"]


def test_before_the_commit_no_figure_of_the_study_is_in_card_or_state(journal: Journal) -> None:
    being_seen = fold("being-seen", journal)
    everything = json.dumps([being_seen.card(), being_seen.state()])
    assert [figure for figure in truths() if figure_in(figure, everything)] == []


def test_after_the_commit_nothing_is_shown_until_it_is_unfolded(journal: Journal) -> None:
    state = fold("being-seen", journal).act({"do": "commit", "answers": ANSWERS})
    assert (state["stage"], state["scenes"], state["ask"]) == ("committed", [], None)
    assert state["answers"] == ANSWERS
    everything = json.dumps({**state, "answers": None})
    assert [figure for figure in truths() if figure_in(figure, everything)] == []


@pytest.mark.parametrize("door", [{"do": "commit", "answers": ANSWERS}, {"do": "look"}])
@pytest.mark.parametrize(("opening", "by"), [({"word": " Green TEA "}, "word"), ({"away": True}, "away")])
def test_what_is_held_opens_with_the_word_or_for_who_is_not_there(
    journal: Journal, door: dict[str, Any], opening: dict[str, Any], by: str
) -> None:
    definition = prompt("being-seen")
    assert isinstance(definition, FoldPrompt)
    card = FoldCard(definition, journal, "key", hold_of("Green tea", "salt"))
    with pytest.raises(Refused):
        card.act({"do": "open", **opening})
    assert card.act(door)["held"]
    for wrong in ({"do": "unfold"}, {"do": "open"}, {"do": "open", "word": "tea"}, {"do": "open", "away": "yes"}):
        with pytest.raises(Refused, match="a word in the room"):
            card.act(wrong)
    assert card.state()["scenes"] == []
    assert not card.act({"do": "open", **opening})["held"]
    assert len(card.act({"do": "unfold"})["scenes"]) == 1
    assert [record.value for record in journal.read().records if record.event == "open"] == [{"by": by}]


def unfolded(card: FoldCard, guess: float | None = 10) -> dict[str, Any]:
    state = card.state()
    while state["next"] is not None:
        action: dict[str, Any] = {"do": "unfold"}
        if state["ask"] is not None:
            action |= {"look": True} if guess is None else {"answer": guess}
        state = card.act(action)
    return state


def test_scenes_come_one_at_a_time_and_end_in_ones_own_account(journal: Journal) -> None:
    card = fold("being-seen", journal)
    card.act({"do": "commit", "answers": ANSWERS})
    state = unfolded(card)
    assert [scene["kind"] for scene in state["scenes"]] == ["dots", "gap", "shuffle"]
    gap = state["scenes"][1]
    assert [round(row["truth"], 1) for row in gap["rows"]] == [55.7, 40.9]
    assert state["guesses"] == [None, None, 10]
    assert [said["of"] for said in state["explain"]["quoted"]] == [["marks", "public"], ["marks", "anonymous"]]
    state = card.act({"do": "explain", "text": "I forgot reputation."})
    assert (state["stage"], state["explanation"]) == ("explained", "I forgot reputation.")
    assert card.act({"do": "note", "text": "Later."})["notes"][0]["text"] == "Later."


def test_a_restart_between_commit_and_reveal_loses_nothing_and_reveals_nothing(journal: Journal) -> None:
    before = fold("being-seen", journal).act({"do": "commit", "answers": ANSWERS})
    again = Journal(journal.private, journal.travelling)
    assert fold("being-seen", again).state() == before


def test_the_second_door_shows_everything_and_is_recorded_as_such(journal: Journal) -> None:
    card = fold("being-seen", journal)
    assert card.act({"do": "look"})["door"] == "look"
    state = unfolded(card, guess=None)
    assert [scene["kind"] for scene in state["scenes"]] == ["dots", "gap", "shuffle"]
    assert (state["answers"], state["guesses"]) == (None, [None, None, None])
    assert [record.event for record in journal.read().records] == ["look", "unfold", "unfold", "unfold"]
    with pytest.raises(Refused, match="stays as it is"):
        card.act({"do": "commit", "answers": ANSWERS})


@pytest.mark.parametrize("guess", [None, 10])
def test_either_door_leads_to_the_end(journal: Journal, guess: float | None) -> None:
    card = fold("being-seen", journal)
    definition = prompt("being-seen")
    assert isinstance(definition, FoldPrompt)
    assert not came_to_the_end(definition, journal.read().records)
    card.act({"do": "look"} if guess is None else {"do": "commit", "answers": ANSWERS})
    assert not came_to_the_end(definition, journal.read().records)
    unfolded(card, guess)
    assert came_to_the_end(definition, journal.read().records)


@pytest.mark.parametrize(
    ("action", "says"),
    [
        ({"do": "commit"}, "not answered yet"),
        (
            {"do": "commit", "answers": {**ANSWERS, "marks": {"values": {"public": 35}}}},
            "“Anonymous” has no number yet",
        ),
        ({"do": "commit", "answers": {**ANSWERS, "why": ""}}, "is still empty"),
        ({"do": "unfold"}, "Commit first"),
        ({"do": "explain", "text": "x"}, "not waiting for an explanation"),
        ({"do": "note", "text": "x"}, "under something that was committed"),
        ({"do": "grade me"}, "doesn't know that action"),
        ({}, "doesn't know that action"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence_and_not_recorded(
    journal: Journal, action: dict[str, Any], says: str
) -> None:
    with pytest.raises(Refused, match=says):
        fold("being-seen", journal).act(action)
    assert journal.read().records == ()


def test_a_guess_before_the_shuffles_must_be_a_number_or_a_look(journal: Journal) -> None:
    card = fold("being-seen", journal)
    card.act({"do": "commit", "answers": ANSWERS})
    card.act({"do": "unfold"})
    card.act({"do": "unfold"})
    for answer in (None, "ten", -1, 101, float("nan"), 10**400):
        with pytest.raises(Refused):
            card.act({"do": "unfold", "answer": answer})
    assert len(card.act({"do": "unfold", "look": True})["scenes"]) == 3


def test_a_guess_that_no_widget_sent_is_not_drawn(journal: Journal) -> None:
    card = fold("being-seen", journal)
    card.act({"do": "look"})
    for number, answer in enumerate([5, None, 101]):
        journal.write("being-seen", "unfold", {"scene": number, "answer": answer}, reach="count")
    assert card.state()["guesses"] == [None, None, None]


def test_what_lies_folded_in_a_page_without_a_kernel_is_what_would_unfold(journal: Journal) -> None:
    card = fold("being-seen", journal)
    folded = card.folded()
    card.act({"do": "commit", "answers": ANSWERS})
    state = unfolded(card)
    assert [step["scene"] for step in folded["steps"]] == state["scenes"]
    assert folded["explain"] == state["explain"]
    assert not figure_in("35", json.dumps(folded["explain"]))
    assert fold("where-i-stand", journal).folded() == {"steps": [], "explain": None, "group": []}


def test_two_windows_commit_once_and_unfold_each_step_once(journal: Journal) -> None:
    """Two kernels on one journal: what the second believes is out of date is refused under the lock."""
    windows = [fold("being-seen", Journal(journal.private, journal.travelling)) for _ in range(2)]
    windows[0].act({"do": "commit", "answers": ANSWERS})
    for late in ({"do": "commit", "answers": ANSWERS}, {"do": "look"}):
        with pytest.raises(Refused, match="stays as it is"):
            windows[1].act(late)
    kept = [(record.event, record.reach) for record in journal.read().records]
    assert kept == [("commit", "facilitator"), ("commit", "count")]


def test_the_first_door_counts_for_card_and_measure_alike(journal: Journal) -> None:
    """Two machines, merged: a look, and a commit that did not know of it."""
    journal.write("being-seen", "look", None, reach="count")
    journal.write("being-seen", "commit", ANSWERS, reach="count")
    definition = prompt("being-seen")
    assert isinstance(definition, FoldPrompt)
    assert first_door(definition, journal.read().records).name == "look"
    assert fold("being-seen", journal).state()["answers"] is None


def test_a_fold_whose_private_half_stayed_at_home_is_complete_where_it_is_marked(journal: Journal) -> None:
    definition = prompt("being-seen")
    assert isinstance(definition, FoldPrompt)
    mixed = replace(definition, fields=(definition.fields[0], replace(definition.fields[1], reach="mine")))
    card = FoldCard(mixed, journal, "key")
    card.act({"do": "commit", "answers": ANSWERS})
    assert b"relax" not in journal.travelling.read_bytes()
    assert card.state()["answers"] == ANSWERS
    card.act({"do": "unfold"})
    travelled = read_records(journal.travelling).of("being-seen")
    assert first_door(mixed, travelled).answers == {"marks": ANSWERS["marks"]}


def seen_by(*reaches: Reach | None, closing: Reach = "count") -> FoldPrompt:
    """The fold being-seen with a note after each question, each seen by somebody else."""
    definition = prompt("being-seen")
    assert isinstance(definition, FoldPrompt)
    notes = [Text(f"note-{n}", f"Note {n}", reach, None, optional=True) for n, reach in enumerate(reaches, 1)]
    return replace(definition, reach=closing, fields=(definition.fields[0], *notes))


def given(*notes: str, **marks: Any) -> dict[str, Any]:
    return {"marks": ANSWERS["marks"], **{f"note-{n}": note for n, note in enumerate(notes, 1)}, **marks}


def test_each_answer_of_a_fold_is_kept_and_travels_by_its_own_reach_alone(journal: Journal) -> None:
    definition = seen_by("library", "mine", "facilitator", None)
    state = FoldCard(definition, journal, "key").act({"do": "commit", "answers": given("A", "B", "C", "D")})
    assert state["answers"] == given("A", "B", "C", "D")
    kept = [(record.reach, sorted(record.value)) for record in journal.read().records]
    assert kept == [
        ("mine", ["note-2"]),
        ("library", ["note-1"]),
        ("facilitator", ["note-3"]),
        ("count", ["marks", "note-4"]),
    ]
    travelled = read_records(journal.travelling).of("being-seen")
    assert [record.reach for record in travelled] == ["library", "facilitator", "count"]
    answers = first_door(definition, travelled).answers
    assert answers == {key: value for key, value in given("A", "B", "C", "D").items() if key != "note-2"}


def test_what_somebody_else_reads_stays_when_the_counted_part_of_a_commit_is_left_out(journal: Journal) -> None:
    definition = seen_by("partner", None, closing="facilitator")
    mixed = replace(definition, fields=(replace(definition.fields[0], reach="count"), *definition.fields[1:]))
    card = FoldCard(mixed, journal, "key")
    card.act({"do": "commit", "answers": given("A", "B")})
    whole = first_door(mixed, read_records(journal.travelling).of("being-seen"))
    assert whole.answers == given("A", "B")
    card.act({"do": "out", "out": True})
    left = first_door(mixed, read_records(journal.travelling).of("being-seen"))
    assert (left.name, left.at, left.answers) == ("commit", whole.at, {"note-1": "A", "note-2": "B"})


@pytest.mark.parametrize("cut", range(3))
def test_a_commit_that_was_cut_off_is_made_anew_and_counts_as_made_last(journal: Journal, cut: int) -> None:
    definition = seen_by("mine", "facilitator")
    FoldCard(definition, journal, "key").act({"do": "commit", "answers": given("one", "two")})
    lines = journal.private.read_bytes().splitlines(keepends=True)
    assert len(lines) == 3
    journal.private.write_bytes(b"".join(lines[:cut]))
    journal.travelling.unlink()
    again = Journal(journal.private, journal.travelling)
    card = FoldCard(definition, again, "key")
    assert (card.state()["stage"], card.state()["answers"]) == ("open", None)
    assert not came_to_the_end(definition, again.read().records)
    state = card.act({"do": "commit", "answers": given("three", "two")})
    assert state["answers"] == given("three", "two")
    travelled = read_records(again.travelling).of("being-seen")
    assert [(record.reach, *record.value) for record in travelled] == [("facilitator", "note-2"), ("count", "marks")]


def test_a_commit_of_optional_words_alone_is_whole_only_with_its_last_part(journal: Journal) -> None:
    definition = replace(seen_by("facilitator", None), fields=seen_by("facilitator", None).fields[1:])
    journal.write("being-seen", "commit", {"note-1": "half"}, reach="facilitator")
    assert first_door(definition, journal.read().records).name is None
    journal.write("being-seen", "commit", {"note-2": ""}, reach="count")
    assert first_door(definition, journal.read().records).answers == {"note-1": "half", "note-2": ""}


def test_a_fold_of_which_nothing_travels_is_closed_for_others_too(journal: Journal) -> None:
    definition = seen_by("mine")
    definition = replace(definition, fields=definition.fields[1:])
    state = FoldCard(definition, journal, "key").act({"do": "commit", "answers": {"note-1": "for me"}})
    assert state["answers"] == {"note-1": "for me"}
    travelled = read_records(journal.travelling).of("being-seen")
    assert [record.value for record in travelled] == [{}]
    assert first_door(definition, travelled).name == "commit"


OLD: list[tuple[FoldPrompt, list[tuple[Reach, dict[str, Any]]]]] = [
    (seen_by("facilitator"), [("count", given("A"))]),
    (seen_by("library", None), [("count", given("A", "B"))]),
    (seen_by("mine", "facilitator"), [("mine", {"note-1": "A"}), ("count", given(**{"note-2": "B"}))]),
    (seen_by(None, closing="facilitator"), [("count", given("A"))]),
    (seen_by("mine", "count", closing="mine"), [("mine", given("A", "B"))]),
]


@pytest.mark.parametrize(("definition", "written"), OLD)
def test_what_an_older_kith_kept_in_one_record_reads_the_same(
    journal: Journal, definition: FoldPrompt, written: list[tuple[Reach, dict[str, Any]]]
) -> None:
    for reach, value in written:
        journal.write("being-seen", "commit", value, reach=reach)
    found = first_door(definition, journal.read().records)
    assert (found.name, found.answers) == ("commit", {key: v for _, value in written for key, v in value.items()})
    with pytest.raises(Refused, match="stays as it is"):
        FoldCard(definition, journal, "key").act({"do": "commit", "answers": given("X", "Y")})


def test_a_marker_cannot_tell_which_door_was_taken(journal: Journal) -> None:
    definition = prompt("being-seen")
    assert isinstance(definition, FoldPrompt)
    unanswered = fold_html(definition, ())
    fold("being-seen", journal).act({"do": "look"})
    assert fold_html(definition, journal.read().records) == unanswered


def test_a_note_says_the_reach_that_it_is_kept_with(journal: Journal) -> None:
    card = fold("being-seen", journal)
    card.act({"do": "look"})
    card.act({"do": "note", "text": "later"})
    assert journal.read().records[-1].reach == card.card()["note_reach"]["kind"] == "facilitator"


def test_a_game_played_for_oneself_stays_at_home(journal: Journal) -> None:
    card = fold("three-turns", journal)
    card.act({"do": "commit", "answers": TURNS})
    state = unfolded(card)
    assert state["scenes"][0]["kind"] == "text"
    assert not journal.travelling.exists() or b"turn-1" not in journal.travelling.read_bytes()


def test_positions_are_kept_without_anything_to_unfold(journal: Journal) -> None:
    card = fold("where-i-stand", journal)
    ids = [field["id"] for field in card.card()["fields"]]
    assert len(ids) == 4
    assert not card.card()["doors"]
    answers: dict[str, Any] = {id: {"none": True} for id in ids}
    answers[ids[0]] = {"at": 20, "sure": card.card()["fields"][0]["sure"][0]["id"]}
    state = card.act({"do": "commit", "answers": answers})
    assert (state["stage"], state["next"], state["explain"]) == ("committed", None, None)
    assert state["answers"] is None
    with pytest.raises(Refused, match="nothing to show"):
        fold(
            "where-i-stand", Journal(journal.private.with_name("x.jsonl"), journal.travelling.with_name("x.jsonl"))
        ).act({"do": "look"})


def reflection(journal: Journal, envelope: Envelope | None = None) -> ReflectionCard:
    definition = prompt("difference")
    assert isinstance(definition, TextPrompt)
    return ReflectionCard(
        definition, load_rubrics(COURSE / "1-empathy" / "rubric.toml")["difference"], journal, envelope, "key"
    )


def test_an_unchanged_text_makes_no_draft(journal: Journal) -> None:
    card = reflection(journal)
    card.act({"do": "save", "text": "one"})
    card.act({"do": "save", "text": "one"})
    assert card.act({"do": "save", "text": "two"})["drafts"] == 1
    assert [draft["text"] for draft in card.act({"do": "drafts"})["shown"]] == ["one"]


def test_a_text_beyond_all_measure_is_refused_and_nothing_is_lost(journal: Journal) -> None:
    card = reflection(journal)
    card.act({"do": "save", "text": "one"})
    with pytest.raises(Refused, match="please shorten it"):
        card.act({"do": "save", "text": "x" * 600_000})
    with pytest.raises(Refused, match="must be text"):
        card.act({"do": "save", "text": {"html": "<b>"}})
    assert card.state()["text"] == "one"


def test_feedback_stands_beside_the_words_it_is_about(journal: Journal) -> None:
    mark = CriterionMark("evidence", "Evidence", 2, 3, "Both sides", "Which page was it?")
    envelope = Envelope(
        "me", "1-empathy", "reflection", "2026-11-22T12:03:04.123Z", {"difference": Feedback("one", (mark,))}
    )
    card = reflection(journal, envelope)
    card.act({"do": "show"})
    state = card.act({"do": "save", "text": "one"})
    [paragraph] = state["feedback"]["criteria"][0]["comment"]
    assert paragraph["in"][0]["text"] == "Which page was it?"
    assert state["feedback"]["changed"] is False
    assert card.act({"do": "save", "text": "two"})["feedback"]["changed"] is True


def test_what_a_facilitator_reads_of_a_fold_holds_no_count_and_nothing_that_runs(journal: Journal) -> None:
    card = fold("being-seen", journal)
    card.act({"do": "commit", "answers": ANSWERS})
    definition = prompt("being-seen")
    assert isinstance(definition, FoldPrompt)
    html = fold_html(definition, read_records(journal.travelling).records)
    assert "People &lt;b&gt;relax&lt;/b&gt; unseen." in html
    assert not figure_in("35", html)
    assert not figure_in("62", html)


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "\0", "\ud83d", "</blockquote><img src=x onerror=y>"])
def test_a_written_answer_is_escaped_for_whoever_marks_it(journal: Journal, text: str) -> None:
    reflection(journal).act({"do": "save", "text": text})
    definition = prompt("difference")
    assert isinstance(definition, TextPrompt)
    html = text_html(definition, journal.read().of("difference"))
    assert "<script" not in html
    assert "<img" not in html
    html.encode("utf-8")
