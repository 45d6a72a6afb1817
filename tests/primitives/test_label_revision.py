"""Notes under a rule: rated before their line is seen and after; what counts is how far a rating moved towards it."""

from pathlib import Path
from statistics import fmean
from typing import Any

import pytest

from kith_exercises.journal import Record, read_records
from kith_exercises.primitives import PRIMITIVES
from kith_exercises.primitives.known import Around
from kith_exercises.primitives.label_revision import revisions
from tests.primitives.samples import UNDER_RULE, Came, Walker, in_text, second_door, states_along

LINES = ("third week here", "ten years in this work")


def learner(folder: Path, name: str = "ana") -> Walker:
    return Walker(UNDER_RULE, folder / name / "1-some", Around(Came(), name, UNDER_RULE.sealed))


def play(walker: Walker, towards: float = 1, *, again: bool = True) -> dict[str, Any]:
    """Everything, with 5 before a line is seen and so much towards it after; or not rated ``again``."""
    card, line = walker.card(), ""

    def choose(ahead: dict[str, Any]) -> dict[str, Any]:
        step = ahead["id"]
        if step.startswith("before-"):
            return {"do": "commit", "step": step, "answers": {"rating": 5}}
        if step.startswith("after-") and again:
            side = 1 if line == LINES[0] else -1
            return {"do": "commit", "step": step, "answers": {"rating": 5 + side * towards}}
        return {"do": "next", "step": step}

    for state in states_along(card, choose):
        shown = [scene for scene in (state["passed"] or [{"scenes": []}])[-1]["scenes"] if scene["kind"] == "text"]
        line = next((one for one in LINES if shown and one in in_text(shown)), line)
    return state


def travelled(walker: Walker) -> list[Record]:
    return list(read_records(walker.journal.travelling).records)


def test_a_line_is_on_no_page_before_its_note_was_rated(tmp_path: Path) -> None:
    card = learner(tmp_path).card()
    card.act({"do": "next", "step": "told"})
    state = card.act({"do": "commit", "step": "rule", "answers": {"rule": "Ask how they know."}})
    assert "Another note" in in_text(state["ahead"])
    assert not any(line in in_text(state) for line in LINES)
    state = card.act({"do": "commit", "step": "before-1", "answers": {"rating": 5}})
    assert sum(line in in_text(state) for line in LINES) == 1


@pytest.mark.parametrize(("again", "moved"), [(True, 2.0), (False, 0.0)])
def test_what_counts_is_how_far_ratings_moved_towards_their_lines(tmp_path: Path, *, again: bool, moved: float) -> None:
    walker = learner(tmp_path)
    play(walker, 2, again=again)
    rows = revisions(walker.activity, {"ana": travelled(walker)})
    assert sorted(row.label for row in rows) == sorted(LINES)
    assert [row.before for row in rows] == [5, 5]
    assert fmean((row.after - 5) * (1 if row.label == LINES[0] else -1) for row in rows) == moved


def test_nothing_counts_before_the_last_page_nor_while_it_is_left_out(tmp_path: Path) -> None:
    walker = learner(tmp_path)
    card = walker.card()
    for step in ("told", "rule"):
        card.act({"do": "next", "step": step})
    for n in (1, 2):
        card.act({"do": "commit", "step": f"before-{n}", "answers": {"rating": 7}})
        card.act({"do": "next", "step": f"after-{n}"})

    def rows() -> int:
        return len(revisions(walker.activity, {"ana": travelled(walker)}))

    assert "7" not in in_text([one.value for one in travelled(walker)])
    assert (rows(), card.state()["out"]) == (0, None)
    assert card.act({"do": "next", "step": "seen"})["out"] is False
    assert rows() == 2
    card.act({"do": "out", "out": True})
    assert rows() == 0
    card.act({"do": "out", "out": False})
    assert rows() == 2


def test_what_travels_of_who_rated_nothing_or_wants_it_left_out_is_the_same(tmp_path: Path) -> None:
    silent, out = learner(tmp_path, "silent"), learner(tmp_path, "out")
    *_, last = states_along(silent.card(), second_door)
    play(out)
    assert last["ended"]
    out.card().act({"do": "out", "out": True})
    sent = [[(one.event, one.value, one.reach) for one in travelled(one)] for one in (silent, out)]
    assert sent[0] == sent[1]


def test_who_works_alone_is_in_no_figure(tmp_path: Path) -> None:
    walker = learner(tmp_path)
    walker.card().act({"do": "form", "form": "alone"})
    assert play(walker)["ended"]
    assert revisions(walker.activity, {"ana": travelled(walker)}) == []


def test_a_cohort_is_told_how_far_it_moved_from_eleven_on(tmp_path: Path) -> None:
    journals = {}
    for n in range(12):
        walker = learner(tmp_path, f"sim-{n}")
        play(walker, n % 3 + 1)
        journals[f"sim-{n}"] = travelled(walker)
    [asked] = PRIMITIVES["label-revision"].asked(walker.activity, UNDER_RULE.sealed)
    few = asked.release(dict(list(asked.answers(journals).items())[:9]))["under-rule/moved"]
    assert few["short"]
    found = asked.release(asked.answers(journals))["under-rule/moved"]
    assert found["title"].startswith("Our ratings moved 2 points towards the line")


@pytest.mark.parametrize(
    "value",
    [
        {"rows": 3},
        {"rows": [3, {"note": "m1"}, {"note": "m1", "arm": "old", "before": 1, "after": 2}]},
        {"rows": [{"note": "m1", "arm": "new", "before": "x", "after": 11}]},
    ],
)
def test_what_no_card_writes_counts_for_nothing(tmp_path: Path, value: dict[str, Any]) -> None:
    activity = learner(tmp_path).activity
    record = Record(1, "", activity.id, "also", {"step": "seen", "answers": value}, "count", "w")
    assert revisions(activity, {"ana": [record]}) == []
