// Signed commands as JSON, read as strictly as the ledger reads them (docs/specs/wire.md).

import { canonical, type Json } from "./canonical.ts";
import { ENVELOPE, type CommandName, type SignedCommand, type StructName } from "./commands.ts";
import { COMMANDS, TYPES } from "./generated.ts";
import { isHex } from "./hex.ts";
import { malformed, Refused } from "./refusals.ts";
import { valueFromJson } from "./values.ts";

interface TypedMember {
  readonly name: string;
  readonly type: string;
}
type JsonObject = { readonly [name: string]: Json };

const NAME_LIMIT = 64;

/**
 * The signed command in a JSON value, with its members in signing order.
 *
 * Throws `Refused` with UNKNOWN_COMMAND, or MALFORMED with the path of the first member that is not as the wire says.
 * `JSON.parse` has already read `1.0` as 1; the ledger's own parser sees the difference and refuses the former.
 */
export function commandFromJson(value: unknown): SignedCommand {
  if (!isObject(value)) throw malformed("");
  noSurplus(value, ["ledger", "command", ...ENVELOPE, "fields", "signatures"], "");
  const ledger = own(value, "ledger");
  if (!isHex(ledger, 32)) throw malformed("ledger");
  const command = own(value, "command");
  if (typeof command !== "string") throw malformed("command");
  if (!isCommandName(command)) {
    throw new Refused("UNKNOWN_COMMAND", { name: [...command].slice(0, NAME_LIMIT).join("") });
  }
  const fields = own(value, "fields");
  if (!isObject(fields)) throw malformed("fields");
  const signed: readonly TypedMember[] = TYPES[COMMANDS[command].type];
  const envelope = signed.slice(0, ENVELOPE.length);
  const parsed = envelope.map(({ name, type }) => [name, memberFromJson(type, own(value, name), name)]);
  return {
    ledger,
    command,
    ...Object.fromEntries(parsed),
    fields: membersFromJson(signed.slice(ENVELOPE.length), fields, ""),
    signatures: signaturesFromJson(own(value, "signatures")),
  } as SignedCommand;
}

/** The signed command in a JSON text; a SyntaxError where it is no JSON. */
export function parse(text: string): SignedCommand {
  return commandFromJson(JSON.parse(text));
}

/** The RFC 8785 text of a signed command. */
export function serialise(signed: SignedCommand): string {
  return canonical(commandFromJson(signed) as unknown as Json);
}

/** A struct or command, member by member; `path` names the struct itself, empty at the top. */
export function structFromJson(struct: StructName, value: unknown, path: string): JsonObject {
  if (!isObject(value)) throw malformed(path);
  return membersFromJson(TYPES[struct], value, path === "" ? "" : `${path}.`);
}

function membersFromJson(members: readonly TypedMember[], value: Record<string, unknown>, prefix: string): JsonObject {
  const names = members.map(({ name }) => name);
  noSurplus(value, names, prefix);
  const parsed = members.map(({ name, type }) => {
    const path = `${prefix}${name}`;
    if (!Object.hasOwn(value, name)) throw malformed(path);
    return [name, memberFromJson(type, value[name], path)] as const;
  });
  return Object.fromEntries(parsed);
}

function memberFromJson(type: string, value: unknown, path: string): Json {
  if (type.endsWith("[]")) {
    if (!Array.isArray(value)) throw malformed(path);
    const entry = type.slice(0, -2);
    return value.map((each, index) => memberFromJson(entry, each, `${path}[${index}]`));
  }
  if (isStructName(type)) return structFromJson(type, value, path);
  const read = valueFromJson(type, value);
  if (read === undefined) throw malformed(path);
  return read;
}

/** Signatures of any length: one that is not 65 bytes long does not recover, which the ledger answers. */
function signaturesFromJson(value: unknown): Json {
  if (!Array.isArray(value)) throw malformed("signatures");
  return value.map((entry, index) => {
    if (!isHex(entry)) throw malformed(`signatures[${index}]`);
    return entry;
  });
}

function noSurplus(value: Record<string, unknown>, names: readonly string[], prefix: string): void {
  const surplus = Object.keys(value).find((name) => !names.includes(name));
  if (surplus !== undefined) throw malformed(`${prefix}${surplus}`);
}

// Own members only: a JSON object has no `constructor` unless it says so.
function own(value: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}

function isStructName(name: string): name is StructName {
  return Object.hasOwn(TYPES, name);
}
