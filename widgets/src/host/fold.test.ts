import { describe, expect, it } from "vitest";
import type { FoldCard, FoldState, Scene } from "../types";
import * as words from "../words/kernel";
import { foldDesk } from "./fold";

const REACH = { kind: "count", sentence: "It counts." } as const;
const CARD: FoldCard = { prompt: "p", title: "", intro: [], reach: REACH, note_reach: REACH, fields: [], doors: true, kept: "", key: "k" };
const SCENE: Scene = { kind: "text", title: "What came", paragraphs: [] };
const LOOKED: FoldState = {
  stage: "committed", door: "look", answers: null, at: "2026-11-20T12:03:04Z", recalled: [], scenes: [], guesses: [], held: true, ask: null, next: "Show it", explain: null,
  explanation: null, explained_at: null, notes: [], out: null,
};

describe("a fold that is held, in a page without a kernel", () => {
  it("opens for who is not in the room, once, and by no word", () => {
    const desk = foldDesk(CARD, { steps: [{ button: "Show it", ask: null, scene: SCENE }], explain: null, group: [] }, LOOKED, null);
    expect(desk.state()).toMatchObject({ held: true, scenes: [] });
    expect(() => desk.act({ do: "unfold" })).toThrow(words.roomWord);
    expect(() => desk.act({ do: "open", word: "tea" })).toThrow(words.roomWord);
    desk.act({ do: "open", away: true });
    expect(() => desk.act({ do: "open", away: true })).toThrow(words.unknownAction);
    desk.act({ do: "unfold" });
    expect(desk.state()).toMatchObject({ held: false, scenes: [SCENE] });
  });
});
