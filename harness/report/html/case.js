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

// Numbers the facts of all steps: each difference, or a finding without differences.
function numberFindings(steps) {
  let number = 0;
  for (const step of steps)
    step.findings = step.findings.map((one) => {
      const finding = {...one};
      if (hasTable(one))
        finding.differences = one.differences.map((d) => ({...d, number: ++number}));
      finding.number = hasTable(one) ? finding.differences[0].number : ++number;
      return finding;
    });
}

const hasTable = (finding) => (finding.differences || []).some((one) => one.path);

function goToMark(step, path) {
  const box = step.box;
  const find = () => [...box.querySelectorAll(".response [data-path]")]
    .find((node) => node.dataset.path === path);
  box.open = true;
  box.draw();
  if (!find()) box.querySelectorAll(".response .body-box").forEach((one) => one.showAll());
  const node = find() || box.querySelector(".response");
  if (!node) return;
  node.tabIndex = -1;
  node.scrollIntoView({block: "center"});
  node.focus({preventScroll: true});
}

function differenceTable(finding, step) {
  const left = finding.difference_count - finding.differences.length;
  return el("div",
    {class: "differences", tabindex: "0", role: "group", "aria-label": "Differences"},
    el("table", null,
      el("thead", null, el("tr", null, ["No.", "Where", "Expected", "Actual"].map(
        (word) => el("th", {scope: "col"}, word)))),
      el("tbody", null, finding.differences.map((one) => el("tr", null,
        el("td", {class: "number"}, String(one.number)),
        el("th", {scope: "row"}, el("button", {type: "button", class: "path",
          title: "Show in the body", onclick: () => goToMark(step, one.path)},
          shown(one.path))),
        el("td", {class: "expected", "data-label": "expected "}, shown(one.expected)),
        el("td", {class: "actual", "data-label": "actual "}, shown(one.actual),
           one.hint && el("span", {class: "hint"}, " (", shown(one.hint), ")"),
           one.schema && el("span", {class: "hint"}, " (", shown(one.schema), ")")))))),
    left > 0 && el("p", {class: "more"}, `and ${count(left)} more`));
}

// The facts of a finding are those of its first difference, except for alternatives.
function findingFacts(finding) {
  const [first] = hasTable(finding) ? finding.differences : [{}];
  const own = (name) => (finding[name] === first[name] ? null : finding[name]);
  const facts = [fact("expected", own("expected"), "expected"), fact("actual", own("actual"), "actual"),
                 fact("hint", own("hint")), fact("schema", own("schema"))].filter(Boolean);
  return facts.length > 0 && el("dl", {class: "facts-list"}, facts);
}

function findingBox(finding, step) {
  return el("li", {class: "finding", "data-verdict": finding.verdict},
    el("h4", null, icon(finding.verdict), !hasTable(finding) &&
         el("span", {class: "number"}, String(finding.number)),
       el("span", null, shown(finding.subject)),
       el("span", {class: "word"}, finding.verdict === "warn" ? "recommended" : "required"),
       place(finding.place)),
    findingFacts(finding),
    hasTable(finding) && differenceTable(finding, step),
    diffsOf(finding).map(([label, diff]) => drawDiff(givenRows(linesOf(diff)), label)));
}

// [label, lines] of each string that has lines.
function diffsOf(finding) {
  if (!hasTable(finding)) return finding.diff ? [["Expected and received text", finding.diff]] : [];
  return finding.differences.filter((one) => one.diff)
    .map((one) => [`Expected and received text of number ${one.number}`, one.diff]);
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
  if (step.attempts > 1)
    facts.push(`${pollingText(step)}; the last one was judged`);
  if (step.throttled_ms)
    facts.push(`waited ${duration(step.throttled_ms * 1000)} because of 429 or 503`);
  if (step.address) facts.push(["connected to ", shown(step.address)]);
  if (step.tls && step.tls.version) facts.push(shown(step.tls.version));
  return el("p", {class: "facts"}, facts.map((one, i) => [i ? " · " : "", one]), " ",
            !step.findings.length && place(step.place));
}

function stepContent(step) {
  return el("div", {class: "step-content"},
    stepFacts(step),
    step.notes.length ? el("div", {class: "remarks"},
      el("h4", null, "Notes (not part of the result)"),
      el("ul", null, step.notes.map((one) => el("li", null, shown(one))))) : null,
    step.request ? el("div", {class: "sides"}, requestBox(step.request), responseBox(step))
                 : el("p", {class: "none"}, "No request was sent."),
    step.curl && command(step.curl));
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
  box.draw = () => {
    if (box.open && box.children.length === 1) box.append(stepContent(step));
  };
  step.box = box;
  box.addEventListener("toggle", box.draw);
  box.draw();
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

// Known from the start of a case, but rarely why it is opened: folded below everything else.
function citedSection(verifies) {
  if (!verifies.length) return null;
  return el("section", {class: "cited"}, el("details", {class: "folded"},
    el("summary", null, el("h2", null, verifies.length === 1 ? "Requirement" : "Requirements"),
       el("span", {class: "word"}, verifies.map((one) => visible(one.id)).join(", "))),
    el("ul", null, verifies.map(citedBox))));
}

// All findings, those of the same step together.
function findingsSection(steps) {
  const groups = steps.map((step) => [step,
    [...step.findings.map((one) => findingBox(one, step)), troubleBox(step)].filter(Boolean)])
    .filter(([, found]) => found.length);
  if (!groups.length) return null;
  return el("section", {class: "all-findings", "aria-labelledby": "findings-title"},
    el("h2", {id: "findings-title"}, "Findings"),
    groups.map(([step, found]) => [
      (steps.length > 1) && el("h3", null, stepName(step)),
      el("ol", {class: "findings"}, found)]));
}

function causeLine(name) {
  const some = causesOf.get(name) || [];
  return some.map((cause) => el("p", {class: "its-cause"},
    el("a", {href: `#cause-${cause.id}`, class: "target"}, `Cause ${cause.id}`), ": ",
    shown(cause.text)));
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
  numberFindings(steps);
  const isAlone = steps.filter((step) => !step.is_cleanup).length === 1;
  return [
    el("p", {class: "case-verdict"}, badge(one.verdict),
       el("span", {class: "name"}, shown(one.full_name || one.id || ""))),
    el("h1", {tabindex: "-1", id: "case-title"}, shown(one.title || one.full_name || "")),
    whenAndWhere(one),
    el("div", {class: "labels"}, tagList("tags", one.tags), tagList("requires", one.requires)),
    one.reason && el("p", {class: "reason", "data-verdict": one.verdict}, shown(one.reason)),
    causeLine(one.full_name),
    findingsSection(steps),
    steps.length ? el("section", {class: "steps"},
                      el("h2", null, isAlone ? "Request and response" : "Steps"),
                      steps.map((step) => stepBox(step, isAlone && !step.is_cleanup)))
                 : el("p", {class: "none"}, "No request was sent."),
    timeline(steps, (step) => stepName(step)),
    citedSection(one.verifies),
  ];
}
