"""What Kith depends on, what its wheel carries, and what its pinned versions do not tell."""

import ast
import json
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable, Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from kith_facilitator._resources import bundled_course
from kith_widgets.words import languages

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
CONSTRAINTS = (ROOT / "constraints.txt").read_text().splitlines()
COMPANION = "widgets/kith_widgets/labextension/labextensions/kith"
SHARE = "facilitator/kith_facilitator/share"
FOLDERS = ("widgets", "exercises", "commons", "kernels", "facilitator")

#: Every dependency with the reason for it. A new one needs a line here, and somebody who agrees.
REASONS = {
    "altair": "charts on the dashboards",
    "anywidget": "the base of every widget",
    "babel": "numbers, lists and plurals in what Python says to learners",
    "ipykernel": "the kernel that notebooks name",
    "ipython": "what a notebook cell shows",
    "ipywidgets": "the widget protocol in Lab and Notebook",
    "jinja2": "the templates of feedback pages, which are compiled once for all who write them",
    "jupyter-client": "kernel managers and provisioners: warm kernels are made of them",
    "jupyter-core": "where Jupyter programs look for their settings, which `kith doctor` reads",
    "jupyter-server": "the server behind Lab, formgrader and Voilà; older ones have known holes",
    "jupyterlab": "where learners work",
    "jupytext": "course texts are MyST Markdown",
    "markdown-it-py": "links and pictures in course texts are checked",
    "nbclient": "notebooks are executed",
    "nbconvert": "feedback and dashboards are rendered; older ones have known holes",
    "nbformat": "notebooks are read and written",
    "nbgrader": "release, exchange, gradebook, formgrader, feedback",
    "nh3": "HTML by learners is cleaned",
    "notebook": "the other place where learners work",
    "numpy": "measures and simulations",
    "pyzmq": "the wires to kernels, and how much may come over them",
    "rich": "progress and tables of the `kith` command",
    "scipy": "Student's t for the intervals of a figure",
    "sqlalchemy": "nbgrader's gradebook, and later the commons",
    "tornado": "the web server under Jupyter's: who may ask our part of it",
    "traitlets": "the traits of widgets and of nbgrader's settings",
    "typer": "the `kith` command",
    "vl-convert-python": "charts as pictures, without a network",
    "voila": "dashboards",
    "watchfiles": "`kith preview` builds on every save",
}

#: The same for what only those need who ask for it.
DASK_REASONS = {
    "cloudpickle": "a course's configuration travels there, functions and all",
    "distributed": "grading on a cluster of the cohort's own",
}

#: The same for what only tests and their tools need.
TEST_REASONS = {
    "axe-playwright-python": "accessibility, in the browser",
    "beautifulsoup4": "takes published pages apart",
    "dask": "the settings of that cluster",
    "distributed": "a cluster to grade on",
    "hatchling": "builds the wheel that is looked into",
    "hypothesis": "properties over many inputs",
    "mesa": "the spatial dilemma that ours is measured against",
    "mypy": "types",
    "playwright": "drives Chromium",
    "psutil": "what a server left running",
    "psycopg2-binary": "a gradebook in PostgreSQL",
    "pytest": "runs the tests",
    "pytest-xdist": "runs them on all cores",
    "ruff": "rules and format",
    "textstat": "whether course texts are easy enough to read",
    "trustme": "certificates for the cluster that grading is tried on",
    "uv": "quick environments for tests, and the pins",
    "websockets": "a viewer who asks a live dashboard for a kernel",
}


def name_of(requirement: str) -> str:
    """The distribution that a requirement or a pin names."""
    return re.split(r"[<>=~!;\[ ]", requirement, maxsplit=1)[0].lower()


def test_each_dependency_has_its_reason_and_a_lowest_version() -> None:
    assert {name_of(requirement) for requirement in PROJECT["dependencies"]} == set(REASONS)
    assert {name_of(line) for line in PROJECT["optional-dependencies"]["test"]} == set(TEST_REASONS)
    assert {name_of(line) for line in PROJECT["optional-dependencies"]["dask"]} == set(DASK_REASONS)
    assert [requirement for requirement in PROJECT["dependencies"] if ">=" not in requirement] == []


