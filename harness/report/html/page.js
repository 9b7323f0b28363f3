// Builds the page, and handles its address and the keyboard.

const THEMES = ["auto", "light", "dark"];
const view = {overview: null, article: null, scroll: 0, name: null};

// ---- The address ----

const linkTo = (name) => "#case=" + encodeURIComponent(name).replace(/%2F/g, "/");

function parameters() {
  const found = {};
  for (const part of location.hash.slice(1).split("&")) {
    const at = part.indexOf("=");
    if (at < 1) continue;
    try {
      found[part.slice(0, at)] = decodeURIComponent(part.slice(at + 1));
    } catch { /* not encoded by this page */ }
  }
  return found;
}

function filterHash() {
  const parts = [];
  if (filters.verdicts.size) parts.push(["verdict", [...filters.verdicts].join(",")]);
  for (const name of ["tag", "requirement", "text"])
    if (filters[name]) parts.push([name, filters[name]]);
  if (filters.sort !== "worst") parts.push(["sort", filters.sort]);
  return "#" + parts.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&");
}

// In a frame without an address of its own this throws; the page works without it.
function address(hash, isNew) {
  try {
    if (isNew) history.pushState(null, "", hash);
    else history.replaceState(null, "", hash);
  } catch { /* the address stays as it is */ }
}

const keepFilters = () => address(filterHash(), false);

function readFilters(found) {
  const verdicts = (found.verdict || "").split(",");
  filters.verdicts = new Set(verdicts.filter((one) => VERDICTS.includes(one)));
  filters.tag = found.tag || "";
  filters.requirement = found.requirement || "";
  filters.text = found.text || "";
  filters.sort = Object.hasOwn(SORTS, found.sort || "") ? found.sort : "worst";
  select();
  drawList();
  showFilters();
}

function follow() {
  const found = parameters();
  if (found.case !== undefined) return showCase(found.case);
  if (found.before !== undefined && before[Number(found.before)])
    return showArticle(before[Number(found.before)], null);
  showOverview();
  if (Object.keys(found).length) readFilters(found);
  const section = /^#[a-z-]+$/.test(location.hash) && $(location.hash.slice(1));
  if (section && view.overview.contains(section)) section.scrollIntoView();
}

// ---- One case, or all ----

function openCase(name) {
  address(linkTo(name), true);
  showCase(name);
}

function closeCase() {
  address(filterHash(), true);
  showOverview();
  list.box.focus({preventScroll: true});
}

function goBy(distance) {
  const at = matching.findIndex((one) => one.name === view.name);
  if (at >= 0 && matching[at + distance]) openCase(matching[at + distance].name);
}

function caseBar(one) {
  const at = one ? matching.indexOf(one) : -1;
  const go = (distance, words, key) => el("button", {type: "button", class: "small",
    disabled: at < 0 || !matching[at + distance], onclick: () => goBy(distance),
    "aria-keyshortcuts": key, title: `Keyboard shortcut: ${key}`}, words);
  return el("nav", {class: "case-bar", "aria-label": "Cases"},
    el("button", {type: "button", class: "small", onclick: closeCase, "aria-keyshortcuts": "Escape",
                  title: "Keyboard shortcut: Esc"}, "← All cases"),
    el("span", {class: "grows"}),
    at >= 0 && el("span", {class: "facts"}, `${count(at + 1)} of ${count(matching.length)}`),
    one && [go(-1, "Previous", "k"), go(1, "Next", "j"), copyLink(one.name)]);
}

function showArticle(data, one) {
  if (!view.overview.hidden) view.scroll = window.scrollY;
  view.name = one ? one.name : null;
  view.overview.hidden = true;
  view.article.hidden = false;
  $("nav").hidden = true;
  fill(view.article, caseBar(one), drawCase(data));
  document.title = `${WORDS[data.case.verdict]}: ${visible(data.case.full_name || "before")}`;
  window.scrollTo(0, 0);
  $("case-title").focus({preventScroll: true});
}

function showCase(name) {
  const one = byName.get(name);
  if (one) {
    current = Math.max(0, matching.indexOf(one));
    return showArticle(details(one.index), one);
  }
  showOverview();
  fill($("lost"), "This run has no case ", el("b", null, shown(name)), ".");
  $("lost").hidden = false;
}

function showOverview() {
  const wasHidden = view.overview.hidden;
  view.name = null;
  view.overview.hidden = false;
  view.article.hidden = true;
  $("nav").hidden = false;
  $("lost").hidden = true;
  document.title = view.title;
  if (!wasHidden) return;
  fill(view.article);
  window.scrollTo(0, view.scroll);
  drawList();
  moveTo(current);
}

// ---- Keys ----

function isWriting(node) {
  return node instanceof HTMLInputElement || node instanceof HTMLSelectElement ||
    node instanceof HTMLTextAreaElement;
}

function key(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (isWriting(event.target)) return;
  if (event.key === "/") {
    if (view.overview.hidden) closeCase();
    $("search").focus();
    $("search").select();
  } else if (view.overview.hidden) {
    if (event.key === "Escape") closeCase();
    else if (event.key === "j" || event.key === "k") goBy(event.key === "j" ? 1 : -1);
    else return;
  } else if (event.key === "j" || event.key === "k") {
    list.box.focus();
    listKey(event);
  } else return;
  event.preventDefault();
}

// ---- Light and dark ----

function theme(name) {
  const root = document.documentElement;
  if (name === "auto") delete root.dataset.theme;
  else root.dataset.theme = name;
  const next = THEMES[(THEMES.indexOf(name) + 1) % THEMES.length];
  const words = {auto: "Auto", light: "Light", dark: "Dark"};
  fill($("theme"), el("span", {class: `theme-sign theme-${name}`, "aria-hidden": "true"}),
       words[name]);
  $("theme").setAttribute("aria-label", `Colours: ${words[name]}. Switch to ${words[next]}`);
  $("theme").onclick = () => {
    theme(next);
    try {
      localStorage.setItem("apigcheck-theme", next);
    } catch { /* not remembered */ }
  };
}

function rememberedTheme() {
  try {
    const name = localStorage.getItem("apigcheck-theme");
    return THEMES.includes(name) ? name : "auto";
  } catch {
    return "auto";
  }
}

// ---- The page ----

function start() {
  theme(rememberedTheme());
  view.title = document.title;
  view.article = el("article", {id: "case", hidden: true});
  view.overview = el("div", {id: "overview"}, drawBanner(),
    el("p", {id: "lost", role: "alert", hidden: true}), drawGlance(), drawCases(),
    el("section", {id: "paper", "aria-hidden": "true"}), drawContract(), drawTimes(),
    drawUnexercised(), drawRun());
  add($("main"), [view.overview, view.article]);
  add($("nav"), [["cases", "Cases"], ["contract", "Requirements"], ["times", "Times"],
                 ["unexercised", "Skipped"], ["run-facts", "Run details"]]
    .filter(([id]) => $(id)).map(([id, words]) => el("a", {href: `#${id}`}, words)));
  $("program").textContent = `apigcheck ${run.apigcheck.version}`;
  hideRows();
  select();
  drawList();
  follow();
  window.addEventListener("popstate", follow);
  window.addEventListener("resize", () => { if (!view.overview.hidden) drawList(); });
  window.addEventListener("beforeprint", () => { if (!view.overview.hidden) drawPaper(); });
  window.addEventListener("afterprint", () => fill($("paper")));
  document.addEventListener("keydown", key);
}

start();
