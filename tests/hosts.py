"""One page with every widget in several states, and the programs that people open such pages with."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from textwrap import dedent

from kith_exercises.journal import Journal, Record, read_records
from kith_exercises.sealed import PACKED, Sealed
from kith_facilitator.configure import environment, write_configuration
from kith_facilitator.course.notebook import build_notebook
from kith_facilitator.home import ensure_home
from kith_facilitator.notebooks import notebook_bytes
from kith_facilitator.processes import HOST, end, port_for

__all__ = ["CARDS", "MODULE", "PAGE", "opened", "records", "write_page"]

MODULE, PAGE = "1-hosts", "page"

#: Each card of the page: its prompt, the widget that draws it, and its title.
CARDS = {
    "open": ("fold", "A fold that nobody touched"),
    "committed": ("fold", "A fold that was committed"),
    "looked": ("fold", "A fold whose second door was taken"),
    "untold": ("fold", "A fold with nothing to tell"),
    "empty": ("reflection", "A page without a word"),
    "written": ("reflection", "A page with words on it"),
    "threshold_cascade": ("player", "Who acts first?"),
    "place": ("stand", "A line that nobody touched"),
    "placed": ("stand", "A line with a mark on it"),
    "claim": ("leaves", "A claim that nobody touched"),
    "claimed": ("leaves", "A claim that was answered"),
    "moments": ("lab", "Two cards that nobody sorted"),
    "hang": ("map", "Three concepts that nobody linked"),
    "hears": ("network", "A network that nobody changed"),
    "unsaid": ("run", "A model that nobody guessed"),
    "who-asks": ("rooms", "A room that nobody touched"),
    "": ("inbox", "What came for you"),
}
#: The word that shows a card, where it is not called like its widget.
_WORDS = {
    "lab": "activity",
    "leaves": "activity",
    "map": "activity",
    "network": "activity",
    "rooms": "activity",
    "run": "activity",
    "stand": "fold",
}
#: The part of a card that has several.
_PARTS = {"hang": "before", "hears": "made", "who-asks": "room"}

_FOLD = """
[{id}]
kind = "fold"
reach = "count"
title = "{title}"
intro = ["How many of 120 choices were for the group?"]
truth = "guyer"
explain = "What do you make of it?"
[[{id}.fields]]
id = "marks"
kind = "marks"
label = "Choices for the group, out of 120"
min = 0
max = 120
step = 1
unit = "choices"
ends = ["nobody", "everybody"]
marks = [{{ id = "public", label = "In public" }}, {{ id = "anonymous", label = "Anonymous" }}]
width = "How far off might you be, up or down?"
"""
_UNTOLD = """
[untold]
kind = "fold"
reach = "mine"
title = "{title}"
intro = ["Say it for yourself."]
kept = "Kept as you wrote it."
[[untold.fields]]
id = "note"
kind = "text"
label = "One sentence"
"""
_TEXT = """
[{id}]
kind = "text"
reach = "facilitator"
title = "{title}"
question = ["What came?"]
rubric = false
"""
_LINE = """
[{id}]
kind = "fold"
reach = "count"
title = "{title}"
kept = "Kept as you placed it."
[[{id}.fields]]
id = "begins"
kind = "position"
label = "Who begins"
left = "The one who knows should offer."
right = "The one who needs it should ask."
sure = [{{ id = "open", label = "Could change" }}, {{ id = "sure", label = "Sure" }}]
none = "No idea yet"
"""
_CLAIM = """
[{id}]
kind = "calibration"
reach = "count"
title = "{title}"
sure = {{ min = 50, max = 100, step = 10, unit = "%" }}
[[{id}.claims]]
id = "square"
label = "The square of 12 is"
options = [{{ id = "above", label = "above 140" }}, {{ id = "below", label = "below 140" }}]
"""
_SORT = """
[{id}]
kind = "lab"
reach = "facilitator"
title = "{title}"
[[{id}.steps]]
id = "sort"
[[{id}.steps.fields]]
id = "when"
kind = "sort"
label = "When does it help?"
groups = [{{ id = "before", label = "Before" }}, {{ id = "after", label = "Afterwards" }}]
items = [{{ id = "ask", label = "Asking" }}, {{ id = "quiet", label = "Being quiet" }}]
"""
_MAP = """
[{id}]
kind = "concept-map"
reach = "facilitator"
title = "{title}"
question = "How do these hang together?"
concepts = [{{ id = "a", label = "Asking" }}, {{ id = "b", label = "Time" }}, {{ id = "c", label = "Trust" }}]
"""

_NETWORK = """
[{id}]
kind = "network-lab"
reach = "facilitator"
title = "{title}"
people = [{{ id = "ana", label = "Ana" }}, {{ id = "ben", label = "Ben" }}, {{ id = "cem", label = "Cem" }}]
ties = [["ana", "ben"]]
[[{id}.rounds]]
id = "tie"
ask = "How many hear of it?"
counts = "heard"
starts = ["ana"]
change = "add"
label = "One more tie"
[{id}.ours]
ask = "How many do you know here?"
bands = [[0, 2], [3, -1]]
guess = "How many of ten?"
"""

_ROOM = """
[{id}]
kind = "cascade"
reach = "count"
title = "{title}"
bands = [[0, 0], [1, -1], []]
label = "I would ask once this many had asked before me."
first = "How many of us would go first?"
after = "Did you keep a question to yourself?"
[{id}.built]
ask = "Move somebody."
thresholds = "0, 2, 2"
guess = "How many ask in the end?"
[[{id}.rooms]]
id = "all"
thresholds = "0..9"
ask = "How many of ten ask in the end?"
[[{id}.levers]]
id = "opens"
label = "The facilitator asks first"
first = 1
"""
_HELD = {"right": {"square": "above"}, "how": {"square": "12 times 12 is 144."}}
#: A learner's own cell: with a file called `busy` beside the page it says who it is, and keeps its kernel waiting.
_BUSY = """
import os, pathlib, time

