// "Copy as case text": rich text and plain text at once, so that it fits into the case system and into a mail alike.
const buttons = document.querySelectorAll("[data-copy]");

async function copy(button) {
  const rich = document.getElementById(button.dataset.copy).innerHTML;
  const plain = document.getElementById(button.dataset.copyPlain).value;
  const kinds = {
    "text/html": new Blob([rich], { type: "text/html" }),
    "text/plain": new Blob([plain], { type: "text/plain" }),
  };
  await navigator.clipboard.write([new ClipboardItem(kinds)]);
  button.parentElement.querySelector("[data-copy-status]").textContent = button.dataset.copied;
}

for (const button of buttons) {
  // Without a secure connection browsers have no clipboard; the text can be selected then.
  if (navigator.clipboard && window.ClipboardItem) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
}
