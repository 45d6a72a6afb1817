import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { autosave, type Saving } from "./autosave";
import { clock, inHundred, parseNumber } from "./format";
import { countWords } from "./kit/count";
import { heights } from "./kit/dots";
import { place } from "./kit/feedback";
import { fraction, moved, snap, ticks, valueAt } from "./kit/scale";
import { luminance } from "./kit/theme";
import { keeper } from "./reflection/keeper";
import { store } from "./store";
import type { Reply } from "./types";

describe("counting words", () => {
  it.each([
    ["", 0],
    ["   \n\t ", 0],
    ["one", 1],
    ["It's one's own - isn't it?", 5],
    ["... !! --", 0],
    ["naïve café 3.5 km", 4],
    ["مرحبا بالعالم", 2],
    ["🙂 hello 🙂", 1],
    ["我喜欢学习", 3],
  ])("finds in %j %i", (text, words) => expect(countWords(text)).toBe(words));

  it("counts 20,000 words within a blink", () => {
    const start = performance.now();
    expect(countWords("word ".repeat(20_000))).toBe(20_000);
    expect(performance.now() - start).toBeLessThan(200);
  });
});

describe("a scale", () => {
  const scale = { min: 0, max: 120, step: 5 };
  it.each([
    [null, "ArrowRight", 60],
    [null, "ArrowDown", 60],
    [null, "PageUp", 60],
    [null, "Home", 0],
    [null, "End", 120],
    [60, "ArrowRight", 65],
    [60, "ArrowDown", 55],
    [60, "PageUp", 70],
    [120, "ArrowUp", 120],
    [0, "PageDown", 0],
    [60, "a", null],
    [60, "Tab", null],
  ])("takes a mark at %s by %s to %s", (value, key, then) => expect(moved(scale, value, key)).toBe(then));

  it("snaps to its steps and stays within its ends", () => {
    expect(snap(scale, 62)).toBe(60);
    expect(snap({ min: 0, max: 1, step: 0.1 }, 0.3000001)).toBe(0.3);
    expect(valueAt(scale, 2)).toBe(120);
    expect(fraction(scale, -5)).toBe(0);
  });

  it.each([
    [0, 120, [0, 50, 100, 120]],
    [0, 100, [0, 25, 50, 75, 100]],
    [0, 3, [0, 1, 2, 3]],
    [-26, 26, [-26, 0, 26]],
  ])("writes few round figures under %i to %i", (min, max, some) => {
    const found = ticks({ min, max });
    expect(found.length).toBeLessThanOrEqual(6);
    for (const value of some) expect(found).toContain(value);
  });
});

describe("figures and times", () => {
  it.each([
    ["12", 12], ["1,5", 1.5], ["\u22123", -3], ["", null], ["12a", null], ["1e9", null], ["Infinity", null],
    ["1,200", 1200], ["12,000.5", 12000.5], ["1,234,567", 1234567], ["0,125", 0.125], ["1,2345", 1.2345],
  ])("reads %j as %s", (text, number) => expect(parseNumber(text)).toBe(number));
  it.each([[0.012, "1.2 in 100"], [0, "0 in 100"], [0.0001, "fewer than 0.1 in 100"], [0.5, "50 in 100"]])("says %d as %s", (share, text) =>
    expect(inHundred(share)).toBe(text),
  );
  it("gives the hour of today, with the day for any other", () => {
    const now = new Date(2026, 10, 22, 13, 0);
    expect(clock(new Date(2026, 10, 22, 12, 3).toISOString(), now)).toBe("12:03");
    expect(clock(new Date(2026, 10, 20, 9, 5).toISOString(), now)).toContain("20");
    expect(clock("never", now)).toBe("");
  });
  it("reads how light a colour is", () => {
    expect(luminance("rgb(255, 255, 255)")).toBeCloseTo(1);
    expect(luminance("rgb(17, 17, 17)")).toBeLessThan(0.1);
    expect(luminance("rgba(0, 0, 0, 0)")).toBeNull();
    expect(luminance("")).toBeNull();
  });
  it("piles equal values onto each other", () => expect(heights({ min: 0, max: 120 }, [51, 51, 80, 51])).toEqual([0, 1, 0, 2]));
  it("puts points that lie between two levels between them", () => {
    const levels = [0, 1, 2, 4].map((points) => ({ points, label: "", text: "" }));
    expect([0, 1, 1.5, 3, 4, 9].map((points) => place(levels, points))).toEqual([0, 1, 1.5, 2.5, 3, 3]);
  });
});

