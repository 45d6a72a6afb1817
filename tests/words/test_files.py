"""One file a language, all with the same words; a third language is a file more, and what it lacks is named here."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from babel import Locale

from kith_widgets.words import languages, vocabulary

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "widgets" / "src"
FOLDERS = ("widgets", "exercises", "commons", "kernels", "facilitator")
OTHERS = [language for language in languages() if language != "en"]
#: What may be the same in two languages: it has no letters but those of its placeholders.
ALIKE = {
    "amount",
    "desk.chose",
    "desk.titleOf",
    "desk.verdict",
    "direction",
    "heldBy",
    "kernel.amount",
    "kernel.mark",
    "kernel.markAsked",
    "kernel.snagMove",
    "kernel.toldWho",
    "person",
}

Sentence = str | dict[str, str]


@cache
def sentences(language: str) -> dict[str, Sentence]:
    """Every sentence of a language by its name; those of a group, such as Python's, have its name and a dot before."""
    found: dict[str, Sentence] = {}
    for key, value in vocabulary(language).items():
        group = isinstance(value, dict) and "other" not in value
        found |= {f"{key}.{inner}": sentence for inner, sentence in value.items()} if group else {key: value}
    return found


def forms(sentence: Sentence) -> dict[str, str]:
    """A sentence's plural forms; one that has none is its own."""
    return sentence if isinstance(sentence, dict) else {"other": sentence}


def blanks(text: str) -> set[str]:
    """The placeholders of a sentence."""
    return set(re.findall(r"\{(\w+)\}", text))


def test_there_is_a_second_language() -> None:
    assert {"en", "de"} <= set(languages())


@pytest.mark.parametrize("language", languages())
def test_a_file_says_which_language_it_is_and_which_way_it_runs(language: str) -> None:
    words = vocabulary(language)
    way = "ltr" if Locale.parse(language, sep="-").character_order == "left-to-right" else "rtl"
    assert (words["language"], words["direction"]) == (language, way)


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_the_same_words_with_the_same_placeholders(language: str) -> None:
    english, other = sentences("en"), sentences(language)
    assert list(other) == list(english)
    for key, sentence in english.items():
        assert blanks(forms(other[key])["other"]) == blanks(forms(sentence)["other"]), key
        assert isinstance(other[key], dict) == isinstance(sentence, dict), key


@pytest.mark.parametrize("language", languages())
def test_a_plural_has_the_forms_its_language_needs(language: str) -> None:
    needed = Locale.parse(language, sep="-").plural_form.tags | {"other"}
    for key, sentence in sentences(language).items():
        if isinstance(sentence, dict):
            assert set(sentence) == needed, key
            assert all(blanks(text) <= blanks(sentence["other"]) for text in sentence.values()), key


@pytest.mark.parametrize("language", OTHERS)
def test_nothing_was_left_in_english(language: str) -> None:
    english, other = sentences("en"), sentences(language)
    assert {key for key in english if other[key] == english[key]} <= ALIKE


@pytest.mark.parametrize("language", languages())
def test_the_interface_shouts_at_nobody_and_writes_no_typewriter_quotes(language: str) -> None:
    texts = [text for sentence in sentences(language).values() for text in forms(sentence).values()]
    assert [text for text in texts if re.search(r'[!"]|\s$|^\s|  |\.\.\.', text)] == []


def test_german_says_du_and_writes_german_quotes() -> None:
    for key, sentence in sentences("de").items():
        for text in forms(sentence).values():
            assert not re.search(r"(?<!^)(?<![.:;?] )\b(Sie|Ihnen|Ihre?[mnrs]?)\b", text), key
            assert re.fullmatch(r"(?:[^„“”]|„[^„“”]*“)*", text), key
            assert not re.search(r"\w[*_:/]in(nen)?\b|[a-zß]In(nen)?\b", text), key


# What is said is in the files, and what is in the files is said.


def read(name: str) -> str:
    """A file among the browser's words."""
    return (SOURCES / "words" / name).read_text(encoding="utf-8")


def exported(name: str) -> set[str]:
    """The words that a file among the browser's words gives."""
    text = read(name)
    blocks = re.findall(r"export (?:const )?\{([^}]*)\}", text)
    return {*re.findall(r"\w+", " ".join(blocks)), *re.findall(r"export const (\w+)", text)}


