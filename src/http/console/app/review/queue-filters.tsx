// What the queue is narrowed to, with how much there is of each.
import { Choice } from "../parts/field.tsx";
import { useQuery } from "../router.ts";
import { useAsk } from "../use-ask.ts";
import { reviewReasonWords } from "../words.ts";

export type Summary = {
  open: number;
  late: number;
  waiting: number;
  assigned: number;
  byReason: Record<string, number>;
  byFramework: Record<string, number>;
  byDocument: { documentId: string; fileName: string; count: number }[];
};
type Frameworks = { items: { id: string; title: string }[] };
type Reviewers = { items: { id: string; name: string }[] };
type Option = { value: string; label: string };

const states: Option[] = [
  { value: "open", label: "To decide now" },
  { value: "late", label: "Late" },
  { value: "waiting", label: "Wait for the uploader" },
  { value: "held", label: "Held by me" },
];

export function QueueFilters({ summary }: { summary: Summary | null }) {
  const [query, change] = useQuery();
  const frameworks = useAsk<Frameworks>("/v1/frameworks");
  const reviewers = useAsk<Reviewers>("/v1/reviewers");
  const choose = (name: string, label: string, everything: string, options: Option[]) => {
    const value = query.get(name) ?? "";
    const isKnown = value === "" || options.some((one) => one.value === value);
    const all = [{ value: "", label: everything }, ...options, ...(isKnown ? [] : [{ value, label: value }])];
    return <Choice label={label} value={value} onChange={(next) => change({ [name]: next })} options={all} />;
  };
  return (
    <div class="toolbar">
      <Choice
        label="State"
        value={query.get("state") ?? "open"}
        onChange={(state) => change({ state: state === "open" ? null : state })}
        options={states}
      />
      {choose(
        "frameworkId",
        "Framework",
        "Every framework",
        (frameworks.answer?.items ?? []).map(({ id, title }) => ({
          value: id,
          label: tell(title, summary?.byFramework[id]),
        })),
      )}
      {choose(
        "documentId",
        "Document",
        "Every document",
        (summary?.byDocument ?? []).map(({ documentId, fileName, count }) => ({
          value: documentId,
          label: tell(fileName, count),
        })),
      )}
      {choose(
        "reason",
        "Reason",
        "Every reason",
        Object.entries(reviewReasonWords)
          .filter(([reason]) => !summary || summary.byReason[reason] || reason === query.get("reason"))
          .map(([value, label]) => ({ value, label: tell(label, summary?.byReason[value]) })),
      )}
      {choose("assignee", "Assigned to", "Anybody", [
        { value: "me", label: "Me" },
        { value: "none", label: "Nobody" },
        ...(reviewers.answer?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
      ])}
    </div>
  );
}

function tell(label: string, count: number | undefined): string {
  return count === undefined ? label : `${label} (${count})`;
}