describe("autosave", () => {
  const ok: Reply<null> = { ok: true, at: "2026-11-22T12:03:00Z", state: null };
  let sent: string[] = [];
  let answers: ((reply: Reply<null>) => void)[] = [];
  let told: Saving<null>[] = [];
  const begin = (known = ""): ReturnType<typeof autosave<null>> =>
    autosave<null>(known, (text) => (sent.push(text), new Promise((answer) => answers.push(answer))), (saving) => told.push(saving));
  const kinds = (): string[] => told.map(({ kind }) => kind);

  beforeEach(() => {
    vi.useFakeTimers();
    [sent, answers, told] = [[], [], []];
  });
  afterEach(() => vi.useRealTimers());

  it("waits one second after the last key", () => {
    const saving = begin();
    saving.typed("a");
    vi.advanceTimersByTime(900);
    saving.typed("ab");
    vi.advanceTimersByTime(900);
    expect(sent).toEqual([]);
    vi.advanceTimersByTime(100);
    expect(sent).toEqual(["ab"]);
  });

  it("saves at once on leaving the field, and nothing when nothing changed", () => {
    const saving = begin("known");
    saving.flush();
    saving.typed("known!");
    saving.flush();
    expect(sent).toEqual(["known!"]);
  });

  it("has one save in flight, and says saved only of the text that stands", async () => {
    const saving = begin();
    saving.typed("a");
    saving.flush();
    saving.typed("ab");
    vi.advanceTimersByTime(5000);
    expect(sent).toEqual(["a"]);
    answers[0]?.(ok);
    await vi.advanceTimersByTimeAsync(0);
    expect(kinds()).not.toContain("saved");
    expect(sent).toEqual(["a", "ab"]);
    answers[1]?.(ok);
    await vi.advanceTimersByTimeAsync(0);
    expect(told.at(-1)).toMatchObject({ kind: "saved" });
    expect(saving.dirty()).toBe(false);
  });

  it("keeps a refused text dirty, so that the next key tries again", async () => {
    const saving = begin();
    saving.typed("a");
    saving.flush();
    answers[0]?.({ ok: false, why: "Not now." });
    await vi.advanceTimersByTimeAsync(0);
    expect(told.at(-1)).toEqual({ kind: "refused", why: "Not now." });
    expect(saving.dirty()).toBe(true);
  });
});

describe("what the browser keeps of a text", () => {
  beforeEach(() => localStorage.clear());

  const keeping = (kernelText: string): ReturnType<typeof keeper> => keeper(store("k"), store("k:other"), kernelText);

  it("continues the kernel's text, or one that was sent and never answered", () => {
    const keep = keeping("base");
    keep.typed("base and more");
    expect(keeping("base").newer()).toBe("base and more");
    keep.sent("base and more");
    keep.typed("base and more still");
    expect(keeping("base and more").newer()).toBe("base and more still");
    expect(keep.other()).toBeNull();
  });

  it("is only offered where the kernel's text went another way", () => {
    keeping("base").typed("mine");
    const keep = keeping("written elsewhere");
    expect([keep.newer(), keep.other()?.text]).toEqual([null, "mine"]);
  });

  it("offers a version that parted until it is let go, whatever is typed and saved meanwhile", () => {
    keeping("base").typed("mine");
    const keep = keeping("written elsewhere");
    keep.typed("written elsewhere!");
    keep.sent("written elsewhere!");
    keep.confirmed("written elsewhere!");
    const later = keeping("written elsewhere!");
    expect([later.newer(), later.other()?.text]).toEqual([null, "mine"]);
    later.letGo("mine");
    expect(localStorage.length).toBe(0);
  });

  it("holds several versions that parted, the oldest first, each once", () => {
    keeping("one").typed("mine");
    keeping("two").typed("mine too");
    const keep = keeping("three");
    keep.aside("mine too");
    expect(keep.other()?.text).toBe("mine");
    keep.letGo("mine");
    expect(keep.other()?.text).toBe("mine too");
    keep.letGo("mine too");
    expect(keep.other()).toBeNull();
  });

  it("goes once the kernel has it", () => {
    const keep = keeping("");
    keep.typed("text");
    expect(keeping("text").newer()).toBeNull();
    keep.typed("more");
    keep.confirmed("more");
    expect(localStorage.length).toBe(0);
  });

  it("survives lone surrogates, NUL and line separators", () => {
    const odd = "\ud800 \0 \u2028 \udfff";
    store("odd").set(odd);
    expect(store("odd").get()).toBe(odd);
  });

  it("stays in memory, and says so, where the browser keeps nothing", () => {
    const refuse = (): never => {
      throw new Error("quota");
    };
    vi.stubGlobal("localStorage", { getItem: refuse, setItem: refuse, removeItem: refuse });
    const drawer = store("full");
    drawer.set("text");
    expect([drawer.get(), drawer.lasting]).toEqual(["text", false]);
    vi.unstubAllGlobals();
  });

  it("ignores what somebody else left there", () => {
    for (const name of ["kith:k", "kith:k:other"]) localStorage.setItem(name, "{not json");
    expect([keeping("").newer(), keeping("").other()]).toEqual([null, null]);
    localStorage.setItem("kith:k:other", '[1, {"text": 2}, null]');
    expect(keeping("").other()).toBeNull();
  });
});
