// All mutants: how many of each subject were killed at each response, then each fault with the
// responses that it was applied to.

const NO_WANTS = {fate: "", subject: "", place: "", requirement: "", text: ""};
const wants = {...NO_WANTS};

const isWanted = (one, words) => (!wants.fate || one.fate === wants.fate) &&
  (!wants.subject || one.subject === wants.subject) &&
  (!wants.place || one.answer === wants.place) &&
  (!wants.requirement || one.breaks.includes(wants.requirement)) &&
  words.every((word) => one.words.includes(word));

function wantedMutants() {
  const words = wants.text.toLowerCase().split(/\s+/).filter(Boolean);
  return mutants.filter((one) => isWanted(one, words));
}

const isFiltered = () => Object.values(wants).some(Boolean);

// ---- A fault ----

function mutantRow(one) {
  const killers = one.caught_by || [];
  return el("li", {class: "mutant"},
    el("p", null, fateBadge(one.fate), " ", el("span", {class: "name"}, shown(one.answer)),
      one.request && ` request ${count(one.request)}`,
      one.site && [" at ", el("span", {class: "name"}, shown(one.site))]),
    one.breaks.length > 0 && el("div", null, el("h5", null, "Violates"),
                                someOf(one.breaks.map(requirementRef), 8, "requirement")),
    killers.length > 0 && el("div", null, el("h5", null, "Killed by"),
                             someOf(killers.map(caseRef), 4, "case")));
}

function mutantsBox(some, word) {
  const box = el("details", {class: "mutants"},
    el("summary", null, `${plural(some.length, "mutant")}${word}`));
  box.draw = () => {
    if (box.open && box.children.length === 1)
      box.append(el("ul", null, some.map(mutantRow)));
  };
  box.addEventListener("toggle", box.draw);
  return box;
}

function faultRow([name, some]) {
  const places = [...groupBy(some, (one) => one.answer)].sort(([a], [b]) => (a < b ? -1 : 1));
  return el("li", {class: "fault", "data-verdict": FATES[worstFate(countFates(some))][0]},
    el("h4", null, fateIcon(worstFate(countFates(some))), el("span", null, shown(some[0].summary), " ",
      el("code", {class: "fault-name"}, shown(name)))),
    el("ul", {class: "places"}, places.map(([place, there]) => {
      const fate = worstFate(countFates(there));
      return el("li", {"data-verdict": FATES[fate][0], class: "fate"}, icon(FATES[fate][0]),
        el("span", {class: "name"}, shown(place), ":"), el("span", null, killedOf(there),
          el("span", {class: "quiet-for-eyes"}, " killed")));
    })),
    mutantsBox(some, " and their cases"));
}

// ---- A subject ----

function subjectBox(subject, some) {
  const counts = countFates(some);
  const mustOpen = isFiltered() ? !!wants.subject || some.length <= 300 : counts.survived > 0;
  const faults = groupBy(some, (one) => one.defect);
  const box = el("details", {class: "operation subject", open: mustOpen, "data-subject": subject},
    el("summary", null, el("h3", null, icon(FATES[worstFate(counts)][0]), el("span", null, subject)),
      el("span", {class: "word"}, `${plural(faults.size, "fault")}, ${killedOf(some)} ` +
         `${some.length === 1 ? "mutant" : "mutants"} killed`), fateBar(some)));
  box.draw = () => {
    if (box.open && box.children.length === 1)
      box.append(el("ul", {class: "faults"}, [...faults].map(faultRow)));
  };
  box.addEventListener("toggle", box.draw);
  box.draw();
  return box;
}

// ---- The grid ----

function gridRow([place, some]) {
  return el("tr", null, el("th", {scope: "row"}, el("span", {class: "name"}, shown(place))),
    el("td", {class: "sum"}, `${killedOf(some)}`, el("span", {class: "on-phones"}, " killed")),
    subjectCells(some, visible(place), {place}));
}

function grid() {
  const places = [...groupBy(mutants, (one) => one.answer)].sort(([a], [b]) => (a < b ? -1 : 1));
  return el("div", {class: "wide", tabindex: "0", role: "group",
                    "aria-label": "Mutants by response and subject"},
    el("table", {class: "contract grid"},
      el("caption", {class: "quiet-for-eyes"}, "Killed mutants by response and subject"),
      el("thead", null, el("tr", null, el("th", {scope: "col"}, "Response"),
        el("th", {scope: "col"}, "Killed"), subjectHeads())),
      el("tbody", null, places.map(gridRow))));
}

