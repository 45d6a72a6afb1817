"""What is brought into a kernel's folder, and out of it: ordinary files with ordinary names, and nothing else."""

import os
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path

import pytest

from kith_kernels.confine.folder import MOST_FILES, TooMuch, bring_in, bring_out, parts_kept, remove, size_of
from kith_kernels.limits import Limits

LIMITS = Limits(file=1 << 20, folder=4 << 20)


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    (tmp_path / "outside").mkdir()
    return tmp_path / "outside"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    (tmp_path / "copy").mkdir()
    return tmp_path / "copy"


@contextmanager
def opened(place: Path) -> Iterator[int]:
    number = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield number
    finally:
        os.close(number)


def into(outside: Path, copy: Path, limits: Limits = LIMITS) -> None:
    with opened(copy) as place:
        bring_in(str(outside), place, limits)


def out_of(copy: Path, outside: Path, *kept: str) -> None:
    with opened(copy) as place:
        bring_out(place, str(outside), LIMITS, kept)


def names(place: Path) -> set[str]:
    return {str(path.relative_to(place)) for path in place.rglob("*")}


def test_files_and_folders_go_in_and_changes_come_out(outside: Path, copy: Path) -> None:
    (outside / "deep" / "er").mkdir(parents=True)
    (outside / "deep" / "er" / "file.txt").write_text("before")
    (outside / "same.txt").write_text("same")
    into(outside, copy)
    assert names(copy) == {"deep", "deep/er", "deep/er/file.txt", "same.txt"}
    (copy / "deep" / "er" / "file.txt").write_text("afterwards")
    (copy / "new.txt").write_text("new")
    (copy / "same.txt").unlink()
    out_of(copy, outside)
    assert (outside / "deep" / "er" / "file.txt").read_text() == "afterwards"
    assert (outside / "new.txt").read_text() == "new"
    assert (outside / "same.txt").read_text() == "same"


def test_what_was_not_changed_is_not_written_again(outside: Path, copy: Path) -> None:
    (outside / "file.txt").write_text("before")
    into(outside, copy)
    before = (outside / "file.txt").stat()
    out_of(copy, outside)
    assert (outside / "file.txt").stat().st_ino == before.st_ino


def test_neither_links_nor_devices_nor_sockets_go_in(outside: Path, copy: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    (outside / "link").symlink_to(tmp_path / "secret")
    (outside / "way").symlink_to(tmp_path)
    (outside / "nowhere").symlink_to("nowhere")
    os.mkfifo(outside / "fifo")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(outside / "socket"))
    into(outside, copy)
    assert names(copy) == set()


def test_nothing_comes_out_through_a_link(outside: Path, copy: Path, tmp_path: Path) -> None:
    (tmp_path / "course").mkdir()
    (tmp_path / "course" / "gradebook").write_text("marks")
    (outside / "way").symlink_to(tmp_path / "course")
    (outside / "link").symlink_to(tmp_path / "course" / "gradebook")
    (copy / "way").mkdir()
    (copy / "way" / "gradebook").write_text("forged")
    (copy / "link").write_text("forged")
    (copy / "mine").symlink_to(tmp_path / "course" / "gradebook")
    os.mkfifo(copy / "fifo")
    out_of(copy, outside)
    assert (tmp_path / "course" / "gradebook").read_text() == "marks"
    assert names(outside) == {"way", "link"}
    assert not (outside / "link").is_symlink()


def test_a_file_with_two_names_outside_is_not_written_through(outside: Path, copy: Path, tmp_path: Path) -> None:
    (tmp_path / "other").write_text("other")
    (outside / "file").hardlink_to(tmp_path / "other")
    (copy / "file").write_text("forged!")
    out_of(copy, outside)
    assert (tmp_path / "other").read_text() == "other"
    assert (outside / "file").read_text() == "forged!"


def test_a_folder_is_no_place_for_a_file_nor_a_file_for_a_folder(outside: Path, copy: Path) -> None:
    (outside / "folder").mkdir()
    (outside / "file").write_text("file")
    (copy / "folder").write_text("a file now")
    (copy / "file").mkdir()
    (copy / "file" / "inside").write_text("x")
    out_of(copy, outside)
    assert (outside / "folder").is_dir()
    assert (outside / "file").read_text() == "file"
    assert names(outside) == {"folder", "file"}


