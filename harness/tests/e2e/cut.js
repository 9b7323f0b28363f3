// Returns whatever paper would cut: elements that scroll or end in an ellipsis and have more than
// they show, those wider than the paper, folded sections, and elements that stay in place. This is
// the body of a function.

const cut = new Set();
const name = (node) => `${node.tagName} ${node.id || node.className}`;
for (const node of document.querySelectorAll("body *")) {
  if (!node.getClientRects().length || node.closest(".quiet-for-eyes, svg")) continue;
  const style = getComputedStyle(node);
  if (node.tagName === "DETAILS" && !node.open) cut.add(`folded: ${name(node)}`);
  if (["sticky", "fixed"].includes(style.position)) cut.add(`in place: ${name(node)}`);
  if (node.getBoundingClientRect().right > innerWidth + 1) cut.add(`too wide: ${name(node)}`);
  const isWide = node.scrollWidth > node.clientWidth + 1;
  const isHigh = node.scrollHeight > node.clientHeight + 1;
  if (style.display === "inline") continue;
  if ((isWide && style.overflowX !== "visible") || (isHigh && style.overflowY !== "visible"))
    cut.add(`cut: ${name(node)}`);
}
return [...cut];
