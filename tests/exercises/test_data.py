"""The data that learners meet are the published ones."""

import hashlib
import re
from importlib.resources import files
from statistics import mean, stdev

import pytest

from kith_exercises.data import guyer

FOLDER = files("kith_exercises.data")


@pytest.mark.parametrize(("condition", "average", "spread"), [("public", 55.7, 14.8), ("anonymous", 40.9, 9.4)])
def test_guyer_has_the_published_means_and_spreads(condition: str, average: float, spread: float) -> None:
    values = guyer().of(condition)  # type: ignore[arg-type]
    assert len(values) == 10
    assert round(mean(values), 1) == average
    assert round(stdev(values), 1) == spread


def test_groups_are_balanced_by_sex() -> None:
    for condition in ("public", "anonymous"):
        assert [g.sex for g in guyer().groups if g.condition == condition].count("female") == 5


def test_the_table_is_the_one_whose_checksum_its_provenance_names() -> None:
    table = (FOLDER / "guyer.csv").read_bytes()
    [named] = re.findall(r"SHA-256 `([0-9a-f]{64})`", (FOLDER / "guyer.md").read_text(encoding="utf-8"))
    assert hashlib.sha256(table).hexdigest() == named
