// The fields of an amendment: which words of the quotes, about which point, and how it counts.
import type { ReviewDetail } from "../answers.ts";
import { writeDay } from "../dates.ts";
import { Choice, Field } from "../parts/field.tsx";
import { natureWords, stanceWords } from "../words.ts";
import {
  type Changes,
  findKept,
  findQuoteProblem,
  findSelected,
  listWords,
  type Words,
} from "./amendment.ts";
import { PointChoice } from "./point-choice.tsx";

type AmendFieldsProps = { item: ReviewDetail; changes: Changes; onChange: (changes: Changes) => void };

export function AmendFields({ item, changes, onChange }: AmendFieldsProps) {
  const set = (name: keyof Changes) => (value: string) => onChange({ ...changes, [name]: value });
  const wrong = findQuoteProblem(item, changes);
  const { from, to } = item.detail.document.validity;
  return (
    <>
      {item.claim.quotes.map(({ start, text }, index) => {
        const words = changes.quotes[index];
        if (!words) return null;
        return (
          <QuoteWords
            key={start}
            name={item.claim.quotes.length > 1 ? `Quote ${index + 1}` : "Quote"}
            text={text}
            words={words}
            isOnly={item.claim.quotes.length === 1}
            onChange={(next) => onChange({ ...changes, quotes: changes.quotes.with(index, next) })}
          />
        );
      })}
      {wrong ? (
        <p class="wrong" role="alert">
          {wrong}
        </p>
      ) : null}
      <PointChoice item={item} pointId={changes.pointId} onChoose={set("pointId")} />
      <div class="form-row">
        <Choice
          label="Nature"
          value={changes.nature}
          onChange={set("nature")}
          options={Object.entries(natureWords).map(([value, { name }]) => ({ value, label: name }))}
        />
        <Choice
          label="Stance"
          value={changes.stance}
          onChange={set("stance")}
          options={Object.entries(stanceWords).map(([value, label]) => ({ value, label }))}
        />
      </div>
      <div class="form-row">
        <Field
          label="Counts from"
          type="date"
          hint={`Empty: as it is (${from ? writeDay(from) : "no day"})`}
          value={changes.validFrom}
          onInput={set("validFrom")}
        />
        <Field
          label="Counts until"
          type="date"
          hint={`Empty: as it is (${to ? writeDay(to) : "no day"})`}
          value={changes.validTo}
          onInput={set("validTo")}
        />
      </div>
    </>
  );
}

type QuoteWordsProps = {
  name: string;
  text: string;
  words: Words;
  isOnly: boolean;
  onChange: (words: Words) => void;
};

/** Words are chosen by selecting them, or by their numbers. */
function QuoteWords({ name, text, words, isOnly, onChange }: QuoteWordsProps) {
  const count = listWords(text).length;
  const kept = words.isKept ? findKept(text, words) : null;
  return (
    <fieldset class="quote-words stack tight">
      <legend>{name}</legend>
      <label class="hint">
        Select the words that are to stay
        <textarea
          readOnly
          rows={3}
          value={text}
          onSelect={({ currentTarget: { selectionStart: start, selectionEnd: end } }) => {
            const selected = start === end ? null : findSelected(text, { start, end });
            if (selected) onChange({ ...words, ...selected, isKept: true });
          }}
        />
      </label>
      <div class="form-row">
        <Field
          label="First word"
          value={words.first}
          onInput={(first) => onChange({ ...words, first })}
          hint={`1 to ${count}`}
        />
        <Field
          label="Last word"
          value={words.last}
          onInput={(last) => onChange({ ...words, last })}
          hint={`1 to ${count}`}
        />
      </div>
      {isOnly ? null : (
        <label>
          <input
            type="checkbox"
            checked={!words.isKept}
            onChange={({ currentTarget }) => onChange({ ...words, isKept: !currentTarget.checked })}
          />{" "}
          Leave this quote out
        </label>
      )}
      {kept ? (
        <p class="small">
          Stays: <mark>{text.slice(kept.start, kept.end)}</mark>
        </p>
      ) : null}
    </fieldset>
  );
}
