// Keeps a failure of one page from taking the whole console with it, and says what to report.
import { Component, type ComponentChildren } from "preact";
import { type Problem, toProblem } from "../problem.ts";
import { Button } from "./button.tsx";
import { EmptyState } from "./empty-state.tsx";

type Props = { children: ComponentChildren; resetKey: unknown };

export class ErrorBoundary extends Component<Props, { problem: Problem | null }> {
  override state = { problem: null };

  override componentDidCatch(thrown: unknown): void {
    this.setState({ problem: toProblem(thrown) });
  }

  override componentDidUpdate({ resetKey }: Props): void {
    if (resetKey !== this.props.resetKey && this.state.problem) this.setState({ problem: null });
  }

  override render() {
    const problem: Problem | null = this.state.problem;
    return problem === null ? this.props.children : <Broken problem={problem} />;
  }
}

function Broken({ problem }: { problem: Problem }) {
  return (
    <EmptyState
      title="This page broke"
      action={
        <Button tone="main" onClick={() => location.reload()}>
          Load it again
        </Button>
      }
    >
      <p>Nothing that was saved is lost. If it happens again, report this to who runs the product:</p>
      <pre class="code">
        {problem.requestId ? `request ${problem.requestId}\n` : ""}
        {problem.message}
      </pre>
    </EmptyState>
  );
}
