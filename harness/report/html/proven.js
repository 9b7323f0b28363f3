// The requirements and the cases of a mutation report, the cases that were left out, the variants.

// ---- Requirements ----

function provenStatus(one) {
  if (one.unproven) return ["fail", "not proven"];
  if (killedIn(one) < one.breaks) return ["fail", `${count(one.breaks - killedIn(one))} survived`];
  return one.breaks ? ["pass", "proven"] : ["no case", "no mutant"];
}

function provenRow(one) {
  const some = mutants.filter((mutant) => mutant.breaks.includes(one.id));
  return el("tr", {"data-id": one.id, tabindex: "-1"},
    el("td", {class: "status"}, badge(...provenStatus(one))),
    el("th", {scope: "row"}, el("span", {class: "requirement-id"}, shown(one.id)), " ",
      el("span", {class: "level"}, shown(one.level.replace("_", " "))),
      one.text && el("span", {class: "sentence"}, shown(one.text))),
    el("td", {class: "sum"}, `${count(killedIn(one))} of ${count(one.breaks)}`,
      el("span", {class: "on-phones"}, " killed")),
    el("td", {class: "sum"}, count(one.caught_by_its_own_cases),
      el("span", {class: "on-phones"}, " by cases that verify it")),
    subjectList(some, visible(one.id), {requirement: one.id}));
}

function sumRow(words, counts) {
  return el("tr", {class: "sums"}, el("td", {class: "status"}), el("th", {scope: "row"}, words),
    el("td", {class: "sum"}, `${count(killedIn(counts))} of ${count(counts.faults)}`,
      el("span", {class: "on-phones"}, " killed")),
    el("td"), el("td"));
}

function drawProven() {
  if (!proof.requirements.length) return null;
  return el("section", {id: "contract", "aria-labelledby": "contract-title"},
    el("h2", {id: "contract-title"}, "Requirements"),
    el("p", {class: "facts"}, "How many of the mutants that violate each requirement were killed, " +
      "how many by cases that verify it, and what the faults are about."),
    el("table", {class: "contract sheet"},
      el("caption", {class: "quiet-for-eyes"}, "Killed mutants by requirement and subject"),
      el("thead", null, el("tr", null,
        ["Result", "Requirement", "Killed", "By own cases", "Subjects of the faults"].map(
          (word) => el("th", {scope: "col"}, word)))),
      el("tbody", null, proof.requirements.map(provenRow),
        sumRow("No verified requirement", proof.uncharged),
        sumRow("All mutants, each counted once", proof.total))));
}

function showProven(id) {
  const row = [...document.querySelectorAll("#contract tr[data-id]")].find(
    (one) => one.dataset.id === id);
  if (!row) return false;
  row.scrollIntoView({block: "center"});
  row.focus({preventScroll: true});
  return true;
}

// ---- Cases ----

function caseStatus(one) {
  if (one.weak) return ["warn", one.catches ? "redundant" : "kills nothing"];
  return one.alone ? ["pass", "needed"] : ["skip", "kept"];
}

function provingRow(one) {
  return el("tr", {"data-verdict": caseStatus(one)[0]},
    el("td", {class: "status"}, badge(...caseStatus(one))),
    el("th", {scope: "row"}, one.title && el("span", {class: "sentence"}, shown(one.title)),
      caseRef(one.name),
      one.reason && !one.alone && el("span", {class: "sentence facts"}, "Kept because: ",
                                     shown(one.reason))),
    el("td", {class: "sum"}, count(one.catches), el("span", {class: "on-phones"}, " killed")),
    el("td", {class: "sum"}, count(one.alone), el("span", {class: "on-phones"}, " alone")));
}

function drawProving() {
  if (!proof.cases.length) return null;
  return el("section", {id: "proving", "aria-labelledby": "proving-title"},
    el("h2", {id: "proving-title"}, "Cases"),
    el("p", {class: "facts"}, "How many mutants each case kills, and how many of them no other " +
      "case kills. A case that kills none alone is redundant unless its file gives a reason."),
    el("table", {class: "contract sheet"},
      el("caption", {class: "quiet-for-eyes"}, "Mutants that each case kills"),
      el("thead", null, el("tr", null, ["Result", "Case", "Kills", "Alone"].map((word) =>
        el("th", {scope: "col"}, word)))),
      el("tbody", null, proof.cases.map(provingRow))));
}

