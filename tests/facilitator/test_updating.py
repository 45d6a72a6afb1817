"""A corrected module reaches a learner who has it already, and everything of the learner's own stays."""

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_core.paths import jupyter_runtime_dir

from kith_exercises import KithError
from kith_exercises.journal import Journal
from kith_exercises.notebook import Notebook
from kith_facilitator.home import Home, ensure_home
from kith_facilitator.nbgrader_api import Nbgrader
from kith_facilitator.processes import end, port_for
from kith_facilitator.release import release_module
from kith_facilitator.start import prepare
from kith_facilitator.updating import fetched_modules, open_pages, update_module, update_waits
from tests.facilitator.corrections import (
    Change,
    add_criterion,
    add_page,
    mend_words,
    remove_criterion,
    rename_prompt,
)
from tests.facilitator.steps import kith
from tests.small_course import MODULE, NOTEBOOK, write_course

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def learning(home: Home) -> Home:
    """A home whose own account has fetched the module and written in it."""
    Nbgrader(home).fetch(MODULE)
    Journal.open(home.learner / MODULE, MODULE, NOTEBOOK).write("why", "text", "My words", reach="facilitator")
    return home


def release(home: Home, folder: Path, *changes: Change) -> None:
    sources = write_course(folder)
    for change in changes:
        change(sources)
    release_module(replace(home, sources=sources), MODULE)


def page(home: Home) -> Any:
    return nbformat.read(home.learner / MODULE / f"{NOTEBOOK}.ipynb", as_version=4)


def edit(home: Home, change: Any) -> None:
    notebook = page(home)
    change(notebook)
    nbformat.write(notebook, home.learner / MODULE / f"{NOTEBOOK}.ipynb")


def sources_of(home: Home) -> list[str]:
    return [cell.source for cell in page(home).cells]


def ids_of(home: Home) -> list[str | None]:
    return [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in page(home).cells]


def journals(home: Home) -> dict[str, bytes]:
    found = [*(home.learner / "mine").rglob("*.jsonl"), *(home.learner / MODULE / "responses").rglob("*")]
    return {str(path): path.read_bytes() for path in found}


def test_an_unchanged_module_is_left_alone(learning: Home) -> None:
    before = (learning.learner / MODULE / f"{NOTEBOOK}.ipynb").read_bytes()
    assert fetched_modules(learning) == (MODULE,)
    assert update_module(learning, MODULE, now=NOW) is None
    assert (learning.learner / MODULE / f"{NOTEBOOK}.ipynb").read_bytes() == before
    assert not (learning.learner / "mine" / MODULE / "earlier").exists()


def test_new_pages_come_answers_stay_and_the_old_ones_are_kept(learning: Home, tmp_path: Path) -> None:
    before, old = journals(learning), (learning.learner / MODULE / f"{NOTEBOOK}.ipynb").read_bytes()
    released = learning.exchange / learning.course_id / "outbound" / MODULE
    assert not update_waits(released, learning.learner / MODULE)
    release(learning, tmp_path / "new", add_criterion, add_page, mend_words)
    assert update_waits(released, learning.learner / MODULE)
    done = update_module(learning, MODULE, now=NOW)
    assert done is not None
    assert set(done.files) == {f"{NOTEBOOK}.ipynb", "more.ipynb", "prompts.toml", "rubric.toml"}
    assert (done.kept / f"{NOTEBOOK}.ipynb").read_bytes() == old
    assert done.kept == learning.learner / "mine" / MODULE / "earlier" / "2026-03-02-120000"
    assert "# A better page" in sources_of(learning)
    assert "# A page" not in sources_of(learning)
    assert "why--doubt" in ids_of(learning)
    assert journals(learning) == before
    assert "My words" in Notebook(learning.learner / MODULE, MODULE, NOTEBOOK).reflection("why").state
    assert update_module(learning, MODULE, now=NOW) is None


def test_cells_and_edits_of_the_learner_s_own_stay_where_they_were(learning: Home, tmp_path: Path) -> None:
    def mine(notebook: Any) -> None:
        at = next(
            i for i, cell in enumerate(notebook.cells) if cell.metadata.get("nbgrader", {}).get("grade_id") == "own"
        )
        notebook.cells.insert(at + 1, nbformat.v4.new_markdown_cell("A note of mine"))
        notebook.cells.insert(at + 2, nbformat.v4.new_code_cell("1 + 1", outputs=[], execution_count=3))
        notebook.cells.insert(0, nbformat.v4.new_markdown_cell("First of all"))
        next(cell for cell in notebook.cells if cell.source == "# A page").source = "# A page, says me"

    edit(learning, mine)
    assert update_module(learning, MODULE, now=NOW) is None  # own changes alone are no reason
    release(learning, tmp_path / "new", add_criterion)
    update_module(learning, MODULE, now=NOW)
    said, ids = sources_of(learning), ids_of(learning)
    assert said[0] == "First of all"
    assert said[ids.index("own") + 1 : ids.index("own") + 3] == ["A note of mine", "1 + 1"]
    assert "# A page, says me" in said
    assert "why--doubt" in ids


def test_what_the_learner_edited_and_the_course_changed_stays_as_the_learner_s_own(
    learning: Home, tmp_path: Path
) -> None:
    def mine(notebook: Any) -> None:
        next(cell for cell in notebook.cells if cell.source == "# A page").source = "# A page, says me"

    edit(learning, mine)
    release(learning, tmp_path / "new", mend_words)
    update_module(learning, MODULE, now=NOW)
    assert {"# A page, says me", "# A better page"} <= set(sources_of(learning))


