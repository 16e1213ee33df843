// The documentation page: derived from the routes, without script and without anything from elsewhere.
import { html, raw } from "hono/html";
import { z } from "zod";
import { type FaultCode, faultCodes } from "../fault.ts";
import type { Route } from "./route.ts";

export function writeDocsPage(routes: readonly Route[], version: string) {
  const tags = [...new Set(routes.map((route) => route.tag))];
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Evidence Gradient API</title>
<style>${raw(style)}</style>
</head>
<body>
<header>
<h1>Evidence Gradient API <small>${version}</small></h1>
<p>Which compliance controls documents prove, with verified quotes. Every address under <code>/v1</code> wants a key:
<code>Authorization: Bearer eg_…</code>. Errors are <code>application/problem+json</code> (RFC 9457). Lists are paged with
<code>cursor</code> and <code>limit</code>. Reads carry an <code>ETag</code>; writes take an <code>Idempotency-Key</code>.
Pages of the console send the cookie of a session instead; what they change needs
<code>x-evidence-gradient: console</code> beside it. For programs: <a href="/openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
<p><b>Grades</b>, lowest first: none, suggested, inferred, corroborated (up to here no person has seen it), reviewed,
validated. Grades are counted side by side and never summed into one share.</p>
<pre>curl -H "Authorization: Bearer $KEY" -F file=@policy.pdf http://127.0.0.1:8080/v1/documents
curl -H "Authorization: Bearer $KEY" http://127.0.0.1:8080/v1/coverage/soc2-tsc-2017</pre>
<nav>${tags.map((tag) => html`<a href="#${tag}">${tag}</a> `)}</nav>
</header>
<main>${tags.map((tag) => html`<h2 id="${tag}">${tag}</h2>${routes.filter((route) => route.tag === tag).map(writeRoute)}`)}</main>
</body>
</html>`;
}

function writeRoute(route: Route) {
  const { params, query, body, isUpload, answer, roles } = route;
  return html`<details>
<summary><b class="${route.method}">${route.method.toUpperCase()}</b> <code>${route.path}</code> ${route.summary}</summary>
<p>${roles === null ? "No key needed." : `Roles: ${roles.join(", ")}, admin.`}</p>
${isUpload ? html`<h3>Form</h3><p><code>file</code>: the file</p>` : ""}
${params ? html`<h3>Path</h3><pre>${describeSchema(params)}</pre>` : ""}
${query ? html`<h3>Query</h3><pre>${describeSchema(query)}</pre>` : ""}
${body ? html`<h3>Body</h3><pre>${describeSchema(body)}</pre>` : ""}
<h3>${answer.status} ${answer.description}</h3><pre>${describeSchema(answer.schema)}</pre>
${route.faults.length > 0 ? html`<h3>Errors</h3><ul>${route.faults.map(writeFault)}</ul>` : ""}
</details>`;
}

function writeFault(code: FaultCode) {
  const { status, title } = faultCodes[code];
  return html`<li>${status} <code>${code}</code>: ${title}</li>`;
}

function describeSchema(schema: z.ZodType): string {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  return JSON.stringify(described, null, 2);
}

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 62rem; margin: 0 auto; padding: 1.5rem }
h1 small { font-weight: normal; opacity: .6 }
nav a { margin-right: 1rem }
h2 { text-transform: capitalize; border-bottom: 1px solid #8884; margin-top: 2rem }
h3 { font-size: 1rem; margin: 1rem 0 .25rem }
details { border: 1px solid #8884; border-radius: 6px; padding: .5rem .75rem; margin: .5rem 0 }
summary { cursor: pointer }
pre { background: #8881; padding: .75rem; border-radius: 6px; overflow: auto; max-height: 24rem; font-size: .85rem }
.get { color: #2a7f4f } .post { color: #8a5a00 }
@media (prefers-color-scheme: dark) { .get { color: #6fcf97 } .post { color: #f2c94c } }
`;
