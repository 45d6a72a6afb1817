"""What learners read: plain, whole, and silent about the result."""

import csv
import json
import re
import tomllib
from collections import Counter, defaultdict
from importlib.resources import files
from pathlib import Path
from statistics import mean, median, stdev

import pytest
from markdown_it import MarkdownIt
from textstat import textstat

from kith_exercises.data import load
from kith_exercises.definitions import load_prompts
from kith_exercises.models.teams import diversity_and_ability
from kith_exercises.primitives.crowds import room
from kith_facilitator.course.source import read_source
from kith_facilitator.quality.sourced import cited_as

COURSE = Path(__file__).parents[2] / "course"
PAGES = sorted(COURSE.glob("*/*.md"))
SETTINGS = [path for name in ("prompts", "rubric", "sealed") for path in sorted(COURSE.glob(f"*/{name}.toml"))]
# Keys whose texts nobody reads: names of things.
NOT_READ = {"choice", "elements", "field", "for", "from", "game", "held", "how", "id", "instrument", "kind", "limit"}
NOT_READ |= {"above", "beside", "of", "phase", "reach", "reader", "truth", "unit"}
SOURCES = [path for path in COURSE.rglob("*") if path.suffix in {".md", ".toml"}]
#: What a learner meets before, or beside, the study on being seen, and could read by the way.
AHEAD = [path for path in SOURCES if path.parent.name == "0-welcome" and path.name != "sealed.toml"]
REFERENCES = json.loads((COURSE / "references.json").read_text(encoding="utf-8"))


def relative(path):
    return path.relative_to(COURSE).as_posix()


def sentences(paragraphs):
    """Labels and titles count as sentences too."""
    return "\n".join(text if text.rstrip()[-1:] in ".?:;" else f"{text}." for text in paragraphs if text.strip())


def paragraphs_of_page(path):
    for cell in read_source(path.read_text(encoding="utf-8"), path.name):
        for token in MarkdownIt().parse(cell.text) if cell.kind == "markdown" else ():
            if token.type == "inline":
                yield "".join(" " if each.type == "softbreak" else each.content for each in token.children)


