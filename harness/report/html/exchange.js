// One exchange: the request and the response side by side, the timing, and the curl command.

// ---- Time ----

const PHASES = ["resolve", "connect", "tls", "wait", "receive"];
const PHASE_WORDS = {resolve: "resolve", connect: "connect", tls: "TLS", wait: "wait",
                     receive: "receive"};

// The known phases of an exchange, in order: {phase, from, to} in microseconds. A phase that was
// not measured, for example because the connection was reused, is left out.
function phases(step) {
  const ends = [["resolve", step.resolve_us], ["connect", step.connect_us], ["tls", step.tls_us],
                ["wait", step.first_byte_us]];
  const found = [];
  let from = 0;
  for (const [phase, to] of ends) {
    if (!to || to < from || to > step.elapsed_us) continue;
    found.push({phase, from, to});
    from = to;
  }
  const last = step.response ? "receive" : found.length && step.connect_us ? "wait" : "connect";
  if (step.elapsed_us > from || !found.length)
    found.push({phase: last, from, to: step.elapsed_us});
  return found;
}

const percent = (part, all) => `${((100 * part) / (all || 1)).toFixed(3)}%`;

const ATTEMPTS_MARKED = 60;

// "7 attempts, 3.0 s between them"
function pollingText(step) {
  const between = step.waited_ms ? `, waited ${duration(step.waited_ms * 1000)} between them` : "";
  return `${plural(step.attempts, "attempt")}${between}`;
}

// Only the last attempt of a step is kept, with its time. Those before it are drawn at equal
// distances from where they began, which is known from the time waited.
function polled(step, offset, earliest) {
  if (!(step.attempts > 1)) return null;
  const waited = ((step.waited_ms || 0) + (step.throttled_ms || 0)) * 1000;
  const from = Math.max(earliest, offset - waited - (step.attempts - 1) * step.elapsed_us);
  const many = Math.min(step.attempts - 1, ATTEMPTS_MARKED);
  return {from, to: offset, marks: Array.from({length: many}, (_, i) =>
    from + (i * (offset - from)) / many)};
}

// All exchanges of a case, one row each, on a common scale from 0 in microseconds.
function timeRows(steps) {
  const sent = steps.filter((one) => one.request && one.elapsed_us !== undefined);
  if (!sent.length) return [];
  const start = Math.min(...sent.map((one) => Date.parse(one.started_at)));
  let earliest = -Infinity;
  const rows = sent.map((step) => {
    const offset = (Date.parse(step.started_at) - start) * 1000;
    const row = {step, offset, phases: phases(step), polled: polled(step, offset, earliest)};
    earliest = offset + step.elapsed_us;
    return row;
  });
  const shift = -Math.min(0, ...rows.map((row) => (row.polled ? row.polled.from : 0)));
  return rows.map((row) => ({...row, offset: row.offset + shift, polled: row.polled &&
    {from: row.polled.from + shift, to: row.polled.to + shift,
     marks: row.polled.marks.map((at) => at + shift)}}));
}

function timeBar(row, all, texts) {
  const {polled: before} = row;
  return svg("svg", {class: "bar", role: "img", "aria-label": texts.join(", ")},
    svg("rect", {class: "track", x: 0, y: "45%", width: "100%", height: "10%"}),
    before && [
      svg("rect", {class: "phase-polling", x: percent(before.from, all), y: "30%",
                   width: percent(before.to - before.from, all), height: "40%"},
          svg("title", null, pollingText(row.step))),
      before.marks.map((at) => svg("rect", {class: "attempt", x: percent(at, all), y: 0,
                                            width: 3, height: "100%"}))],
    svg("rect", {class: `phase-${row.phases[0].phase}`, x: percent(row.offset, all), y: 0, width: 2,
                 height: "100%"}),
    row.phases.map((p) =>
      svg("rect", {class: `phase-${p.phase}`, x: percent(row.offset + p.from, all), y: 0,
                   width: percent(p.to - p.from, all), height: "100%"},
          svg("title", null, `${PHASE_WORDS[p.phase]} ${duration(p.to - p.from)}`))));
}

function timeline(steps, label) {
  const rows = timeRows(steps);
  if (!rows.length) return null;
  const all = Math.max(...rows.map((row) => row.offset + row.step.elapsed_us), 1);
  const seen = new Set(rows.flatMap((row) => row.phases.map((p) => p.phase)));
  const used = PHASES.filter((phase) => seen.has(phase)).map((phase) => [phase, PHASE_WORDS[phase]]);
  if (rows.some((row) => row.polled)) used.unshift(["polling", "earlier attempts, evenly spaced"]);
  return el("section", {class: "timeline", "aria-label": "Timing"},
    el("h2", null, "Timing"),
    el("p", {class: "legend", "aria-hidden": "true"},
       used.map(([phase, words]) => el("span", {class: "key"},
         el("span", {class: `swatch phase-${phase}`}), words))),
    el("ol", {class: "bars"}, rows.map((row) => {
      const texts = row.phases.map((p) => `${PHASE_WORDS[p.phase]} ${duration(p.to - p.from)}`);
      if (row.polled) texts.unshift(pollingText(row.step));
      return el("li", null,
        el("span", {class: "bar-name"}, label(row.step)), timeBar(row, all, texts),
        el("span", {class: "bar-text"}, texts.join(" · "), " · ",
           el("b", null, duration(row.step.elapsed_us))));
    })));
}

