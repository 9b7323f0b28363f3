// The data of a mutation report, the document of `prove --json`. Its keys are older than the words
// of the page: a defect is a fault, "caught" is killed, "breaks" is the requirements that are
// violated, "answer" is the response.

const proof = whole.report || {trials: [], uncharged_trials: [], order_trials: [], groups: [],
  requirements: [], cases: [], variants: [], left_out: [], total: {faults: 0, caught: 0}};
const isScore = proof.outcome === "mutation score";

// Of the report, a sum, or a requirement: the number of mutants that a case kills.
const killedIn = (counts) => counts.caught;

// What became of a mutant: a verdict with the same colour and shape, and words.
const FATES = {
  survived: ["fail", "survived"],
  allowed: ["skip", "survived, violates no verified requirement"],
  uncounted: ["no case", "not counted: only the order differs"],
  killed: ["pass", "killed"],
};
const SHORT_FATES = {survived: "survived", allowed: "survived, violate nothing verified",
                     uncounted: "not counted", killed: "killed"};
const fateIcon = (fate) => icon(FATES[fate][0]);
const fateBadge = (fate) => badge(...FATES[fate]);

function mutantsOf(trials, survivor) {
  return trials.map((one) => ({...one, fate: one.fate === "caught" ? "killed" : survivor}));
}

// Whatever survives counts in a score. Otherwise only violations of a verified requirement do.
const mutants = [
  ...mutantsOf(proof.trials, "survived"),
  ...mutantsOf(proof.uncharged_trials, isScore ? "survived" : "allowed"),
  ...mutantsOf(proof.order_trials, "uncounted"),
];
for (const one of mutants)
  one.words = [one.defect, one.summary, one.answer, one.site || "", one.subject, ...one.breaks]
    .join(" ").toLowerCase();

const SUBJECTS = ["Behaviour", "Requests to refuse", "Status", "Content-Type and X-Request-Id",
                  "Headers", "Body", "Properties", "Arrays", "Error codes", "Times", "Other"];
const bySubject = groupBy(mutants, (one) => one.subject);
const subjects = [...bySubject.keys()].sort((a, b) => SUBJECTS.indexOf(a) - SUBJECTS.indexOf(b));

const provenById = new Map(proof.requirements.map((one) => [one.id, one]));
const provingByName = new Map(proof.cases.map((one) => [one.name, one]));

// ---- Counts ----

function countFates(some) {
  const counts = {survived: 0, allowed: 0, uncounted: 0, killed: 0};
  for (const one of some) counts[one.fate]++;
  return counts;
}

const worstFate = (counts) => Object.keys(FATES).find((fate) => counts[fate]) || "killed";
const killedOf = (some) => `${count(countFates(some).killed)} of ${count(some.length)}`;

// A bar with a part for each fate.
function fateBar(some) {
  const counts = countFates(some);
  return el("span", {class: "fate-bar", "aria-hidden": "true"},
    ["killed", "survived", "allowed", "uncounted"].filter((fate) => counts[fate]).map((fate) => {
      const part = el("span", {class: `part fate-${fate}`, "data-verdict": FATES[fate][0]});
      part.style.flexGrow = counts[fate];
      return part;
    }));
}

// ---- Cells of tables: killed mutants by subject ----

// A button that shows these mutants.
function subjectMark(some, label, wanted) {
  const counts = countFates(some), fate = worstFate(counts);
  const words = `${label}, ${wanted.subject}: ${killedOf(some)} killed`;
  return el("button", {type: "button", class: "mark", "data-verdict": FATES[fate][0], title: words,
                       "aria-label": words, onclick: () => showMutants(wanted)},
            icon(FATES[fate][0]), `${count(counts.killed)}/${count(some.length)}`);
}

function subjectCells(some, label, wanted) {
  const parts = groupBy(some, (one) => one.subject);
  return subjects.map((subject) => (parts.has(subject)
    ? el("td", {class: "cell", "data-group": subject},
         subjectMark(parts.get(subject), label, {...wanted, subject}))
    : el("td", {class: "cell is-empty", "data-group": subject})));
}

// The same in one cell, for tables whose rows have few of the subjects.
function subjectList(some, label, wanted) {
  const parts = groupBy(some, (one) => one.subject);
  return el("td", {class: "by-subject"}, el("ul", null, subjects.filter((one) => parts.has(one)).map(
    (subject) => el("li", null, el("span", null, subject),
                    subjectMark(parts.get(subject), label, {...wanted, subject})))));
}

const subjectHeads = () => subjects.map((one) => el("th", {scope: "col", class: "group"}, one));

// ---- Links ----

const caseRef = (name) => el("a", {href: linkTo(name), class: "target name"}, shown(name));
const requirementRef = (id) => el("a", {class: "target requirement-id",
  href: `#requirement=${encodeURIComponent(id)}`}, shown(id));

// The first ones, and the others folded.
function someOf(items, most, word, kind = "ids") {
  const rows = items.map((one) => el("li", null, one));
  if (rows.length <= most + 1) return el("ul", {class: kind}, rows);
  return [el("ul", {class: kind}, rows.slice(0, most)),
          el("details", {class: "others"},
             el("summary", null, plural(rows.length - most, `more ${word}`)),
             el("ul", {class: kind}, rows.slice(most)))];
}
