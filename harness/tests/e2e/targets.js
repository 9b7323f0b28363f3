// Returns each visible target of less than 24 by 24 CSS pixels (WCAG 2.2, 2.5.8). Links in the flow
// of a sentence may be smaller. This is the body of a function.

const isInSentence = (node) => node.tagName === "A" &&
  getComputedStyle(node).display === "inline" &&
  [...node.parentElement.childNodes].some((one) => one !== node && one.textContent.trim());

const small = new Set();
for (const node of document.querySelectorAll(
  "button, a[href], input, select, summary, [role=option], .strip:not(.is-dense) [data-id]")) {
  const {width, height} = node.getBoundingClientRect();
  if (!node.getClientRects().length || node.className === "skip" || isInSentence(node)) continue;
  if (width < 23.99 || height < 23.99)
    small.add([node.tagName, node.className, width.toFixed(1), height.toFixed(1),
               node.textContent.slice(0, 30)].join(" "));
}
return [...small];
