"""A model in an activity: guessed before it is seen, played from its own bytes, and changed by one line."""

import json
from base64 import b64decode
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from kith_exercises import KithError, trying
from kith_exercises.asking import in_html
from kith_exercises.definitions import load_prompts
from kith_exercises.models import MODELS, Trajectory
from kith_exercises.primitives.model_runs import slips
from kith_widgets import Refused
from tests.primitives.samples import MODEL, Walker, in_text

RULE = "    says = rng.random((discussions, common + single, members)) < p"
SINGLE = "    says[:, common:, 1:] = False  # a single fact is known to the first member only"
FIRST = {"do": "commit", "step": "round-four", "answers": {"common": 40}}


@pytest.fixture
def walker(tmp_path: Path) -> Walker:
    return Walker(MODEL, tmp_path / "learner" / "1-some")


def change(was: str, now: str, guess: float = 90) -> dict[str, Any]:
    """The action by which one line of the model is another."""
    line = trying.lines_of("information_sampling").index(was) + 1
    answers = {"line": {"line": line, "was": was, "now": now}, "single": guess}
    return {"do": "commit", "step": "round-promise", "answers": answers}


def test_what_comes_is_guessed_first_and_then_played_two_runs_beside_each_other(walker: Walker) -> None:
    card = walker.card()
    assert '"runs"' not in in_text(card.state())
    [_, scene] = card.act(FIRST)["passed"][0]["scenes"]
    four, six = (Trajectory.from_bytes(b64decode(run)) for run in scene["runs"])
    run = MODELS["information_sampling"].run
    assert (four.outcome, six.outcome) == tuple(run(members=n, discussions=20).outcome for n in (4, 6))  # type: ignore[call-arg]
    assert scene["said"][0]["with"] == "How many common facts? It comes to 95%; you expected {mine}%."
    assert "rng.random" in scene["code"]


def test_a_promise_in_one_line_is_run_and_the_answer_says_what_it_did(walker: Walker) -> None:
    card = walker.card()
    card.act(FIRST)
    passed = card.act(change(SINGLE, "    says[:, common:, 0] = True"))["passed"][1]
    assert passed["scenes"][0]["said"][0]["with"].startswith(
        "How many of 100? It comes to 100%, and before your change to 40%;"
    )
    assert passed["scenes"][0]["player"] is None
    [record] = [one for one in walker.journal.read().of("unsaid") if one.event == "commit" and "came" in one.value]
    assert record.value["came"] == {"single_share": 1.0}
    assert "says[:, common:, 0] = True" in in_html(walker.activity, walker.journal.read().of("unsaid"))


def test_a_line_that_moves_nothing_is_told_so(walker: Walker) -> None:
    card = walker.card()
    card.act(FIRST)
    scene = card.act(change(RULE, f"{RULE}  # each on their own"))["passed"][1]["scenes"][0]
    assert scene["said"][-1]["without"].startswith("As it was, to the last digit")


@pytest.mark.parametrize(
    ("now", "says"),
    [
        ("    says = (", r"Python can't read it with this line: '\(' was never closed"),
        ("    says = nobody", "With this line the model stopped: NameError: name 'nobody' is not defined"),
        ("    raise SystemExit", "With this line the model stopped: SystemExit"),
        ("    import os; os._exit(3)", "With this line the model stopped"),
        (RULE + "  ", "the line reads as before"),
    ],
)
def test_a_line_that_does_not_run_is_refused_and_nothing_is_kept(walker: Walker, now: str, says: str) -> None:
    card = walker.card()
    card.act(FIRST)
    before = walker.journal.read().of("unsaid")
    with pytest.raises(Refused, match=says):
        card.act(change(RULE, now))
    assert walker.journal.read().of("unsaid") == before


def test_a_loop_without_end_is_stopped(walker: Walker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trying, "_SECONDS", 2)
    card = walker.card()
    card.act(FIRST)
    with pytest.raises(Refused, match="not done after 2 seconds"):
        card.act(change(RULE, "    while True: pass"))


