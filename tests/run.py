"""What `python3 kith.py test [PART ...] [-- PYTEST ARGUMENTS]` runs once everything is set up.

Parts go in order, each to its end; a failing one does not stop the next. Last comes a table of results and times.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kith import PARTS, ROOT, WIDGETS, Stop, run

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APPLE = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
NO_TESTS = 5  # pytest's exit code when nothing was selected


@dataclass(frozen=True)
class Result:
    """How one part went."""

    part: str
    verdict: str
    seconds: float


def find_chromium() -> str | None:
    """The browser that KITH_CHROMIUM names, or the first one found."""
    named = os.environ.get("KITH_CHROMIUM")
    if named and not shutil.which(named):
        raise Stop(f"KITH_CHROMIUM names {named}, where no program is. Correct it, or unset it.")
    found = (shutil.which(name) for name in (named, *CHROMIUM, APPLE) if name)
    return next((path for path in found if path), None)


def find_postgres() -> Path | None:
    """Where PostgreSQL's own programs lie: on the path, or where Debian puts them, the newest."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    debian = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(debian, key=lambda path: int(path.parts[4]), default=None)
    return newest.parent if newest else None


def missing_packages(debian_root: bool, chromium: bool, venv: bool, postgres: bool) -> list[str]:
    """What apt can bring here: the browser, venv for the interpreter that every user can read, a database server."""
    wanted = {"chromium": chromium, "python3-venv": venv, "postgresql": postgres}
    return [name for name, there in wanted.items() if debian_root and not there]


def ensure_chromium() -> str:
    """A browser for the tests; installed where that needs no question, otherwise named with the way to get it."""
    debian_root = bool(shutil.which("apt-get")) and os.geteuid() == 0
    system = Path("/usr/bin/python3")
    venv = not system.exists() or run_quietly([str(system), "-c", "import ensurepip, venv"])
    found = {"chromium": find_chromium() is not None, "postgres": find_postgres() is not None}
    packages = missing_packages(debian_root, venv=venv, **found)
    if packages:
        os.environ["DEBIAN_FRONTEND"] = "noninteractive"
        run("Reading the package lists", ["apt-get", "update"])
        run(f"Installing {' and '.join(packages)}", ["apt-get", "install", "-y", "--no-install-recommends", *packages])
    chromium = find_chromium()
    if chromium is None:
        raise Stop(
            "The browser tests need Chromium or Chrome. Install one (Debian: apt install chromium; macOS: brew install "
            "--cask chromium), or set KITH_CHROMIUM to the path of one."
        )
    return chromium


def run_quietly(command: list[str]) -> bool:
    """Whether a program says yes."""
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def all_of(*commands: list[str], cwd: Path = ROOT) -> str:
    """Runs programs in front of the person, at once, as most use one core; each to its end, whatever another says."""
    running = [subprocess.Popen(command, cwd=cwd) for command in commands]
    codes = [program.wait() for program in running]
    return "failed" if any(codes) else "passed"


def verdict(code: int, narrowed: bool) -> str:
    """pytest's exit code in a word; nothing selected is a failure, unless the person narrowed the selection."""
    if code == NO_TESTS:
        return "none chosen" if narrowed else "failed"
    return "failed" if code else "passed"


def pytest(marks: str, extra: list[str], browser: bool = False, share: str = "worksteal") -> str:
    """Runs the tests with these marks, on up to four cores unless the person chose among them.

    Where files stay whole, those of the most tests do not go first: the last would be a file of one test that takes
    minutes. What failed in such a crowd is tried once more by itself; that it needed this is said in the table.
    """
    if browser:
        os.environ["KITH_CHROMIUM"] = ensure_chromium()
    command = [sys.executable, "-m", "pytest", "-m", marks]
    if extra:
        return verdict(subprocess.run([*command, *extra], cwd=ROOT, check=False).returncode, narrowed=True)
    crowd = ["--numprocesses", "auto", "--maxprocesses", "4", "--dist", share, "--no-loadscope-reorder"]
    first = verdict(subprocess.run([*command, *crowd], cwd=ROOT, check=False).returncode, narrowed=False)
    if first != "failed":
        return first
    print("\n-- once more, one by one, what failed", flush=True)
    alone = ["--last-failed", "--last-failed-no-failures", "none", "--exitfirst"]
    again = verdict(subprocess.run([*command, *alone], cwd=ROOT, check=False).returncode, narrowed=False)
    return "passed alone" if again == "passed" else again


def parts(extra: list[str]) -> dict[str, Callable[[], str]]:
    """Each part of the tests by its name."""
    python, tools = [sys.executable, "-m"], f"{WIDGETS}/node_modules/.bin/"
    return {
        "lint": partial(all_of, [*python, "ruff", "check"], [*python, "ruff", "format", "--check"]),
        "types": partial(all_of, [*python, "mypy"], [f"{tools}pyright", "--pythonpath", sys.executable]),
        "frontend": partial(all_of, [f"{tools}tsc", "--noEmit"], [f"{tools}vitest", "run"], cwd=WIDGETS),
        "unit": partial(pytest, "not browser and not e2e and not users", extra),
        "browser": partial(pytest, "browser and not e2e and not users", extra, browser=True),
        "e2e": partial(pytest, "e2e or users", extra, browser=True, share="loadfile"),
    }


def attempt(part: str, work: Callable[[], str]) -> Result:
    """One part's result; a missing prerequisite fails that part with its sentence."""
    print(f"\n== {part}", flush=True)
    start = time.monotonic()
    try:
        verdict = work()
    except Stop as stop:
        print(stop, flush=True)
        verdict = "failed"
    return Result(part, verdict, time.monotonic() - start)


def table(results: list[Result]) -> str:
    """The results and times, one line a part."""
    total = Result("total", "", sum(result.seconds for result in results))
    return "\n".join(f"  {r.part:<10}{r.verdict:<14}{r.seconds:>8.1f} s" for r in [*results, total])


def main(words: list[str]) -> int:
    """1 if any part failed; the first word is how long setting up took."""
    set_up, *words = words
    cut = words.index("--") if "--" in words else len(words)
    chosen = [part for part in PARTS if part in words[:cut]] or list(PARTS)
    works = parts(extra=words[cut + 1 :])
    results = [Result("set-up", "done", float(set_up)), *(attempt(part, works[part]) for part in chosen)]
    failed = [result.part for result in results if result.verdict == "failed"]
    print(f"\n{table(results)}\n" + (f"\nFailed: {', '.join(failed)}" if failed else ""), flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    # What runs in the background is born deaf to these, and so would be all that tests start, to stop it again.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGQUIT, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
