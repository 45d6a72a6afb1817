"""A hostile account plants every attack at once where learners hand in: nothing of others is read, moved or lost."""

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installed.accounts import Account

pytestmark = pytest.mark.users

MODULE = "0-welcome"
WORDS = "what an honest learner wrote"
SECRET = "for the facilitator alone"

ANSWER = f"""
import json, sys
from pathlib import Path
from kith_exercises.journal import Journal
Journal.open(Path("."), "{MODULE}", "welcome").write("anything", "text", sys.argv[1], reach="facilitator")
"""

#: Standard library only; what the system itself forbids is counted and left out.
ATTACK = r"""
import os, pwd, shutil, socket, stat, sys, time
from pathlib import Path
inbound, module, me, victim, teacher = Path(sys.argv[1]), *sys.argv[2:6]
home = Path(pwd.getpwnam(teacher).pw_dir) / "kith"
forbidden, number = [], 0

def attempt(what, act):
    try:
        act()
    except OSError as error:
        forbidden.append(what)

def folder(student=me, date=None, name=None):
    global number
    number += 1
    date = date or f"2026-01-01 00:{59 - number:02d}:00.000000 UTC"
    made = inbound / (name or f"{student}+{module}+{date}+a{number}")
    made.mkdir()
    (made / "timestamp.txt").write_text(date)
    (made / "submission_secret.txt").write_text("0" * 128)
    (made / "welcome.ipynb").write_text("{}")
    return made

for path in (home / "secret.txt", home / "course" / "gradebook.db", Path("/etc/shadow"), Path("/dev/zero")):
    (folder() / "link.txt").symlink_to(path)
(folder() / "folder").symlink_to(home)
(inbound / f"{me}+{module}+2026-01-02 00:00:00.0 UTC+whole").symlink_to(home)
attempt("hard link", lambda: os.link("/etc/hostname", folder() / "hard"))
own = folder(); os.link(own / "welcome.ipynb", own / "again.ipynb")
os.mkfifo(folder() / "pipe")
os.mknod(folder() / "socket", stat.S_IFSOCK | 0o600)
attempt("device", lambda: os.mknod(folder() / "zero", stat.S_IFCHR | 0o666, os.makedev(1, 5)))
with (folder() / "large.bin").open("wb") as handle: handle.truncate(10**12)
with (folder() / "welcome.ipynb").open("wb") as handle: handle.truncate(60_000_000)
(folder() / "/".join("d" * 60)).mkdir(parents=True)
many = folder()
for count in range(5000): (many / str(count)).touch()
wide = folder()
for count in range(5000): (wide / str(count)).mkdir()
closed = folder(); (closed / "in").mkdir(); (closed / "in").chmod(0)
shut = folder(); (shut / "welcome.ipynb").chmod(0)
folder().chmod(0)
(folder() / "a\nCollected: all is well").touch()
(folder() / "-rf").touch()
Path(os.fsdecode(bytes(folder()) + b"/\xff")).touch()
twice = folder(); (twice / "WELCOME.ipynb").touch()
folder(student=victim, date="2026-12-31 00:00:00.0 UTC")
folder(student=victim)
folder(student="nobody-of-that-name")
folder(student="..")
folder(student="*")
folder(student="root")
folder(student=me + "\n\x1b[2J")
folder(date="2999-01-01 00:00:00.0 UTC")
folder(date="1970-01-01 00:00:00.0 UTC")
folder(name=f"x+{module}+notadate+z")
folder(name=f"+{module}+")
folder(name=f"{'n' * 200}+{module}+2026-01-01 00:00:00.0 UTC+z")
(inbound / f"{me}+{module}+2026-01-03 00:00:00.0 UTC+file").write_text("no folder")
for count in range(400): (inbound / f"junk{count}+{module}+no date+z").mkdir()

attempt("list what was handed in", lambda: os.listdir(inbound))
attempt("list feedback", lambda: os.listdir(inbound.parent / "feedback"))
attempt("hand out", lambda: (inbound.parent / "outbound" / "fake").mkdir())
attempt("move the course away", lambda: inbound.parent.rename(inbound.parent.with_name("away")))
attempt("read the home", lambda: os.listdir(home))
attempt("read the gradebook", lambda: (home / "course" / "gradebook.db").read_bytes())
print("\n".join(forbidden))
"""

