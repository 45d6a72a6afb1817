// Fetch, Submit and Fetch Feedback of nbgrader's Assignment List: saved before, and answered with a sentence.
import { h } from "../src/kit/h";
import type { App, Lab } from "./lab";
import type { Page } from "./page";
import { saveModule } from "./saving";
import type { Say } from "./words";

type Doing = "fetch" | "submit" | "fetch_feedback";

interface Wish {
  readonly button: HTMLButtonElement;
  readonly doing: Doing;
  readonly course: string;
  readonly module: string;
}

interface Answer {
  readonly ok: boolean;
  readonly sentence: string;
  /** Whether something is there now that was not before. */
  readonly fresh?: boolean;
  /** What to look at before it is done; nothing was done yet. */
  readonly remarks?: readonly string[];
}

const LISTS: Record<string, Doing> = {
  released_assignments_list: "fetch",
  fetched_assignments_list: "submit",
  submitted_assignments_list: "fetch_feedback",
};

/** What a click in the Assignment List asks for, if it is one of its three buttons. */
function wishOf(target: EventTarget | null): Wish | undefined {
  const button = target instanceof Element ? target.closest<HTMLButtonElement>("#nbgrader-assignment-list .item_status > button") : null;
  const row = button?.closest(".list_item");
  const list = button?.closest("#released_assignments_list, #fetched_assignments_list, #submitted_assignments_list");
  const doing = list ? LISTS[list.id] : undefined;
  if (!button || !row || !doing || row.matches(".nested_list_item")) return undefined;
  const text = (name: string): string => row.querySelector(`.${name}`)?.textContent?.trim() ?? "";
  return { button, doing, course: text("item_course"), module: text("item_name") };
}

/** Shows what to look at before `module` is submitted; whether the learner submits all the same. */
async function sureOf(lab: Lab, module: string, remarks: readonly string[], say: Say): Promise<boolean> {
  const list = h("ul.kith-remarks", ...remarks.map((remark) => h("li", remark)));
  list.lang = say.language;
  list.dir = say.direction;
  const { button } = await lab.showDialog({
    title: say("checkTitle", { module }),
    body: new lab.Widget({ node: h("div", list) }),
    buttons: [lab.Dialog.cancelButton({ label: say("checkBack") }), lab.Dialog.okButton({ label: say("checkAnyway") })],
    defaultButton: 0,
  });
  return button.accept;
}

/** Stands before nbgrader's own buttons until `signal` aborts. */
export function watchAssignments(lab: Lab, app: App, pages: ReadonlySet<Page>, say: Say, signal: AbortSignal): void {
  const ours = new WeakSet<HTMLButtonElement>(); // clicks that we hand on to nbgrader
  window.addEventListener(
    "click",
    (event) => {
      const wish = wishOf(event.target);
      if (!wish || ours.delete(wish.button)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (wish.button.ariaBusy !== "true") void grant(wish);
    },
    { capture: true, signal },
  );

  async function grant(wish: Wish): Promise<void> {
    const { button, doing, module } = wish;
    button.ariaBusy = "true";
    const id = lab.Notification.emit(say(`${doing}Now`, { module }), "in-progress", { autoClose: false });
    const tell = (answer: Answer, calm = false): void => {
      const type = answer.ok || calm ? (answer.fresh ? "success" : "info") : "error";
      lab.Notification.update({ id, message: answer.sentence, type, autoClose: answer.ok || calm ? 8000 : false });
    };
    const held = doing === "submit" ? await saveModule(pages, module) : undefined;
    if (held) {
      tell({ ok: false, sentence: say(held.why, { pages: held.pages }) });
    } else {
      let answer = await ask(wish);
      const asks = answer?.remarks?.length ? answer.remarks : undefined;
      const sure = asks ? await sureOf(lab, module, asks, say) : true;
      if (asks && sure) answer = await ask(wish, true);
      if (answer && !sure) tell({ ok: false, sentence: say("checkLeft", { module }) }, true);
      else if (answer) tell(answer);
      else {
        lab.Notification.update({ id, message: say("handedOn", { module }), type: "info", autoClose: 4000 });
        ours.add(button);
        button.click();
      }
      if (answer?.fresh && doing === "fetch_feedback") for (const page of pages) if (page.module === module) page.renew(say("feedbackWhy"));
      if (answer) document.querySelector<HTMLButtonElement>("#refresh_assignments_list")?.click();
    }
    button.ariaBusy = null;
  }

  /** The server's answer; nothing where this server has no part of Kith's. */
  async function ask({ doing, course, module }: Wish, sure = false): Promise<Answer | undefined> {
    const { serverSettings } = app.serviceManager;
    const init = { method: "POST", body: JSON.stringify({ course, module, sure }) };
    try {
      const response = await lab.request(`${serverSettings.baseUrl}kith/assignments/${doing}`, init, serverSettings);
      if (response.status === 404) return undefined;
      const answer = (await response.json()) as Partial<Answer>;
      if (typeof answer.sentence === "string") {
        const remarks = Array.isArray(answer.remarks) ? answer.remarks.map(String) : [];
        return { ok: answer.ok === true, sentence: answer.sentence, fresh: answer.fresh === true, remarks };
      }
      return { ok: false, sentence: say("serverFailed", { module }) };
    } catch {
      return { ok: false, sentence: say("noServer") };
    }
  }
}