// ---- Copying ----

async function copy(text, button) {
  let isDone = false;
  try {
    await navigator.clipboard.writeText(text);
    isDone = true;
  } catch {
    isDone = copyTheOldWay(text);
  }
  const word = isDone ? "Copied" : "Select the text and press Ctrl+C";
  say(word);
  const was = button.dataset.was || button.textContent;
  button.dataset.was = was;
  button.textContent = word;
  setTimeout(() => { button.textContent = was; }, 2500);
}

// For pages without a clipboard API: opened from a file, or in an older browser.
function copyTheOldWay(text) {
  const focused = document.activeElement;
  const area = el("textarea", {class: "quiet-for-eyes", readonly: true, "aria-hidden": "true"});
  area.value = text;
  document.body.append(area);
  area.select();
  let isDone = false;
  try {
    isDone = document.execCommand("copy");
  } catch { /* isDone stays false */ }
  area.remove();
  if (focused) focused.focus({preventScroll: true});
  return isDone;
}

function command(line) {
  const button = el("button", {type: "button", class: "copy", onclick: () => copy(line, button)},
                    "Copy");
  return el("section", {class: "command", "aria-label": "Command that reproduces the request"},
            el("div", {class: "command-head"}, el("h4", null, "Reproduce with curl"), button),
            el("pre", {tabindex: "0"}, el("code", null, shown(line))));
}

// ---- Request and response ----

// Marks the headers that have a finding. A missing header with a finding gets a row of its own.
function headerTable(headers, findings) {
  const spoken = new Map(); // lower-case name -> finding
  for (const one of findings) {
    const match = /^header (.+)$/s.exec(one.subject);
    if (match) spoken.set(match[1].toLowerCase(), [one, match[1]]);
  }
  const rows = headers.map(([name, value]) => {
    const [found] = spoken.get(name.toLowerCase()) || [];
    spoken.delete(found ? name.toLowerCase() : null);
    return el("tr", found && {class: "is-marked", "data-verdict": found.verdict},
              el("th", {scope: "row"}, shown(name)),
              el("td", null, found ? el("mark", {"data-verdict": found.verdict}, shown(value))
                                   : shown(value), found && markNote(found)));
  });
  for (const [found, name] of spoken.values())
    rows.push(el("tr", {class: "is-marked", "data-verdict": found.verdict},
                 el("th", {scope: "row"}, shown(name)), el("td", null, markNote(found))));
  if (!rows.length) return el("p", {class: "none"}, "No headers.");
  return el("table", {class: "headers"},
            el("caption", {class: "quiet-for-eyes"}, "Headers"), el("tbody", null, rows));
}

function requestBox(request) {
  return el("section", {class: "side request", "aria-label": "Request"},
    el("h4", null, "Request"),
    el("p", {class: "first-line"}, el("b", null, shown(request.method)), " ",
       el("span", {class: "url"}, shown(request.url))),
    headerTable(request.headers, []),
    request.body && drawBody(request.body, [], "Body of the request"));
}

function responseBox(step) {
  const response = step.response;
  if (!response)
    return el("section", {class: "side response", "aria-label": "Response"},
              el("h4", null, "Response"), el("p", {class: "none"}, "No response."));
  const status = step.findings.find((one) => one.subject === "status");
  const statusText = [String(response.status), response.reason && [" ", shown(response.reason)]];
  const differences = step.findings.flatMap((one) =>
    (one.differences || []).map((d) => ({...d, verdict: one.verdict})));
  const line = el("p", {class: "first-line"},
    el("span", {class: "version"}, "HTTP/", shown(response.version || "?")), " ",
    status ? [el("mark", {"data-verdict": status.verdict}, statusText), markNote(status)]
           : el("b", null, statusText));
  const text = step.findings.filter((one) => /^(text|bytes)\b/.test(one.subject));
  return el("section", {class: "side response", "aria-label": "Response"},
    el("h4", null, "Response"), line, headerTable(response.headers, step.findings),
    text.map((one) => el("p", {class: "whole-note"}, markNote(one))),
    response.body ? drawBody(response.body, differences, "Body of the response")
                  : el("p", {class: "none"}, "No body."),
    response.trailers && [el("h4", null, "Trailers"), headerTable(response.trailers, [])]);
}