#: A file that is a link every other moment, while the facilitator collects; the newest of all.
SWAP = r"""
import os, pwd, sys, time
from pathlib import Path
inbound, module, me, teacher = Path(sys.argv[1]), *sys.argv[2:5]
secret = Path(pwd.getpwnam(teacher).pw_dir) / "kith" / "secret.txt"
made = inbound / f"{me}+{module}+2026-02-01 00:00:00.0 UTC+swap"
made.mkdir()
(made / "timestamp.txt").write_text("2026-02-01 00:00:00.0 UTC")
(made / "submission_secret.txt").write_text("0" * 128)
print("ready", flush=True)
while True:
    for act in (lambda: (made / "new").write_text("plain"), lambda: (made / "link").symlink_to(secret)):
        act()
        newest = next(path for path in (made / "new", made / "link") if os.path.lexists(path))
        newest.replace(made / "welcome.ipynb")
"""


@pytest.fixture(scope="module")
def exchange(accounts: dict[str, Account]) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="kith-shared-") as shared:
        Path(shared).chmod(0o1777)
        yield Path(shared) / "exchange"


def files_with(word: str, folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and word.encode() in path.read_bytes()]


def test_every_attack_at_once_reads_nothing_displaces_nothing_and_honest_work_is_collected(
    accounts: dict[str, Account], exchange: Path
) -> None:
    teach, learn, eve = (accounts[role] for role in ("teach", "learn", "eve"))
    options = ("--exchange", str(exchange), "--course", "hostile")
    with teach.started("--role", "facilitator", *options):
        pass
    with learn.started("--role", "learner", *options):
        pass
    folder = learn.home / "learner" / MODULE
    learn.run("python", "-c", ANSWER, WORDS, where=folder)
    learn.run("nbgrader", "submit", MODULE, where=folder.parent)
    teach.run("python", "-c", f"open('kith/secret.txt', 'w').write({SECRET!r})")

    inbound = exchange / "hostile" / "inbound"
    forbidden = eve.run("python", "-c", ATTACK, str(inbound), MODULE, eve.name, learn.name, teach.name)
    for what in ("list what was handed in", "list feedback", "hand out", "move the course away", "read the home"):
        assert what in forbidden
    assert "read the gradebook" in forbidden

    swapping = subprocess.Popen(
        [eve.programs / "python", "-c", SWAP, str(inbound), MODULE, eve.name, teach.name],
        user=eve.name,
        group=eve.name,
        extra_groups=[],
        stdout=subprocess.PIPE,
    )
    try:
        assert swapping.stdout is not None
        swapping.stdout.readline()
        said = [teach.run("kith", "collect", MODULE) for _ in range(3)]
    finally:
        swapping.kill()
        swapping.wait()

    submitted = teach.home / "course" / "submitted"
    assert "2 collected, 2 of them new" in said[0]  # eve has a plain one among them
    assert "2 collected, 0 of them new" in said[2]
    assert files_with(WORDS, submitted / learn.name)
    assert files_with(SECRET, teach.home / "course") == []
    assert files_with("root:", submitted) == []
    assert {path.name for path in submitted.iterdir()} == {learn.name, eve.name}
    for reason in ("a link, 'link.txt'", "belongs to another account", "holds no date", "more: its name holds no date"):
        assert reason in said[0], said[0]
    assert all(line.isprintable() for line in said[0].splitlines())
    graded = teach.run("kith", "grade", MODULE, code=1)
    assert "1 graded" in graded
    assert f"Failed: {eve.name}: " in graded


def test_the_doctor_mends_as_an_ordinary_account(accounts: dict[str, Account], exchange: Path) -> None:
    teach, eve = accounts["teach"], accounts["eve"]
    assert "hold the code" not in teach.run("kith", "doctor")
    exchange.chmod(0o777)
    teach.home.chmod(0o755)
    said = teach.run("kith", "doctor", code=1)
    assert "The home can be reached by other accounts." in said
    assert "Others can put a folder of their own in the place of the course." in said
    mended = teach.run("kith", "doctor", "--fix")
    assert f"Mended: {teach.home}: mode 0755 is now 0700" in mended
    assert teach.home.stat().st_mode & 0o777 == 0o700
    assert exchange.stat().st_mode & 0o1777 == 0o1777
    assert "Nothing was changed." in teach.run("kith", "doctor", "--fix")
    eve.run("kith", "doctor", "--home", str(teach.home), code=2)
