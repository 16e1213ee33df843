// Another point for a claim: found by its words among those of a framework.
import { useState } from "preact/hooks";
import type { ReviewDetail } from "../answers.ts";
import { Button } from "../parts/button.tsx";
import { Loading, ProblemNote } from "../parts/empty-state.tsx";
import { Choice, Field } from "../parts/field.tsx";
import { useAsk } from "../use-ask.ts";

type Points = { items: { id: string; statement: string }[] };
type Frameworks = { items: { id: string; title: string }[] };
type PointChoiceProps = { item: ReviewDetail; pointId: string; onChoose: (pointId: string) => void };

const shownAtOnce = 5;

export function PointChoice({ item, pointId, onChoose }: PointChoiceProps) {
  const frameworks = useAsk<Frameworks>("/v1/frameworks");
  const [chosen, setChosen] = useState(item.detail.requirements[0]?.frameworkId ?? "");
  const [words, setWords] = useState("");
  const points = useAsk<Points>(
    chosen === "" || words.trim() === "" ? null : `/v1/frameworks/${chosen}/points`,
  );
  const [found, setFound] = useState<string | null>(null);
  const matching = findPoints(points.answer?.items ?? [], words);
  const statement = pointId === item.detail.point.id ? item.detail.point.statement : found;
  return (
    <fieldset class="quote-words stack tight">
      <legend>Point</legend>
      <p>
        {statement} <code class="small">{pointId}</code>
      </p>
      <div class="form-row">
        <Field
          label="Find another point"
          type="search"
          value={words}
          onInput={setWords}
          placeholder="such as: backups restored"
        />
        <Choice
          label="Of the framework"
          value={chosen}
          onChange={setChosen}
          options={(frameworks.answer?.items ?? []).map(({ id, title }) => ({ value: id, label: title }))}
        />
      </div>
      {points.problem ? <ProblemNote problem={points.problem} onRetry={points.reload} /> : null}
      {words.trim() !== "" && points.answer === null && !points.problem ? (
        <Loading what="the points" />
      ) : null}
      {points.answer && words.trim() !== "" ? (
        <p class="dim small" role="status">
          {matching.length === 0
            ? "No point of this framework says this."
            : `${matching.length} found${matching.length > shownAtOnce ? `, the first ${shownAtOnce} shown` : ""}`}
        </p>
      ) : null}
      {matching.slice(0, shownAtOnce).map((point) => (
        <Button
          key={point.id}
          isSmall
          tone={point.id === pointId ? "main" : "plain"}
          onClick={() => {
            setFound(point.statement);
            onChoose(point.id);
          }}
        >
          {point.statement}
        </Button>
      ))}
    </fieldset>
  );
}

/** All words have to stand in its statement or its id. */
function findPoints(points: Points["items"], words: string): Points["items"] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [];
  return points.filter(({ id, statement }) => {
    const said = `${id} ${statement}`.toLowerCase();
    return wanted.every((word) => said.includes(word));
  });
}
