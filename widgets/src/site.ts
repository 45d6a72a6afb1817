// A page of a course's site: a page of widgets without a kernel, and what this browser keeps of all of them.
import "./host/site.css";
import "./host";
import { kept } from "./host/kept";

for (const stand of document.querySelectorAll<HTMLElement>("[data-kept]")) stand.append(kept(stand.dataset["kept"] ?? ""));
