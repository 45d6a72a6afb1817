"""Published pages: whole before anybody is led to them, for members only, and nothing but pages."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from kith_facilitator.dashboards.membership import cohort_token
from kith_facilitator.dashboards.panels import write_panels
from kith_facilitator.dashboards.shelf import Shelf
from tests.dashboards.visitors import TOKEN, asked, cookie, serving

OLD, NEW, UNFINISHED = "2026-11-01-aaa", "2026-11-08-bbb", "2026-11-15-ccc"


def put(folder: Path, name: str) -> None:
    """An edition as it lies there, with a page that tells its name."""
    (folder / name).mkdir(parents=True)
    (folder / name / "index.html").write_text(f"<p>figures of {name}</p>" * 100)
    (folder / name / "figures.json").write_text(json.dumps({"dated": name[:10], **write_panels(())}))


def notebook(folder: Path, edition: str, source: str) -> Path:
    """A dashboard of one cell in an edition of its own."""
    path = folder / edition / "dashboard.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    (path.parent / "figures.json").write_text(json.dumps({"dated": edition[:10], **write_panels(())}))
    nbformat.write(new_notebook(cells=[new_code_cell(source)], metadata={"title": "A dashboard"}), path)
    return path


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two editions that are out, and one that is not."""
    folder = tmp_path_factory.mktemp("editions")
    for name in (OLD, NEW, UNFINISHED):
        put(folder, name)
    (folder / "published").write_text(f"{OLD}\n{NEW}\n")
    return folder


@pytest.fixture(scope="module")
def url(editions: Path) -> Iterator[str]:
    with serving(editions) as address:
        yield address


def test_strangers_get_the_same_nothing_everywhere(url: str) -> None:
    nothing = asked(url, "/nowhere", member=False)
    assert (nothing.status, nothing.body) == (404, "")
    for path in ("/", "/?token=", "/?token=another", f"/{NEW}/index.html", f"/{NEW}/figures.json", "/published"):
        for method in ("GET", "HEAD", "POST", "DELETE", "OPTIONS"):
            assert asked(url, path, method=method, member=False) == nothing
    assert asked(url, f"/{NEW}/index.html", headers=cookie("another"), member=False) == nothing


def test_the_address_brings_the_token_once_and_a_cookie_keeps_it(url: str) -> None:
    answer = asked(url, f"/{OLD}/index.html?token={TOKEN}", member=False)
    assert answer.status == 200
    assert f"url=/{OLD}/index.html" in answer.body, "and leads on to an address without it"
    assert TOKEN not in answer.body
    assert (answer.headers["referrer-policy"], answer.headers["cache-control"]) == ("no-referrer", "no-store")
    for elsewhere in ("//example.org/page", "/\\example.org/page", "///example.org/page"):
        onward = asked(url, f"{elsewhere}?token={TOKEN}", member=False).body
        assert "url=/example.org/page" in onward, "and to no other machine"
    given = answer.headers["set-cookie"]
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(given.split("; "))
    assert asked(url, f"/{OLD}/index.html", headers={"Cookie": given.split(";")[0]}, member=False).status == 200


def test_members_get_pages_of_editions_that_are_out_and_nothing_else(url: str) -> None:
    assert asked(url, "/").headers["location"] == f"/{NEW}/index.html"
    for name in (OLD, NEW):
        assert f"figures of {name}" in asked(url, f"/{name}/index.html").body
    for path in (
        f"/{UNFINISHED}/index.html",
        f"/{NEW}/figures.json",
        f"/{NEW}/",
        f"/{NEW}/../published",
        f"/{NEW}/%2e%2e/published",
        f"//{NEW}/index.html",
        "/published",
        "/.published.lock",
    ):
        answer = asked(url, path)
        assert (answer.status, answer.body) == (404, ""), path
    assert asked(url, f"/{NEW}/index.html", method="POST").status == 404


def test_a_page_travels_packed_and_once(url: str) -> None:
    path = f"/{NEW}/index.html"
    whole, packed = asked(url, path), asked(url, path, headers={"Accept-Encoding": "br, gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < len(whole.body) / 5
    assert whole.headers["cache-control"] == "private, no-cache"
    assert "default-src 'none'" in whole.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in whole.headers["content-security-policy"]
    again = asked(url, path, headers={"If-None-Match": whole.headers["etag"]})
    assert (again.status, again.body) == (304, "")
    head = asked(url, path, method="HEAD")
    assert (head.status, head.body, head.headers["etag"]) == (200, "", whole.headers["etag"])


def test_a_new_edition_is_seen_at_once_and_earlier_ones_stay(editions: Path, url: str) -> None:
    (editions / "published").write_text(f"{OLD}\n{NEW}\n{UNFINISHED}\n")
    assert asked(url, "/").headers["location"] == f"/{UNFINISHED}/index.html"
    assert asked(url, f"/{OLD}/index.html").status == 200


def test_an_edition_comes_out_whole_or_not_at_all_and_leads_to_earlier_ones(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    says = "from IPython.display import HTML\nprint('unseen')\nHTML('<p>seen</p>')"
    assert shelf.put([notebook(tmp_path, OLD, says)]) == ()
    page = (tmp_path / OLD / "dashboard.html").read_text()
    assert "<p>seen</p>" in page
    assert not re.search(r"unseen|IPython", page)
    with pytest.raises(FileNotFoundError):
        shelf.put([notebook(tmp_path, NEW, says), tmp_path / NEW / "missing.ipynb"])
    assert shelf.out() == (OLD,)
    broken = notebook(tmp_path, NEW, "1 / 0")
    (broken.parent / "figures.json").write_text(json.dumps({"dated": NEW[:10], "language": "de", **write_panels(())}))
    (remark,) = shelf.put([broken])
    assert "dashboard.html could not be shown, and says so: ZeroDivisionError" in remark
    assert "ZeroDivisionError" not in (tmp_path / NEW / "dashboard.html").read_text()
    contents = (tmp_path / NEW / "index.html").read_text()
    assert '<html lang="de">' in contents, "as its figures say"
    assert f'<a href="../{OLD}/index.html">1. November 2026</a>' in contents
    assert "Was wir herausgefunden haben" in contents
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.html")}
    assert shelf.put([tmp_path / OLD / "dashboard.ipynb"]) == ()
    assert shelf.out() == (NEW, OLD)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.html")} == before, "what is out stays"


def test_a_cohort_keeps_its_token_to_itself(tmp_path: Path) -> None:
    path = tmp_path / "token"
    token = cohort_token(path)
    assert len(token) >= 32
    assert path.stat().st_mode & 0o777 == 0o600
    assert cohort_token(path) == token
    path.write_text("\n")
    assert cohort_token(path) not in {token, ""}
