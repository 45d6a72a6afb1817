"""What an author holds back is built so that nobody reads it by the way, and its slips are found before that."""

# ruff: noqa: E501  # a table of slips reads best with one slip a line

import pytest

from kith_exercises.errors import KithError
from kith_facilitator.course import build_course, check_course, load_course
from tests.sealing import PROMPT, in_clear, seal_course

MODULE, SEALED, PROMPTS = "1-first", "1-first/sealed.toml", "1-first/prompts.toml"


@pytest.fixture
def sealed(small_folder):
    """The small course, with a fold whose truth is data."""
    seal_course(small_folder / MODULE, "page")
    return small_folder


def test_a_course_that_holds_something_back_has_no_findings(sealed):
    assert check_course(load_course(sealed)) == []


def test_of_what_is_held_back_no_word_can_be_read_in_what_is_built(sealed, destination):
    built = build_course(load_course(sealed), destination)
    assert f"{MODULE}/sealed.kith" in {path.relative_to(destination).as_posix() for path in built.written}
    files = [path for path in destination.rglob("*") if path.is_file()]
    assert [path.name for path in files if path.name == "sealed.toml"] == []
    assert {path.name: in_clear(path.read_bytes()) for path in files if in_clear(path.read_bytes())} == {}


def test_it_is_built_again_only_where_it_changed_and_goes_with_its_source(sealed, edit, destination):
    build_course(load_course(sealed), destination)
    assert build_course(load_course(sealed), destination).written == ()
    edit(SEALED, "named = 3", "named = 4")
    assert [path.name for path in build_course(load_course(sealed), destination).written] == ["sealed.kith"]
    (sealed / SEALED).unlink()
    edit(PROMPTS, 'truth = "sealed"', 'truth = "guyer"')
    assert [path.name for path in build_course(load_course(sealed), destination).removed] == ["sealed.kith"]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (SEALED, "values = {", "value = {", "line 2: [tapped] steps 1: it must show one thing; write one of values, points"),
        (SEALED, "ask = {", "asks = {", "line 10: [tapped] steps 2: there is no such key as “asks”; look for a typing slip"),
        (SEALED, "came = 21", "came = 210", "line 10: [tapped] steps 2 ask: “came” lies outside of what can be expected; mend"),
        (SEALED, "values = {", "values = ", "line 7: this is not valid TOML"),
        (SEALED, "", "[lost]\nvalues = 1\n", "line 15: there is no prompt “lost” to hold this back for; mend the name"),
        (SEALED, "", "[why]\nvalues = 1\n", "line 15: “why” is answered in writing, and shows nothing of this; take it"),
        (SEALED, "", "[guess]\nvalues = 1\n", "line 15: the fold “guess” never shows this; write truth = \"sealed\" in"),
        (PROMPTS, '"sealed"', '"sealing"', "line 20: the fold “tapped” has an unknown truth “sealing”; use one of guyer,"),
    ],
)  # fmt: skip
def test_a_slip_is_found_with_file_line_and_remedy(sealed, edit, file, old, new, said):
    edit(file, old, new)
    found = "\n".join(map(str, check_course(load_course(sealed))))
    assert f"{file}, {said}" in found


def test_a_fold_for_which_nothing_is_held_back_is_found_where_it_stands(sealed):
    (sealed / SEALED).unlink()
    [finding] = check_course(load_course(sealed))
    assert finding.file == PROMPTS
    assert finding.line
    assert f"write [[{PROMPT}.steps]] there" in finding.remedy


def test_a_built_file_among_the_sources_is_found_and_not_built_from(sealed, destination):
    build_course(load_course(sealed), destination)
    before = (destination / MODULE / "sealed.kith").read_bytes()
    (sealed / MODULE / "sealed.kith").write_bytes(before)
    course = load_course(sealed)
    [finding] = check_course(course)
    assert str(finding).startswith("1-first/sealed.kith: the build makes this file of sealed.toml")
    with pytest.raises(KithError, match=r"1-first/sealed\.kith: .*delete it"):
        build_course(course, destination)


