"""A questionnaire, from its definition over one's own score to what a cohort may see of it."""

import json
from dataclasses import replace
from pathlib import Path
from statistics import fmean
from textwrap import dedent
from typing import Any

import pytest

from kith_exercises import KithError
from kith_exercises.cohort import alone, gather
from kith_exercises.definitions import load_prompts
from kith_exercises.instruments import load, names
from kith_exercises.journal import Record, read_records
from kith_exercises.measures.scales import scale_score
from kith_exercises.primitives import PRIMITIVES, flow
from kith_exercises.primitives.known import Around
from kith_exercises.primitives.primitive import Earlier, Known
from kith_exercises.primitives.survey import OUT, keyed, scores
from kith_widgets import Refused
from tests.primitives.samples import SURVEY, Sample, Walker, states_along

GIVING = load("ipip-giving")


@pytest.fixture
def walker(tmp_path: Path) -> Walker:
    return Walker(SURVEY, tmp_path / "learner" / "1-some")


def fields_of(walker: Walker) -> list[dict[str, Any]]:
    return [field for step in walker.card().folded()["steps"] for field in step["fields"]]


def answered(walker: Walker, **given: int | None) -> dict[str, Any]:
    """The last state of who gives these answers, 3 everywhere else, and leaves out what is None."""

    def choose(ahead: Any) -> dict[str, Any]:
        if not ahead["id"].startswith("lines"):
            return {"do": "next", "step": ahead["id"], "away": True}
        chosen = {field["id"]: given.get(field["id"].replace("-", "_"), 3) for field in ahead["fields"]}
        answers = {id: OUT if value is None else str(value) for id, value in chosen.items()}
        return {"do": "commit", "step": ahead["id"], "answers": answers}

    return list(states_along(walker.card(), choose))[-1]


def quoted(state: dict[str, Any], said: dict[str, Any]) -> float | None:
    """The mean that a sentence quotes, as the browser works it out."""
    of = said["of"]
    answers = {one["id"]: one["answers"] or {} for one in state["passed"]}
    given = [(answers[step].get(field, OUT), turned) for step, field, turned in of["places"]]
    values = [of["turn"] - float(value) if turned else float(value) for value, turned in given if value != OUT]
    return fmean(values) if len(values) >= of["least"] else None


def said_of(state: dict[str, Any]) -> list[dict[str, Any]]:
    [scene] = next(one["scenes"] for one in state["passed"] if one["id"] == "score")
    return list(scene["said"])


def test_lines_stand_by_their_item_and_all_look_the_same_whichever_way_they_count(walker: Walker) -> None:
    lines = [field for field in fields_of(walker) if field["kind"] == "choice"]
    asked = [item for item in GIVING.items if item.scale in ("trust", "altruism")]
    assert [(line["id"], line["label"]) for line in lines] == [(item.id, item.text) for item in asked]
    assert len({json.dumps({**line, "id": "", "label": ""}) for line in lines}) == 1
    assert [option["label"] for option in lines[0]["options"]] == [*GIVING.anchors, "I leave this out"]
    assert any(item.reversed for item in asked)
    before = json.dumps([walker.card().card(), walker.card().state()])
    assert not any(telling in before for telling in ("turn", "reversed", '"trust"', "construct"))


def test_each_line_is_answered_or_left_out_by_ones_own_hand(walker: Walker) -> None:
    card = walker.card()
    ahead = card.state()["ahead"]
    for wrong in ("6", "0", 3, "", None, True):
        answers = {field["id"]: "3" for field in ahead["fields"]} | {"trust-2": wrong}
        with pytest.raises(Refused):
            card.act({"do": "commit", "step": ahead["id"], "answers": answers})
    assert walker.journal.read().records == ()
    assert card.act({"do": "next", "step": ahead["id"]})["ahead"]["id"] == "lines-2", "nobody has to answer at all"


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"trust_1": 5, "trust_4": 1, "altruism_3": 5},
        {"trust_2": None, "altruism_1": 1},
        {f"{scale}_{n}": None for scale in ("trust", "altruism") for n in (1, 2, 3, 4)},
    ],
)
def test_the_own_score_is_the_one_of_the_measure(walker: Walker, given: dict[str, int | None]) -> None:
    state = answered(walker, **given)
    answers = {item.id: given.get(item.id.replace("-", "_"), 3) for item in GIVING.items}
    of_measure = [scale_score(GIVING.scales[scale], GIVING.keyed(answers)) for scale in ("trust", "altruism")]
    assert [quoted(state, said) for said in said_of(state)] == of_measure


