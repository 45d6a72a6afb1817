"""``kith new``: a module that works is there, in a course that was there or is made, and nothing else is touched."""

import json
import tomllib
from pathlib import Path

import pytest

from kith_exercises import KithError
from kith_facilitator.course import check_course, load_course
from kith_facilitator.course.starting import start_module
from kith_facilitator.quality import examine


def test_it_joins_a_course_whose_comments_and_works_stay(small_folder: Path) -> None:
    course = small_folder / "course.toml"
    listed = '# Mine.\nmodules = [\n  "1-first", # the first\n]'
    course.write_text(course.read_text(encoding="utf-8").replace('modules = ["1-first"]', listed), encoding="utf-8")
    own = {"id": "hinds-1999", "title": "Mine"}
    (small_folder / "references.json").write_text(json.dumps([own]), encoding="utf-8")
    start_module(small_folder, "2-trust")
    start_module(small_folder, "3-Deep_Listening")
    assert "# Mine." in course.read_text(encoding="utf-8")
    assert tomllib.loads(course.read_text(encoding="utf-8"))["modules"] == ["1-first", "2-trust", "3-Deep_Listening"]
    works = json.loads((small_folder / "references.json").read_text(encoding="utf-8"))
    assert (works[0], [work["id"] for work in works]) == (own, ["hinds-1999", "newton-1990", "schriver-1992"])
    assert check_course(load_course(small_folder)) == []
    assert 'of = ["1-first/why"]' in (small_folder / "2-trust/prompts.toml").read_text(encoding="utf-8")
    assert 'of = ["2-trust/trust-start"]' in (small_folder / "3-Deep_Listening/prompts.toml").read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize("name", ["7", "2-trust", "étude-1", "trust"])
def test_each_name_gives_questions_of_its_own(tmp_path: Path, name: str) -> None:
    if not name.isascii():
        with pytest.raises(KithError, match="use letters, digits"):
            start_module(tmp_path / "spring", name)
        return
    start_module(tmp_path / "spring", name)
    assert examine(load_course(tmp_path / "spring")).passed


def test_what_is_there_stays(tmp_path: Path, small_folder: Path) -> None:
    before = {path: path.read_bytes() for path in small_folder.rglob("*") if path.is_file()}
    with pytest.raises(KithError, match="is there already"):
        start_module(small_folder, "1-first")
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos/cat.jpg").write_bytes(b"")
    with pytest.raises(KithError, match="holds other things and no course"):
        start_module(tmp_path / "photos", "1-trust")
    broken = small_folder / "course.toml"
    broken.write_text(broken.read_text(encoding="utf-8").replace("modules =", "module ="), encoding="utf-8")
    with pytest.raises(KithError, match="nothing was written"):
        start_module(small_folder, "2-trust")
    assert {path for path in small_folder.rglob("*") if path.is_file()} == before.keys()
