// Runs before the first paint: light or dark as this person chose it; without a choice the system's holds.
const chosen = readChoice();
if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;

function readChoice(): string | null {
  try {
    return localStorage.getItem("evidence-gradient.theme");
  } catch {
    // Browsers may forbid storage: then the system's choice holds.
    return null;
  }
}
