// The requirements as a table: one row per requirement, one column per case file (often one file
// per status code). Each cell has the worst verdict of its cases and their number.

const ROWS_DRAWN_AT_ONCE = 400;
const MARKS_LARGE = 200, MARKS_MOST = 2000;

// requirement id -> its cases
const casesOf = new Map();
for (const one of cases)
  for (const id of one.requirements)
    casesOf.has(id) ? casesOf.get(id).push(one) : casesOf.set(id, [one]);

const worstOf = (some) => some.reduce((worst, one) => worse(worst, one.verdict), "not run");

// The status of each requirement as the run found it. A run without statuses, such as an older
// one, has the worst verdict of the cases.
const STATUS_OF = {failed: "fail", warned: "warn", passed: "pass"};
const statusFound = new Map((run.requirement_results || []).map((one) => {
  const status = String(one.status).replace(/-/g, " ");
  return [one.id, STATUS_OF[status] || status];
}));

function statusOf(requirement) {
  const some = casesOf.get(requirement.id);
  if (statusFound.has(requirement.id) && (some || statusFound.get(requirement.id) !== "not verified"))
    return statusFound.get(requirement.id);
  return some ? worstOf(some) : requirement.not_tested ? "not tested" : "no case";
}

const STATUS_ORDER = ["fail", "error", "warn", "waived", "not verified", "not run", "skip",
                      "no case", "not tested", "not applicable", "pass"];
const statuses = new Map(run.suite.requirements.map((one) => {
  const status = statusOf(one);
  return [one.id, STATUS_ORDER.includes(status) ? status : "not verified"];
}));
const worstStatus = (ids) => ids.map((id) => statuses.get(id))
  .sort((a, b) => STATUS_ORDER.indexOf(a) - STATUS_ORDER.indexOf(b))[0];

function statusCounts() {
  const counts = new Map();
  for (const one of statuses.values()) counts.set(one, (counts.get(one) || 0) + 1);
  return STATUS_ORDER.filter((one) => counts.has(one)).map((one) => [one, counts.get(one)]);
}

// ---- A mark for each requirement ----

function strip() {
  if (statuses.size > MARKS_MOST) return null;
  const isDense = statuses.size > MARKS_LARGE; // too small to be clicked
  return el("div", {class: isDense ? "strip is-dense" : "strip", "aria-hidden": "true",
    onclick: (event) => {
      const mark = event.target.closest("[data-id]");
      if (mark && !isDense) showRequirement(mark.dataset.id);
    }},
    run.suite.requirements.map((one) => el("span", {"data-id": one.id,
      title: `${visible(one.id)}: ${WORDS[statuses.get(one.id)]}`}, icon(statuses.get(one.id)))));
}

function showRequirement(id) {
  for (const box of document.querySelectorAll("#contract details")) {
    if (!box.ids.has(id)) continue;
    box.open = true;
    box.draw();
  }
  const node = [...document.querySelectorAll("#contract tr[data-id]")].find(
    (one) => one.dataset.id === id);
  if (!node) return;
  node.hidden = false;
  node.scrollIntoView({block: "center"});
  node.focus({preventScroll: true});
}

// ---- Tables ----

// "404-not-found" is shown as 404 above "not found".
function groupHead(group) {
  const match = /^(\d{3})[-_ ]?(.*)$/.exec(group);
  const words = (match ? match[2] : group).replace(/[-_]/g, " ");
  return el("th", {scope: "col", class: "group"}, match && el("b", null, match[1]),
            words && el("span", null, visible(words)));
}

function cell(requirement, some, file, group) {
  if (!some.length) return el("td", {class: "cell is-empty", "data-group": visible(group)});
  const verdict = worstOf(some);
  return el("td", {class: "cell", "data-group": visible(group)},
    el("button", {type: "button", class: "mark", "data-verdict": verdict,
      "aria-label": `${plural(some.length, "case")}, ${WORDS[verdict]}`,
      title: `${visible(group)}: ${plural(some.length, "case")}, ${WORDS[verdict]}`,
      onclick: () => filterBy({requirement: requirement.id, text: file})},
      icon(verdict), String(some.length)));
}

