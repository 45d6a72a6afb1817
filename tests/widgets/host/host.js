// Stands in for Jupyter's side of a widget: a model with traits and messages. The kernel's side is the real Python
// class, reached through `kithKernel`, which the test exposes. `host.busy` holds messages back, as a busy kernel does;
// `host.dead` loses them, as a killed one does.

class Model {
  #traits;
  #listeners = new Map();
  constructor(traits, shared) {
    this.#traits = { ...traits, shared: "IPY_MODEL_shared" };
    const others = { shared: { get: (name) => shared[name] } };
    this.widget_manager = { get_model: async (id) => others[id] };
  }
  get(name) {
    return this.#traits[name];
  }
  on(event, listener) {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
  }
  off(event, listener) {
    this.#listeners.set(event, (this.#listeners.get(event) ?? []).filter((one) => one !== listener));
  }
  listening() {
    return [...this.#listeners.values()].flat().length;
  }
  set(name, value) {
    if (this.#traits[name] === value) return;
    this.#traits[name] = value;
    this.fire(`change:${name}`);
  }
  fire(event, ...values) {
    for (const listener of this.#listeners.get(event) ?? []) listener(...values);
  }
  send(content) {
    if (host.dead) return;
    if (host.busy) host.waiting.push(content);
    else void this.deliver(content);
  }
  async deliver(content) {
    const { reply, state } = await window.kithKernel(content);
    this.set("state", state);
    if (reply) this.fire("msg:custom", reply, []);
  }
}

// Bytes come as views of a larger message, beginning anywhere in it.
const view = (base64) => {
  const message = Uint8Array.from(`...${atob(base64)}`, (one) => one.charCodeAt(0));
  return new DataView(message.buffer, 3);
};
const received = (buffers) => Object.fromEntries(Object.entries(buffers).map(([name, all]) => [name, all.map(view)]));

const host = {
  busy: false,
  dead: false,
  waiting: [],
  model: null,
  shortcuts: [],
  async show(widget) {
    const { card, state, css, shared, script, buffers } = await window.kithOpen(widget);
    const sheet = document.head.appendChild(document.createElement("style"));
    sheet.textContent = css;
    const { default: definition } = await import(`/static/${script}?${Math.random()}`);
    const el = document.querySelector("main").appendChild(document.createElement("div"));
    host.model = new Model({ card, state, ...received(buffers) }, shared);
    host.leave = await definition.render({ model: host.model, el });
  },
  /** One more view of the same model. */
  async again(widget) {
    const { script } = await window.kithOpen(widget);
    const { default: definition } = await import(`/static/${script}?${Math.random()}`);
    const el = document.querySelector("main").appendChild(document.createElement("div"));
    return definition.render({ model: host.model, el });
  },
  async awake() {
    host.busy = false;
    for (const content of host.waiting.splice(0)) await host.model.deliver(content);
  },
};
window.host = host;
// Jupyter's own shortcuts would fire here.
document.addEventListener("keydown", (event) => event.target.closest(".kith") && host.shortcuts.push(event.key));
