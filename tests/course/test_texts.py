"""What learners read: plain, whole, and silent about the result."""

import csv
import re
import tomllib
from collections import defaultdict
from importlib.resources import files
from pathlib import Path
from statistics import mean, median, stdev

import pytest
from markdown_it import MarkdownIt
from textstat import textstat

from kith_facilitator.course.source import read_source

COURSE = Path(__file__).parents[2] / "course"
PAGES = sorted(COURSE.glob("*/*.md"))
SETTINGS = sorted(COURSE.glob("*/prompts.toml")) + sorted(COURSE.glob("*/rubric.toml"))
NOT_READ = {"id", "kind", "reach", "truth", "unit"}
SOURCES = [path for path in COURSE.rglob("*") if path.suffix in {".md", ".toml"}]


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


@pytest.mark.parametrize("table", list(prompts_and_rubrics()))
def test_a_prompt_or_rubric_reads_at_grade_ten_or_below(table):
    assert textstat.flesch_kincaid_grade(sentences(texts_in(table))) <= 10


@pytest.mark.parametrize("source", SOURCES, ids=relative)
def test_no_text_shouts_or_praises(source):
    text = source.read_text(encoding="utf-8")
    assert not re.search(r"(?<!\[)!(?!\[)", text)
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


@pytest.mark.parametrize("source", SOURCES, ids=relative)
def test_no_figure_of_the_result_stands_in_the_sources(source):
    text = re.sub(r"words = .*", "", source.read_text(encoding="utf-8"))  # a target for writing, not a result
    assert not figures() & set(re.findall(r"\d+(?:\.\d+)?", text))


@pytest.mark.parametrize("source", SOURCES, ids=relative)
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
