"""Commands of the Certificate table."""

from __future__ import annotations

from ledger import commands as c
from ledger.enums import Outcome, Role, State
from tests.conformance.cast import party, text
from tests.conformance.histories.author import ZERO, Author, Drawn
from tests.model.certificate import result
from tests.model.pilot import sides

S = State


def draw(author: Author) -> Drawn:
    model = author.model
    done = [each for each in author.in_state(model.pilots, S.COMPLETED) if model.pilots[each].certificate == ZERO]
    if done and not author.chance(3):
        return _issue(author, author.pick(done[-2:]), ZERO)
    disputed = author.in_state(model.certificates, S.DISPUTED)
    if disputed and not author.chance(4):
        return _rule(author, author.pick(disputed))
    standing = author.in_state(model.certificates, S.ISSUED, S.UPHELD, S.REVOKED)
    if standing and author.chance(3):
        record = author.pick(standing)
        old = author.one(model.certificates) if author.chance(8) else record
        return _issue(author, model.certificates[record].pilot, old if not author.chance(8) else ZERO)
    if standing and author.chance(4):
        return _dispute(author, author.pick(standing))
    if not author.chance(8):
        return author.any_command()
    kind = author.pick(("issue", "dispute", "rule"))
    if kind == "issue":
        return _issue(author, author.one(model.pilots), ZERO)
    record = author.one(model.certificates)
    return _dispute(author, record) if kind == "dispute" else _rule(author, record)


def _issue(author: Author, pilot: bytes, supersedes: bytes) -> Drawn:
    held = author.model.pilots.get(pilot)
    both = sides(author.model, held.proposal) if held else (party("office"), party("startup"))
    verifier = held.verifier if held else party("laboratory")
    by = [verifier, author.pick(both)] if not author.chance(15) else [verifier, *both]
    outcome = result(held)[0] if held and not author.chance(8) else author.pick(tuple(Outcome))
    return author.create(
        c.IssueCertificate,
        author.shuffled(by),
        pilot=pilot,
        outcome=int(outcome),
        report=text("report"),
        supersedes=supersedes,
    )


def _dispute(author: Author, record: bytes) -> Drawn:
    held = author.model.certificates.get(record)
    both = sides(author.model, author.model.pilots[held.pilot].proposal) if held else [party("office")]
    return author.on(c.DisputeCertificate, record, [author.pick(both)], claim=text("claim"))


def _rule(author: Author, record: bytes) -> Drawn:
    return author.on(
        c.RuleOnCertificate,
        record,
        [author.by_role(Role.ARBITER)],
        certificate_ruling=author.pick((1, 1, 2)),
        decision=text("decision"),
    )
