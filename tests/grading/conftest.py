"""nbgrader's programs are found, though no environment is activated."""

import pytest

from kith_facilitator.configure import programs


@pytest.fixture(autouse=True, scope="session")
def _programs() -> None:
    pytest.MonkeyPatch().setenv("PATH", programs())
