// `reviews`: the queue in a terminal. Who decides is who the key stands for, never a name that is typed.
import { createHash } from "node:crypto";
import { text } from "node:stream/consumers";
import type { Command } from "commander";
import { z } from "zod";
import type { Context } from "../context.ts";
import { type Amendment, amendmentSchema } from "../domain/amendment.ts";
import { hasRole, type Principal } from "../domain/principal.ts";
import { type QueueFilter, queueStates } from "../domain/queue.ts";
import { actionSchema, reviewReasonSchema } from "../domain/review.ts";
import { parseVersion } from "../domain/shown.ts";
import { Fault } from "../fault.ts";
import { decideReview } from "../flows/decide-review.ts";
import { assignReview, listReviewers } from "../flows/hold-review.ts";
import { authenticate } from "../flows/manage-keys.ts";
import { getReview, listReviews, takeNext } from "../flows/read-queue.ts";
import { undoDecision } from "../flows/undo-decision.ts";
import { writeChanges, writeDecided, writeQueue, writeReview } from "./review-text.ts";
import type { Program, Terminal } from "./terminal.ts";

type Keyed = { key: string };
type Filtered = Keyed & {
  framework?: string;
  document?: string;
  reason?: string;
  assignee?: string;
  state?: string;
  json?: boolean;
};
type Deciding = Keyed & {
  seen: string;
  why?: string;
  quote?: string[];
  point?: string;
  nature?: string;
  stance?: string;
  validFrom?: string;
  validTo?: string;
};

export function addReviews(command: Command, program: Program): void {
  const reviews = command.command("reviews").description("work on what waits for a person");
  const add = (words: string, description: string) =>
    reviews
      .command(words)
      .description(description)
      .requiredOption("--key <key>", "API key of who acts; `-` reads it from standard input");
  const addFiltered = (words: string, description: string) =>
    add(words, description)
      .option("--framework <id>", "only what serves this framework")
      .option("--document <id>", "only claims of this document")
      .option("--reason <reason>", `one of: ${reviewReasonSchema.options.join(", ")}`)
      .option("--assignee <who>", "`me`, `none`, or a person's name")
      .option("--json", "the whole answer as JSON");
  addFiltered("list", "what waits, the most valuable first")
    .option("--state <state>", `one of: ${queueStates.join(", ")}`)
    .option("--limit <count>", "how many", "20")
    .action((options: Filtered & { limit: string }) =>
      withPerson(program, options, async (context, principal) => {
        const filter = await readFilter(context, principal, options);
        const limit = parseWords(z.coerce.number().int().min(1).max(1_000), options.limit);
        const { items } = await listReviews(context, principal, filter, { after: null, limit });
        const shown = items.slice(0, limit);
        show(program.terminal, options, shown, () => writeQueue(shown, items.length > limit));
      }),
    );
  addFiltered("next", "take the most valuable review that nobody works on, for ten minutes").action(
    (options: Filtered) =>
      withPerson(program, options, async (context, principal) => {
        const filter = await readFilter(context, principal, options);
        const review = await takeNext(context, principal, filter, []);
        if (!review) program.terminal.tell("Nothing waits that you may decide.\n");
        else show(program.terminal, options, review, () => writeReview(review, nameVersion(review.version)));
      }),
  );
  add("show <review>", "one review with all that it takes to decide it")
    .option("--json", "the whole answer as JSON")
    .action((id: string, options: Keyed & { json?: boolean }) =>
      withPerson(program, options, async (context, principal) => {
        const review = await getReview(context, principal, parseWords(z.uuid(), id));
        show(program.terminal, options, review, () => writeReview(review, nameVersion(review.version)));
      }),
    );
  addDecide(add("decide <review> <action>", `answer it: ${actionSchema.options.join(", ")}`), program);
  add("assign <review> <who>", "give it to a person by name, or to `none`").action(
    (id: string, who: string, options: Keyed) =>
      withPerson(program, options, async (context, principal) => {
        const assigneeId = who === "none" ? null : await findReviewer(context, principal, who);
        const assignee = await assignReview(context, principal, parseWords(z.uuid(), id), assigneeId);
        program.terminal.tell(assignee ? `It is ${assignee.name}'s now.\n` : "It is anybody's now.\n");
      }),
  );
  add("undo <decision>", "take your decision back, within ten seconds").action((id: string, options: Keyed) =>
    withPerson(program, options, async (context, principal) => {
      const { grade } = await undoDecision(context, principal, parseWords(z.uuid(), id));
      program.terminal.tell(`Taken back: the claim is ${grade.grade} again, and its review is open.\n`);
    }),
  );
}

