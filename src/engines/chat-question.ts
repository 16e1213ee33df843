// What identifies a question: the hash of everything that determines its reply.
import { createHash } from "node:crypto";
import { z } from "zod";
import type { ChatQuestion } from "../domain/chat.ts";
import { Fault } from "../fault.ts";
import type { ChatDeterminants } from "./chat.ts";

/** Changed when questions are asked in another way, so that replies to the old way are not taken for new ones. */
const format = 1;

/**
 * SHA-256 over model, temperature, seed, words, pictures and schema. The server's address is left out: the same model
 * behind another address or gateway is not paid again. So are the prompt's name and version: its words are in.
 */
export function hashQuestion(question: ChatQuestion<z.ZodType>, determinants: ChatDeterminants): string {
  const { prompt, schema, images = [] } = question;
  const { model, temperature, seed } = determinants;
  const pictures = images.map((image) => createHash("sha256").update(image).digest("hex"));
  const content = [
    format,
    model,
    temperature,
    seed,
    prompt.system,
    prompt.user,
    pictures,
    writeSchema(schema),
  ];
  return createHash("sha256").update(JSON.stringify(content)).digest("hex");
}

/** As JSON schema in the strict form: every field is required and no other one allowed. */
export function writeSchema(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _, ...written } = z.toJSONSchema(schema, {
    io: "input",
    unrepresentable: "any",
    override: ({ jsonSchema }) => {
      if (jsonSchema.type !== "object" || jsonSchema.properties === undefined) return;
      jsonSchema.required = Object.keys(jsonSchema.properties);
      jsonSchema.additionalProperties = false;
    },
  });
  return written;
}

/** Only bytes that are in the question itself: an address would make the model's server fetch it. */
export function checkImages({ images = [] }: ChatQuestion<z.ZodType>, canSee: boolean): void {
  if (images.length > 0 && !canSee)
    throw new Fault("invalid_input", "The model cannot see pictures: check CHAT_VISION.");
  if (!images.every((image) => /^data:image\/(png|jpeg|webp);base64,[A-Za-z0-9+/]+=*$/.test(image)))
    throw new Fault("invalid_input", "A picture for the model has to be PNG, JPEG or WebP in a data URL.");
}
