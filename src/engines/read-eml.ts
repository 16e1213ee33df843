// EML: a message's sender, receivers, day and words. What is attached to it becomes documents of their own.
import PostalMime, { type Address } from "postal-mime";
import { messageType } from "../domain/document.ts";
import { hasInjection } from "../domain/injection.ts";
import type { Reading } from "../domain/reading.ts";
import { Fault } from "../fault.ts";
import { type DraftReading, draftReading } from "./draft-reading.ts";
import { addHtml, readHtml } from "./read-html.ts";

/** The share of a paragraph's words that the page may lack. */
const mostStrange = 0.6;

const limits = { maxNestingDepth: 20, maxHeadersSize: 1_000_000 };

/** Header lines at the beginning of a text, as only messages have them. */
export function isMessage(text: string): boolean {
  const [head = ""] = text.split(/\r?\n\r?\n/, 1);
  const names = head.match(/^[A-Za-z][A-Za-z-]*(?=:)/gm)?.map((name) => name.toLowerCase()) ?? [];
  const known = ["from", "to", "date", "subject", "message-id", "mime-version", "received", "return-path"];
  const isAllHeaders = head.split(/\r?\n/).every((line) => /^(?:[A-Za-z][\w-]*:|[ \t]|From )/.test(line));
  return isAllHeaders && names.includes("from") && names.filter((name) => known.includes(name)).length >= 3;
}

export async function readEml(bytes: Buffer): Promise<Reading> {
  const mail = await parseMail(bytes);
  const draft = draftReading();
  draft.addBlock("heading", mail.subject ?? "", 1);
  const sender = mail.from ? writeAddress(mail.from) : "";
  const receivers = [...(mail.to ?? []), ...(mail.cc ?? [])].map(writeAddress).join(", ");
  if (sender !== "") draft.addBlock("paragraph", `From: ${sender}`);
  if (receivers !== "") draft.addBlock("paragraph", `To: ${receivers}`);
  if (mail.date) draft.addBlock("paragraph", `Date: ${writeDay(mail.date)}`);
  if (mail.text?.trim()) addPlainText(draft, mail.text, mail.html);
  else if (mail.html) addHtml(draft, mail.html);
  for (const { value } of mail.headers) if (hasInjection(value)) draft.hide("metadata", value);
  for (const { name, mediaType, bytes } of listParts(mail))
    draft.addBlock("list_item", `Attached: ${name} (${mediaType}, ${bytes.byteLength} bytes)`);
  return draft.finish(messageType);
}

/** Of a message that is written twice, mail programs show the page: what only the plain text says is seen by nobody. */
function addPlainText(draft: DraftReading, text: string, html: string | undefined): void {
  const page = html === undefined ? null : readHtml(html);
  for (const { reason, text: words } of page?.pages.flatMap(({ hidden }) => hidden) ?? [])
    draft.hide(reason, words);
  const shown = page && new Set(listWords(page.text));
  for (const part of text.split(/\r?\n\s*\r?\n/)) {
    const words = listWords(part);
    const strange = shown ? words.filter((word) => !shown.has(word)).length : 0;
    if (strange > words.length * mostStrange) draft.hide("not_shown", part);
    else draft.addBlock("paragraph", part);
  }
}

function listWords(text: string): string[] {
  // Addresses of links stand in the plain text only.
  return (
    text
      .replace(/https?:\S+/g, " ")
      .toLowerCase()
      .match(/\p{L}{2,}/gu) ?? []
  );
}

export type Attachment = { name: string; mediaType: string; bytes: Buffer };

export async function listAttachments(bytes: Buffer): Promise<Attachment[]> {
  return listParts(await parseMail(bytes));
}

function listParts(mail: Awaited<ReturnType<typeof parseMail>>): Attachment[] {
  return mail.attachments
    .filter(({ related }) => related !== true)
    .map(({ filename, mimeType, content }, index) => ({
      name: filename ?? `attachment-${index + 1}`,
      mediaType: mimeType,
      bytes: Buffer.from(content as Uint8Array<ArrayBuffer>),
    }));
}

function parseMail(bytes: Buffer) {
  return PostalMime.parse(bytes, limits).catch((cause: unknown) => {
    throw new Fault("unreadable_file", "The message is damaged: export it again from the mail program.", {
      cause,
    });
  });
}

function writeAddress(address: Address): string {
  const { name, address: mailbox, group } = address;
  if (group) return group.map(writeAddress).join(", ");
  return name ? `${name} <${mailbox}>` : (mailbox ?? "");
}

function writeDay(date: string): string {
  const moment = new Date(date);
  return Number.isNaN(moment.getTime()) ? date : moment.toISOString().slice(0, 16).replace("T", " ");
}
