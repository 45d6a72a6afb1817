// A guess is drawn beside what came as soon as its figure is opened. From then on it stands: later it would be none.
const written = (number) =>
  new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 }).format(number).replace("-", "−");

const filled = (words, told) => words.replace(/\{(\w+)\}/g, (_, name) => told[name]);

const put = (element, values) => Object.entries(values).forEach(([name, value]) => element.setAttribute(name, value));

function draw(mark, label, place, point) {
  const HIGH = 36, wide = Number(mark.dataset.wide), [at, ours] = [place * wide, point * wide];
  const [gap, falls, circle, text] = mark.children, picture = mark.ownerSVGElement;
  const [x, y, width, height] = picture.getAttribute("viewBox").split(" ").map(Number);
  put(picture, { viewBox: `${x} ${y - HIGH} ${width} ${height + HIGH}`, height: height + HIGH });
  put(gap, { x1: at, x2: ours, y1: -6, y2: -6 });
  put(falls, { x1: ours, x2: ours, y1: -12, y2: 8 });
  put(circle, { cx: at, cy: -6 });
  put(text, { x: at, y: -22, "text-anchor": place < 0.2 ? "start" : place > 0.8 ? "end" : "middle" });
  text.textContent = label;
  mark.removeAttribute("display");
}

addEventListener("toggle", ({ target }) => {
  const panel = target.parentElement, field = panel?.querySelector(":scope > .kith-guess input");
  if (!field || field.readOnly || !target.open) return;
  field.readOnly = true;
  field.closest(".kith-guess").hidden = !field.value;
  if (!field.value) return;
  const guess = field.valueAsNumber, low = Number(field.min), share = (value) => (value - low) / (field.max - low);
  for (const told of target.querySelectorAll(".kith-guessed")) {
    const point = Number(told.dataset.point);
    const words = { guess: written(guess), point: written(point), n: written(Math.abs(guess - point)) };
    told.textContent = filled(told.dataset.words, words);
    told.hidden = false;
    if (!field.validity.valid) continue; // it is not on the line
    for (const mark of told.parentElement.querySelectorAll(".kith-my-guess")) {
      draw(mark, filled(told.dataset.mark, words), share(guess), share(point));
    }
  }
}, true);