@pytest.mark.parametrize("id", ["ipip-bfi", "sharing-efficacy", "ipip-giving"])
def test_as_many_lines_can_be_left_out_as_the_measure_allows(tmp_path: Path, id: str) -> None:
    one = Walker(survey(id), tmp_path / "1-some")
    for said in said_of(answered(one)):
        places, least = [field for _, field, _ in said["of"]["places"]], said["of"]["least"]
        assert scale_score(places, dict.fromkeys(places[:least], 3)) is not None
        assert scale_score(places, dict.fromkeys(places[: least - 1], 3)) is None


def test_no_norm_is_told_and_that_there_is_none(walker: Walker) -> None:
    [scene] = next(one["scenes"] for one in answered(walker)["passed"] if one["id"] == "score")
    told = " ".join(scene["paragraphs"])
    assert "Nothing here says whether that is high or low" in told
    assert GIVING.caution in told
    assert GIVING.citation in told
    assert "below" not in " ".join(said["with"] for said in scene["said"])


def survey(instrument: str, reach: str = "count", more: str = "") -> Sample:
    definition = (
        f'[pulse]\nkind = "survey"\nreach = "{reach}"\ntitle = "A pulse"\ninstrument = "{instrument}"\n{dedent(more)}'
    )
    return Sample("survey", definition)


def test_scales_are_called_what_the_author_calls_them(tmp_path: Path) -> None:
    names = '\n[pulse.names]\nthinking-aloud = "Laut denken"\n'
    spec = survey("thinking-aloud", more=names).write(tmp_path).spec
    assert (spec.name("thinking-aloud"), spec.names) == ("Laut denken", {"thinking-aloud": "Laut denken"})
    assert survey("thinking-aloud").write(tmp_path).spec.name("thinking-aloud") == "Thinking aloud"
    with pytest.raises(KithError, match="thinking-aloud"):
        survey("thinking-aloud", more=names.replace("thinking-aloud =", "other =")).write(tmp_path)


@pytest.mark.parametrize("id", ["four-experiences", "ease", "thinking-aloud"])
def test_a_single_line_and_a_group_s_scale_make_no_score_of_a_person(tmp_path: Path, id: str) -> None:
    steps = flow.steps_of(survey(id).write(tmp_path))
    assert [step.id for step in steps] == ["lines-1", "group"]


def test_for_oneself_alone_there_is_no_group_to_wait_for_and_nothing_travels(tmp_path: Path) -> None:
    one = Walker(survey("sharing-intent", "mine"), tmp_path / "1-some")
    assert answered(one)["ended"]
    travelled = read_records(one.journal.travelling).records
    assert {record.event for record in travelled} == {"end"}
    assert keyed(one.activity, {"me": one.journal.read().records}) == {}


def test_an_instrument_that_is_cited_only_is_asked_in_the_author_s_own_words(tmp_path: Path) -> None:
    wording = "\n[pulse.wording]\n" + "\n".join(f'{n} = "Made-up line {n}"' for n in range(1, 8))
    one = Walker(survey("edmondson", more=wording), tmp_path / "1-some")
    lines = fields_of(one)
    assert [line["label"] for line in lines] == [f"Made-up line {n}" for n in range(1, 8)]
    assert [option["label"] for option in lines[0]["options"]] == [
        "1: Very inaccurate", "2", "3", "4", "5", "6", "7: Very accurate", "I leave this out",
    ]  # fmt: skip
    answered(one, **{str(n): 7 for n in range(1, 8)})
    records = {"me": one.journal.read().records}
    # The paper's key: items 1, 3 and 5 are reversed, so that sevens everywhere are no seven.
    assert scores(one.activity, records)["psychological-safety"]["me"] == pytest.approx((4 * 7 + 3 * 1) / 7)


def record(seq: int, event: str, reach: Any, **value: Any) -> Record:
    return Record(seq, "", "giving", event, value, reach, "w")


