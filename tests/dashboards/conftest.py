"""Two cohorts of twenty-four, played once."""

import pytest

from tests.dashboards.cohorts import Cohort, play_cohort


@pytest.fixture(scope="session", params=[7, 2026], ids="seed-{}".format)
def cohort(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Cohort:
    """Twenty-four simulated learners who have answered the first module."""
    return play_cohort(tmp_path_factory.mktemp("cohort"), 24, request.param)