// ---- The filters ----

const wantsHash = () => "#" + Object.entries(wants).filter(([, value]) => value)
  .map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");

function drawFaultList() {
  const some = wantedMutants();
  const boxes = subjects.map((subject) => [subject, some.filter((one) => one.subject === subject)])
    .filter(([, there]) => there.length).map(([subject, there]) => subjectBox(subject, there));
  fill($("fault-list"), boxes);
  fill($("mutants-shown"), isFiltered()
    ? [`${count(some.length)} of ${plural(mutants.length, "mutant")}`,
       " ", el("button", {type: "button", class: "small", onclick: () => changeWants(NO_WANTS)},
               "Show all")]
    : plural(mutants.length, "mutant"));
  for (const chip of document.querySelectorAll("#faults .chip"))
    chip.setAttribute("aria-pressed", String(chip.dataset.fate === wants.fate));
  for (const name of ["subject", "place", "requirement"]) $(`want-${name}`).value = wants[name];
  if ($("search").value !== wants.text) $("search").value = wants.text;
}

function changeWants(changed) {
  Object.assign(wants, changed);
  drawFaultList();
  address(wantsHash(), false);
  say(`${plural(wantedMutants().length, "mutant")} shown`);
}

// Filters by this alone, and scrolls to the list.
function showMutants(wanted) {
  if (view.overview.hidden) showOverview();
  changeWants({...NO_WANTS, ...wanted});
  $("fault-list-top").scrollIntoView();
  $("search").focus({preventScroll: true});
}

function readWants(given) {
  const known = {fate: (value) => Object.hasOwn(FATES, value)};
  for (const name of Object.keys(NO_WANTS)) {
    const value = given[name] || "";
    wants[name] = known[name] && !known[name](value) ? "" : value;
  }
  for (const name of ["subject", "place", "requirement"])
    if (![...$(`want-${name}`).options].some((one) => one.value === wants[name])) wants[name] = "";
  drawFaultList();
  $("fault-list-top").scrollIntoView();
}

function wantChoice(name, label, values) {
  return el("label", {class: "field"}, el("span", null, label),
    el("select", {id: `want-${name}`, onchange: (event) => changeWants({[name]: event.target.value})},
      el("option", {value: ""}, "any"),
      values.map((value) => el("option", {value}, visible(value)))));
}

function faultControls() {
  const counts = countFates(mutants);
  const different = (pick) => [...new Set(mutants.flatMap(pick))].sort();
  return el("div", {class: "controls", id: "fault-list-top"},
    el("div", {class: "chips", role: "group", "aria-label": "Filter by result"},
      Object.keys(FATES).filter((fate) => counts[fate]).map((fate) =>
        el("button", {type: "button", class: "chip", "data-verdict": FATES[fate][0],
          "data-fate": fate, "aria-pressed": "false",
          onclick: () => changeWants({fate: wants.fate === fate ? "" : fate})},
          fateIcon(fate), `${count(counts[fate])} ${SHORT_FATES[fate]}`))),
    el("label", {class: "field grows"}, el("span", null, "Search"),
      el("input", {type: "search", id: "search", autocomplete: "off", spellcheck: "false",
        placeholder: "fault, response, property, requirement",
        oninput: (event) => changeWants({text: event.target.value}),
        onkeydown: (event) => {
          if (event.key !== "Escape") return;
          if (wants.text) changeWants({text: ""});
          else event.target.blur();
          event.preventDefault();
        }})),
    wantChoice("subject", "Subject", subjects), wantChoice("place", "Response",
      different((one) => [one.answer])),
    wantChoice("requirement", "Requirement", different((one) => one.breaks)));
}

function drawFaults() {
  if (!mutants.length) return null;
  return el("section", {id: "faults", "aria-labelledby": "faults-title"},
    el("h2", {id: "faults-title"}, "Faults"),
    el("p", {class: "facts"}, `${plural(proof.defects, "fault")} applied to these responses, as ` +
      `${plural(mutants.length, "mutant")}. ${count(proof.not_applicable)} pairs of fault and ` +
      "response were not applicable, because the fault changes nothing there."),
    grid(), faultControls(),
    el("p", {class: "list-summary", id: "mutants-shown"}), el("div", {id: "fault-list"}));
}
