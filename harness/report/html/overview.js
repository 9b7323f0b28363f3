// The banner with the result, and the sections after the cases and the requirements.

const SLOWEST = 10;

function drawBanner() {
  const target = run.target || {};
  const isNamed = target.name && target.name !== target.url;
  const facts = [moment(run.started_at), `took ${duration(run.elapsed_us)}`,
                 run.stopped && ["stopped early: ", shown(run.stopped)]].filter(Boolean);
  return el("section", {class: "banner", "data-verdict": run.verdict, "aria-label": "Result"},
    el("div", {class: "banner-inside"},
      icon(run.verdict),
      el("div", {class: "banner-words"},
        el("h1", null, whole.words.replace(/,.*/, ""),
           /,/.test(whole.words) && el("small", null, whole.words.replace(/^[^,]*, /, " "))),
        el("p", {class: "target"}, el("b", null, shown(target.name || target.url || "no target")),
           isNamed && target.url && [" ", el("span", {class: "url"}, shown(target.url))]),
        el("p", {class: "when"}, facts.map((one, i) => [i ? " · " : "", one]))),
      el("ul", {class: "numbers", "aria-label": "Counts"},
        ORDER.filter((one) => run.counts[one] || one === "pass" || one === "fail").map((one) =>
          el("li", null, el("b", null, count(run.counts[one])), " ",
             el("span", null, wordFor(run.counts[one], one)))))));
}

function drawGlance() {
  if (!run.suite.requirements.length) return null;
  const text = statusCounts().map(([one, many]) => counted(many, one)).join(", ");
  return el("section", {class: "glance", "aria-label": "Requirements at a glance"},
    el("p", {class: "facts"}, el("b", null, plural(statuses.size, "requirement")), `: ${text}`),
    strip());
}

// ---- Skipped and untested ----

