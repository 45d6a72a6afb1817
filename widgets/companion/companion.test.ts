// What the companion may run, what it says, and that it leaves a page as it found it.
import { describe, expect, it, vi } from "vitest";
import { begin } from "./begin";
import { offerDesk } from "./desk";
import { formOf, promptOf } from "./forms";
import { folding } from "./folding";
import type { App, Cell, Lab, MainMenu, Panel } from "./lab";
import { openBeside } from "./links";
import { plugin } from "./plugin";
import { saveInTurn, saveModule } from "./saving";
import type { Page } from "./page";
import { speaker } from "./words";

const LIMIT = 140; // letters of a notification that JupyterLab shows

describe("a cell's form", () => {
  it("is known by its whole source", () => {
    expect(formOf('import kith_exercises\n\nkith = kith_exercises.open("0-welcome/welcome")', true)).toBe("open");
    expect(formOf('kith.fold("being-seen")', true)).toBe("show");
    expect(formOf('kith.player("spatial_dilemma.2")', true)).toBe("show");
    expect(formOf("kith.status()", true)).toBe("show");
    expect(formOf('kith.complete("story", "tell")', true)).toBe("show");
    expect(promptOf('kith.fold("being-seen")')).toBe("being-seen");
    expect(promptOf('kith.activity("story", "tell")')).toBe("story");
  });

  it.each([
    'kith.fold("a")\nimport os',
    'kith.fold("a"); print()',
    'kith.fold("a") ',
    'kith.fold("a"\n)',
    'kith.fold("a" + b)',
    'kith.fold("a\\"b")',
    'kith._find("a")',
    'kith.journal("a")',
    'kith.journal.write("a")',
    'kith.fold("../a")',
    'kith.status("a")',
    'kith.fold("a", "b")',
    'kith.activity("a", "b", "c")',
    'kith.activity("a","b")',
    'kith.activity("a", "../b")',
    "kith.fold()",
    "kith.status() ",
    "kith.fold('a')",
    'x = kith.fold("a")',
    '# first\nkith.fold("a")',
    'kith.fold("a")\n',
    'import kith_exercises\n\nkith = kith_exercises.open("a/b")\nprint(1)',
    'import kith_exercises as k\n\nkith = k.open("a/b")',
    'import kith_exercises\n\nkith = kith_exercises.open("a/b/c")',
    'import kith_exercises\n\nkith = kith_exercises.open("../b")',
    'import kith_exercises\n\nkith = kith_exercises.open("a/..")',
    'import kith_exercises\n\nkith = kith_exercises.open("./b")',
    'import kith_exercises\n\nkith = kith_exercises.open("-a/b")',
    "print('hello')",
    "",
  ])("is not Kith's when anything else is in it: %j", (source) => {
    expect(formOf(source, true)).toBe("changed");
    expect(formOf(source, false)).toBe("other");
  });
});

describe("the companion's words", () => {
  it("follow the language, the number and the way of listing", () => {
    expect(speaker("en")("ready", { n: 1 })).toBe("The question of this page is ready.");
    expect(speaker("en")("ready", { n: 1200 })).toContain("1,200 questions");
    expect(speaker("de")("begin")).toBe("Beginnen");
    expect(speaker("en")("unsaved", { pages: ["a.ipynb", "b.ipynb"] })).toContain("a.ipynb and b.ipynb could");
    expect(speaker("de")("unsaved", { pages: ["a.ipynb", "b.ipynb"] })).toContain("a.ipynb und b.ipynb");
    expect([speaker("de").language, speaker("de").direction]).toEqual(["de", "ltr"]);
  });

  it("are English where the language is not known, and keep what people wrote", () => {
    expect(speaker("xx")("begin")).toBe("Begin");
    expect(speaker("toString")("begin")).toBe("Begin");
    expect(speaker("xx").language).toBe("en");
    expect(speaker("en")("unsaved", { pages: "{name} $& <b>" })).toContain("{name} $& <b>");
  });

  const module = "2-difficult-messages";
  const pages = ["difficult-talks.ipynb"];
  it.each(["en", "de"])("fit into a notification in %s", (language) => {
    const say = speaker(language);
    const told = [
      say("ready", { n: 12 }),
      say("unsaved", { pages }),
      say("unsettled", { pages }),
      say("noServer"),
      ...(["fetchNow", "submitNow", "fetch_feedbackNow", "handedOn", "serverFailed"] as const).map((key) => say(key, { module })),
    ];
    expect(told.filter((sentence) => sentence.length > LIMIT)).toEqual([]);
  });

  it("name JupyterLab's menus as JupyterLab does, in every language", () => {
    for (const say of ["en", "de"].map(speaker)) {
      expect(say("noKernel")).toMatch(/[“„]Restart Kernel…[”“]/);
      expect(say("noKith")).toMatch(/[“„]Change Kernel…[”“]/);
      expect(say("unsaved", { pages })).toMatch(/[“„]Save Notebook[”“]/);
    }
  });
});

