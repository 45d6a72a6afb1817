"""What holds in every activity, whoever defines it: the rules that no author and no kind of activity can forget."""

import json
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from kith_exercises import KithError
from kith_exercises.asking import in_html, is_done, read_back
from kith_exercises.definitions import Activity
from kith_exercises.journal import Journal, Record, outbound, read_records
from kith_exercises.primitives import PRIMITIVES, flow
from kith_exercises.primitives.doors import hold_of
from kith_exercises.primitives.known import Around, Pages, gatherer
from kith_exercises.primitives.primitive import nothing
from kith_widgets import Refused
from tests.primitives.samples import (
    SAMPLES,
    WORDS,
    Walker,
    commit,
    first_door,
    in_text,
    second_door,
    shown_in_time,
    states_along,
)

#: What is a trial on ourselves, in the form in which its sample is walked through.
TRIALS = ("game-round-room", "label-experiment", "label-revision", "say-back", "say-back-room")

#: Steps of a trial with *Commit* alone: each can be stopped at, which leaves all of it.
LEFT_AS_A_WHOLE = {"label-experiment": {"note-1", "note-2", "note-3", "note-4"}}


def parts_of(walker: Walker) -> tuple[str, ...]:
    return walker.activity.parts


def walk(walker: Walker, choose: Any = first_door) -> list[dict[str, Any]]:
    """Through all parts, and the last state of each."""
    return [list(states_along(walker.card(part), choose))[-1] for part in parts_of(walker)]


def records(walker: Walker) -> tuple[Record, ...]:
    return walker.journal.read().of(walker.activity.id)


def test_every_kind_has_a_sample() -> None:
    assert sorted(sample.kind for sample in SAMPLES) == sorted(PRIMITIVES)


# 1 and 2: the fold and its doors


def test_nothing_untouched_can_be_committed(walker: Walker) -> None:
    for part in parts_of(walker):
        card = walker.card(part)
        for state in states_along(card):
            ahead = state["ahead"]
            if ahead is None or ahead["waits"]:
                continue
            whole = commit(ahead)
            for field in ahead["fields"]:
                assert not {"value", "default", "selected"} & field.keys()
                if not field.get("optional"):
                    lacking = {id: given for id, given in whole["answers"].items() if id != field["id"]}
                    with pytest.raises(Refused):
                        card.act({**whole, "answers": lacking})
            assert card.state() == state


def test_what_came_is_nowhere_before_a_door_was_taken(walker: Walker) -> None:
    revealed = set[str]()
    for part in parts_of(walker):
        card = walker.card(part)
        for state in states_along(card):
            revealed |= shown_in_time(walker, part, state)
    assert revealed == set(walker.sample.withheld), "else nothing was looked for"


def test_a_page_without_a_kernel_has_all_of_it_folded(walker: Walker) -> None:
    folded = in_text([walker.card(part).folded() for part in parts_of(walker)])
    assert all(piece in folded for piece in walker.sample.withheld)


def test_the_first_door_counts_and_stays(walker: Walker) -> None:
    for part in parts_of(walker):
        one, other = walker.card(part), walker.card(part)
        for state in states_along(one):
            before = records(walker)
            for passed in state["passed"]:
                for do in ("commit", "look", "next"):
                    with pytest.raises(Refused):
                        other.act({"do": do, "step": passed["id"], "answers": passed["answers"]})
            assert records(walker) == before


def test_no_step_can_be_taken_before_its_turn(walker: Walker) -> None:
    for part in parts_of(walker):
        card = walker.card(part)
        steps = [step for step in card.folded()["steps"] if step["fields"]]
        if len(steps) > 1:
            with pytest.raises(Refused, match="Another step comes before"):
                card.act(commit(steps[-1]))
    assert records(walker) == ()


def cut_off(walker: Walker, place: Path) -> Iterator[Walker]:
    """What a kernel leaves that is killed after each of its writes, and in the midst of each."""
    raw = walker.journal.private.read_bytes()
    ends = [found.end() for found in re.finditer(rb"\n", raw)]
    for number, end in enumerate([0, *ends]):
        for torn in (0, 25) if number % 4 == 1 else (0,):
            left = Walker(walker.sample, place / f"{number}-{torn}" / "1-some", walker.around)
            left.journal.private.parent.mkdir(parents=True)
            left.journal.private.write_bytes(raw[: end + torn])
            yield left


