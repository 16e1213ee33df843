// An organization's own framework: requirements that somebody else wrote, each with points made of its own words.
import { z } from "zod";
import { linkSchema, requirementSchema, topicSchema } from "./catalogue.ts";
import type { Nature } from "./document.ts";
import { Flaws, type Outcome, parseAs, settle, shorten } from "./flaw.ts";
import {
  buildOwnPoint,
  cutStatement,
  type Frequency,
  listKeywords,
  type OwnPoint,
  ownPointSchema,
} from "./own-point.ts";

export const pointLimit = 20_000;
const titleLimit = 300;
const idLength = 120;
/** Equal words this short say different things in different places. */
const tellingLength = 20;

const ownLinkSchema = z.strictObject({
  point: linkSchema.shape.point,
  relation: linkSchema.shape.relation,
  required: linkSchema.shape.required,
  rationale: linkSchema.shape.rationale,
});

const ownRequirementSchema = z.strictObject({
  id: requirementSchema.shape.id.max(200),
  title: z.string().min(1).max(titleLimit),
  group: requirementSchema.shape.group,
  keywords: requirementSchema.shape.keywords,
  links: z.array(ownLinkSchema).min(1),
});

export const ownFrameworkSchema = z.strictObject({
  framework: z.strictObject({
    id: z.string().regex(/^[a-z0-9](?:[a-z0-9.-]{0,78}[a-z0-9])?$/, "use a–z, 0–9, points and hyphens"),
    title: z.string().min(1).max(titleLimit),
    edition: z.string().min(1).max(200),
    publisher: z.string().min(1).max(titleLimit),
    requirements: z.array(ownRequirementSchema).min(1),
  }),
  topics: z
    .array(
      z.strictObject({ id: topicSchema.shape.id, title: z.string().min(1), points: z.array(ownPointSchema) }),
    )
    .min(1),
});
export type OwnFramework = z.infer<typeof ownFrameworkSchema>;
export type OwnRequirement = OwnFramework["framework"]["requirements"][number];
export type OwnTopic = OwnFramework["topics"][number];

export type FrameworkHead = Omit<OwnFramework["framework"], "requirements">;

/** What the importer says of the framework; what is null is taken from the file, as far as it says anything. */
export type FrameworkNames = { [Name in keyof FrameworkHead]: string | null };

/** What an import knows of a requirement; nulls and empty keywords are read from the words. */
export type RequirementDraft = {
  id: string;
  title: string;
  group: string;
  nist80053: string[];
  statements: StatementDraft[];
};

export type StatementDraft = {
  labels: string[];
  text: string;
  isRequired: boolean;
  nature: Nature | null;
  frequency: Frequency | null;
  keywords: string[];
};

/**
 * Requirements with their points. The same words are the same point, in however many requirements they stand.
 * @param drafts in their order, with ids that occur once.
 */
export function buildOwnFramework(
  head: FrameworkHead,
  drafts: readonly RequirementDraft[],
): Outcome<OwnFramework> {
  const flaws = new Flaws();
  const points = new Map<string, OwnPoint>();
  const takenIds = new Set<string>();
  const takenTopicIds = new Set<string>();
  const topics: OwnTopic[] = [];
  const requirements: OwnRequirement[] = [];
  for (const draft of drafts) {
    const made: OwnPoint[] = [];
    const links = new Map<string, boolean>();
    for (const statement of cutDraft(draft)) {
      const text = nameApart(statement.text, draft.title, points);
      const point = points.get(text) ?? buildDraftPoint(head.id, draft, { ...statement, text }, takenIds);
      if (!points.has(text)) made.push(point);
      points.set(text, point);
      links.set(point.id, links.get(point.id) === true || statement.isRequired);
    }
    if (points.size > pointLimit)
      return { flaws: [`The framework makes more than ${pointLimit} points: split it into smaller ones.`] };
    if (![...links.values()].includes(true))
      flaws.add(
        `${shorten(draft.id, 60)} has no required statement: mark one of its statements as required.`,
      );
    requirements.push({
      id: draft.id,
      title: shorten(draft.title, titleLimit),
      group: draft.group,
      keywords: listKeywords(
        [...new Set(draft.statements.flatMap(({ keywords }) => keywords))],
        [draft.title, ...draft.statements.map(({ text }) => text)],
        draft.title,
      ),
      links: buildLinks(links, head.title),
    });
    if (made.length > 0)
      topics.push({
        id: takeId(`${head.id} ${draft.id}`, takenTopicIds),
        title: shorten(draft.title, titleLimit),
        points: made,
      });
  }
  if (!flaws.isEmpty) return settle({ framework: { ...head, requirements }, topics }, flaws);
  return parseAs(ownFrameworkSchema, { framework: { ...head, requirements }, topics });
}

/** Statements that a point can hold; a requirement that says nothing more asks for what its title says. */
function cutDraft(draft: RequirementDraft): StatementDraft[] {
  const given = draft.statements.filter(({ text }) => text.trim() !== "");
  const statements =
    given.length > 0
      ? given
      : [{ labels: [], text: draft.title, isRequired: true, nature: null, frequency: null, keywords: [] }];
  return statements.flatMap((statement) => {
    const pieces = cutStatement(statement.text);
    return pieces.map((text, index) => ({
      ...statement,
      text,
      labels: pieces.length === 1 ? statement.labels : [...statement.labels, String(index + 1)],
    }));
  });
}

function nameApart(text: string, title: string, points: ReadonlyMap<string, OwnPoint>): string {
  return text.length < tellingLength && points.has(text) ? `${shorten(title, titleLimit)}: ${text}` : text;
}

function buildDraftPoint(
  frameworkId: string,
  requirement: RequirementDraft,
  statement: StatementDraft,
  takenIds: Set<string>,
): OwnPoint {
  const id = takeId([frameworkId, requirement.id, ...statement.labels].join(" "), takenIds);
  const { text, nature, frequency, keywords } = statement;
  const { title, nist80053 } = requirement;
  return buildOwnPoint({ id, statement: text, title, nature, frequency, keywords, nist80053 });
}

/** One required point is all that a requirement asks; of several, each is a part of it. */
function buildLinks(points: ReadonlyMap<string, boolean>, source: string): OwnRequirement["links"] {
  const requiredCount = [...points.values()].filter(Boolean).length;
  return [...points].map(([point, required]) => ({
    point,
    relation: required && requiredCount === 1 ? ("equal" as const) : ("subset_of" as const),
    required,
    rationale: `Imported: the words of ${shorten(source, 120)}.`,
  }));
}

/** Kebab case of a name, with a number behind it when it is taken. */
function takeId(name: string, taken: Set<string>): string {
  const base = toKebab(name).slice(0, idLength).replace(/-$/, "") || "point";
  let id = base;
  for (let count = 2; taken.has(id); count += 1) id = `${base}-${count}`;
  taken.add(id);
  return id;
}

export function toKebab(name: string): string {
  return name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}
