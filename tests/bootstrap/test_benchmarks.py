"""A benchmark prints its figures as one line, and ends with code 1 where one is not what it must be."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

import kith
from benchmarks import dashboard
from benchmarks._gradebook import dump
from benchmarks._report import Must, report
from benchmarks.grade import COHORT, FEW, FLAT, GROWTH, MANY, flatness, musts, read, unequal
from kith_facilitator.configure import programs

GOOD: dict[str, float | int] = {
    "ratio": 10,
    "ratio_stock": 2,
    "peak_mib": 300,
    "peak_mib_stock": 1536,
    "left_processes": 0,
    "left_processes_stock": 0,
    "unequal_rows": 0,
    "unequal_rows_stock": 0,
}

#: Measures a program that leaves one running, which holds its output open.
LEAVES = """
import pathlib, sys
from benchmarks._tree import run

code = "import os; os.fork() or os.execvp('sleep', ['sleep', '50']); print('said', flush=True)"
made = run([sys.executable, "-c", code], cwd=".", env={"PATH": "/usr/bin:/bin"}, log=pathlib.Path(sys.argv[1]))
print(made.left, [line for _, line in made.lines])
"""


def last_line(said: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(said.splitlines()[-1])
    return found


@pytest.mark.parametrize(
    ("figures", "missed", "sentence"),
    [
        ({}, [], ""),
        ({"ratio": 9.99}, ["ratio"], "ratio is 9.99; it must be at least 10."),
        ({"ratio": float("nan")}, ["ratio"], "ratio is nan; it must be at least 10."),
        ({"peak_mib": 1537}, ["peak_mib"], "peak_mib is 1537; it must be at most 1536."),
        ({"unequal_rows_stock": 1}, ["unequal_rows_stock"], "unequal_rows_stock is 1; it must be at most 0."),
        ({"left_processes": 2, "ratio": 3}, ["left_processes", "ratio"], "left_processes is 2; it must be at most 0."),
    ],
)
def test_what_is_missed_is_named_in_the_line_and_told_in_a_sentence(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    figures: dict[str, float],
    missed: list[str],
    sentence: str,
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})  # of what is asked for on two cores
    must = musts(COHORT, kith_only=False)
    if missed:
        with pytest.raises(SystemExit) as ended:
            report({**GOOD, **figures}, must=must)
        assert ended.value.code == 1
    else:
        report({**GOOD, **figures}, must=must)
    said = capsys.readouterr()
    assert last_line(said.out)["missed"] == missed
    assert sentence in said.err


def test_a_figure_that_lacks_is_missed() -> None:
    assert Must("ratio", least=10).missed({}) == "ratio was not measured."


def test_a_benchmark_that_asks_for_nothing_misses_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    report({"ratio": 0.1})
    assert "missed" not in last_line(capsys.readouterr().out)


def test_few_submissions_need_not_be_ten_times_as_fast_and_kith_alone_is_compared_with_nobody() -> None:
    few, alone = (
        {one.figure for one in musts(number, kith_only=kith_only)}
        for number, kith_only in ((COHORT - 1, False), (COHORT, True))
    )
    assert few == {name for name in GOOD if not name.startswith("ratio")}
    assert alone == {name for name in few if not name.startswith("unequal")}


def test_each_of_many_may_cost_little_more_than_each_of_few() -> None:
    few = [{"grade_each_ms": one, "feedback_each_ms": 10} for one in (70, 200, 90)]
    same, more = (flatness(few, [{"grade_each_ms": one, "feedback_each_ms": 10}]) for one in (115, 116))
    assert same == {"each_few_ms": 100, "each_many_ms": 125, "growth": GROWTH}
    held = {"peak_mib_many": 300, "left_processes_many": 0}
    assert [bool(one.missed({**held, **same})) for one in FLAT] == [False, False, False]
    assert [bool(one.missed({**held, **more})) for one in FLAT] == [True, False, False]


def test_rows_that_only_one_gradebook_has_are_counted_and_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", programs())  # nbgrader runs others by name
    dumps = []
    for name, points in (("ours", 2), ("theirs", 2), ("other", 3)):
        with Gradebook(f"sqlite:///{tmp_path / name}") as book:
            book.add_assignment("ps1")
            book.add_notebook("p1", "ps1")
            facts: dict[str, Any] = {"max_score": points, "cell_type": "code"}
            book.add_grade_cell("test", "p1", "ps1", **facts)
        dumps.append(dump(f"sqlite:///{tmp_path / name}"))
    ours, theirs, other = dumps
    assert unequal(ours, theirs) == 0
    assert capsys.readouterr().err == ""
    assert unequal(ours, other) == 2
    assert "'max_score': 2.0" in (said := capsys.readouterr().err)
    assert "'max_score': 3.0" in said
    assert unequal([*ours, ours[0]], ours) == 1, "one that is there twice"


def test_what_a_program_leaves_running_is_counted_and_ended(tmp_path: Path) -> None:
    command = [sys.executable, "-c", LEAVES, str(tmp_path / "log")]
    done = subprocess.run(command, cwd=kith.ROOT, capture_output=True, text=True, check=True, timeout=120)
    assert done.stdout == "1 ['said']\n"


@pytest.mark.parametrize("sizes", [["5"], ["5", "5"], ["1", "5"], ["2", "3", "4"]])
def test_few_are_fewer_than_many(sizes: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        read(["--flat", *sizes])
    assert "--flat takes two numbers" in capsys.readouterr().err


def test_flat_is_asked_of_ten_and_five_hundred_if_nothing_else_is_said() -> None:
    assert (read([]).flat, read(["--flat"]).flat, read(["--flat", "3", "8"]).flat) == (None, [], [3, 8])
    assert (FEW, MANY) == (10, 500)


def test_published_pages_are_held_to_what_was_promised_of_ten_and_of_two_hundred(
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = dashboard.read([])
    assert (asked.few, asked.viewers) == (10, 200)
    good: dict[str, float | int] = {"ratio": 100, "published_mb": 150, "unequal_tables": 0}
    report(good, must=dashboard.musts(10, 200))
    for figures in ({"ratio": 99.9}, {"published_mb": 150.1}, {"unequal_tables": 1}):
        with pytest.raises(SystemExit):
            report({**good, **figures}, must=dashboard.musts(10, 200))
    assert [one.figure for one in dashboard.musts(9, 199)] == ["unequal_tables"]
    assert dashboard.waited("stock", [3.0, 1.0, 2.0]) == {"stock_p50_ms": 2.0, "stock_p95_ms": 3.0}
    with pytest.raises(SystemExit, match="2"):
        dashboard.read(["--few", "11", "--viewers", "10"])
    assert "--viewers no fewer" in capsys.readouterr().err