def said(module: str) -> set[str]:
    """The words that the browser's parts take from a file of words: by name, or out of all of them."""
    found = set[str]()
    for file in SOURCES.rglob("*.ts"):
        text = file.read_text(encoding="utf-8")
        if file.name.endswith(".test.ts") or file.parent.name == "words":
            continue
        for names in re.findall(rf'import \{{([^}}]*)\}} from "\.[./]*/{module}"', text):
            found.update(re.findall(r"\w+", names))
        if re.search(rf'import \* as words from "\.[./]*/{module}"', text):
            found.update(re.findall(r"\bwords\.(\w+)", text))
    return found


@pytest.mark.parametrize("name", ["index", "host", "kernel"])
def test_every_word_of_the_browser_is_said(name: str) -> None:
    """That each word said is there, the types tell."""
    needed = {"figure", "saying"}  # by format.ts and the other words
    assert exported(f"{name}.ts") - said("words" if name == "index" else f"words/{name}") <= needed


def test_every_word_in_the_files_reaches_the_browser() -> None:
    index, host = read("index.ts"), read("host.ts")
    own = [key for key in sentences("en") if "." not in key]
    page = [key.removeprefix("host.") for key in sentences("en") if key.startswith("host.")]
    assert [key for key in own if not re.search(rf"\b{key}\b", index)] == []
    assert [key for key in page if not re.search(rf"\b{key}\b", host) and key not in constants()] == []


def test_the_companion_knows_every_language() -> None:
    known = (ROOT / "widgets" / "companion" / "words.ts").read_text(encoding="utf-8")
    assert [language for language in languages() if f"words/{language}.json" not in known] == []


@cache
def modules() -> list[tuple[Path, list[ast.AST]]]:
    """Every Python module of the packages, with all that is in it."""
    files = [file for folder in FOLDERS for file in (ROOT / folder / f"kith_{folder}").rglob("*.py")]
    return [(file, list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))) for file in files]


def speaks(nodes: list[ast.AST]) -> bool:
    """Whether a module has `say` from here; the `kith` command has another of that name."""
    imports = [node for node in nodes if isinstance(node, ast.ImportFrom) and node.module == "kith_widgets.words"]
    return any(alias.name == "say" for node in imports for alias in node.names)


@cache
def calls() -> list[tuple[Path, str | None, set[str]]]:
    """Every sentence that Python says: where, its name if that is written out, and the names of its values."""
    found = []
    for file, nodes in modules():
        for node in nodes if speaks(nodes) else []:
            match node:
                case ast.Call(func=ast.Name(id="say"), args=[key], keywords=values):
                    name = str(key.value) if isinstance(key, ast.Constant) else None
                    found.append((file, name, {str(value.arg) for value in values}))
    return found


def constants(file: Path | None = None) -> set[str]:
    """All that stands in quotes in the Python modules, or in one."""
    found = [nodes for path, nodes in modules() if file in (None, path)]
    return {str(node.value) for nodes in found for node in nodes if isinstance(node, ast.Constant)}


def test_python_says_nothing_that_is_not_there_and_fills_every_blank() -> None:
    kernel = vocabulary("en")["kernel"]
    named = [(file, key, values) for file, key, values in calls() if key is not None]
    assert named
    for file, key, values in named:
        assert key in kernel, file
        assert values == blanks(forms(kernel[key])["other"]), (file, key)


def test_a_sentence_that_is_named_by_a_variable_has_its_blanks_filled_too() -> None:
    kernel = vocabulary("en")["kernel"]
    for file in {file for file, key, _ in calls() if key is None}:
        direct = {key for place, key, _ in calls() if place == file}
        filled = {value for place, key, values in calls() if place == file and key is None for value in values}
        for key in (set(kernel) & constants(file)) - direct:
            assert blanks(forms(kernel[key])["other"]) <= filled, (file, key)


def put_together() -> set[str]:
    """Names in two parts: what a figure is of and which way it points, and small numbers."""
    return {f"{of}{way}" for of in constants() for way in ("Whether", "Above", "Below")} | {
        f"number{count}" for count in range(3, 13)
    }


def test_every_sentence_of_python_is_said_somewhere() -> None:
    assert set(vocabulary("en")["kernel"]) - constants() - put_together() == set()
