"""What live dashboards do with few seats for kernels: pages that broke off leave theirs, and too many are sent away."""

import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import nbformat
import psutil
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from kith_facilitator.dashboards.server import Served, serve_notebooks
from tests.dashboards.visitors import TOKEN, Answer, asked, wanted

SAYS = "from IPython.display import HTML\nHTML('<p>told</p>')"
HELD = "import time\nwhile True:\n    time.sleep(0.1)"
#: A page that the template can't begin, so that nobody gives its kernel back.
BROKEN: Mapping[str, Any] = {"kith": "no table"}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that soon takes back a seat nobody uses; more of its pages break off than there are seats."""
    folder = tmp_path_factory.mktemp("notebooks")
    sources = {"told": SAYS, "held": HELD}
    notebooks = {name: new_notebook(cells=[new_code_cell(source)]) for name, source in sources.items()}
    notebooks |= {f"broken-{n}": new_notebook(metadata=BROKEN) for n in range(3)}
    for name, notebook in notebooks.items():
        nbformat.write(notebook, folder / f"{name}.ipynb")
    with serve_notebooks([folder / f"{name}.ipynb" for name in notebooks], token=TOKEN, idle_seconds=2) as found:
        yield found


def begun(served: Served) -> int:
    return served.log().count("Kernel started")


def ended(served: Served) -> int:
    return served.log().count("Kernel shutdown")


def test_a_page_that_broke_off_keeps_no_seat_and_one_that_works_keeps_its_own(served: Served) -> None:
    wanted(lambda: begun(served) == 5, "each page had a seat at some time")
    wanted(lambda: ended(served) == 4, "whatever is not held has left it")
    time.sleep(4)
    assert ended(served) == 4, "who works is not idle, however long"


def test_whoever_comes_when_too_many_wait_is_asked_to_come_again(served: Served) -> None:
    with ThreadPoolExecutor(33) as pool:
        pool.submit(asked, served.url, "/held")
        wanted(lambda: begun(served) == 6, "the next page is made, and holds the other seat")
        asking = [pool.submit(asked, served.url, "/told") for _ in range(32)]

        def answers() -> list[Answer]:
            return [one.result() for one in asking if one.done() and not one.exception()]

        wanted(lambda: sum(one.status == 503 for one in answers()) >= 8, "those beyond twenty are sent away")
        told = [one for one in answers() if one.status == 200]
        assert len(told) == 1, "one page was made before"
        assert "<p>told</p>" in told[0].body
        for one in answers():
            if one.status == 503:
                assert (one.body, one.headers["retry-after"], one.headers["cache-control"]) == ("", "10", "no-store")
        assert begun(served) == 6
        children = psutil.Process(served.process.pid).children(recursive=True)
        assert len(children) >= 2
        served.stop()
    assert not [one for one in children if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]
