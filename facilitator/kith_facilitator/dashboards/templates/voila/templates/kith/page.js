// The page is complete and needs its kernel no more: a viewer costs the server seconds, not minutes.
(() => {
  const status = document.getElementById("kith-status");
  if (status) status.textContent = "";
  const token = document.cookie.match(/\b_xsrf=([^;]*)\b/);
  const body = new FormData();
  body.append("_xsrf", token ? token[1] : "");
  navigator.sendBeacon(document.getElementById("kith-script").dataset.shutdown, body);
})();
