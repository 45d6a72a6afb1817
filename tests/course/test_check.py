"""One row, one slip, one finding."""

# ruff: noqa: E501  # a table of slips reads best with one slip a line

import pytest

from kith_facilitator.course import check_course, load_course
from kith_facilitator.course.notebook import build_notebook

PAGE, PROMPTS, RUBRIC = "1-first/page.md", "1-first/prompts.toml", "1-first/rubric.toml"

# Where the findings stand: what is appended to the page, its first cell, and what is put below its title.
ADDED, PROSE, PARAGRAPH = f"{PAGE}, cell 5 (line 17)", f"{PAGE}, cell 1 (line 1)", f"{PAGE}, cell 1 (line 3)"


def code(keys, text):
    return f"\n```{{code-cell}}\n---\nnbgrader: {{{keys}}}\n---\n{text}\n```\n"


def prose(keys, text):
    return f'\n+++ {{"nbgrader": {keys}}}\n\n{text}\n'


SOLUTION, TESTS = "grade_id: own, solution: true", "grade_id: own, grade: true, points: 1"
TASK = '{"grade_id": "own", "task": true, "points": 1, "locked": %s}'


def test_the_course_has_no_findings(real_course):
    assert check_course(real_course) == []


def test_the_small_course_has_no_findings(small_folder):
    assert check_course(load_course(small_folder)) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "message"),
    [
        (PAGE, "", '\n```{code-cell}\nkith.fold("guess")\n```\n', ADDED, "“guess” appears twice"),
        (PAGE, "", code("grade_id: why--reason, locked: true", "1"), ADDED, "appears twice"),
        (PAGE, "", prose(TASK % "false", "Do."), f"{PAGE}, cell 5 (line 19)", "task cell is not locked"),
        (PAGE, '{code-cell}\nkith.fold', '{code-cell}\n:nbgrader: {locked: false}\nkith.fold', f"{PAGE}, cell 2 (line 5)", "Kith cell is not locked"),
        (PAGE, "", code(TESTS, 'x = 1\nkith.fold("guess")'), ADDED, "ends in a widget"),
        (PAGE, "", code(TESTS, 'kith.player("fixation")'), ADDED, "ends in a widget"),
        (PAGE, "", code(TESTS, "import ipywidgets as w\nw.Text()"), ADDED, "ends in a widget"),
        (PAGE, "", code(TESTS, "from kith_widgets import Fold\nbox = Fold({}, {})\nbox"), ADDED, "ends in a widget"),
        (PAGE, "", code(TESTS.replace("own", "guess--more"), 'kith.fold("guess")'), ADDED, "ends in a widget"),
        (PAGE, "", code(SOLUTION, "### BEGIN SOLUTION\nx = 1"), ADDED, "“BEGIN SOLUTION” and “END SOLUTION” don't match"),
        (PAGE, "", code(SOLUTION, "x = 1\n### END SOLUTION"), ADDED, "don't match"),
        (PAGE, "", code(SOLUTION, "### Begin solution\nx = 1\n### End solution"), ADDED, "not how nbgrader spells it"),
        (PAGE, "", code("grade_id: own, locked: true", "### BEGIN SOLUTION\nx = 1\n### END SOLUTION"), ADDED, "“BEGIN SOLUTION” stands in the wrong kind of cell"),
        (PAGE, "kith.fold", "### BEGIN SOLUTION\n### END SOLUTION\nkith.fold", f"{PAGE}, cell 2 (line 5)", "“BEGIN SOLUTION” stands in the wrong kind of cell"),
        (PAGE, "# A page", "# A page\n\nBEGIN SOLUTION\nEND SOLUTION", PROSE, "wrong kind of cell"),
        (PAGE, "", code(SOLUTION, "### BEGIN HIDDEN TESTS\n### END HIDDEN TESTS"), ADDED, "“BEGIN HIDDEN TESTS” stands in the wrong kind"),
        (PAGE, "", code(TESTS, "### BEGIN HIDDEN TESTS\nassert x"), ADDED, "“END HIDDEN TESTS” don't match"),
        (PAGE, "# A page", "# A page\n\n=== BEGIN MARK SCHEME ===\n\n=== END MARK SCHEME ===", PROSE, "“BEGIN MARK SCHEME” stands in the wrong kind"),
        (PAGE, "", code("grade_id: own, color: red", "1"), ADDED, "nbgrader has no key “color”"),
        (PAGE, "", code("grade_id: not good, locked: true", "1"), ADDED, "nbgrader refuses this cell"),
        (PAGE, "", '\n```{code-cell}\nkith.fold("gues")\n```\n', ADDED, "prompts.toml has no prompt “gues”"),
        (PAGE, 'kith.complete("guess")', 'kith.complete("gues")', f"{PAGE}, cell 3 (line 9)", "prompts.toml has no prompt “gues”"),
        (PAGE, 'kith.fold("guess")', "1", f"{PROMPTS}, line 1", "no notebook of this module shows the prompt “guess”"),
        (PAGE, "kith.fold", "kith.reflection", f"{PAGE}, cell 2 (line 5)", "“guess” is no reflection"),
        (PAGE, '"guess")', '"guess", "tell")', f"{PAGE}, cell 2 (line 5)", "“guess” has no parts, and “tell” names one"),
        (PAGE, "", '\n```{code-cell}\nkith.player("chess")\n```\n', ADDED, "no model “chess” can be played"),
        (PAGE, "kith.complete", "kith.done", f"{PAGE}, cell 3 (line 9)", "kith has no word “done”"),
        (PROMPTS, 'reach = "count"', 'reach = "mine"', f"{PAGE}, cell 3 (line 9)", "“guess” stays with the learner"),
        (PROMPTS, 'reach = "count"\n', "", f"{PROMPTS}, line 1", "“reach” is missing"),
        (PROMPTS, 'reach = "count"', 'reach = "all"', f"{PROMPTS}, line 1", "“reach” must be one of"),
        (PROMPTS, "min = 0", "min = ", f"{PROMPTS}, line 10", "not valid TOML"),
        (PROMPTS, 'kept = "Kept."', 'truth = "gyer"', f"{PROMPTS}, line 1", "unknown truth “gyer”"),
        (PROMPTS, 'reach = "facilitator"', 'reach = "mine"', f"{PROMPTS}, line 13", "lets nobody read it"),
        (PROMPTS, "rubric = true", "rubric = false", f"{RUBRIC}, line 1", "criteria for “why”, which is no graded prompt"),
        (RUBRIC, "points = 2", "points = -2", f"{RUBRIC}, line 1", "“levels” needs at least two levels"),
        (PAGE, "# A page", "# A page\n\n\n[on](other.ipynb)", f"{PAGE}, cell 1 (line 4)", "the link to “other.ipynb” leads nowhere"),
        (PAGE, "# A page", "# A page\n\n[on](page.md)", PARAGRAPH, "the link to “page.md” leads nowhere"),
        (PAGE, "# A page", "# A page\n\n[on](../2/x.ipynb)", PARAGRAPH, "leads nowhere"),
        (PAGE, "# A page", '# A page\n\n<a href="/x">on</a>', PARAGRAPH, "the link to “/x” leads nowhere"),
        (PAGE, "images/square.svg", "images/circle.svg", PARAGRAPH, "there is no image “images/circle.svg”"),
        (PAGE, "images/square.svg", "https://example.org/a.png", PARAGRAPH, "there is no image"),
        (PAGE, "![A square]", "![ ]", PARAGRAPH, "the image “images/square.svg” has no alternative text"),
        (PAGE, "# A page", '# A page\n\n<img src="images/square.svg">', PARAGRAPH, "no alternative text"),
        ("1-first/responses/page.jsonl", "", "{}", "1-first/responses", "looks like somebody's answers"),
        ("1-first/mine/page.txt", "", "x", "1-first/mine", "looks like somebody's answers"),
        ("1-first/data.jsonl", "", "{}", "1-first/data.jsonl", "looks like somebody's answers"),
        ("1-first/draft.md", "", "x", "1-first/draft.md", "module.toml does not list this notebook"),
    ],
)  # fmt: skip
def test_a_broken_source_gives_exactly_its_finding(small_folder, edit, file, old, new, place, message):
    edit(file, old, new)
    found = check_course(load_course(small_folder))
    assert [finding.place for finding in found] == [place]
    assert message in found[0].message
    assert found[0].remedy
    assert str(found[0]).startswith(f"{place}: ")


