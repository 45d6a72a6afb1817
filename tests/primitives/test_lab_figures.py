"""Of lines that a cohort sorted, it learns how many chose each: none that few chose, and none that nearly all did."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from kith_exercises.definitions import Activity
from kith_exercises.journal import Record
from kith_exercises.primitives import PRIMITIVES, flow
from kith_exercises.primitives.primitive import Known
from tests.primitives.sample import Sample
from tests.primitives.samples import in_text

LINES = ("pass", "time", "hear")
AGREED = """
    [agreed]
    kind = "lab"
    reach = "facilitator"
    title = "What I need"

    [[agreed.steps]]
    id = "lines"

    [[agreed.steps.fields]]
    id = "lines"
    kind = "sort"
    label = "Put each line into a heap"
    tells = "need"
    groups = [
      { id = "need", label = "I need this" },
      { id = "fine", label = "Fine" },
      { id = "not", label = "Not for me" },
    ]
    items = [
      { id = "pass", label = "I may pass" },
      { id = "time", label = "We end in time" },
      { id = "hear", label = "I hear what came of it" },
    ]
    """


def activity(folder: Path) -> Activity:
    return Sample("lab", AGREED).write(folder)


def sorted_by(need: dict[str, int], people: int) -> dict[str, list[Record]]:
    """Of so many people, the first so many put each line under what they need; the others have it elsewhere."""
    journals = {}
    for n in range(people):
        groups = {id: "need" if n < need[id] else ("fine", "not")[n % 2] for id in LINES}
        value: Any = {"step": "lines", "answers": {"lines": {"groups": groups, "because": {}}}}
        journals[f"{n:02}"] = [Record(1, "", "agreed", "commit", value, "facilitator", "w")]
    return journals


def released(one: Activity, journals: dict[str, list[Record]]) -> dict[str, Any]:
    asked = PRIMITIVES["lab"].asked(one, {})
    assert [each.id for each in asked] == [f"agreed/lines-{id}" for id in LINES]
    return {id: figure for each in asked for id, figure in each.release(each.answers(journals)).items()}


def shown(one: Activity, figures: dict[str, Any]) -> list[Any]:
    step = next(step for step in flow.steps_of(one) if step.id == "group")
    known = Known(figures=figures)
    return list(step.scene(known)) if step.when(known) else []


def test_each_line_is_told_that_enough_chose_and_enough_did_not(tmp_path: Path) -> None:
    one = activity(tmp_path)
    [scene] = shown(one, released(one, sorted_by({"pass": 13, "time": 2, "hear": 23}, 24)))
    assert scene["title"] == "What we put under “I need this”"
    first, left = scene["paragraphs"]
    assert first == "I may pass: 10 to 14 of us, and 10 to 14 did not"
    assert left.startswith("Lines that are not here were chosen by too few")
    assert shown(one, {}) == []


def test_it_is_said_before_and_not_where_nothing_travels(tmp_path: Path) -> None:
    one = activity(tmp_path)
    for reach, said in (("facilitator", True), ("mine", False)):
        kept = replace(one, reach=reach)
        [above, *_] = flow.steps_of(kept)
        assert ("Your group is told" in in_text(list(above.before(Known())))) is said
        assert bool(PRIMITIVES["lab"].asked(kept, {})) is said
