"""What is put off until it is used works as if it had not been."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

LINES = """
import sys
from kith_kernels.later import put_off

put_off()
put_off()
import jsonschema

assert "lark" not in sys.modules, "the grammar was read"
check = jsonschema.FormatChecker(["iri"])
print(check.conforms("https://example.org/größe", "iri"), check.conforms("no address", "iri"))
assert "lark" in sys.modules
import rfc3987_syntax
print(rfc3987_syntax.is_valid_syntax_iri("https://example.org/größe"))
"""


def test_addresses_are_checked_as_ever_and_their_grammar_is_read_only_then() -> None:
    done = subprocess.run([sys.executable, "-c", LINES], capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.splitlines() == ["True False", "True"], done.stderr


ASKED = """
import sys, unittest, warnings
from kith_kernels.later import put_off

put_off()
with unittest.TestCase().assertWarns(UserWarning):
    warnings.warn("something")
assert "lark" not in sys.modules, "the grammar was read"
import rfc3987_syntax
print(hasattr(rfc3987_syntax, "__warningregistry__"), rfc3987_syntax.__name__)
"""


def test_whoever_asks_all_modules_for_what_any_may_have_makes_nothing_be_read() -> None:
    done = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.splitlines() == ["False rfc3987_syntax"], done.stderr


ARCHIVES = """
import sys
from kith_kernels.later import put_off

put_off()
import bs4
from setuptools.archive_util import unpack_archive

assert not {"setuptools", "soupsieve.css_parser"} & set(sys.modules), "they were imported"
unpack_archive("a.zip", "made")
print(open("made/one.txt").read(), bs4.BeautifulSoup("<p><b>two</b></p>", "html.parser").select_one("p > b").text)
import setuptools
print(sys.modules["setuptools.archive_util"] is setuptools.archive_util)
"""


def test_archives_are_unpacked_and_pages_searched_as_ever(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("one.txt", "one")
    done = subprocess.run(
        [sys.executable, "-c", ARCHIVES], capture_output=True, text=True, check=False, timeout=60, cwd=tmp_path
    )
    assert done.stdout.splitlines() == ["one two", "True"], done.stderr


PAGES = """
import sys
from kith_kernels.later import put_off

put_off()
import nbgrader

assert "jupyter_server.base.handlers" not in sys.modules, "pages of a server were imported"
from nbgrader.server_extensions.formgrader import load_jupyter_server_extension as load
try:
    load(None)
except AttributeError:
    print("asked", sys.modules["nbgrader.server_extensions.formgrader"].__file__.endswith("__init__.py"))
"""


def test_nbgraders_pages_of_a_server_are_imported_by_whoever_loads_them() -> None:
    done = subprocess.run([sys.executable, "-c", PAGES], capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.splitlines() == ["asked True"], done.stderr


REQUESTS = """
import sys
from kith_kernels.later import put_off

put_off()
import nbgrader.auth
import requests.exceptions
from requests import Session

class Own(Session):
    pass

assert issubclass(requests.exceptions.ConnectionError, requests.RequestException)
assert isinstance(Own(), requests.Session)
print(type(requests.get).__name__, requests.__version__ == sys.modules["requests"].__version__)
"""


def test_what_is_asked_of_requests_is_as_ever() -> None:
    done = subprocess.run([sys.executable, "-c", REQUESTS], capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.splitlines() == ["function True"], done.stderr


ALONE = """
import sys
from kith_kernels.later import put_off

put_off()
import nbgrader.auth
print("requests.sessions" in sys.modules)
"""


def test_nbgrader_does_without_requests_where_there_is_no_hub() -> None:
    done = subprocess.run([sys.executable, "-c", ALONE], capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.splitlines() == ["False"], done.stderr


INSIDE = """
import sys
from kith_kernels.later import put_off

put_off()
import yaml
from yaml.representer import SafeRepresenter

print(issubclass(yaml.SafeDumper, SafeRepresenter), yaml.safe_dump({"a": [1]}).strip(), yaml.representer.__spec__.name)
"""


def test_what_lies_inside_of_it_is_there_once() -> None:
    done = subprocess.run([sys.executable, "-c", INSIDE], capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.splitlines() == ["True a:", "- 1 yaml.representer"], done.stderr
