// Telephone numbers in what somebody typed: which part of a line is the number. Changes no sign of it.

export interface Piece {
  text: string;
  isNumber: boolean;
}

// A time such as 18:00 or 18.00 stands first, so that it never becomes the beginning of a number.
const TIME_OR_NUMBER = /\b\d{1,2}:\d{2}\b|\b(?!0)\d{1,2}\.\d{2}(?![.\d])|\+?\(?\d[\d\s()./-]*\d/g;
// "flat 3 06 …": a small number right before one that begins with 0 or + belongs to the words.
const NOT_YET = /^[1-9]\d?\s+(?=[0+(])/;

function isTime(text: string): boolean {
  return /^\d{1,2}[:.]\d{2}$/.test(text);
}

/** Three digits together, as in 112, or six in all; "12-1" is none, nor are twenty-one. */
function isDialled(text: string): boolean {
  const digits = text.replace(/\D/g, "").length;
  return digits <= 20 && (digits >= 6 || /\d{3}/.test(text));
}

/** A line as pieces in their order; together they are the line. */
export function pieces(line: string): Piece[] {
  const found: Piece[] = [];
  let end = 0;
  const add = (text: string, isNumber: boolean) => {
    const last = found.at(-1);
    if (text === "") return;
    if (last && !last.isNumber && !isNumber) last.text += text;
    else found.push({ text, isNumber });
  };
  for (const match of line.matchAll(TIME_OR_NUMBER)) {
    const before = NOT_YET.exec(match[0])?.[0] ?? "";
    const number = match[0].slice(before.length);
    if (isTime(number) || !isDialled(number)) continue;
    const start = match.index + before.length;
    add(line.slice(end, start), false);
    add(number, true);
    end = start + number.length;
  }
  add(line.slice(end), false);
  return found;
}
