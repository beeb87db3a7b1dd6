// Rows copied from a spreadsheet fill the grid from the cell they are pasted into. Without this it is filled by hand.
const FIELD = "input:not([type=hidden], [type=checkbox]), select";

function write(field, value) {
  if (field.tagName === "SELECT") field.value = [...field.options].find((one) => one.text.trim() === value)?.value ?? field.value;
  else field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("paste", (event) => {
  const cell = event.target.closest?.("[data-grid] td");
  const text = (event.clipboardData?.getData("text/plain") ?? "").replace(/\r/g, "").replace(/\n$/, "");
  if (!cell || !/[\t\n]/.test(text)) return;
  event.preventDefault();
  const rows = cell.closest("tbody").rows;
  text.split("\n").forEach((line, down) => {
    line.split("\t").forEach((value, right) => {
      const field = rows[cell.parentElement.sectionRowIndex + down]?.cells[cell.cellIndex + right]?.querySelector(FIELD);
      if (field && !field.disabled) write(field, value.trim());
    });
  });
});
