"""A home says what it is, keeps it, and refuses what would not be safe, in one sentence."""

import json
import tempfile
from pathlib import Path

import pytest

from kith_exercises import KithError
from kith_facilitator.configure import environment, write_configuration
from kith_facilitator.home import ensure_home, open_home
from tests.lab import kith
from tests.small_course import write_course


def test_a_home_is_closed_to_others_and_keeps_what_it_was_told(tmp_path: Path) -> None:
    exchange = tmp_path / "exchange"
    exchange.mkdir()
    ensure_home(tmp_path / "home", role="learner", course_id="spring", exchange_given=exchange)
    again = ensure_home(tmp_path / "home")
    assert (again.role, again.course_id, again.exchange) == ("learner", "spring", exchange)
    assert (tmp_path / "home").stat().st_mode & 0o777 == 0o700


def test_awkward_paths_are_kept_exactly(tmp_path: Path) -> None:
    exchange = tmp_path / 'an "odd" \\ exchange, é'
    exchange.mkdir()
    ensure_home(tmp_path / "home", exchange_given=exchange)
    assert open_home(tmp_path / "home").exchange == exchange


def test_writing_the_configuration_twice_changes_nothing(tmp_path: Path) -> None:
    home = ensure_home(tmp_path / "home")
    write_configuration(home)
    before = {path: path.read_bytes() for path in home.config.rglob("*") if path.is_file()}
    write_configuration(home)
    assert {path: path.read_bytes() for path in home.config.rglob("*") if path.is_file()} == before


def test_a_home_keeps_its_language_and_tells_jupyter_s_pages_and_kernels(tmp_path: Path) -> None:
    ensure_home(tmp_path / "home", language="de")
    home = ensure_home(tmp_path / "home")
    write_configuration(home)
    page = json.loads((home.config / "labconfig" / "page_config.json").read_text())
    assert (home.language, page["kithLanguage"], environment(home)["KITH_LANGUAGE"]) == ("de", "de", "de")


def test_a_home_made_before_there_was_a_choice_speaks_english(tmp_path: Path) -> None:
    (tmp_path / "kith.toml").write_text('version = 1\nrole = "both"\nidentity = "unix"\n')
    assert open_home(tmp_path).language == "en"


def test_a_learner_has_no_formgrader(tmp_path: Path) -> None:
    exchange = tmp_path / "exchange"
    exchange.mkdir()
    home = ensure_home(tmp_path / "home", role="learner", exchange_given=exchange)
    write_configuration(home)
    assert '"nbgrader.server_extensions.formgrader": false' in (home.config / "jupyter_server_config.json").read_text()
    page = (home.config / "labconfig" / "page_config.json").read_text()
    assert '"@jupyter/nbgrader:formgrader": true' in page
    assert '"kithTeaches": false' in page


def test_simulated_learners_need_an_exchange_that_nobody_else_reaches(tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory(dir="/tmp") as open_place:
        Path(open_place).chmod(0o777)
        with pytest.raises(KithError, match="Leave out --exchange"):
            ensure_home(tmp_path / "home", exchange_given=Path(open_place), identity="claimed")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("version = 1\nrole =", "can't be read"),
        ('role = "both"\nidentity = "unix"', "Put this line at its top: version = 1"),
        ('version = 99\nrole = "both"\nidentity = "unix"', "this Kith knows version 1"),
        ('version = 1\nrole = "boss"\nidentity = "unix"', "role must be one of learner, facilitator, both"),
        (
            'version = 1\nrole = "both"\nidentity = "unix"\nlanguage = "xx"',
            "does not speak “xx” yet. Choose one of de, en",
        ),
    ],
)
def test_a_broken_kith_toml_is_named(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "kith.toml").write_text(text)
    with pytest.raises(KithError, match=says):
        open_home(tmp_path)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["collect", "0-welcome"], "There is no Kith home at"),
        (["start", "--role", "learner", "--exchange", "/nowhere/at/all"], "The exchange /nowhere/at/all is not there"),
        (["start", "--demo", "--role", "learner"], "leave out --role and --exchange"),
        (["new", "1-trust"], "is not yours to add to. Name a folder: kith new 1-trust --sources DIR"),
        (["check", "--sources", "/nowhere"], "There is no /nowhere/course.toml"),
        (["check", "--sources", "/etc/hostname"], "There is no /etc/hostname/course.toml"),
        (["build", "--home", ""], "A folder's name was empty"),
        (["build", "--home", "/etc"], "/etc holds other things"),
        (["start", "--course", "../evil"], "can't be a course's name"),
        (["start", "--language", "Deutsch"], "does not speak “Deutsch” yet. Choose one of de, en"),
        (["start", "--course", "a\nb"], "can't be a course's name"),
    ],
)
def test_a_users_error_is_one_sentence_and_exit_code_2(tmp_path: Path, words: list[str], says: str) -> None:
    printed = kith(*words, home=tmp_path / "home", expect_code=2)
    assert says in printed
    assert "Traceback" not in printed


def test_a_word_that_does_not_fit_is_said_with_exit_code_2(tmp_path: Path) -> None:
    assert "No such command" in kith("frobnicate", home=tmp_path, expect_code=2)
    printed = kith("release", "9-nothing", home=_facilitated(tmp_path), expect_code=2)
    assert "has no module “9-nothing”. It has: 0-welcome, 1-empathy" in printed


@pytest.mark.parametrize("command", ["collect", "grade", "feedback", "release"])
def test_a_module_that_is_not_there_is_no_success(tmp_path: Path, command: str) -> None:
    assert "has no module “nosuch”" in kith(command, "nosuch", home=_facilitated(tmp_path), expect_code=2)


def test_a_home_for_real_learners_never_becomes_a_demo(tmp_path: Path) -> None:
    home = _facilitated(tmp_path)
    before = (home / "kith.toml").read_bytes()
    assert "Name another --home" in kith("start", "--demo", home=home, expect_code=2)
    assert (home / "kith.toml").read_bytes() == before


@pytest.mark.parametrize("words", [["--exchange", "/srv/kith"], ["--role", "facilitator"], ["--course", "spring"]])
def test_a_demos_home_never_becomes_one_for_real_learners(tmp_path: Path, words: list[str]) -> None:
    home = ensure_home(tmp_path / "home", identity="claimed").root
    before = (home / "kith.toml").read_bytes()
    assert "Type “unset KITH_HOME”" in kith("start", *words, home=home, expect_code=2)
    assert (home / "kith.toml").read_bytes() == before


def test_only_start_keeps_other_sources(tmp_path: Path) -> None:
    home = _facilitated(tmp_path)
    kith("build", "--sources", str(write_course(tmp_path / "sources")), home=home)
    assert open_home(home).sources is None


def test_a_damaged_gradebook_is_one_sentence(tmp_path: Path) -> None:
    home = _facilitated(tmp_path)
    (home / "course" / "gradebook.db").write_bytes(b"not a database" * 100)
    printed = kith("feedback", "1-empathy", home=home, expect_code=2)
    assert "gradebook" in printed
    assert "Traceback" not in printed


def test_a_learners_home_does_not_release(tmp_path: Path) -> None:
    exchange = tmp_path / "exchange"
    exchange.mkdir()
    ensure_home(tmp_path / "home", role="learner", exchange_given=exchange)
    assert "needs a home with --role facilitator" in kith("release", "0-welcome", home=tmp_path / "home", expect_code=2)


def _facilitated(folder: Path) -> Path:
    return ensure_home(folder / "home").root
