"""Who may read and write what a home keeps: modes and owners of folders and files."""

import os
import pwd
import stat
from collections.abc import Iterator
from pathlib import Path

from kith_facilitator.doctor.finding import Finding
from kith_facilitator.home import Home

__all__ = ["exchange_findings", "home_findings", "open_to_others"]

_WORLD, _OTHERS = 0o007, 0o077


def home_findings(home: Home) -> Iterator[Finding]:
    """The home and what lies in it: closed to every other account."""
    state = home.root.stat()
    if state.st_uid != os.geteuid():
        yield Finding(
            "unsafe",
            "This home belongs to another account.",
            f"{home.root} (owner: {_account(state.st_uid)})",
            "Whoever owns a folder can read and change all that is in it.",
            f"Run Kith as {_account(state.st_uid)}, or make a home of your own with --home.",
        )
    yield from _closed(home.root, 0o700, "The home", "Answers, marks and solutions lie in it.")
    for path, mode, what, why in _kept(home):
        yield from _closed(path, mode, what, why)


def _kept(home: Home) -> Iterator[tuple[Path, int, str, str]]:
    marks = "Marks and comments are for the one whom they are about."
    finds = "With it, a learner's feedback can be found by somebody else."
    yield home.course / "gradebook.db", 0o600, "The gradebook", marks
    yield home.course / "source", 0o700, "The course's source", "Solutions and hidden tests lie in it."
    yield home.course / "submitted", 0o700, "What was submitted", "These are people's own words."
    yield home.course / "autograded", 0o700, "What was graded", "These are people's own words."
    yield home.course / "feedback", 0o700, "Feedback that was made", marks
    yield home.course / ".kith", 0o700, "What Kith keeps of a course", marks
    yield home.learner, 0o700, "The learner's folder", "Everything that was ever written, drafts too, lies in it."
    yield home.cache, 0o700, "Copies of what was submitted", finds
    for path in sorted(home.cache.rglob("submission_secret.txt")):
        yield path, 0o600, "The secret of a submission", finds
    yield home.config, 0o700, "The configuration", "Whoever can change it decides what grading runs."
    yield home.logs, 0o700, "Logs", "They name people, and while Kith runs they hold the key to its server."


def _closed(path: Path, mode: int, what: str, why: str) -> Iterator[Finding]:
    """A finding if other accounts can get at a path, or at what is below it."""
    if not os.path.lexists(path) or not open_to_others(path):
        return

    def fix() -> str:
        before = stat.S_IMODE(path.stat().st_mode)
        path.chmod(mode)
        return f"{path}: mode {before:04o} is now {mode:04o}"

    mine = path.stat().st_uid == os.geteuid()
    now = stat.S_IMODE(path.stat().st_mode)
    yield Finding(
        "unsafe",
        f"{what} can be reached by other accounts.",
        f"{path} (mode {now:04o})",
        why,
        f"chmod {mode:o} {path}" if mine else f"Ask {_account(path.stat().st_uid)} to run: chmod {mode:o} {path}",
        fix if mine else None,
    )


def open_to_others(path: Path) -> bool:
    """Whether an account that is neither the owner nor root gets through to a path and may do something there."""
    if path.is_symlink() or not stat.S_IMODE(path.stat().st_mode) & _OTHERS:
        return False
    return all(_passable(parent) for parent in path.parents)


def _passable(folder: Path) -> bool:
    try:
        return bool(stat.S_IMODE(folder.stat().st_mode) & 0o011)
    except OSError:
        return False


def exchange_findings(home: Home) -> Iterator[Finding]:
    """The exchange and what leads to it: everybody hands in, and nobody can replace or list what others did."""
    root = home.exchange
    if not root.is_dir():
        yield Finding(
            "unsafe",
            "The exchange is not there.",
            str(root),
            "Nothing can be handed in or out.",
            "Ask who keeps that folder, or name another with “kith start --exchange”.",
        )
        return
    if not _reachable(root):
        return  # in a closed home it is this account's alone
    yield from _replaceable(root)
    for parent in root.parents:
        yield from _replaceable(parent)
    course = root / home.course_id
    if course.is_dir():
        yield from _course_findings(course, home)


def _reachable(path: Path) -> bool:
    return all(_passable(parent) for parent in path.parents)


def _replaceable(folder: Path) -> Iterator[Finding]:
    """A folder in which everybody may rename what is not theirs."""
    state = folder.stat()
    if not state.st_mode & 0o022 or state.st_mode & stat.S_ISVTX:
        return

    def fix() -> str:
        folder.chmod(stat.S_IMODE(folder.stat().st_mode) | stat.S_ISVTX)
        return f"{folder}: only owners can rename or remove what is in it now"

    mine = state.st_uid == os.geteuid()
    yield Finding(
        "unsafe",
        "Others can put a folder of their own in the place of the course.",
        f"{folder} (mode {stat.S_IMODE(state.st_mode):04o}, without the sticky bit)",
        "Learners would fetch from it and hand in to it, and work that was handed in could be moved away.",
        f"chmod +t {folder}" if mine else f"Ask {_account(state.st_uid)} to run: chmod +t {folder}",
        fix if mine else None,
    )


#: Folders of a course in the exchange: what others may do at most, and what it would mean if they could do more.
_PLACES = {
    ".": (0o755, "Others can change what the course hands out."),
    "outbound": (0o755, "Others can change what the course hands out."),
    "inbound": (0o2733, "Others can list what was handed in, and then read it."),
    "feedback": (0o711, "Others can list feedback, and then read it."),
}


def _course_findings(course: Path, home: Home) -> Iterator[Finding]:
    for name, (mode, why) in _PLACES.items():
        folder = course / name
        if not os.path.lexists(folder):
            continue
        state = folder.lstat()
        if home.teaches and (state.st_uid != os.geteuid() or not stat.S_ISDIR(state.st_mode)):
            yield Finding(
                "unsafe",
                "A folder of the course in the exchange is not this account's.",
                f"{folder} (owner: {_account(state.st_uid)})",
                "Somebody may have put it in the place of yours.",
                "Ask its owner to move it away, and release the modules again.",
            )
        elif home.teaches and stat.S_IMODE(state.st_mode) & ~mode & 0o077:
            yield _too_open(folder, mode, why)


def _too_open(folder: Path, mode: int, why: str) -> Finding:
    before = stat.S_IMODE(folder.stat().st_mode)

    def fix() -> str:
        folder.chmod(mode)
        return f"{folder}: mode {before:04o} is now {mode:04o}"

    return Finding(
        "unsafe",
        "A folder of the exchange is more open than it need be.",
        f"{folder} (mode {before:04o})",
        why,
        f"chmod {mode:o} {folder}",
        fix,
    )


def _account(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"account {uid}"