def test_what_is_kept_does_not_come_out(outside: Path, copy: Path) -> None:
    (outside / "responses").mkdir()
    for name in ("responses/journal", "page.ipynb", "other"):
        (outside / name).write_text("kept")
    into(outside, copy)
    for name in ("responses/journal", "responses/new", "page.ipynb", "other"):
        (copy / name).write_text("forged")
    out_of(copy, outside, *parts_kept(str(outside), ["responses", str(outside / "page.ipynb"), "../elsewhere", "/etc"]))
    assert names(outside) == {"responses", "responses/journal", "page.ipynb", "other"}
    assert (outside / "responses" / "journal").read_text() == "kept"
    assert (outside / "page.ipynb").read_text() == "kept"
    assert (outside / "other").read_text() == "forged"


@pytest.mark.parametrize(
    "name",
    ["two\nlines", "bell\a", "back\u202ewards", "escape\x1b[2J", b"broken\xff".decode("utf-8", "surrogateescape")],
)
def test_names_that_would_deceive_whoever_lists_them_stay_inside(name: str, outside: Path, copy: Path) -> None:
    (copy / name).write_text("x")
    (copy / f"folder{name}").mkdir()
    out_of(copy, outside)
    assert names(outside) == set()


@pytest.mark.parametrize(
    "name", ["two words.txt", "größe.txt", "🧑‍🌾.txt", "..txt", "-rf", "日本", "a" * 250, ".hidden"]
)
def test_unusual_names_come_out(name: str, outside: Path, copy: Path) -> None:
    (copy / name).write_text("x")
    out_of(copy, outside)
    assert names(outside) == {name}


def test_no_right_comes_out(outside: Path, copy: Path) -> None:
    (copy / "program").write_text("x")
    (copy / "program").chmod(0o6777)
    out_of(copy, outside)
    assert stat.S_IMODE((outside / "program").stat().st_mode) & 0o6022 == 0


def test_large_files_stay_inside_and_no_more_than_the_folder_may_hold_comes_out(outside: Path, copy: Path) -> None:
    """A file with holes takes no room inside, and all of its length outside."""
    for at in range(20):
        with (copy / f"{at}").open("wb") as file:
            file.truncate(LIMITS.file)
        os.utime(copy / f"{at}", (at, at))
    with (copy / "huge").open("wb") as file:
        file.truncate(LIMITS.file + 1)
    out_of(copy, outside)
    assert names(outside) == {"0", "1", "2"}  # with room left for what the next notebook writes


def test_only_so_many_files_come_out(outside: Path, copy: Path) -> None:
    (copy / "first.txt").write_text("x")
    os.utime(copy / "first.txt", (1, 1))
    for at in range(MOST_FILES + 10):
        (copy / f"{at}").touch()
    out_of(copy, outside)
    assert len(names(outside)) == MOST_FILES * 3 // 4
    into(outside, copy)  # and the next notebook of the folder can be run
    assert "first.txt" in names(outside)


def test_a_folder_that_is_too_large_does_not_go_in(outside: Path, copy: Path) -> None:
    (outside / "large").write_bytes(bytes(5 << 20))
    with pytest.raises(TooMuch, match="larger, or holds more files"):
        into(outside, copy)


def test_a_large_file_that_was_submitted_goes_in(outside: Path, copy: Path) -> None:
    (outside / "large").write_bytes(bytes(3 << 20))
    into(outside, copy)
    out_of(copy, outside)
    assert (copy / "large").stat().st_size == 3 << 20


def test_folders_without_end_are_counted_as_too_much_and_can_be_removed(tmp_path: Path) -> None:
    place = tmp_path / "deep"
    place.mkdir()
    with opened(place) as top:
        inner = top
        for _ in range(300):
            os.mkdir("d", dir_fd=inner)
            deeper = os.open("d", os.O_RDONLY | os.O_DIRECTORY, dir_fd=inner)
            if inner != top:
                os.close(inner)
            inner = deeper
        os.close(inner)
    (place / "link").symlink_to(tmp_path)
    (place / "d").chmod(0o500)
    assert size_of(str(place)) > 1 << 40
    remove(str(place))
    assert list(tmp_path.iterdir()) == []


def test_the_room_that_files_take_is_counted(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "file").write_bytes(os.urandom(1 << 20))
    assert 1 << 20 <= size_of(str(tmp_path)) <= (1 << 20) + (1 << 16)


@pytest.mark.parametrize(("size", "fits"), [(1000, True), (1001, False)])
def test_the_limit_is_what_a_folder_may_hold(size: int, fits: bool, outside: Path, copy: Path) -> None:
    (outside / "file").write_bytes(bytes(size))
    with nullcontext() if fits else pytest.raises(TooMuch):
        into(outside, copy, replace(LIMITS, folder=1000))