def test_rows_are_what_travelled_and_what_the_card_would_take(walker: Walker) -> None:
    steps = {step.id: [field.id for field in step.fields] for step in flow.steps_of(walker.activity)}
    threes = {step: dict.fromkeys(ids, "3") for step, ids in steps.items() if step.startswith("lines")}
    ones = {step: dict.fromkeys(ids, "1") for step, ids in steps.items() if step.startswith("lines")}

    def said(answers: dict[str, dict[str, str]], reach: str = "count") -> list[Record]:
        return [record(n, "commit", reach, step=step, answers=given) for n, (step, given) in enumerate(answers.items())]

    journals = {
        "ada": said(ones),
        "bo": said(threes, "mine"),
        "cy": said({"lines-1": threes["lines-1"] | {"trust-1": "9"}}),
        "di": [record(1, "unfold", "count", step="lines-1"), *said(threes)],
        "ed": said({step: dict.fromkeys(ids, OUT) for step, ids in threes.items()}),
    }
    found = keyed(walker.activity, journals)
    assert sorted(found) == ["ada", "di"]
    assert found["ada"]["trust-1"] == 1
    assert found["ada"]["trust-4"] == 5, "turned round by the key"
    assert set(found["di"]) == set(threes["lines-2"]), "the door that was taken first counts"
    assert scores(walker.activity, {"di": journals["di"]})["trust"] == {}, "too few answers"


PUBLISHED = '\n[pulse.published]\nagreeableness = { value = 4.64, source = "2,709 people (Nobody and Noone 1990)" }\n'


def test_what_was_published_stands_beside_the_group_s_own_figure_and_nowhere_before_it(tmp_path: Path) -> None:
    asked = 'scales = ["agreeableness", "openness"]'
    one = Walker(survey("ipip-bfi", more=asked + PUBLISHED), tmp_path / "1-some")
    assert "Noone" not in json.dumps([one.card().card(), one.card().folded(), answered(one)])
    group = next(step for step in flow.steps_of(one.activity) if step.id == "group")
    drawn = {"title": "We", "sentence": "", "axis": {"min": 1, "max": 6, "label": ""}, "point": 4}
    beside, without = group.scene(Known(figures={"pulse/agreeableness": drawn, "pulse/openness": drawn}))
    assert (beside["published"]["value"], without["published"]) == (4.64, None)
    assert "Nobody and Noone 1990" in beside["published"]["source"]
    assert beside["table"]["rows"][-1] == ["Published", 4.64]
    [withheld] = group.scene(Known(figures={"pulse/agreeableness": {"title": "Not shown yet"}}))
    assert withheld["published"] is None


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("4.64", "7", "must lie from 1 to 6"),
        (" 1990", "", "“source” must say who was asked"),
        ("[pulse", 'before = "giving"\n[pulse', "with “before” the group sees a change"),
        ("agreeableness", "hope", "there is no such key as “hope”"),
    ],
)
def test_what_can_t_stand_beside_it_is_named(tmp_path: Path, old: str, new: str, says: str) -> None:
    with pytest.raises(KithError, match=says):
        survey("ipip-bfi", more=PUBLISHED.replace(old, new, 1)).write(tmp_path)


def journals_of(tmp_path: Path, planted: dict[str, dict[str, int | None]]) -> dict[str, tuple[Record, ...]]:
    """What is collected of learners who gave these answers through their cards."""
    found = {}
    for learner, answers in planted.items():
        one = Walker(SURVEY, tmp_path / learner / "1-some")
        answered(one, **{id.replace("-", "_"): value for id, value in answers.items()})
        found[learner] = read_records(one.journal.travelling).records
    return found


def test_what_a_cohort_planted_comes_out_of_its_journals_and_leaves_as_figures_only(tmp_path: Path) -> None:
    activity = SURVEY.write(tmp_path / "definition")
    planted = alone.answers(gather(12, seed=4), GIVING)
    journals = journals_of(tmp_path, planted)
    asked = [id for scale in ("trust", "altruism") for id in GIVING.scales[scale]]
    keyed_here = {who: only(GIVING.keyed(answers), asked) for who, answers in planted.items()}
    assert keyed(activity, journals) == keyed_here
    for asked in PRIMITIVES["survey"].asked(activity, {}):
        scale = asked.id.removeprefix("giving/")
        found = asked.release(asked.answers(journals))[asked.id]
        means = [scale_score(GIVING.scales[scale], keyed_here[who]) for who in planted]
        assert found["point"] == pytest.approx(fmean(one for one in means if one), abs=0.06), "to a tenth"
        assert found["title"] == f"{scale.capitalize()} lies at {found['point']:g} on average, on a scale from 1 to 5"
        assert all(1 <= one["low"] <= found["point"] <= one["high"] <= 5 for one in found["intervals"])
        few = asked.release(asked.answers(dict(sorted(journals.items())[:5])))[asked.id]
        assert few["title"] == "Not shown yet"
        assert "point" not in few


