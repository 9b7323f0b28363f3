// Returns each visible text whose contrast with its background is below WCAG AA, with that contrast.
// This is the body of a function.

const parse = (text) => {
  const numbers = text.match(/[\d.]+/g).map(Number);
  return numbers.length < 4 ? [...numbers, 1] : numbers;
};

const luminance = ([r, g, b]) => {
  const [red, green, blue] = [r, g, b].map((value) => {
    const share = value / 255;
    return share <= 0.03928 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const ground = (node) => {
  for (; node; node = node.parentElement) {
    const colour = parse(getComputedStyle(node).backgroundColor);
    if (colour[3] > 0.99) return colour;
  }
  return [255, 255, 255, 1];
};

const isSeen = (node) => node.getClientRects().length && !node.disabled &&
  !["SCRIPT", "STYLE", "OPTION"].includes(node.tagName) &&
  [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());

const poor = new Set();
for (const node of document.querySelectorAll("body *")) {
  if (!isSeen(node)) continue;
  const style = getComputedStyle(node), size = parseFloat(style.fontSize);
  const [light, dark] = [luminance(parse(style.color)), luminance(ground(node))]
    .sort((a, b) => b - a);
  const ratio = (light + 0.05) / (dark + 0.05);
  const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
  if (ratio < (isLarge ? 3 : 4.5))
    poor.add([node.tagName, node.className, ratio.toFixed(2), node.textContent.slice(0, 30)].join(" "));
}
return [...poor];
