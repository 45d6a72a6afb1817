// The marking desk: the page's own script. What it shows lies in the page; what is done goes to the server.
import "./kit/css/tokens.css";
import "./kit/css/base.css";
import "./kit/css/controls.css";
import "./kit/css/text.css";
import "./kit/css/thread.css";
import "./kit/css/feedback.css";
import "./kit/css/figure.css";
import "./desk/desk.css";
import { desk, type Data } from "./desk/page";
import { tab } from "./desk/tab";

const root = document.getElementById("kith-stand");
if (root) {
  const data = JSON.parse(document.getElementById("kith-desk")?.textContent ?? "{}") as Data;
  void tab(data.card.key).then((kept) => desk(root, data, kept));
}
