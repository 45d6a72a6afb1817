"""An edition holds released figures and nothing else, and is there whole or not at all."""

import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kith_exercises import KithError
from kith_facilitator.dashboards import about, show
from kith_facilitator.dashboards.catalogue import DASHBOARDS, PREDICTED
from kith_facilitator.dashboards.panels import signed, tenths
from kith_facilitator.dashboards.shelf import Shelf
from kith_facilitator.dashboards.tables import minus
from kith_facilitator.editions import Edition, Published, make_edition
from tests.dashboards.cohorts import MODULES, ROUNDING, Cohort, expected, prompts

DAY = date(2026, 11, 22)
#: Values that occur nowhere by chance, so that finding one means that an answer got out.
TELLING = ("13.579", "97.531", "24.683", "86.421")


@dataclass(frozen=True)
class Entry:
    value: Any
    event: str = "commit"
    seq: int = 1
    prompt: str = "being-seen"
    reach: str = "count"


#: One fold, and a text that has nothing to publish; what holds for them holds for each.
ASKED = ("being-seen", "difference")


def predicted(public: float, anonymous: float) -> list[Entry]:
    return [Entry({"marks": {"values": {"public": public, "anonymous": anonymous}, "width": None}})]


def publish(records: Mapping[str, Any], folder: Path, day: date = DAY) -> Published:
    modules = [(module, [prompt for id, prompt in prompts(module).items() if id in ASKED]) for module in MODULES]
    return make_edition(records, folder, modules=modules, dated=day, waves=waves_of(folder))


def waves_of(folder: Path) -> Path:
    """Beside the editions, where a home has it in its course."""
    return folder.with_name(f"{folder.name}-kept") / "waves.json"


def everything(folder: Path) -> Iterator[str]:
    for path in sorted(folder.iterdir()):
        yield path.read_text(encoding="utf-8")
    for name in DASHBOARDS:
        yield about(name, folder).data
        yield show(name, folder).data


def test_figures_equal_an_independent_computation(cohort: Cohort, tmp_path: Path) -> None:
    panels = {panel["id"]: panel for panel in publish(cohort.records, tmp_path).edition.read()["panels"]}
    for mark, figures in expected(cohort.learners).items():
        rows = panels[f"being-seen--{mark}"]["rows"]
        for row, figure in zip(rows, (figures["prediction"], figures["error"], figures["distance"]), strict=True):
            shown = row["figure"]
            assert shown["estimate"] == pytest.approx(figure["estimate"], abs=0.0501)
            for interval in shown["intervals"]:
                assert (interval["low"], interval["high"]) == pytest.approx(figure[interval["level"]], abs=ROUNDING)


def test_the_planted_errors_are_the_findings(cohort: Cohort, tmp_path: Path) -> None:
    titles = [panel["title"] for panel in publish(cohort.records, tmp_path).edition.read()["panels"]]
    assert "below what came" in titles[0]
    assert "above what came" in titles[1] or titles[1].startswith("We can't tell yet")


def test_an_edition_holds_the_figures_and_their_notebook_only(cohort: Cohort, tmp_path: Path) -> None:
    edition = publish(cohort.records, tmp_path).edition
    assert sorted(path.name for path in edition.folder.iterdir()) == sorted(
        ["figures.json", *(f"{name}.ipynb" for name in DASHBOARDS)]
    )


def test_no_learner_is_in_an_edition(cohort: Cohort, tmp_path: Path) -> None:
    texts = [r.value for records in cohort.records.values() for r in records if isinstance(r.value, str)]
    assert texts
    for text in everything(publish(cohort.records, tmp_path).edition.folder):
        assert "sim-" not in text
        assert not any(words in text for words in texts)


def test_four_learners_give_no_figure_anywhere(tmp_path: Path) -> None:
    records = {f"l{n}": predicted(float(value), float(value)) for n, value in enumerate(TELLING)}
    edition = publish(records, tmp_path).edition
    assert "estimate" not in json.dumps(edition.read())
    html = show(PREDICTED, edition.folder).data
    assert "Fewer than five people" in html
    assert "<svg" not in html
    assert "<table" not in html
    for text in everything(edition.folder):
        assert not any(value in text for value in TELLING)


def test_no_single_value_is_in_an_edition_of_many(tmp_path: Path) -> None:
    records = {f"l{n}": predicted(float(value), float(value)) for n, value in enumerate(TELLING * 3)}
    edition = publish(records, tmp_path).edition
    assert "estimate" in json.dumps(edition.read())
    for text in everything(edition.folder):
        assert not any(value in text for value in TELLING)


def test_a_number_below_nothing_has_one_minus_wherever_it_is_told() -> None:
    assert (tenths(-5.94), signed(-5.94), signed(5.94), minus("-5.9")) == ("−5.9", "−5.9", "+5.9", "−5.9")


