// Calibration: how far the machine's probabilities can be believed here, what proves it, and what people demand of it.
import type { Calibration } from "../answers.ts";
import { SourceCard } from "../calibration/source-card.tsx";
import { stateWords } from "../calibration/state-words.ts";
import { TargetCard } from "../calibration/target-card.tsx";
import { ThresholdHistory } from "../calibration/threshold-history.tsx";
import { Link } from "../parts/button.tsx";
import { EmptyState, Loading, ProblemNote } from "../parts/empty-state.tsx";
import { PageHeader } from "../parts/page-header.tsx";
import { definePage } from "../router.ts";
import { useAsk } from "../use-ask.ts";

export const calibrationPage = definePage({
  path: "/calibration",
  nav: { label: "Calibration", keys: "g k" },
  draw: () => <CalibrationView />,
});

function CalibrationView() {
  const { answer, problem, reload } = useAsk<Calibration>("/v1/calibration");
  return (
    <>
      <PageHeader
        title="Calibration"
        lead={answer ? stateWords[answer.state].means : "How far the machine's probabilities can be believed"}
      />
      <div class="stack">
        {problem ? <ProblemNote problem={problem} onRetry={reload} /> : null}
        {answer === null && !problem ? <Loading what="the calibration" /> : null}
        {answer ? <TargetCard calibration={answer} /> : null}
        {answer?.sources.length === 0 ? (
          <EmptyState title="No claims yet" action={<Link to="/documents">Upload documents</Link>}>
            When documents are assessed, some claims are drawn at random for people to check. What they decide
            shows here how right the machine is.
          </EmptyState>
        ) : null}
        {answer?.sources.map((source) => (
          <SourceCard key={source.source} source={source} target={answer.target} />
        ))}
        {answer ? <ThresholdHistory history={answer.history} /> : null}
      </div>
    </>
  );
}
