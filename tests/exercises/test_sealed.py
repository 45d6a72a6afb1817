"""What is held back can be read nowhere before it unfolds, and unfolds like any truth."""

import base64
import json
import zlib
from pathlib import Path
from typing import Any

import pytest

from kith_exercises import KithError, readers
from kith_exercises.cards.fold import FoldCard
from kith_exercises.definitions import FoldPrompt, load_prompts
from kith_exercises.journal import Journal
from kith_exercises.sealed import PACKED, SOURCE, Sealed
from tests.sealing import ANSWERS, PROMPT, PROMPTS, SEALED, WORDS, in_clear


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A module as its author has it."""
    made = tmp_path / "1-module"
    made.mkdir()
    (made / "prompts.toml").write_text(PROMPTS, encoding="utf-8")
    (made / SOURCE).write_text(SEALED, encoding="utf-8")
    return made


def pack(folder: Path) -> Path:
    """The same module as it is built."""
    (folder / PACKED).write_bytes(Sealed.load(folder).packed())
    (folder / SOURCE).unlink()
    return folder / PACKED


def tapped(folder: Path) -> FoldPrompt:
    prompt = load_prompts(folder / "prompts.toml")[PROMPT]
    assert isinstance(prompt, FoldPrompt)
    return prompt


def card(folder: Path) -> FoldCard:
    return FoldCard(tapped(folder), Journal.open(folder, folder.name, "page"), "key")


def test_what_is_packed_reads_the_same_and_shows_none_of_its_words(folder: Path) -> None:
    written = Sealed.load(folder)
    packed = pack(folder)
    assert in_clear(SEALED) == list(WORDS)
    assert in_clear(packed.read_bytes()) == []
    read = Sealed.load(folder)
    assert read.of(PROMPT) == written.of(PROMPT) != {}
    assert read.packed() == written.packed() == packed.read_bytes()
    assert read.of("other") == {}


def test_neither_what_is_sealed_nor_its_prompt_gives_anything_away_when_printed(folder: Path) -> None:
    pack(folder)
    assert in_clear(repr(Sealed.load(folder)) + repr(tapped(folder))) == []


def test_a_module_that_holds_nothing_back_has_nothing(tmp_path: Path) -> None:
    assert Sealed.load(tmp_path).of(PROMPT) == {}
    assert Sealed.load(tmp_path).table(PROMPT) is None


def packed(**changed: Any) -> bytes:
    data = base64.b85encode(zlib.compress(b'{"tapped": {}}')).decode()
    return json.dumps({"kith": "sealed", "v": 1, "data": data} | changed).encode()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not json",
        b"[]",
        b"\xff\xfe",
        packed(kith="envelope"),
        packed(v=2),
        packed(data=7),
        packed(data="~~ not base85"),
        packed(data=base64.b85encode(b"not packed").decode()),
        packed(data=base64.b85encode(zlib.compress(SEALED.encode())[:-9]).decode()),
        packed(data=base64.b85encode(zlib.compress(b" " * 30_000_000)).decode()),
        packed(data=base64.b85encode(zlib.compress(b"[" * 100_000)).decode()),
        packed(data=base64.b85encode(zlib.compress(b"[1]")).decode()),
    ],
)
def test_a_damaged_file_is_named_with_the_next_step(folder: Path, content: bytes) -> None:
    pack(folder).write_bytes(content)
    with pytest.raises(KithError, match=rf"{PACKED} can't be read: .*kith update"):
        load_prompts(folder / "prompts.toml")


def test_what_was_built_counts_whatever_lies_beside_it(folder: Path) -> None:
    pack(folder)
    (folder / SOURCE).write_text(SEALED.replace("named = 3", "named = 99"), encoding="utf-8")
    assert readers.question_of(tapped(folder)) is not None
    assert card(folder).folded()["steps"][0]["scene"]["title"] == "Listeners named 3 of 120"


@pytest.mark.parametrize("built", [False, True])
def test_a_truth_that_is_data_unfolds_step_by_step(folder: Path, built: bool) -> None:
    if built:
        pack(folder)
    fold = card(folder)
    assert in_clear(json.dumps([fold.card(), fold.state()])) == []
    state = fold.act({"do": "commit", "answers": ANSWERS})
    assert in_clear(json.dumps(state)) == []
    state = fold.act({"do": "unfold"})
    [gap] = state["scenes"]
    assert (gap["kind"], gap["title"], gap["of"]) == ("gap", "Listeners named 3 of 120", "tunes")
    assert gap["rows"] == [{"id": "named", "label": "Named", "truth": 3}]
    assert gap["axis"] == {"min": 0, "max": 120, "label": "tunes named, of 120"}
    assert state["ask"]["label"] == "How many in a hundred have a word for it?"
    assert in_clear(json.dumps(state)) == ["Listeners named", "expected every second", "Newton 1990"]
    state = fold.act({"do": "unfold", "answer": 40})
    assert state["scenes"][1]["paragraphs"] == [
        "It was 21.",
        "Who knows a thing cannot hear it as somebody who does not.",
    ]
    assert state["explain"]["quoted"] == [
        {
            "of": ["tunes", "named"],
            "with": "You put “Named” at {mine}. It was 3 tunes.",
            "without": "“Named”: it was 3 tunes.",
        }
    ]


def test_what_a_page_without_a_kernel_unfolds_is_the_same(folder: Path) -> None:
    pack(folder)
    fold = card(folder)
    folded = fold.folded()
    fold.act({"do": "look"})
    fold.act({"do": "unfold"})
    state = fold.act({"do": "unfold", "look": True})
    assert [step["scene"] for step in folded["steps"]] == state["scenes"]
    assert folded["explain"] == state["explain"]


def test_points_are_drawn_one_by_one(folder: Path) -> None:
    text = SEALED.replace("values = { named = 3 }", "points = { named = [3, 5, 2.5] }").replace("{named}", "few")
    (folder / SOURCE).write_text(text, encoding="utf-8")
    dots = card(folder).folded()["steps"][0]["scene"]
    assert dots["rows"] == [{"id": "named", "label": "Named", "values": [3, 5, 2.5], "mean": None}]
    assert dots["table"]["rows"] == [["Named", 3], ["Named", 5], ["Named", 2.5]]


def test_what_came_is_measured_like_any_truth(folder: Path) -> None:
    pack(folder)
    prompt = tapped(folder)
    question = readers.question_of(prompt)
    assert question is not None
    assert [(target.id, target.truth) for target in question.targets] == [("named", 3)]
    fold = card(folder)
    fold.act({"do": "commit", "answers": ANSWERS})
    fold.act({"do": "unfold"})
    fold.act({"do": "unfold", "answer": 40})
    journals = {"ana": Journal.open(folder, folder.name, "page").read().records}
    [row] = readers.forecasts(question, readers.doors_of(question, journals))["named"]
    assert (row.said, row.came) == (60, 3)
    assert [(one.said, one.came) for one in readers.guesses(prompt, journals)["step-2"]] == [(40, 21)]


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('button = "Show what listeners named"\n', "", 1, "“button” is missing"),
        ("values = { named = 3 }", "", 1, "it must show one thing; write one of values, points, paragraphs"),
        ("values = { named = 3 }", 'values = { named = 3 }\nparagraphs = ["x"]', 1, "must show one thing"),
        ("values = { named = 3 }", "values = { heard = 3 }", 1, "each mark of “tunes”; write values = { named = 3 }"),
        ("values = { named = 3 }", "values = { named = 121 }", 1, "“121” is not on the line of “tunes”"),
        ("values = { named = 3 }", "values = { named = true }", 1, "is not on the line of “tunes”"),
        ("values = { named = 3 }", "points = { named = 3 }", 1, "must be lists of numbers"),
        ("values = { named = 3 }", "values = 3", 1, "“values” must be a table"),
        ("{named}", "{heard}", 1, "“{heard}” names no value of this step; write one of named"),
        ("It was called", "{named} called", 9, "names no value of this step; only where there are values"),
        ("came = 21", "came = 121", 9, "“came” lies outside of what can be expected"),
        ("came = 21", "came = 21, went = 1", 9, "no such key as “went”"),
        ('title = "It was', 'titel = "It was', 9, "“title” is missing"),
        ("ask = {", "asks = {", 9, "no such key as “asks”"),
        ("values = { named = 3 }", "values = { named = nan }", 1, "can't be sealed"),
        ("values = { named = 3 }", "values = { named = 2026-11-22 }", 1, "can't be sealed"),
    ],
)  # fmt: skip
def test_a_slip_is_named_with_file_and_line(folder: Path, old: str, new: str, line: int, says: str) -> None:
    assert old in SEALED
    (folder / SOURCE).write_text(SEALED.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KithError) as error:
        load_prompts(folder / "prompts.toml")
    assert says in str(error.value)
    assert str(error.value).startswith(f"{folder / SOURCE}, line {line}: [tapped]")


def test_nothing_held_back_for_a_fold_that_shows_it_is_a_slip_of_the_fold(folder: Path) -> None:
    for text in ("", "[other]\nvalues = 1\n"):
        (folder / SOURCE).write_text(text, encoding="utf-8")
        with pytest.raises(KithError, match=r"prompts\.toml, line 1: \[tapped\]: .* write \[\[tapped\.steps\]\] there"):
            load_prompts(folder / "prompts.toml")
    (folder / SOURCE).write_text("[tapped]\nsteps = []\n", encoding="utf-8")
    with pytest.raises(KithError, match=r"sealed\.toml, line 1: \[tapped\]: “steps” is empty"):
        load_prompts(folder / "prompts.toml")


def test_the_definition_that_authors_copy_from_the_docs_unfolds(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "sealed.md").read_text(encoding="utf-8")
    blocks = [block.partition("```")[0] for block in page.split("```toml\n")[1:]]
    for name, block in zip(("prompts.toml", SOURCE), blocks, strict=True):
        (tmp_path / name).write_text(block, encoding="utf-8")
    [step] = card(tmp_path).folded()["steps"]
    assert step["scene"]["title"] == "Listeners named 3 of 120"


def test_values_need_marks_to_stand_beside(folder: Path) -> None:
    prompts = PROMPTS.replace('kind = "marks"', 'kind = "number"').replace('ends = ["none", "every one"]\n', "")
    lines = [line for line in prompts.splitlines() if not line.startswith("marks = ")]
    (folder / "prompts.toml").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(KithError, match="this fold has no field of kind marks; write paragraphs instead"):
        load_prompts(folder / "prompts.toml")


CHOICE = """
[[tapped.fields]]
id = "which"
kind = "choice"
label = "Which tunes?"
options = [{ id = "known", label = "Known" }, { id = "new", label = "New" }]
"""


def test_marks_that_were_set_for_one_choice_say_so_and_are_quoted_beside_no_other(folder: Path) -> None:
    with (folder / "prompts.toml").open("a", encoding="utf-8") as prompts:
        prompts.write(CHOICE.replace("tapped", PROMPT))
    source = folder / SOURCE
    sealed = source.read_text(encoding="utf-8")
    assert "values = {" in sealed
    source.write_text(sealed.replace("values = {", 'chosen = { which = "new" }\nvalues = {'), encoding="utf-8")
    scenes = [step["scene"] for step in card(folder).folded()["steps"]]
    assert [scene["meant"] for scene in scenes if scene["kind"] == "gap"] == [["which", "new"]]
    source.write_text(sealed.replace("values = {", 'chosen = { which = "old" }\nvalues = {'), encoding="utf-8")
    with pytest.raises(KithError, match="names no option of this fold"):
        tapped(folder)
