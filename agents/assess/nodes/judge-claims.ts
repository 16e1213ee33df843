// Step 2: what each section says of the points that may be in it: a model judges when there is one, else local rules.
import type { Prompt } from "../../../src/domain/prompt.ts";
import { groupSections } from "../../../src/domain/section.ts";
import { judgeSection } from "../judge-by-model.ts";
import { judgeLocally } from "../judge-locally.ts";
import type { AssessState } from "../state.ts";
import type { AssessTools } from "../tools.ts";

export function buildJudgeClaims(tools: AssessTools, prompt: Prompt) {
  return async function judgeClaims(state: AssessState): Promise<Pick<AssessState, "judged">> {
    const { candidates } = state.retrieved;
    const document = await tools.getDocument(state);
    const list = await tools.listPassages(state);
    const passages = new Map(list.map((passage) => [passage.id, passage]));
    const analyser = await tools.getAnalyser(state);
    const { tryChat } = tools;
    if (!tryChat) {
      const verdicts = judgeLocally(candidates, passages, document.kind, analyser, tools);
      return { judged: { verdicts, sections: [] } };
    }
    const reading = await tools.getReading(state);
    const around = { document, reading, points: analyser.points, prompt };
    const suspects = new Set(
      candidates.flatMap(({ isSuspect, passageId }) => (isSuspect ? [passageId] : [])),
    );
    const judged = await Promise.all(
      groupSections(list, suspects).map(async (section) => {
        const ids = new Set(section.passages.map(({ id }) => id));
        const own = candidates.filter(({ passageId }) => ids.has(passageId));
        if (own.length === 0) return null;
        const judgement = await judgeSection(state, section, own, around, { ...tools, tryChat });
        if (judgement.trace.fallback === null) return judgement;
        // A section that the model could not answer about is judged as if there were none.
        return { ...judgement, verdicts: judgeLocally(own, passages, document.kind, analyser, tools) };
      }),
    );
    const kept = judged.filter((one) => one !== null);
    return {
      judged: {
        verdicts: kept.flatMap(({ verdicts }) => verdicts),
        sections: kept.map(({ trace }) => trace),
      },
    };
  };
}
