// The keyboard: a dialog that lists the keys, and what each of them does.

const dialog = () => $("keys");

function drawKeys() {
  const close = el("button", {type: "button", onclick: () => dialog().close()}, "Close");
  return el("dialog", {id: "keys", "aria-labelledby": "keys-title",
    onclick: (event) => { if (event.target === dialog()) dialog().close(); }},
    el("h2", {id: "keys-title"}, "Keys"),
    el("dl", null, [...shownView.keys, [["?"], "Show the keys"]].map(([names, words]) => [
      el("dt", null, names.map((name, i) => [i ? " or " : "", el("kbd", null, name)])),
      el("dd", null, words)])),
    el("p", null, close));
}

function openKeys() {
  if (!dialog().open) dialog().showModal();
}

function isWriting(node) {
  return node instanceof HTMLInputElement || node instanceof HTMLSelectElement ||
    node instanceof HTMLTextAreaElement;
}

function key(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (dialog().open) {
    if (event.key !== "Escape" && event.key !== "?") return;
    dialog().close();
  } else if (isWriting(event.target)) {
    return;
  } else if (event.key === "?") {
    openKeys();
  } else if (!shownView.key || !shownView.key(event)) {
    return;
  }
  event.preventDefault();
}
