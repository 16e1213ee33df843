// What is inside an archive or attached to a message, written out under names of our own. Runs in the child process.
import { createWriteStream } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileTypeFromBuffer } from "file-type";
import yauzl from "yauzl";
import { archiveType } from "../domain/document.ts";
import { Fault } from "../fault.ts";
import { isMessage, listAttachments } from "./read-eml.ts";
import { decodeText } from "./read-text.ts";
import type { Member } from "./reader.ts";
import { walkZip } from "./walk-zip.ts";

const mostMembers = 500;
/** What operating systems leave in archives. */
const debris = /(?:^|\/)(?:__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._[^/]*$)/i;

export async function unpackFile(path: string, folder: string): Promise<Member[]> {
  const bytes = await readFile(path);
  const type = (await fileTypeFromBuffer(bytes))?.mime as string | undefined;
  if (type === archiveType) {
    await walkZip(path);
    return unpackZip(path, folder);
  }
  return isMessage(decodeText(bytes.subarray(0, 20_000))) ? unpackMessage(bytes, folder) : [];
}

/** Whether there are other files inside. */
export async function isContainerFile(bytes: Buffer): Promise<boolean> {
  const type = (await fileTypeFromBuffer(bytes))?.mime as string | undefined;
  return type === archiveType || (type === undefined && isMessage(decodeText(bytes.subarray(0, 20_000))));
}

async function unpackZip(path: string, folder: string): Promise<Member[]> {
  const members: Member[] = [];
  const zip = await yauzl.openPromise(path, { autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith("/") || debris.test(entry.fileName) || entry.uncompressedSize === 0)
        continue;
      const file = nameMember(members);
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(join(folder, file)));
      members.push({ path: entry.fileName, file });
    }
  } finally {
    zip.close();
  }
  return members;
}

async function unpackMessage(bytes: Buffer, folder: string): Promise<Member[]> {
  const members: Member[] = [];
  for (const attachment of await listAttachments(bytes)) {
    if (attachment.bytes.byteLength === 0) continue;
    const file = nameMember(members);
    await writeFile(join(folder, file), attachment.bytes);
    members.push({ path: attachment.name, file });
  }
  return members;
}

/** Names from inside a file are never used as paths. */
function nameMember(members: readonly Member[]): string {
  if (members.length >= mostMembers)
    throw new Fault("unreadable_file", `It holds more than ${mostMembers} files: split it.`);
  return `member-${members.length + 1}`;
}
