// What a model says of a screenshot, and what of it holds: read from words on it, or only seen, which a person has to check.
import { z } from "zod";
import { listDays } from "./dates.ts";
import type { Excerpt } from "./excerpt.ts";
import type { FactQuote, ReadFact } from "./fact.ts";
import type { Box, Page, Reading } from "./reading.ts";
import type { ScreenFact } from "./screen.ts";
import {
  type DropReason,
  findLine,
  findValue,
  holdsValue,
  openTies,
  speaksToAnalyser,
  type Ties,
} from "./tie.ts";

/** The reply to the prompt `describe-screenshot`. */
export const screenReplySchema = z.object({
  product: z.string().nullable(),
  screen: z.string().nullable(),
  account: z.string().nullable(),
  facts: z.array(
    z.object({
      setting: z.string(),
      state: z.string(),
      appliesTo: z.string().nullable(),
      words: z.string().nullable(),
      isSeenOnly: z.boolean(),
    }),
  ),
  clock: z.string().nullable(),
});
export type ScreenReply = z.infer<typeof screenReplySchema>;
type Said = ScreenReply["facts"][number];

/** As the prompt asks; what is more is not looked at. */
const mostFacts = 60;
const longestValue = 200;
const longestWords = 400;

export type TiedScreen = { screen: ScreenFact[]; facts: ReadFact[]; dropped: DropReason[] };
type Look = { reading: Reading; ties: Ties; isShown: boolean; page: Page };

/**
 * @param isShown whether the model was shown the picture: without it nothing can have been seen.
 * @param saidBy the model and the prompt.
 */
export function tieScreen(
  reading: Reading,
  excerpt: Excerpt,
  reply: ScreenReply,
  { isShown, uploadedAt, saidBy }: { isShown: boolean; uploadedAt: Date; saidBy: string },
): TiedScreen {
  const [page] = reading.pages;
  if (!page) return { screen: [], facts: [], dropped: [] };
  const look = { reading, ties: openTies(reading, excerpt), isShown, page };
  const names = (["product", "screen", "account"] as const).flatMap((name) => {
    const value = reply[name]?.trim();
    return value ? [tieName(look, name, value)] : [];
  });
  const settings = reply.facts.slice(0, mostFacts).map((said) => tieSetting(look, said));
  const clock = reply.clock?.trim() ? tieClock(look, reply.clock, uploadedAt, saidBy) : null;
  const tied = [...names, ...settings];
  const isKept = (one: (typeof tied)[number]): one is ScreenFact => typeof one !== "string";
  const kept = tied.filter(isKept);
  const screen = kept.filter((fact, index) => kept.findIndex((one) => isSame(one, fact)) === index);
  const dropped = [...tied.filter((one) => !isKept(one)), typeof clock === "string" ? clock : null]
    .filter((one) => one !== null)
    .concat(Array.from({ length: kept.length - screen.length }, () => "said_twice" as const));
  return {
    screen,
    facts: clock === null || typeof clock === "string" ? [] : [clock],
    dropped: dropped as DropReason[],
  };
}

function isSame(one: ScreenFact, other: ScreenFact): boolean {
  const list = ({ name, setting, value, appliesTo }: ScreenFact) =>
    [name, setting, value, appliesTo].join("\n").toLowerCase();
  return list(one) === list(other);
}

function tieName(look: Look, name: "product" | "screen" | "account", value: string): ScreenFact | DropReason {
  if (value.length > longestValue) return "no_value";
  const place = look.ties.find(value) ?? look.ties.findAll(value)[0];
  const fact = { name, setting: null, value, appliesTo: null, pageNumber: look.page.number, marks: [] };
  if (place) {
    if (speaksToAnalyser(look.reading.text, place)) return "instruction";
    return { ...fact, value: place.text.replace(/\s+/g, " "), basis: "read", places: [place] };
  }
  return look.isShown ? { ...fact, basis: "seen", places: [] } : "not_shown";
}

