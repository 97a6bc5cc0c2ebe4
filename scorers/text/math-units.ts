/** A quantity without its unit. */
export interface Measured {
  text: string;
  unit: string;
  isPercent: boolean;
}

const POWER = '(?:\\s*\\^\\s*(?:\\d|\\{\\s*-?\\d\\s*\\}))?';
// In LaTeX a unit is text; typed, a word of two letters or more behind a number and a space.
const SET_UNIT = new RegExp(
  `\\s*\\\\(?:text|mbox|mathrm|textbf|textnormal|textrm|operatorname)\\s*\\{([^{}]*)\\}${POWER}$`,
);
const TYPED_UNIT = new RegExp(`(?<=\\d)\\s+([a-zA-Z]{2,}(?:\\s+[a-zA-Z]{2,})*)${POWER}$`);
const NAMES = /^(?:pi|sin|cos|tan|ln|log|exp|sqrt|and|or)\b/;
const PERCENT = /\s*(?:%|\b(?:percent(?:age)?|per cent|pct))$/;

/** Takes the unit off a quantity. A text that is nothing but words has none. */
export function measured(text: string): Measured {
  const percent = PERCENT.exec(text);
  if (percent) return { text: text.slice(0, percent.index), unit: '', isPercent: true };
  const found = SET_UNIT.exec(text) ?? TYPED_UNIT.exec(text);
  const [whole = '', name = ''] = found ?? [];
  if (!found || found.index === 0 || NAMES.test(name.trim()))
    return { text, unit: '', isPercent: false };
  if (PERCENT.test(name.trim())) return measured(`${text.slice(0, found.index)}%`);
  const unit = whole
    .trim()
    .replace(/\\[a-z]+|[{}\s]/g, '')
    .toLowerCase();
  return { text: text.slice(0, found.index).trim(), unit, isPercent: false };
}
