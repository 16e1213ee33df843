// Fields of forms: a label, what belongs in it, and what is wrong with it, tied together for every reader.
import { useId } from "preact/hooks";

type FieldProps = {
  label: string;
  value: string;
  onInput: (value: string) => void;
  type?: "text" | "password" | "date" | "search" | "url";
  /** What belongs in it; always there, so that it can be read before. */
  hint?: string;
  wrong?: string | null;
  isRequired?: boolean;
  autoComplete?: string;
  placeholder?: string;
  /** More than one line. */
  rows?: number;
  /** For the eyes the label is clear without being shown. */
  isLabelHidden?: boolean;
  id?: string;
};

export function Field(props: FieldProps) {
  const { label, value, onInput, type = "text", hint, wrong = null, rows, isLabelHidden = false } = props;
  const made = useId();
  const id = props.id ?? made;
  const described = [hint && `${id}-hint`, wrong && `${id}-wrong`].filter(Boolean).join(" ");
  const given = {
    id,
    value,
    required: props.isRequired,
    autoComplete: props.autoComplete,
    placeholder: props.placeholder,
    spellcheck: rows !== undefined,
    "aria-invalid": wrong !== null,
    "aria-describedby": described === "" ? undefined : described,
  };
  return (
    <div class="field">
      <label for={id} class={isLabelHidden ? "unseen" : undefined}>
        {label}
      </label>
      {hint ? (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
      {rows === undefined ? (
        <input
          {...given}
          type={type as "text"}
          onInput={({ currentTarget }) => onInput(currentTarget.value)}
        />
      ) : (
        <textarea {...given} rows={rows} onInput={({ currentTarget }) => onInput(currentTarget.value)} />
      )}
      {wrong ? (
        <p class="wrong" id={`${id}-wrong`}>
          {wrong}
        </p>
      ) : null}
    </div>
  );
}

type ChoiceProps = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  options: readonly { value: string; label: string }[];
  isLabelHidden?: boolean;
  hint?: string;
};

export function Choice({ label, value, onChange, options, isLabelHidden = false, hint }: ChoiceProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id} class={isLabelHidden ? "unseen" : undefined}>
        {label}
      </label>
      {hint ? <p class="hint">{hint}</p> : null}
      <select id={id} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