ACTIVITY = """
[how-sure]
kind = "calibration"
reach = "count"
title = "This or that"
sure = { min = 50, max = 100, step = 10 }
[[how-sure.claims]]
id = "square"
label = "The square of 12 is"
options = [{ id = "above", label = "above 140" }, { id = "below", label = "below 140" }]
"""
WHOLE = '[how-sure.right]\nsquare = "above"\n[how-sure.how]\nsquare = "12 times 12 is 144."\n'


@pytest.mark.parametrize(
    ("held", "says", "place"),
    [
        (WHOLE, [], ""),
        (None, ["“how” is missing", "“right” is missing"], f"{PROMPTS}, line 20"),
        (WHOLE.replace('"above"', '"beside"'), ["does not say which side of “square” is so"], f"{SEALED}, line 1"),
        (
            WHOLE.replace('square = "12', 'circle = "12'),
            ["does not say where the answer to “square” is known from"],
            f"{SEALED}, line 1",
        ),
    ],
)
def test_what_an_activity_shows_must_be_held_back_for_it(small_folder, edit, held, says, place):
    edit(PROMPTS, "", ACTIVITY)
    edit("1-first/page.md", "", '\n```{code-cell}\nkith.activity("how-sure")\n```\n')
    if held:
        (small_folder / SEALED).write_text(held, encoding="utf-8")
    found = check_course(load_course(small_folder))
    assert [finding.place for finding in found] == [place] * len(says)
    assert all(text in finding.message for text, finding in zip(says, found, strict=True))


def shown(prompt, *parts):
    """The parts of an activity, each in a cell."""
    return "".join(f'\n```{{code-cell}}\nkith.activity("{prompt}", "{part}")\n```\n' for part in parts)


NOTES = """
[byline]
kind = "label-experiment"
reach = "count"
title = "Two notes"
notes = 2
arms = [{ id = "new", label = "third week here" }, { id = "long", label = "ten years in this work" }]
ask = [{ id = "sound", kind = "rating", label = "How sound is it?", min = 0, max = 10, ends = ["not at all", "fully"] }]
debrief = ["The line was drawn by lot."]
predict = "Did the line move us?"
"""
TEXTS = """[byline.elsewhere]
title = "Found elsewhere"
paragraphs = ["What a study found."]
[[byline.texts]]
id = "gate"
text = "Close the gate at nine."
[[byline.texts]]
id = "keys"
text = "Count the keys at ten."
"""
EMPTY_LABEL = "[byline]\ntexts = 1\nelsewhere = 2\n"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("", "", ""),
        (TEXTS[TEXTS.index("[[byline.texts]]\nid = \"keys\""):], "", "line 1: [byline]: “texts” has 1 of 2 notes; write the others"),
        ("", '[[byline.texts]]\nid = "lamp"\ntext = "Put the lamp out."\n', "line 10: [byline] texts 3: nobody reads the note “lamp”, for “notes” is 2; raise it"),
        ("Count the keys at ten.", "close the gate  at nine.", "line 7: [byline] texts 2: the note “keys” has a text that another one has; let notes differ"),
        ('"keys"', '"gate"', "line 7: [byline] texts 2: the note “gate” has an id that another one has; let notes differ"),
        ('"Count the keys at ten."', '{ new = "Count.", long = "Count the keys." }', "line 7: [byline] texts 2: a note is the same for everybody, and this one has several texts; write one"),
        ("Count the keys", "After ten years in this work: count the keys", "line 7: [byline] texts 2: the note “keys” names “ten years in this work”, and is also shown under the other line; take that out"),
        ('text = "Count', 'texts = "Count', "line 7: [byline] texts 2: a note needs an id and a text; write id"),
        ('id = "keys"', 'id = "keys"\nby = "Sam"', "line 7: [byline] texts 2: there is no such key as “by”; look for a typing slip; it may be id or text"),
        ("[byline.elsewhere]", "[byline.beside]\n[byline.elsewhere]", "line 1: [byline]: there is no such key as “beside”; look"),
        ("paragraphs = [", "paragraph = [", "line 1: [byline] elsewhere: “elsewhere” needs a text “title” and a list of texts “paragraphs”; say there"),
        (TEXTS, EMPTY_LABEL, "line 1: [byline]: “texts” has 0 of 2 notes; write the others"),
    ],
)  # fmt: skip
def test_notes_of_a_label_experiment_are_the_same_for_everybody_and_differ_among_themselves(
    small_folder, edit, old, new, said
):
    edit(PROMPTS, "", NOTES)
    edit("1-first/page.md", "", shown("byline", "rate", "came"))
    (small_folder / SEALED).write_text(TEXTS, encoding="utf-8")
    if old or new:
        edit(SEALED, old, new)
    found = "\n".join(map(str, check_course(load_course(small_folder))))
    assert (f"{SEALED}, {said}" in found) if said else (found == "")


