"""Each check passes on a module that was just begun, and fails on one that breaks it, with the place."""

# ruff: noqa: E501  # a table of breaks reads best with one break a line

import re
import shutil
from dataclasses import replace

import pytest
from textstat import textstat

from kith_exercises.definitions import load_prompts
from kith_exercises.instruments import load
from kith_facilitator.course import load_course
from kith_facilitator.course.aims import Aims, load_aims
from kith_facilitator.course.check import read_module
from kith_facilitator.course.starting import start_module
from kith_facilitator.home import Home
from kith_facilitator.quality import examine
from kith_facilitator.quality.cared import contact_of
from kith_facilitator.quality.doing import doings_of
from kith_facilitator.quality.ease import grade
from kith_facilitator.quality.examined import MODULE_CHECKS, WHOLE_CHECKS
from kith_facilitator.quality.report import in_lines
from kith_facilitator.quality.seen import Seen, SeenModule
from kith_facilitator.quality.sourced import instruments
from kith_facilitator.quality.timed import core_of, sitting_of
from tests.course.conftest import COURSE

MODULE = "1-trust"
BEFORE, AFTER, PROMPTS, ABOUT, SEALED, RUBRIC = (
    f"{MODULE}/{name}"
    for name in ("1-before.md", "2-after.md", "prompts.toml", "module.toml", "sealed.toml", "rubric.toml")
)
WIDGET = "\n```{code-cell}\nimport ipywidgets\nipywidgets.Text()\n```\n"
PLAYER = '\n```{code-cell}\nkith.player("fixation")\n```\n'
LONG = (
    "Notwithstanding institutional considerations, organisational representatives systematically underestimate interdisciplinary communication difficulties. "
    * 40
)
KEPT, NOT_YET = {"time", "look-backs", "contact"}, "not yet"


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """A course with one module, as ``kith new`` makes it."""
    folder = tmp_path_factory.mktemp("courses") / "spring"
    start_module(folder, MODULE)
    return folder


@pytest.fixture
def broken(begun, tmp_path):
    """The same, in which a piece of one file, which must be there, is replaced; an empty piece appends."""
    folder = tmp_path / "spring"
    shutil.copytree(begun, folder)

    def replaced(file, old, new):
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new) if old else text + new, encoding="utf-8")
        return folder

    return replaced


def said(folder, contact=None, module=MODULE):
    """What each check says of a module, and of the whole course."""
    examined = examine(load_course(folder), contact=contact)
    assert examined.slips == ()
    by_module = dict(examined.modules)[module]
    return {check.id: result for check, result in (*by_module, *examined.whole)}


def test_a_module_just_begun_fails_nothing_and_says_what_can_not_be_judged_yet(begun):
    results = said(begun)
    assert set(results) == {check.id for check in (*MODULE_CHECKS, *WHOLE_CHECKS)}
    assert {id for id, result in results.items() if result.verdict == NOT_YET} == KEPT
    assert not [result for result in results.values() if result.verdict == "failed"]


def test_the_course_holds_its_floors():
    examined = examine(load_course(COURSE))
    assert [line for line in in_lines(examined) if "failed  " in line] == []
    assert examined.passed
    welcome = {check.id: result for check, result in dict(examined.modules)["0-welcome"]}
    assert welcome["modes"].verdict == NOT_YET  # nobody can answer anybody before the first exchange


