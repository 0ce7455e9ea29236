"""A proxy that alters, omits, rolls back or forks what the service tells, and what catches it (docs/specs/audit.md).

`make campaign` runs every mutation; here a sample of each kind of answer and deed does.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from typer.testing import CliRunner

from api.cli.main import app
from ledger.enums import Kind
from tests.functional.judging import judged, sample
from tests.functional.mutations import Mutation, mutations
from tests.functional.mutations.mutation import edited
from tests.functional.stand import Stand

SEED = 20_261_201
# Of each kind of answer and deed. Certificates take longest: each is verified several times.
MOST, MOST_CERTIFICATES = 30, 16
ANSWERS = (
    *("status", "trust", "record", "history", "list", "events", "certificate", "right", "live grants"),
    *("command", "receipt", "intake", "service"),
)


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stand]:
    with Stand(tmp_path_factory.mktemp("ledgers")) as made:
        yield made


@pytest.fixture(scope="module")
def made(stand: Stand) -> list[Mutation]:
    return list(mutations(stand))


def test_without_a_mutation_nothing_differs(stand: Stand) -> None:
    whole = stand.audited()
    assert (whole.differences, whole.unanswered, stand.proxy.altered) == ([], [], 0)


def test_there_are_mutations_of_every_answer_and_every_deed(made: list[Mutation]) -> None:
    assert len({(each.answer, each.deed, each.what) for each in made}) == len(made) > 2_000
    assert {each.answer for each in made} == set(ANSWERS)
    assert {each.deed for each in made} == {"alter", "omit", "roll back", "fork", "nothing"}
    assert len(sample(made, SEED, MOST_CERTIFICATES)) > 300


@pytest.mark.parametrize("answer", ANSWERS)
def test_each_mutation_is_caught_by_what_has_to_catch_it(stand: Stand, made: list[Mutation], answer: str) -> None:
    most = MOST_CERTIFICATES if answer == "certificate" else MOST
    drawn = sample([each for each in made if each.answer == answer], SEED, most)
    counts, wrong = judged(stand, drawn)
    assert wrong == []
    assert sum(counts.values()) == len(drawn)


def test_a_fork_is_told_by_the_block_that_a_certificate_stands_on(stand: Stand, made: list[Mutation]) -> None:
    """Also where the record is the same there: the operator has signed two blocks of one number."""
    (fork, *_) = (each for each in made if each.deed == "fork" and each.what.endswith("the same there"))
    with stand.proxy.altering(fork.alter):
        found = [each for each in stand.audited("certificates", fork.record).differences if each.code == "OTHER_BLOCK"]
    number = int(found[0].member.removeprefix("block "))
    own, other = (service.ledger.block(number) for service in (stand.true, stand.forked))
    assert (found[0].node, found[0].service) == (f"0x{own.hash.hex()}", f"0x{other.hash.hex()}")


def test_an_earlier_state_is_told_by_its_height(stand: Stand, made: list[Mutation]) -> None:
    (back, *_) = (each for each in made if (each.answer, each.deed, each.part) == ("service", "roll back", "status"))
    with stand.proxy.altering(back.alter):
        found = {(each.code, each.member): each for each in stand.audited("status").differences}
    height = found["ROLLED_BACK", "height"]
    assert (height.node, height.service) == (stand.node.block, stand.earlier.ledger.status().height)


def test_pages_that_go_round_come_to_an_end(stand: Stand) -> None:
    cursor = json.loads(stand.proxy.fetch("/v1/parties?limit=3").body)["next"]
    before = stand.asked
    with stand.proxy.altering(edited("/v1/parties", lambda page: page.update(next=cursor))):
        found = stand.audited("lists", stand.node.trust.genesis.regulator_id)
    assert "NO_END" in {each.code for each in found.differences}
    assert stand.asked - before < 10


def test_a_difference_names_record_version_member_and_both_words(stand: Stand) -> None:
    asset = stand.richest(Kind.ASSET)
    path = stand.path(asset)
    with stand.proxy.altering(edited(path, lambda told: told["record"]["holders"][0].update(bps=1))):
        (found,) = stand.audited("records", asset.id).differences
    assert found.document == {
        "code": "ALTERED",
        "part": "records",
        "path": path,
        "member": "record.holders[0].bps",
        "record": f"0x{asset.id.hex()}",
        "version": asset.version,
        "node": asset.holders[0].bps,
        "service": 1,
        "sentences": found.document["sentences"],
    }
    assert f"{path} record.holders[0].bps" in found.sentence.vi


def test_the_verb_says_what_differs_in_both_languages_and_exits_1(stand: Stand) -> None:
    asset = stand.richest(Kind.ASSET)
    arguments = ["node", "audit", "--against", stand.proxy.url, "--home", str(stand.true.service.settings.home)]
    only = ["--only", "records", "--record", f"0x{asset.id.hex()}", "--lag", "0"]
    with stand.proxy.altering(edited(stand.path(asset), lambda told: told.update(state="retired"))):
        ran = CliRunner().invoke(app, [*arguments, *only], catch_exceptions=False)
    assert ran.exit_code == 1
    for said in ("KHÁC: 1 điểm", "DIFFERENT", "ALTERED", f"{stand.path(asset)} state", "retired"):
        assert said in ran.stdout
    assert CliRunner().invoke(app, [*arguments, *only], catch_exceptions=False).exit_code == 0
