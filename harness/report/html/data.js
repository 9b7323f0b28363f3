// The data of the run. The rows of the list are parsed at start. The cases are in blocks, and a
// block is parsed when one of its cases is opened.

const block = (node) => JSON.parse(node.textContent);

// A view that is not of a run has neither a run nor rows (page.js).
const whole = block($("run"));
const VIEWS = {}; // each is added by its own file
const view = {overview: null, article: null, scroll: 0, name: null, title: ""};
const run = whole.run || {counts: {}, suite: {requirements: [], operations: [], files: []}};
const cases = ($("rows") ? block($("rows")) : []).map(
  ([name, operation, title, verdict, time, file, tags, requirements, message, flaky], index) =>
    ({index, name, operation, title, verdict: VERDICTS[verdict], time, file, tags, requirements,
      message, isFlaky: flaky === 1}));
const blocks = document.querySelectorAll("script.cases");
const CASES_A_BLOCK = 32;

const byName = new Map(cases.map((one) => [one.name, one]));
const requirements = new Map(run.suite.requirements.map((one) => [one.id, one]));
const before = whole.before || [];

const kept = new Map(); // the blocks parsed last

function details(index) {
  const number = Math.floor(index / CASES_A_BLOCK);
  if (!kept.has(number)) {
    if (kept.size > 8) kept.delete(kept.keys().next().value);
    kept.set(number, block(blocks[number]));
  }
  return kept.get(number)[index % CASES_A_BLOCK];
}

const worse = (a, b) => (VERDICTS.indexOf(a) > VERDICTS.indexOf(b) ? a : b);

// "cases/quota/404-not-found.yaml" is the group "404-not-found".
const groupOf = (file) => file.replace(/^.*\//, "").replace(/\.ya?ml$/, "") || "cases";

const operationTitle = new Map(run.suite.operations.map((one) => [one.id, one.title]));

// ---- Causes ----

const causes = run.causes || [];
const causeById = new Map(causes.map((one) => [one.id, one]));

// name of a case -> its causes
const causesOf = new Map();
for (const cause of causes)
  for (const {case: name} of cause.cases) {
    const some = causesOf.get(name) || [];
    if (!some.includes(cause)) causesOf.set(name, some.concat(cause));
  }
