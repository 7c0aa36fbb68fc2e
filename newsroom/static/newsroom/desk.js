// Boxes that search (select2) have no name of their own for a screen reader: give each that of its label.
const nameSearchBoxes = () => {
  for (const box of document.querySelectorAll(".select2-selection[role=combobox]")) {
    const select = box.closest(".select2-container").previousElementSibling;
    const label = select && document.querySelector(`label[for="${select.id}"]`);
    if (!label) continue;
    label.id = label.id || `${select.id}_label`;
    const shown = box.querySelector(".select2-selection__rendered");
    box.setAttribute("aria-labelledby", shown ? `${label.id} ${shown.id}` : label.id);
  }
};

window.addEventListener("load", nameSearchBoxes);
document.addEventListener("formset:added", () => setTimeout(nameSearchBoxes));
