"""What is not safe for a home is found, said, and mended where it can be; in real folders with real modes."""

import json
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kith_facilitator.cli import app
from kith_facilitator.configure import write_configuration
from kith_facilitator.doctor import examine, mend
from kith_facilitator.doctor.machine import clock_findings, disk_findings, identity_findings
from kith_facilitator.doctor.versions import ADVISORIES, installed_versions, version_findings
from kith_facilitator.home import Home, ensure_home
from kith_kernels.protection import FORCED


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that every account can reach, as a home's folder is on Debian; pytest's own are closed."""
    folder = Path(tempfile.mkdtemp(prefix="kith-doctor-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def ours(place: Path) -> Home:
    """A facilitator's home as Kith makes it, with what nbgrader leaves open in it."""
    home = ensure_home(place / "home", role="both")
    write_configuration(home)
    (home.course / "gradebook.db").touch(0o644)
    cached = home.cache / "kith" / "ada+1-small+2026" / "submission_secret.txt"
    cached.parent.mkdir(parents=True)
    cached.touch(0o644)
    return home


@pytest.fixture
def shared(place: Path) -> Home:
    """A facilitator's home with an exchange that other accounts use, and a course released in it."""
    home = ensure_home(place / "home", role="facilitator", exchange_given=place / "exchange")
    write_configuration(home)
    for name, mode in ((".", 0o755), ("outbound", 0o755), ("inbound", 0o2733), ("feedback", 0o711)):
        folder = home.exchange / "kith" / name
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(mode)
    return home


def unsafe(home: Home) -> list[str]:
    return [finding.what for finding in examine(home) if finding.level == "unsafe"]


NOTHING_HOLDS = "Nothing on this machine can hold the code in learners' notebooks."


def test_a_home_as_kith_makes_it_is_safe(ours: Home) -> None:
    assert unsafe(ours) == []


def test_an_exchange_as_kith_makes_it_is_safe_where_code_is_held(shared: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    assert unsafe(shared) == []
    monkeypatch.setenv(FORCED, "none")
    assert unsafe(shared) == [NOTHING_HOLDS]


def test_an_open_home_shows_all_that_is_in_it_and_is_closed_again(ours: Home) -> None:
    ours.root.chmod(0o755)
    said = unsafe(ours)
    for what in ("The home", "The gradebook", "The course's source", "The learner's folder", "The secret of a"):
        assert any(sentence.startswith(what) for sentence in said), what
    changed = list(mend(ours))
    assert f"{ours.root}: mode 0755 is now 0700" in changed
    assert stat.S_IMODE((ours.course / "gradebook.db").stat().st_mode) == 0o600
    assert unsafe(ours) == []
    assert list(mend(ours)) == []


def test_a_learners_home_is_looked_at_too(place: Path) -> None:
    ensure_home(place / "teacher", role="facilitator", exchange_given=place / "exchange")
    home = ensure_home(place / "learner", role="learner", exchange_given=place / "exchange")
    write_configuration(home)
    assert unsafe(home) == []
    home.root.chmod(0o711)
    assert "The learner's folder can be reached by other accounts." in unsafe(home)
    list(mend(home))
    assert unsafe(home) == []


def no_sticky_bit(home: Home) -> None:
    home.exchange.chmod(0o777)


def open_inbound(home: Home) -> None:
    (home.exchange / "kith" / "inbound").chmod(0o2777)


def open_feedback(home: Home) -> None:
    (home.exchange / "kith" / "feedback").chmod(0o755)


def open_course(home: Home) -> None:
    (home.exchange / "kith").chmod(0o777)


def no_configuration(home: Home) -> None:
    shutil.rmtree(home.config)
    home.config.mkdir()


def clear_kernels(home: Home) -> None:
    path = home.config / "jupyter_server_config.json"
    settings = json.loads(path.read_text())
    settings["KernelManager"]["transport_encryption"] = "disabled"
    path.write_text(json.dumps(settings))


def own_settings_in_our_file(home: Home) -> None:
    with (home.config / "nbgrader_config.py").open("a") as handle:
        handle.write("c = get_config()\nc.HTMLExporter.sanitize_html = False\n")


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (no_sticky_bit, "Others can put a folder of their own in the place of the course."),
        (open_inbound, "A folder of the exchange is more open than it need be."),
        (open_feedback, "A folder of the exchange is more open than it need be."),
        (open_course, "A folder of the exchange is more open than it need be."),
        (no_configuration, "nbgrader's settings for this home are not there."),
        (clear_kernels, "Kernels talk in the clear over this machine's network."),
        (own_settings_in_our_file, "HTMLExporter.sanitize_html is not as Kith sets it."),
    ],
)
def test_what_is_not_safe_is_said_and_mended_and_twice_is_safe(
    shared: Home, spoil: Callable[[Home], None], sentence: str
) -> None:
    spoil(shared)
    assert any(what.endswith(sentence) for what in unsafe(shared))
    assert list(mend(shared))
    assert unsafe(shared) == []
    assert list(mend(shared)) == []


