// What is sent to an OpenAI-compatible server, by what it accepts.
import type {
  ChatCompletionMessageParam as Message,
  ChatCompletionCreateParamsNonStreaming as Request,
} from "openai/resources/chat/completions";
import type { z } from "zod";
import type { ChatQuestion } from "../domain/chat.ts";
import type { ChatDeterminants } from "./chat.ts";
import type { Accepted } from "./chat-failure.ts";
import { writeSchema } from "./chat-question.ts";

export type { Message, Request };

type Question = ChatQuestion<z.ZodType>;

const repeatedReplyCharacters = 20_000;

export function buildMessages({ prompt, images = [] }: Question): Message[] {
  const text = { type: "text" as const, text: prompt.user };
  const pictures = images.map((url) => ({ type: "image_url" as const, image_url: { url } }));
  return [
    { role: "system", content: prompt.system },
    // Simple servers know texts only.
    { role: "user", content: pictures.length === 0 ? prompt.user : [text, ...pictures] },
  ];
}

/** What is said when a reply could not be parsed: the reply itself, cut, and what was wrong with it. */
export function buildRepair({ schema }: Question, reply: string, mistakes: readonly string[]): Message[] {
  return [
    { role: "assistant", content: reply.slice(0, repeatedReplyCharacters) },
    {
      role: "user",
      content: `Your answer could not be used:\n${mistakes.join("\n")}\nAnswer again. ${sayForm(schema)}`,
    },
  ];
}

/** Said in the first message of the user: many models take no two messages of one role after each other. */
function addForm(schema: z.ZodType) {
  return (message: Message, at: number): Message => {
    if (at !== 1 || message.role !== "user") return message;
    const form = `\n\n${sayForm(schema)}`;
    if (typeof message.content === "string") return { ...message, content: message.content + form };
    return { ...message, content: [...message.content, { type: "text", text: form }] };
  };
}

function sayForm(schema: z.ZodType): string {
  return `Answer with one JSON object and nothing else, in the form of this JSON schema:\n${JSON.stringify(writeSchema(schema))}`;
}

export function buildRequest(
  { model, seed, temperature }: ChatDeterminants,
  { format, hasSeed, hasTemperature }: Accepted,
  { prompt, schema }: Question,
  messages: Message[],
): Request {
  return {
    model,
    stream: false,
    messages: format === "json_schema" ? messages : messages.map(addForm(schema)),
    ...(hasSeed ? { seed } : {}),
    ...(hasTemperature ? { temperature } : {}),
    ...(format === "json_schema"
      ? {
          response_format: {
            type: "json_schema",
            json_schema: { name: prompt.name, strict: true, schema: writeSchema(schema) },
          },
        }
      : {}),
    ...(format === "json_object" ? { response_format: { type: "json_object" } } : {}),
  };
}
