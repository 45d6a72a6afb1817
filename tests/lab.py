"""JupyterLab as a person uses it: started by Kith's own command, driven in real Chromium."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.chromium import ARTEFACTS

__all__ = ["Lab", "kith", "served"]

PATIENCE = 30_000  # ms; a cold kernel on a busy machine takes 10 s


def kith(*words: str, home: Path, expect_code: int = 0) -> str:
    """What a ``kith`` command prints, run as a person would run it."""
    done = subprocess.run(
        [sys.executable, "-m", "kith_facilitator", *words],
        env=_environment(home),
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == expect_code, f"kith {' '.join(words)}: {done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr


@contextmanager
def served(*words: str, home: Path, wait: float = 180) -> Iterator[str]:
    """The address that a serving command prints; the command is stopped, by Ctrl-C, at the end."""
    log = home.parent / f"{words[0]}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "kith_facilitator", *words],
            env=_environment(home),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        yield _address(process, log, time.monotonic() + wait)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _address(process: "subprocess.Popen[bytes]", log: Path, deadline: float) -> str:
    while time.monotonic() < deadline:
        found = re.search(r"(http://127\.0\.0\.1:\S+)\n", log.read_text(errors="replace"))
        if found:
            return found[1]
        assert process.poll() is None, log.read_text(errors="replace")
        time.sleep(0.2)
    raise AssertionError(log.read_text(errors="replace"))


def _environment(home: Path) -> dict[str, str]:
    """A person's environment, with nothing of the test's own Jupyter."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "NBGRADER", "KITH_"))}
    # Settings and windows that people leave behind are theirs; each test home has its own.
    mine = {"KITH_HOME": str(home), "JUPYTER_CONFIG_DIR": str(home.parent / "jupyter"), "COLUMNS": "200"}
    return {**kept, **mine}


expect.set_options(timeout=PATIENCE)


class Lab:
    """One JupyterLab window."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        page.set_default_timeout(PATIENCE)
        page.goto(address)
        expect(page.locator(".jp-Notebook:visible").first).to_be_visible(timeout=PATIENCE)

    def widget(self, title: str) -> Locator:
        """The card with this title."""
        return self.page.locator(".jp-Notebook:visible .kith").filter(has=self.page.get_by_role("heading", name=title))

    def menu(self, *path: str) -> None:
        """Choose a menu entry, by its words."""
        self.page.get_by_role("menubar").get_by_role("menuitem", name=path[0], exact=True).click()
        for entry in path[1:]:
            self.page.locator(".lm-Menu-item", has_text=re.compile(rf"^{re.escape(entry)}")).first.click()

    def choose(self, *path: str, until: Locator) -> None:
        """Choose a menu entry until what it brings is there.

        Another tab may take the focus while the menu is open; a person would choose again.
        """
        for _ in range(3):
            self.menu(*path)
            try:
                return expect(until).to_be_visible(timeout=PATIENCE / 3)
            except AssertionError:
                self.page.keyboard.press("Escape")
        return expect(until).to_be_visible()

    def begin(self) -> None:
        """Press the page's one button, Begin or Go on, and wait until its cards are drawn."""
        bar = self.page.locator(".kith-bar:visible")
        bar.get_by_role("button", name=re.compile("^(Begin|Go on)$")).click()
        expect(bar).to_have_count(0)
        expect(self.page.locator(".jp-Notebook:visible .kith").first).to_be_visible()
        self.settled()

    def restart(self) -> None:
        """Restart the kernel from the menu, and confirm."""
        confirm = self.page.locator(".jp-Dialog-footer .jp-mod-warn").last
        self.choose("Kernel", "Restart Kernel…", until=confirm)
        confirm.click()
        self.settled()

    def settled(self) -> None:
        """Wait until the kernel says that it has nothing to do."""
        expect(self.page.locator(".jp-Notebook-ExecutionIndicator[data-status='idle']:visible").first).to_be_attached()

    def save(self) -> None:
        """Save the notebook."""
        self.page.keyboard.press("Control+s")

    def assignments(self) -> Locator:
        """The Assignment List, fresh."""
        listing = self.page.locator("#nbgrader-assignment-list")
        self.choose("Nbgrader", "Assignment List", until=listing)
        listing.locator("#refresh_assignments_list").click()
        return listing

    def press_for(self, module: str, section: str, button: str) -> None:
        """Press a module's button in one part of the Assignment List."""
        row = self.assignments().locator(f"#{section}_assignments_list .list_item", has_text=module).first
        row.get_by_role("button", name=button, exact=True).click()

    def remarks(self) -> Locator:
        """What is to be looked at before a module is submitted."""
        return self.page.locator(".jp-Dialog", has=self.page.locator(".kith-remarks"))

    def submit_anyway(self) -> None:
        """Say that it is meant, although something is left to look at."""
        self.remarks().get_by_role("button", name="Submit anyway", exact=True).click()

    def picture(self, card: Locator, name: str) -> None:
        """Keep a picture of one whole card, in a window tall enough for it."""
        path = ARTEFACTS / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        usual = self.page.viewport_size
        self.page.set_viewport_size({"width": 1280, "height": 3200})
        card.screenshot(path=path, animations="disabled")
        if usual:
            self.page.set_viewport_size(usual)

    def open_notebook(self, path: str) -> None:
        """Open a notebook by its path, from the File menu, and wait until it is the one in front."""
        dialog = self.page.locator(".jp-Dialog")
        self.choose("File", "Open from Path…", until=dialog.locator("input"))
        dialog.locator("input").fill(path)
        dialog.get_by_role("button", name="Open", exact=True).click()
        name = path.rsplit("/", 1)[-1]
        expect(self.page.locator(".lm-TabBar-tab.jp-mod-current", has_text=name)).to_be_visible()
        expect(self.page.locator(".jp-Notebook:visible")).to_have_count(1)
        self.settled()
