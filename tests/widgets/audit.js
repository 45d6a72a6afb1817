// What the contract looks at inside a page. Every audit returns findings, one line each; none is what one wants.
(() => {
  const CONTROLS = "a[href], button, input, select, textarea, summary, [role=slider], [tabindex='0']";
  const NUMBER = /[-\u2212]?\d+(?:[.,]\d+)*/g;
  const roots = () => [...document.querySelectorAll(".kith")];
  const shown = (element) => element.checkVisibility({ checkOpacity: true, visibilityProperty: true });
  const all = (selector) => roots().flatMap((root) => [...root.querySelectorAll(selector)]).filter(shown);
  const name = (element) => {
    const state = element.closest("[data-state]")?.dataset.state ?? "";
    const words = (element.getAttribute("aria-label") ?? element.textContent ?? "").trim().slice(0, 40);
    return `${state} <${element.tagName.toLowerCase()}${element.type ? ` ${element.type}` : ""}> ${words}`;
  };
  const numbers = (text) => (text.match(NUMBER) ?? []).map((one) => Number(one.replace("\u2212", "-").replace(/,(?=\d{3}\b)/g, "")));

  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  /** A computed colour as red, green, blue and how opaque it is, whatever notation it is written in. */
  function rgba(colour) {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  }
  function luminance(colour) {
    const [r, g, b] = rgba(colour).map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }
  function contrast(one, other) {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  }
  /** The colour that lies behind an element: that of the nearest thing around it that is painted. */
  function ground(element) {
    for (let node = element.parentElement; node; node = node.parentElement) {
      const colour = getComputedStyle(node).backgroundColor;
      if (rgba(colour)[3] > 127) return colour;
    }
    return "white";
  }

  /** A control is told from its ground by its edge or by its fill; one of words alone is told by its words. */
  function faint() {
    return all("button, input, textarea, select, [role=slider]").flatMap((control) => {
      if (["radio", "checkbox"].includes(control.type)) return []; // drawn by the browser
      const style = getComputedStyle(control);
      const edge = parseFloat(style.borderTopWidth) > 0 && style.borderTopStyle !== "none" ? [style.borderTopColor] : [];
      const paints = [...edge, style.backgroundColor].filter((colour) => rgba(colour)[3] > 127);
      const best = Math.max(...paints.map((colour) => contrast(colour, ground(control))));
      return paints.length && best < 3 ? [`${name(control)}: ${best.toFixed(2)} of 3`] : [];
    });
  }

  /** The area that takes a click: a label counts for the box that it names. */
  function area(control) {
    const label = ["radio", "checkbox"].includes(control.type) ? control.closest("label") : null;
    return (label ?? control).getBoundingClientRect();
  }
  const middle = (box) => [box.x + box.width / 2, box.y + box.height / 2];
  /** How far the middle of a box lies from the nearest point of another. */
  function distance(box, other) {
    const [x, y] = middle(box);
    return Math.hypot(Math.max(other.left - x, 0, x - other.right), Math.max(other.top - y, 0, y - other.bottom));
  }
  const small = (box) => Math.min(box.width, box.height) < 23.9;
  /** Targets below 24 pixels whose circle of 24 meets another target, or the circle of another small one. */
  function targets() {
    const boxes = all(CONTROLS).filter((control) => control.tagName !== "A").map((control) => ({ control, box: area(control) }));
    const near = (a, b) => distance(a.box, b.box) < 12 || (small(b.box) && Math.hypot(...middle(a.box).map((at, i) => at - middle(b.box)[i])) < 24);
    return boxes
      .filter((one) => small(one.box) && boxes.some((other) => other !== one && !one.control.contains(other.control) && near(one, other)))
      .map(({ control, box }) => `${name(control)}: ${box.width.toFixed(0)} by ${box.height.toFixed(0)}`);
  }

  const scrolls = (element, root) => {
    for (let node = element.parentElement; node && node !== root; node = node.parentElement)
      if (["auto", "scroll"].includes(getComputedStyle(node).overflowX)) return true;
    return false;
  };
  const unseen = (element) => element.closest("[role=status]") !== null || getComputedStyle(element).clipPath !== "none";
  /** What sticks out of its widget sideways, and words that are cut off. */
  function overflow() {
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    return [
      ...(wide > 0 ? [`the page scrolls sideways by ${wide} pixels`] : []),
      ...roots().flatMap((root) => {
        const edge = root.getBoundingClientRect();
        return [...root.querySelectorAll("*")].filter(shown).filter((one) => !unseen(one)).flatMap((one) => {
          const box = one.getBoundingClientRect();
          const out = box.width > 0 && Math.max(edge.left - box.left, box.right - edge.right) > 1 && !scrolls(one, root);
          const cut = ["hidden", "clip"].includes(getComputedStyle(one).overflowX) && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 1;
          return out || cut ? [`${name(one)} ${out ? "sticks out" : "is cut off"}`] : [];
        });
      }),
    ];
  }

  /** Words in a picture that lie on each other. */
  function collisions() {
    return all("svg").flatMap((svg) => {
      const texts = [...svg.querySelectorAll("text")].filter(shown).map((text) => ({ text, box: text.getBoundingClientRect() }));
      return texts.flatMap((a, i) => texts.slice(i + 1).flatMap((b) => {
        const over = (low, high) => Math.min(a.box[high], b.box[high]) - Math.max(a.box[low], b.box[low]);
        return over("left", "right") > 1 && over("top", "bottom") > 3 ? [`${name(a.text)} lies on ${name(b.text)}`] : [];
      }));
    });
  }

  const alike = (one, other) => Math.abs(Math.abs(one) - Math.abs(other)) < 0.051;
  /** The figures of a table, and how far those of one row lie apart, in whole numbers. */
  function tabled(figure) {
    const rows = [...figure.querySelectorAll("tr")].map((row) => [...row.cells].flatMap((cell) => numbers(cell.textContent)));
    return rows.flatMap((row) => [...row, ...row.flatMap((one) => row.map((other) => Math.abs(Math.round(one) - Math.round(other))))]);
  }
  /** Pictures whose figures stand neither in the table behind them nor in the sentence above them. */
  function untabled() {
    return all("figure").filter((figure) => figure.querySelector("[role=img]")).flatMap((figure) => {
      const cells = tabled(figure);
      if (!cells.length) return [`${name(figure)}: no table with figures`];
      const told = [...cells, ...[...figure.querySelectorAll("h4, h4 ~ p")].flatMap((one) => numbers(one.textContent))];
      const drawn = [...figure.querySelectorAll("[role=img]")].flatMap((one) => numbers(one.getAttribute("aria-label") ?? ""));
      return drawn.filter((one) => !told.some((other) => alike(one, other))).map((one) => `${name(figure)}: ${one} is drawn and in no cell`);
    });
  }

  /** The thing that has the focus: what it is, and whether one can see that it has. */
  function focus() {
    const element = document.activeElement;
    if (!element || element === document.body || !element.closest(".kith")) return null;
    audit.stops ??= new Map();
    if (!audit.stops.has(element)) audit.stops.set(element, audit.stops.size);
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const inside = { left: Math.max(box.left, 0), right: Math.min(box.right, innerWidth), top: Math.max(box.top, 0), bottom: Math.min(box.bottom, innerHeight) };
    const top = document.elementFromPoint((inside.left + inside.right) / 2, (inside.top + inside.bottom) / 2);
    const ring = style.outlineStyle !== "none" ? parseFloat(style.outlineWidth) : 0;
    const faults = [
      ...(ring < 2 ? ["no ring"] : contrast(style.outlineColor, ground(element)) < 3 ? ["a faint ring"] : []),
      ...(top && (element.contains(top) || top.contains(element) || top.closest("label")?.contains(element)) ? [] : [`covered by <${top?.tagName}>`]),
    ];
    return { at: audit.stops.get(element), faults: faults.map((fault) => `${name(element)}: ${fault}`) };
  }

  const bare = () => roots().filter((root) => ![...root.querySelectorAll(CONTROLS)].some(shown)).map(name);
  const running = () => document.getAnimations().filter((one) => one.playState === "running").map((one) => name(one.effect.target));
  const unfold = (open = true) => document.querySelectorAll(".kith details").forEach((one) => { one.open = open; });
  const turn = (direction) => roots().forEach((root) => { root.dir = direction; });

  /** The first thing in a widget that stands open: a mark not placed, a choice not made, a field left empty. */
  function open(root) {
    const things = [...root.querySelectorAll("[role=slider], input:not([type=checkbox]), textarea")];
    const chosen = ({ name }) => root.querySelector(`[type=radio][name="${name}"]:checked`);
    const index = things.findIndex((one) => shown(one) && (one.role === "slider" ? !("placed" in one.dataset) : one.type === "radio" ? !chosen(one) : !one.value));
    const { role, type, name, inputMode, ariaValueMin, ariaValueMax } = things[index] ?? {};
    return { index, kind: role ?? type, name, inputMode, least: Number(ariaValueMin), most: Number(ariaValueMax) };
  }
  /** The actions that were done in a state, in order. */
  const deeds = (state) => audit.done.filter((one) => one.state === state).map(({ action }) => action.do);

  const stateOf = (root) => root.closest("[data-state]").dataset.state;
  /** Looks every 20 ms until something is so; gives up after 5 s. */
  async function soon(so, otherwise) {
    for (let waited = 0; waited < 5000; waited += 20) {
      if (so()) return;
      await new Promise((done) => setTimeout(done, 20));
    }
    throw new Error(otherwise());
  }
  const still = () => soon(() => !running().length, () => `still moving after 5 s: ${running()}`);
  /** Waits until a widget has done something of a kind, as often as it should. */
  const until = (root, deed, times = 1) =>
    soon(() => deeds(stateOf(root)).filter((one) => one === deed).length >= times, () => `${stateOf(root)}: no ${deed} in 5 s, but ${deeds(stateOf(root))}`);

  /** Waits until something was done, or a field opened to write in. */
  const moved = (root, before) =>
    soon(() => deeds(stateOf(root)).length > before || open(root).index >= 0, () => `${stateOf(root)}: a button did nothing in 5 s, after ${deeds(stateOf(root))}`);
  /** What stands in a widget's controls. */
  const values = (root) => [...root.querySelectorAll("[role=slider], input, textarea")].map((one) => (one.role === "slider" ? one.ariaValueText : ["radio", "checkbox"].includes(one.type) ? one.checked : one.value));

  /** Gives each widget of the page the name of its state, and something to leave it for, before and after it. */
  function label(names) {
    document.querySelectorAll("[data-exhibit]").forEach((one) => { one.dataset.state = names[Number(one.dataset.exhibit)]; });
    for (const place of ["prepend", "append"]) document.querySelector("main")[place](Object.assign(document.createElement("button"), { textContent: place }));
  }

  /** Shows each widget once more, touches all that it has, and leaves it. */
  async function visit() {
    const { bundles, exhibits } = JSON.parse(document.getElementById("kith-page").textContent);
    const loaded = async (name) => {
      const address = URL.createObjectURL(new Blob([bundles[name].script], { type: "text/javascript" }));
      const found = await import(address);
      URL.revokeObjectURL(address);
      return found;
    };
    const shared = await loaded("shared");
    for (const { widget, card, state, buffers } of exhibits) {
      const bytes = Object.entries(buffers).map(([name, all]) => [name, all.map((one) => new DataView(Uint8Array.from(atob(one), (byte) => byte.charCodeAt(0)).buffer))]);
      const { make, default: whole } = await loaded(widget);
      const definition = make ? make(shared) : whole;
      const heard = [];
      const model = {
        get: (trait) => ({ card, state, ...Object.fromEntries(bytes) })[trait],
        on: (event, listener) => heard.push(listener),
        off: (event, listener) => heard.splice(heard.indexOf(listener), 1),
        send() {},
      };
      const element = document.querySelector("main").appendChild(document.createElement("div"));
      const leave = definition.render({ model, el: element });
      await new Promise(requestAnimationFrame);
      element.querySelectorAll("button, textarea, input").forEach((one) => { one.focus(); one.click(); });
      leave();
      if (heard.length) throw new Error(`${heard.length} listeners stay with the model`);
      if (element.childElementCount) throw new Error("something stays in the element");
      element.remove();
    }
  }
  /** Puts the focus before a widget, so that the next Tab goes into it. */
  const approach = (place) => {
    const before = place.previousElementSibling ?? place;
    before.tabIndex = -1;
    before.focus();
  };

  const audit = { approach, visit, bare, collisions, deeds, done: [], unsaid: [], faint, focus, label, moved, open, overflow, running, still, shortcuts: [], targets, turn, unfold, until, untabled, values };
  window.audit = audit;
  // Jupyter's own shortcuts listen here.
  document.addEventListener("keydown", (event) => event.target.closest?.(".kith") && audit.shortcuts.push(event.key));

  const figures = ({ title, sentence = "", rows = [] }) => [...numbers(`${title} ${sentence}`), ...rows.flatMap((row) => row.truth ?? row.mean ?? [])];
  // All that a screen reader is given, in order: what comes next may take its place before a timer fires.
  const heard = [];
  new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes)
      if (target.role === "status") heard.push({ stand: target.closest("[data-state]"), sentence: [...addedNodes].map((one) => one.textContent).join("") });
  }).observe(document, { childList: true, subtree: true });
  document.addEventListener("kith-action", ({ target, detail: { action, reply } }) => {
    const stand = target.closest("[data-state]");
    const since = heard.length;
    // Noted once the widget has drawn what came of it.
    setTimeout(() => {
      audit.done.push({ state: stand.dataset.state, action, reply });
      if (action.do !== "unfold" || !reply.ok) return;
      const scene = reply.state.scenes.at(-1);
      const said = heard.slice(since).find((one) => one.stand === stand && one.sentence.includes(scene.title))?.sentence ?? "";
      const unsaid = figures(scene).filter((one) => !numbers(said).some((other) => alike(one, other)));
      if (!said || unsaid.length) audit.unsaid.push(`${stand.dataset.state}, ${scene.title}: ${unsaid} not in "${said}"`);
      audit.unsaid.push(...running().map((one) => `${one} still moves`));
    }, 0);
  });
})();