def only(answers: dict[str, float], asked: list[str]) -> dict[str, float]:
    return {id: answers[id] for id in asked if id in answers}


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('"ipip-giving"', '"ipip"', 2, "instrument is 'ipip': give it one of \"brs\", \"ease\""),
        ('"ipip-giving"', '"edmondson"', 2, "“scales” must be different ones of psychological-safety"),
        ('instrument = "ipip-giving"', "", 2, "“instrument” is missing"),
        ('["trust", "altruism"]', '["trust", "hope"]', 2, "“scales” must be different ones of trust, altruism"),
        ('["trust", "altruism"]', "[]", 2, "a scale is asked whole"),
        ('"count"', '"facilitator"', 2, "“reach” must be count or mine"),
        ("ask = ", "asks = ", 2, "there is no such key as “asks”"),
        ('care = ["Leave out names."]', "", 2, "“care” is missing"),
        ("ask = ", '[giving.wording]\ntrust-1 = "x"\nask = ', 9, "has its own words"),
    ],
)  # fmt: skip
def test_a_slip_is_named_with_the_line_of_its_table(tmp_path: Path, old: str, new: str, line: int, says: str) -> None:
    text = dedent(SURVEY.definition).replace(old, new, 1)
    path = tmp_path / "prompts.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KithError) as error:
        load_prompts(path)
    assert says in str(error.value)
    assert str(error.value).startswith(f"{path}, line {line}: [")


@pytest.mark.parametrize(
    ("more", "says"),
    [("", "only the key of “brs” is here"), ('[pulse.wording]\n1 = "x"', "“2” is missing")],
)  # fmt: skip
def test_words_that_lack_are_named(tmp_path: Path, more: str, says: str) -> None:
    with pytest.raises(KithError, match=says):
        survey("brs", more=more).write(tmp_path)


def test_the_page_on_surveys_names_each_scale_that_describes_a_group() -> None:
    page = (Path(__file__).parents[2] / "docs" / "primitives" / "survey.md").read_text(encoding="utf-8")
    assert all(f"`{id}`" in page for id in names() if load(id).of_group)


def test_ease_before_and_after_is_the_change_of_those_who_answered_both_and_no_mean_beside_it(tmp_path: Path) -> None:
    activity = survey("ease", more='before = "0-welcome/pulse"').write(tmp_path)
    [asked] = PRIMITIVES["survey"].asked(activity, {})
    assert asked.figures == ("pulse/ease/change",)

    def said(n: int, prompt: str, ease: int) -> Record:
        value = {"step": "lines-1", "answers": {"ease": str(ease)}}
        return replace(record(n, "commit", "count", **value), prompt=prompt)

    journals: dict[str, tuple[Record, ...]] = {
        f"{n:02}": (said(1, "0-welcome/pulse", 2 + n % 3), said(2, "pulse", 4 + n % 2)) for n in range(12)
    }
    both = asked.answers(journals)
    assert both == {f"{n:02}": (2 + n % 3, 4 + n % 2) for n in range(12)}
    once = {"first": (said(1, "0-welcome/pulse", 1),), "last": (said(1, "pulse", 7),)}
    assert asked.answers({**journals, **once}) == both
    found = asked.release(both)["pulse/ease/change"]
    rose = fmean(after - before for before, after in both.values())
    assert (found["point"], found["title"]) == (rose, f"“Ease” rose by {rose:g} points")
    interval, _ = found["intervals"]
    assert interval["low"] <= rose <= interval["high"]
    few = asked.release(dict(sorted(both.items())[:5]))["pulse/ease/change"]
    assert "point" not in few
    group = next(step for step in flow.steps_of(activity) if step.id == "group")
    [scene] = group.scene(Known(figures={"pulse/ease/change": found, "pulse/ease": few}))
    assert scene["title"] == found["title"]


