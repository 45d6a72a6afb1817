"""Where did I lose you, as an author writes it: slips in it, what goes to whom, and the definition in the docs."""

import re
import tomllib
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from kith_exercises import KithError
from kith_exercises.definitions import load_prompts
from kith_exercises.primitives import PRIMITIVES, flow
from kith_exercises.primitives.slips import Slip
from tests.primitives.samples import ALLOCATE, Sample, Walker, states_along


@pytest.fixture
def walker(tmp_path: Path) -> Walker:
    return Walker(ALLOCATE, tmp_path / "learner" / "1-some")


def test_its_sendings_name_steps_and_fields_that_there_are_and_go_to_partners_alone(walker: Walker) -> None:
    steps = {step.id.removesuffix("-1"): step for step in flow.steps_of(walker.activity)}
    sendings = PRIMITIVES["allocate"].sendings(walker.activity)
    assert [(one.id.removeprefix("explain-it/"), one.to, one.of.removeprefix("explain-it/")) for one in sendings] == [
        ("text", "allot", ""),
        ("lost", "back", "text"),
        ("checked", "back", "lost"),
        ("again", "allot", ""),
        ("found", "back", "again"),
        ("rechecked", "back", "found"),
    ]
    for one in sendings:
        reaches = {field.id: field.reach for field in steps[one.step].fields}
        derived = {"told-key", "questions", "how"}
        assert {reaches[id] for id in one.fields if id not in derived or id in reaches} == {"partner"}
    assert [one.needs for one in sendings] == [(), ("guess",), (), ("reguess",), ("reguess",), ()]
    assert sendings[3].avoid == ("explain-it/text",), "the second reader is another one"


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("each = 2", "each = 5", 7, "pass: “each” must be a whole number from 1 to 2"),
        ('key = "key"', 'key = "text"', 7, "pass: “key” must name a text of “write” with reach"),
        ('label = "Explain your thing."', 'label = "x"\noptional = true', 2, "the first of “write” must be a text"),
        ('kind = "passage"', 'kind = "passage"\nover = "key"', 40, "read 1: “over” must name a text"),
        ('kind = "passage"', 'kind = "text"', 2, "“read” asks for no place"),
        ('id = "answers"', 'id = "lost"', 2, "two fields of “read” have the same id"),
        ('field = "right"', 'field = "wrong"', 34, "forecast result: “field” must name a number or a rating"),
        ('of = "check"', 'of = "write"', 34, "forecast result: “of” must be check"),
        ("    max = 3\n    result", "    max = 9\n    result", 34, "forecast: “min” and “max” must be those"),
        (
            "after-days = 2",
            "after-days = 2\n[explain-it.second]\nleast = 9",
            70,
            "second: “least” must be a whole number from 20",
        ),
        ("after-days = 2", "after-days = 99", 67, "alone: “after-days” must be a whole number"),
        ('reach = "partner"', 'reach = "count"', 2, "goes to somebody else"),
    ],
)
def test_a_slip_is_named_with_the_line_of_its_table(tmp_path: Path, old: str, new: str, line: int, says: str) -> None:
    path = tmp_path / "prompts.toml"
    path.write_text(dedent(ALLOCATE.definition.replace(old, new, 1)), encoding="utf-8")
    with pytest.raises(KithError) as error:
        load_prompts(path)
    assert says in str(error.value)
    assert str(error.value).startswith(f"{path}, line {line}: [explain-it]")


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        ([], [(0, "“texts” has 0 of the 1 that are met alone")]),
        ([{"text": "Turn it."}], [(1, "it needs what a learner would write for each of questions, key")]),
        (["Turn it."], [(1, "it needs what a learner would write for each of text, questions, key")]),
        ([{**ALLOCATE.sealed["texts"][0], "how": "x"}], [(1, "it needs what a learner would write for each of how")]),
        ([{**ALLOCATE.sealed["texts"][0], "hwo": "did"}], [(1, "there is no such key as “hwo”")]),
    ],
)
def test_what_the_makers_have_is_whole(walker: Walker, texts: list[Any], says: list[tuple[int, str]]) -> None:
    found = PRIMITIVES["allocate"].slips(walker.activity, {"texts": texts})
    assert [(slip.n, slip.what) for slip in found if isinstance(slip, Slip)] == says
    assert [*PRIMITIVES["allocate"].slips(walker.activity, ALLOCATE.sealed)] == []


DOCS = Path(__file__).parents[2] / "docs" / "primitives" / "allocate.md"


@pytest.fixture
def copied(tmp_path: Path) -> Walker:
    """What an author copies from the docs."""
    definition, sealed = (
        block.partition("```")[0] for block in DOCS.read_text(encoding="utf-8").split("```toml\n")[1:]
    )
    held = tomllib.loads(sealed)["explain-it"]
    walker = Walker(Sample("allocate", definition, held), tmp_path / "copied" / "1-some")
    assert [*PRIMITIVES["allocate"].slips(walker.activity, held)] == []
    return walker


def test_the_definition_that_authors_copy_from_the_docs_is_walked_to_its_end(copied: Walker) -> None:
    for part in copied.activity.parts:
        card = copied.card(part)
        card.act({"do": "form", "form": "alone"})
        assert list(states_along(card))[-1]["ended"]


def test_the_docs_say_who_sees_each_answer(copied: Walker) -> None:
    rows = re.findall(r"^\| (`.*?) \| `(\w+)` \|", DOCS.read_text(encoding="utf-8"), flags=re.MULTILINE)
    told = {id: reach for ids, reach in rows for id in re.findall(r"`([\w-]+)`", ids)}
    steps = [step for step in flow.steps_of(copied.activity) if "cohort" in step.forms]
    assert told == {field.id: field.reach for step in steps for field in step.fields}
