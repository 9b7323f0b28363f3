// Shows a body as lines. JSON is formatted and coloured, and the values that differ from the
// expected ones are marked. The raw text is tokenized instead of parsed, so that numbers and names
// keep their spelling and a truncated body can be formatted. There is no recursion, because the
// depth of a body is not limited.

const LINES_AT_ONCE = 1000;

// ---- JSON, token by token ----

const TOKEN = new RegExp([
  /[ \t\r\n]+/,
  /("[^"\\\u0000-\u001f]*(?:\\.[^"\\\u0000-\u001f]*)*")/,
  /(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/,
  /(true|false|null)/,
  /([{}[\],:])/,
].map((one) => one.source).join("|"), "y");

function unquoted(token) {
  try {
    return JSON.parse(token);
  } catch {
    return token;
  }
}

// A step of a normalized JSONPath (RFC 9535, 2.7).
function step(name) {
  if (typeof name === "number") return `[${name}]`;
  const short = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", "'": "\\'",
                 "\\": "\\\\"};
  const text = name.replace(/[\u0000-\u001f'\\]/g, (c) =>
    short[c] || "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));
  return `['${text}']`;
}

// The path without its last step, "" for "$".
function parentPath(path) {
  const match = /^(.*)\[(?:\d+|'(?:[^'\\]|\\.)*')\]$/s.exec(path);
  return match ? match[1] : "";
}

// The last step of the path as in JSON: the name without quotes, or the index in brackets.
function lastName(path) {
  const match = /\['((?:[^'\\]|\\.)*)'\]$/s.exec(path);
  return match ? match[1].replace(/\\'/g, "'") : path.slice(parentPath(path).length) || path;
}

// Lines of tokens: {depth, parts: [{kind, text, path}]}. null if the text is not JSON.
function layOut(text, isCut) {
  const lines = [];
  const open = []; // {path, end, index, name, isEmpty}
  let line = {depth: 0, parts: []};
  const put = (kind, token, path) => line.parts.push({kind, text: token, path});
  const breakLine = () => {
    lines.push(line);
    line = {depth: open.length, parts: []};
  };
  const pathHere = () => {
    const top = open[open.length - 1];
    return top ? top.path + step(top.end === "]" ? top.index : top.name) : "$";
  };
  // What the next token may be: a value, a name, or a separator.
  let wants = "value";
  let at = 0;
  const afterValue = () => (open.length ? "separator" : "nothing");
  const beginMember = () => {
    const top = open[open.length - 1];
    if (top && top.isEmpty) {
      top.isEmpty = false;
      breakLine();
    }
  };
  while (at < text.length) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(text);
    if (!match) break;
    at = TOKEN.lastIndex;
    const [token, string, number, word, sign] = match;
    const top = open[open.length - 1];
    if (string || number || word) {
      if (string && (wants === "name" || wants === "name or end")) {
        beginMember();
        top.name = unquoted(string);
        put("name", string, pathHere());
        wants = "colon";
      } else if (wants === "value" || wants === "value or end") {
        beginMember();
        put(string ? "string" : number ? "number" : "word", token, pathHere());
        wants = afterValue();
      } else return null;
    } else if (sign === "{" || sign === "[") {
      if (wants !== "value" && wants !== "value or end") return null;
      beginMember();
      const path = pathHere();
      put("open", sign, path);
      open.push({path, end: sign === "{" ? "}" : "]", index: 0, name: "", isEmpty: true});
      wants = sign === "{" ? "name or end" : "value or end";
    } else if (sign === "}" || sign === "]") {
      if (!top || top.end !== sign || (wants !== "separator" && !wants.endsWith("or end")))
        return null;
      open.pop();
      if (!top.isEmpty) breakLine();
      put("close", sign, top.path);
      wants = afterValue();
    } else if (sign === ",") {
      if (wants !== "separator") return null;
      put("sign", ",");
      breakLine();
      top.index++;
      wants = top.end === "}" ? "name" : "value";
    } else if (sign === ":") {
      if (wants !== "colon") return null;
      put("sign", ": ");
      wants = "value";
    }
  }
  const isWhole = at === text.length && wants === "nothing";
  if (!isWhole && !isCut) return null;
  if (at < text.length) {
    if (!lines.length && !line.parts.length) return null;
    beginMember();
    put("rest", text.slice(at));
  }
  lines.push(line);
  return lines;
}

const COLOURED = {name: "j-name", string: "j-string", number: "j-number", word: "j-word",
                  rest: "j-rest"};

// ---- Marks ----

// Groups differences by the path where they are shown: at the value, or, if it is missing, at
// the end of the array or object that should contain it.
function placeMarks(lines, differences) {
  const values = new Map(), missing = new Map(), there = new Set();
  for (const line of lines)
    for (const part of line.parts) if (part.path) there.add(part.path);
  const put = (map, path, one) => map.set(path, (map.get(path) || []).concat(one));
  for (const one of differences) {
    let path = one.path;
    while (path && !there.has(path)) path = parentPath(path);
    if (path) put(path === one.path ? values : missing, path, one);
  }
  return {values, missing};
}

// The number of a finding, or of one of its differences, beside the value that it is about. The
// findings say what was expected.
function markNote(one, sign) {
  return el("span", {class: "note", "data-verdict": one.verdict,
                     title: visible(`expected ${one.expected}, got ${one.actual}`)},
            el("span", {"aria-hidden": "true"}, sign || "◀ "),
            el("span", {class: "quiet-for-eyes"}, "finding "), String(one.number));
}

function missingNote(one, depth) {
  const node = el("span",
    {class: "line missing", "data-path": one.path, "data-verdict": one.verdict},
            el("span", {class: "note", "data-verdict": one.verdict},
               el("span", {"aria-hidden": "true"}, "− "), "missing: ",
               el("b", null, shown(lastName(one.path)))), " ", markNote(one), "\n");
  node.style.setProperty("--depth", depth);
  node.prepend("  ".repeat(depth));
  return node;
}

function drawLine(line, marks) {
  const node = el("span", {class: "line"});
  const notes = [], ahead = [];
  let isMarked = false;
  node.style.setProperty("--depth", line.depth);
  node.append("  ".repeat(line.depth));
  for (const part of line.parts) {
    const isValue = part.kind !== "name" && part.kind !== "close";
    const found = isValue && marks.values.get(part.path);
    const kind = COLOURED[part.kind];
    const text = kind ? el("span", {class: kind}, shown(part.text)) : part.text;
    if (found) {
      isMarked = true;
      node.append(el("mark", {"data-path": part.path, "data-verdict": found[0].verdict}, text));
      notes.push(...found.map((one) => markNote(one)));
    } else node.append(text);
    if (part.kind === "close" && marks.missing.has(part.path))
      ahead.push(...marks.missing.get(part.path).map((one) => missingNote(one, line.depth + 1)));
  }
  if (isMarked) node.classList.add("is-marked");
  add(node, notes);
  node.append("\n");
  // After "{}" on one line, the notes about missing values follow.
  const closesItself = line.parts.length > 1 && line.parts.some((part) => part.kind === "open");
  return closesItself ? [node, ...ahead] : [...ahead, node];
}

// ---- The body ----

function plainLines(text) {
  const lines = text.split("\n");
  return lines.map((one, i) =>
    [el("span", {class: "line"}, shown(one, true), i + 1 < lines.length ? "\n" : "")]);
}

function hexLines(base64) {
  const raw = atob(base64), lines = [];
  for (let at = 0; at < raw.length; at += 16) {
    const part = Array.from(raw.slice(at, at + 16), (c) => c.charCodeAt(0));
    const hex = part.map((b) => b.toString(16).padStart(2, "0")).join(" ");
    const letters = part.map((b) => (b > 31 && b < 127 ? String.fromCharCode(b) : "·")).join("");
    lines.push([el("span", {class: "line"},
                   el("span", {class: "j-rest"}, at.toString(16).padStart(6, "0")),
                   `  ${hex.padEnd(47)}  ${letters}\n`)]);
  }
  return lines;
}

// Draws the first lines, and the rest on request. Returns {node, all()}.
function pages(count, draw) {
  const code = el("code", {class: "body", tabindex: "0"});
  const more = el("p", {class: "more"});
  let done = 0;
  const goOn = (upTo) => {
    for (; done < Math.min(upTo, count()); done++) add(code, draw(done));
    fill(more, done < count() && el("button", {type: "button", onclick: () => goOn(Infinity)},
                                   `Show ${plural(count() - done, "more line")}`));
  };
  goOn(LINES_AT_ONCE);
  return {node: [code, more], all: () => goOn(Infinity)};
}

function drawBody(body, differences, label) {
  const isText = body.text !== undefined;
  const laidOut = isText ? layOut(body.text, body.is_cut) : null;
  const marks = laidOut && placeMarks(laidOut, differences);
  const plain = isText ? plainLines(body.text) : hexLines(body.base64);
  const formatted = laidOut && pages(() => laidOut.length, (i) => drawLine(laidOut[i], marks));
  let raw = null;
  const view = el("div", {class: "body-view"});
  const show = (isRaw) => {
    if (isRaw && !raw) raw = pages(() => plain.length, (i) => plain[i]);
    fill(view, (isRaw ? raw : formatted).node);
  };
  show(!formatted);
  const toggle = formatted && el("button", {type: "button", class: "small", "aria-pressed": "false",
    onclick: () => {
      const isRaw = toggle.getAttribute("aria-pressed") !== "true";
      toggle.setAttribute("aria-pressed", isRaw);
      show(isRaw);
    }}, "Raw");
  const kind = !isText ? "binary, shown as hex" : laidOut ? "JSON" : "text";
  const facts = body.size === 0 ? "empty" : `${bytes(body.size)}, ${kind}`;
  const node = el("section", {class: "body-box", "aria-label": label},
                  el("div", {class: "body-head"}, el("h5", null, "Body"),
                     el("span", {class: "facts"}, facts), body.size ? toggle : null),
                  body.size ? view : null,
                  body.is_cut && el("p", {class: "cut"}, "Truncated: the report keeps only the ",
                                    `beginning of ${bytes(body.size)}.`));
  node.showAll = () => {
    if (formatted) {
      formatted.all();
      if (toggle.getAttribute("aria-pressed") === "true") toggle.click();
    }
  };
  return node;
}
