"""One sample of each kind of activity, in a folder of its own."""

from pathlib import Path

import pytest

from tests.primitives.samples import IN_ROOM, SAMPLES, Walker


@pytest.fixture(params=(*SAMPLES, *IN_ROOM), ids=lambda sample: sample.name)
def walker(request: pytest.FixtureRequest, tmp_path: Path) -> Walker:
    """A learner before the activity of each kind."""
    return Walker(request.param, tmp_path / "learner" / "1-some")