def test_two_who_looked_are_not_countable(tmp_path: Path) -> None:
    records = {f"l{n}": predicted(30.0 + n, 40.0 - n) for n in range(21)}
    records |= {f"k{n}": [Entry(None, "look")] for n in range(2)}
    for text in everything(publish(records, tmp_path).edition.folder):
        assert "21 people" not in text
        assert '"people": 21' not in text
        assert "23 people" not in text


def test_a_broken_record_is_told_to_the_facilitator_only(tmp_path: Path) -> None:
    records = {f"l{n}": predicted(30.0 + n, 40.0 - n) for n in range(8)}
    with_broken = publish(records | {"x": predicted(float("nan"), 3)}, tmp_path / "a")
    assert with_broken.remarks == ("being-seen: 1 record holds no usable answer and was left out.",)
    assert with_broken.edition.read() == publish(records, tmp_path / "b").edition.read()


def test_publishing_twice_gives_the_same_edition(cohort: Cohort, tmp_path: Path) -> None:
    first, second = publish(cohort.records, tmp_path), publish(dict(reversed(cohort.records.items())), tmp_path)
    assert first == second
    assert [path.name for path in tmp_path.iterdir()] == [first.edition.folder.name]
    elsewhere = publish(cohort.records, tmp_path / "elsewhere").edition
    assert elsewhere.notebook.read_bytes() == first.edition.notebook.read_bytes()


def test_an_edition_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    done = threading.Event()

    def read() -> set[int]:
        seen = set()
        while not done.is_set():
            for folder in tmp_path.glob("[!.]*"):
                assert Edition(folder).notebook.exists()
                seen.add(len(Edition(folder).read()["panels"]))
        return seen

    with ThreadPoolExecutor() as pool:
        reader = pool.submit(read)
        try:
            for n in range(15):
                publish({f"l{i}": predicted(30.0 + i, 40.0 + n) for i in range(6)}, tmp_path)
        finally:
            done.set()
        assert reader.result() == {3}


def test_the_page_says_whose_results_it_holds(tmp_path: Path) -> None:
    edition = publish({}, tmp_path).edition
    assert "results of 0-welcome." in about(PREDICTED, edition.folder).data


def test_an_edition_has_the_date_of_what_it_shows_and_none_where_nothing_is_out(tmp_path: Path) -> None:
    first = publish({}, tmp_path).edition
    assert publish(cohort_of(0, 4), tmp_path, date(2026, 11, 25)).edition == first, "a day alone makes no new one"
    assert (first.read()["dated"], first.folder.name[:12]) == ("", "nothing-yet-")
    page = about(PREDICTED, first.folder).data
    assert "No figure is out yet" in page
    assert not re.search(r"\d{4}", page)
    Shelf(tmp_path).put([first.notebook])
    second = publish(cohort_of(0, 12), tmp_path, date(2026, 11, 26)).edition
    assert publish(cohort_of(0, 12), tmp_path, date(2026, 11, 27)).edition == second
    Shelf(tmp_path).put([second.notebook])
    contents = (second.folder / "index.html").read_text(encoding="utf-8")
    assert "Figures of November 26, 2026." in contents
    assert ">No figure was out yet</a>" in contents
    assert "How we predicted</a>: figures that are out: 2 of 3" in contents


def cohort_of(low: int, high: int) -> dict[str, list[Entry]]:
    return {f"l{n}": predicted(30.0 + 7 * n % 40, 40.0 + 11 * n % 37) for n in range(low, high)}


def test_one_who_comes_late_changes_no_edition_until_enough_have(tmp_path: Path) -> None:
    first = publish(cohort_of(0, 12), tmp_path)
    for late in range(1, 6):
        again = publish(cohort_of(0, 12 + late), tmp_path, date(2026, 11, 22 + late))
        assert again.edition == first.edition
    assert again.remarks == ("being-seen: 5 answers wait for the next wave, which opens with 6 new predictions.",)
    second = publish(cohort_of(0, 18), tmp_path, date(2026, 11, 29)).edition
    assert second != first.edition
    assert "worked out on 2026-11-29" in show(PREDICTED, second.folder).data
    assert Edition(first.edition.folder).read()["dated"] == "2026-11-22"


def test_of_several_who_publish_at_once_one_opens_the_wave(tmp_path: Path) -> None:
    with ThreadPoolExecutor() as pool:
        made = list(pool.map(lambda late: publish(cohort_of(0, 12 + late), tmp_path).edition, range(5)))
    assert len({edition.folder for edition in made}) == 1
    assert len(json.loads(waves_of(tmp_path).read_text())["series"]["being-seen"]) == 1


