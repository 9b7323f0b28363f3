"use strict";
// Elements, untrusted text, and the formats of numbers. Everything that a target or a file contains
// reaches the page through these functions, as text and never as markup.

const $ = (id) => document.getElementById(id);

// el("p", {class: "x", onclick: f}, "text", node, [nodes], null)
function el(name, attributes, ...children) {
  const node = document.createElement(name);
  dress(node, attributes);
  add(node, children);
  return node;
}

function svg(name, attributes, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", name);
  dress(node, attributes);
  add(node, children);
  return node;
}

function dress(node, attributes) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined)
      node.setAttribute(name, value);
  }
}

function add(node, children) {
  for (const child of children) {
    if (Array.isArray(child)) add(node, child);
    else if (child !== null && child !== undefined && child !== false) node.append(child);
  }
}

function fill(node, ...children) {
  node.textContent = "";
  add(node, children);
}

// ---- Untrusted text ----

// Characters that are invisible or change how text is displayed, the same as in base/utf8.h: C0,
// DEL, C1, bidi controls, zero-width and line separators, noncharacters, and halves of a pair.
const HIDDEN = new RegExp(
  "[\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e" +
  "\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb\\ufdd0-\\ufdef\\ufffe\\uffff\\p{Cs}" +
  "\\u{e0000}-\\u{e007f}" + Array.from({length: 16}, (_, i) =>
    `\\u{${(i + 1).toString(16)}fffe}\\u{${(i + 1).toString(16)}ffff}`).join("") + "]", "gu");

function spelled(character) {
  const named = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}[character];
  if (named) return named;
  const code = character.codePointAt(0);
  const hex = code.toString(16).toUpperCase();
  return code < 256 ? `\\x${hex.padStart(2, "0")}` : `\\u{${hex.padStart(4, "0")}}`;
}

const visible = (text) => String(text).replace(HIDDEN, spelled);

// Returns nodes with the text. Hidden characters are spelled out and styled differently from text.
// Line breaks and tabs are kept if `keep` is true.
function shown(given, keep) {
  const text = String(given), nodes = [];
  let from = 0;
  for (const match of text.matchAll(HIDDEN)) {
    if (keep && (match[0] === "\n" || match[0] === "\t")) continue;
    if (match.index > from) nodes.push(text.slice(from, match.index));
    nodes.push(el("span", {class: "hidden-character"}, spelled(match[0])));
    from = match.index + match[0].length;
  }
  if (from < text.length) nodes.push(text.slice(from));
  return nodes;
}

// The source of a requirement becomes a link only if it is an http or https URL.
function source(text) {
  if (/^https?:\/\/[^\s"'<>\\]+$/i.test(text) && visible(text) === text)
    return el("a", {href: text, rel: "noopener noreferrer nofollow"}, text);
  return shown(text);
}

// ---- Verdicts ----

// In the order of the program's enum.
const VERDICTS = ["not run", "skip", "pass", "warn", "error", "fail"];
const WORDS = {
  "fail": "failed", "error": "error", "warn": "warned", "pass": "passed", "skip": "skipped",
  "not run": "not run", "not tested": "not tested", "no case": "no case",
  "not verified": "not verified", "waived": "waived", "not applicable": "not applicable",
};
const wordFor = (number, verdict) =>
  verdict === "error" && number !== 1 ? "errors" : WORDS[verdict];
const counted = (number, verdict) => `${count(number)} ${wordFor(number, verdict)}`;

// From worst to best.
const ORDER = ["fail", "error", "warn", "not run", "skip", "pass"];

// Each verdict has a shape of its own, so that it can be recognized without colour.
const SHAPES = {
  "pass": ["circle", "M6.6 12.4l3.6 3.6 7.2-8"],
  "fail": ["square", "M8 8l8 8M16 8l-8 8"],
  "error": ["triangle", "M12 9.4v5M12 17v.6"],
  "warn": ["diamond", "M12 7.6v5.4M12 15.6v.6"],
  "skip": ["ring", "M7.6 12h8.8"],
  "not run": ["ring", ""],
  "not tested": ["dot", ""],
  "no case": ["dot", ""],
  "not verified": ["ring", "M9.4 9.6a2.6 2.6 0 1 1 3.6 2.4q-1 .5-1 1.6M12 16.4v.4"],
  "waived": ["diamond", "M8.4 12h7.2"],
  "not applicable": ["ring", "M7.6 12h8.8"],
};

function icon(verdict) {
  const [shape, path] = SHAPES[verdict] || SHAPES["no case"];
  const body = {
    circle: () => svg("circle", {cx: 12, cy: 12, r: 10, class: "body"}),
    square: () => svg("rect", {x: 2.5, y: 2.5, width: 19, height: 19, rx: 2.5, class: "body"}),
    triangle: () => svg("path", {d: "M12 2.2L22.8 21.4H1.2z", class: "body round"}),
    diamond: () => svg("path", {d: "M12 .9L23.1 12 12 23.1.9 12z", class: "body round"}),
    ring: () => svg("circle", {cx: 12, cy: 12, r: 9, class: "ring"}),
    dot: () => svg("circle", {cx: 12, cy: 12, r: 3, class: "dot"}),
  }[shape]();
  return svg("svg", {viewBox: "0 0 24 24", class: "icon", "data-verdict": verdict,
                     "aria-hidden": "true"},
             body, path && svg("path", {d: path, class: "sign"}));
}

function badge(verdict, word) {
  return el("span", {class: "badge", "data-verdict": verdict}, icon(verdict),
            word || WORDS[verdict]);
}

// ---- Numbers ----

const count = (number) => number.toLocaleString("en").replace(/,/g, "\u202f");

const plural = (number, word, words) =>
  `${count(number)} ${number === 1 ? word : words || word + "s"}`;

function duration(us) {
  if (us < 1000) return `${us}\u00a0µs`;
  if (us < 10000) return `${(us / 1000).toFixed(1)}\u00a0ms`;
  if (us < 1000000) return `${Math.round(us / 1000)}\u00a0ms`;
  if (us < 60000000) return `${(us / 1000000).toFixed(us < 10000000 ? 2 : 1)}\u00a0s`;
  const seconds = Math.round(us / 1000000);
  return `${Math.floor(seconds / 60)}\u00a0min ${seconds % 60}\u00a0s`;
}

function bytes(number) {
  if (number < 1024) return plural(number, "byte");
  if (number < 1 << 20) return `${(number / 1024).toFixed(1)} KiB`;
  return `${(number / (1 << 20)).toFixed(1)} MiB`;
}

const moment = (iso) => String(iso).replace("T", " ").replace(/\.\d+Z$/, " UTC");

function place(at) {
  return at && el("span", {class: "place"}, shown(`${at.file}:${at.line}:${at.column}`));
}

function say(text) {
  $("said").textContent = text;
}
