// The expected and the received response side by side, aligned line by line. What was received is
// known as a whole; what was expected is known only where it differs. So the expected side is the
// received one, with the expected facts in the place of the actual ones.

const CONTEXT_LINES = 3;
const DIFF_LINES_MOST = 400;
const ODD_BODY_LINES = 12; // of a body that was not compared, because the status is wrong

// ---- Text of a side ----


// An expectation as JSON if it is a JSON value, else as words.
function phrase(text) {
  const laid = /^[[{"\-\dtfn]/.test(text) ? layOut(text, false) : null;
  return laid && laid.length === 1 ? laid[0].parts.map(token)
    : el("span", {class: "phrase"}, shown(text));
}

function token(part) {
  const kind = COLOURED[part.kind];
  return kind ? el("span", {class: kind}, shown(part.text)) : part.text;
}

const side = (depth, ...text) => ({depth, text});
const received = (line) => side(line.depth, line.parts.map(token));

// A line as it was expected: the same name, another value.
function replaced(line, differences) {
  const name = line.parts[0].kind === "name" ? line.parts.slice(0, 2).map(token) : [];
  return side(line.depth, name, expectations(differences));
}

function expectations(differences) {
  const each = [...new Set(differences.map((one) => one.expected))];
  return each.map((one, i) => [i ? " and " : "", phrase(one)]);
}

function missingSide(differences, depth, parent) {
  const [{path}] = differences;
  const rest = path.slice(parent.length);
  const name = rest === path.slice(parentPath(path).length) ? lastName(path) : rest;
  const isIndex = /^\[\d+\]$/.test(rest);
  return side(depth, !isIndex && [el("span", {class: "j-name"}, shown(`"${name}"`)), ": "],
              expectations(differences));
}

// ---- Places ----

const plainName = (name) => name.toLowerCase().replace(/[^a-z0-9]/g, "");

const groupBy = (list, pick) => {
  const groups = new Map();
  for (const one of list) groups.set(pick(one), (groups.get(pick(one)) || []).concat(one));
  return groups;
};

// Where each difference belongs: {values: path -> differences, absent: path of a container ->
// groups of differences, extra: paths that are not expected, whole: differences without a place}.
function placeDifferences(lines, differences) {
  const there = new Set(), containers = new Set(), children = new Map();
  for (const line of lines)
    for (const part of line.parts) {
      if (!part.path) continue;
      if (part.kind === "open") containers.add(part.path);
      if (there.has(part.path)) continue;
      there.add(part.path);
      const parent = parentPath(part.path);
      children.set(parent, (children.get(parent) || []).concat(part.path));
    }
  const places = {values: new Map(), absent: new Map(), extra: new Set(), whole: [],
                  instead: new Map()}; // path of what is missing -> path of what is there instead
  for (const [path, some] of groupBy(differences, (one) => one.path || "")) {
    if (there.has(path) && !(path === "$" && containers.has("$"))) {
      if (some[0].mismatch === "unexpected") places.extra.add(path);
      else places.values.set(path, some);
      continue;
    }
    let parent = path === "$" ? "" : parentPath(path);
    while (parent && !there.has(parent)) parent = parentPath(parent);
    if (!containers.has(parent) || places.values.has(parent)) places.whole.push(some);
    else places.absent.set(parent, (places.absent.get(parent) || []).concat([some]));
  }
  for (const [parent, groups] of places.absent)
    findReplacements(places, parent, groups, children, there);
  return places;
}

// A missing property may be there with another spelling, or one level further down. Then what is
// there instead is not expected, and is shown beside it.
function findReplacements(places, parent, groups, children, there) {
  const missing = groups.map(([one]) => one.path);
  for (const child of children.get(parent) || []) {
    if (places.values.has(child)) continue;
    const deeper = (path) => child + path.slice(parent.length);
    const inside = missing.filter((path) => there.has(deeper(path)));
    if (inside.length && 2 * inside.length >= missing.length) {
      places.extra.add(child);
      for (const path of inside) places.instead.set(path, deeper(path));
    }
    const name = plainName(lastName(child));
    const path = name && missing.find((one) => plainName(lastName(one)) === name &&
                                               !places.instead.has(one));
    if (!path) continue;
    places.extra.add(child);
    places.instead.set(path, child);
  }
}

// ---- Rows ----

// Each side has nodes of its own.
const same = (make) => ({old: make(), now: make()});
const changed = (old, now) => ({old, now, isChanged: true});

// The index of the last line of the value that starts on line `at`.
function endOf(lines, at, path) {
  const closes = (line) => line.parts.some((p) => p.kind === "close" && p.path === path);
  if (!lines[at].parts.some((p) => p.kind === "open" && p.path === path)) return at;
  let end = at;
  while (end + 1 < lines.length && !closes(lines[end])) end++;
  return end;
}

function bodyRows(lines, differences) {
  const places = placeDifferences(lines, differences);
  const groups = new Map([...places.absent.values()].flat().map((some) => [some[0].path, some]));
  const beside = new Map([...places.instead].map(([path, other]) => [other, groups.get(path)]));
  const expected = (line) => {
    const {path, kind} = line.parts[0] || {};
    if (kind === "close") return null;
    if (places.values.has(path)) return replaced(line, places.values.get(path));
    const some = beside.get(path);
    return some ? missingSide(some, line.depth, parentPath(some[0].path)) : null;
  };
  const about = ({subject}) => subject !== "json" && [shown(subject), ": "];
  const rows = places.whole.map((some) => changed(side(0, about(some[0]), expectations(some)),
    side(0, about(some[0]), el("span", {class: "phrase"}, shown(some[0].actual)))));
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at], {path, kind} = line.parts[0] || {};
    const starts = path && kind !== "close";
    if (starts && (places.values.has(path) || places.extra.has(path))) {
      const end = endOf(lines, at, path);
      rows.push(changed(expected(line), received(line)));
      while (at < end) rows.push(changed(expected(lines[at + 1]), received(lines[++at])));
      continue;
    }
    const closed = line.parts.find((part) => part.kind === "close");
    const absent = ((closed && places.absent.get(closed.path)) || [])
      .filter(([one]) => !places.instead.has(one.path))
      .map((some) => changed(missingSide(some, line.depth + 1, closed.path), null));
    const closesItself = line.parts.length > 1 && line.parts.some((part) => part.kind === "open");
    rows.push(...(closesItself ? [same(() => received(line)), ...absent]
                               : [...absent, same(() => received(line))]));
  }
  return rows;
}

// A unified diff, as lines with "-", "+" or " " in front.
function givenRows(lines) {
  const rows = [], olds = [];
  const text = (line) => side(0, shown(line.replace(/^[-+ \\]/, ""), true));
  const flush = () => { while (olds.length) rows.push(changed(olds.shift(), null)); };
  for (const line of lines) {
    if (line[0] === "-") olds.push(text(line));
    else if (line[0] === "+") rows.push(changed(olds.shift() || null, text(line)));
    else {
      flush();
      rows.push(same(() => text(line)));
    }
  }
  flush();
  return rows;
}

const linesOf = (diff) => (Array.isArray(diff) ? diff : String(diff).split("\n"))
  .map(String).filter(Boolean);

function headerRow(finding, response) {
  const name = finding.subject.replace(/^header /, "");
  const values = response.headers.filter(([one]) => one.toLowerCase() === name.toLowerCase());
  const field = (value) => side(0, el("span", {class: "j-name"}, shown(name)), ": ", value);
  const expected = /^".*"$/s.test(finding.expected) ? shown(unquoted(finding.expected))
                                                    : phrase(finding.expected);
  return changed(finding.mismatch === "unexpected" ? null : field(expected),
                 values.length ? field(shown(values.map(([, value]) => value).join(", "))) : null);
}

const isOfBody = (finding) => finding.differences ||
  /^(json|text|bytes|at )/.test(finding.subject);

// With differences, the lines are those of one string of the body.
const isWholeDiff = (finding) => finding.diff && !finding.differences;

// The rows of a step's response, or null if there is nothing to compare.
function responseRows(step) {
  const {response, findings} = step;
  if (!response) return null;
  const status = findings.find((one) => one.subject === "status");
  const words = (code) => side(0, "HTTP/", response.version || "?", " ", code);
  const now = () => words([String(response.status), response.reason && [" ", shown(response.reason)]]);
  const rows = [status ? changed(words(phrase(status.expected)), now())
                       : {...same(now), isKept: true}];
  for (const one of findings)
    if (/^header /.test(one.subject)) rows.push(headerRow(one, response));
  const others = status ? [] : findings.filter((one) => !/^(header |status$)/.test(one.subject));
  for (const one of others) {
    if (isWholeDiff(one)) rows.push(...givenRows(linesOf(one.diff)));
    else if (!one.differences)
      rows.push(changed(side(0, isOfBody(one) ? null : [shown(one.subject), ": "],
                             phrase(one.expected)),
                        side(0, isOfBody(one) ? null : [shown(one.subject), ": "],
                             el("span", {class: "phrase"}, shown(one.actual)))));
  }
  return rows.concat(bodyOf(step, status, others));
}

function bodyOf(step, status, others) {
  if (others.some(isWholeDiff)) return [];
  const body = step.response.body && step.response.body.size ? step.response.body : {};
  const isText = body.text !== undefined;
  const lines = isText ? layOut(body.text, body.is_cut) : null;
  const differences = others.flatMap((one) =>
    (one.differences || []).map((each) => ({...each, subject: one.subject})));
  if (lines && !status) return bodyRows(lines, differences);
  const all = lines ? lines.map(received)
    : isText ? body.text.split("\n").map((one) => side(0, shown(one))) : [];
  const rows = unreadRows(differences, all.slice(0, ODD_BODY_LINES));
  if (all.length > ODD_BODY_LINES)
    rows.push({isGap: true, words: plural(all.length - ODD_BODY_LINES, "more line")});
  return rows;
}

// A body in which nothing has a place, because it is not JSON or was not compared: what was
// expected of it, beside its first lines.
function unreadRows(differences, lines) {
  const expected = [...groupBy(differences, (one) => one.path || "$")].map(([path, some]) =>
    side(0, path !== "$" && [shown(path), ": "], expectations(some)));
  return Array.from({length: Math.max(expected.length, lines.length)}, (_, i) =>
    ({old: expected[i] || null, now: lines[i] || null, isChanged: expected.length > 0}));
}

// ---- Drawing ----

function diffCell(one, kind, isChanged) {
  const sign = isChanged && one ? (kind === "old" ? "−" : "+") : " ";
  const node = el("td", {class: one ? kind : `${kind} is-blank`});
  if (!one) return node;
  const line = el("span", {class: "diff-line"}, "  ".repeat(one.depth), one.text);
  line.style.setProperty("--depth", one.depth);
  add(node, [el("span", {class: "diff-sign"}, sign), line]);
  return node;
}

function diffRow(row) {
  if (row.isGap)
    return el("tr", {class: "gap"}, el("td", {colspan: 2}, row.words, row.open &&
      [" ", el("button", {type: "button", class: "small", onclick: row.open}, "Show")]));
  const kind = row.isChanged ? "is-changed" : row.old ? "is-same" : "is-extra";
  return el("tr", {class: kind}, diffCell(row.old, "old", row.isChanged),
            diffCell(row.now, "now", row.isChanged));
}

// Equal lines far from any change are left out until they are asked for.
function folded(rows) {
  const isNear = (at) => rows[at].isKept || rows.slice(Math.max(0, at - CONTEXT_LINES), at + CONTEXT_LINES + 1)
    .some((row) => row.isChanged || row.isGap || !row.old || !row.now);
  const runs = [];
  rows.forEach((row, at) => {
    const keep = isNear(at), last = runs[runs.length - 1];
    if (last && last.keep === keep) last.rows.push(row);
    else runs.push({keep, rows: [row]});
  });
  return runs;
}

function drawDiff(rows, label) {
  const body = el("tbody");
  let left = DIFF_LINES_MOST;
  for (const {keep, rows: some} of folded(rows)) {
    if (keep || some.length < 6) {
      add(body, some.slice(0, left).map(diffRow));
      left -= Math.min(left, some.length);
    } else {
      const gap = diffRow({isGap: true, words: plural(some.length, "equal line"),
        open: () => gap.replaceWith(...some.map(diffRow))});
      body.append(gap);
    }
    if (!left) {
      body.append(diffRow({isGap: true, words: "The rest is in the case."}));
      break;
    }
  }
  return el("div", {class: "diff-box"}, el("table", {class: "diff"},
    el("caption", {class: "quiet-for-eyes"}, label),
    el("thead", null, el("tr", null,
      el("th", {scope: "col", class: "old"}, el("span", {class: "diff-sign"}, "−"), "Expected"),
      el("th", {scope: "col", class: "now"}, el("span", {class: "diff-sign"}, "+"), "Received"))),
    body));
}