def imported(file: Path) -> Iterator[str]:
    """The top-level packages that a module imports."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield (node.module or "").split(".")[0]


def undeclared(folder: Path, reasons: Iterable[str]) -> set[str]:
    """The packages of others that the modules in a folder import and that nobody gave a reason for."""
    found = {name for file in folder.rglob("*.py") for name in imported(file)} - sys.stdlib_module_names
    own = {name for name in found if name.startswith("kith") or name in ("benchmarks", "tests")}
    origins = packages_distributions()
    return {name for name in found - own if not {plain(o) for o in origins.get(name, [name])} & set(reasons)}


def plain(name: str) -> str:
    """A distribution's name as it is written in pyproject.toml."""
    return name.lower().replace("_", "-")


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_a_package_imports_is_declared(folder: str) -> None:
    assert undeclared(ROOT / folder / f"kith_{folder}", {**REASONS, **DASK_REASONS}) == set()


def test_what_tests_import_is_declared() -> None:
    assert undeclared(ROOT / "tests", {**REASONS, **TEST_REASONS}) == set()


@pytest.mark.parametrize("folder", FOLDERS)
def test_imports_point_one_way(folder: str) -> None:
    above = {f"kith_{name}" for name in FOLDERS[FOLDERS.index(folder) + 1 :]}
    offenders = {file.name for file in (ROOT / folder / f"kith_{folder}").rglob("*.py") if above & set(imported(file))}
    assert offenders == set()


def test_every_pin_is_one_exact_version_and_nothing_else() -> None:
    odd = [line for line in CONSTRAINTS if not re.fullmatch(r"[a-z0-9.-]+==[0-9][a-z0-9.]*( ; [a-z_]+ [^/@]+)?", line)]
    assert odd == []


def test_every_requirement_is_pinned() -> None:
    extras = PROJECT["optional-dependencies"]
    wanted = {name_of(line) for line in [*PROJECT["dependencies"], *extras["test"], *extras["dask"], *extras["node"]]}
    assert wanted <= {name_of(line) for line in CONSTRAINTS}


def test_nothing_heavy_came_along() -> None:
    assert not {name_of(line) for line in CONSTRAINTS} & {"torch", "tensorflow", "jax", "transformers"}


def test_npm_s_lock_names_no_address() -> None:
    lock = json.loads((ROOT / "widgets/package-lock.json").read_text())
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []


def build_wheel(project: Path, into: Path, target: str = "wheel") -> subprocess.CompletedProcess[str]:
    """Builds a wheel, or sources to build it from, with the backend that is installed here."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(into)]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    done = build_wheel(ROOT, folder)
    assert done.returncode == 0, done.stderr
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def test_the_wheel_carries_widgets_course_data_and_types(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    carried = {
        "kith_widgets/static/fold.css",
        *(
            f"kith_widgets/static/{language}/{name}.js"
            for language in languages()
            for name in ("fold", "player", "reflection")
        ),
        *(f"kith_widgets/words/{language}.json" for language in languages()),
        "kith_widgets/tokens.json",
        "kith_facilitator/_course/course.toml",
        "kith_facilitator/_course/LICENSE",
        "kith_facilitator/_guide/start.md",
        "kith_facilitator/_dashboards/how-we-predicted.md",
        "kith_exercises/py.typed",
        "kith_commons/py.typed",
        "kith_facilitator/py.typed",
    }
    assert carried - names == set()
    for folder in FOLDERS:
        package = ROOT / folder / f"kith_{folder}"
        files = {
            str(f.relative_to(package.parent))
            for f in package.rglob("*")
            if f.is_file() and not {"__pycache__", "labextension"} & set(f.parts)
        }
        assert files - names == set()


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What this checkout hands out as its sources, unpacked."""
    folder = tmp_path_factory.mktemp("sources")
    done = build_wheel(ROOT, folder, "sdist")
    assert done.returncode == 0, done.stderr
    shutil.unpack_archive(next(folder.glob("*.tar.gz")), folder, filter="data")
    return folder / f"kith_course_kit-{PROJECT['version']}"


def test_a_wheel_from_the_sources_is_the_same_wheel(wheel: zipfile.ZipFile, sources: Path, tmp_path: Path) -> None:
    done = build_wheel(sources, tmp_path)
    assert done.returncode == 0, done.stderr
    again = zipfile.ZipFile(next(tmp_path.glob("*.whl")))
    assert set(again.namelist()) == set(wheel.namelist())


