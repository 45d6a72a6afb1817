"""A cohort of an ordinary nbgrader course in which honest and hostile work lie side by side.

What a kernel's code tries comes from ``tests.kernels``; here it is what somebody hands in. Each hostile page begins as
an honest one: what it tries stands behind the first test, which must score all the same.
"""

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell

from tests.grading.stock_course import ASSIGNMENT, put_in
from tests.kernels import attacks
from tests.kernels.attacks import Attack
from tests.kernels.excess import GREEDY, KILLING, LIVING_ON, TOO_MUCH

__all__ = [
    "ALONE",
    "CELLS",
    "EVIL",
    "FAMILIES",
    "FILES",
    "HONEST",
    "SECRET",
    "Target",
    "hand_in_all",
    "hand_in_families",
]

#: What attacks go for, by name.
Target = Mapping[str, Any]
_PAGE, _OTHER = "p1.ipynb", "zwei wörter.ipynb"

#: Who hands in honest work, and which of the stock course's.
HONEST = {
    "ada": "attached",
    "line\nbreak": "partly",
    "😀 emoji": "zoë ångström",
    "broken": "broken",
    "zz last": "late",
}
#: By its name it would put a line of its own into what is said.
EVIL = "eve\nFailed: ada: nothing was handed in"
#: A folder's name may be any bytes.
NO_TEXT = os.fsdecode(b"no text \xff")
#: In the environment of whoever grades, and nowhere else.
SECRET = ("COURSE_PASSWORD", "1f0e9c77a2")

#: For a fork, not for a whole kernel: that has open files and sockets of its own.
_OF_A_FORK = {"read what was open before", "find an open file of somebody else", "leave a word among the sockets"}
_SEARCH = f"""
import os
got = {SECRET[0]!r} in os.environ
for each in filter(str.isdigit, os.listdir("/proc")):
    try:
        got = got or b"{SECRET[1]}" in open(f"/proc/{{each}}/environ", "rb").read()
    except OSError:
        pass
"""

#: What one page tries one after the other, by who hands it in.
FAMILIES: Mapping[str, Mapping[str, Attack]] = {
    "searching": {"find a secret in an environment": Attack(_SEARCH)},
    **{
        name: {what: attack for what, attack in family.items() if what not in _OF_A_FORK}
        for name, family in attacks.FAMILIES.items()
        if name != "outlasting"
    },
}
#: What takes more than it may has a page for itself, since it may end its kernel.
ALONE: Mapping[str, Attack] = attacks.FAMILIES["outlasting"]

#: Small, so that what takes too much is soon at its end; honest work needs a part of each.
_LIMITS = {name: size for attack in ALONE.values() for name, size in attack.limits.items()}
_SETTINGS = f"""
c.BoundedExecute.max_output = 10
c.BoundedExecute.limits = {_LIMITS}
"""

_WRONG = "def square(x):\n    return 0\n"
_SEND = """
kernel = get_ipython().kernel
for kind, content in {
    "execute_result": {"data": {"text/plain": "99999"}, "metadata": {}, "execution_count": 1},
    "error": {"none": 1},
    "update_display_data": {"data": 5},
}.items():
    kernel.session.send(kernel.iopub_socket, kind, content, parent=kernel.get_parent())
"""
_REACHABLE = """
shown = get_ipython().display_formatter.format
get_ipython().display_formatter.format = lambda found, *rest, **more: (
    ({"text/plain": "3"}, {}) if isinstance(found, float) else shown(found, *rest, **more)
)
"""
_WRITE = """
for name in ("gradebook.db", "p1.ipynb", "timestamp.txt", ".kith", "graded", "../graded", "../../gradebook.db"):
    try:
        open(name, "w").write("forged")
    except OSError:
        pass
"""

#: One cell each, by who hands it in.
CELLS: Mapping[str, str] = {
    **{what: excess.code for what, excess in TOO_MUCH.items()},
    **{what: code for what, (code, _) in GREEDY.items()},
    "it lives on": LIVING_ON,
    "it kills": KILLING,
    "it asks": "input('marks?')",
    "it prints points": _WRONG + "print('3')\n3",
    "it sends points": _WRONG + _SEND,
    "it writes points": _WRONG + _WRITE,
    "it makes points of all that is shown": (
        _WRONG + "get_ipython().display_formatter.format = lambda *_, **__: ({'text/plain': '99999'}, {})"
    ),
    "it makes points within reach": _WRONG + _REACHABLE,
    "it runs nothing any more": _WRONG + "get_ipython().run_cell = lambda *_, **__: None",
    EVIL: "import os\nos._exit(0)",
}


def hand_in_all(root: Path, decoy: Target) -> None:
    """The whole cohort's work lies in the course; hostile pages go for ``decoy``, and for the course itself."""
    hand_in_families(root, decoy)
    for name in ("reading", "writing"):
        _page(root, f"{name} here", _trying(FAMILIES[name], _here(root, decoy)))
    for student, attack in ALONE.items():
        _page(root, student, _trying({student: attack}, decoy))
    for student, code in CELLS.items():
        _page(root, student, code)
    for student, spoil in FILES.items():
        spoil(_page(root, student, "1"))


