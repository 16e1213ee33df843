// What a screenshot shows: which product, which screen, whose account, and which settings in which state.
import { z } from "zod";
import { factQuoteSchema } from "./fact.ts";
import { type Box, unreadableSchema } from "./reading.ts";

export const screenFactNames = ["product", "screen", "account", "setting"] as const;

/**
 * One thing that a screenshot shows. `read`: `places` holds the words that say it. `seen`: no word says it, a model saw
 * it in the picture; `places` are where the words beside it stand, and `marks` the lines that no claim may rest on
 * unseen by a person.
 */
export const screenFactSchema = z.object({
  name: z.enum(screenFactNames),
  /** The label of a setting; null for the others. */
  setting: z.string().nullable(),
  /** The setting's state, or the name of the product, screen or account. */
  value: z.string(),
  /** For whom or what a setting is so; null when the screen does not say. */
  appliesTo: z.string().nullable(),
  basis: z.enum(["read", "seen"]),
  places: z.array(factQuoteSchema),
  pageNumber: z.number().int().positive(),
  marks: z.array(unreadableSchema),
});
export type ScreenFact = z.infer<typeof screenFactSchema>;

const placedSchema = {
  words: z.string().nullable(),
  /** On the picture of the page; of what was only seen: of the words and the switch beside it. */
  boxes: z.array(factQuoteSchema.shape.boxes.unwrap().element),
  isSeenOnly: z.boolean(),
};

const nameSchema = z.object({ value: z.string(), ...placedSchema }).nullable();

/** A screenshot as people and clients read it. */
export const screenSchema = z.object({
  product: nameSchema,
  screen: nameSchema,
  account: nameSchema,
  settings: z.array(
    z.object({
      setting: z.string(),
      state: z.string(),
      appliesTo: z.string().nullable(),
      ...placedSchema,
    }),
  ),
});
export type Screen = z.infer<typeof screenSchema>;

/** Null when nothing was described. */
export function buildScreen(facts: readonly ScreenFact[]): Screen | null {
  if (facts.length === 0) return null;
  const find = (name: ScreenFact["name"]) => {
    const fact = facts.find((one) => one.name === name);
    return fact ? { value: fact.value, ...describePlace(fact) } : null;
  };
  return {
    product: find("product"),
    screen: find("screen"),
    account: find("account"),
    settings: facts
      .filter(({ name }) => name === "setting")
      .map((fact) => ({
        setting: fact.setting ?? "",
        state: fact.value,
        appliesTo: fact.appliesTo,
        ...describePlace(fact),
      })),
  };
}

function describePlace({ basis, places, marks }: ScreenFact) {
  const isSeenOnly = basis === "seen";
  const boxes: Box[] = [...places.flatMap((place) => place.boxes), ...marks.map(({ box }) => box)];
  const distinct = new Map(boxes.map((box) => [box.join(), box]));
  return {
    words: isSeenOnly ? null : (places[0]?.text ?? null),
    boxes: [...distinct.values()],
    isSeenOnly,
  };
}
