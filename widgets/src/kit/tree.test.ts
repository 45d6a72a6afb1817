import { describe, expect, it } from "vitest";
import { tree, type Node } from "./tree";

const text = (words: string): Node => ({ kind: "text", text: words });
const html = (...nodes: Node[]): string => tree(nodes).innerHTML;

describe("a tree of a comment", () => {
  it("becomes paragraphs, lists and emphasis", () => {
    expect(html({ kind: "p", in: [text("Which "), { kind: "em", in: [text("page")] }, { kind: "br" }, { kind: "code", text: "x" }] })).toBe(
      "<p>Which <em>page</em><br><code>x</code></p>",
    );
    expect(html({ kind: "ol", in: [{ kind: "li", in: [{ kind: "p", in: [text("one")] }] }] }, { kind: "code", text: "a\nb" })).toBe(
      "<ol><li><p>one</p></li></ol><pre><code>a\nb</code></pre>",
    );
  });

  it("shows markup as words", () => {
    const found = tree([{ kind: "p", in: [text("<img src=x onerror=alert(1)>")] }, { kind: "script", text: "alert(1)" }, { kind: "iframe", in: [text("x")] }]);
    expect(found.querySelectorAll("img, script, iframe").length).toBe(0);
    expect(found.textContent).toBe("<img src=x onerror=alert(1)>alert(1)x");
  });

  it.each(["javascript:alert(1)", " javascript:alert(1)", "data:text/html,x", "/relative", "", undefined])("makes no link of %j", (href) => {
    const found = tree([{ kind: "a", ...(href === undefined ? {} : { href }), in: [text("here")] }]);
    expect([found.querySelector("a"), found.textContent]).toEqual([null, "here"]);
  });

  it("leads to the web without telling it where from", () => {
    const link = tree([{ kind: "a", href: "https://example.org/", in: [text("here")] }]).querySelector("a");
    expect([link?.href, link?.rel, link?.target]).toEqual(["https://example.org/", "noopener noreferrer", "_blank"]);
  });

  it("knows no kind by a name that every object has", () => expect(html({ kind: "constructor", in: [text("x")] })).toBe("<span>x</span>"));
});