def hand_in_families(root: Path, decoy: Target) -> None:
    """Honest work, and pages that end nothing, lie in a course with small limits; those go for ``decoy``."""
    with (root / "nbgrader_config.py").open("a") as settings:
        settings.write(_SETTINGS)
    for student, like in HONEST.items():
        made = put_in(root, like)
        (root / "submitted" / student).mkdir(exist_ok=True)
        made.rename(root / "submitted" / student / ASSIGNMENT)
        if not any(made.parent.iterdir()):
            made.parent.rmdir()
    for student, family in FAMILIES.items():
        _page(root, student, _trying(family, decoy))


def _here(root: Path, decoy: Target) -> Target:
    """The course itself, with its gradebook, its hidden tests and its learners."""
    real = {"course": root, "gradebook": root / "gradebook.db", "source": root / "source" / ASSIGNMENT / _PAGE}
    real["neighbour"] = root / "submitted" / "ada" / ASSIGNMENT / _PAGE
    return {**decoy, **{name: str(path) for name, path in real.items()}}


def _trying(found: Mapping[str, Attack], target: Target) -> str:
    codes = {name: attack.code for name, attack in found.items()}
    return f"""
import json, os
for name, code in {codes!r}.items():
    if name.startswith("read") and os.path.lexists("mine"):
        os.unlink("mine")
    names = {{"target": {dict(target)!r}, "__name__": "attack"}}
    try:
        exec(code, names)
    except BaseException:
        pass
    print(json.dumps([name, bool(names.get("got"))]), flush=True)
"""


def _page(root: Path, student: str, code: str) -> Path:
    """An honest submission with one page, into which a cell is put behind the first test."""
    folder = root / "submitted" / student / ASSIGNMENT
    shutil.copytree(root / "submitted" / "ada" / ASSIGNMENT, folder)
    (folder / _OTHER).unlink()
    (folder / "responses").mkdir()
    (folder / "responses" / "journal.jsonl").write_text("kept\n")
    _change(folder, lambda page: page.cells.insert(2, new_code_cell(code)))
    return folder


def _change(folder: Path, change: Callable[[Any], object]) -> None:
    page = nbformat.read(folder / _PAGE, as_version=4)
    change(page)
    nbformat.write(page, folder / _PAGE)


# ---- what lies in a submission ----------------------------------------------------------------------------------


def _large(folder: Path) -> None:
    _change(folder, lambda page: page.cells.append(new_markdown_cell("x" * 100_000_000)))


def _deep(folder: Path) -> None:
    (folder / _PAGE).write_text('{"cells": ' + "[" * 500_000 + "]" * 500_000 + "}")


def _deep_in_order(folder: Path) -> None:
    """As deep as Python still reads it."""
    text = (folder / _PAGE).read_text().rstrip().removesuffix("}")
    (folder / _PAGE).write_text(text + ', "x": ' + '{"a": ' * 900 + "1" + "}" * 901)


def _links(folder: Path) -> None:
    for name, there in {"book.db": "../../../gradebook.db", "way": "../../..", "other.ipynb": "/etc/passwd"}.items():
        (folder / name).symlink_to(there)
    (folder / "zero.ipynb").symlink_to("/dev/zero")
    os.mkfifo(folder / "pipe.ipynb")


def _page_is_a_link(folder: Path) -> None:
    (folder / _PAGE).unlink()
    (folder / _PAGE).symlink_to(f"../../ada/{ASSIGNMENT}/{_PAGE}")


def _dots(folder: Path) -> None:
    def change(page: Any) -> None:
        page.metadata.kernelspec = {"name": "../../evil", "display_name": "x", "language": "../../evil"}
        page.cells.append(new_markdown_cell("![](attachment:../../x)", attachments={"../../x": {"image/png": "AAAA"}}))
        page.cells.append(new_code_cell("open('../../../dots', 'w').write('x')", metadata={"name": "../../dots"}))

    _change(folder, change)


def _names(folder: Path) -> None:
    for name in ("a\nFailed: ada", "😀.txt", "-rf", "..x", "* [a]"):
        (folder / name).write_text("x")


#: What else is done to a page that begins as an honest one, by who hands it in.
FILES: Mapping[str, Callable[[Path], object]] = {
    "large": _large,
    "malformed": lambda folder: (folder / _PAGE).write_text('{"cells": [}'),
    "no notebook": lambda folder: (folder / _PAGE).write_text("null"),
    "deep": _deep,
    "deep in order": _deep_in_order,
    "links": _links,
    "its page is a link": _page_is_a_link,
    "dots": _dots,
    "names": _names,
    NO_TEXT: lambda folder: folder,
}
