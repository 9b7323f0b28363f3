// The list of cases with filters, search and sorting. Only the visible rows are in the document.

const SORTS = {
  "worst": ["worst first", (a, b) => VERDICTS.indexOf(b.verdict) - VERDICTS.indexOf(a.verdict)],
  "file": ["file order", () => 0],
  "slow": ["slowest first", (a, b) => (b.time ?? -1) - (a.time ?? -1)],
  "name": ["name", (a, b) => (a.name < b.name ? -1 : 1)],
};

// The filters of the list. They are part of the page's address, so that a link keeps them.
const filters = {verdicts: new Set(), flaky: "", cause: "", tag: "", requirement: "", text: "",
                 sort: "worst"};
const NO_FILTERS = {flaky: "", cause: "", tag: "", requirement: "", text: ""};

let matching = []; // cases, in the order shown
let current = 0; // of `matching`

const haystacks = [];

function haystack(one) {
  haystacks[one.index] ??= [one.name, one.title, one.message, one.file, ...one.tags,
                            ...one.requirements].join("\n").toLowerCase();
  return haystacks[one.index];
}

function select() {
  const words = filters.text.toLowerCase().split(/\s+/).filter(Boolean);
  matching = cases.filter((one) =>
    (!filters.verdicts.size || filters.verdicts.has(one.verdict)) &&
    (!filters.flaky || one.isFlaky) &&
    (!filters.cause || isOfCause(one, Number(filters.cause))) &&
    (!filters.tag || one.tags.includes(filters.tag)) &&
    (!filters.requirement || one.requirements.includes(filters.requirement)) &&
    words.every((word) => haystack(one).includes(word)));
  matching.sort((a, b) => SORTS[filters.sort][1](a, b) || a.index - b.index);
}

// ---- Drawing ----

const list = {box: null, space: null, summary: null, height: 0, from: -1, to: -1};

function row(one, position) {
  return el("div", {class: "row", role: "option", id: `row-${one.index}`, "data-index": one.index,
                    "aria-setsize": matching.length, "aria-posinset": position + 1,
                    "aria-selected": String(position === current), "data-verdict": one.verdict},
    icon(one.verdict),
    el("span", {class: "row-text"},
       el("span", {class: "row-title"}, visible(one.title || one.name), flakyMark(one)),
       el("span", {class: "row-name"}, visible(one.name),
          one.message && el("span", {class: "row-message"}, " — ", visible(one.message)))),
    el("span", {class: "row-word"}, WORDS[one.verdict]),
    el("span", {class: "row-time"}, one.time === null ? "–" : duration(one.time)));
}

function drawRows(isFresh) {
  const {box, space} = list;
  const from = Math.max(0, Math.floor(box.scrollTop / list.height) - 6);
  const to = Math.min(matching.length,
                      Math.ceil((box.scrollTop + box.clientHeight) / list.height) + 6);
  if (!isFresh && from === list.from && to === list.to) return;
  list.from = from;
  list.to = to;
  const rows = [];
  for (let i = from; i < to; i++) {
    const node = row(matching[i], i);
    node.style.transform = `translateY(${i * list.height}px)`;
    rows.push(node);
  }
  fill(space, rows);
}

function measure() {
  list.height = Math.round(parseFloat(getComputedStyle(list.box).getPropertyValue("--row-px")) *
                           parseFloat(getComputedStyle(document.documentElement).fontSize) / 16);
  list.space.style.height = `${matching.length * list.height}px`;
}

function drawList() {
  measure();
  current = Math.min(current, Math.max(0, matching.length - 1));
  drawRows(true);
  pointAtCurrent();
  const isAll = matching.length === cases.length;
  fill(list.summary, isAll ? plural(cases.length, "case")
                        : `${count(matching.length)} of ${plural(cases.length, "case")}`,
       !isAll && [" ", el("button", {type: "button", class: "small", onclick: clearFilters},
                          "Show all")]);
  list.box.classList.toggle("is-empty", !matching.length);
}

function pointAtCurrent() {
  const one = matching[current];
  for (const node of list.space.children)
    node.setAttribute("aria-selected", String(Number(node.dataset.index) === (one && one.index)));
  if (one && $(`row-${one.index}`))
    list.box.setAttribute("aria-activedescendant", `row-${one.index}`);
  else list.box.removeAttribute("aria-activedescendant");
}

function moveTo(position) {
  if (!matching.length) return;
  current = Math.max(0, Math.min(matching.length - 1, position));
  const top = current * list.height;
  if (top < list.box.scrollTop) list.box.scrollTop = top;
  else if (top + list.height > list.box.scrollTop + list.box.clientHeight)
    list.box.scrollTop = top + list.height - list.box.clientHeight;
  drawRows();
  pointAtCurrent();
}

function listKey(event) {
  const page = Math.max(1, Math.floor(list.box.clientHeight / list.height) - 1);
  const moves = {ArrowDown: 1, j: 1, ArrowUp: -1, k: -1, PageDown: page, PageUp: -page,
                 Home: -Infinity, End: Infinity};
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Enter" && matching[current]) openCase(matching[current].name);
  else if (event.key in moves) moveTo(current + moves[event.key]);
  else return;
  event.preventDefault();
}

