"""The course's own activities for two, done by mouth at one table: page by page, with nothing to wait for but a day."""

from pathlib import Path

import pytest

from kith_exercises.cards.activity import ActivityCard
from kith_exercises.definitions import Activity, load_prompts
from kith_exercises.journal import Journal
from kith_exercises.primitives.known import Around, Pages, gatherer
from kith_exercises.sealed import Sealed
from tests.course.conftest import COURSE
from tests.primitives.samples import in_text, states_along

MODULE = COURSE / "1-empathy"


@pytest.mark.parametrize("id", ["story", "explain-it", "stamped"])
def test_each_part_comes_to_its_end_at_the_table_and_waits_for_no_exchange(tmp_path: Path, id: str) -> None:
    activity = load_prompts(MODULE / "prompts.toml")[id]
    assert isinstance(activity, Activity)
    folder = tmp_path / MODULE.name
    folder.mkdir()
    # What a reader did with a note is asked when people meet again.
    around = Around(student="ana", sealed=Sealed.load(MODULE).of(id), clock=lambda: "2100-01-01T10:00:00Z")
    pages = Pages(folder, folder.name, {})
    seen = set()
    for part in activity.parts:
        journal = Journal.open(folder, folder.name, part, {})
        known = gatherer(activity, part, lambda: pages.of(id), around)
        card = ActivityCard(activity, part, journal, known, "key")
        card.act({"do": "form", "form": "room"})
        states = list(states_along(card))
        assert states[-1]["form"] == "room"
        assert not any(state["ahead"]["waits"] for state in states if state["ahead"])
        assert states[-1]["ended"] or states[-1]["ahead"] is None
        seen |= {one["id"] for one in states[-1]["passed"]}
    assert any(step.startswith("room-") for step in seen), in_text(sorted(seen))
