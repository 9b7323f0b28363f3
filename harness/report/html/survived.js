// The mutants that no case detects, grouped by the place and the expectation that would detect
// them, with that expectation as YAML.

const GROUPS_DRAWN_AT_ONCE = 40, FAULTS_NAMED = 5;
const GROUP_KINDS = {
  must: ["fail", "violates a MUST"],
  other: ["warn", "violates a requirement"],
  // A score is not about requirements, and of a recorded API it is unknown what a fault violates.
  none: isScore ? ["fail", "survived"] : ["skip", "violates no verified requirement"],
  uncounted: ["no case", "not counted"],
};
let groupKind = "", groupText = "";

const kindOf = (group) => (!group.counted ? "uncounted" : group.must ? "must"
  : group.breaks.length ? "other" : "none");

const placeOf = (group) => [group.place === "behaviour" ? "Behaviour of the gateway" : group.place,
                            group.status].filter(Boolean).join(" ");

function pasteBox(group) {
  if (!group.suggestion)
    return el("p", {class: "no-suggestion"}, el("b", null, "No suggestion: "),
              shown(group.no_suggestion || "no expectation detects it"));
  const button = el("button", {type: "button", class: "copy",
                               onclick: () => copy(group.suggestion, button)}, "Copy");
  const only = group.suggestion_of_case;
  return el("section", {class: "command", "aria-label": "Suggested expectation"},
    el("div", {class: "command-head"}, el("h4", null, "Add this to ",
       only ? caseRef(only) : group.cases.length === 1 ? "the case" : "one of the cases below"), button),
    el("pre", {tabindex: "0"}, el("code", null, shown(group.suggestion, true))));
}

const changes = (group) => someOf(group.defects.map((one) => [shown(one.summary), " ",
  el("code", {class: "fault-name"}, shown(one.defect)),
  one.mutants > 1 && el("span", {class: "word"}, ` ${plural(one.mutants, "mutant")}`)]),
  FAULTS_NAMED, "fault", "changes");

function groupBox(group, index) {
  const number = index + 1, kind = kindOf(group);
  const box = el("li", {class: "cause survivor", id: `group-${number}`, tabindex: "-1",
                        "data-verdict": GROUP_KINDS[kind][0]},
    el("h3", null,
      el("a", {class: "cause-number", href: `#group=${number}`,
               "aria-label": `Link to group ${number}`}, String(number)),
      el("span", null, shown(placeOf(group)),
         group.part && [": ", el("span", {class: "part-name"}, shown(group.part))])),
    el("p", {class: "facts"}, badge(...GROUP_KINDS[kind]), " ", plural(group.mutants, "mutant")));
  box.words = [group.place, group.status, group.part, group.suggestion, ...group.breaks,
               ...group.cases, ...group.defects.flatMap((one) => [one.defect, one.summary])]
    .join(" ").toLowerCase();
  box.kind = kind;
  box.draw = () => {
    if (box.children.length > 2) return;
    add(box, [
      el("div", null, el("h4", null, "What was changed"), changes(group)),
      pasteBox(group),
      el("div", {class: "two"},
        group.cases.length > 0 && el("div", {class: "its-cases"},
          el("h4", null, "Cases that received it and passed"),
          someOf(group.cases.map(caseRef), 5, "case")),
        group.breaks.length > 0 && el("div", null, el("h4", null, "Requirements violated"),
          someOf(group.breaks.map(requirementRef), 12, "requirement")))]);
  };
  return box;
}

// ---- The section ----

function filterGroups() {
  const words = groupText.toLowerCase().split(/\s+/).filter(Boolean);
  let seen = 0;
  for (const box of document.querySelectorAll(".survivor")) {
    box.hidden = !((!groupKind || box.kind === groupKind) &&
                   words.every((word) => box.words.includes(word)));
    if (!box.hidden && seen++ < GROUPS_DRAWN_AT_ONCE) box.draw();
  }
  fill($("groups-shown"), seen === proof.groups.length ? plural(seen, "group")
    : `${count(seen)} of ${plural(proof.groups.length, "group")}`);
  for (const chip of document.querySelectorAll("#survived .chip"))
    chip.setAttribute("aria-pressed", String(chip.dataset.kind === groupKind));
  drawMoreGroups();
}

// Groups are drawn when they come into view, because a score can have hundreds.
const groupWatch = typeof IntersectionObserver === "function"
  ? new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) entry.target.draw();
  }, {rootMargin: "600px"}) : null;

function drawMoreGroups() {
  for (const box of document.querySelectorAll(".survivor:not([hidden])")) {
    if (groupWatch) groupWatch.observe(box);
    else box.draw();
  }
}

function groupControls() {
  const counts = groupBy(proof.groups, kindOf);
  const chips = Object.keys(GROUP_KINDS).filter((kind) => counts.has(kind)).map((kind) =>
    el("button", {type: "button", class: "chip", "data-verdict": GROUP_KINDS[kind][0],
                  "data-kind": kind, "aria-pressed": "false",
                  onclick: () => {
                    groupKind = groupKind === kind ? "" : kind;
                    filterGroups();
                  }},
       icon(GROUP_KINDS[kind][0]), `${count(counts.get(kind).length)} ${GROUP_KINDS[kind][1]}`));
  return el("div", {class: "controls"},
    chips.length > 1 && el("div", {class: "chips", role: "group",
                                   "aria-label": "Filter by what is violated"}, chips),
    el("label", {class: "field grows"}, el("span", null, "Search"),
      el("input", {type: "search", id: "group-search", autocomplete: "off", spellcheck: "false",
        placeholder: "place, fault, case, requirement",
        oninput: (event) => {
          groupText = event.target.value;
          filterGroups();
        }})));
}

// True if the page has that group. It is shown whatever the filter is.
function showGroup(number) {
  const box = $(`group-${number}`);
  if (!box) return false;
  box.hidden = false;
  box.draw();
  box.scrollIntoView();
  box.focus({preventScroll: true});
  return true;
}

function drawSurvived() {
  const {groups} = proof;
  if (!groups.length) return null;
  const counted = groups.filter((one) => one.counted).reduce((sum, one) => sum + one.mutants, 0);
  return el("section", {id: "survived", "aria-labelledby": "survived-title"},
    el("h2", {id: "survived-title"}, "Survived"),
    el("p", {class: "facts"}, counted
      ? `${plural(counted, "mutant")} survived, grouped by place and by the expectation that detects them.`
      : "Only responses in another order survived. They are not counted, because no case expects an order."),
    groups.length > 1 && groupControls(),
    el("p", {class: "list-summary", id: "groups-shown", role: "status"}),
    el("ol", {class: "cause-list"}, groups.map(groupBox)));
}
