"""A home: the one folder in which a cohort's course, exchange, learners' work and publications lie."""

import json
import os
import re
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, cast, get_args

from kith_exercises import KithError
from kith_exercises.files import write_atomically
from kith_widgets.words import languages

__all__ = ["Home", "Identity", "Role", "default_home", "ensure_home", "open_home"]

Role = Literal["learner", "facilitator", "both"]
#: ``unix``: a submission's owner must be the learner it names. ``claimed``: one account plays many (demo).
Identity = Literal["unix", "claimed"]

_VERSION = 1
_COURSE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True)
class Home:
    """Where everything lies, and what ``kith.toml`` says; paths are absolute."""

    root: Path
    role: Role = "both"
    course_id: str = "kith"
    exchange_given: Path | None = None
    identity: Identity = "unix"
    sources: Path | None = None
    language: str = "en"
    parcels: str = "files"
    contact: str = ""

    @property
    def course(self) -> Path:
        """The nbgrader course tree: source, release, submitted, autograded, feedback, gradebook."""
        return self.root / "course"

    @property
    def learner(self) -> Path:
        """The folder in which this account learns; assignments are fetched into it."""
        return self.root / "learner"

    @property
    def cache(self) -> Path:
        """nbgrader's copies of what this account submitted, with the secrets that find feedback."""
        return self.root / "cache"

    @property
    def exchange(self) -> Path:
        """The folder through which facilitator and learners hand work to each other."""
        return self.exchange_given or self.root / "exchange"

    @property
    def simulated(self) -> Path:
        """Simulated learners, each with a folder and a cache of their own."""
        return self.root / "simulated"

    @property
    def editions(self) -> Path:
        """Published dashboards."""
        return self.root / "editions"

    @property
    def config(self) -> Path:
        """A Jupyter configuration folder, so that nbgrader finds its settings from any working folder."""
        return self.root / "config"

    @property
    def logs(self) -> Path:
        """What long commands said."""
        return self.root / "logs"

    @property
    def teaches(self) -> bool:
        """Whether this account releases and marks."""
        return self.role in ("facilitator", "both")

    @property
    def learns(self) -> bool:
        """Whether this account answers."""
        return self.role in ("learner", "both")


def default_home() -> Path:
    """``KITH_HOME``, or ``kith`` in the account's own folder."""
    return Path(os.environ.get("KITH_HOME") or "~/kith").expanduser().absolute()


def open_home(root: Path) -> Home:
    """The home that lies at ``root``. Raises KithError where there is none."""
    home = _read(root)
    if home is None:
        raise KithError(
            f"There is no Kith home at {root}. Make one with “python3 kith.py start”, "
            "or name another with --home or KITH_HOME."
        )
    return home


def ensure_home(root: Path, **settings: Any) -> Home:
    """The home at ``root``, made if it is not there; settings that are not None are kept in ``kith.toml``."""
    home = _read(root) or _new(root)
    home = replace(home, **{key: value for key, value in settings.items() if value is not None})
    if not _COURSE_ID.fullmatch(home.course_id):
        raise KithError(f"“{home.course_id}” can't be a course's name: use letters, digits, dots, dashes, underscores.")
    _check_language(home.language, "--language")
    if home.exchange_given:
        _check_exchange(home)
    try:
        for folder in _folders(home):
            folder.mkdir(parents=True, exist_ok=True)
        root.chmod(0o700)
    except OSError as error:
        raise KithError(f"Kith can't use {root} as its home: {error.strerror}. Name another with --home.") from None
    if not home.exchange_given:
        _check_exchange(home)
    write_atomically(root / "kith.toml", _written(home).encode())
    return home


def _new(root: Path) -> Home:
    if root.is_dir() and any(root.iterdir()):
        raise KithError(f"{root} holds other things, and a home is closed to others. Name a new folder with --home.")
    return Home(root)