def test_a_line_with_two_answers_is_told_as_a_share_and_its_change_in_percentage_points(tmp_path: Path) -> None:
    once, twice = (survey("kept-back", more=more).write(tmp_path) for more in ("", 'before = "tap-1"'))
    [first], [again] = (PRIMITIVES["survey"].asked(one, {}) for one in (once, twice))
    found = first.release({f"{n:02}": float(n % 5 == 0) for n in range(20)})["pulse/kept-back"]
    assert (found["point"], found["axis"]["max"]) == (20, 100)
    assert found["title"] == "“I kept one to myself”: about 20 of every 100 of us say so"
    fell = again.release({f"{n:02}": (1.0, float(n % 2)) for n in range(20)})["pulse/kept-back/change"]
    assert (fell["point"], fell["axis"]["min"]) == (-50, -100)
    assert fell["title"] == "“Kept back” fell by 50 percentage points"


def test_a_step_that_was_in_the_way_is_one_of_those_that_were_taken(tmp_path: Path) -> None:
    named = 'steps = [{ id = "story", label = "Telling" }, { id = "note", label = "Stamping" }]'
    sample = survey("ease", more=f'{named}\nchanges = [{{ id = "times", label = "Other times" }}]')
    assert PRIMITIVES["survey"].recalls(sample.write(tmp_path / "1-some")) == ("story", "note")

    def asked(earlier: Any) -> dict[str, list[str]]:
        walker = Walker(sample, tmp_path / f"{len(earlier)}" / "1-some", Around(earlier=lambda: earlier))
        aheads = [state["ahead"] for state in states_along(walker.card()) if state["ahead"]]
        fields = [field for ahead in aheads for field in ahead["fields"] if field["id"] in ("step", "change")]
        assert all(field["reach"]["kind"] == "facilitator" for field in fields)
        return {field["id"]: [option["label"] for option in field["options"]] for field in fields}

    told = {"story": (Earlier("2027-01-01T10:00:00Z", (("A story", "I told it."),)),), "note": ()}
    assert asked(told) == {"step": ["Telling", "Another one"], "change": ["Other times"]}
    assert asked({}) == {"change": ["Other times"]}


TOOK = "\n    [giving.took]\n    label = 'About how many minutes was it?'\n    most = 240\n"
TIMED = replace(SURVEY, definition=f"{SURVEY.definition}{TOOK}")


def after(folder: Path, minutes: int | None) -> Walker:
    """Somebody who came to the end, and said how long it took them, or not."""
    walker = Walker(TIMED, folder / "1-some")

    def choose(ahead: Any) -> dict[str, Any]:
        if ahead["id"] != "took" or minutes is None:
            return {"do": "next", "step": ahead["id"], "away": True}
        [field] = ahead["fields"]
        assert (field["kind"], field["min"], field["max"], field["step"]) == ("number", 0, 240, 5)
        return {"do": "commit", "step": "took", "answers": {"took": minutes}}

    assert [*states_along(walker.card(), choose)]
    return walker


def test_how_many_minutes_it_took_can_be_said_or_not_and_the_cohort_sees_the_mean(tmp_path: Path) -> None:
    went = [after(tmp_path / str(place), said) for place, said in enumerate((20, 35, 50, 90, 120, 240, None))]
    sent = {f"l{place}": read_records(walker.journal.travelling).records for place, walker in enumerate(went)}
    said = [one for one in sent["l0"] if one.event == "commit"]
    assert [(one.value["answers"], one.reach) for one in said] == [({"took": 20}, "count")]
    *_, took = PRIMITIVES["survey"].asked(went[0].activity, {})
    answers = took.answers(sent)
    assert answers == {"l0": 20, "l1": 35, "l2": 50, "l3": 90, "l4": 120, "l5": 240}
    [figure] = took.release(answers).values()
    assert figure["title"] == f"It took us {figure['point']:g} minutes on average"
    assert figure["point"] == pytest.approx(fmean(answers.values()), abs=5)
    [few] = took.release({who: answers[who] for who in list(answers)[:5]}).values()
    assert few["short"]
    with pytest.raises(Refused, match="240"):
        after(tmp_path / "long", 300)
