"""An author's slip is named with file, line and remedy; what is right becomes plain data."""

from pathlib import Path
from textwrap import dedent

import pytest

from kith_exercises import KithError
from kith_exercises.definitions import FoldPrompt, TextPrompt, load_prompts, load_rubrics, renamed

FOLD = """
    [being-seen]
    kind = "fold"
    title = "Does being seen make people give?"
    reach = "count"
    truth = "guyer"
    explain = "What do you make of the difference?"

    [[being-seen.fields]]
    id = "marks"
    kind = "marks"
    label = "Where would the averages lie?"
    min = 0
    max = 120
    unit = "choices"
    ends = ["nobody ever", "everybody always"]
    width = "Give or take"
    marks = [{ id = "public", label = "In public" }, { id = "anonymous", label = "In secret" }]

    [[being-seen.fields]]
    id = "why"
    kind = "text"
    label = "One sentence why"
    reach = "facilitator"
"""

TEXT = """
    [my-question]
    kind = "text"
    title = "My question"
    reach = "facilitator"
    question = ["What do you want to find out?"]
    words = [5, 40]
"""

RUBRIC = """
    [[difference.criteria]]
    id = "evidence"
    title = "Evidence"
    asks = "Does a figure from your own record stand in it?"
    levels = [
        { points = 0, label = "Not yet", text = "No figure." },
        { points = 2, label = "Partly", text = "One figure." },
        { points = 3, label = "Clearly", text = "Two figures." },
    ]
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "prompts.toml"
    path.write_text(dedent(text), encoding="utf-8")
    return path


def test_a_fold_is_read_with_its_fields_in_order(tmp_path: Path) -> None:
    fold = load_prompts(written(tmp_path, FOLD))["being-seen"]
    assert isinstance(fold, FoldPrompt)
    assert [field.id for field in fold.fields] == ["marks", "why"]
    assert fold.fields[1].reach == "facilitator"
    assert (fold.reach, fold.truth, fold.kept) == ("count", "guyer", "")


def test_a_text_prompt_has_a_word_target(tmp_path: Path) -> None:
    prompt = load_prompts(written(tmp_path, TEXT))["my-question"]
    assert isinstance(prompt, TextPrompt)
    assert prompt.words == (5, 40)


def test_a_prompt_names_the_ids_it_once_had(tmp_path: Path) -> None:
    text = dedent(TEXT) + 'formerly = ["question", "own-question"]\n' + dedent(FOLD)
    prompts = load_prompts(written(tmp_path, text))
    assert prompts["my-question"].formerly == ("question", "own-question")
    assert renamed(prompts) == {"question": "my-question", "own-question": "my-question"}


@pytest.mark.parametrize(
    ("formerly", "says"),
    [
        ('["being-seen"]', "still a prompt here"),
        ('["seen"]', "so does"),
        ("[1]", "texts only"),
        ('"seen"', "a list of"),
    ],
)
def test_an_earlier_id_leads_to_one_prompt_only(tmp_path: Path, formerly: str, says: str) -> None:
    fold = FOLD.replace('kind = "fold"', 'kind = "fold"\n    formerly = ["seen"]', 1)
    with pytest.raises(KithError, match=says):
        load_prompts(written(tmp_path, dedent(fold) + dedent(TEXT) + f"formerly = {formerly}\n"))


def test_a_marked_text_says_whether_a_criterion_may_be_swapped(tmp_path: Path) -> None:
    for more, own in (("rubric = true", True), ("rubric = true\nown = false", False), ("", False)):
        prompt = load_prompts(written(tmp_path, dedent(TEXT) + more))["my-question"]
        assert isinstance(prompt, TextPrompt)
        assert prompt.own is own
    with pytest.raises(KithError, match="no such key as “own”"):
        load_prompts(written(tmp_path, dedent(TEXT) + "own = true"))


def test_a_position_has_nothing_that_came_of_it(tmp_path: Path) -> None:
    place = '[[being-seen.fields]]\nkind = "position"\nid = "at"\nlabel = "Who begins"\nleft = "l"\nright = "r"\n'
    asked = dedent(FOLD) + place + 'none = "n"\nsure = [{ id = "s", label = "s" }]\n'
    with pytest.raises(KithError, match="asks for a position and has a truth"):
        load_prompts(written(tmp_path, asked))
    assert load_prompts(written(tmp_path, asked.replace('truth = "guyer"', 'kept = "Kept."'))).keys() == {"being-seen"}


def test_the_same_files_are_made_sense_of_once_wherever_they_lie(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("one", "two", "other", "sealed")]
    for folder in folders:
        folder.mkdir()
        (folder / "prompts.toml").write_text(dedent(FOLD), encoding="utf-8")
    (folders[2] / "prompts.toml").write_text(dedent(FOLD).replace("One sentence", "A sentence"), encoding="utf-8")
    (folders[3] / "sealed.toml").write_text("[being-seen]\nfound = 3\n", encoding="utf-8")
    one, two, other, sealed = (load_prompts(folder / "prompts.toml")["being-seen"] for folder in folders)
    assert two is one
    assert other is not one
    assert sealed is not one
    (folders[0] / "prompts.toml").write_text("[being-seen]\n", encoding="utf-8")
    for _ in range(2):  # what is wrong is told each time, and where
        with pytest.raises(KithError, match=r"one.prompts\.toml, line 1"):
            load_prompts(folders[0] / "prompts.toml")


def test_no_file_means_no_prompts(tmp_path: Path) -> None:
    assert load_prompts(tmp_path / "prompts.toml") == {}


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('reach = "count"', "", 2, "“reach” is missing"),
        ('reach = "count"', 'reach = "everyone"', 2, "must be one of mine, partner, facilitator, count, library"),
        ('kind = "fold"', 'kind = "quiz"', 2, "“kind” must be one of fold, text, "),
        ('kind = "marks"', 'kind = "slider"', 9, "“kind” must be one of marks, position, choice, number, text"),
        ("max = 120", "max = -1", 9, "“min” must be below “max”"),
        ("max = 120", 'max = "many"', 9, "“max” must be a number"),
        ('id = "why"', 'id = "marks"', 2, "two fields have the same id"),
        ('id = "anonymous"', 'id = "public"', 9, "options with different ids"),
        ('unit = "choices"', 'units = "choices"', 9, "there is no such key as “units”"),
        ('ends = ["nobody ever", "everybody always"]', 'ends = ["nobody"]', 9, "“ends” must be two texts"),
        ('truth = "guyer"', "", 2, "“kept” is missing"),
        ('reach = "facilitator"', 'reach = "facilitators"', 20, "“reach” must be one of"),
        ('label = "In public"', "label = 3", 9, "fields 1 marks 1: “label” must be a text"),
    ],
)
def test_a_slip_is_named_with_file_and_line(tmp_path: Path, old: str, new: str, line: int, says: str) -> None:
    path = written(tmp_path, FOLD.replace(old, new, 1))
    with pytest.raises(KithError) as error:
        load_prompts(path)
    assert says in str(error.value)
    assert str(error.value).startswith(f"{path}, line {line}: [being-seen]")


def test_the_line_is_that_of_the_third_level_under_the_second_criterion(tmp_path: Path) -> None:
    level = '[["the why" . criteria.levels]]\npoints = {}\nlabel = "L"\ntext = "T"\n'
    criterion = '[["the why".criteria]]\nid = "{}"\ntitle = "T"\nasks = "A"\n'
    text = "".join((criterion.format("a"), *map(level.format, (0, 1, 2)), criterion.format("b")))
    path = written(tmp_path, text + "".join(map(level.format, (0, 1, "'x'"))))
    with pytest.raises(KithError) as error:
        load_rubrics(path)
    place = f"{path}, line 29: [the why] criteria 2 levels 3: "
    assert str(error.value) == f"{place}“points” must be a number: points = 10."


def test_broken_toml_says_where(tmp_path: Path) -> None:
    with pytest.raises(KithError, match=r"not valid TOML: .*line 2"):
        load_prompts(written(tmp_path, "\nkind = \n"))


def test_a_rubric_names_the_level_of_a_score_also_between_two(tmp_path: Path) -> None:
    criterion = load_rubrics(written(tmp_path, RUBRIC))["difference"][0]
    assert criterion.max_points == 3
    assert [criterion.level(points) for points in (0, 1, 2, 3, 4)] == [
        "Not yet",
        "between Not yet and Partly",
        "Partly",
        "Clearly",
        "Clearly",
    ]


@pytest.mark.parametrize("points", ["{ points = 1,", "{ points = 5,"])
def test_levels_rise_from_zero(tmp_path: Path, points: str) -> None:
    with pytest.raises(KithError, match="the first with 0 points"):
        load_rubrics(written(tmp_path, RUBRIC.replace("{ points = 0,", points)))


BAD_ANSWERS = [
    ({}, "not answered yet"),
    ({"marks": {"values": {}}}, "“In public” has no number yet"),
    ({"marks": {"values": {"public": None, "anonymous": 3}}}, "“In public” has no number yet"),
    ({"marks": {"values": {"public": True, "anonymous": 3}}}, "“In public” has no number yet"),
    ({"marks": {"values": {"public": float("nan"), "anonymous": 3}}}, "“In public” has no number yet"),
    ({"marks": {"values": {"public": 1e300, "anonymous": 3}}}, "between 0 and 120"),
    ({"marks": {"values": {"public": 4, "anonymous": 3}, "width": -1}}, "between 0 and 120"),
    ({"marks": {"values": {"public": 4, "anonymous": 3}}}, "“Give or take” has no number yet"),
    ({"marks": [4, 3]}, "not answered yet"),
]


@pytest.mark.parametrize(("answers", "says"), BAD_ANSWERS)
def test_a_field_refuses_what_is_no_answer(tmp_path: Path, answers: dict[str, object], says: str) -> None:
    fold = load_prompts(written(tmp_path, FOLD))["being-seen"]
    assert isinstance(fold, FoldPrompt)
    with pytest.raises(ValueError, match=says):
        fold.fields[0].check(answers.get("marks"))


def test_a_field_keeps_nothing_that_was_not_asked(tmp_path: Path) -> None:
    fold = load_prompts(written(tmp_path, FOLD))["being-seen"]
    assert isinstance(fold, FoldPrompt)
    answer = {"values": {"public": 60, "anonymous": 30, "sneaked": 1}, "width": 5, "more": "x" * 10}
    assert fold.fields[0].check(answer) == {"values": {"public": 60, "anonymous": 30}, "width": 5}
