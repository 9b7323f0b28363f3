// The view of a run: its sections, its address, and its keys.

const linkTo = (name) => "#case=" + encodeURIComponent(name).replace(/%2F/g, "/");

// ---- The address ----

function filterHash() {
  const parts = [];
  if (filters.verdicts.size) parts.push(["verdict", [...filters.verdicts].join(",")]);
  for (const name of ["flaky", "cause", "tag", "requirement", "text"])
    if (filters[name]) parts.push([name, filters[name]]);
  if (filters.sort !== "worst") parts.push(["sort", filters.sort]);
  return "#" + parts.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
}

const keepFilters = () => address(filterHash(), false);

function readFilters(given) {
  const verdicts = (given.verdict || "").split(",");
  filters.verdicts = new Set(verdicts.filter((one) => VERDICTS.includes(one)));
  filters.flaky = given.flaky ? "1" : "";
  filters.cause = causeById.has(Number(given.cause)) ? given.cause : "";
  filters.tag = given.tag || "";
  filters.requirement = given.requirement || "";
  filters.text = given.text || "";
  filters.sort = Object.hasOwn(SORTS, given.sort || "") ? given.sort : "worst";
  select();
  drawList();
  showFilters();
}

// ---- One case, or all ----

function openCase(name) {
  address(linkTo(name), true);
  showCase(name);
}

function closeCase() {
  address(filterHash(), true);
  showOverview();
  list.box.focus({preventScroll: true});
}

function goBy(distance) {
  const at = matching.findIndex((one) => one.name === view.name);
  if (at >= 0 && matching[at + distance]) openCase(matching[at + distance].name);
}

function caseBar(one) {
  const at = one ? matching.indexOf(one) : -1;
  const go = (distance, words, name) => el("button", {type: "button", class: "small",
    disabled: at < 0 || !matching[at + distance], onclick: () => goBy(distance),
    "aria-keyshortcuts": name, title: `Keyboard shortcut: ${name}`}, words);
  return el("nav", {class: "case-bar", "aria-label": "Cases"},
    el("button", {type: "button", class: "small", onclick: closeCase, "aria-keyshortcuts": "Escape",
                  title: "Keyboard shortcut: Esc"}, "← All cases"),
    el("span", {class: "grows"}),
    at >= 0 && el("span", {class: "facts"}, `${count(at + 1)} of ${count(matching.length)}`),
    one && [go(-1, "Previous", "k"), go(1, "Next", "j"), copyLink(one.name)]);
}

function drawArticle(data, one) {
  showArticle([caseBar(one), drawCase(data)], one ? one.name : null,
              `${WORDS[data.case.verdict]}: ${visible(data.case.full_name || "before")}`);
  $("case-title").focus({preventScroll: true});
}

function showCase(name) {
  const one = byName.get(name);
  if (one) {
    current = Math.max(0, matching.indexOf(one));
    return drawArticle(details(one.index), one);
  }
  showOverview();
  fill($("lost"), "This run has no case ", el("b", null, shown(name)), ".");
  $("lost").hidden = false;
}

// ---- The view ----

VIEWS.run = {
  sections: () => [
    drawBanner(), el("p", {id: "lost", role: "alert", hidden: true}), drawCauses(), drawGlance(),
    drawCases(), el("section", {id: "paper", "aria-hidden": "true"}), drawContract(), drawTimes(),
    drawUnexercised(), drawRun()],
  nav: [["causes", "Causes"], ["cases", "Cases"], ["contract", "Requirements"], ["times", "Times"],
        ["unexercised", "Skipped"], ["run-facts", "Run details"]],
  keys: [[["/"], "Search"], [["↓", "j"], "Next case"], [["↑", "k"], "Previous case"],
         [["Home"], "First case of the list"], [["End"], "Last case of the list"],
         [["Enter"], "Open the case"], [["Esc"], "Back to all cases; close this dialog"]],
  version: () => run.apigcheck.version,
  begin() {
    hideRows();
    select();
    drawList();
  },
  // True if the address names an article.
  follow(given) {
    $("lost").hidden = true;
    if (given.case !== undefined) {
      showCase(given.case);
      return true;
    }
    const steps = given.before !== undefined && before[Number(given.before)];
    if (steps) drawArticle(steps, null);
    else if (Object.keys(given).length) readFilters(given);
    return !!steps;
  },
  shown() {
    drawList();
    moveTo(current);
  },
  resized: () => drawList(),
  key(event) {
    if (event.key === "/") {
      if (view.overview.hidden) closeCase();
      $("search").focus();
      $("search").select();
    } else if (view.overview.hidden) {
      if (event.key === "Escape") closeCase();
      else if (event.key === "j" || event.key === "k") goBy(event.key === "j" ? 1 : -1);
      else return false;
    } else if (event.key === "j" || event.key === "k") {
      list.box.focus();
      listKey(event);
    } else return false;
    return true;
  },
};
