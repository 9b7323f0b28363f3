// The view of one case.

function copyLink(name) {
  const button = el("button", {type: "button", class: "small",
    onclick: () => copy(location.href.replace(/#.*$/s, "") + linkTo(name), button)}, "Copy link");
  return button;
}

// ---- Findings ----

function fact(name, value, kind) {
  return value === undefined || value === null ? null
    : [el("dt", null, name), el("dd", kind && {class: kind}, shown(value))];
}

function goToMark(article, path) {
  const find = () => [...article.querySelectorAll(".response [data-path]")]
    .find((node) => node.dataset.path === path);
  if (!find()) article.querySelectorAll(".response .body-box").forEach((box) => box.showAll());
  const node = find();
  if (!node) return;
  node.tabIndex = -1;
  node.scrollIntoView({block: "center"});
  node.focus({preventScroll: true});
}

function differenceTable(finding, article) {
  const all = finding.differences;
  if (!all || (all.length === 1 && finding.difference_count === 1 && !all[0].path)) return null;
  const left = finding.difference_count - all.length;
  return el("div",
    {class: "differences", tabindex: "0", role: "group", "aria-label": "Differences"},
    el("table", null,
      el("caption", null, plural(finding.difference_count, "difference"), " in the body"),
      el("thead", null, el("tr", null, ["Where", "Expected", "Actual"].map(
        (word) => el("th", {scope: "col"}, word)))),
      el("tbody", null, all.map((one) => el("tr", null,
        el("th", {scope: "row"}, el("button", {type: "button", class: "path",
          title: "Show in the body", onclick: () => goToMark(article(), one.path)},
          shown(one.path))),
        el("td", null, shown(one.expected)),
        el("td", null, shown(one.actual),
           one.hint && el("span", {class: "hint"}, " (", shown(one.hint), ")"),
           one.schema && el("span", {class: "hint"}, " (", shown(one.schema), ")")))))),
    left > 0 && el("p", {class: "more"}, `and ${count(left)} more`));
}

function findingBox(finding, article) {
  return el("li", {class: "finding", "data-verdict": finding.verdict},
    el("h4", null, icon(finding.verdict), el("span", null, shown(finding.subject)),
       el("span", {class: "word"}, finding.verdict === "warn" ? "recommended" : "required"),
       place(finding.place)),
    el("dl", {class: "facts-list"}, fact("expected", finding.expected, "expected"),
       fact("actual", finding.actual, "actual"), fact("hint", finding.hint),
       fact("schema", finding.schema)),
    differenceTable(finding, article));
}

function troubleBox(step) {
  return step.error && el("li", {class: "finding", "data-verdict": "error"},
    el("h4", null, icon("error"), el("span", null, "The step could not be judged"),
       step.error.code && el("span", {class: "word"}, step.error.code), place(step.place)),
    el("p", {class: "trouble"}, shown(step.error.text)));
}

// ---- Steps ----

const stepName = (step) =>
  [step.is_cleanup ? "Clean-up" : `Step ${step.ordinal}`, step.title && [": ", shown(step.title)]];

function stepFacts(step) {
  const facts = [];
  if (step.checks) facts.push(plural(step.checks, "expectation") + " checked");
  if (step.attempts > 1) facts.push(`${count(step.attempts)} attempts; the last one was judged`);
  if (step.throttled_ms)
    facts.push(`waited ${duration(step.throttled_ms * 1000)} because of 429 or 503`);
  if (step.address) facts.push(["connected to ", shown(step.address)]);
  return el("p", {class: "facts"}, facts.map((one, i) => [i ? " · " : "", one]), " ",
            !step.findings.length && place(step.place));
}

function stepContent(step) {
  let box = null;
  const article = () => box;
  const found = [...step.findings.map((one) => findingBox(one, article)), troubleBox(step)]
    .filter(Boolean);
  box = el("div", {class: "step-content"},
    stepFacts(step),
    found.length ? el("ol", {class: "findings"}, found) : null,
    step.notes.length ? el("div", {class: "remarks"},
      el("h4", null, "Notes (not part of the result)"),
      el("ul", null, step.notes.map((one) => el("li", null, shown(one))))) : null,
    step.request ? el("div", {class: "sides"}, requestBox(step.request), responseBox(step))
                 : el("p", {class: "none"}, "No request was sent."),
    step.curl && command(step.curl));
  return box;
}

// A passed step is collapsed unless it is the only one. Its content is drawn when it is opened.
function stepBox(step, isAlone) {
  const isOpen = isAlone || (step.verdict !== "pass" && !step.is_cleanup) ||
    (step.is_cleanup && (step.findings.length > 0 || !!step.error));
  const box = el("details", {class: "step", open: isOpen, "data-verdict": step.verdict},
    el("summary", null, el("h3", null, icon(step.verdict), el("span", null, stepName(step))),
       el("span", {class: "word"}, WORDS[step.verdict]),
       step.response && el("span", {class: "word"}, String(step.response.status)),
       step.elapsed_us !== undefined && el("span", {class: "word"}, duration(step.elapsed_us))));
  const draw = () => {
    if (box.open && box.children.length === 1) box.append(stepContent(step));
  };
  box.addEventListener("toggle", draw);
  draw();
  return box;
}

// ---- The case ----

function citedBox(cited) {
  const known = requirements.get(cited.id) || cited;
  return el("li", null,
    el("p", null, el("b", {class: "requirement-id"}, shown(cited.id)), " ",
       el("span", {class: "level"}, shown(known.level)), " ",
       known.source && el("span", {class: "source"}, source(known.source))),
    known.text && el("p", {class: "sentence"}, shown(known.text)));
}

function whenAndWhere(one) {
  const parts = [one.operation && ["operation ", el("b", null, shown(one.operation))],
                 place(one.place),
                 one.started_at && `started ${moment(one.started_at)}`,
                 one.started_at && `took ${duration(one.elapsed_us)}`].filter(Boolean);
  return el("p", {class: "facts"}, parts.map((part, i) => [i ? " · " : "", part]));
}

const tagList = (words, names) => names.length > 0 && el("p", {class: "tags"}, words, " ",
  names.map((name) => el("span", {class: "tag"}, shown(name))));

function drawCase(data) {
  const one = data.case;
  let ordinal = 0;
  const steps = one.steps.map((step, i) => ({...step, ...data.steps[i],
                                              ordinal: step.is_cleanup ? 0 : ++ordinal}));
  const isAlone = steps.filter((step) => !step.is_cleanup).length === 1;
  return [
    el("p", {class: "case-verdict"}, badge(one.verdict),
       el("span", {class: "name"}, shown(one.full_name || one.id || ""))),
    el("h1", {tabindex: "-1", id: "case-title"}, shown(one.title || one.full_name || "")),
    whenAndWhere(one),
    el("div", {class: "labels"}, tagList("tags", one.tags), tagList("requires", one.requires)),
    one.reason && el("p", {class: "reason", "data-verdict": one.verdict}, shown(one.reason)),
    one.verifies.length ? el("section", {class: "cited"},
      el("h2", null, one.verifies.length === 1 ? "Requirement" : "Requirements"),
      el("ul", null, one.verifies.map(citedBox))) : null,
    timeline(steps, (step) => stepName(step)),
    steps.length ? el("section", {class: "steps"}, el("h2", null, "Steps"),
                      steps.map((step) => stepBox(step, isAlone && !step.is_cleanup)))
                 : el("p", {class: "none"}, "No request was sent."),
  ];
}
