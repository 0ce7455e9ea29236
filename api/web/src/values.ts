// Single values on the wire (docs/specs/wire.md): one spelling each.

import { isHex } from "./hex.ts";

const DECIMAL = /^(?:0|-?[1-9][0-9]{0,78})$/;
const INTEGER = /^(u?)int(\d+)$/;
const BYTES: Readonly<Record<string, number>> = { bytes32: 32, address: 20 };

/** The value in its one spelling, or undefined where `value` is not a value of the EIP-712 type `type`. */
export function valueFromJson(type: string, value: unknown): boolean | number | string | undefined {
  if (type === "bool") return typeof value === "boolean" ? value : undefined;
  const length = BYTES[type];
  if (length !== undefined) return isHex(value, length) ? value : undefined;
  return integerFromJson(type, value);
}

/** Numbers up to 32 bits, decimal strings beyond, so that no reader rounds a value above 2^53. */
function integerFromJson(type: string, value: unknown): number | string | undefined {
  const [, unsigned, width] = INTEGER.exec(type) ?? [];
  if (width === undefined) throw new RangeError(`not an EIP-712 type of the catalogue: ${type}`);
  const bits = Number(width);
  const small = bits <= 32;
  if (small ? !Number.isInteger(value) : typeof value !== "string" || !DECIMAL.test(value)) return undefined;
  const number = BigInt(value as number | string);
  const fits = (unsigned ? BigInt.asUintN(bits, number) : BigInt.asIntN(bits, number)) === number;
  if (!fits) return undefined;
  // Read back from the integer: JSON's -0 is 0.
  return small ? Number(number) : (value as string);
}
