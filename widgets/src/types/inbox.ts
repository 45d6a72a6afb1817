// The inbox: what came for me, and where it is opened.

export interface InboxCard {
  prompt: string;
  key: string;
  title: string;
  intro: string[];
}
export interface InboxThing {
  id: string;
  label: string;
  /** From whom, in words. */
  need: string;
  minutes: number;
  done: boolean;
  /** The heading of the page where it is opened; empty where no page here shows it. */
  page: string;
  /** The way to that page; empty where it is this one. */
  href: string;
}
/** What somebody left who did the course before: on which question, from whom, and each piece with what it answers. */
export interface InboxNote {
  id: string;
  label: string;
  who: string;
  words: [string, string][];
}
export interface InboxState {
  things: InboxThing[];
  /** What there is to say besides: what can be fetched, what is awaited. */
  said: string[];
  left: InboxNote[];
}
export type InboxAction = { do: "again" };