// ---- a page of JupyterLab's, as far as the companion asks for it ---------------------------------------------

const signal = { connect: () => true, disconnect: () => true };

function widget(): Cell {
  const node = document.createElement("div");
  const model = { id: "a", type: "code", sharedModel: { getSource: () => 'kith.fold("a")' }, getMetadata: () => undefined };
  return {
    node, model, isDisposed: false, isVisible: true, parent: null, disposed: signal, inputHidden: false,
    addClass: (name) => node.classList.add(name),
    removeClass: (name) => node.classList.remove(name),
    fit() {}, dispose() {},
  };
}

let press = (): void => {};
class Button {
  static made: Cell[] = [];
  constructor({ onClick }: { onClick(): void }) {
    press = onClick;
    const made = Object.assign(widget(), { pressed: false });
    Button.made.push(made);
    return made;
  }
}

const panelOf = (cells: Cell[]): Panel =>
  Object.assign(widget(), {
    content: Object.assign(widget(), { widgets: cells, modelContentChanged: signal }),
    toolbar: { insertItem: () => true },
  }) as unknown as Panel;
const lab = { ToolbarButton: Button } as unknown as Lab;

describe("folding", () => {
  it("folds a cell once, so that one opened by hand stays open, and leaves all as it was found", () => {
    const [open, folded] = [widget(), widget()];
    folded.inputHidden = true;
    const code = folding(lab, panelOf([open, folded]), speaker("de"));
    const [mark] = Button.made.slice(-1);
    expect([mark?.node.lang, mark?.node.dir]).toEqual(["de", "ltr"]);
    code.apply();
    expect([open.inputHidden, folded.inputHidden]).toEqual([true, true]);
    folded.inputHidden = false;
    code.apply();
    expect(folded.inputHidden).toBe(false);
    press();
    expect([open.inputHidden, folded.inputHidden]).toEqual([false, false]);
    press();
    expect([open.inputHidden, folded.inputHidden]).toEqual([true, true]);
    open.node.classList.add("kith-stale");
    code.dispose();
    expect([open.inputHidden, folded.inputHidden]).toEqual([false, true]);
    expect([open.node.className, folded.node.className]).toEqual(["", ""]);
  });
});

describe("the plugin", () => {
  it("works again after it was put away", () => {
    const tracker = { widgetAdded: signal, forEach() {} };
    const made = plugin({ option: () => "en" } as unknown as Lab, ".a {}") as { activate(...with_: unknown[]): void; deactivate(): void };
    const sheets = (): number => document.head.querySelectorAll("style").length;
    const before = sheets();
    for (let round = 0; round < 2; round++) {
      let listening = 0;
      tracker.widgetAdded = { connect: () => Boolean(++listening), disconnect: () => true };
      made.activate({}, tracker, null);
      expect([sheets(), listening]).toEqual([before + 1, 1]);
      made.deactivate();
      expect(sheets()).toBe(before);
    }
  });
});

describe("what could not be drawn", () => {
  const failing = (output: object | undefined): Cell => {
    const cell = widget();
    const outputs = { length: output ? 1 : 0, get: () => ({ type: "error", data: {}, toJSON: () => ({ output_type: "error", ...output }) }) };
    return Object.assign(cell, { model: { ...cell.model, outputs } });
  };
  const panel = { sessionContext: { ready: Promise.resolve(), session: { kernel: { status: "idle" } } } } as unknown as Panel;
  const reply = { execute: () => Promise.resolve({ content: { status: "error" } }) } as unknown as Lab;
  it.each([
    [{ ename: "KithError", evalue: "There is no prompt “a”." }, "“a” could not be drawn. There is no prompt “a”. Press"],
    [{ ename: "ValueError", evalue: "secret" }, "“a” could not be drawn. Python says ValueError. Press"],
    [undefined, "“a” could not be drawn. It was interrupted. Press"],
  ])("is said in whole sentences: %j", async (output, words) => {
    const cells = [{ cell: failing(output), form: "show", name: "a" }] as const;
    const { faults } = await begin(reply, panel, cells, speaker("en"), () => {});
    expect(faults.join(" ")).toContain(words);
  });
});