@pytest.mark.parametrize(
    ("file", "old", "new", "check", "place", "message"),
    [
        (PROMPTS, 'phase = "engage"\n', "", "tags", f"{PROMPTS}, line 12", "“trust-start” has no phase"),
        (PROMPTS, 'phase = "engage"', 'phase = "warm-up"', "tags", f"{PROMPTS}, line 12", "the phase “warm-up”, which is none"),
        (PROMPTS, 'elements = ["C1"]\n', "", "tags", f"{PROMPTS}, line 12", "does not say what of the course it serves"),
        (PROMPTS, "minutes = { give = 8, read = 9, came = 8 }", "minutes = { give = 8, read = 1, came = 1 }", "modes", ABOUT, "of its minutes answer another person"),
        (BEFORE, "## Your own note", f"## Your own note\n\n{LONG * 12}", "modes", ABOUT, "of its minutes are constructive or interactive"),
        (BEFORE, "Now with words.", f"{'Now with words. ' * 140}", "runs", f"{BEFORE}, cell 7 (line 44)", "words are read from here on"),
        (PROMPTS, 'phase = "engage"', 'phase = "explore"', "activation", ABOUT, "nothing here asks for what learners know"),
        (BEFORE, "## What you know already", "It is known (Hinds 1999).\n\n## What you know already", "activation", f"{BEFORE}, cell 1 (line 22)", "this tells what is known before"),
        (AFTER, "## Your post", f"{PLAYER}\n## Your post", "activation", f"{AFTER}, cell 2 (line 18)", "a model runs here that nobody predicts"),
        (ABOUT, '"trust-why/use"', '"trust-why/usee"', "objectives", f"{ABOUT}, line 18", "“trust-why/usee” in “shown” is no question"),
        (ABOUT, 'activities = ["trust-start", "trust-note"]', "activities = []", "objectives", f"{ABOUT}, line 18", "has nothing in “activities”"),
        (ABOUT, '["trust-why/use"]', '["trust-guess"]', "objectives", f"{RUBRIC}, line 4", "the criterion “use” of “trust-why” belongs to no objective"),
        (BEFORE, "Now with words.", LONG, "ease", BEFORE, "this page reads at grade"),
        (BEFORE, "## What you know", "#### What you know", "access", f"{BEFORE}, cell 1 (line 22)", "a heading of level 4 follows one of level 1"),
        (BEFORE, "## A guess", "# A guess", "access", f"{BEFORE}, cell 3 (line 30)", "a second heading of the first level"),
        (BEFORE, "Now with words.", '<span style="color: red">Songs</span>', "access", f"{BEFORE}, cell 7 (line 46)", "<span> sets a colour"),
        (BEFORE, "Now with words.", "\n<table><tr><td>1</td></tr></table>\n", "access", f"{BEFORE}, cell 7 (line 47)", "no heads"),
        (BEFORE, "Now with words.", "\n| | |\n| --- | --- |\n| 1 | 2 |\n", "access", f"{BEFORE}, cell 7 (line 47)", "empty heads"),
        (SEALED, "(Hinds 1999)", "(Nobody and Noone 1999)", "claims", f"{SEALED}, line 20", "“Nobody and Noone 1999” is no work of references.json"),
        (BEFORE, "The curse of expertise", "The gift", "claims", AFTER, "“Hinds 1999” is told in full nowhere"),
        (ABOUT, 'against = "hinds-1999"', 'against = "hinds-1998"', "claims", f"{ABOUT}, line 26", "has no work “hinds-1998”"),
        (ABOUT, "[[contested]]", "[[unread]]", "claims", ABOUT, "no claim here is told with what speaks against it"),
        (ABOUT, "minutes = 44", "minutes = 90", "time", ABOUT, "90 minutes are promised"),
        (ABOUT, "", "\n[measured]\nminutes = 80\npeople = 12\n", "time", ABOUT, "12 people took 80 on average"),
        (AFTER, "## Your post", f"{WIDGET}\n## Your post", "fallbacks", f"{AFTER}, cell 2 (line 18)", "a widget of your own"),
        (PROMPTS, "What in your note made your reader trust it, or doubt it?", "Did it help?", "questions", f"{PROMPTS}, line 52", "can be answered with yes or no"),
    ],
)  # fmt: skip
def test_a_module_that_breaks_a_check_fails_it_and_the_place_is_named(broken, file, old, new, check, place, message):
    result = said(broken(file, old, new))[check]
    assert result.verdict == "failed"
    assert any(finding.place == place and message in finding.message for finding in result.findings), result.findings


def test_what_a_question_serves_may_stand_in_the_course_s_list_of_elements(broken):
    folder = broken(PROMPTS, 'elements = ["C1"]\n', "")
    listed = '[[elements]]\nid = "{}"\nactivities = ["1-trust/trust-start"]\n'
    known = "".join(f'[[elements]]\nid = "{id}"\n' for id in ("C2", "C4", "E2", "E6"))
    (folder / "elements.toml").write_text(listed.format("C1") + known, encoding="utf-8")
    assert said(folder)["tags"].verdict == "passed"
    (folder / "elements.toml").write_text(listed.format("C1"), encoding="utf-8")
    assert "“trust-guess” serves “C2”, which is not in elements.toml" in said(folder)["tags"].findings[0].message


