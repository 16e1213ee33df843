// One point of a requirement: what it says, where it stands, and the claims that speak for it or against it.
import { useState } from "preact/hooks";
import type { Claim, Coverage, Point } from "../answers.ts";
import { Button, Link } from "../parts/button.tsx";
import { GradeBadge } from "../parts/grade-badge.tsx";
import { gradeOrder, kindWords } from "../words.ts";
import { ClaimCard } from "./claim-card.tsx";

const fewClaims = 3;

type PointCardProps = {
  point: Coverage["requirements"][number]["points"][number];
  /** Null until they are there. */
  words: Point | null;
  claims: readonly Claim[];
  reviewIds: ReadonlyMap<string, string>;
};

export function PointCard({ point, words, claims, reviewIds }: PointCardProps) {
  const { pointId, required, oneOf, grade, isDesignOnly } = point;
  const [isWhole, setIsWhole] = useState(false);
  const sorted = claims.toSorted((a, b) => gradeOrder.indexOf(b.grade) - gradeOrder.indexOf(a.grade));
  const shown = isWhole ? sorted : sorted.slice(0, fewClaims);
  const statement = words?.statement ?? claims[0]?.statement ?? pointId;
  return (
    <article class="card stack" aria-label={statement}>
      <header class="stack tight">
        <h2>{statement}</h2>
        <p class="chips level">
          <GradeBadge grade={grade} />
          <span class="chip">{tellDemand(required, oneOf)}</span>
          {isDesignOnly ? <span class="chip warn">Rule only: nothing shows that it is done</span> : null}
          <code class="small dim">{pointId}</code>
        </p>
      </header>
      {claims.length === 0 ? <Missing words={words} /> : null}
      {shown.map((claim) => (
        <ClaimCard key={claim.id} claim={claim} reviewId={reviewIds.get(claim.id) ?? null} />
      ))}
      {sorted.length > shown.length ? (
        <p>
          <Button isSmall onClick={() => setIsWhole(true)}>
            Show all {sorted.length} claims
          </Button>
        </p>
      ) : null}
    </article>
  );
}

function tellDemand(required: boolean, oneOf: string | undefined): string {
  if (!required) return "Helps, is not required";
  return oneOf === undefined ? "Required" : "Required: one of several";
}

function Missing({ words }: { words: Point | null }) {
  const kinds = Object.entries(words?.evidence ?? {});
  return (
    <div class="stack tight">
      <p>
        No evidence yet. <Link to="/documents">Upload</Link>
        {kinds.length > 0 ? ", for example:" : " what shows it."}
      </p>
      <dl class="facts">
        {kinds.map(([kind, text]) => (
          <div key={kind} class="fact-row">
            <dt>{tellKind(kind)}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function tellKind(kind: string): string {
  return Object.entries(kindWords).find(([one]) => one === kind)?.[1] ?? kind;
}