// ---- One case ----

function goByCase(distance) {
  const at = proof.cases.findIndex((one) => one.name === view.name);
  const next = at >= 0 && proof.cases[at + distance];
  if (!next) return;
  address(linkTo(next.name), true);
  showProving(next.name);
}

function closeProving() {
  address(wantsHash(), true);
  showOverview();
}

function provingBar(one) {
  const at = proof.cases.indexOf(one);
  const go = (distance, words, name) => el("button", {type: "button", class: "small",
    disabled: !proof.cases[at + distance], onclick: () => goByCase(distance),
    "aria-keyshortcuts": name, title: `Keyboard shortcut: ${name}`}, words);
  return el("nav", {class: "case-bar", "aria-label": "Cases"},
    el("button", {type: "button", class: "small", onclick: closeProving,
                  "aria-keyshortcuts": "Escape", title: "Keyboard shortcut: Esc"}, "← The report"),
    el("span", {class: "grows"}),
    el("span", {class: "facts"}, `${count(at + 1)} of ${count(proof.cases.length)}`),
    go(-1, "Previous", "k"), go(1, "Next", "j"), copyLink(one.name));
}

function killsBox(title, some) {
  if (!some.length) return null;
  return el("section", null, el("h2", null, title),
    el("ul", {class: "plain kills"}, some.map((one) => el("li", null,
      shown(one.summary), " ", el("code", {class: "fault-name"}, shown(one.defect)),
      el("span", {class: "facts"}, " ", shown(one.answer),
         one.site && [" at ", el("span", {class: "name"}, shown(one.site))])))));
}

function showProving(name) {
  const one = provingByName.get(name);
  if (!one) return false;
  const kills = mutants.filter((mutant) => mutant.caught_by.includes(name));
  const missed = proof.groups.map((group, index) => [group, index])
    .filter(([group]) => group.cases.includes(name));
  showArticle([provingBar(one),
    el("h1", {id: "case-title", tabindex: "-1"}, shown(one.title || one.name)),
    el("p", {class: "case-verdict"}, badge(...caseStatus(one)),
      el("span", {class: "name"}, shown(one.name))),
    el("p", null, `Kills ${plural(one.catches, "mutant")}, ${count(one.alone)} of them alone.`),
    one.reason && el("p", null, "Kept because: ", shown(one.reason)),
    missed.length > 0 && el("section", null, el("h2", null, "Survived, although this case received them"),
      el("ul", {class: "plain"}, missed.map(([group, index]) => el("li", null,
        el("a", {href: `#group=${index + 1}`}, shown(placeOf(group)), group.part && ": ",
           group.part && shown(group.part)), ` (${plural(group.mutants, "mutant")})`)))),
    killsBox("Mutants that no other case kills",
             kills.filter((mutant) => mutant.caught_by.length === 1)),
    killsBox("Mutants that other cases kill too",
             kills.filter((mutant) => mutant.caught_by.length > 1))],
  one.name, `${visible(one.name)}: kills ${count(one.catches)}`);
  $("case-title").focus({preventScroll: true});
  return true;
}

// ---- Cases that were left out, and variants ----

function drawLeftOut() {
  if (!proof.left_out.length) return null;
  return el("section", {id: "left-out", "aria-labelledby": "left-out-title"},
    el("h2", {id: "left-out-title"}, "Left out"),
    el("p", {class: "facts"}, "Cases that do not pass without a fault cannot show one."),
    el("ul", {class: "plain"}, proof.left_out.map((one) => el("li", null,
      badge(one.result in SHAPES ? one.result : "error", visible(one.result)), " ",
      el("span", {class: "name"}, shown(one.name)),
      one.replayed && " when its recorded responses are replayed"))));
}

function drawVariants() {
  if (!proof.variants.length) return null;
  return el("section", {id: "variants", "aria-labelledby": "variants-title"},
    el("h2", {id: "variants-title"}, "Conforming variants"),
    el("p", {class: "facts"}, "Gateways that differ and still conform. All cases must pass " +
      "against each of them."),
    el("ul", {class: "plain variants"}, proof.variants.map((one) => el("li", null,
      badge(one.failing.length ? "fail" : "pass"), " ",
      el("code", {class: "fault-name"}, shown(one.name)), " ", shown(one.summary),
      one.failing.length > 0 && someOf(one.failing.map(caseRef), 6, "case")))));
}
