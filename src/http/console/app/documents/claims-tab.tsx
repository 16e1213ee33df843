// The claims of a document beside the words they rest on: choosing one shows its quotes where they stand.
import { useState } from "preact/hooks";
import type { Claim, DocumentDetail } from "../answers.ts";
import { useKeys } from "../keys.ts";
import { Button } from "../parts/button.tsx";
import { EmptyState, Loading, ProblemNote } from "../parts/empty-state.tsx";
import { Choice } from "../parts/field.tsx";
import { GradeBadge } from "../parts/grade-badge.tsx";
import { useQuery } from "../router.ts";
import { announce } from "../toasts.ts";
import type { Listed } from "../use-list.ts";
import { gradeOrder, gradeWords, natureWords, stanceWords } from "../words.ts";
import { ClaimDetail } from "./claim-detail.tsx";

type ClaimsTabProps = { document: DocumentDetail; claims: Listed<Claim> };

export function ClaimsTab({ document, claims }: ClaimsTabProps) {
  if (claims.problem) return <ProblemNote problem={claims.problem} onRetry={claims.reload} />;
  if (claims.items === null) return <Loading what="the claims" />;
  if (claims.items.length === 0) return <NoClaims document={document} />;
  return <ClaimsBesideQuotes document={document} claims={claims} items={claims.items} />;
}

function NoClaims({ document }: { document: DocumentDetail }) {
  const isArchive = document.mediaType === "application/zip";
  return (
    <EmptyState title={isArchive ? "The files inside speak for themselves" : "Nothing in it proves a point"}>
      <p>
        {isArchive
          ? "Every file of the archive is a document of its own, with its own claims: see the tab Files inside."
          : "No sentence of it supports a control of the catalogue well enough. See the tab Text for what was read; a document that says what is done, when and by whom proves more than one that says what should be."}
      </p>
    </EmptyState>
  );
}

function ClaimsBesideQuotes({ document, claims, items }: ClaimsTabProps & { items: readonly Claim[] }) {
  const [query, change] = useQuery();
  const [grade, setGrade] = useState("");
  const sorted = sortClaims(items).filter((claim) => grade === "" || claim.grade === grade);
  const chosen = sorted.find(({ id }) => id === query.get("claim")) ?? sorted[0];
  const walk = (by: number): void => {
    const at = sorted.findIndex(({ id }) => id === chosen?.id);
    const next = sorted[Math.max(0, Math.min(sorted.length - 1, at + by))];
    if (!next) return;
    change({ claim: next.id });
    announce(`${gradeWords[next.grade].name}: ${next.statement}`);
    window.document.getElementById(`claim-${next.id}`)?.scrollIntoView({ block: "nearest" });
  };
  useKeys("Claims", [
    { keys: "j", label: "Next claim", run: () => walk(1) },
    { keys: "k", label: "Claim before", run: () => walk(-1) },
  ]);
  return (
    <div class="beside">
      <div class="claims">
        <GradeFilter items={items} grade={grade} onChange={setGrade} />
        <ol aria-label="Claims">
          {sorted.map((claim) => (
            <li key={claim.id}>
              <ClaimButton
                claim={claim}
                isChosen={claim.id === chosen?.id}
                onChoose={() => change({ claim: claim.id })}
              />
            </li>
          ))}
        </ol>
        {claims.hasMore ? (
          <Button onClick={claims.more} isBusy={claims.isLoading}>
            Show more
          </Button>
        ) : null}
      </div>
      {chosen ? <ClaimDetail key={chosen.id} claim={chosen} document={document} /> : null}
    </div>
  );
}

/** What counts most first; the more probable first within a grade. */
function sortClaims(items: readonly Claim[]): Claim[] {
  const rank = ({ grade }: Claim) => gradeOrder.indexOf(grade);
  return [...items].sort((a, b) => rank(b) - rank(a) || b.probability - a.probability);
}

type GradeFilterProps = { items: readonly Claim[]; grade: string; onChange: (grade: string) => void };

function GradeFilter({ items, grade, onChange }: GradeFilterProps) {
  const options = gradeOrder.toReversed().flatMap((one) => {
    const count = items.filter((claim) => claim.grade === one).length;
    return count > 0 ? [{ value: one, label: `${gradeWords[one].name} (${count})` }] : [];
  });
  if (options.length < 2) return null;
  return (
    <Choice
      label="Grade"
      value={grade}
      onChange={onChange}
      options={[{ value: "", label: `All (${items.length})` }, ...options]}
    />
  );
}

type ClaimButtonProps = { claim: Claim; isChosen: boolean; onChoose: () => void };

function ClaimButton({ claim, isChosen, onChoose }: ClaimButtonProps) {
  const { id, grade, statement, stance, nature, quotes } = claim;
  return (
    <button type="button" id={`claim-${id}`} class="claim" aria-current={isChosen} onClick={onChoose}>
      <span class="claim-head">
        <GradeBadge grade={grade} />
        <span class={stance === "contradicts" ? "tone-bad" : "dim"}>
          {stanceWords[stance]} · {natureWords[nature].name.toLowerCase()}
        </span>
      </span>
      <span class="claim-point">{statement}</span>
      <span class="claim-quote">“{quotes[0]?.text}”</span>
    </button>
  );
}