def test_of_a_marked_question_that_is_about_nobody_it_is_said(broken):
    folder = broken(
        PROMPTS, "what you expected on these pages and what came. Lean on your own record", "plans and results"
    )
    text = (folder / PROMPTS).read_text(encoding="utf-8")
    for own in (
        "What is your best reason for it, and what would you have to see to drop that reason?",
        "What will you say otherwise next time, to whom, and how would you notice that it helped?",
    ):
        text = text.replace(own, "What is a reason for it?")
    (folder / PROMPTS).write_text(text, encoding="utf-8")
    [finding] = said(folder)["questions"].findings
    assert "anything of the learner's own" in finding.message


def test_what_people_said_it_took_is_held_against_the_promise_once_there_are_six(broken):
    folder = broken(ABOUT, "", "\n[measured]\nminutes = 40\npeople = 5\n")
    assert (said(folder)["time"].verdict, "too few" in said(folder)["time"].sentence) == (NOT_YET, True)
    about = (folder / ABOUT).read_text(encoding="utf-8")
    (folder / ABOUT).write_text(about.replace("people = 5", "people = 6"), encoding="utf-8")
    assert said(folder)["time"].verdict == "passed"


def test_an_author_s_own_widget_can_not_be_judged_for_access(broken):
    assert said(broken(AFTER, "## Your post", f"{WIDGET}\n## Your post"))["access"].verdict == NOT_YET


def test_in_another_language_words_are_not_judged(broken):
    results = said(broken("course.toml", 'language = "en"', 'language = "de"'))
    assert {results[id].verdict for id in ("ease", "questions")} == {NOT_YET}


def test_a_later_module_brings_back_earlier_words_and_answers_people(begun, tmp_path):
    folder = tmp_path / "spring"
    shutil.copytree(begun, folder)
    start_module(folder, "2-care")
    assert {result.verdict for result in said(folder, module="2-care").values()} == {"passed", NOT_YET}
    prompts = folder / "2-care/prompts.toml"
    prompts.write_text(prompts.read_text(encoding="utf-8").partition("# 5. Look-backs")[0], encoding="utf-8")
    for page in (folder / "2-care").glob("*.md"):
        page.write_text(page.read_text(encoding="utf-8").replace('kith.activity("care-then', '# ("'), encoding="utf-8")
    [finding] = said(folder, module="2-care")["look-backs"].findings
    assert (finding.file, finding.message) == (
        "2-care/module.toml",
        "0 questions of later modules bring back earlier words",
    )


def test_a_slip_comes_first_and_its_module_is_not_looked_at_further(broken):
    folder = broken(BEFORE, "kith.fold", "kith.fould")
    examined = examine(load_course(folder))
    assert not examined.passed
    assert (len(examined.slips), examined.modules, examined.whole) == (1, (), ())


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ('[[objectives]]\ntext = "You can."\n', "line 10: “activities” must be a list of texts; write activities ="),
        ("[objectives]\ntext = 1\n", "line 10: “objectives” is one table; write [[objectives]]"),
        ('[measured]\nminutes = "long"\n', "line 10: “minutes” must be a number above 0; write minutes = 12"),
    ],
)
def test_a_slip_in_what_a_module_says_of_itself_has_its_line(broken, new, said):
    about = (broken(ABOUT, "minutes = 44", "minutes = 44") / ABOUT).read_text(encoding="utf-8")
    folder = broken(ABOUT, about, f'title = "T"\nnotebooks = ["1-before", "2-after"]\nminutes = 44\n{chr(10) * 6}{new}')
    [slip] = examine(load_course(folder)).slips
    assert f"{slip}".startswith(f"{ABOUT}, {said}")


# Rule 10: whoever tells of themselves finds somebody to talk to.


def test_a_course_that_is_run_for_others_names_a_contact(begun, tmp_path):
    course = load_course(begun)
    alone = Home(tmp_path, sources=begun)
    run = replace(alone, role="facilitator", exchange_given=tmp_path)
    named = replace(run, contact="Sam, room 12")
    verdicts = {home: said(begun, contact_of(home, course))["contact"].verdict for home in (alone, run, named)}
    assert list(verdicts.values()) == [NOT_YET, "failed", "passed"]
    [finding] = said(begun, "")["contact"].findings
    assert (finding.place, "trust-note" in finding.message) == (f"{PROMPTS}, line 52", True)


