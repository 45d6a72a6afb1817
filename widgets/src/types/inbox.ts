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
export interface InboxState {
  things: InboxThing[];
  /** What there is to say besides: what can be fetched, what is awaited. */
  said: string[];
}
export type InboxAction = { do: "again" };