@pytest.mark.parametrize("change", [remove_criterion, rename_prompt])
def test_what_the_course_took_out_goes_and_a_renamed_answer_is_there(
    learning: Home, tmp_path: Path, change: Change
) -> None:
    release(learning, tmp_path / "new", change)
    update_module(learning, MODULE, now=NOW)
    assert "why--use" not in ids_of(learning)
    prompt = "reason" if change is rename_prompt else "why"
    assert "My words" in Notebook(learning.learner / MODULE, MODULE, NOTEBOOK).reflection(prompt).state
    Nbgrader(learning).submit(MODULE)


def test_a_cell_that_was_deleted_stays_so_until_the_course_changes(learning: Home, tmp_path: Path) -> None:
    update_module(learning, MODULE, now=NOW)
    edit(learning, lambda notebook: notebook.cells.pop())
    assert update_module(learning, MODULE, now=NOW) is None
    release(learning, tmp_path / "new", mend_words)
    assert update_module(learning, MODULE, now=NOW) is not None
    assert "why--done" in ids_of(learning)


def test_a_copied_cell_becomes_an_ordinary_one(learning: Home, tmp_path: Path) -> None:
    def copy(notebook: Any) -> None:
        notebook.cells.append(nbformat.from_dict({**notebook.cells[-1], "id": notebook.cells[-1]["id"]}))

    edit(learning, copy)
    release(learning, tmp_path / "new", mend_words)
    update_module(learning, MODULE, now=NOW)
    assert ids_of(learning).count("why--done") == 1
    nbformat.validate(page(learning))


def test_a_page_that_is_open_is_not_touched(learning: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    release(learning, tmp_path / "new", mend_words)
    folder = learning.learner / MODULE
    with serving(learning.root) as ask:
        assert open_pages(folder) == ()
        started = ask(
            "POST",
            {
                "path": f"learner/{MODULE}/{NOTEBOOK}.ipynb",
                "type": "notebook",
                "name": "",
                "kernel": {"name": "python3"},
            },
        )
        assert open_pages(folder) == (f"{NOTEBOOK}.ipynb",), _what_runs(ask, learning.root)
        before = (folder / f"{NOTEBOOK}.ipynb").read_bytes()
        with pytest.raises(KithError, match="Close and Shut Down Notebook"):
            update_module(learning, MODULE, now=NOW)
        assert (folder / f"{NOTEBOOK}.ipynb").read_bytes() == before
        ask("DELETE", None, f"/{started['id']}")
        assert update_module(learning, MODULE, now=NOW) is not None


def _what_runs(ask: Any, root: Path) -> str:
    """What there is to say if the server that was asked just now is not found, or has no such page."""
    files = {
        path.name: path.read_text(encoding="utf-8") for path in Path(jupyter_runtime_dir()).glob("jpserver-*.json")
    }
    log = (root.parent / "server.log").read_text(encoding="utf-8", errors="replace")
    return f"sessions: {ask('GET', None)}\n{jupyter_runtime_dir()}: {files}\n{log[-3000:]}"


@contextmanager
def serving(root: Path) -> Iterator[Any]:
    """A Jupyter server for a folder, and a way to ask it for sessions."""
    port = port_for(None)
    options = {"root_dir": root, "port": port, "port_retries": 0, "ip": "127.0.0.1", "open_browser": False}
    words = [f"--ServerApp.{name}={value}" for name, value in options.items()]
    command = [sys.executable, "-m", "jupyter_server", "--allow-root", "--IdentityProvider.token=key", *words]
    with (root.parent / "server.log").open("wb") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log)

    def ask(method: str, body: Any, more: str = "") -> Any:
        address, data = f"http://127.0.0.1:{port}/api/sessions{more}", json.dumps(body).encode() if body else None
        request = urllib.request.Request(address, data, {"Authorization": "token key"}, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    try:
        for _ in range(300):
            try:
                ask("GET", None)
                break
            except OSError:
                assert server.poll() is None
                time.sleep(0.1)
        yield ask
    finally:
        end(server)


def test_what_cannot_be_updated_says_why(learning: Home, home: Home) -> None:
    with pytest.raises(KithError, match="You have no 9-nothing"):
        update_module(home, "9-nothing", now=NOW)
    (learning.learner / "own").mkdir()
    with pytest.raises(KithError, match="own is not released"):
        update_module(learning, "own", now=NOW)


def test_the_command_says_what_it_did(learning: Home, tmp_path: Path) -> None:
    assert f"{MODULE} is as it is released" in kith("update", home=learning.root)
    release(learning, tmp_path / "new", mend_words)
    said = kith("update", MODULE, home=learning.root)
    assert f"{MODULE} is updated: {NOTEBOOK}.ipynb, rubric.toml" in said
    assert "What was there before is kept in" in said


def test_starting_kith_brings_what_was_corrected(
    learning: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sources = write_course(tmp_path / "new")
    mend_words(sources)
    prepare(ensure_home(learning.root, sources=sources), demo=False)
    assert f"{MODULE} was corrected, and is updated. Your answers are as they were." in capsys.readouterr().out
    assert "# A better page" in sources_of(learning)