# What is worked out, and never claimed.


def test_only_an_answer_to_another_person_is_interactive_and_only_what_is_made_is_constructive():
    prompts = load_prompts(COURSE / "1-empathy/prompts.toml") | load_prompts(COURSE / "0-welcome/prompts.toml")

    def modes(id, part=""):
        return {doing.mode for doing in doings_of(prompts[id], part)} - {"passive"}

    assert "interactive" in modes("story", "listen")
    assert "interactive" not in modes("story", "tell")
    assert "interactive" not in modes("explain-it", "write")  # it can be written before its reader's card has come
    assert modes("shelter", "together") <= {"active", "constructive"}  # a talk leaves no record of another person
    assert modes("being-seen") == {"constructive"}
    assert modes("four-experiences") == {"active"}


def test_minutes_of_a_part_are_those_that_its_author_says():
    story = load_prompts(COURSE / "1-empathy/prompts.toml")["story"]
    assert sum(doing.minutes for doing in doings_of(story, "listen")) == pytest.approx(13)


def test_each_page_says_at_its_head_how_long_it_takes_and_its_core_which_is_marked_and_two_hours_in_all():
    total = 0.0
    for one in load_course(COURSE).modules:
        module = SeenModule(read_module(one), load_aims(one.folder / "module.toml"))
        for page, things in module.things.items():
            head = " ".join(thing.text for thing in things[:4])
            takes, core = map(
                int, re.findall(r"about (\d+) minutes by our estimate, .*?\bcore (?:takes )?(\d+)\b", head)[0]
            )
            assert sitting_of(module, page) == pytest.approx(takes, rel=0.15), page
            assert core_of(module, page) == pytest.approx(core, abs=3), page
            total += core_of(module, page)
            marked, under = set(), ""
            for thing in things:
                if getattr(thing, "level", 0) == 2:
                    under = thing.text
                elif (id := getattr(getattr(thing, "prompt", None), "id", "")) and under.endswith("(core)"):
                    marked |= {id, f"{id}/{thing.part}"}
            assert set(module.aims.core[page]) <= marked
    first = " ".join((COURSE / "1-empathy/1-before.md").read_text(encoding="utf-8").split())
    assert "On the five pages together that takes about 2 hours." in first
    assert total == pytest.approx(120, abs=5)


def test_a_part_that_is_said_to_take_far_less_than_what_it_asks_fails(broken):
    folder = broken(PROMPTS, "came = 8 }", "came = 1 }")
    [finding] = said(folder)["time"].findings
    assert "(came) is said to take 1 min" in finding.message


def test_a_name_in_the_core_of_a_page_is_one_that_is_asked_there(broken):
    folder = broken(ABOUT, "", '\n[sittings.1-before]\nminutes = 20\nleaves = "a note."\ncore = ["nobody"]\n')
    [finding] = said(folder)["time"].findings
    assert "“nobody” in the core of “1-before” is not asked there" in finding.message


def test_what_no_other_card_needs_counts_in_no_promise(begun, broken):
    folder = broken(PROMPTS, "[trust-why]\n", "[trust-why]\nmore = true\n")
    assert "more for whoever likes" in said(folder)["time"].sentence
    assert "more for whoever likes" not in said(begun)["time"].sentence


@pytest.mark.parametrize("page", sorted(COURSE.glob("*/*.md")), ids=lambda path: path.stem)
def test_the_grade_of_a_page_is_near_what_textstat_says(page):
    plain = "\n".join(
        line for line in page.read_text(encoding="utf-8").splitlines() if line[:1].isalpha() and line.endswith(".")
    )
    assert grade(plain) == pytest.approx(textstat.flesch_kincaid_grade(plain), abs=1)


def test_an_instrument_without_a_citation_fails():
    course = load_course(COURSE)
    module = SeenModule(read_module(course.modules[0]), Aims())
    survey = module.prompts["how-easy-at-first"]
    bare = replace(survey, spec=replace(survey.spec, instrument=replace(load("ease"), citation="")))
    changed = SeenModule(replace(module.pages, prompts={**module.prompts, survey.id: bare}), Aims())
    assert instruments(module, Seen(course, ())).verdict == "passed"
    assert "no licence or no citation" in instruments(changed, Seen(course, ())).findings[0].message
