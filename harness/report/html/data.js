// The data of the run. The rows of the list are parsed at start. The cases are in blocks, and a
// block is parsed when one of its cases is opened.

const block = (node) => JSON.parse(node.textContent);

const whole = block($("run"));
const run = whole.run;
const cases = block($("rows")).map(
  ([name, operation, title, verdict, time, file, tags, requirements, message], index) =>
    ({index, name, operation, title, verdict: VERDICTS[verdict], time, file, tags, requirements,
      message}));
const blocks = document.querySelectorAll("script.cases");
const CASES_A_BLOCK = 32;

const byName = new Map(cases.map((one) => [one.name, one]));
const requirements = new Map(run.suite.requirements.map((one) => [one.id, one]));
const before = whole.before;

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
