"""Pictures on pages that others made: a module's own is shown, of any other its words stand there."""

from base64 import b64encode
from pathlib import Path

import nbformat
import pytest

from kith_facilitator.home import Home
from kith_facilitator.own_pictures import with_pictures
from kith_facilitator.pages import markdown_to_html
from tests.facilitator.steps import feedback, mark
from tests.small_course import MODULE, NOTEBOOK

OWN = b'<svg xmlns="http://www.w3.org/2000/svg"><title>two boxes</title></svg>'
SHOWN = b64encode(OWN).decode()


@pytest.fixture
def images(tmp_path: Path) -> Path:
    folder = tmp_path / "images"
    folder.mkdir()
    (folder / "way.svg").write_bytes(OWN)
    (tmp_path / "secret.svg").write_bytes(b"secret")
    (folder / "led.svg").symlink_to(tmp_path / "secret.svg")
    return folder


def made(text: str, images: Path) -> str:
    return with_pictures(markdown_to_html(text), images)


def test_a_modules_own_picture_is_in_the_page_with_its_words(images: Path) -> None:
    page = made('![Two boxes, "joined" & apart.](images/way.svg)', images)
    assert f'src="data:image/svg+xml;base64,{SHOWN}"' in page
    assert 'alt="Two boxes, &quot;joined&quot; &amp; apart."' in page


@pytest.mark.parametrize(
    "picture",
    [
        "![the words](https://elsewhere.example/a.png)",
        "![the words](//elsewhere.example/a.png)",
        "![the words](images/../secret.svg)",
        "![the words](../images/way.svg)",
        "![the words](data:image/svg+xml;base64,AAAA)",
        "![the words](images/gone.svg)",
        "![the words](images/led.svg)",
        '<img alt="the words" src="file:///etc/passwd">',
        '<img src="images/way.svg" onerror="alert(1)" srcset="//elsewhere.example/a.png" alt="the words" src="x">',
    ],
)
def test_of_any_other_picture_its_words_stand_there_and_nothing_is_fetched(picture: str, images: Path) -> None:
    page = made(picture, images)
    assert "the words" in page
    assert not any(one in page for one in ("elsewhere", "secret", "onerror", "passwd", "images/", "srcset"))


def test_words_of_a_picture_stay_words(images: Path) -> None:
    page = made('<img src="x" alt="<script>alert(1)</script><b onclick=x>">', images)
    assert "<script" not in page
    assert "<b " not in page
    assert made("![](x.svg)", images).strip() == "<p></p>"


def test_feedback_carries_the_pictures_of_its_module(graded: Home) -> None:
    folder = graded.course / "source" / MODULE / "images"
    folder.mkdir()
    (folder / "way.svg").write_bytes(OWN)
    path = graded.course / "autograded/sim-001" / MODULE / f"{NOTEBOOK}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    text = next(cell for cell in notebook.cells if cell.cell_type == "markdown")
    text.source += "\n\n![Two boxes.](images/way.svg)"
    path.chmod(0o644)
    nbformat.write(notebook, path)
    mark(graded, "sim-001", {"evidence": 2, "use": 3})
    assert feedback(graded).new == ("sim-001",)
    page = (graded.course / "feedback/sim-001" / MODULE / f"{NOTEBOOK}.html").read_text(encoding="utf-8")
    assert f'<img alt="Two boxes." style="max-width: 100%" src="data:image/svg+xml;base64,{SHOWN}">' in page
