// Light or dark: chosen here, kept in this browser, applied before the first paint by theme.ts.

export type Theme = "system" | "light" | "dark";

const storageKey = "evidence-gradient.theme";

export function readTheme(): Theme {
  const chosen = document.documentElement.dataset.theme;
  return chosen === "light" || chosen === "dark" ? chosen : "system";
}

export function chooseTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    if (theme === "system") localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, theme);
  } catch {
    // Without storage the choice holds until the page is loaded again.
  }
}
