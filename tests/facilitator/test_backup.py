"""A home in one archive and out of it: whole, closed to others, and never at the cost of what is there."""

import io
import json
import sqlite3
import tarfile
import threading
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kith_exercises import KithError
from kith_exercises.journal import Journal, read_records
from kith_facilitator.desk.ledger import Ledger
from kith_facilitator.home import Home, ensure_home
from kith_facilitator.keeping.backup import LIST, back_up
from kith_facilitator.keeping.restore import restore
from kith_facilitator.working import working
from tests.facilitator.steps import feedback, grade, mark, submit
from tests.lab import kith
from tests.small_course import MODULE, NOTEBOOK, PROMPT

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def small(tmp_path: Path) -> Home:
    """A home with a database, a journal and a folder that others may put into and not look in."""
    home = ensure_home(tmp_path / "home", identity="claimed")
    with closing(sqlite3.connect(home.course / "gradebook.db")) as database:
        database.execute("CREATE TABLE t (n INTEGER)")
        database.commit()
    Journal.open(home.learner / MODULE, MODULE, NOTEBOOK).write(PROMPT, "text", "Mine", reach="mine")
    (home.exchange / "inbound").mkdir()
    (home.exchange / "inbound").chmod(0o733)
    return home


def made(home: Home, tmp_path: Path) -> Path:
    return back_up(home, tmp_path / "backup.tar.gz", now=NOW).file


def test_a_home_comes_back_and_its_round_goes_on(home: Home, tmp_path: Path) -> None:
    submit(home, "sim-001", "My words")
    grade(home)
    mark(home, "sim-001")
    archive = made(home, tmp_path)
    assert archive.stat().st_mode & 0o777 == 0o600
    back = restore(archive, tmp_path / "again").home
    assert back.root == tmp_path / "again"
    assert grade(back).unchanged == ("sim-001",)
    assert feedback(back).given == ("sim-001",)
    assert submit(back, "sim-002").is_dir()


def test_modes_are_as_they_were(small: Home, tmp_path: Path) -> None:
    before = {path.relative_to(small.root): path.stat().st_mode for path in small.root.rglob("*")}
    back = restore(made(small, tmp_path), tmp_path / "again").home
    after = {path.relative_to(back.root): path.stat().st_mode for path in back.root.rglob("*")}
    kept = {path for path in before if path.parts[0] not in ("config", "logs") and path.suffix != ".lock"}
    assert {path: after[path] for path in kept} == {path: before[path] for path in kept}


