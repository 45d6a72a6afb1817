"""``kith new`` and ``kith check`` as an author meets them, to a module that learners can fetch."""

from pathlib import Path

from typer.testing import CliRunner

from kith_exercises.facts import read_course
from kith_facilitator.cli import app
from kith_facilitator.configure import write_configuration
from kith_facilitator.home import ensure_home
from kith_facilitator.release import release_module


def kith(*words: str, home: Path, code: int = 0) -> str:
    """What a command prints, run in this process: these say nothing of how a program ends."""
    done = CliRunner().invoke(app, [*words, "--home", str(home)])
    assert done.exit_code == code, done.output
    return done.output


def test_a_module_of_one_s_own_is_begun_checked_and_released_with_somebody_to_talk_to(tmp_path: Path) -> None:
    sources, report, nowhere = tmp_path / "spring", tmp_path / "report.html", tmp_path / "none"
    written = kith("new", "1-trust", "--sources", str(sources), home=nowhere)
    assert f"kith.py check 1-trust --sources {sources}" in written
    printed = kith("check", "--sources", str(sources), "--html", str(report), home=nowhere)
    assert "0 failed, 3 not yet, 11 passed" in printed
    assert "Check of Spring" in report.read_text(encoding="utf-8")

    exchange = tmp_path / "exchange"
    exchange.mkdir()
    home = ensure_home(tmp_path / "home", role="facilitator", exchange_given=exchange, sources=sources)
    write_configuration(home)
    said = kith("check", home=home.root, code=1)
    assert "1-trust/prompts.toml, line 52: “trust-note” invites to tell of oneself, and no contact is named" in said
    release_module(ensure_home(home.root, contact="Sam, room 12"), "1-trust")
    assert "learners are told: Sam, room 12" in kith("check", home=home.root)
    assert "1-trust" in kith("check", "1-trust", home=home.root)
    assert read_course(exchange / home.course_id).contact == "Sam, room 12"
    assert (exchange / home.course_id / "outbound/1-trust/2-after.ipynb").is_file()
