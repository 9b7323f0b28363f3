// The view of a mutation report: its banner, its sections, its address, and its keys.

const failingVariants = () => proof.variants.filter((one) => one.failing.length).length;
const isBadProof = () => proof.must_survivors || proof.must_unproven || proof.left_out.length ||
  failingVariants();

function proofVerdict() {
  if (isBadProof()) return "fail";
  if (!proof.total.faults) return "error";
  return isScore ? "score" : "pass";
}

function proofTitle() {
  if (!proof.total.faults) return ["No fault applies", " to these responses"];
  if (isScore) return [proof.mutation_score.replace(/^.*\((.*)\)$/, "$1"), " mutation score"];
  return [proof.outcome.toUpperCase(), ` ${count(killedIn(proof))} of ` +
          `${plural(proof.breaks, "mutant")} killed`];
}

function proofNotes() {
  const {uncharged} = proof, failing = failingVariants();
  return [
    proof.must_survivors && `${plural(proof.must_survivors, "violation")} of a MUST survived`,
    proof.must_unproven && `${plural(proof.must_unproven, "MUST", "MUSTs")} without a killed mutant`,
    failing && `false alarms: ${count(failing)} of ${plural(proof.variants.length, "variant")} fail`,
    proof.left_out.length && `${plural(proof.left_out.length, "case")} left out`,
    proof.weak_cases && plural(proof.weak_cases, "redundant case"),
    !isScore && uncharged && uncharged.faults && `${plural(uncharged.faults, "more mutant")} ` +
      `without a verified requirement: ${count(killedIn(uncharged))} killed`,
    proof.order_trials.length && `${plural(proof.order_trials.length, "mutant")} in another order, ` +
      "not counted",
    !failing && proof.variants.length && `all ${plural(proof.variants.length, "variant")} pass`,
  ].filter(Boolean);
}

function drawProofBanner() {
  const verdict = proofVerdict(), [title, rest] = proofTitle();
  const killed = killedIn(isScore ? proof.total : proof);
  const numbers = [[killed, "killed"],
                   [(isScore ? proof.total.faults : proof.breaks) - killed, "survived"],
                   [proof.defects, proof.defects === 1 ? "fault" : "faults"],
                   [proof.cases.length, proof.cases.length === 1 ? "case" : "cases"]];
  return el("section", {class: "banner", "data-verdict": verdict, "aria-label": "Result"},
    el("div", {class: "banner-inside"},
      verdict !== "score" && icon(verdict),
      el("div", {class: "banner-words"},
        el("h1", {class: "has-line"}, title, el("small", null, rest)),
        el("p", {class: "target"}, "Faults injected into ", el("b", null, shown(whole.target))),
        el("p", {class: "when"}, proofNotes().map((one, i) => [i ? " · " : "", one]))),
      el("ul", {class: "numbers", "aria-label": "Counts"}, numbers.map(([number, word]) =>
        el("li", null, el("b", null, count(number)), " ", el("span", null, word))))));
}

function drawUnproven() {
  const some = proof.requirements.filter((one) => one.unproven);
  if (!some.length) return null;
  return el("section", {id: "unproven", "aria-labelledby": "unproven-title"},
    el("h2", {id: "unproven-title"}, "Not proven"),
    el("p", {class: "facts"}, "No mutant that violates these was killed, so nothing shows that " +
      "their cases can fail."),
    el("ul", {class: "plain"}, some.map((one) => el("li", null, badge("fail", "not proven"), " ",
      requirementRef(one.id), " ", shown(one.text || "")))));
}

// ---- The keyboard ----

// From one group to the next.
function goByGroup(distance) {
  const boxes = [...document.querySelectorAll(".survivor:not([hidden])")];
  const at = boxes.indexOf(document.activeElement.closest(".survivor"));
  const next = boxes[at < 0 ? 0 : at + distance];
  if (!next) return boxes.length > 0;
  address(`#${next.id.replace("-", "=")}`, false);
  return showGroup(next.id.replace("group-", ""));
}

// ---- The view ----

VIEWS.mutations = {
  sections: () => [
    drawProofBanner(), el("p", {id: "lost", role: "alert", hidden: true}), drawUnproven(),
    drawSurvived(), drawLeftOut(), drawProven(), drawFaults(), drawProving(), drawVariants()],
  nav: [["unproven", "Not proven"], ["survived", "Survived"], ["left-out", "Left out"],
        ["contract", "Requirements"], ["faults", "Faults"], ["proving", "Cases"],
        ["variants", "Variants"]],
  keys: [[["/"], "Search the faults"], [["j"], "Next group that survived, or next case"],
         [["k"], "Previous group that survived, or previous case"],
         [["Esc"], "Back to the report; close this dialog"]],
  version: () => proof.version,
  begin() {
    if ($("faults")) drawFaultList();
    if ($("survived")) filterGroups();
  },
  // True if the address names an article.
  follow(given) {
    let isFound = true;
    $("lost").hidden = true;
    if (given.case !== undefined) {
      if (showProving(given.case)) return true;
      isFound = false;
    } else if (given.group !== undefined) isFound = showGroup(given.group);
    else if (Object.keys(given).length === 1 && given.requirement !== undefined)
      isFound = showProven(given.requirement);
    else if (Object.keys(given).length && $("faults")) readWants(given);
    if (!isFound) fill($("lost"), "This report does not have ",
                       el("b", null, shown(given.case || given.group || given.requirement)), ".");
    $("lost").hidden = isFound;
    return false;
  },
  shown() {},
  resized() {},
  key(event) {
    const isArticle = view.overview.hidden;
    if (event.key === "/" && $("search")) {
      if (isArticle) closeProving();
      $("search").focus();
      $("search").select();
    } else if (isArticle && event.key === "Escape") closeProving();
    else if (event.key === "j" || event.key === "k") {
      const distance = event.key === "j" ? 1 : -1;
      if (isArticle) goByCase(distance);
      else return goByGroup(distance);
    } else return false;
    return true;
  },
};
