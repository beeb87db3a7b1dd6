// "/" goes to the search, "?" shows this help, ctrl+enter sends the form one is in, Escape closes an open menu.
const OFF = "varig:shortcuts-off";
const help = document.getElementById("shortcuts");
const isOff = () => localStorage.getItem(OFF) !== null;
const isTyping = (element) => element.matches("input, textarea, select, [contenteditable]");

function closeMenu(menu) {
  menu.open = false;
  menu.querySelector("summary").focus();
}

function search() {
  const field = document.querySelector('[data-shortcut="/"]');
  field?.focus();
  return Boolean(field);
}

function showHelp() {
  help?.showModal();
  return Boolean(help);
}

const SIGNS = { "/": search, "?": showHelp };

document.addEventListener("keydown", (event) => {
  const here = event.target;
  const menu = event.key === "Escape" && here.closest("details.me[open]");
  if (menu) closeMenu(menu);
  if (isOff()) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) here.form?.requestSubmit();
  const plain = !event.ctrlKey && !event.altKey && !event.metaKey && !isTyping(here) && !help?.open;
  if (plain && SIGNS[event.key]?.()) event.preventDefault();
});

if (help) {
  const on = help.querySelector("#shortcuts-on");
  on.checked = !isOff();
  on.addEventListener("change", () => (on.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "")));
  for (const opener of document.querySelectorAll("[data-opens-shortcuts]")) {
    opener.hidden = false;
    opener.addEventListener("click", showHelp);
  }
}

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