def texts_in(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from (text for each in value for text in texts_in(each))
    elif isinstance(value, dict):
        yield from (text for key, each in value.items() if key not in NOT_READ for text in texts_in(each))


def prompts_and_rubrics():
    for path in SETTINGS:
        for name, table in tomllib.loads(path.read_text(encoding="utf-8")).items():
            yield pytest.param(table, id=f"{relative(path)}:{name}")


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_a_page_reads_at_grade_ten_or_below(page):
    assert textstat.flesch_kincaid_grade(sentences(paragraphs_of_page(page))) <= 10


@pytest.mark.parametrize("page", PAGES, ids=relative)
def test_nobody_reads_more_than_400_words_before_there_is_something_to_do(page):
    """Of what is folded away, the longest is read; sources at the foot are looked up, and a comment is for the site."""
    run, runs = 0, [0]
    for cell in read_source(page.read_text(encoding="utf-8"), page.name):
        if cell.kind == "code":
            run = 0
            continue
        shown = re.sub(r"<!--.*?-->", "", cell.text.partition("## Sources")[0], flags=re.DOTALL)
        text, *folded = re.split(r"<details>", shown)
        folded = [part.partition("</details>") for part in folded]
        run += len(" ".join([text, *(rest for _, _, rest in folded)]).split())
        run += max((len(inside.split()) for inside, _, _ in folded), default=0)
        runs.append(run)
    assert max(runs) <= 400


@pytest.mark.parametrize("table", list(prompts_and_rubrics()))
def test_a_prompt_or_rubric_reads_at_grade_ten_or_below(table):
    assert textstat.flesch_kincaid_grade(sentences(texts_in(table))) <= 10


@pytest.mark.parametrize("source", SOURCES, ids=relative)
def test_no_text_shouts_or_praises(source):
    text = source.read_text(encoding="utf-8")
    assert not re.search(r"(?<![\[<])!(?!\[)", text)
    assert not re.search(r"\b(great|well done|awesome|amazing|simply|just|oops)\b", text, re.IGNORECASE)
    assert not re.search(r"[\U0001F000-\U0001FAFF\u2600-\u27BF]", text)


def figures():
    """Every figure of the study's result, as somebody might write it."""
    table = files("kith_exercises.data").joinpath("tables/guyer.csv").read_text(encoding="utf-8")
    groups = defaultdict(list)
    for row in csv.DictReader(table.splitlines()):
        groups[row["condition"]].append(int(row["cooperation"]))
    public, anonymous = groups["public"], groups["anonymous"]
    found = [mean(public) - mean(anonymous), median(public) - median(anonymous)]
    for values in (public, anonymous, public + anonymous):
        found += [mean(values), median(values), stdev(values), 100 * mean(values) / 120]
    return {text for value in found for text in (f"{value:.1f}", f"{value:.0f}")}


@pytest.mark.parametrize("source", AHEAD, ids=relative)
def test_no_figure_of_the_result_stands_in_the_sources(source):
    text = re.sub(r"words = .*", "", source.read_text(encoding="utf-8"))  # a target for writing, not a result
    assert not figures() & set(re.findall(r"\d+(?:\.\d+)?", text))


@pytest.mark.parametrize("source", AHEAD, ids=relative)
def test_no_text_gives_the_direction_away(source):
    text = " ".join(source.read_text(encoding="utf-8").split())
    direction = r"\b(public|anonymous|seen|nobody)\b[^.?]*\b(gave|cooperated|were) (more|less|fewer|higher|lower)\b"
    assert not re.search(direction, text, re.IGNORECASE)


def test_the_made_up_points_are_a_dilemma_and_say_that_they_are_ours():
    turns = tomllib.loads((COURSE / "0-welcome/prompts.toml").read_text(encoding="utf-8"))["three-turns"]
    told = " ".join(turns["intro"])

    def points(gives, others_giving):
        return (0 if gives else 8) + 16 * (others_giving + gives) / 4

    assert "made-up example: the points are ours" in told
    assert f"if all four give, each of you has {points(True, 3):.0f}" in told
    assert f"If all four keep, each has {points(False, 0):.0f}" in told
    assert f"give while you keep, you have {points(False, 3):.0f} and they have {points(True, 2):.0f}" in told
    assert all(points(False, others) > points(True, others) for others in range(4))
    assert points(True, 3) > points(False, 0)


def test_the_empirical_source_is_named_where_it_is_used():
    for name in ("welcome.md", "prompts.toml"):
        text = " ".join((COURSE / "0-welcome" / name).read_text(encoding="utf-8").split())
        assert re.search(r"Guyer \(?1978", text)
        assert "22, 469–481" in text
        assert "carData" in text


# Sources: a claim names authors and year, and that is the key under which the work stands in references.json (CSL).


def told(path):
    return " ".join(path.read_text(encoding="utf-8").split())


NAME = r"\b[A-Z][\w-]+(?:, [A-Z][\w-]+)*(?: and [A-Z][\w-]+)? (?:19|20)\d\d"


@pytest.mark.parametrize("source", SOURCES, ids=relative)
def test_each_claim_names_a_work_that_the_references_have(source):
    assert set(re.findall(NAME, told(source))) <= {cited_as(work) for work in REFERENCES}


def test_each_work_is_named_by_a_claim_and_told_in_full_where_the_module_lists_its_sources():
    for work in REFERENCES:
        where = [path for path in SOURCES if cited_as(work) in told(path)]
        assert where, work["id"]
        for module in {path.parent for path in where} - {COURSE}:  # what stands beside the modules no learner reads
            listed = [told(page).partition("## Sources")[2] for page in module.glob("*.md")]
            head = f"- {cited_as(work)}. " if "author" in work else "- The essay: "  # the two texts behind the course
            assert any(head in each and work["title"] in each for each in listed), work["id"]


def test_where_a_work_is_told_in_full_stands_how_far_we_know_it():
    listed = [entry for page in PAGES for entry in told(page).partition("## Sources")[2].split(" - ")]
    known_in_part = {work["title"]: work["note"] for work in REFERENCES if "note" in work}
    assert known_in_part
    for title, note in known_in_part.items():
        assert [note in entry for entry in listed if title in entry] == [True], title


@pytest.mark.parametrize("trial", ["byline", "under-rule"])
def test_the_six_notes_are_of_one_length_and_of_one_grade(trial):
    notes = tomllib.loads((COURSE / "1-empathy/sealed.toml").read_text(encoding="utf-8"))[trial]["texts"]
    assert len(notes) == 6
    assert all(80 <= len(note["text"].split()) <= 100 for note in notes)
    grades = [textstat.flesch_kincaid_grade(note["text"]) for note in notes]
    assert max(grades) - min(grades) < 3


def test_what_follows_from_arithmetic_is_so():
    """The makers' text on sharing a bill, the model of single facts, and the groups of men and of women."""
    sealed = tomllib.loads((COURSE / "1-empathy/sealed.toml").read_text(encoding="utf-8"))
    (kitty,) = sealed["explain-it"]["texts"]
    assert "Ana paid 90, Ben 30 and Cem nothing" in kitty["questions"]
    share = (90 + 30 + 0) / 3
    assert f"It is {share:.0f}" in kitty["key"]
    assert f"Cem pays Ana {share - 0:.0f}, and Ben pays Ana {share - 30:.0f}" in kitty["key"]
    first, talks = sealed["single-facts"]["steps"]
    assert first["values"] == {"common": round(100 * (1 - 0.6**4)), "single": 40}
    for people, many, chance in ((3, "three", 19), (6, "six", 10)):
        common = 100 * (1 - (1 - chance / 100) ** people)
        told = rf"{chance} in 100, {many} people would bring up {common:.0f} .*?\band {chance}\b"
        assert any(re.search(told, text) for text in talks["paragraphs"])
    for hand in range(1, 5):
        held = Counter(card["for"] for card in sealed["shelter"]["cards"] if card["held"] in ("all", hand))
        assert held.pop("school") == 4
        assert max(held.values()) <= 2
    table = files("kith_exercises.data").joinpath("tables/guyer.csv").read_text(encoding="utf-8")
    groups = defaultdict(list)
    for row in csv.DictReader(table.splitlines()):
        groups[row["sex"], row["condition"]].append(int(row["cooperation"]))
    step = tomllib.loads((COURSE / "0-welcome/sealed.toml").read_text(encoding="utf-8"))["two-accounts"]["steps"][0]
    for mark, sex in (("men", "male"), ("women", "female")):
        averages = {where: mean(groups[sex, where]) for where in ("public", "anonymous")}
        assert step["values"][mark] == pytest.approx(averages["public"] - averages["anonymous"])
        assert f"{mark} {averages['public']:.1f}" in step["how"]
        assert f"{averages['anonymous']:.1f}" in step["how"]


def test_who_said_yes_in_each_half_is_counted_in_the_data():
    steps = tomllib.loads((COURSE / "0-welcome/sealed.toml").read_text(encoding="utf-8"))["own-look"]["steps"]
    cuts = (("extraversion", "sex", "female"), ("extraversion", "score", 12), ("neuroticism", "score", 11))
    for step, (trait, column, at) in zip(steps, cuts, strict=False):
        halves = {True: Counter(), False: Counter()}
        for row in load("volunteers").where(trait=trait):
            more = row[column] == at if column == "sex" else row[column] > at
            halves[more] += Counter(asked=row["people"], yes=row["volunteered"])
        for mark, half in (("more", halves[True]), ("less", halves[False])):
            assert step["values"][mark] == round(100 * half["yes"] / half["asked"], 1)
            assert {str(half["asked"]), str(half["yes"])} <= set(re.findall(r"\d+", step["how"]))


def test_in_the_room_that_is_tried_alone_no_two_levers_do_the_same():
    asked = load_prompts(COURSE / "1-empathy/prompts.toml")["who-asks"].spec
    ends = [room(asked.rooms[-1].thresholds, lever)["active"][-1] for lever in (None, *asked.levers)]
    assert len(set(ends)) == len(ends)


def test_the_four_lines_are_the_same_at_the_end():
    first = tomllib.loads((COURSE / "0-welcome/prompts.toml").read_text(encoding="utf-8"))["where-i-stand"]
    last = tomllib.loads((COURSE / "1-empathy/prompts.toml").read_text(encoding="utf-8"))["where-i-stand-now"]
    assert first["fields"] == last["fields"]


def test_the_makers_counts_of_rough_and_smooth_problems_are_so():
    rounds = load_prompts(COURSE / "1-empathy/prompts.toml")["best-team"].spec.rounds
    rough, smooth = (
        [diversity_and_ability(smoothness=smoothness, seed=seed) for seed in range(100)] for smoothness in (1, 10)
    )
    ahead = [sum(teams.lead > 0 for teams in problems) for problems in (rough, smooth)]
    assert "ahead in {}, on 100 such smooth ones in {}.".format(*ahead) in rounds[1].after[-1]
    best, drawn = (100 * mean(getattr(teams, kind).diversity for teams in rough) for kind in ("best", "drawn"))
    assert f"two of the best differed in {best:.0f} of 100 steps and two by lot in {drawn:.0f}." in rounds[0].after[0]
