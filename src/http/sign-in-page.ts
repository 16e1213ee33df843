// The page for a sign-in that failed at the provider: what happened, what to do, and the way back.
import { html } from "hono/html";
import { consoleStartPath } from "../domain/return-path.ts";
import { type Fault, faultCodes } from "../fault.ts";
import { countSeconds } from "./problem.ts";

export async function writeFailurePage(fault: Fault, at: Date): Promise<Response> {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Not signed in: Evidence Gradient</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 34rem; margin: 0 auto; padding: 3rem 1.5rem }
</style>
</head>
<body>
<main>
<h1>You are not signed in</h1>
<p>${fault.message}</p>
<p><a href="${consoleStartPath}">Back to the sign-in page</a></p>
</main>
</body>
</html>`;
  const headers: Record<string, string> = {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
  };
  if (fault.retryAt) headers["retry-after"] = countSeconds(at, fault.retryAt);
  return new Response(String(await page), { status: faultCodes[fault.code].status, headers });
}