// ---- Filters ----

function change(changed) {
  Object.assign(filters, changed);
  current = 0;
  select();
  list.box.scrollTop = 0;
  drawList();
  showFilters();
  keepFilters();
  say(`${plural(matching.length, "case")} shown`);
}

function clearFilters() {
  change({verdicts: new Set(), ...NO_FILTERS});
}

// Sets this filter alone, and scrolls to the list.
function filterBy(changed) {
  change({verdicts: new Set(), ...NO_FILTERS, ...changed});
  $("cases").scrollIntoView();
  list.box.focus({preventScroll: true});
}

function toggleVerdict(verdict) {
  const verdicts = new Set(filters.verdicts);
  if (!verdicts.delete(verdict)) verdicts.add(verdict);
  change({verdicts});
}

// Shows the filters in the controls, however they were set.
function showFilters() {
  for (const chip of document.querySelectorAll(".controls .chip[data-verdict]"))
    chip.setAttribute("aria-pressed", String(filters.verdicts.has(chip.dataset.verdict)));
  if ($("flaky")) $("flaky").setAttribute("aria-pressed", String(!!filters.flaky));
  for (const [id, value] of [["search", filters.text], ["tag", filters.tag],
                             ["cause", filters.cause],
                             ["requirement", filters.requirement], ["sort", filters.sort]])
    if ($(id) && $(id).value !== value) $(id).value = value;
}

function choice(id, label, first, values) {
  return el("label", {class: "field"}, el("span", null, label),
    el("select", {id, onchange: (event) => change({[id]: event.target.value})},
       first && el("option", {value: ""}, first),
       values.map(([value, text]) => el("option", {value}, text))));
}

// An option cannot wrap. The section of the causes has the whole text.
const shortened = (text) => (text.length > 60 ? `${Array.from(text).slice(0, 58).join("")}…` : text);

function sortedNames(pick) {
  const names = new Set();
  for (const one of cases) for (const name of pick(one)) names.add(name);
  return [...names].sort().map((name) => [name, visible(name)]);
}

function chips() {
  const flaky = cases.filter((one) => one.isFlaky).length;
  return el("div", {class: "chips", role: "group", "aria-label": "Filter by result"},
    ORDER.filter((verdict) => run.counts[verdict]).map((verdict) =>
      el("button", {type: "button", class: "chip", "data-verdict": verdict, "aria-pressed": "false",
                    onclick: () => toggleVerdict(verdict)},
         icon(verdict), counted(run.counts[verdict], verdict))),
    flaky > 0 && el("button", {type: "button", class: "chip", id: "flaky", "aria-pressed": "false",
                               onclick: () => change({flaky: filters.flaky ? "" : "1"})},
                    flakySign(), `${count(flaky)} flaky`));
}

const flakySign = () => el("span", {class: "flaky-sign", "aria-hidden": "true"}, "≈");

// Passed in some repeats only.
const flakyMark = (one) => one.isFlaky && [" ", el("span", {class: "flaky"}, flakySign(), "flaky")];

function controls() {
  const tags = sortedNames((one) => one.tags);
  const cited = sortedNames((one) => one.requirements);
  const search = el("input", {type: "search", id: "search", autocomplete: "off",
    spellcheck: "false", placeholder: "name, title, message",
    oninput: (event) => change({text: event.target.value}),
    onkeydown: (event) => {
      if (event.key === "ArrowDown" || event.key === "Enter") {
        list.box.focus();
        if (event.key === "Enter" && matching.length === 1) openCase(matching[0].name);
      } else if (event.key === "Escape" && filters.text) change({text: ""});
      else if (event.key === "Escape") list.box.focus();
      else return;
      event.preventDefault();
      event.stopPropagation();
    }});
  return el("div", {class: "controls"}, chips(),
    el("label", {class: "field grows"}, el("span", null, "Search"), search),
    causes.length ? choice("cause", "Cause", "any",
      causes.map((one) => [String(one.id), visible(`${one.id}: ${shortened(one.text)}`)])) : null,
    tags.length ? choice("tag", "Tag", "any", tags) : null,
    cited.length ? choice("requirement", "Requirement", "any", cited) : null,
    choice("sort", "Sort by", null, Object.entries(SORTS).map(([key, [words]]) => [key, words])));
}

function drawCases() {
  list.space = el("div", {class: "space", role: "presentation"});
  list.summary = el("p", {class: "list-summary"});
  list.box = el("div", {class: "list", id: "list", role: "listbox", tabindex: "0",
    "aria-label": "Cases", onkeydown: listKey, onscroll: () => { drawRows(); pointAtCurrent(); },
    onclick: (event) => {
      const node = event.target.closest(".row");
      if (node) openCase(cases[Number(node.dataset.index)].name);
    }}, list.space);
  return el("section", {id: "cases", "aria-labelledby": "cases-title"},
    el("h2", {id: "cases-title"}, "Cases"), controls(), list.summary, list.box);
}
