import { beforeEach, describe, expect, it, vi } from "vitest";
import { difference } from "../host/difference";
import { levelName } from "../kit/feedback";
import { change } from "../kit/change";
import { store } from "../store";
import type { ReflectionStage } from "../reflection";
import type { Criterion, ReflectionState } from "../types";
import { inPlace } from "./criteria";
import { named } from "./history";
import { inherit } from "./keeper";
import { selfAssessment } from "./self";
import { sentences } from "./sentences";
import { begun, drawer } from "./unfolding";

beforeEach(() => localStorage.clear());

describe("the sentences of a text", () => {
  it.each([
    ["I asked. She nodded.", ["I asked.", "She nodded."]],
    ["“Really?” she said. (I laughed.) Then we left…", ["“Really?”", "she said.", "(I laughed.)", "Then we left…"]],
    ["One line\nanother line\n\n\nand a third", ["One line", "another line", "and a third"]],
    ["It cost 3.50 and no more.", ["It cost 3.50 and no more."]],
    ["彼女は笑った。私も。", ["彼女は笑った。", "私も。"]],
    ["هل فهمت؟ لا أعرف.", ["هل فهمت؟", "لا أعرف."]],
    ["Same. Same.", ["Same."]],
    [" \n ", []],
    ["", []],
  ])("of %j are %j", (text, found) => expect(sentences(text)).toEqual(found));

  it("begin with what is selected, if it stands there", () => {
    expect(sentences("I asked. She nodded.", " asked. She ")).toEqual(["asked. She", "I asked.", "She nodded."]);
    expect(sentences("I asked.", "elsewhere")).toEqual(["I asked."]);
  });

  it("each stand in the text as they are", () => {
    const text = "A b.  C\t d?\r\n e! “F.” g";
    for (const one of sentences(text)) expect(text).toContain(one);
  });
});

describe("a difference on a page without a kernel", () => {
  const texts = ["", "I was tired.", "I was wrong.", "Then, I was tired and wrong. \n\nYes.", "Yes.", "🤝 שלום"];
  it("tells both texts, whatever they are", () => {
    for (const first of texts)
      for (const last of texts) {
        const parts = difference(first, last);
        const joined = (kind: string): string => parts.filter(([one]) => one === "same" || one === kind).map(([, text]) => text).join("");
        expect([joined("gone"), joined("new")]).toEqual([first, last]);
      }
  });

  it("leaves what stayed, and tells what went before what came", () =>
    expect(difference("I was tired.", "I was quite wrong.")).toEqual([["same", "I was "], ["gone", "tired"], ["new", "quite wrong"], ["same", "."]]));
});

describe("a change between two versions", () => {
  it("says in words what its lines show", () => {
    const drawn = change([["same", "I was "], ["gone", "tired"], ["new", "<b>wrong</b>"]]);
    expect(drawn.querySelector("del")?.textContent).toBe(" [went: tired ] ");
    expect(drawn.querySelector("ins")?.textContent).toBe(" [came: <b>wrong</b> ] ");
    expect(drawn.querySelector("b")).toBeNull();
  });
});

describe("criteria", () => {
  const levels = [{ points: 0, label: "No", text: "" }, { points: 2, label: "Yes", text: "" }];
  const mine = [{ points: 0, label: "None", text: "" }, { points: 2, label: "All", text: "" }];
  const all = ["a", "b"].map((id) => ({ id, title: id, asks: "?", levels, mine }));
  it("have mine in the place of one, at its points", () => {
    const swapped = { replaces: "b", title: "Courage", good: "It dares.", at: "" };
    expect(inPlace(all, swapped)).toEqual([all[0], { ...all[1], title: "Courage", asks: "It dares.", levels: mine }]);
    expect(inPlace(all, { ...swapped, replaces: "gone" })).toEqual(all);
    expect(inPlace(all, null)).toEqual(all);
  });

  it("name a level, and the two that points lie between", () => {
    expect([0, 1, 2, 3].map((points) => levelName(levels, points))).toEqual(["No", "Between “No” and “Yes”", "Yes", "Yes"]);
    expect(levelName([], 1)).toBe("");
  });
});

