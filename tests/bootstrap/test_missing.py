"""What a person reads when something is missing: one sentence with the remedy, exit code 2, never a traceback."""

import ast
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import kith
from tests.bootstrap.machine import OFFLINE, Machine

SOURCE = Path(kith.__file__)


def test_python_3_6_can_read_the_whole_file() -> None:
    ast.parse(SOURCE.read_text(encoding="utf-8"), feature_version=(3, 6))


def test_nothing_but_the_standard_library_is_imported() -> None:
    nodes = list(ast.walk(ast.parse(SOURCE.read_text(encoding="utf-8"))))
    plain = [name.name for node in nodes if isinstance(node, ast.Import) for name in node.names]
    froms = [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    assert {name.split(".")[0] for name in plain + froms} <= sys.stdlib_module_names


@pytest.mark.parametrize("version", ["3, 6, 15", "3, 10, 0"])
def test_an_old_python_is_told_which_one_is_needed(version: str) -> None:
    lines = f"import sys, runpy; sys.version_info = ({version}); runpy.run_path({str(SOURCE)!r}, run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", lines], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("Kith needs Python 3.11 or newer, and this is Python 3.")
    assert done.stderr.count("\n") == 1


def test_windows_is_shown_the_way_to_wsl() -> None:
    with pytest.raises(kith.Stop, match=r"WSL terminal \(wsl --install\)"):
        kith.require_posix("win32")


@pytest.mark.parametrize(
    ("debian", "root", "remedy"),
    [
        (True, True, r"Run: apt install python3\.12-venv, "),
        (True, False, r"Run: sudo apt install python3\.12-venv, "),
        (False, False, "complete Python 3"),
    ],
)
def test_a_python_without_venv_names_what_to_install(debian: bool, root: bool, remedy: str) -> None:
    with pytest.raises(kith.Stop, match=remedy):
        kith.require_venv(False, debian=debian, root=root, version=(3, 12))


def test_too_little_space_says_how_much_is_needed() -> None:
    with pytest.raises(kith.Stop, match="Only 300 MB are free here, and Kith's environment needs about 1500 MB"):
        kith.require_space(300)


def test_a_misspelt_part_of_the_tests_is_named_before_anything_is_done(bare: Machine) -> None:
    done = bare.kith("test", "unti")
    assert (done.returncode, done.stderr.splitlines()[0][:47]) == (2, "There is no part 'unti' of the tests. Name one ")
    assert not (bare.checkout / ".venv").exists()


@pytest.mark.parametrize("word", [None, "help", "-h", "--help"])
def test_no_word_gives_a_short_help_and_touches_nothing(bare: Machine, word: str | None) -> None:
    done = bare.kith(*([word] if word else []))
    assert (done.returncode, done.stderr) == (0, "")
    assert "python3 kith.py start" in done.stdout
    assert not (bare.checkout / ".venv").exists()


def test_without_a_network_each_step_that_needs_it_says_so(bare: Machine) -> None:
    packages = bare.kith("start", **OFFLINE)
    assert "Installing Python packages" in packages.stderr
    bare.python("-c", "import kith; kith.install = lambda *_: None; kith.ensure_packages(test=False)")
    node = bare.kith("start", **OFFLINE)
    assert "Bringing Node, which this machine lacks" in node.stderr
    for done in (packages, node):
        assert done.returncode == 2
        assert "The package registry could not be reached. Check the network" in done.stderr
        assert str(bare.checkout / ".venv/kith-setup.log") in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("code", "remedy"),
    [
        ("ENOTFOUND", "The package registry could not be reached."),
        ("ENOSPC", "The disk is full. Free about 1500 MB"),
        ("EACCES", "A file could not be written. Check who owns this folder"),
        ("ELSEWISE", "This step failed; the lines above say why"),
    ],
)
def test_a_failing_npm_is_shown_with_its_last_line_and_the_remedy(machine: Machine, code: str, remedy: str) -> None:
    done = machine.kith("start", NPM_FAILS=code)
    assert done.returncode == 2
    assert f"    npm error code {code}\n{remedy}" in done.stderr


@pytest.fixture
def foreign(bare: Machine) -> Iterator[Path]:
    """A checkout that everybody can read and only its owner, another user, can write to."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(bare.checkout, folder, dirs_exist_ok=True)
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.mark.users
def test_in_a_folder_of_someone_else_one_is_sent_to_a_folder_of_one_s_own(foreign: Path) -> None:
    done = subprocess.run(
        ["/usr/bin/python3", "-B", str(foreign / "kith.py"), "start"],
        user="nobody",
        group="nogroup",
        extra_groups=[],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert (
        done.stderr
        == f"You may not write in {foreign}. Copy or clone Kith into a folder of your own, and start it there.\n"
    )