def test_a_kill_at_any_write_loses_nothing_and_reveals_nothing(walker: Walker, tmp_path: Path) -> None:
    walk(walker)
    whole = [without_times(walker.card(part).state()) for part in parts_of(walker)]
    for left in cut_off(walker, tmp_path / "cut"):
        for part in parts_of(left):
            card, lines = left.card(part), records(left)
            state = card.state()
            steps = {one["id"] for one in state["passed"]}
            passed = {one.id for one in flow.passed(flow.steps_of(left.activity), None, lines)}
            assert steps == passed - untold(left, passed)
            shown_in_time(left, part, state)
            for _ in states_along(card):
                pass
            card.settle()
        assert [without_times(left.card(part).state()) for part in parts_of(left)] == whole
        assert sorted(set(events(left))) == sorted(set(events(walker)))


def untold(walker: Walker, passed: set[str]) -> set[str]:
    """Steps of a trial that was not told yet: what was passed of it does not come back before that."""
    steps = flow.steps_of(walker.activity)
    told = {step.part for step in steps if step.debrief and step.id in passed}
    return {step.id for step in steps if step.trial and step.part not in told}


def without_times(state: Any) -> Any:
    return json.loads(re.sub(r'"at": "[^"]*"', '"at": ""', json.dumps(state)))


def events(walker: Walker) -> list[tuple[str, str, str]]:
    """Each record by what it is about, but for halves of commits that were begun twice."""
    return [(one.event, one.reach, json.dumps(one.value, sort_keys=True)) for one in records(walker)]


KILLED = """
import sys
from pathlib import Path
from tests.primitives.samples import IN_ROOM, SAMPLES, Walker, states_along

[sample] = [sample for sample in (*SAMPLES, *IN_ROOM) if sample.name == sys.argv[1]]
walker = Walker(sample, Path(sys.argv[2]))
for state in states_along(walker.card(walker.activity.parts[0])):
    print(len(state["passed"]), flush=True)
    sys.stdin.readline()
"""


