// The ledger's refusals: a code of the catalogue and its values (docs/specs/commands.md, "Errors").

import { ENUMS, REFUSALS } from "./generated.ts";
import { valueFromJson } from "./values.ts";

export type RefusalCode = keyof typeof REFUSALS;

/** `{code, values}` as the service answers it; each value in the wire form of its type. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly values: Readonly<Record<string, number | string>>;
}

/** Thrown where the browser itself finds what the ledger's parser would refuse. */
export class Refused extends Error {
  readonly refusal: Refusal;

  constructor(code: RefusalCode, values: Refusal["values"]) {
    super(`${code} ${JSON.stringify(values)}`);
    this.name = "Refused";
    this.refusal = { code, values };
  }
}

export function malformed(field: string): Refused {
  return new Refused("MALFORMED", { field });
}

/** Read a refusal: exactly the values of its code, each in the form of its type; a TypeError for anything else. */
export function refusalFromJson(value: unknown): Refusal {
  const { code, values, ...surplus } = objectOf(value, "a refusal");
  if (typeof code !== "string" || !Object.hasOwn(REFUSALS, code)) throw new TypeError(`no such refusal: ${code}`);
  if (Object.keys(surplus).length > 0) throw new TypeError("a refusal has a code and values only");
  const given = objectOf(values, "the values of a refusal");
  const expected = REFUSALS[code as RefusalCode];
  if (Object.keys(given).length !== expected.length) throw new TypeError(`${code} has ${expected.length} values`);
  const read = expected.map(([name, type]) => [name, valueOf(type, given[name], `${code}.${name}`)] as const);
  return { code: code as RefusalCode, values: Object.fromEntries(read) };
}

/** The lower-case name of a value whose type is an enumeration: state 17 is `withdrawn`; undefined for other values. */
export function nameOf(code: RefusalCode, value: string, number: number): string | undefined {
  const type = REFUSALS[code].find(([name]) => name === value)?.[1];
  if (type === undefined || !isEnum(type)) return undefined;
  return Object.entries(ENUMS[type]).find(([, each]) => each === number)?.[0];
}

function valueOf(type: string, value: unknown, path: string): number | string {
  if (type === "string") {
    if (typeof value !== "string") throw new TypeError(`${path} is not a string`);
    return value;
  }
  const read = valueFromJson(isEnum(type) ? "uint8" : type, value);
  if (read === undefined || typeof read === "boolean") throw new TypeError(`${path} is not of type ${type}`);
  return read;
}

function isEnum(type: string): type is keyof typeof ENUMS {
  return Object.hasOwn(ENUMS, type);
}

function objectOf(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new TypeError(`${what} is an object`);
  return value as Record<string, unknown>;
}
