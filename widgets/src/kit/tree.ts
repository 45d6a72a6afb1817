// Markdown that Python has taken apart (kith_exercises.markdown), drawn element by element: nothing in it can be markup.
import { h } from "./h";

/** A piece of a comment as `kith_exercises.markdown.tree` makes it. */
export interface Node {
  kind: string;
  in?: Node[];
  text?: string;
  href?: string;
}

const TAGS = { p: "p", h: "p.k-label", quote: "blockquote", ul: "ul", ol: "ol", li: "li", em: "em", strong: "strong" } as const;
const LEADS = /^(https?:\/\/|mailto:)/i;

function drawn(node: Node, block: boolean): HTMLElement | Text {
  const within = (inside = false): (HTMLElement | Text)[] => (node.in ?? []).map((one) => drawn(one, inside));
  const tag = Object.hasOwn(TAGS, node.kind) ? TAGS[node.kind as keyof typeof TAGS] : null;
  if (tag) return h(tag, ...within(tag === "blockquote" || tag === "ul" || tag === "ol" || tag === "li"));
  if (node.kind === "br") return h("br");
  if (node.kind === "code") return block ? h("pre", h("code", node.text ?? "")) : h("code", node.text ?? "");
  // Checked once more: whatever made the tree, no link of ours runs anything, and a place opened from here knows nothing of it.
  if (node.kind === "a" && LEADS.test(node.href ?? "")) return h("a", { href: node.href, target: "_blank", rel: "noopener noreferrer" }, ...within());
  return node.in ? h("span", ...within()) : document.createTextNode(node.text ?? "");
}

/** A comment with its paragraphs, lists, emphasis and links. */
export const tree = (nodes: readonly Node[]): HTMLElement => h("div.k-tree", { dir: "auto" }, ...nodes.map((one) => drawn(one, true)));
