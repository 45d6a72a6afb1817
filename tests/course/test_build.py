import json
import os
import shutil

import pytest

from kith_exercises.errors import KithError
from kith_facilitator.course import build_course, load_course


def tree(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_building_twice_gives_the_same_bytes(real_course, tmp_path):
    build_course(real_course, tmp_path / "one")
    build_course(real_course, tmp_path / "two")
    assert tree(tmp_path / "one") == tree(tmp_path / "two")
    assert sorted(tree(tmp_path / "one")) == [
        "0-welcome/prompts.toml",
        "0-welcome/sealed.kith",
        "0-welcome/welcome.ipynb",
        "1-empathy/1-before.ipynb",
        "1-empathy/2-during.ipynb",
        "1-empathy/3-together.ipynb",
        "1-empathy/images/sittings.svg",
        "1-empathy/images/story.svg",
        "1-empathy/prompts.toml",
        "1-empathy/reflection.ipynb",
        "1-empathy/rubric.toml",
        "1-empathy/sealed.kith",
    ]


def test_what_is_up_to_date_is_not_written_again(small_folder, destination):
    course = load_course(small_folder)
    first = build_course(course, destination)
    before = {path: path.stat().st_mtime_ns for path in first.written}
    again = build_course(course, destination)
    assert (again.written, again.removed) == ((), ())
    assert before == {path: path.stat().st_mtime_ns for path in first.written}


def test_built_files_are_readable_as_the_umask_says(small_folder, destination):
    umask = os.umask(0o022)
    try:
        built = build_course(load_course(small_folder), destination)
    finally:
        os.umask(umask)
    assert {path.stat().st_mode & 0o777 for path in built.written} == {0o644}


def test_progress_names_each_module(real_course, destination):
    seen = []
    build_course(real_course, destination, progress=lambda *step: seen.append(step))
    assert seen == [(1, 2, "0-welcome"), (2, 2, "1-empathy")]


def test_images_travel_with_their_module(small_folder, destination):
    build_course(load_course(small_folder), destination)
    source, built = (folder / "1-first/images/square.svg" for folder in (small_folder, destination))
    assert built.read_bytes() == source.read_bytes()


def test_built_files_without_a_source_are_removed(small_folder, edit, destination):
    build_course(load_course(small_folder), destination)
    (small_folder / "1-first/page.md").rename(small_folder / "1-first/sheet.md")
    edit("1-first/module.toml", '"page"', '"sheet"')
    shutil.rmtree(small_folder / "1-first/images")
    built = build_course(load_course(small_folder), destination)
    assert sorted(path.name for path in built.removed) == ["page.ipynb", "square.svg"]
    assert sorted(tree(destination)) == ["1-first/prompts.toml", "1-first/rubric.toml", "1-first/sheet.ipynb"]


def test_a_module_that_is_no_more_is_removed_and_a_facilitators_own_assignment_stays(small_folder, edit, destination):
    build_course(load_course(small_folder), destination)
    own = destination / "exam/own.ipynb"
    own.parent.mkdir()
    own.write_text(json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8")
    beside = destination / "1-first/extra.csv"
    beside.write_text("1\n", encoding="utf-8")
    (small_folder / "1-first").rename(small_folder / "1-renamed")
    edit("course.toml", "1-first", "1-renamed")
    build_course(load_course(small_folder), destination)
    assert {path for path in tree(destination) if "1-renamed" not in path} == {"exam/own.ipynb", "1-first/extra.csv"}


def test_only_what_was_asked_for_is_built(real_course, destination):
    build_course(real_course, destination, modules=("1-empathy",))
    assert sorted(path.name for path in destination.iterdir()) == ["1-empathy"]


@pytest.mark.parametrize("answer", ["responses/page.jsonl", "mine/1-first/page.jsonl", "page.jsonl"])
def test_an_answer_file_in_the_built_tree_stops_the_build_and_stays(small_folder, edit, destination, answer):
    course = load_course(small_folder)
    build_course(course, destination)
    path = destination / "1-first" / answer
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("{}\n", encoding="utf-8")
    before = tree(destination)
    edit("1-first/page.md", "# A page", "# A new page")
    with pytest.raises(KithError, match=r"1-first/.* looks like somebody's answers.*nothing was built"):
        build_course(course, destination)
    assert tree(destination) == before


def test_nothing_is_written_when_one_source_is_broken(small_folder, edit, destination):
    course = load_course(small_folder)
    edit("1-first/page.md", "# A page", "# A new page")
    build_course(course, destination)
    before = tree(destination)
    edit("1-first/page.md", "# A new page", "# A newer page")
    edit("1-first/rubric.toml", "points = 2", "points = -2")
    with pytest.raises(KithError, match=r"rubric\.toml, line 1"):
        build_course(course, destination)
    assert tree(destination) == before


def test_what_a_killed_build_left_is_swept_away(small_folder, destination):
    left = destination / "1-first/.kith-writing-7"
    left.parent.mkdir(parents=True)
    left.write_text("half", encoding="utf-8")
    build_course(load_course(small_folder), destination)
    assert not left.exists()