function reasons(verdict) {
  const counts = new Map();
  for (const one of cases) {
    if (one.verdict !== verdict) continue;
    const why = one.message.replace(/^(skipped|not run): /, "") || "no reason given";
    counts.set(why, (counts.get(why) || 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]);
}

function drawUnexercised() {
  const rows = [];
  for (const verdict of ["not run", "skip"])
    for (const [why, many] of reasons(verdict))
      rows.push(el("li", null, badge(verdict), " ",
        el("button", {type: "button", class: "link",
          onclick: () => filterBy({verdicts: new Set([verdict])})}, plural(many, "case")), ": ",
        shown(why)));
  if (run.deselected)
    rows.push(el("li", null, badge("no case", "not selected"), " ", plural(run.deselected, "case"),
                 " of the suite"));
  for (const [status, many] of statusCounts())
    if (status === "not tested" || status === "no case")
      rows.push(el("li", null, badge(status), " ", plural(many, "requirement"),
        status === "no case" ? ": no case of this run verifies them"
                               : ": the list of requirements has the reasons"));
  if (!rows.length) return null;
  return el("section", {id: "unexercised", "aria-labelledby": "unexercised-title"},
    el("h2", {id: "unexercised-title"}, "Skipped and untested"),
    el("ul", {class: "plain"}, rows));
}

// ---- Times ----

const edge = (us) => duration(us).replace(/\.0+(?=\D)/, "");

// 1, 2, 5, 10, ... in microseconds, as far as needed.
function buckets(times) {
  const edges = [];
  for (let power = 1; edges.length < 40; power *= 10)
    for (const step of [1, 2, 5]) edges.push(step * power);
  let bins = edges.map((to, i) => ({from: i ? edges[i - 1] : 0, to, verdicts: {}, many: 0}));
  for (const [time, verdict] of times) {
    const bin = bins.find((one) => time < one.to) || bins[bins.length - 1];
    bin.many++;
    bin.verdicts[verdict] = (bin.verdicts[verdict] || 0) + 1;
  }
  const used = bins.map((one) => one.many > 0);
  return bins.slice(used.indexOf(true), used.lastIndexOf(true) + 1);
}

function histogram(times) {
  const bins = buckets(times);
  const most = Math.max(...bins.map((one) => one.many));
  const text = bins.filter((one) => one.many).map((one) =>
    `${one.many} below ${edge(one.to)}`).join(", ");
  return el("div", {class: "histogram", role: "img", "aria-label": `Cases by time: ${text}`},
    bins.map((bin) => {
      const column = el("div", {class: "column", title:
        `${edge(bin.from)} to ${edge(bin.to)}: ${plural(bin.many, "case")}`},
        el("span", {class: "many"}, bin.many ? count(bin.many) : ""));
      const verdicts = ORDER.filter((one) => bin.verdicts[one]);
      const bar = el("span", {class: "stack"}, verdicts.map((one) => {
        const part = el("span", {class: "part", "data-verdict": one});
        part.style.flexGrow = bin.verdicts[one];
        return part;
      }));
      bar.style.height = `${Math.max(bin.many ? 2 : 0, (110 * bin.many) / most)}px`;
      column.append(bar, el("span", {class: "edge"}, `< ${edge(bin.to)}`));
      return column;
    }));
}

function drawTimes() {
  const timed = cases.filter((one) => one.time !== null);
  if (!timed.length) return null;
  const sorted = timed.map((one) => one.time).sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
  const slowest = [...timed].sort((a, b) => b.time - a.time).slice(0, SLOWEST);
  const numbers = [["median", at(0.5)], ["p90", at(0.9)], ["p99", at(0.99)],
                   ["slowest", sorted[sorted.length - 1]]];
  return el("section", {id: "times", "aria-labelledby": "times-title"},
    el("h2", {id: "times-title"}, "Times"),
    el("div", {class: "two"},
      el("div", null, histogram(timed.map((one) => [one.time, one.verdict])),
        el("dl", {class: "numbers-row"}, numbers.map(([word, time]) =>
          el("div", null, el("dt", null, word), el("dd", null, duration(time)))))),
      el("div", null, el("h3", null, "Slowest cases"),
        el("ol", {class: "slowest"}, slowest.map((one) => {
          const bar = el("span", {class: "slow-bar", "data-verdict": one.verdict});
          bar.style.width = percent(one.time, slowest[0].time);
          return el("li", null, el("a", {href: linkTo(one.name)}, visible(one.name)),
                    el("span", {class: "row-time"}, duration(one.time)),
                    el("span", {class: "slow-track", "aria-hidden": "true"}, bar));
        })))));
}

// ---- The run ----

function filesBox() {
  return el("details", {class: "files"},
    el("summary", null, plural(run.suite.files.length, "file"),
       " of the suite, with digests"),
    el("div", {class: "wide", tabindex: "0", role: "group", "aria-label": "Files"},
       el("table", null,
      el("thead", null, el("tr", null, ["File", "Size", "SHA-256"].map(
        (word) => el("th", {scope: "col"}, word)))),
      el("tbody", null, run.suite.files.map((one) => el("tr", null,
        el("th", {scope: "row"}, shown(one.name)), el("td", null, bytes(one.size)),
        el("td", {class: "digest"}, one.sha256)))))));
}

// The files and options that the options of the command line do not show.
function connectionText(how) {
  return [how.proxy && `proxy ${how.proxy}`, ...(how.resolve || []).map((one) => `resolve ${one}`),
    how.ca_sha256 && `CA file SHA-256 ${how.ca_sha256}`,
    how.client_cert_sha256 && `client certificate SHA-256 ${how.client_cert_sha256}`,
    how.http_version && `HTTP/${how.http_version}`].filter(Boolean).join("; ");
}

function drawRun() {
  const facts = [
    ["target", run.target.name],
    ["URL", run.target.url !== run.target.name && run.target.url], ["suite", run.suite.name],
    ["seed", run.seed], ["mode", run.strict ? "strict: warnings are failures" : null],
    ["order", whole.shuffle && `random, seed ${whole.shuffle}`],
    ["runs of each case", whole.repeat && String(whole.repeat)],
    ["waited", whole.throttled_us && `${duration(whole.throttled_us)}, because of 429 or 503`],
    ["exit status", String(whole.exit_status)],
    ["clean-up", run.cleanup_failures && `${plural(run.cleanup_failures, "step")} did not pass`],
    [(whole.peers || []).length > 1 ? "peers" : "peer", (whole.peers || []).join("; ") +
      (whole.further_peers ? `; ${whole.further_peers} more` : "")],
    ["connection", connectionText(run.connection || {})],
    ["options", run.options.map(([name, value]) => `--${name}${value && " " + value}`).join(" ")],
    ["started", moment(run.started_at)], ["host", run.host],
    ["program", `apigcheck ${run.apigcheck.version}`],
  ];
  return el("section", {id: "run-facts", "aria-labelledby": "run-title"},
    el("h2", {id: "run-title"}, "Run details"),
    before.length ? el("ul", {class: "plain"}, before.map((data, i) => el("li", null,
      badge(data.case.verdict), " ", el("a", {href: `#before=${i}`},
        i ? "Clean-up steps of the target" : "Set-up steps of the target")))) : null,
    el("dl", {class: "facts-list"}, facts.filter(([, value]) => value)
      .map(([name, value]) => fact(name, value))),
    filesBox());
}
