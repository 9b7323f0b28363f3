// The first section: why the run failed, with one case that shows each cause.

const CAUSES_DRAWN_AT_ONCE = 8;
const CASES_NAMED = 5, REQUIREMENTS_NAMED = 12;

const casesOfCause = (cause) => [...new Set(cause.cases.map((one) => one.case))];
const isOfCause = (one, id) => (causesOf.get(one.name) || []).some((cause) => cause.id === id);

// The step of the representative case that shows the cause; null if the page does not have it.
function shownStep(cause) {
  const one = byName.get(cause.first);
  const at = cause.cases.find((entry) => entry.case === cause.first);
  if (!one || !at) return null;
  const data = details(one.index);
  const step = data.case.steps[at.step];
  return step ? {...step, ...data.steps[at.step]} : null;
}

function causeLink(cause) {
  return el("a", {href: `#cause-${cause.id}`}, `cause ${cause.id}`);
}

function filterLink(cause) {
  return el("a", {href: `#cause=${cause.id}`, class: "target", onclick: (event) => {
    event.preventDefault();
    filterBy({cause: String(cause.id)});
  }}, plural(casesOfCause(cause).length, "case"));
}

function levelsOf(ids) {
  const levels = groupBy(ids, (id) => {
    const known = requirements.get(id);
    return known ? known.level.replace("_", " ") : "";
  });
  return [...levels].map(([level, some]) => `${count(some.length)}${level && " " + level}`)
    .join(", ");
}

const requirementLink = (id) => el("a", {href: "#contract", class: "target requirement-id",
  onclick: (event) => {
    event.preventDefault();
    showRequirement(id);
  }}, shown(id));

function violated(cause) {
  const ids = cause.violates || [];
  if (!ids.length) return null;
  const list = (some) => el("ul", {class: "ids"}, some.map((id) => el("li", null,
    requirementLink(id))));
  return el("div", {class: "violated"},
    el("h4", null, "Requirements violated: ", levelsOf(ids)),
    list(ids.slice(0, REQUIREMENTS_NAMED)),
    ids.length > REQUIREMENTS_NAMED && el("details", null,
      el("summary", null, plural(ids.length - REQUIREMENTS_NAMED, "more requirement")),
      list(ids.slice(REQUIREMENTS_NAMED))));
}

function itsCases(cause) {
  const names = casesOfCause(cause);
  const sorted = [cause.first, ...names.filter((name) => name !== cause.first)];
  return el("div", {class: "its-cases"},
    el("h4", null, "Cases"),
    el("ul", null, sorted.slice(0, CASES_NAMED).map((name) => el("li", null,
      el("a", {href: linkTo(name), class: "target name"}, shown(name)),
      name === cause.first && sorted.length > 1 && el("span", {class: "word"}, " shown above")))),
    sorted.length > CASES_NAMED && el("button", {type: "button", class: "small",
      onclick: () => filterBy({cause: String(cause.id)})},
      `Show all ${plural(sorted.length, "case")}`));
}

function evidence(cause) {
  const step = shownStep(cause);
  const rows = step && responseRows(step);
  const facts = [cause.expected && ["expected ", el("b", null, shown(cause.expected))],
                 cause.actual && ["got ", el("b", null, shown(cause.actual))]].filter(Boolean);
  return [
    step && step.request && el("p", {class: "first-line"},
      el("b", null, shown(step.request.method)), " ", el("span", {class: "url"},
      shown(step.request.url))),
    rows ? drawDiff(rows, "Expected and received response")
      : step && step.error ? el("p", {class: "trouble"}, shown(step.error.text))
      : facts.length > 0 && el("p", null, facts.map((one, i) => [i ? ", " : "", one])),
    step && step.curl && command(step.curl),
  ];
}

function causeFacts(cause) {
  const before = cause.follows && causeById.get(cause.follows);
  const one = byName.get(cause.first);
  const facts = [filterLink(cause),
    before && ["probably a consequence of ", causeLink(before)],
    one && one.file && ["first in ", el("span", {class: "place"}, shown(one.file))]];
  return el("p", {class: "facts"}, facts.filter(Boolean).map((fact, i) => [i ? " · " : "", fact]));
}

const verdictOf = (cause) => casesOfCause(cause).reduce((worst, name) =>
  (byName.has(name) ? worse(worst, byName.get(name).verdict) : worst), "not run");

function causeBox(cause, position) {
  const box = el("li", {class: "cause", id: `cause-${cause.id}`, "data-verdict": verdictOf(cause)},
    el("h3", null, el("span", {class: "cause-number"}, el("span", {class: "quiet-for-eyes"},
       "Cause "), String(cause.id)), el("span", null, shown(cause.text))), causeFacts(cause));
  const more = el("p", null, el("button", {type: "button", class: "small", onclick: () => box.draw()},
                                "Show expected and received"));
  box.draw = () => {
    if (!more.isConnected && box.children.length > 2) return;
    more.remove();
    add(box, [...evidence(cause), el("div", {class: "two"}, itsCases(cause), violated(cause))]);
  };
  if (position < CAUSES_DRAWN_AT_ONCE) box.draw();
  else box.append(more);
  return box;
}

function causesSummary() {
  const explained = new Set(causes.flatMap(casesOfCause));
  const bad = cases.filter((one) => one.verdict === "fail" || one.verdict === "error");
  const left = bad.filter((one) => !explained.has(one.name)).length;
  const those = bad.length === 1 ? "the failure" : `all ${plural(bad.length, "failure")}`;
  return left ? `${plural(causes.length, "cause")}. ${plural(left, "failure")} of ` +
                `${count(bad.length)} not explained by a cause.`
    : `${plural(causes.length, "cause")} ${causes.length === 1 ? "explains" : "explain"} ${those}.`;
}

function drawCauses() {
  if (!causes.length) return null;
  return el("section", {id: "causes", "aria-labelledby": "causes-title"},
    el("h2", {id: "causes-title"}, "Causes"), el("p", {class: "facts"}, causesSummary()),
    el("ol", {class: "cause-list"}, causes.map(causeBox)));
}
