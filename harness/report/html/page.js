// Builds the page, and handles what all views share: the header, the address, the theme.
//
// The data names its view: VIEWS[whole.view]. A view is in a file of its own and has
//   sections()  the nodes of the overview, from top to bottom; null is left out
//   nav         [id of a section, its words in the header]
//   keys        [names, words] for the dialog
//   version()   of the program
//   follow(parameters)  shows what the address names; true: an article (showArticle)
//   begin(), shown(), resized()  called after the overview is in the page, shown again, resized
//   key(event)  true: handled

const shownView = VIEWS[whole.view] || VIEWS.run;
const THEMES = ["auto", "light", "dark"];

// ---- The address ----

function parameters() {
  const given = {};
  for (const part of location.hash.slice(1).split("&")) {
    const at = part.indexOf("=");
    if (at < 1) continue;
    try {
      given[part.slice(0, at)] = decodeURIComponent(part.slice(at + 1));
    } catch { /* not encoded by this page */ }
  }
  return given;
}

// In a frame without an address of its own this throws; the page works without it.
function address(hash, isNew) {
  try {
    if (isNew) history.pushState(null, "", hash);
    else history.replaceState(null, "", hash);
  } catch { /* the address stays as it is */ }
}

function follow() {
  const given = parameters();
  const wantsArticle = given.case !== undefined || given.before !== undefined;
  if (!wantsArticle) showOverview();
  if (shownView.follow(given)) return;
  if (wantsArticle) showOverview();
  const section = /^#[a-z0-9-]+$/.test(location.hash) && $(location.hash.slice(1));
  if (section && view.overview.contains(section)) section.scrollIntoView();
}

// ---- The overview, or one article ----

function showArticle(content, name, title) {
  if (!view.overview.hidden) view.scroll = window.scrollY;
  view.name = name;
  view.overview.hidden = true;
  view.article.hidden = false;
  $("nav").hidden = true;
  measureTop();
  fill(view.article, content);
  document.title = title;
  window.scrollTo(0, 0);
}

function showOverview() {
  const wasHidden = view.overview.hidden;
  view.name = null;
  view.overview.hidden = false;
  view.article.hidden = true;
  $("nav").hidden = false;
  measureTop();
  document.title = view.title;
  if (!wasHidden) return;
  fill(view.article);
  window.scrollTo(0, view.scroll);
  shownView.shown();
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

// What is sticky below the header, and what is scrolled to, must know its height.
function measureTop() {
  document.documentElement.style.setProperty("--top-height", `${$("top").offsetHeight}px`);
}

// The address must stay: it names the case and the filters.
function skip(event) {
  event.preventDefault();
  $("main").focus();
}

function start() {
  theme(rememberedTheme());
  view.title = document.title;
  view.article = el("article", {id: "case", hidden: true});
  view.overview = el("div", {id: "overview"}, shownView.sections());
  add($("main"), [view.overview, view.article]);
  add($("nav"), shownView.nav.filter(([id]) => $(id))
    .map(([id, words]) => el("a", {href: `#${id}`}, words)));
  document.body.append(drawKeys());
  $("keys-button").onclick = openKeys;
  $("skip").onclick = skip;
  $("program").textContent = `apigcheck ${shownView.version()}`;
  measureTop();
  shownView.begin();
  follow();
  window.addEventListener("popstate", follow);
  window.addEventListener("resize", () => {
    measureTop();
    if (!view.overview.hidden) shownView.resized();
  });
  window.addEventListener("beforeprint", beforePrint);
  window.addEventListener("afterprint", afterPrint);
  document.addEventListener("keydown", key);
}

start();
