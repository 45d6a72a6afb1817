"""What was collected is read once, and again as soon as it is another; a page never shows what is there no more."""

import os
from functools import partial
from pathlib import Path

from kith_exercises.journal import Journal
from kith_facilitator.collected import AsTheyAre, collected


def test_a_file_is_read_once_until_it_is_another(tmp_path: Path) -> None:
    path, read, known = tmp_path / "a", list[str](), AsTheyAre[str]()

    def asked(how: str = "") -> str:
        def reading() -> str:
            read.append(how)
            return path.read_text()

        return known.of(path, reading, how)

    path.write_text("one")
    assert [asked(), asked(), asked("backwards")] == ["one"] * 3
    assert read == ["", "backwards"]
    state = path.stat()
    path.write_text("two")
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))  # as long as before, and as old
    assert asked() == "two"
    path.with_name("b").write_text("six")
    path.with_name("b").replace(path)
    assert asked() == "six"


def test_what_was_not_asked_for_longest_goes_first_and_what_is_not_there_is_not_kept(tmp_path: Path) -> None:
    read, known = list[str](), AsTheyAre[None](largest=5)
    for name in ("a", "b"):
        (tmp_path / name).write_text("abc")
    for name in ("a", "b", "b", "a", "none", "none"):
        known.of(tmp_path / name, partial(read.append, name))
    assert read == ["a", "b", "a", "none", "none"]


def test_a_journal_is_read_under_the_names_that_questions_have_now(tmp_path: Path) -> None:
    folder = tmp_path / "1-some"
    folder.mkdir()
    path = folder / "responses" / "page.jsonl"
    assert collected(path, {}).records == ()
    Journal.open(folder, "1-some", "page").write("old", "look", None, reach="count")
    names = [[one.prompt for one in collected(path, names).records] for names in ({}, {"old": "new"}, {})]
    assert names == [["old"], ["new"], ["old"]]