function addDecide(command: Command, program: Program): void {
  command
    .requiredOption("--seen <code>", "as `show` and `next` tell it: it says what you decide on")
    .option("--why <rationale>", "needed for everything but approve; what is asked, for request_evidence")
    .option("--quote <span...>", "amend: characters to quote, such as 120-180")
    .option("--point <id>", "amend: another point")
    .option("--nature <nature>", "amend: design or operation")
    .option("--stance <stance>", "amend: supports, partly or contradicts")
    .option("--valid-from <day>", "amend: first day on which it counts")
    .option("--valid-to <day>", "amend: last day on which it counts")
    .action((reviewId: string, word: string, options: Deciding) =>
      withPerson(program, options, async (context, principal) => {
        const id = parseWords(z.uuid(), reviewId);
        const action = parseWords(actionSchema, word);
        const version = await findSeen(context, principal, id, options.seen);
        const amendment = action === "amend" ? readAmendment(options) : null;
        const request = { version, action, rationale: options.why ?? null, amendment };
        try {
          program.terminal.write(writeDecided(await decideReview(context, principal, id, request)));
        } catch (error) {
          if (error instanceof Fault && error.code === "conflict") program.terminal.tell(writeChanges(error));
          throw error;
        }
      }),
    );
}

async function withPerson(
  program: Program,
  { key }: Keyed,
  work: (context: Context, principal: Principal) => Promise<void>,
): Promise<void> {
  const words = key === "-" ? (await text(program.terminal.input)).trim() : key;
  const { context, close } = await program.open(program.getConfig());
  try {
    const principal = await authenticate(context, words);
    if (!hasRole(principal, ["reviewer", "validator", "client"]))
      throw new Fault("forbidden", "The queue is for reviewers and validators: use a key with such a role.");
    await work(context, principal);
  } finally {
    await close();
  }
}

function show(
  { write }: Pick<Terminal, "write">,
  { json }: { json?: boolean },
  answer: unknown,
  writeText: () => string,
): void {
  write(json ? `${JSON.stringify(answer, null, 2)}\n` : writeText());
}

/** Short enough to type: it changes with everything that decides. */
function nameVersion(version: string): string {
  return createHash("sha256").update(version).digest("hex").slice(0, 10);
}

/** The version that a code or a whole version names. Throws Fault `conflict` when there is something else now. */
async function findSeen(context: Context, principal: Principal, id: string, seen: string): Promise<string> {
  if (parseVersion(seen)) return seen;
  const { version } = await getReview(context, principal, id);
  if (nameVersion(version) === seen) return version;
  throw new Fault(
    "conflict",
    "It is not what you saw: it changed meanwhile, or the code is mistyped. Show it again.",
  );
}

function readAmendment({ quote, point, nature, stance, validFrom, validTo }: Deciding): Amendment {
  const quotes = quote?.map((span) => {
    const [start, end] = span.split("-").map(Number);
    return { start, end };
  });
  return parseWords(amendmentSchema, { quotes, pointId: point, nature, stance, validFrom, validTo });
}

async function readFilter(
  context: Context,
  principal: Principal,
  { framework, document, reason, assignee, state }: Filtered,
): Promise<QueueFilter> {
  const isName = assignee !== undefined && assignee !== "me" && assignee !== "none";
  return {
    frameworkId: framework,
    documentId: parseWords(z.uuid().optional(), document),
    reason: parseWords(reviewReasonSchema.optional(), reason),
    state: parseWords(z.enum(queueStates).optional(), state),
    assigneeId: isName
      ? await findReviewer(context, principal, assignee)
      : assignee === "me"
        ? principal.id
        : assignee,
  };
}

async function findReviewer(context: Context, { organizationId }: Principal, name: string): Promise<string> {
  const reviewers = await listReviewers(context, organizationId);
  const found = reviewers.find((one) => one.name === name);
  if (found) return found.id;
  const names = reviewers.map((one) => one.name).join(", ");
  throw new Fault("not_found", `"${name}" is no reviewer or validator. There are: ${names}.`);
}

/** Throws Fault `invalid_input` that says what was expected. */
function parseWords<Schema extends z.ZodType>(schema: Schema, words: unknown): z.output<Schema> {
  const parsed = schema.safeParse(words);
  if (parsed.success) return parsed.data;
  const said = parsed.error.issues.map(({ path, message }) => [...path, message].join(": ")).join("; ");
  throw new Fault(
    "invalid_input",
    `"${typeof words === "string" ? words : "The amendment"}" cannot be. ${said}`,
  );
}