@pytest.mark.parametrize(
    ("missing", "sentence", "remedy"),
    [
        ("widgets/kith_widgets/labextension", "kith holds no built companion", "node build.mjs"),
        (f"{COMPANION}/package.json", f"{COMPANION} has no package.json", "node build.mjs"),
        (f"{COMPANION}/static/kith.js", f"{COMPANION} holds no built companion", "node build.mjs"),
        ("widgets/kith_widgets/static", "static holds no built widget", "node build.mjs"),
        (f"{SHARE}/lab", f"{SHARE}/lab/settings/overrides.d/kith.json is not there", "take them anew"),
        (f"{SHARE}/jupyter_server_config.d", f"{SHARE}/jupyter_server_config.d/kith.json is not", "take them anew"),
        ("course/course.toml", "course/course.toml is not there", "take them anew"),
        ("facilitator/guide", "facilitator/guide/start.md is not there", "take them anew"),
        ("facilitator/dashboards", "facilitator/dashboards/how-we-predicted.md is not there", "take them anew"),
    ],
)
def test_a_wheel_that_would_lack_something_is_refused(
    sources: Path, tmp_path: Path, missing: str, sentence: str, remedy: str
) -> None:
    project = tmp_path / "project"
    shutil.copytree(sources, project)
    (project / missing).rename(tmp_path / "gone")
    done = build_wheel(project, tmp_path / "dist")
    assert done.returncode != 0
    assert sentence in done.stderr
    assert remedy in done.stderr
    assert not list(tmp_path.rglob("*.whl"))


def test_building_anew_takes_nothing_away_from_whoever_reads(tmp_path: Path) -> None:
    """JupyterLab may be serving the companion while it is built: its folder and each file stay there throughout."""
    folder = tmp_path / "kith"
    (folder / "static").mkdir(parents=True)
    (folder / "static/kith.js").write_text("old")
    (folder / "static/kith.old.js").write_text("older")
    places = [(folder / name).stat().st_ino for name in (".", "static")]
    module = (ROOT / "widgets/build/replace.mjs").as_uri()
    files = '[["static/kith.js", new TextEncoder().encode("new")], ["package.json", "{}"]]'
    line = f"const {{ replace }} = await import({module!r}); await replace({str(folder)!r}, new Map({files}))"
    with (folder / "static/kith.js").open() as reader:
        subprocess.run(["node", "--input-type=module", "-e", line], check=True)
        assert reader.read() == "old"
    assert [(folder / name).stat().st_ino for name in (".", "static")] == places
    found = {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}
    assert found == {"static/kith.js": "new", "package.json": "{}"}


def test_the_companion_is_put_in_place_that_way() -> None:
    build = (ROOT / "widgets/build/companion.mjs").read_text(encoding="utf-8")
    assert "await replace(OUT" in build
    assert not re.search(r"\b(rm|writeFile)\(", build)


def test_the_wheel_puts_its_companion_and_settings_where_jupyter_looks(wheel: zipfile.ZipFile) -> None:
    data = f"kith_course_kit-{PROJECT['version']}.data/data/"
    assert {name.removeprefix(data) for name in wheel.namelist() if name.startswith(data)} == {
        "share/jupyter/labextensions/kith/package.json",
        "share/jupyter/labextensions/kith/static/kith.js",
        "share/jupyter/lab/settings/overrides.d/kith.json",
        "etc/jupyter/jupyter_server_config.d/kith.json",
    }


def test_the_wheel_carries_nothing_else(wheel: zipfile.ZipFile) -> None:
    tops = {name.split("/")[0] for name in wheel.namelist()}
    ours = f"kith_course_kit-{PROJECT['version']}"
    assert tops == {*(f"kith_{folder}" for folder in FOLDERS), f"{ours}.dist-info", f"{ours}.data"}
    assert [name for name in wheel.namelist() if name.endswith((".ipynb", ".ts", ".pyc"))] == []


def test_a_checkout_has_its_course_beside_it() -> None:
    assert bundled_course() == ROOT / "course"


def test_an_installed_kith_has_its_course_within_it(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path)
    lines = "from kith_facilitator._resources import bundled_course; print(bundled_course())"
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r}); {lines}"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(tmp_path / "kith_facilitator/_course")


def test_a_wheel_without_built_widgets_is_refused_with_the_way_to_build_them(tmp_path: Path) -> None:
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path)
    done = build_wheel(tmp_path, tmp_path / "dist")
    assert done.returncode != 0
    assert "widgets/kith_widgets/static holds no built widget" in done.stderr
    assert "node build.mjs" in done.stderr
