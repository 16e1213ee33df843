// The file of a multipart form, as a stream: it is never held in memory.
import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { Busboy, type BusboyHeaders } from "@fastify/busboy";
import { Fault } from "../fault.ts";

/** Hands the form's one file to `take`. Throws Fault `invalid_input` for other forms, and what `take` throws. */
export async function takeUpload<Result>(
  request: Request,
  take: (file: { name: string; bytes: Readable }) => Promise<Result>,
): Promise<Result> {
  const { body, headers } = request;
  const type = headers.get("content-type") ?? "";
  if (!body || !/^multipart\/form-data;.*boundary=/i.test(type)) throw refuseForm();
  const form = new Busboy({
    headers: { "content-type": type } as BusboyHeaders,
    limits: { files: 1, fields: 10, fieldSize: 10_000, parts: 12, headerPairs: 50 },
  });
  const source = Readable.fromWeb(body as ReadableStream);
  return new Promise<Result>((resolve, reject) => {
    let taken: Promise<Result> | undefined;
    const fail = (error: unknown): void => {
      reject(error);
      source.unpipe(form);
      source.destroy();
    };
    form.on("file", (field, bytes, name) => {
      if (field !== "file") {
        bytes.resume();
        return;
      }
      taken = take({ name: name ?? "", bytes });
      taken.then(resolve, fail);
    });
    form.on("finish", () => taken ?? fail(refuseForm()));
    form.on("error", (cause) =>
      fail(new Fault("invalid_input", "The form is damaged: send it again.", { cause })),
    );
    source.on("error", (cause) => {
      form.destroy();
      reject(new Fault("invalid_input", "The upload broke off: send it again.", { cause }));
    });
    source.pipe(form);
  });
}

/** All files of a form, in memory, and its fields. Throws Fault `invalid_input`, `too_large`. */
export async function takeFiles(
  request: Request,
  limitBytes: number,
): Promise<{ files: { name: string; bytes: Uint8Array }[]; fields: Map<string, string> }> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^multipart\/form-data;.*boundary=/i.test(type)) throw refuseForm();
  const form = await request.formData().catch((cause: unknown) => {
    throw new Fault("invalid_input", "The form is damaged: send it again.", { cause });
  });
  const files: { name: string; bytes: Uint8Array }[] = [];
  const fields = new Map<string, string>();
  for (const [field, value] of form.entries()) {
    if (typeof value === "string") {
      fields.set(field, value);
      continue;
    }
    if (value.size > limitBytes) throw new Fault("too_large", `${value.name} is too large.`);
    files.push({ name: value.name, bytes: new Uint8Array(await value.arrayBuffer()) });
  }
  if (files.length === 0) throw refuseForm();
  return { files, fields };
}

function refuseForm(): Fault {
  return new Fault(
    "invalid_input",
    "Send a multipart form with the file in a field named `file`: curl -F file=@policy.pdf …",
  );
}
