"""A home out of an archive: nothing of it is trusted before it was looked at, and nothing that is there is replaced."""

import hashlib
import json
import os
import stat
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from kith_exercises import KithError
from kith_facilitator.configure import write_configuration
from kith_facilitator.home import Home, ensure_home
from kith_facilitator.keeping.backup import EXCHANGE, INSIDE, LIST

__all__ = ["Restored", "restore"]

_LARGEST = 100_000_000_000  # bytes; whoever has more has other means


@dataclass(frozen=True)
class Restored:
    """A home that lies where it was asked for; ``exchange`` is what came along of one that lay outside, if any."""

    home: Home
    made: str
    files: int
    exchange: Path | None


def restore(file: Path, root: Path) -> Restored:
    """Put the home in the archive ``file`` at the new place ``root``. Raises KithError; ``root`` is then as before."""
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise KithError(f"{root} is there already. Name a new folder with --home; a home is never replaced.")
    root.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root.parent, prefix=f".{root.name}-restoring-") as folder:
        place = Path(folder)
        try:
            with tarfile.open(file, "r:gz") as tar:
                facts, modes = _unpack(tar, place)
        except (tarfile.TarError, EOFError, OSError, UnicodeError) as error:
            if isinstance(error, FileNotFoundError) and error.filename == str(file):
                raise KithError(f"There is no file {file}. Name the archive that “kith backup” wrote.") from None
            raise KithError(f"{file} can't be read as a backup: {error}. Nothing was restored.") from error
        if not (place / INSIDE / "kith.toml").is_file():
            raise KithError(f"{file} holds no home of Kith's. Nothing was restored.")
        for path, mode in reversed(modes):  # the inner first: a folder may be closed to writing
            path.chmod(mode)
        (place / INSIDE).chmod(0o700)
        if root.exists():
            root.rmdir()
        (place / INSIDE).rename(root)
        outside = root / "exchange-of-backup" if (place / EXCHANGE).is_dir() else None
        if outside:
            (place / EXCHANGE).rename(outside)
    home = _opened(root)
    return Restored(home, str(facts.get("made", "")), len(modes), outside)


def _opened(root: Path) -> Home:
    """The home as it opens now; where its exchange can't be had on this machine, that is said, and the home stays."""
    try:
        home = ensure_home(root)
    except KithError as error:
        raise KithError(f"All files are restored in {root}, but it can't be used yet: {error}") from error
    write_configuration(home)
    return home


def _unpack(tar: tarfile.TarFile, place: Path) -> tuple[dict[str, object], list[tuple[Path, int]]]:
    """Copy plain files and folders out, whatever the archive says of itself; KithError at the first other thing."""
    hashes: dict[str, str] = {}
    modes: list[tuple[Path, int]] = []
    facts: dict[str, object] = {}
    left = _LARGEST
    for entry in tar:
        name = _checked(entry)
        if entry.name == LIST:
            content = tar.extractfile(entry)
            facts = json.loads(content.read()) if content else {}
            continue
        target = place.joinpath(*name.parts)
        modes.append((target, entry.mode & 0o777))
        if entry.isdir():
            target.mkdir(mode=0o700)
            continue
        left -= entry.size
        if left < 0:
            raise KithError("The archive is larger than a home can be. Nothing was restored.")
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        hashes[entry.name] = _copy(tar, entry, target)
    if not isinstance(facts.get("files"), dict) or facts.get("v") != 1:
        raise KithError("The archive has no list of its files that this Kith knows. Nothing was restored.")
    if hashes != facts["files"]:
        wrong = sorted(name for name in {*hashes, *_names(facts)} if hashes.get(name) != _names(facts).get(name))
        raise KithError(f"The archive is damaged: {wrong[0]} is not as it was backed up. Nothing was restored.")
    return facts, modes


def _names(facts: dict[str, object]) -> dict[str, object]:
    files = facts["files"]
    return files if isinstance(files, dict) else {}


def _checked(entry: tarfile.TarInfo) -> PurePosixPath:
    name = PurePosixPath(entry.name)
    if entry.issym() or entry.islnk():
        raise KithError(f"The archive holds a link, {entry.name!r}; a backup has none. Nothing was restored.")
    if not (entry.isreg() or entry.isdir()):
        raise KithError(f"The archive holds {entry.name!r}, which is neither file nor folder. Nothing was restored.")
    inside = entry.name == LIST or name.parts[:1] in ((INSIDE,), (EXCHANGE,))
    if name.is_absolute() or ".." in name.parts or "\0" in entry.name or not inside:
        raise KithError(f"The archive holds {entry.name!r}, which leads out of a home. Nothing was restored.")
    return name


def _copy(tar: tarfile.TarFile, entry: tarfile.TarInfo, target: Path) -> str:
    digest = hashlib.sha256()
    source = tar.extractfile(entry)
    assert source is not None  # it is a plain file
    # Exclusive and without following: an archive may name the same place twice.
    descriptor = os.open(
        target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, stat.S_IRUSR | stat.S_IWUSR
    )
    with os.fdopen(descriptor, "wb") as file:
        while chunk := source.read(1 << 20):
            digest.update(chunk)
            file.write(chunk)
    os.utime(target, (entry.mtime, entry.mtime))
    return digest.hexdigest()
