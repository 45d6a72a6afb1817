"""Feedback finds its learner only if Kith and nbgrader call them by one name."""

import pytest
from nbgrader.utils import get_username

from kith_exercises.identity import whoami


@pytest.mark.parametrize("variables", [{}, {"USER": "ann", "LOGNAME": "ann"}, {"JUPYTERHUB_USER": "Ann"}])
def test_a_learner_is_called_as_nbgrader_calls_them(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert whoami() == get_username()


def test_a_simulated_learner_has_a_name_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_LEARNER", "sim-007")
    assert whoami() == "sim-007"
