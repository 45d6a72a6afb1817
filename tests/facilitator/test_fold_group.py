"""What a cohort predicted comes to each after their own account of the difference, and is one figure wherever shown."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kith_exercises.cards.fold import FoldCard, came_to_the_end, saw_group
from kith_exercises.definitions import FoldPrompt, load_prompts
from kith_exercises.journal import Journal, Record, read_records
from kith_exercises.truths import targets
from kith_facilitator._resources import bundled_course
from kith_facilitator.course.model import load_course
from kith_facilitator.dashboards.kept import kept_in
from kith_facilitator.editions import make_edition
from kith_facilitator.exchanging.figures import Told, folds_of, next_figures

FOLD = "being-seen"
WELCOME = load_course(bundled_course()).module("0-welcome")
PROMPTS = load_prompts(WELCOME.folder / "prompts.toml")
CAME = targets("guyer")
Journals = dict[str, tuple[Record, ...]]


def prompt() -> FoldPrompt:
    found = PROMPTS[FOLD]
    assert isinstance(found, FoldPrompt)
    return found


def card(folder: Path, figures: Mapping[str, Any] | None = None) -> FoldCard:
    journal = Journal.open(folder / "0-welcome", "0-welcome", "welcome")
    return FoldCard(prompt(), journal, "key", figures=lambda: figures or {})


def unfolded(card: FoldCard) -> dict[str, Any]:
    state = card.state()
    while state["next"] is not None:
        state = card.act({"do": "unfold"} if state["ask"] is None else {"do": "unfold", "look": True})
    return state


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Journals:
    """What twelve people sent, all but one of whom predicted: far too much in public, about right otherwise."""
    found: Journals = {}
    for place in range(12):
        folder = tmp_path_factory.mktemp(f"sim-{place:02}")
        values = {"public": 80 + place * 2, "anonymous": 30 + place * 2}
        answers = {"marks": {"values": values, "width": 10}, "why": "A guess."}
        card(folder).act({"do": "look"} if place == 11 else {"do": "commit", "answers": answers})
        path = folder / "0-welcome" / "responses" / "welcome.jsonl"
        found[f"sim-{place:02}"] = tuple(read_records(path).records)
    return found


def told(waves: Path, sent: Journals) -> Told:
    with kept_in(waves) as kept:
        return next_figures(kept, (), sent, dated="2026-11-22", folds=folds_of(WELCOME))


def test_one_figure_on_the_cohorts_page_and_in_the_envelope_whichever_comes_first(
    sent: Journals, tmp_path: Path
) -> None:
    waves, some = tmp_path / "waves.json", dict(sorted(sent.items())[:7])
    assert told(waves, dict(sorted(sent.items())[:5])).waiting == {FOLD: (5, 6)}
    first = told(waves, some)
    assert first.fresh == (FOLD,)
    public, anonymous = (first.figures[f"{FOLD}/{mark}"] for mark in ("public", "anonymous"))
    assert public["title"].startswith("For “In public” we expected ")
    assert anonymous["title"].startswith("We can't tell yet whether for “Anonymous”")
    assert public["title"].endswith(f"{round(public['point'] - CAME['public'], 1):g} more than came")

    def page(sent: Journals) -> list[float]:
        modules = [("Welcome", PROMPTS.values())]
        made = make_edition(sent, tmp_path / "editions", modules=modules, dated=date(2026, 11, 23), waves=waves)
        figures = [panel["rows"][0]["figure"] for panel in made.edition.read()["panels"] if "rows" in panel]
        return [figure["estimate"] for figure in figures if "estimate" in figure]

    # Four have answered since: too few for another, so nothing is out by which they could be found.
    assert page(sent) == [public["point"], anonymous["point"]]
    assert told(waves, sent) == Told(first.figures, (), {FOLD: (5, 6)})


def test_the_group_follows_ones_own_account_one_mark_at_a_time(sent: Journals, tmp_path: Path) -> None:
    figures = told(tmp_path / "waves.json", sent).figures
    mine = card(tmp_path, figures)
    mine.act({"do": "look"})
    state = unfolded(mine)
    records = Journal.open(tmp_path / "0-welcome", "0-welcome", "welcome").read
    assert (state["stage"], came_to_the_end(prompt(), records().of(FOLD))) == ("unfolded", True)
    hidden = [str(figures[f"{FOLD}/{mark}"]["title"]) for mark in CAME]
    assert not any(title in json.dumps([mine.card(), state]) for title in hidden)
    state = mine.act({"do": "explain", "text": "They knew each other."})
    for mark, title in zip(CAME, hidden, strict=True):
        assert (state["next"], title in json.dumps(state)) == ("Show the group", False)
        assert not saw_group(prompt(), records().of(FOLD), figures)
        state = mine.act({"do": "unfold"})
        scene = state["scenes"][-1]
        assert (scene["kind"], scene["title"], scene["of"]) == ("figure", title, ["marks", mark])
    assert (state["next"], state["stage"]) == (None, "explained")
    assert saw_group(prompt(), records().of(FOLD), figures)
    # It came to the end before, and does so for whoever marks, who has no figures.
    assert came_to_the_end(prompt(), records().of(FOLD))
