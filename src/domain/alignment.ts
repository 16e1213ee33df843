// How much of a shorter text stands in a longer one, letter by letter: errors of reading and small changes are tolerated.

const wordBits = 32;

/** A text made ready to be looked for in others, and to be searched. */
export type Aligned = { text: string; codes: Uint16Array; rows: ReadonlyMap<number, Int32Array> };

export function align(text: string): Aligned {
  return { text, codes: Uint16Array.from(text, (letter) => letter.charCodeAt(0)), rows: markRows(text) };
}

/**
 * Share of the shorter text's letters that the best place in the longer one has: 1 when it stands there letter by
 * letter; about .3 for two unrelated English sentences. Myers' bit vectors in blocks of 32 rows (Hyyrö 2003): the
 * fewest edits that turn the shorter text into any part of the longer one.
 */
export function measureContainment(one: Aligned, other: Aligned): number {
  const [shorter, longer] = one.text.length <= other.text.length ? [one, other] : [other, one];
  if (shorter.text.length === 0) return 0;
  if (longer.text.includes(shorter.text)) return 1;
  return 1 - countEdits(shorter, longer) / shorter.text.length;
}

function countEdits({ text: pattern, rows }: Aligned, { codes }: Aligned): number {
  const blocks = Math.ceil(pattern.length / wordBits);
  const none = new Int32Array(blocks);
  const plus = new Int32Array(blocks).fill(-1);
  const minus = new Int32Array(blocks);
  const lastBit = (pattern.length - 1) % wordBits;
  let edits = pattern.length;
  let fewest = edits;
  for (const code of codes) {
    const matches = rows.get(code) ?? none;
    let carry = 0;
    for (let block = 0; block < blocks; block += 1) {
      const up = plus[block] ?? 0;
      const down = minus[block] ?? 0;
      const equal = (matches[block] ?? 0) | (carry < 0 ? 1 : 0);
      const vertical = (matches[block] ?? 0) | down;
      const horizontal = (((equal & up) + up) ^ up) | equal;
      let rise = down | ~(horizontal | up);
      let fall = up & horizontal;
      const top = block === blocks - 1 ? lastBit : wordBits - 1;
      const out = ((rise >>> top) & 1) - ((fall >>> top) & 1);
      rise = (rise << 1) | (carry > 0 ? 1 : 0);
      fall = (fall << 1) | (carry < 0 ? 1 : 0);
      plus[block] = fall | ~(vertical | rise);
      minus[block] = rise & vertical;
      carry = out;
    }
    edits += carry;
    if (edits < fewest) fewest = edits;
  }
  return fewest;
}

/** For each letter, the rows of the pattern that it stands in. */
function markRows(pattern: string): Map<number, Int32Array> {
  const rows = new Map<number, Int32Array>();
  for (let at = 0; at < pattern.length; at += 1) {
    const code = pattern.charCodeAt(at);
    const bits = rows.get(code) ?? new Int32Array(Math.ceil(pattern.length / wordBits));
    const block = Math.floor(at / wordBits);
    bits[block] = (bits[block] ?? 0) | (1 << (at % wordBits));
    rows.set(code, bits);
  }
  return rows;
}