def test_a_file_that_overrides_a_safeguard_is_named_and_left_to_its_owner(
    ours: Home, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = place / "jupyter"
    elsewhere.mkdir()
    (ours.course / "nbgrader_config.py").write_text(
        "c = get_config()\nc.ExchangeFactory.collect = 'nbgrader.exchange.default.ExchangeCollect'\n"
    )
    (elsewhere / "jupyter_server_config.json").write_text('{"ServerApp": {"disable_check_xsrf": true}}')
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(elsewhere))
    findings = {finding.what: finding for finding in examine(ours) if finding.level == "unsafe"}
    collect = findings["A safeguard is changed: ExchangeFactory.collect is not as Kith sets it."]
    assert collect.where == str(ours.course / "nbgrader_config.py")
    assert collect.fix is None
    assert "ServerApp.disable_check_xsrf is True." in findings


def test_another_accounts_course_in_the_exchange_is_found(shared: Home) -> None:
    if os.geteuid() != 0:
        pytest.fail("This test gives a folder away, so it runs as root: in a container, or with sudo.")
    os.chown(shared.exchange / "kith", 65534, 65534)
    assert "A folder of the course in the exchange is not this account's." in unsafe(shared)


def test_a_demo_believes_names_and_says_so(ours: Home) -> None:
    [finding] = identity_findings(replace(ours, identity="claimed"))
    assert finding.level == "note"
    ours.root.chmod(0o755)
    [finding] = identity_findings(replace(ours, identity="claimed"))
    assert finding.level == "unsafe"


def test_old_programs_are_named_with_their_faults_and_what_to_install() -> None:
    findings = list(version_findings({"nbgrader": "0.9.4", "nbconvert": "7.17.0", "jupyterlab": "4.6.2rc1"}))
    assert [finding.what for finding in findings] == [
        "nbconvert 7.17.0 has known faults.",
        "nbgrader 0.9.4 has known faults.",
    ]
    assert "CVE-2026-39378" in findings[0].where
    assert "Install nbgrader 0.9.6 or later" in findings[1].todo


def test_what_is_installed_here_has_no_known_fault() -> None:
    installed = installed_versions()
    assert {"nbgrader", "jupyter-server", "jupyterlab", "notebook", "nbconvert", "voila"} <= installed.keys()
    assert list(version_findings(installed)) == []
    assert len({advisory.number for advisory in ADVISORIES}) >= 20


def test_a_full_disk_and_a_wrong_clock_are_found(ours: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(ours.root)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=100_000_000))
    assert {finding.level for finding in disk_findings(ours)} == {"unsafe"}
    assert list(clock_findings(ours)) == []
    assert len(list(clock_findings(ours, now=0))) == 2


def test_the_command_says_it_in_words_mends_and_ends_with_one_only_if_something_is_not_safe(ours: Home) -> None:
    ours.root.chmod(0o755)
    run = CliRunner().invoke
    first = run(app, ["doctor", "--home", str(ours.root)])
    assert first.exit_code == 1
    assert "Not safe: The home can be reached by other accounts." in first.output
    assert f"to do: chmod 700 {ours.root}" in first.output
    mended = run(app, ["doctor", "--fix", "--home", str(ours.root)])
    assert mended.exit_code == 0, mended.output
    assert f"Mended: {ours.root}: mode 0755 is now 0700" in mended.output
    again = run(app, ["doctor", "--fix", "--home", str(ours.root)])
    assert "Nothing was changed." in again.output
    assert f"Nothing unsafe was found for {ours.root}." in again.output