def test_whoever_writes_meanwhile_may_go_on_and_is_in_it_whole(small: Home, tmp_path: Path) -> None:
    journal, done = Journal.open(small.learner / MODULE, MODULE, NOTEBOOK), threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(small.course / "gradebook.db", timeout=30)) as database:
            for number in range(10_000):
                if done.is_set():
                    return
                with database:
                    database.executemany("INSERT INTO t VALUES (?)", [(number,)] * 2)  # both or none
                journal.write(PROMPT, "text", f"Version {number}", reach="mine")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        archive = made(small, tmp_path)
    finally:
        done.set()
        writer.join()
    back = restore(archive, tmp_path / "again").home
    with closing(sqlite3.connect(back.course / "gradebook.db")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("SELECT COUNT(*) FROM t").fetchone()[0] % 2 == 0
    assert read_records(back.learner / "mine" / MODULE / f"{NOTEBOOK}.jsonl").records


def test_nothing_that_is_there_is_replaced(small: Home, tmp_path: Path) -> None:
    archive = made(small, tmp_path)
    with pytest.raises(KithError, match="no backup is overwritten"):
        back_up(small, archive, now=NOW)
    with pytest.raises(KithError, match="lies in the home itself"):
        back_up(small, small.root / "backup.tar.gz", now=NOW)
    with pytest.raises(KithError, match="a home is never replaced"):
        restore(archive, small.root)


def test_a_damaged_database_makes_no_backup(small: Home, tmp_path: Path) -> None:
    path = small.course / "gradebook.db"
    path.write_bytes(path.read_bytes()[:4096] + b"\xff" * 4096)
    with pytest.raises((KithError, sqlite3.DatabaseError)):
        made(small, tmp_path)
    assert list(tmp_path.glob("*.tar.gz*")) == []


def test_a_link_is_not_followed_and_told(small: Home, tmp_path: Path) -> None:
    (small.learner / "away").symlink_to("/etc")
    (small.learner / "passwords").symlink_to("/etc/passwd")
    done = back_up(small, tmp_path / "backup.tar.gz", now=NOW)
    assert dict(done.left_out) == {"home/learner/away": "it is a link", "home/learner/passwords": "it is a link"}
    with tarfile.open(done.file) as tar:
        assert all(entry.isreg() or entry.isdir() for entry in tar)


def test_a_learners_file_is_kept_whatever_it_is_called(small: Home, tmp_path: Path) -> None:
    names = ("my-journal", "notes.lock", "page.tmp", "a-wal", "b-shm", "more.compact", ".working.lock", "page.lock")
    (small.learner / MODULE).mkdir(exist_ok=True)
    for name in names:
        (small.learner / MODULE / name).write_text(name)
    (small.learner / MODULE / "page.jsonl").write_text("mine")
    done = back_up(small, tmp_path / "backup.tar.gz", now=NOW)
    assert done.left_out == ()
    back = restore(done.file, tmp_path / "again").home
    assert {name: (back.learner / MODULE / name).read_text() for name in names} == {name: name for name in names}


def test_locks_and_parts_of_databases_are_left_out(small: Home, tmp_path: Path) -> None:
    desk = small.course / ".kith" / "desk"
    Ledger(desk / f"{MODULE}.jsonl").add("now", "marker", "share", markers=[])
    (small.learner / "mine" / MODULE / f"{NOTEBOOK}.tmp").write_text("cut off")
    (small.course / ".kith-writing-x").write_text("cut off")
    with closing(sqlite3.connect(small.course / "gradebook.db")) as database, working(small, "“kith grade”"):
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("INSERT INTO t VALUES (1)")
        database.commit()
        assert (small.course / "gradebook.db-wal").exists()
        done = back_up(small, tmp_path / "backup.tar.gz", now=NOW)
    with tarfile.open(done.file) as tar:
        names = tar.getnames()
    assert [name for name in names if name.endswith((".lock", ".tmp", "-wal", "-shm", "-x"))] == []
    assert f"home/course/.kith/desk/{MODULE}.jsonl" in names
    assert f"home/learner/mine/{MODULE}/{NOTEBOOK}.jsonl" in names


def spoilt(archive: Path, target: Path, change: tarfile.TarInfo) -> Path:
    """The archive with one more entry."""
    with tarfile.open(archive) as old, tarfile.open(target, "w:gz") as new:
        for entry in old:
            new.addfile(entry, old.extractfile(entry) if entry.isreg() else None)
        new.addfile(change, io.BytesIO(b"x" * change.size))
    return target


def entry(name: str, kind: bytes = tarfile.REGTYPE, *, to: str = "", size: int = 0) -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname, made.size, made.mode = kind, to, size, 0o4777
    return made


@pytest.mark.parametrize(
    ("hostile", "says"),
    [
        (entry("home/x", tarfile.SYMTYPE, to="/etc/passwd"), "holds a link"),
        (entry("home/x", tarfile.LNKTYPE, to="home/kith.toml"), "holds a link"),
        (entry("home/../../x", size=1), "leads out of a home"),
        (entry("/tmp/x", size=1), "leads out of a home"),
        (entry("elsewhere/x", size=1), "leads out of a home"),
        (entry("home/x", tarfile.FIFOTYPE), "neither file nor folder"),
        (entry("home/x", tarfile.CHRTYPE), "neither file nor folder"),
        (entry("home/more", size=3), "is not as it was backed up"),
        (entry("home/kith.toml", size=3), "can't be read as a backup"),
    ],
)
def test_what_no_backup_holds_is_refused_and_leaves_nothing(
    small: Home, tmp_path: Path, hostile: tarfile.TarInfo, says: str
) -> None:
    archive = spoilt(made(small, tmp_path), tmp_path / "spoilt.tar.gz", hostile)
    with pytest.raises(KithError, match=says):
        restore(archive, tmp_path / "again")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.tar.gz", "home", "spoilt.tar.gz"]


def test_an_archive_that_was_cut_is_refused(small: Home, tmp_path: Path) -> None:
    archive = made(small, tmp_path)
    archive.write_bytes(archive.read_bytes()[:-200])
    with pytest.raises(KithError, match="can't be read as a backup"):
        restore(archive, tmp_path / "again")
    assert not (tmp_path / "again").exists()


def test_an_exchange_elsewhere_comes_along_and_is_not_overwritten(tmp_path: Path) -> None:
    exchange = tmp_path / "exchange"
    exchange.mkdir(mode=0o777)
    home = ensure_home(tmp_path / "home", exchange_given=exchange)
    (exchange / "kith" / "outbound").mkdir(parents=True)
    (exchange / "kith" / "outbound" / "page").write_text("released")
    archive = made(home, tmp_path)
    (exchange / "kith" / "outbound" / "page").write_text("newer")
    done = restore(archive, tmp_path / "again")
    assert done.exchange is not None
    assert (done.exchange / "outbound" / "page").read_text() == "released"
    assert (exchange / "kith" / "outbound" / "page").read_text() == "newer"


def test_the_commands_say_what_they_did(small: Home, tmp_path: Path) -> None:
    archive = tmp_path / "b.tar.gz"
    assert "read again" in kith("backup", str(archive), home=small.root)
    with tarfile.open(archive) as tar:
        content = tar.extractfile(LIST)
        assert content is not None
        assert "home/kith.toml" in json.loads(content.read())["files"]
    assert "lies in" in kith("restore", str(archive), "--home", str(tmp_path / "new"), home=tmp_path / "new")
    assert "There is no file" in kith(
        "restore", str(tmp_path / "no"), "--home", str(tmp_path / "x"), home=tmp_path / "x", expect_code=2
    )