GAME = """
[shelter]
kind = "game-round"
reach = "count"
title = "Where do people go?"
game = "hidden-profile"
seats = 3
choices = [{ id = "school", label = "The school" }, { id = "depot", label = "The bus depot" }]
ways = [{ id = "free", label = "Talk freely" }]
missing = ["night workers"]
own-share = "What share of the talk was yours?"
"""
CARDS = """[shelter.answer]
choice = "depot"
because = ["It stands on a hill."]
""" + "".join(
    f'[[shelter.cards]]\nid = "{id}"\ntext = "Fact {id}."\nfor = "{choice}"\nheld = {held}\n'
    for id, choice, held in [
        ("c1", "school", '"all"'), ("c2", "school", '"all"'), ("c3", "school", '"all"'),
        ("s1", "depot", 1), ("s2", "depot", 2), ("s3", "depot", 3), ("gone", "depot", '"missing"'),
    ]
)  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("", "", ""),
        ('id = "s1"\n', "", "line 19: [shelter] cards 4: each card needs an id and a text: id = "),
        ("Fact s2.", "FACT  s1.", "line 24: [shelter] cards 5: “s2” says the same as “s1”, so neither is known to one person alone; write another"),
        ('"s2"', '"s1"', "line 1: [shelter]: two cards have one id; rename one of them"),
        ("held = 2", "held = 4", "line 1: [shelter]: seats 1, 2, 3 and so on, three at least, must each hold a card"),
        ('held = "missing"', "held = 4", "line 1: [shelter]: cards are held by 4 seats, and “seats” of prompts.toml is 3; write seats = 4"),
        ('for = "depot"\nheld = "missing"', 'for = "school"\nheld = "missing"', "line 1: [shelter]: all cards together speak for school, not for the answer; mend it there"),
        ('for = "depot"\nheld = "missing"', 'for = "depot"\nheld = 1', "line 1: [shelter]: whoever asks about those who are not in the room learns nothing; write a card"),
        ('for = "depot"\nheld = 2', 'for = "cellar"\nheld = 2', "line 24: [shelter] cards 5: card “s2” speaks for “cellar”; write one of depot, school, or nothing"),
        ('for = "depot"\nheld = 2', 'fro = "depot"\nheld = 2', "line 24: [shelter] cards 5: there is no such key as “fro”; look"),
        ("because =", "becuase =", "line 1: [shelter] answer: there is no such key as “becuase”; look"),
        ("[shelter.answer]", "[shelter.answers]\n[shelter.answer]", "line 1: [shelter]: there is no such key as “answers”; look"),
    ],
)  # fmt: skip
def test_cards_of_a_hidden_profile_are_found_where_they_give_it_away_or_say_nothing(small_folder, edit, old, new, said):
    edit(PROMPTS, "", GAME)
    edit("1-first/page.md", "", shown("shelter", "before", "together", "came"))
    (small_folder / SEALED).write_text(CARDS, encoding="utf-8")
    if old or new:
        edit(SEALED, old, new)
    found = "\n".join(map(str, check_course(load_course(small_folder))))
    assert (f"{SEALED}, {said}" in found) if said else (found == "")