def test_code_runs_once_as_it_is_committed_and_whoever_reads_it_later_runs_nothing(walker: Walker) -> None:
    ran = walker.folder / "ran"
    card = walker.card()
    card.act(FIRST)
    card.act(change(RULE, f"{RULE}; open({json.dumps(str(ran))}, 'a').write('x')"))
    assert ran.read_text(encoding="utf-8") == "x"
    later = walker.card()
    later.settle()
    later.folded()
    assert later.state()["passed"][1]["scenes"]
    assert in_html(walker.activity, walker.journal.read().of("unsaid"))
    assert ran.read_text(encoding="utf-8") == "x"


def test_without_a_kernel_the_step_that_runs_code_is_gone_past(walker: Walker) -> None:
    plain, changing, *_ = walker.card().folded()["steps"]
    assert not plain["waits"]
    assert changing["waits"].startswith("Here the model's code is changed and run. That takes a kernel")
    assert changing["fields"] == []


@pytest.mark.parametrize(
    ("came", "usable"),
    [(None, False), ([1], False), ({"single_share": "<b>"}, True)],
)
def test_what_came_is_read_as_what_it_should_be_wherever_it_comes_from(
    walker: Walker, came: object, usable: bool
) -> None:
    walker.card().act(FIRST)
    value = {"step": "round-promise", "answers": change(RULE, "    says = 1")["answers"], "came": came}
    walker.journal.write("unsaid", "commit", value, reach="facilitator")
    [scene, _] = walker.card().state()["passed"][1]["scenes"]
    assert "<b>" not in in_text(scene["said"])
    assert scene["said"][0]["without"].endswith(" no figure, and before your change to 40%." if usable else " to 40%.")


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('id = "four"', 'id = "Four"', 8, "“id” takes small letters"),
        ('id = "four"', 'id = "promise"', 2, "“rounds” needs some with different ids"),
        (
            "beside = { members = 6 }",
            'beside = { members = 6 }\nchange = "x"',
            8,
            "“beside” and “change” are both there",
        ),
        ('id = "single"', 'id = "line"', 15, "which is the line that is changed"),
        ("parameters = { members = 4,", "parameter = { members = 4,", 8, "no such key as “parameter”"),
    ],
)
def test_a_slip_is_named_with_the_line_of_its_table(tmp_path: Path, old: str, new: str, line: int, says: str) -> None:
    path = tmp_path / "prompts.toml"
    path.write_text(dedent(MODEL.definition).replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KithError) as error:
        load_prompts(path)
    assert says in str(error.value)
    assert str(error.value).startswith(f"{path}, line {line}: [unsaid]")


@pytest.mark.parametrize(
    ("old", "new", "n", "says"),
    [
        ('"information_sampling"', '"chess"', 0, "there is no model “chess”"),
        ("members = 4,", "member = 4,", 1, "takes no “member”"),
        ("members = 4,", "members = 0,", 1, "can't run so"),
        ('figure = "common"', 'figure = "spread"', 1, "has no figure “spread”; write one of common"),
        ("max = 100", "max = 50", 1, "comes to 95, which nobody can guess on this line"),
        ("discussions = 20 }\nbeside", "discussions = 30000 }\nbeside", 1, "KB, and a page carries 512"),
    ],
)
def test_a_round_that_can_not_be_run_or_guessed_is_found(tmp_path: Path, old: str, new: str, n: int, says: str) -> None:
    path = tmp_path / "prompts.toml"
    path.write_text(dedent(MODEL.definition).replace(old, new, 1), encoding="utf-8")
    found = [(slip.n, f"{slip.what}; {slip.remedy}") for slip in slips(load_prompts(path)["unsaid"].spec)]  # type: ignore[union-attr]
    assert any(place == n and says in what for place, what in found), found