describe("saving before a submission", () => {
  const pageOf = (path: string, saves: () => boolean): Page & { readonly saved: () => number } => {
    let times = 0;
    const model = { dirty: true };
    const save = (): Promise<void> => {
      times++;
      model.dirty = !saves();
      return Promise.resolve();
    };
    const panel = Object.assign(panelOf([]), { context: { path, model, save, ready: Promise.resolve() } });
    return { panel, module: "1-a", renew() {}, dispose() {}, saved: () => times };
  };

  it("waits for words that the kernel has not got, and saves them after that", async () => {
    const page = pageOf("learner/1-a/page.ipynb", () => true);
    page.panel.node.innerHTML = '<div class="kith" data-waiting></div>';
    const done = saveModule([page], "1-a");
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(page.saved()).toBe(0);
    page.panel.node.firstElementChild?.removeAttribute("data-waiting");
    expect(await done).toBeUndefined();
    expect(page.saved()).toBe(1);
  });

  it("names the file that does not get saved, and looks at no other module", async () => {
    const [page, other] = [pageOf("learner/1-a/page.ipynb", () => false), pageOf("b.ipynb", () => true)];
    expect(await saveModule([page, { ...other, module: "2-b" }], "1-a")).toEqual({ why: "unsaved", pages: ["page.ipynb"] });
    expect(other.saved()).toBe(0);
  });
});

describe("saves of one notebook", () => {
  it("follow each other, those that are asked for meanwhile as one, and a failed one holds up none", async () => {
    const saves: { done(): void; fail(): void }[] = [];
    const save = (): Promise<void> => new Promise((done, fail) => saves.push({ done, fail: () => fail(new Error("no")) }));
    const context = { path: "", model: { dirty: true }, ready: Promise.resolve(), save };
    saveInTurn(context);
    const [one, two, three] = [context.save(), context.save(), context.save()];
    expect(saves.length).toBe(1);
    saves[0]?.fail();
    await expect(one).rejects.toThrow("no");
    await vi.waitFor(() => expect(saves.length).toBe(2));
    const four = context.save();
    saves[1]?.done();
    await Promise.all([two, three]);
    await vi.waitFor(() => expect(saves.length).toBe(3));
    saves[2]?.done();
    await four;
    expect(saves.length).toBe(3);
  });
});

describe("the way to the marking desk", () => {
  const offered = (teaches: string): { there: string[]; leave(): void } => {
    const there: string[] = [];
    const added = (what: string) => ({ dispose: () => void there.splice(there.indexOf(what), 1) });
    const lab = {
      option: () => teaches,
      Menu: class {
        title = { label: "" };
        addItem = ({ command }: { command: string }): number => there.push(`item ${command}`);
        dispose = (): void => void there.splice(there.findIndex((one) => one.startsWith("item")), 1);
      },
    } as unknown as Lab;
    const commands = { addCommand: (id: string) => (there.push(id), added(id)) };
    const app = { commands, serviceManager: { serverSettings: { baseUrl: "/" } } } as unknown as App;
    const gone = new AbortController();
    offerDesk(lab, app, { addMenu() {} } as MainMenu, null, speaker("en"), gone.signal);
    return { there, leave: () => gone.abort() };
  };

  it("is there for whoever teaches, and goes with the companion", () => {
    const { there, leave } = offered("true");
    expect(there).toEqual(["kith:desk", "item kith:desk"]);
    leave();
    expect(there).toEqual([]);
  });

  it("is not there for anybody else", () => expect(offered("false").there).toEqual([]));
});

describe("a card's link to another page", () => {
  const opened: string[] = [];
  const app = { commands: { execute: (id: string, { path }: { path: string }) => (opened.push(`${id} ${path}`), Promise.resolve()) } } as unknown as App;
  const node = document.createElement("div");
  const stop = openBeside(app, { node, context: { path: "kith/1-empathy/before.ipynb" } } as unknown as Panel);
  document.body.append(node);

  /** Whether the browser was kept from following the link by itself. */
  function kept(href: string, keys: MouseEventInit = {}, place = "kith"): boolean {
    node.innerHTML = `<div class="${place}"><a><b>To</b></a></div>`;
    node.querySelector("a")?.setAttribute("href", href);
    const click = new MouseEvent("click", { bubbles: true, cancelable: true, ...keys });
    return !(node.querySelector("b") as HTMLElement).dispatchEvent(click);
  }

  it("opens it beside this one, by its place in the folder", () => {
    expect([kept("during.ipynb"), kept("../0-welcome/a%20page%3F.ipynb")]).toEqual([true, true]);
    expect(opened).toEqual(["docmanager:open kith/1-empathy/during.ipynb", "docmanager:open kith/0-welcome/a page?.ipynb"]);
  });

  it("is the browser's where it leads elsewhere, or was asked for another window", () => {
    const elsewhere = ["https://example.org/a.ipynb", "/a.ipynb", "#top", "a.html", "javascript:a.ipynb"];
    expect(elsewhere.map((href) => kept(href))).toEqual(elsewhere.map(() => false));
    expect([kept("a.ipynb", { ctrlKey: true }), kept("a.ipynb", { button: 1 }), kept("a.ipynb", {}, "text")]).toEqual([false, false, false]);
    expect(opened).toHaveLength(2);
    stop();
    expect(kept("during.ipynb")).toBe(false);
  });
});
