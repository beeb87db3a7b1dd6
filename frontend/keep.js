// What is typed into <form data-keep="name"> outlives a session that ended and a page that was left: it stays in this
// browser tab until it has been stored. Passwords and hidden fields other than the version are never kept.
// A form that comes back from the server with what was typed in it says so (data-answered): what is not in it any more
// was stored, and must not come back from here.
const PREFIX = "varig:typed:";
const kept = (form) => [...form.elements].filter((field) => field.name && (field.type !== "hidden" || field.name === "version") && field.type !== "password" && field.type !== "file");
const keyOf = (form) => PREFIX + form.dataset.keep;

function valuesOf(form) {
  return kept(form).map((field) => [field.name, field.type === "checkbox" || field.type === "radio" ? `${field.value}:${field.checked}` : field.value]);
}

function putBack(form, values) {
  const fields = kept(form);
  for (const [place, [name, value]] of values.entries()) {
    const field = fields[place];
    if (field?.name !== name) return;
    if (field.type === "checkbox" || field.type === "radio") field.checked = value === `${field.value}:true`;
    else field.value = value;
  }
}

function watch(form) {
  const stored = sessionStorage.getItem(keyOf(form));
  const isAnswered = "answered" in form.dataset;
  const hasErrors = form.querySelector("[data-focus]");
  if (isAnswered) sessionStorage.setItem(keyOf(form), JSON.stringify(valuesOf(form)));
  else if (stored && !hasErrors && stored !== JSON.stringify(valuesOf(form))) {
    putBack(form, JSON.parse(stored));
    const note = document.getElementById("kept-note")?.content.cloneNode(true);
    note?.querySelector("button").addEventListener("click", () => {
      sessionStorage.removeItem(keyOf(form));
      location.reload();
    });
    if (note) form.prepend(note);
  }
  form.addEventListener("input", () => sessionStorage.setItem(keyOf(form), JSON.stringify(valuesOf(form))));
  form.addEventListener("submit", () => sessionStorage.setItem(`${PREFIX}sent`, keyOf(form)));
}

// A form that was sent was stored when it is not shown again, or the page says that it went well; on the way through
// the sign-in page it is kept.
const sent = sessionStorage.getItem(`${PREFIX}sent`);
const forms = [...document.querySelectorAll("form[data-keep]")];
if (document.querySelector('input[type="password"]') === null) {
  const wentWell = document.querySelector('#messages [data-color="success"]') !== null;
  if (sent && (wentWell || !forms.some((form) => keyOf(form) === sent))) sessionStorage.removeItem(sent);
  sessionStorage.removeItem(`${PREFIX}sent`);
}
for (const form of forms) watch(form);
for (const form of document.querySelectorAll("form[data-forget]")) form.addEventListener("submit", () => sessionStorage.clear());
