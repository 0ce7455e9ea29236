import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { test } from "node:test";
import {
  COMMANDS,
  commandFromJson,
  digest,
  genesisHead,
  ledgerId,
  nextHead,
  partyId,
  recover,
  Refused,
  refusalFromJson,
  regulatorId,
  royaltyNonce,
  royaltyPeriodId,
  seal,
  type Fields,
  type Hex,
} from "../src/index.ts";
import { index, read, type Accepted, type Flow, type Step } from "./vectors.ts";

const FLOWS = "tests/vectors/flows";

/** Where the records stand, by id, and the first answer to each digest. */
interface History {
  readonly standing: Map<Hex, { readonly version: number; readonly head: Hex }>;
  readonly receipts: Map<Hex, Accepted>;
  readonly sealed: Map<Hex, Fields<"commit_proposal">>;
}

test("every listed file of vectors is there, and every flow is listed", () => {
  for (const name of index) read(name);
  const present = existsSync(FLOWS) ? readdirSync(FLOWS).filter((name) => name.endsWith(".json")) : [];
  for (const name of present) assert.ok(index.includes(`flows/${name}`), `flows/${name} is not in index.json`);
});

const COME_AGAIN: ReadonlySet<string> = new Set(["draft_problem", "report_royalty"]);

/** Recompute what a step leaves behind; an AssertionError where the flow says anything else. */
function follow({ standing, receipts, sealed }: History, { at, signed: wire, expect }: Step): void {
  if ("refused" in expect) {
    const { code, values } = expect.refused;
    assert.deepEqual(refusalFromJson({ code, values }), { code, values });
    assert.deepEqual(parserRefusal(wire) ?? { code, values }, { code, values });
    return;
  }
  const { accepted } = expect;
  const signed = commandFromJson(wire);
  assert.equal(digest(signed), accepted.digest);
  const first = receipts.get(accepted.digest);
  if (first !== undefined) {
    // A repetition answers with the first receipt and moves nothing.
    assert.deepEqual(accepted, first);
    return;
  }
  receipts.set(accepted.digest, accepted);
  for (const signature of signed.signatures) assert.notEqual(recover(accepted.digest, signature), null);
  const creates = COMMANDS[signed.command].creates;
  // A draft of a problem and a contested report are given again on the record that they created.
  if (accepted.version === 1 || !COME_AGAIN.has(signed.command)) assert.equal(creates, accepted.version === 1);
  if (signed.command === "report_royalty") {
    const { instrument, start, nonce } = signed.fields;
    assert.equal(royaltyPeriodId(instrument as Hex, start), signed.record);
    assert.equal(royaltyNonce(instrument as Hex, start), nonce);
  }
  if (signed.command === "commit_proposal") sealed.set(signed.record, signed.fields);
  if (signed.command === "reveal_proposal") {
    const committed = sealed.get(signed.record);
    const provider = partyId(recover(accepted.digest, signed.signatures[0] as Hex) as Hex);
    const { content, salt } = signed.fields;
    assert.equal(seal(committed?.problem as Hex, provider, content as Hex, salt as Hex), committed?.seal);
  }
  for (const { record, version, head } of [{ ...accepted, record: signed.record }, ...accepted.touched]) {
    const before = standing.get(record) ?? { version: 0, head: record };
    assert.equal(version, before.version + 1);
    assert.equal(head, nextHead(before.head, { digest: accepted.digest, at }));
    standing.set(record, { version, head });
  }
}

function parserRefusal(signed: unknown): Refused["refusal"] | undefined {
  try {
    commandFromJson(signed);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof Refused) return thrown.refusal;
    throw thrown;
  }
}

for (const name of index.filter((each) => each.startsWith("flows/"))) {
  const flow = read<Flow>(name);
  test(`${name}: digests, heads and refusals of "${flow.name}"`, () => {
    assert.equal(ledgerId(flow.genesis), flow.ledger);
    const regulator = { version: 1, head: genesisHead(flow.genesis) };
    const history: History = { standing: new Map([[regulatorId(flow.genesis), regulator]]), receipts: new Map(), sealed: new Map() };
    assert.ok(flow.steps.length > 0);
    for (const step of flow.steps) {
      try {
        follow(history, step);
      } catch (thrown) {
        if (thrown instanceof Error) thrown.message = `step ${step.id}: ${thrown.message}`;
        throw thrown;
      }
    }
  });
}
