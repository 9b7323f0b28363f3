// The printed page. On the screen the list has only the visible rows, and sections are folded or
// scroll; paper has everything.

// The messages of the rows that were cut, as a whole: the cases have them.
function wholeMessages() {
  const whole = new Map();
  for (const one of cases) { // in the order of their blocks
    if (!one.message.endsWith("...")) continue;
    const {steps, reason} = details(one.index).case;
    const texts = reason ? [reason] : steps.flatMap((step) => step.findings.map((finding) =>
      `${finding.subject}: expected ${finding.expected}, got ${finding.actual}`)
      .concat(step.error ? [step.error.text] : []));
    whole.set(one, texts.join("; "));
  }
  return whole;
}

const causeWords = (one) => (causesOf.get(one.name) || []).map((cause) => `cause ${cause.id}`)
  .join(", ");

function paperRow(one, whole) {
  return el("tr", {"data-verdict": one.verdict},
    el("td", null, badge(one.verdict)),
    el("td", null, el("b", null, visible(one.title)), flakyMark(one),
       el("span", {class: "row-name"}, visible(one.name)),
       one.message && el("span", {class: "row-message"},
                         visible(whole.get(one) || one.message))),
    causes.length > 0 && el("td", null, causeWords(one)),
    el("td", {class: "row-time"}, one.time === null ? "–" : duration(one.time)));
}

function drawPaper() {
  const some = [...cases].sort((a, b) => SORTS.worst[1](a, b) || a.index - b.index);
  const whole = wholeMessages();
  const heads = ["Result", "Case", ...(causes.length ? ["Cause"] : []), "Time"];
  fill($("paper"), el("h2", null, "Cases"), el("table", null,
    el("thead", null, el("tr", null, heads.map((word) => el("th", null, word)))),
    el("tbody", null, some.map((one) => paperRow(one, whole)))));
}

const unfolded = []; // what was opened for printing

function unfold(part) {
  for (const node of part.querySelectorAll(".cause, .body-box")) (node.draw || node.showAll)();
  for (const box of part.querySelectorAll("details:not([open])")) {
    box.open = true;
    if (box.draw) box.draw();
    unfolded.push(box);
  }
  // The steps that were just drawn have bodies of their own.
  for (const node of part.querySelectorAll(".body-box")) node.showAll();
}

function beforePrint() {
  if (view.overview.hidden) return unfold(view.article);
  unfold(view.overview);
  if ($("paper")) drawPaper();
}

function afterPrint() {
  while (unfolded.length) unfolded.pop().open = false;
  if ($("paper")) fill($("paper"));
}
