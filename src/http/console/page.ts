// The one page of the console as it is sent: what is painted before the program runs.
import { html } from "hono/html";
import type { Bundle } from "./bundle-app.ts";

export const consolePath = "/console";
export const assetPath = `${consolePath}/assets`;

/** Scripts and styles stand in files of their own: the page's policy allows none within it. */
export function writePage({ names }: Bundle): string {
  return String(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Evidence Gradient</title>
<link rel="icon" href="${assetPath}/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${assetPath}/${names.style}">
<script src="${assetPath}/${names.theme}"></script>
<script src="${assetPath}/${names.script}" defer></script>
</head>
<body>
<div id="app"><header class="topbar"><span class="brand">Evidence Gradient</span></header>
<main class="page"><p class="loading" role="status">Loading the console…</p></main></div>
<noscript><p class="page">The console needs JavaScript. Everything it does can also be done over the API: see <a href="/docs">/docs</a>.</p></noscript>
</body>
</html>
`);
}

/** Six steps that rise: the gradient. */
export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#16324f"/>${[
  "#8795a5",
  "#e3b860",
  "#a48be0",
  "#6aa5f0",
  "#3fb6c1",
  "#4fbf72",
]
  .map(
    (fill, step) =>
      `<rect x="${4.5 + step * 4}" y="${22 - step * 3.2}" width="3" height="${5 + step * 3.2}" fill="${fill}"/>`,
  )
  .join("")}</svg>`;