function requirementRow(requirement, groups, some) {
  const verdict = statuses.get(requirement.id);
  const why = verdict === "not tested" ? requirement.not_tested
    : verdict === "no case" ? "No case of this run verifies this requirement." : null;
  return el("tr", {"data-id": requirement.id, "data-status": verdict, tabindex: "-1"},
    el("td", {class: "status"}, badge(verdict)),
    el("th", {scope: "row"},
       el("span", {class: "requirement-id"}, shown(requirement.id)), " ",
       el("span", {class: "level"}, shown(requirement.level.replace("_", " "))),
       el("span", {class: "sentence"}, shown(requirement.text || "")),
       requirement.source && el("span", {class: "source"}, source(requirement.source))),
    why ? el("td", {class: "why", colspan: Math.max(1, groups.size)}, shown(why))
        : [...groups].map(([file, group]) =>
            cell(requirement, some.filter((one) => one.file === file), file, group)));
}

function table(title, some, listed) {
  const groups = new Map();
  for (const one of some) groups.set(one.file, groupOf(one.file));
  const mine = new Map();
  for (const one of some)
    for (const id of one.requirements) mine.has(id) ? mine.get(id).push(one) : mine.set(id, [one]);
  return el("div", {class: "wide", tabindex: "0", role: "group", "aria-label": visible(title)},
    el("table", {class: "contract"},
      el("caption", {class: "quiet-for-eyes"}, "Requirements of ", visible(title)),
      el("thead", null, el("tr", null, el("th", {scope: "col"}, "Result"),
        el("th", {scope: "col"}, "Requirement"), [...groups.values()].map(groupHead),
        !groups.size && el("th", {scope: "col"}, "Reason"))),
      el("tbody", null, listed.map((one) => requirementRow(one, groups, mine.get(one.id) || [])))));
}

function tableBox(title, words, some, listed) {
  const verdict = worstStatus(listed.map((one) => one.id));
  const isOpen = run.suite.requirements.length <= ROWS_DRAWN_AT_ONCE;
  const box = el("details", {class: "operation", open: isOpen},
    el("summary", null, el("h3", null, icon(verdict), el("span", null, visible(title))),
       words && el("span", {class: "word"}, visible(words)),
       el("span", {class: "word"}, plural(listed.length, "requirement"),
          some.length > 0 && `, ${plural(some.length, "case")}`)));
  box.ids = new Set(listed.map((one) => one.id));
  box.draw = () => {
    if (box.open && box.children.length === 1) box.append(table(title, some, listed));
    hideRows();
  };
  box.addEventListener("toggle", box.draw);
  box.draw();
  return box;
}

function tables() {
  const all = run.suite.requirements;
  const byOperation = new Map(run.suite.operations.map((one) => [one.id, []]));
  for (const one of cases)
    byOperation.has(one.operation) ? byOperation.get(one.operation).push(one)
                                   : byOperation.set(one.operation, [one]);
  const asked = [...byOperation].filter(([, some]) => some.length);
  if (asked.length === 1)
    return [tableBox(asked[0][0], operationTitle.get(asked[0][0]), asked[0][1], all)];
  const boxes = asked.map(([operation, some]) => {
    const ids = new Set(some.flatMap((one) => one.requirements));
    const listed = all.filter((one) => ids.has(one.id));
    return listed.length && tableBox(operation, operationTitle.get(operation), some, listed);
  });
  const uncited = all.filter((one) => !casesOf.has(one.id));
  return [...boxes, uncited.length && tableBox("Without a case", null, [], uncited)]
    .filter(Boolean);
}

// ---- Rows of one status only ----

let statusWanted = "";

function hideRows() {
  for (const node of document.querySelectorAll("#contract tr[data-status]"))
    node.hidden = !!statusWanted && node.dataset.status !== statusWanted;
}

function statusChips() {
  const all = statusCounts().map(([one, many]) =>
    el("button", {type: "button", class: "chip", "data-verdict": one, "aria-pressed": "false",
      onclick: (event) => {
        statusWanted = statusWanted === one ? "" : one;
        for (const chip of all) {
          const isPressed = chip === event.currentTarget && !!statusWanted;
          chip.setAttribute("aria-pressed", String(isPressed));
        }
        hideRows();
      }}, icon(one), counted(many, one)));
  return el("div", {class: "chips", role: "group", "aria-label": "Filter requirements by result"},
            all);
}

function drawContract() {
  if (!run.suite.requirements.length) return null;
  return el("section", {id: "contract", "aria-labelledby": "contract-title"},
    el("h2", {id: "contract-title"}, "Requirements"), statusChips(), tables());
}