function tieSetting(look: Look, said: Said): ScreenFact | DropReason {
  const setting = said.setting.trim();
  const state = said.state.trim();
  const appliesTo = said.appliesTo?.trim() || null;
  if (!setting || !state || [setting, state, appliesTo ?? ""].some((one) => one.length > longestValue))
    return "no_value";
  const words = said.words?.trim() ?? "";
  const place = words === "" ? null : look.ties.find(words);
  if (words !== "" && (!place || place.text.length > longestWords)) return "words_not_found";
  if (place && speaksToAnalyser(look.reading.text, place)) return "instruction";
  const named = { name: "setting" as const, setting, value: state, appliesTo };
  const isUnread =
    place !== null && touchesUnreadable(look.page, place) && !isStateRead(place.text, setting, state);
  if (place && !said.isSeenOnly && !isUnread) {
    if (!isStateRead(place.text, setting, state)) return "value_not_in_words";
    if (!isNamedOnScreen(look, setting)) return "value_not_in_words";
    // For whom it is so decides what it proves: a scope that no word says is no more than seen.
    if (!appliesTo || isNamedOnScreen(look, appliesTo))
      return { ...named, basis: "read", places: [place], pageNumber: place.pageNumber, marks: [] };
  }
  // Words and `isSeenOnly` together are the weaker of both; neither is nothing.
  if (!place && !said.isSeenOnly) return "words_not_found";
  return look.isShown ? buildSeen(look, named, place) : "not_shown";
}

/** Every line where the setting's label stands is marked: which of them the model saw cannot be told. */
function buildSeen(
  look: Look,
  named: Pick<ScreenFact, "name" | "setting" | "value" | "appliesTo">,
  place: FactQuote | null,
): ScreenFact {
  const found = look.ties.findAll(named.setting ?? "");
  const places = place ? [place, ...found.filter((one) => one.start !== place.start)] : found;
  const marks = places.flatMap((one) => {
    const line = findLine(look.reading.text, one);
    const beside = look.page.unreadable.filter((mark) => mark.start < line.end && mark.end > line.start);
    const boxes: Box[] = beside.length > 0 ? beside.map(({ box }) => box) : one.boxes.slice(0, 1);
    return boxes.map((box) => ({ box, ...line }));
  });
  return { ...named, basis: "seen", places, pageNumber: look.page.number, marks };
}

function touchesUnreadable({ unreadable }: Page, { start, end }: FactQuote): boolean {
  return unreadable.some((mark) => mark.start < end && mark.end > start);
}

const opposites = [
  ["on", "off"],
  ["enabled", "disabled"],
  ["yes", "no"],
  ["active", "inactive"],
  ["required", "optional"],
  ["allowed", "blocked"],
];

/** The state stands in the words beside the label, no "not" turns it around, and its opposite is not there as well. */
function isStateRead(words: string, setting: string, state: string): boolean {
  const label = findValue(words, setting);
  const rest = label ? label.said.slice(0, label.at) + label.said.slice(label.at + setting.length) : words;
  const found = findValue(rest, state);
  if (!found || /\b(?:not|no|non|never|without)[\s-]*$/.test(found.said.slice(0, found.at))) return false;
  const pair = opposites.find((one) => one.includes(state.toLowerCase()));
  return !pair?.some((word) => word !== state.toLowerCase() && holdsValue(rest, word));
}

/** Every word of it stands on the screen: labels are often told in another order or without their colon. */
function isNamedOnScreen({ reading, page }: Look, name: string): boolean {
  const screen = reading.text.slice(page.start, page.end);
  const words = name.match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.length > 0 && words.every((word) => holdsValue(screen, word));
}

function tieClock(look: Look, clock: string, uploadedAt: Date, saidBy: string): ReadFact | DropReason {
  const place = look.ties.find(clock);
  if (!place) return "words_not_found";
  const [day, another] = listDays(place.text);
  if (day === undefined || another !== undefined || day > uploadedAt.toISOString().slice(0, 10))
    return "value_not_in_words";
  if (speaksToAnalyser(look.reading.text, place)) return "instruction";
  return { name: "capturedAt", value: day, quote: place, saidBy };
}
