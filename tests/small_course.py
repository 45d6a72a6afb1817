"""A small course of one page, so that a test takes seconds, and homes in which it is released."""

import shutil
from pathlib import Path
from textwrap import dedent

from kith_facilitator.configure import write_configuration
from kith_facilitator.home import Home, Identity, ensure_home
from kith_facilitator.nbgrader_api import Nbgrader
from kith_facilitator.release import release_module

__all__ = ["COURSE", "MODULE", "NOTEBOOK", "PROMPT", "copied", "fetched", "released_home", "write_course"]

MODULE, NOTEBOOK, PROMPT = "1-small", "page", "why"

COURSE = {
    "course.toml": """
        id = "small"
        title = "A small course"
        contact = ""
        language = "en"
        modules = ["1-small"]
    """,
    "1-small/module.toml": """
        title = "Small"
        notebooks = ["page"]
        minutes = 5
    """,
    "1-small/prompts.toml": """
        [why]
        kind = "text"
        title = "Why"
        reach = "facilitator"
        question = ["Why?"]
        rubric = true

        [own]
        kind = "text"
        title = "For me alone"
        reach = "mine"
        question = ["What would you rather not say?"]
    """,
    "1-small/rubric.toml": """
        [[why.criteria]]
        id = "evidence"
        title = "Evidence"
        asks = "What does it stand on?"
        levels = [{ points = 0, label = "Nothing", text = "No record." }, { points = 2, label = "Both", text = "Two." }]

        [[why.criteria]]
        id = "use"
        title = "Use"
        asks = "Who is better off?"
        levels = [{ points = 0, label = "Nobody", text = "None." }, { points = 3, label = "Someone", text = "One." }]
    """,
    "1-small/page.md": """
        ---
        kernelspec:
          display_name: Python 3
          name: python3
        ---

        # A page

        ```{code-cell}
        kith.reflection("why")
        ```

        ```{code-cell}
        kith.reflection("own")
        ```

        ```{code-cell}
        kith.complete("why")
        ```
    """,
}


def write_course(folder: Path) -> Path:
    """The small course's sources."""
    for name, text in COURSE.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text).strip() + "\n", encoding="utf-8")
    return folder


def released_home(root: Path, sources: Path, *, identity: Identity = "claimed") -> Home:
    """A home with the module of these sources released in it; a demo, if nothing else is said."""
    home = ensure_home(root, identity=identity, sources=sources)
    write_configuration(home)
    release_module(home, MODULE)
    return home


def copied(home: Home, root: Path) -> Home:
    """The same home once more, for a test of its own."""
    shutil.copytree(home.root, root)
    made = ensure_home(root)
    write_configuration(made)
    return made


def fetched(home: Home, learner: str) -> Path:
    """The assignment folder of a learner who has just fetched the module."""
    Nbgrader(home, learner=learner).fetch(MODULE)
    return home.simulated / learner / "assignments" / MODULE