def test_a_process_that_is_killed_behind_a_commit_has_kept_it_and_shown_nothing(walker: Walker) -> None:
    command = [sys.executable, "-c", KILLED, walker.sample.name, str(walker.folder)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "0\n"
        process.stdin.write("\n")
        process.stdin.flush()
        assert process.stdout.readline() == "1\n"
        process.send_signal(signal.SIGKILL)
        assert process.wait(timeout=60) == -signal.SIGKILL
    state = walker.card(parts_of(walker)[0]).state()
    assert [one["door"] for one in state["passed"]] in (["commit"], ["next"])
    assert not any(piece in in_text(state) for piece in walker.sample.withheld)


def test_each_step_that_asks_has_a_way_on_but_for_a_trials_which_is_left_as_a_whole(walker: Walker) -> None:
    alone = {step.id for step in flow.steps_of(walker.activity) if step.fields and step.door == "commit"}
    explains = {"explain", *(f"explain-{part}" for part in parts_of(walker))}  # behind the end, so nothing is kept back
    assert alone - explains == LEFT_AS_A_WHOLE.get(walker.sample.kind, set())


def test_each_prediction_has_a_second_door_that_costs_nothing(walker: Walker) -> None:
    predicting = [step for step in flow.steps_of(walker.activity) if step.fields and step.scene is not nothing]
    assert all(step.door in ("both", "skip") or step.trial for step in predicting)
    walk(walker, second_door)
    for part in parts_of(walker):
        assert flow.ended(part, records(walker))
    answered = {step.id for step in flow.steps_of(walker.activity) if step.door == "both"}
    given = [one.value["step"] for one in records(walker) if one.event == "commit"]
    assert not answered & set(given), "who looks gives no answer"
    assert given or counted(walker) == [], "and is in no figure"


# 3 and 4: who sees what, and that no mark hangs on it


def test_each_answer_lies_in_a_record_of_its_reach_and_nowhere_else(walker: Walker) -> None:
    walk(walker)
    fields = {(step.id, field.id): field.reach for step in flow.steps_of(walker.activity) for field in step.fields}
    for one in records(walker):
        if one.event == "commit":
            for id in one.value["answers"]:
                assert fields[one.value["step"], id] == one.reach
    travelled = read_records(walker.journal.travelling).records
    assert "mine" not in {one.reach for one in travelled}
    assert {(one.seq, one.reach) for one in travelled} == {(one.seq, one.reach) for one in outbound(records(walker))}


def test_each_field_says_before_the_first_key_who_sees_it(walker: Walker) -> None:
    steps = {step.id: step for step in flow.steps_of(walker.activity)}
    for part in parts_of(walker):
        card = walker.card(part)
        for ahead in (state["ahead"] for state in states_along(card) if state["ahead"]):
            for drawn in ahead["fields"]:
                [field] = [one for one in steps[ahead["id"]].fields if one.id == drawn["id"]]
                said = drawn.get("reach", card.card()["reach"])
                assert said["sentence"]
                assert said["kind"] == field.reach or (field.reach, said["kind"]) == ("mine", "partner")


def test_any_door_brings_the_same_point_and_no_marker_can_tell_which_it_was(walker: Walker, tmp_path: Path) -> None:
    other = Walker(walker.sample, tmp_path / "other" / "1-some", walker.around)
    walk(walker)
    walk(other, second_door)
    for part in parts_of(walker):
        assert flow.ended(part, records(walker))
        assert flow.ended(part, records(other))
        for one in (walker, other):
            page = in_html(one.activity, records(one), part=part)
            assert not re.search(r"look|without predicting|Committed|\barm\b", page)


def test_grading_needs_no_more_than_what_was_submitted(walker: Walker, tmp_path: Path) -> None:
    walk(walker)
    submitted = tmp_path / "graded" / "1-some"
    shutil.copytree(walker.folder, submitted)
    found = Journal.open(submitted, "1-some", "page", {}).read().of(walker.activity.id)
    for part in parts_of(walker):
        assert flow.ended(part, found)
        assert in_html(walker.activity, found, part=part) == in_html(walker.activity, records(walker), part=part)


def test_a_marker_reads_no_count_and_nothing_between_partners(walker: Walker) -> None:
    walk(walker)
    steps = [step for step in flow.steps_of(walker.activity) if walker.activity.forms[0] in step.forms]
    for part in parts_of(walker):
        page = in_html(walker.activity, records(walker), part=part)
        asked = [(step.part, field) for step in steps for field in step.fields if field.reach is not None]
        open_here = {field.label for of, field in asked if of == part and field.reach in ("facilitator", "library")}
        assert {field.label for _, field in asked if f"<div>{field.label}</div>" in page} == open_here


def test_own_work_reads_everything_back(walker: Walker) -> None:
    walk(walker)
    asked = [
        field.label for step in flow.steps_of(walker.activity) for field in step.fields if _answers(step.id, walker)
    ]
    assert [given.label for given in read_back(walker.activity, records(walker))] == asked
    assert is_done(walker.activity, records(walker))


def _answers(step: str, walker: Walker) -> bool:
    return any(one.event in ("commit", "trial") and one.value["step"] == step for one in records(walker))


# 5: the difference


def test_after_what_came_stands_one_field_with_both_figures_in_it(walker: Walker) -> None:
    steps = [step for step in flow.steps_of(walker.activity) if walker.activity.forms[0] in step.forms]
    showing = {step.part for step in steps if step.quotes is not nothing}
    assert showing or not any(step.door == "both" and step.fields for step in steps)
    walked = {part: list(states_along(walker.card(part))) for part in parts_of(walker)}
    for part in showing:
        states = walked[part]
        [explained] = [one for one in states[-1]["passed"] if one["id"].startswith("explain") and one["part"] == part]
        assert [field["kind"] for field in explained["fields"]] == ["text"]
        assert explained["fields"][0]["words"] is None, "no length is asked for"
        assert explained["scenes"], "both figures are quoted above it"
        asked = next(state for state in states if state["ahead"] and state["ahead"]["id"] == explained["id"])
        assert asked["ended"], "and whoever says nothing has come to the end all the same"


def test_what_is_quoted_at_the_end_is_of_steps_that_were_passed_in_this_form(walker: Walker) -> None:
    for number, form in enumerate(walker.activity.forms):
        one = Walker(walker.sample, walker.folder / str(number) / "1-some", walker.around)
        for part in parts_of(one):
            card = one.card(part)
            card.act({"do": "form", "form": form})
            for state in states_along(card):
                if state["ahead"] and state["ahead"]["id"].startswith("explain"):
                    assert state["ahead"]["before"] == quoted(one, part, form)


def quoted(walker: Walker, part: str, form: Any) -> list[Any]:
    """What the steps quote that were passed."""
    steps = flow.steps_of(walker.activity)
    pages, around = Pages(walker.folder, walker.folder.name, {}), walker.around or Around()
    known = flow.with_given(steps, gatherer(walker.activity, part, lambda: pages.of(walker.activity.id), around)())
    assert known.form == form
    done = {one.id for one in flow.passed(steps, part, known.records)}
    return [scene for step in steps if step.id in done and form in step.forms for scene in step.quotes(known)]


# 6 to 8: others


def test_what_a_browser_makes_up_about_others_is_not_taken(walker: Walker) -> None:
    def lying(ahead: Any) -> dict[str, Any]:
        action = first_door(ahead)
        made_up = {"to": "somebody", "parcel": "0123456789abcdef"}
        return {**action, **made_up, "answers": {**action.get("answers", {}), **made_up}}

    walk(walker, lying)
    assert "somebody" not in json.dumps([one.value for one in records(walker)])


def test_no_scene_depends_on_words_that_somebody_wrote(walker: Walker, tmp_path: Path) -> None:
    other = Walker(walker.sample, tmp_path / "other" / "1-some", walker.around)
    ours = [[one["scenes"] for one in state["passed"]] for state in walk(walker)]
    theirs = walk(other, lambda ahead: first_door(ahead, "something else"))
    assert ours == [[one["scenes"] for one in state["passed"]] for state in theirs]


def test_alone_one_comes_to_the_end(walker: Walker) -> None:
    if "alone" not in walker.activity.forms:
        return
    for part in parts_of(walker):
        card = walker.card(part)
        assert card.act({"do": "form", "form": "alone"})["form"] == "alone"
        *_, last = states_along(card)
        assert last["ended"]
        assert '"voice": "partner"' not in in_text(last), "nobody acts as if somebody else were there"


# 9: in the room


def test_a_word_opens_what_is_held_and_so_does_not_being_there(walker: Walker, tmp_path: Path) -> None:
    held = {step.id for step in flow.steps_of(walker.activity) if step.held}
    assert walker.around is not None
    around = replace(walker.around, hold=hold_of("Green tea", "salt"))
    for by, opening in {"word": {"word": " green  TEA "}, "away": {"away": True}}.items():
        one = Walker(walker.sample, tmp_path / by / "1-some", around)
        met = set()
        for part in parts_of(one):
            card = one.card(part)
            while (state := card.state())["ahead"] is not None:
                action = {key: value for key, value in first_door(state["ahead"]).items() if key != "away"}
                assert state["ahead"]["held"] == (state["ahead"]["id"] in held)
                if state["ahead"]["held"]:
                    met.add(state["ahead"]["id"])
                    for wrong in ({}, {"word": "black tea"}, {"word": 3}, {"away": "yes"}):
                        with pytest.raises(Refused, match="a word in the room"):
                            card.act({**action, **wrong})
                    action |= opening
                card.act(action)
        assert met == held
        assert [found.value.get("by") for found in records(one) if found.value.get("step") in held] == [by] * len(met)


def test_what_is_held_and_has_not_come_is_gone_past_without_a_word(walker: Walker) -> None:
    assert walker.around is not None
    walker.around = replace(walker.around, arrivals=None, hold=hold_of("Green tea", "salt"))
    for part in parts_of(walker):
        *_, last = states_along(walker.card(part), second_door)
        assert last["ended"]


# 10: care


def test_what_invites_to_tell_of_oneself_says_what_to_leave_out_and_whom_to_talk_to(
    walker: Walker, tmp_path: Path
) -> None:
    if not any(step.invites for step in flow.steps_of(walker.activity)):
        assert walker.card(parts_of(walker)[0]).card()["care"] is None
        return
    care = walker.card(parts_of(walker)[0]).card()["care"]
    assert care["leave_out"]
    assert care["contact"] == "Ask Sam."
    lines = [line for line in dedent(walker.sample.definition).splitlines() if not line.startswith("care")]
    without = replace(walker.sample, definition="\n".join(lines))
    with pytest.raises(KithError, match="“care” is missing"):
        without.write(tmp_path / "without")


# 11: trials


def test_a_trial_is_told_of_in_the_same_part(walker: Walker) -> None:
    for part in parts_of(walker):
        steps = [step for step in flow.steps_of(walker.activity) if step.part == part]
        trials = [place for place, step in enumerate(steps) if step.trial]
        if trials:
            assert steps[trials[-1] + 1].debrief


def test_a_trial_can_be_stopped_at_each_of_its_steps_and_nothing_of_it_travels(walker: Walker, tmp_path: Path) -> None:
    for step in (step for step in flow.steps_of(walker.activity) if step.trial):
        one = Walker(walker.sample, tmp_path / step.id / "1-some", walker.around)
        card = one.card(step.part)
        state = next(state for state in states_along(card) if state["ahead"]["id"] == step.id)
        assert state["ahead"]["stop"]
        told = card.act({"do": "stop", "step": step.id})["ahead"]["id"]
        assert told in {other.id for other in flow.steps_of(walker.activity) if other.debrief}
        walk(one)
        assert not {"trial", "debrief"} & {found.event for found in read_records(one.journal.travelling).records}


def test_what_a_lot_decided_is_told_before_any_of_it_counts_and_can_be_left_out(walker: Walker) -> None:
    form, steps = walker.activity.forms[0], flow.steps_of(walker.activity)
    told = {step.part: step.id for step in steps if step.debrief and form in step.forms}
    assert bool(told) == (walker.sample.name in TRIALS)
    first = next(states_along(walker.card(parts_of(walker)[0])))
    assert ("Before you begin" in in_text(first)) == bool(told), "that there is a lot is said at once"
    for part in parts_of(walker):
        for state in states_along(walker.card(part)):
            if part in told:
                knows = told[part] in {one["id"] for one in state["passed"]}
                assert state["out"] is (False if knows else None)
                assert bool(counted(walker)) == knows
            else:
                assert state["out"] is (False if part in answered(walker) else None)


def test_what_counts_can_be_left_out_and_whoever_reads_the_rest_sees_no_difference(walker: Walker) -> None:
    walk(walker)
    told = [card for part in parts_of(walker) if (card := walker.card(part)).state()["out"] is False]
    assert bool(told) >= bool(counted(walker)), "where a figure asks, one can be left out of it"
    for card in told:
        figures, parts, read = counted(walker), answered(walker), seen(walker)
        assert card.act({"do": "out", "out": True})["out"] is True
        assert (counted(walker), answered(walker), seen(walker)) == ([], set(), read)
        assert [walker.card(part).state()["out"] for part in parts_of(walker)].count(False) == 0
        assert card.act({"do": "out", "out": False})["out"] is False
        assert (counted(walker), answered(walker), seen(walker)) == (figures, parts, read)


def answered(walker: Walker) -> set[str]:
    """The parts of which an answer to be counted lies there to be sent."""
    of = {step.id: step.part for step in flow.steps_of(walker.activity)}
    sent = read_records(walker.journal.travelling).records
    return {of[one.value["step"]] for one in sent if one.reach == "count" and one.value.get("answers")}


def seen(walker: Walker) -> list[object]:
    """What others have of what lies there to be sent, besides figures: pages to mark, steps passed, the rest."""
    activity, sent = walker.activity, read_records(walker.journal.travelling).records
    steps = flow.steps_of(activity)
    # Of a trial nothing at all travels that was said in it.
    trial = {step.id for step in steps if step.trial or step.debrief}
    tried = {step.part for step in steps if step.trial}
    passed = {one.id for one in flow.passed(steps, None, sent)}
    pages = [in_html(activity, sent, part=part) for part in activity.parts if part not in tried]
    given = [(one.event, one.value) for one in sent if one.reach != "count" and one.event != "trial"]
    return [pages, passed - trial, given]


def counted(walker: Walker) -> list[str]:
    """The figures in which somebody is who sent what lies there to be sent."""
    sent = {"me": read_records(walker.journal.travelling).records}
    asked = PRIMITIVES[walker.activity.kind].asked(walker.activity, walker.sample.sealed)
    return [one.id for one in asked if one.answers(sent)]


# 14: kept words


def test_words_come_back_exactly_with_their_date_and_stand_in_no_sentence_of_ours(walker: Walker) -> None:
    for part in parts_of(walker):
        for state in states_along(walker.card(part)):
            for one in state["passed"]:
                assert one["at"].endswith("Z")
                words = [field["id"] for field in one["fields"] if field["kind"] == "text"]
                assert all(one["answers"] is None or one["answers"][id] == WORDS for id in words)
            scenes = [scene for one in state["passed"] for scene in one["scenes"]]
            ahead = state["ahead"] or {"before": [], "fields": []}
            # Where places are marked in my words, they stand there as they are.
            asked = [field for field in ahead["fields"] if field["kind"] != "passage"]
            assert "canary" not in in_text(scenes, ahead["before"], asked)


def test_a_note_goes_under_what_was_done_and_stays_with_its_part(walker: Walker) -> None:
    part = parts_of(walker)[0]
    card = walker.card(part)
    with pytest.raises(Refused, match="A note goes under"):
        card.act({"do": "note", "text": WORDS})
    *_, _last = states_along(card)
    assert [note["text"] for note in card.act({"do": "note", "text": WORDS})["notes"]] == [WORDS]
    for other in parts_of(walker)[1:]:
        assert walker.card(other).state()["notes"] == []


def test_a_definition_is_an_activity_whose_steps_have_names_of_their_own(walker: Walker) -> None:
    assert isinstance(walker.activity, Activity)
    steps = flow.steps_of(walker.activity)
    assert len({step.id for step in steps}) == len(steps)
    assert {step.part for step in steps} == set(walker.activity.parts)