describe("what was begun in this browser", () => {
  it("stays until it is kept, word for word", () => {
    const drawer = store("begun");
    drawer.set("Half a ");
    expect([begun(drawer, undefined), begun(drawer, "Another.")]).toEqual(["Half a ", "Another."].map(() => "Half a "));
    expect([begun(drawer, "Half a"), drawer.get()]).toEqual([null, null]);
  });

  it("counts as kept once all of it is", () => {
    const drawer = store("begun");
    drawer.set({ verdict: "adopted", because: "" });
    expect(begun(drawer, { verdict: "adapted", because: "", at: "now" })).not.toBeNull();
    expect(begun(drawer, { verdict: "adopted", because: "", at: "now" })).toBeNull();
    expect(begun(drawer, null)).toBeNull();
  });
});

describe("the versions to choose from", () => {
  it("are each called something else", () => {
    const versions = [false, false, true].map((submitted, i) => ({ draft: i, at: "2020-01-02T09:00:00.000Z", submitted, mine: false }));
    expect(new Set(named(versions)).size).toBe(3);
    expect(named(versions)[2]).toMatch(/as I submitted it$/);
  });
});

describe("a drawer", () => {
  it("is one for all who ask, also where the browser keeps nothing", () => {
    const refuse = (): never => {
      throw new Error("refused");
    };
    vi.stubGlobal("localStorage", { getItem: refuse, setItem: refuse, removeItem: refuse });
    const stage = { card: { key: "refused" } } as ReflectionStage;
    drawer(stage, "reply").set("Half a ");
    expect(drawer(stage, "reply").get()).toBe("Half a ");
    expect(drawer({ ...stage }, "reply").get()).toBeNull();
    vi.unstubAllGlobals();
  });

  it("holds what was begun while the prompt had another id, and replaces nothing", () => {
    const [now, others, former, formerOthers] = ["now", "now:other", "former", "former:other"].map((name) => store(name)) as [ReturnType<typeof store>, ReturnType<typeof store>, ReturnType<typeof store>, ReturnType<typeof store>];
    former.set({ text: "Unsent.", bases: [""], at: "" });
    inherit(now, others, former, formerOthers);
    expect([now.get(), others.get(), former.get()]).toEqual([{ text: "Unsent.", bases: [""], at: "" }, null, null]);
    former.set({ text: "Older.", bases: [""], at: "then" });
    formerOthers.set([{ text: "Aside.", at: "" }]);
    inherit(now, others, former, formerOthers);
    expect(now.get()).toMatchObject({ text: "Unsent." });
    expect(others.get()).toEqual([{ text: "Aside.", at: "" }, { text: "Older.", at: "then" }]);
  });
});

describe("how I see my own text", () => {
  const criteria = ["one", "two", "three"].map((id): Criterion => ({ id, title: id, asks: "?", levels: [{ points: 0, label: "No", text: "" }, { points: 1, label: "Yes", text: "" }], mine: null }));
  const stage = { card: { key: "self", reach: { kind: "facilitator", sentence: "Read." } }, live: { say: () => undefined } } as unknown as ReflectionStage;
  const at = (self: ReflectionState["self"]): ReflectionState => ({ text: "I asked.", self }) as ReflectionState;
  const level = (criterion: string, there = true): ReflectionState["self"][number] => ({ criterion, points: 1, sentence: "I asked.", at: "2026-11-20T12:03:04Z", there });
  const shown = () => {
    const part = selfAssessment(stage, () => ({ whole: "I asked.", selected: "" }));
    const folds = (): HTMLDetailsElement[] => [...part.element.querySelectorAll("summary[data-focus]")].map((one) => one.parentElement as HTMLDetailsElement);
    return { part, folds, open: () => folds().map((one) => one.open), said: () => folds().map((one) => one.querySelector("summary")?.textContent?.trim()) };
  };

  it("opens one criterion after the other, and nothing by itself while words are typed", () => {
    const { part, folds, open } = shown();
    part.follow(at([]), criteria);
    expect(open()).toEqual([true, false, false]);
    part.follow(at([level("one")]), criteria);
    expect(open(), "what was set closes, and the next opens").toEqual([false, true, false]);
    for (const fold of folds()) fold.open = false;
    part.follow({ ...at([level("one")]), text: "I asked. More." }, criteria);
    expect(open(), "what somebody closed stays closed").toEqual([false, false, false]);
  });

  it("says at the level that its sentence is no longer in the text", () => {
    const { part, said } = shown();
    part.follow(at([level("one")]), criteria);
    expect(said()[0]).toBe("one Yes");
    part.follow(at([level("one", false)]), criteria);
    expect(said()[0]).toBe("one Yes (its sentence is no longer in your text)");
  });
});