def test_a_look_back_on_what_nobody_is_asked_is_found(small_folder, edit):
    back = (
        '\n[back]\nkind = "look-back"\nreach = "mine"\ntitle = "Back"\nof = ["guess", "whi", "1-first/why", "2-no/x"]\n'
    )
    edit(PROMPTS, "", back)
    edit(PAGE, "", '\n```{code-cell}\nkith.activity("back")\n```\n')
    found = check_course(load_course(small_folder))
    assert [finding.message for finding in found] == [
        f"“back” looks back on “{name}”, which nobody is asked" for name in ("2-no/x", "whi")
    ]
    assert {finding.file for finding in found} == {PROMPTS}


def test_a_round_that_its_model_can_not_play_is_found_with_its_line(small_folder, edit):
    guess = '{ id = "end", ask = "How many?", figure = "%s", min = 0, max = 100 }'
    rounds = [("as-it-is", "active"), ("other", "acting")]
    made = "".join(f'\n[[model.rounds]]\nid = "{id}"\nguesses = [{guess % figure}]\n' for id, figure in rounds)
    edit(PROMPTS, "", f'\n[model]\nkind = "model"\nreach = "mine"\ntitle = "M"\nmodel = "threshold_cascade"\n{made}')
    edit(PAGE, "", '\n```{code-cell}\nkith.activity("model")\n```\n')
    [found] = check_course(load_course(small_folder))
    lines = (small_folder / PROMPTS).read_text(encoding="utf-8").splitlines()
    second = [number for number, line in enumerate(lines, 1) if line == "[[model.rounds]]"][1]
    assert found.place == f"{PROMPTS}, line {second}"
    assert found.message == "[model] rounds 2: threshold_cascade has no figure “acting”"
    assert found.remedy.startswith("write one of active")


