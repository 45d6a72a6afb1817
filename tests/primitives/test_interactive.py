"""What a check calls interactive leaves a record that names another person's words, and nothing else does."""

from pathlib import Path

import pytest

from kith_exercises.exchange import MAKERS
from kith_exercises.journal import Record
from kith_facilitator.quality.doing import doings_of
from tests.primitives.samples import IN_ROOM, SAMPLES, Sample, Walker, interactive, states_along


@pytest.mark.parametrize("sample", [*SAMPLES, *IN_ROOM], ids=lambda sample: sample.name)
def test_a_part_is_called_interactive_where_somebodys_words_were_answered_in_it(sample: Sample, tmp_path: Path) -> None:
    walker = Walker(sample, tmp_path / "1-some")
    for part in walker.activity.parts:
        before = len(walker.journal.read().records)
        for _ in states_along(walker.card(part)):
            pass
        written = walker.journal.read().records[before:]
        assert interactive(written) == ("interactive" in {one.mode for one in doings_of(walker.activity, part)})


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"step": "say-1", "to": "3f2a9c01", "parcel": "a1"}, True),
        ({"step": "say-1", "to": MAKERS, "parcel": "a1"}, False),
        ({"step": "story"}, False),
        ({"to": "3f2a9c01", "parcel": ""}, False),
        ("a text", False),
    ],
)
def test_what_the_makers_wrote_and_what_names_nobody_is_none(value: object, expected: bool) -> None:
    assert interactive([Record(1, "2026", "story", "commit", value, "partner", "w")]) is expected
