"""The course's pictures: in each place where their page is shown, and told in full to whoever does not see them."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from kith_facilitator.course import load_course
from kith_facilitator.course.build import build_course
from kith_facilitator.site import site_of

FOLDER = Path(__file__).parents[2] / "course"
PICTURES = sorted(FOLDER.glob("*/images/*.svg"))
#: The page that shows a picture, and what it says in its place.
SHOWN = {
    page.parent / target: (page, alt)
    for page in FOLDER.glob("*/*.md")
    for alt, target in re.findall(r"!\[([^]]*)\]\(([^)]*)\)", page.read_text(encoding="utf-8"))
}
#: Beside its margins, what a page has on a telephone of 320 pixels.
NARROW = 288


def words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]+", text.lower()))


def test_there_are_pictures_and_each_is_on_a_page() -> None:
    assert PICTURES
    assert sorted(SHOWN) == PICTURES


@pytest.mark.parametrize("picture", PICTURES, ids=lambda path: path.stem)
def test_a_picture_says_nothing_that_its_alternative_text_does_not(picture: Path) -> None:
    drawn = ET.parse(picture).iter("{http://www.w3.org/2000/svg}text")
    assert words(" ".join(one.text or "" for one in drawn)) <= words(SHOWN[picture][1])


@pytest.mark.parametrize("picture", PICTURES, ids=lambda path: path.stem)
def test_a_picture_is_read_on_a_telephone_on_light_and_on_dark_and_asks_for_nothing(picture: Path) -> None:
    text, root = picture.read_text(encoding="utf-8"), ET.parse(picture).getroot()
    sizes = [float(size) for size in re.findall(r"([\d.]+)px", text)]
    assert min(sizes) * min(1, NARROW / float(root.attrib["width"])) >= 12
    first = next(one for one in root if not one.tag.endswith("style"))
    assert first.get("class") == "paper", "a paper of its own, whatever it lies on"
    assert "prefers-color-scheme: dark" in text
    assert not re.search(r"<script|<image|\bhref|url\(|@import", text)


def test_a_picture_goes_with_its_page_to_learners_and_to_the_site(tmp_path: Path) -> None:
    course = load_course(FOLDER)
    build_course(course, tmp_path)
    site = site_of(course)
    for picture, (page, alt) in SHOWN.items():
        path = picture.relative_to(FOLDER).as_posix()
        assert (tmp_path / path).read_bytes() == site[path] == picture.read_bytes()
        notebook = json.loads((tmp_path / page.parent.name / f"{page.stem}.ipynb").read_text(encoding="utf-8"))
        said = f"![{alt}](images/{picture.name})"
        assert any(said in "".join(cell["source"]) for cell in notebook["cells"])
        html = site[f"{page.parent.name}/{page.stem}.html"].decode()
        assert f'<img src="images/{picture.name}" alt="{alt}" />' in html