def test_a_graded_prompt_without_a_rubric_is_found(small_folder):
    (small_folder / RUBRIC).unlink()
    (finding,) = check_course(load_course(small_folder))
    assert finding.place == f"{PROMPTS}, line 13"
    assert finding.message == "the prompt “why” is graded but has no rubric"


def test_two_modules_may_not_share_a_prompt(small_folder, edit):
    edit("course.toml", '["1-first"]', '["1-first", "2-second"]')
    for name in ("module.toml", "prompts.toml", "rubric.toml", "page.md"):
        edit(f"2-second/{name}", "", (small_folder / "1-first" / name).read_text(encoding="utf-8"))
    edit("2-second/images/square.svg", "", "<svg/>")
    edit("2-second/prompts.toml", "[why]", "[why2]")
    edit("2-second/page.md", '"why"', '"why2"')
    edit("2-second/rubric.toml", "[why.criteria.levels]", "[why2.criteria.levels]")
    text = (small_folder / "2-second/rubric.toml").read_text(encoding="utf-8").replace("[why.", "[why2.")
    (small_folder / "2-second/rubric.toml").write_text(text, encoding="utf-8")
    (finding,) = check_course(load_course(small_folder))
    assert str(finding) == (
        "2-second/prompts.toml, line 1: 1-first has a prompt “guess” too; rename one; ids are unique in a course."
    )


def test_a_broken_link_says_which_name_was_meant(small_folder, edit):
    edit(PAGE, "# A page", "# A page\n\n[again](page.md)")
    (finding,) = check_course(load_course(small_folder))
    assert finding.remedy == "link the built notebook: page.ipynb"


def test_a_player_is_looked_at_and_graded_by_nobody(small_folder, edit):
    for _ in range(2):
        edit(PAGE, "", '\n```{code-cell}\nkith.player("fixation")\n```\n')
    course = load_course(small_folder)
    assert check_course(course) == []
    built = build_notebook((small_folder / PAGE).read_text(encoding="utf-8"), "1-first/page", {})
    players = [cell for cell in built.cells if "kith.player" in cell.source]
    assert [cell.metadata.get("nbgrader") for cell in players] == [None, None]
    assert all(cell.metadata["jupyter"]["source_hidden"] for cell in players)


def test_links_that_lead_somewhere_are_fine(small_folder, edit):
    edit(
        PAGE, "# A page", "# A page\n\n[a](page.ipynb#top) [b](#A-page) [c](https://example.org) [d](images/square.svg)"
    )
    assert check_course(load_course(small_folder)) == []


def test_a_solution_that_nbgrader_takes_out_is_fine(small_folder, edit):
    edit(PAGE, "", code(SOLUTION, "### BEGIN SOLUTION\nx = 1\n### END SOLUTION"))
    edit(PAGE, "", code(TESTS.replace("own", "tests"), "### BEGIN HIDDEN TESTS\nassert x\n### END HIDDEN TESTS\n1"))
    edit(
        PAGE,
        "",
        prose(TASK.replace("own", "task") % "true", "Do.\n\n=== BEGIN MARK SCHEME ===\n=== END MARK SCHEME ==="),
    )
    assert check_course(load_course(small_folder)) == []
