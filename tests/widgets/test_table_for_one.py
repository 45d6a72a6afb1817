"""The table for one of a hidden profile goes on in a page without a kernel as it does with one."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from kith_exercises.cards.activity import ActivityCard
from kith_exercises.journal import Journal
from kith_exercises.primitives.known import Around, gatherer
from kith_facilitator.gallery._stage import SEALED
from kith_widgets.host import page
from tests.chromium import fenced
from tests.widgets.test_trace import PROMPTS, by_python, exhibit, opened, probed, timeless

pytestmark = pytest.mark.browser
GAME = next(prompt for prompt in PROMPTS.values() if getattr(prompt, "kind", "") == "game-round")
MOVES = ("mine", "mine", "ask-2", "ask-2", "ask-3", "missing-0", "propose", "", "gone")


def card(folder: Path, key: str) -> ActivityCard:
    """The talk of somebody who plays alone."""
    journal = Journal.open(folder / "module", "module", "notebook")
    journal.write(GAME.id, "form", {"part": "together", "form": "alone"}, reach="facilitator")
    around = Around(sealed=SEALED[GAME.id])
    known = gatherer(GAME, "together", lambda: journal.read().of(GAME.id), around)
    return ActivityCard(GAME, "together", journal, known, key)


def actions(moves: tuple[str, ...]) -> list[dict[str, Any]]:
    """These moves, turn by turn; none is to listen, and where the talk is over what was said is asked for."""
    turns = [
        {"do": "commit", "step": f"turn-{n}", "answers": {"move": move}}
        if move
        else {"do": "next", "step": f"turn-{n}"}
        for n, move in enumerate(moves, 1)
    ]
    return [{"do": "next", "step": "rule"}, *turns, {"do": "next", "step": "said"}]


def test_each_move_brings_the_same_card_with_a_kernel_and_without(browser: Browser, tmp_path: Path) -> None:
    ways = [(one, other, third) for one in MOVES for other in MOVES[::2] for third in ("ask-2", "mine", "propose", "")]
    scripts = [(card(tmp_path / str(n), f"table/{n}"), actions(way)) for n, way in enumerate(ways[::5])]
    file = tmp_path / "page.html"
    file.write_text(probed(page("A table", [exhibit(one) for one, _ in scripts])))
    context, strangers = fenced(browser)
    tab = context.new_page()
    opened(tab, file)
    said = set[str]()
    for one, sent in scripts:
        here = list(by_python(one, sent))
        there = tab.evaluate("([key, actions]) => probes[key].all(actions)", [one.card()["key"], sent])
        for number, (expected, found) in enumerate(zip(here, there, strict=True)):
            found.pop("at", None)
            assert timeless(found) == timeless(expected), f"{sent[number]}"
        last = next(reply["state"] for reply in reversed(here) if reply["ok"])
        said.add(json.dumps(last["passed"][-1]["scenes"]))
    assert len(said) > len(scripts) / 4, "different moves bring different things"
    context.close()
    assert not strangers
