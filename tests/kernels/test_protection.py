"""Which confinement a machine gives is found by trying, and said in words."""

import subprocess
import sys

import pytest

from kith_kernels import protection
from kith_kernels.confine import landlock
from kith_kernels.launch import Mode
from tests.kernels.conftest import PYTHON, Person


def test_this_machine_can_confine_a_kernel() -> None:
    assert protection.available()
    assert set(protection.available()) <= {Mode.namespaces, Mode.landlock}


def test_what_linux_has_is_not_left_unused() -> None:
    """A mistake of ours would look like a machine that cannot do it."""
    if landlock.version():
        assert Mode.landlock in protection.available()
    can = subprocess.run(
        ["unshare", "--user", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"], check=False
    )
    if can.returncode == 0:
        assert Mode.namespaces in protection.available()


def test_the_strongest_one_is_active(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(protection.FORCED, raising=False)
    found = protection.active()
    assert found.mode == protection.available()[0]
    assert found.sentence.endswith(".")


def test_a_variable_chooses_among_those_that_hold(mode: Mode, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(protection.FORCED, mode)
    assert protection.active().mode is mode


def test_a_variable_turns_it_off_and_the_sentence_says_what_that_means(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(protection.FORCED, "none")
    found = protection.active()
    assert found.mode is Mode.none
    assert "with all your rights" in found.sentence
    assert found.why_not == dict.fromkeys((Mode.namespaces, Mode.landlock), "KITH_PROTECTION asks for none.")


def test_an_unknown_name_is_told_with_those_that_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(protection.FORCED, "docker")
    with pytest.raises(ValueError, match="KITH_PROTECTION is 'docker'; it names one of namespaces, landlock, none"):
        protection.active()


def test_a_process_without_bounds_does_not_pass_for_a_confined_one() -> None:
    tried = subprocess.run(
        [sys.executable, "-m", "kith_kernels.protection", "none"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "can be written" in tried.stdout


@pytest.mark.users
def test_an_ordinary_account_is_confined_too(mode: Mode, person: Person) -> None:
    process = person.start(PYTHON, "-m", "kith_kernels.protection", mode, stdout=subprocess.PIPE)
    assert process.communicate(timeout=60)[0] == "held"


@pytest.mark.users
def test_where_one_may_make_no_namespaces_the_other_way_is_found(person: Person) -> None:
    """As on Ubuntu, where AppArmor takes the rights away; elsewhere a limit of zero does, where they are counted."""
    limit = (
        "import ctypes, sys\nlibc = ctypes.CDLL(None)\n"
        "user, group = __import__('os').getuid(), __import__('os').getgid()\n"
        "assert libc.unshare(0x10000000) == 0\n"
        "open('/proc/self/setgroups', 'w').write('deny')\n"
        "open('/proc/self/uid_map', 'w').write(f'{user} {user} 1')\n"
        "open('/proc/self/gid_map', 'w').write(f'{group} {group} 1')\n"
        "open('/proc/sys/user/max_user_namespaces', 'w').write('0')\n"
    )
    code = (
        "from kith_kernels import protection\nfound = protection.active()\n"
        "print(found.mode, *found.why_not.values(), sep='|')"
    )
    may = Mode.namespaces in protection.available()
    process = person.start(PYTHON, "-c", limit + code if may else code, stdout=subprocess.PIPE)
    said = process.communicate(timeout=60)[0]
    other = Mode.landlock if landlock.version() else Mode.none
    assert said.startswith(f"{other}|This Linux gives ordinary users no namespaces of their own (")
