// Stating what a document does not say, correcting what was misread: only what was changed is sent.
import { useState } from "preact/hooks";
import type { FactName } from "../../../../domain/fact.ts";
import type { DocumentDetail } from "../answers.ts";
import { ask } from "../api.ts";
import { Button } from "../parts/button.tsx";
import { ProblemNote } from "../parts/empty-state.tsx";
import { Choice, Field } from "../parts/field.tsx";
import { showToast } from "../toasts.ts";
import { refresh, useDoing } from "../use-ask.ts";
import { factWords, kindWords } from "../words.ts";
import { dayFacts, factNames, lastingFacts } from "./fact-names.ts";

type FactsFormProps = { document: DocumentDetail; onDone: () => void };
type Values = Record<string, string>;

export function FactsForm({ document, onDone }: FactsFormProps) {
  const [values, setValues] = useState<Values>(() =>
    Object.fromEntries(factNames.map((name) => [name, document[name] ?? ""])),
  );
  const changed = listChanged(document, values);
  const save = useDoing(async () => {
    await ask(`/v1/documents/${document.id}`, { method: "PATCH", body: changed });
    showToast("Stated in your name.", { tone: "good" });
    refresh("/v1/documents");
    refresh("/v1/claims");
    onDone();
  });
  const isChanged = Object.keys(changed).length > 0;
  return (
    <form
      class="card form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isChanged) save.run();
      }}
    >
      <h2>State facts</h2>
      <p class="dim">
        Only what you change is recorded, in your name. Empty a field to say that it is not known. Another
        kind has the document assessed again.
      </p>
      <div class="form-row">
        {factNames.map((name) => (
          <FactField
            key={name}
            name={name}
            value={values[name] ?? ""}
            isMissing={document.missing.includes(name)}
            onChange={(value) => setValues({ ...values, [name]: value })}
          />
        ))}
      </div>
      {save.problem ? <ProblemNote problem={save.problem} /> : null}
      <div class="actions">
        <Button type="submit" tone="main" isBusy={save.isRunning} isDisabled={!isChanged}>
          Save
        </Button>
        <Button onClick={onDone}>Cancel</Button>
      </div>
    </form>
  );
}

/** Null takes a fact back to unknown. */
function listChanged(document: DocumentDetail, values: Values): Record<string, string | null> {
  const changed: Record<string, string | null> = {};
  for (const name of factNames) {
    const value = (values[name] ?? "").trim();
    if (value === (document[name] ?? "")) continue;
    if (value !== "") changed[name] = value;
    else if (!lastingFacts.includes(name)) changed[name] = null;
  }
  return changed;
}

type FactFieldProps = {
  name: FactName;
  value: string;
  isMissing: boolean;
  onChange: (value: string) => void;
};

function FactField({ name, value, isMissing, onChange }: FactFieldProps) {
  const label = isMissing ? `${factWords[name]} (missing)` : factWords[name];
  if (name === "kind") {
    const options = Object.entries(kindWords).map(([kind, words]) => ({ value: kind, label: words }));
    const none = value === "" ? [{ value: "", label: "Not known" }] : [];
    return <Choice label={label} value={value} onChange={onChange} options={[...none, ...options]} />;
  }
  const type = dayFacts.includes(name) ? "date" : name === "sourceUrl" ? "url" : "text";
  return <Field label={label} type={type} value={value} onInput={onChange} />;
}
