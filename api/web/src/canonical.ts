// JSON Canonicalization Scheme (RFC 8785).

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * The one spelling of a JSON value; its UTF-8 bytes are what is hashed.
 *
 * Numbers and strings are written as ECMAScript writes them, which is what RFC 8785 (3.2.2) prescribes; members are
 * sorted by UTF-16 code units (3.2.3). A TypeError for what JSON cannot carry: NaN, infinities, lone surrogates,
 * undefined, functions.
 */
export function canonical(value: Json): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new TypeError(`JSON has no number ${value}`);
    return JSON.stringify(value);
  }
  if (typeof value === "string") {
    if (LONE_SURROGATE.test(value)) throw new TypeError("a string with a lone surrogate has no UTF-8 form");
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object") throw new TypeError(`JSON has no ${typeof value}`);
  const members = Object.entries(value as { readonly [name: string]: Json });
  members.sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${members.map(([name, inner]) => `${canonical(name)}:${canonical(inner)}`).join(",")}}`;
}