if pathlib.Path("busy").exists():
    pathlib.Path("pid").write_text(str(os.getpid()))
    time.sleep(600)
"""
_MODEL = """
[{id}]
kind = "model"
reach = "facilitator"
title = "{title}"
model = "information_sampling"
[[{id}.rounds]]
id = "four"
guesses = [{{ id = "single", ask = "How many?", figure = "single_share", min = 0, max = 100, unit = "%" }}]
"""


def write_page(folder: Path) -> Path:
    """The page in an assignment folder of its own below ``folder``, some of its cards answered already."""
    place = folder / MODULE
    place.mkdir(parents=True)
    texts = {
        "untold": _UNTOLD,
        "fold": _FOLD,
        "reflection": _TEXT,
        "stand": _LINE,
        "leaves": _CLAIM,
        "lab": _SORT,
        "map": _MAP,
        "network": _NETWORK,
        "rooms": _ROOM,
        "run": _MODEL,
    }
    asked = {id: card for id, card in CARDS.items() if card[0] not in ("inbox", "player")}
    prompts = [texts.get(id, texts[widget]).format(id=id, title=title) for id, (widget, title) in asked.items()]
    (place / "prompts.toml").write_text("".join(prompts), encoding="utf-8")
    claims = {id: _HELD for id, (widget, _) in CARDS.items() if widget == "leaves"}
    (place / PACKED).write_bytes(Sealed(place / PACKED, claims).packed())
    named = {id: ", ".join(f'"{one}"' for one in (id, _PARTS.get(id, "")) if one) for id in CARDS}
    cells = [f"kith.{_WORDS.get(widget, widget)}({named[id]})" for id, (widget, _) in CARDS.items()]
    fences = "\n\n".join(f"```{{code-cell}}\n{cell.strip()}\n```" for cell in [*cells, _BUSY])
    text = dedent("""
        ---
        kernelspec:
          display_name: Python 3
          name: python3
        ---

        # Every widget, in several states
    """)
    notebook = build_notebook(f"{text.strip()}\n\n{fences}\n", f"{MODULE}/{PAGE}", {})
    (place / f"{PAGE}.ipynb").write_bytes(notebook_bytes(notebook))
    journal = Journal.open(place, MODULE, PAGE)
    answers = {"marks": {"values": {"public": 40, "anonymous": 60}, "width": 10}}
    journal.write("committed", "commit", answers, reach="count")
    journal.write("looked", "look", None, reach="count")
    journal.write("looked", "unfold", {"scene": 0, "answer": None}, reach="count")
    journal.write("written", "text", "What I wrote before.", reach="facilitator")
    journal.write("placed", "commit", {"begins": {"at": 20, "sure": "sure"}}, reach="count")
    claim = {"step": "claim-square", "answers": {"choice": "below", "sure": 80}}
    journal.write("claimed", "commit", claim, reach="count")
    journal.write("claimed", "unfold", {"step": "answers"}, reach="count")
    return place


def records(place: Path, prompt: str) -> tuple[Record, ...]:
    """What the journal holds for a prompt."""
    return read_records(Journal.open(place, MODULE, PAGE).private).of(prompt)


@contextmanager
def opened(host: str, place: Path, home: Path) -> Iterator[str]:
    """The page's address in ``lab``, ``notebook`` or ``voila``, as each is started by hand in Kith's environment."""
    kith = ensure_home(home)
    write_configuration(kith)
    port, page = port_for(None), f"{MODULE}/{PAGE}.ipynb"
    server = [
        "--no-browser",
        "--allow-root",
        "--KernelManager.transport=ipc",
        f"--ServerApp.root_dir={place.parent}",
        f"--ServerApp.port={port}",
    ]
    command, path = {
        "lab": (["jupyterlab", *server, "--IdentityProvider.token=key"], f"lab/tree/{page}?token=key"),
        "notebook": (["notebook", *server, "--IdentityProvider.token=key"], f"notebooks/{page}?token=key"),
        "voila": (["voila", page, "--no-browser", f"--port={port}", "--KernelManager.transport=ipc"], ""),
    }[host]
    log = home.parent / f"{host}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=place.parent,
            env={**os.environ, **environment(kith), "JUPYTER_CONFIG_DIR": str(home.parent / "jupyter")},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        address = f"http://{HOST}:{port}/"
        _await(address if host == "voila" else f"{address}api", process, log)
        yield address + path
    finally:
        end(process)


def _await(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        assert process.poll() is None, log.read_text(errors="replace")
        with suppress(OSError), urllib.request.urlopen(address, timeout=30):
            return
        time.sleep(0.2)
    raise AssertionError(log.read_text(errors="replace"))
