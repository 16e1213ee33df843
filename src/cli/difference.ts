// What changed between two texts, line by line, for a terminal.

const contextLines = 2;

type Change = { sign: " " | "-" | "+"; line: string };

/** Lines that went (`-`) and came (`+`) with two lines around them; empty when the texts are the same. */
export function writeDifference(from: string, to: string): string {
  const changes = compareLines(from.split("\n"), to.split("\n"));
  const isShown = changes.map((_, at) =>
    changes.slice(Math.max(0, at - contextLines), at + contextLines + 1).some(({ sign }) => sign !== " "),
  );
  if (!isShown.includes(true)) return "";
  return changes
    .map(({ sign, line }, at) => {
      if (isShown[at]) return `${sign} ${line}`.trimEnd().concat("\n");
      return at === 0 || isShown[at - 1] ? "  …\n" : "";
    })
    .join("");
}

/** By the longest common subsequence: n × m steps, which is nothing for texts of a few hundred lines. */
function compareLines(from: readonly string[], to: readonly string[]): Change[] {
  const common: Uint32Array[] = Array.from({ length: from.length + 1 }, () => new Uint32Array(to.length + 1));
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0;
  for (let i = from.length - 1; i >= 0; i -= 1)
    for (let j = to.length - 1; j >= 0; j -= 1)
      (common[i] as Uint32Array)[j] =
        from[i] === to[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const changes: Change[] = [];
  let [i, j] = [0, 0];
  while (i < from.length || j < to.length) {
    if (i < from.length && j < to.length && from[i] === to[j]) {
      changes.push({ sign: " ", line: from[i] ?? "" });
      i += 1;
      j += 1;
    } else if (i < from.length && (j === to.length || at(i + 1, j) >= at(i, j + 1))) {
      changes.push({ sign: "-", line: from[i] ?? "" });
      i += 1;
    } else {
      changes.push({ sign: "+", line: to[j] ?? "" });
      j += 1;
    }
  }
  return changes;
}
