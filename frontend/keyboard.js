// "/" goes to the search, ctrl+enter sends the form one is in, Escape closes an open menu. data-shortcuts="off" on <html> switches them off.
const isOff = () => document.documentElement.dataset.shortcuts === "off";
const isTyping = (element) => element.matches("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  const here = event.target;
  if (event.key === "Escape") {
    const menu = here.closest?.("details.me[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
    return;
  }
  if (isOff()) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) here.form?.requestSubmit();
  if (event.key === "/" && !isTyping(here) && !event.ctrlKey && !event.altKey && !event.metaKey) {
    const search = document.querySelector('[data-shortcut="/"]');
    if (search) {
      event.preventDefault();
      search.focus();
    }
  }
});

// A menu closes when one goes elsewhere.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.me[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// What went wrong is read out first.
function focusOnErrors(root) {
  root.querySelector("[data-focus]")?.focus();
}

focusOnErrors(document);
document.addEventListener("htmx:load", (event) => focusOnErrors(event.detail.elt));
