// What a document is made of over HTTP: its pages, what each looks like, and the files inside it.
import { z } from "@hono/zod-openapi";
import { hiddenSchema, unreadableSchema } from "../domain/reading.ts";
import { drawPage, listPages } from "../flows/draw-page.ts";
import { listDocumentMembers } from "../flows/receive-document.ts";
import { defineRoute } from "./route.ts";

const roles = ["client", "uploader", "reviewer", "validator"] as const;
const tag = "documents";

export const pageSchema = z
  .object({
    number: z.number().int(),
    label: z.string().nullable().openapi({ description: "Name of the sheet or title of the slide" }),
    width: z.number().openapi({ description: "Pixels of the page's picture; 0 when there is none" }),
    height: z.number(),
    picture: z.string().nullable(),
    unreadable: z.array(unreadableSchema).openapi({
      description:
        "What no word on the page tells, such as the state of a switch: its box on the picture, and the line of the text that it belongs to",
    }),
    hidden: z.array(hiddenSchema).openapi({
      description:
        "Text that the file holds and a reader of the page does not see, such as white words on white or a comment. It is never evidence",
    }),
  })
  .openapi("Page");

const getPages = defineRoute({
  method: "get",
  path: "/v1/documents/{id}/pages",
  summary: "The pages, sheets or slides of a document.",
  tag,
  roles,
  params: z.object({ id: z.uuid() }),
  answer: { status: 200, description: "All pages", schema: z.object({ items: z.array(pageSchema) }) },
  faults: ["invalid_input", "not_found"],
  handle: async ({ product, principal, params: { id } }) => {
    const pages = await listPages(product, principal.organizationId, id);
    const items = pages.map((page) => ({
      ...page,
      picture: page.width > 0 ? `/v1/documents/${id}/pages/${page.number}.png` : null,
    }));
    return { status: 200, body: { items } };
  },
});

const getPagePicture = defineRoute({
  method: "get",
  path: "/v1/documents/{id}/pages/{picture}",
  summary: "The picture of a page, `1.png`; boxes of quotes are in its pixels.",
  tag,
  roles,
  params: z.object({
    id: z.uuid(),
    picture: z.string().regex(/^[1-9]\d{0,5}\.png$/, "a page number and .png, such as 1.png"),
  }),
  answer: { status: 200, description: "PNG", mediaType: "image/png", schema: z.string() },
  faults: ["invalid_input", "not_found", "unreadable_file", "unavailable"],
  handle: async ({ product, principal, params: { id, picture }, request }) => {
    const png = await drawPage(product, principal.organizationId, id, Number.parseInt(picture, 10));
    // A document's bytes never change, so its pictures do not either.
    const etag = `"${id}-${picture}"`;
    const headers = { etag, "cache-control": "private, max-age=86400", "content-type": "image/png" };
    const isKnown = request.headers.get("if-none-match") === etag;
    return isKnown
      ? new Response(null, { status: 304, headers })
      : new Response(new Uint8Array(png), { headers });
  },
});

export const memberSchema = z
  .object({
    path: z.string(),
    documentId: z.uuid().nullable(),
    reason: z.string().nullable().openapi({ description: "Why it did not become a document" }),
  })
  .openapi("Member");

const getMembers = defineRoute({
  method: "get",
  path: "/v1/documents/{id}/members",
  summary: "The files inside an archive or attached to a message, each a document of its own.",
  tag,
  roles,
  params: z.object({ id: z.uuid() }),
  answer: { status: 200, description: "All members", schema: z.object({ items: z.array(memberSchema) }) },
  faults: ["invalid_input", "not_found"],
  handle: async ({ product, principal, params: { id } }) => ({
    status: 200,
    body: { items: await listDocumentMembers(product, principal.organizationId, id) },
  }),
});

export const pageRoutes = [getPages, getPagePicture, getMembers];
