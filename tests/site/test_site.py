"""The course as a site: each page of the real course is there whole, and nothing that unfolds is to be read before."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from kith_exercises import KithError
from kith_exercises.calls import SHOWS
from kith_facilitator.course.model import Course, load_course
from kith_facilitator.site import site_of
from kith_facilitator.site.folder import put_folder
from kith_facilitator.site.sittings import sittings_of
from tests.small_course import write_course

COURSE = load_course(Path(__file__).parents[2] / "course")
SITTINGS = sittings_of(COURSE)


@pytest.fixture(scope="module")
def files() -> Mapping[str, bytes]:
    return site_of(COURSE)


@pytest.fixture
def small(tmp_path: Path) -> Course:
    return load_course(write_course(tmp_path / "sources"))


def pages(files: Mapping[str, bytes]) -> dict[str, str]:
    return {name: data.decode() for name, data in files.items() if name.endswith(".html")}


def test_every_page_of_the_course_is_there_with_every_card_that_it_shows(files: Mapping[str, bytes]) -> None:
    assert [*pages(files)] == ["index.html", *(one.path for one in SITTINGS)]
    for one in SITTINGS:
        calls = [cell.call for cell in one.cells if cell.call and cell.call.word in SHOWS]
        assert calls
        assert files[one.path].decode().count(" data-exhibit=") == len(calls)


def test_the_index_names_each_sitting_its_minutes_and_what_one_leaves_with(files: Mapping[str, bytes]) -> None:
    index = files["index.html"].decode()
    for one in SITTINGS:
        assert one.leaves.endswith(".")
        told = f"About {one.minutes} minutes. You leave with {one.leaves}"
        assert f'<a href="{one.path}">{one.title}</a><p>{told}</p>' in index
    for module in COURSE.modules:
        assert sum(one.minutes for one in SITTINGS if one.module is module) == module.minutes


def test_links_lead_to_files_of_the_site_and_each_page_to_the_next(files: Mapping[str, bytes]) -> None:
    for name, html in pages(files).items():
        linked = re.findall(r'(?:href|src)="(?!data:|#)([^"#]*)', html)
        found = [(Path("/", name).parent / link).resolve().relative_to("/").as_posix() for link in linked]
        assert [link for link in found if link not in files] == [], name
    for before, after in pairwise(SITTINGS):
        assert f'<a href="../{after.path}">Next: {after.title}</a>' in files[before.path].decode()
        assert f'<a href="../{before.path}">Before: {before.title}</a>' in files[after.path].decode()


def test_no_page_names_a_button_that_only_jupyterlab_has(files: Mapping[str, bytes]) -> None:
    for name, html in pages(files).items():
        assert not re.search(r"<em>(Begin|Go on|Submit|Fetch[^<]*|Nbgrader|Shift)</em>|<!-- |Assignment List", html), (
            name
        )
    assert "goes to nobody" in files["0-welcome/welcome.html"].decode()


def test_no_page_or_script_names_an_address_of_a_network(files: Mapping[str, bytes]) -> None:
    texts = [data.decode() for name, data in files.items() if name.endswith((".html", ".js", ".css"))]
    found = {address for text in texts for address in re.findall(r"\b\w+://[^\s\"'`\\)<]*", text)}
    assert found == {"http://www.w3.org/2000/svg"}


def held_back(value: Any, under: str = "") -> Iterator[str]:
    """Of all that a sealed file says of results, pieces that are written the same in any file."""
    if isinstance(value, str) and under in {"sentence", "paragraphs", "key", "how"}:
        yield from re.findall(r"[A-Za-z ,]{40,}", value)
    for key, inner in value.items() if isinstance(value, dict) else ():
        yield from held_back(inner, key)
    for inner in value if isinstance(value, list) else ():
        yield from held_back(inner, under)


def test_what_unfolds_is_not_to_be_read_in_any_file_before(files: Mapping[str, bytes]) -> None:
    texts = [data.decode() for data in files.values()]
    sealed = [tomllib.loads((module.folder / "sealed.toml").read_text("utf-8")) for module in COURSE.modules]
    sentences = [sentence for one in sealed for sentence in held_back(one)]
    assert len(sentences) > 20
    assert [sentence for sentence in sentences for text in texts if sentence in text] == []


def test_what_all_pages_need_is_one_script_and_one_style_sheet_and_small(files: Mapping[str, bytes]) -> None:
    shared = {name for name in files if name.startswith("kith/")}
    for name, html in pages(files).items():
        asked = {path.removeprefix("../") for path in re.findall(r'(?:href|src)="((?:\.\./)?kith/[^"]*)"', html)}
        assert asked <= shared
        assert sum(len(files[path]) for path in asked) < 300 * 1024, name
    assert sum(name.endswith(".css") for name in shared) == 1
    assert sum(map(len, files.values())) < 1024 * 1024


def test_pictures_lie_beside_the_page_that_shows_them_and_other_notebooks_are_pages(small: Course) -> None:
    (small.folder / "1-small" / "images").mkdir()
    (small.folder / "1-small" / "images" / "hill.svg").write_bytes(b"<svg/>")
    page = small.folder / "1-small" / "page.md"
    page.write_text(f"{page.read_text('utf-8')}\n![A hill](images/hill.svg) and [again](page.ipynb#a-page)\n", "utf-8")
    files = site_of(small)
    assert files["1-small/images/hill.svg"] == b"<svg/>"
    html = files["1-small/page.html"].decode()
    assert '<img src="images/hill.svg" alt="A hill" />' in html
    assert '<a href="page.html#a-page">again</a>' in html
    assert '<h1 id="a-page">A page</h1>' in html


def test_the_same_sources_give_the_same_bytes_in_the_language_of_the_course(small: Course) -> None:
    assert site_of(small) == site_of(small)
    german = site_of(replace(small, language="de"))["1-small/page.html"].decode()
    assert '<html lang="de"' in german
    assert "Du bist auf einer Seite für sich." in german
    with pytest.raises(KithError, match=r"course\.toml, language: Kith does not speak “xx”"):
        site_of(replace(small, language="xx"))


@pytest.mark.parametrize(
    ("said", "slip"),
    [
        ("[sittings.other]\nminutes = 3\nleaves = 'it'", "about no notebook"),
        ("[sittings.page]\nminutes = 3", "needs minutes = 20, and leaves"),
    ],
)
def test_what_is_said_of_no_page_or_not_whole_is_named_with_its_file(small: Course, said: str, slip: str) -> None:
    path = small.folder / "1-small" / "module.toml"
    path.write_text(f"{path.read_text('utf-8')}\n{said}\n", encoding="utf-8")
    with pytest.raises(KithError, match=slip):
        site_of(small)


def test_the_command_writes_it_anywhere_and_says_what_it_lacks(small: Course, tmp_path: Path) -> None:
    def published(*words: str) -> subprocess.CompletedProcess[str]:
        command = (sys.executable, "-m", "kith_facilitator", "publish", "--no-browser", "--home", str(tmp_path / "no"))
        return subprocess.run([*command, *words], capture_output=True, text=True, check=False)

    out = tmp_path / "out"
    done = published("--course", "--out", str(out), "--sources", str(small.folder))
    assert done.stdout.startswith(f"The course is in {out}: 2 pages, ")
    assert (out / "1-small" / "page.html").is_file()
    for words, sentence in (
        (("--course",), "for the site to go to. Name a folder with --out."),
        (("--out", str(out)), "--out and --sources are for a course as a site."),
    ):
        refused = published(*words)
        assert refused.returncode == 2
        assert sentence in " ".join(refused.stderr.split())


def test_a_folder_is_replaced_whole(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "site"
    put_folder(folder, {"a.html": b"a", "b/c.html": b"c"})
    put_folder(folder, {"b/d.html": b"d"})
    assert [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*.html"))] == ["b/d.html"]
    assert [path.name for path in folder.parent.iterdir()] == ["site"]


def test_a_run_that_was_cut_off_leaves_the_old_folder_and_the_next_one_finds_it(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    put_folder(folder, {"a.html": b"old"})
    with pytest.raises(IsADirectoryError):
        put_folder(folder, {"a.html": b"new", ".": b"no name for a file"})
    assert (folder / "a.html").read_bytes() == b"old"
    folder.rename(tmp_path / ".kith-leaving-site")  # killed between the two names
    with pytest.raises(IsADirectoryError):
        put_folder(folder, {".": b""})
    assert (folder / "a.html").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_nobody_else_s_folder_is_touched(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("Dear R.")
    (tmp_path / "link").symlink_to(tmp_path / "mine")
    for name in ("mine", "link", "mine/letter.txt"):
        with pytest.raises(KithError, match="nothing was written"):
            put_folder(tmp_path / name, {"index.html": b""})
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]
