// Every word the interface says in English. Texts of the course come with the cards.

const number = new Intl.NumberFormat("en");
const list = new Intl.ListFormat("en", { type: "conjunction" });
const count = (n: number, one: string, many: string): string => `${number.format(n)} ${n === 1 ? one : many}`;

export const language = "en";

// doors
export const commit = "Commit";
export const look = "Show me without predicting";
export const missing = (names: string[]): string => `Before you can commit: ${list.format(names)}.`;
export const open = (n: number): string => `You can commit once ${count(n, "more answer is", "more answers are")} in.`;
export const commitOnce = "You can't change it after you commit, but you can add a note.";
export const committedAt = (time: string): string => `Committed ${time}.`;
export const lookedAt = (time: string): string => `Looked without predicting, ${time}.`;
export const cameOfIt = "what came";
export const myAnswer = "My answer";
export const sending = "On its way to the kernel; nothing here can be rewritten until it answers.";

// marks on a line
export const placeFirst = (mark: string): string => `“${mark}”: touch the line, or press an arrow key`;
export const notPlaced = "not placed yet";
export const markNeeds = (mark: string): string => `place “${mark}”`;
export const answerNeeds = (label: string): string => `answer “${label}”`;
export const amount = (value: string, unit: string): string => (unit ? `${value} ${unit}` : value);
export const giveOrTake = (value: string, unit: string): string => `give or take ${unit ? `${value} ${unit}` : value}`;
export const outside = (min: string, max: string): string => `This takes a number from ${min} to ${max}.`;
export const asNumber = (label: string): string => `${label}, as a number`;

// between two claims
export const placeBetween = "Touch the line where you stand, or press an arrow key";
export const middle = "in the middle";
export const nearer = (percent: number, claim: string): string =>
  percent >= 90 ? `with “${claim}”` : `${percent >= 65 ? "nearer to" : "a little nearer to"} “${claim}”`;
export const howSure = "How sure are you?";
export const sureNeeds = (label: string): string => `say how sure you are about “${label}”`;

// text
export const wordTarget = (n: number, low: number, high: number): string =>
  `${count(n, "word", "words")}, aim for ${number.format(low)} to ${number.format(high)}`;
export const optional = "if you like";

// saving
export const saved = (time: string): string => `Saved ${time}`;
export const saving = "Saving";
export const kept = "Kept in this browser, waiting";
export const waiting = "Not saved yet: the kernel is busy. Your text is safe in this browser, and goes over as soon as it answers.";
export const unkept = "Not saved yet, and this browser keeps nothing for you: leave the page open, and copy your text to be sure.";
export const gone = "Not saved yet: the kernel is gone. Your text is safe in this browser. Run this notebook's cells again, and it goes over.";
export const unreadable = "The kernel's answer could not be read. Your text is still here. Run this cell again.";
export const otherText = (time: string): string => `This browser still holds a version from ${time} that was never saved.`;
export const useOther = "Put it in the field";
export const dropOther = "Let it go";

// pictures
export const you = "you";
export const mean = "mean";
export const table = "The figures as a table";
export const how = "How it was made";
export const simulated = "simulated: each bar counts shuffles";
export const observed = "observed";
export const shuffles = (n: number): string => count(n, "shuffle", "shuffles");
export const share = (share: string): string => `this far or further: ${share}`;
export const guessed = (share: string): string => `you guessed ${share}`;
export const inHundred = (some: string, all: string): string => `${some} in ${all}`;
export const lessThan = (value: string): string => `fewer than ${value}`;

// afterwards
export const keepExplanation = "Keep what I make of it";
export const myExplanation = "What I make of it";
export const keptAt = (time: string): string => `Kept ${time}.`;
export const explainNeeds = "write something, even one word, before you keep it";
export const notes = "My notes";
export const addNote = "Add a note";
export const note = "A note, with its date";
export const keepNote = "Keep the note";
export const noteNeeds = "write the note first";
export const notYet = (what: string): string => `First: ${what}.`;

// reflection
export const myText = "My text";
export const criteria = "What readers look for";
export const drafts = (n: number): string => `Earlier drafts (${number.format(n)})`;
export const hideDrafts = "Hide the earlier drafts";
export const noDrafts = "No earlier draft is kept.";
export const feedback = "Feedback";
export const feedbackAt = (time: string): string => `Written ${time}`;
export const feedbackOn = "My text, as it was when this was written";
export const textChanged = "Your text has changed since this was written.";
export const noLevel = "No level set";
export const points = (n: string, max: string): string => `${n} of ${max} points`;
export const between = (low: string, high: string): string => `Between “${low}” and “${high}”`;
