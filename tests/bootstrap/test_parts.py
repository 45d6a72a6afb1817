"""How `python3 kith.py test` goes through its parts."""

import sys
from pathlib import Path

import pytest

import kith
from tests.bootstrap.machine import Machine
from tests.run import Result, all_of, attempt, ensure_chromium, find_chromium, missing_packages, parts, table, verdict
from tests.run import pytest as run_pytest


def test_every_part_has_its_work() -> None:
    assert tuple(parts(extra=[])) == kith.PARTS


def test_a_part_goes_on_after_a_failing_program(tmp_path: Path) -> None:
    first, second = [sys.executable, "-c", "raise SystemExit(3)"], [sys.executable, "-c", "open('ran', 'w')"]
    assert all_of(first, second, cwd=tmp_path) == "failed"
    assert (tmp_path / "ran").exists()


def test_what_is_missing_fails_one_part_with_its_sentence(capfd: pytest.CaptureFixture[str]) -> None:
    def needs_more() -> str:
        raise kith.Stop("The browser tests need Chromium.")

    assert attempt("browser", needs_more).verdict == "failed"
    assert capfd.readouterr().out == "\n== browser\nThe browser tests need Chromium.\n"


@pytest.mark.parametrize(
    ("code", "narrowed", "word"),
    [(0, False, "passed"), (1, False, "failed"), (5, False, "failed"), (5, True, "none chosen"), (2, True, "failed")],
)
def test_pytest_s_exit_code_becomes_a_word(code: int, narrowed: bool, word: str) -> None:
    assert verdict(code, narrowed) == word


ONCE = """
from pathlib import Path
def test_of_the_crowd():
    ran = Path(__file__).with_suffix(".ran")
    was = ran.exists()
    ran.touch()
    assert was
def test_it_works(): pass
"""


@pytest.mark.parametrize(
    ("tests", "word"),
    [
        ("def test_it(): pass", "passed"),
        (ONCE, "passed alone"),
        ("def test_it(): assert False", "failed"),
        (f"{ONCE}\ndef test_it(): assert False", "failed"),
        ("", "failed"),
    ],
)
def test_what_fails_among_many_is_tried_once_alone(
    tests: str, word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "test_these.py").write_text(tests)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    monkeypatch.setattr("tests.run.ROOT", tmp_path)
    assert run_pytest("not slow", []) == word


def test_the_table_ends_with_the_sum() -> None:
    lines = table([Result("lint", "passed", 1.24), Result("unit", "failed", 30.0)]).splitlines()
    assert [line.split() for line in lines] == [
        ["lint", "passed", "1.2", "s"],
        ["unit", "failed", "30.0", "s"],
        ["total", "31.2", "s"],
    ]


@pytest.mark.parametrize("name", ["chromium", "google-chrome"])
def test_a_browser_on_the_path_is_found(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / name).write_text("#!/bin/sh\n")
    (tmp_path / name).chmod(0o755)
    monkeypatch.delenv("KITH_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_chromium() == ensure_chromium() == str(tmp_path / name)


def test_a_browser_that_is_named_and_not_there_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KITH_CHROMIUM", "/nowhere/chromium")
    with pytest.raises(kith.Stop, match="KITH_CHROMIUM names /nowhere/chromium, where no program is"):
        find_chromium()


def test_without_a_browser_and_apt_the_way_to_get_one_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("KITH_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(kith.Stop, match="Debian: apt install chromium"):
        ensure_chromium()


APT = """#!/bin/sh
echo "$*" >> "$CALLS"
[ "$1" = update ] || { echo "#!/bin/sh" > "$HERE/chromium"; /bin/chmod +x "$HERE/chromium"; }
"""


def test_root_on_debian_gets_a_browser_without_being_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    Machine(tmp_path).has("apt-get", APT)
    here = tmp_path / "programs"
    monkeypatch.delenv("KITH_CHROMIUM", raising=False)
    for name, value in {"PATH": here, "HERE": here, "CALLS": tmp_path / "calls"}.items():
        monkeypatch.setenv(name, str(value))
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert ensure_chromium() == str(here / "chromium")
    update, install = Machine(tmp_path).calls()
    assert update == "update"
    assert install.startswith("install -y --no-install-recommends chromium")


def test_only_root_on_debian_gets_packages_and_only_those_that_lack() -> None:
    lacking = {"chromium": False, "venv": False, "postgres": False}
    assert missing_packages(debian_root=True, **lacking) == ["chromium", "python3-venv", "postgresql"]
    assert missing_packages(debian_root=True, **dict.fromkeys(lacking, True)) == []
    assert missing_packages(debian_root=False, **lacking) == []