def _folders(home: Home) -> tuple[Path, ...]:
    own = (home.root, home.course / "source") if home.teaches else (home.root,)
    exchange = () if home.exchange_given else (home.exchange,)
    return (*own, *exchange, home.learner, home.cache, home.config, home.logs)


def _check_language(language: str, named: str) -> None:
    if language not in languages():
        raise KithError(f"{named}: Kith does not speak “{language}” yet. Choose one of {', '.join(languages())}.")


def _check_exchange(home: Home) -> None:
    exchange = home.exchange
    if home.teaches and not exchange.exists() and exchange.parent.is_dir():
        exchange.mkdir()
        exchange.chmod(0o1777)  # every learner hands in here, and nobody can move the course away
    if not exchange.is_dir():
        raise KithError(f"The exchange {exchange} is not there. Ask your facilitator for its path, or make the folder.")
    if not os.access(exchange, os.W_OK | os.X_OK):
        raise KithError(f"You may not write to the exchange {exchange}. Ask whoever owns it to open it to the cohort.")
    if home.exchange_given is None:
        exchange.chmod(0o1777)  # the 0700 home above it keeps others out
    if home.identity == "claimed" and not _private(exchange):
        raise KithError(
            f"Simulated learners need an exchange that only you can reach, and {exchange} is open to others. "
            "Leave out --exchange, so that it lies in the home."
        )


def _private(path: Path) -> bool:
    """Whether some folder above ``path`` is ours and closed to everybody else."""
    parents = (parent.stat() for parent in path.parents)
    return any(state.st_uid == os.geteuid() and state.st_mode & 0o077 == 0 for state in parents)


def _read(root: Path) -> Home | None:
    path = root / "kith.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise KithError(
            f"{path} can't be read: {error}. Mend that line, or move the file away and start again."
        ) from None
    except OSError as error:
        raise KithError(f"{path} can't be opened: {error.strerror}. Name your own home with --home.") from None
    version = data.get("version")
    if not isinstance(version, int) or version < 1:
        raise KithError(f"{path} does not say of which version it is. Put this line at its top: version = {_VERSION}")
    if version > _VERSION:
        raise KithError(f"{path} is of version {version}; this Kith knows version {_VERSION}. Update Kith.")
    for key, allowed in (("role", get_args(Role)), ("identity", get_args(Identity))):
        if data.get(key) not in allowed:
            raise KithError(f"{path}: {key} must be one of {', '.join(allowed)}.")
    language = str(data.get("language", "en"))  # a home that was made before there was a choice speaks English
    _check_language(language, f"{path}, language")
    return Home(
        root=root,
        role=cast(Role, data["role"]),
        course_id=str(data.get("course") or "kith"),
        exchange_given=_path(data.get("exchange")),
        identity=cast(Identity, data["identity"]),
        sources=_path(data.get("sources")),
        language=language,
        parcels=str(data.get("parcels") or "files"),
        contact=str(data.get("contact") or ""),
    )


def _path(value: Any) -> Path | None:
    return Path(value) if isinstance(value, str) and value else None


def _written(home: Home) -> str:
    return (
        "# Kept by “kith start”; its options change these lines.\n"
        f"version = {_VERSION}\n"
        f"role = {_quoted(home.role)}\n"
        f"course = {_quoted(home.course_id)}\n"
        f"exchange = {_quoted(str(home.exchange_given or ''))}  # empty: inside this folder\n"
        f"identity = {_quoted(home.identity)}\n"
        f"sources = {_quoted(str(home.sources or ''))}  # empty: the course that comes with Kith\n"
        f"language = {_quoted(home.language)}  # of buttons and sentences around the course\n"
        f"parcels = {_quoted(home.parcels)}  # how what learners write for each other travels\n"
        f"contact = {_quoted(home.contact)}  # whom learners can talk to; empty: as course.toml has it\n"
    )


def _quoted(value: str) -> str:
    # JSON's escapes are TOML's, but for DEL.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