def test_one_who_goes_or_only_looks_or_answers_again_changes_no_edition(tmp_path: Path) -> None:
    first = publish(cohort_of(0, 12), tmp_path).edition
    assert publish(cohort_of(1, 12), tmp_path).edition == first
    assert publish(cohort_of(0, 12) | {"k": [Entry(None, "look")]}, tmp_path).edition == first
    assert publish(cohort_of(0, 12) | {"l3": predicted(99.0, 99.0)}, tmp_path).edition == first


def test_who_was_counted_is_kept_without_names_and_for_the_facilitator_alone(tmp_path: Path) -> None:
    publish({f"some-learner-{n}": predicted(30.0 + 7 * n % 40, 40.0 + n) for n in range(12)}, tmp_path)
    kept = waves_of(tmp_path)
    assert "some-learner" not in kept.read_text()
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_question_with_another_name_goes_on_with_its_waves(tmp_path: Path) -> None:
    first = publish(cohort_of(0, 12), tmp_path).edition.read()
    asked = replace(prompts("0-welcome")["being-seen"], id="seen", formerly=("being-seen",))
    records = {who: [replace(entry, prompt="seen") for entry in entries] for who, entries in cohort_of(0, 13).items()}
    modules = [("0-welcome", [asked])]
    second = make_edition(records, tmp_path, modules=modules, dated=DAY, waves=waves_of(tmp_path)).edition.read()
    assert [panel["rows"] for panel in second["panels"][:2]] == [panel["rows"] for panel in first["panels"][:2]]


def test_without_what_was_kept_nothing_is_published(tmp_path: Path) -> None:
    publish(cohort_of(0, 12), tmp_path)
    waves_of(tmp_path).write_text("{}")
    with pytest.raises(KithError, match="Bring it back from a backup before publishing"):
        publish(cohort_of(0, 13), tmp_path)


def test_a_cohort_that_agrees_too_much_is_told_so(tmp_path: Path) -> None:
    edition = publish({f"l{n}": predicted(30.0, 40.0 + n) for n in range(12)}, tmp_path).edition
    assert "estimate" not in json.dumps(edition.read())
    assert "can&#x27;t be shown together" in show(PREDICTED, edition.folder).data


def test_a_course_without_a_truth_has_nothing_to_publish(tmp_path: Path) -> None:
    modules = [("Empathy", [prompts("1-empathy")["difference"]])]
    with pytest.raises(KithError, match="nothing that can be shown of a cohort"):
        make_edition({}, tmp_path, modules=modules, dated=DAY, waves=waves_of(tmp_path))
    assert not list(tmp_path.iterdir())


def test_charts_and_statistics_are_loaded_only_where_they_are_needed() -> None:
    modules = "kith_exercises.truths, kith_exercises.privacy, kith_facilitator.editions, kith_exercises.cohort"
    code = f"import sys, {modules}; print({{'scipy', 'altair', 'vl_convert', 'voila', 'pandas'}} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def from_before(folder: Path, version: int) -> None:
    """An edition as Kith left it before it kept account; its figures are of nobody knows whom."""
    panel = {"kind": "figure", "id": "being-seen--public", "rows": [{"figure": {"estimate": 30.0, "people": 8}}]}
    (folder / "2026-11-01-0123456789ab").mkdir(parents=True)
    (folder / "2026-11-01-0123456789ab" / "figures.json").write_text(
        json.dumps({"version": version, "panels": [panel]}), encoding="utf-8"
    )


def test_whoever_may_be_in_figures_of_which_there_is_no_account_is_in_no_new_one(tmp_path: Path) -> None:
    from_before(tmp_path, 2)
    records = {f"l{n}": predicted(30.0 + n, 40.0 - n) for n in range(9)}
    for day in (DAY, DAY):
        first = publish(records, tmp_path, day).edition
        assert "estimate" not in first.figures.read_text()
        assert "are out from before" in show(PREDICTED, first.folder).data
    later = {f"late{n}": predicted(60.0 + 2 * n, 90.0 - 2 * n) for n in range(6)}
    second = publish(records | later, tmp_path).edition.read()
    assert second["panels"][0]["rows"][0]["figure"]["estimate"] == pytest.approx(65, abs=0.3)


def test_figures_whose_account_is_lost_are_not_worked_out_anew(tmp_path: Path) -> None:
    records = {f"l{n}": predicted(30.0 + n, 40.0 - n) for n in range(9)}
    publish(records, tmp_path)
    waves_of(tmp_path).unlink()
    with pytest.raises(KithError, match="bring it back from a backup"):
        publish(records, tmp_path)
    assert not waves_of(tmp_path).exists()


def test_an_edition_that_cannot_be_read_stops_the_next(tmp_path: Path) -> None:
    from_before(tmp_path, 2)
    next(tmp_path.glob("*/figures.json")).write_text("{", encoding="utf-8")
    with pytest.raises(KithError, match="which figures are out"):
        publish({}, tmp_path)
