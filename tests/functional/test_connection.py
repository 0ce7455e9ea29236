"""Homes and connection files: made once, taken up after a cut, opened again as they were."""

from __future__ import annotations

import json
import stat
import time
from pathlib import Path
from traceback import TracebackException

import pytest
from eth_hash.auto import keccak

from api import connection
from api.connection import AnotherLedgerHere, BadConnection, NoLedgerHere, connect, open_embedded, read_embedded
from ledger.commands import RegisterParty
from ledger.engines.embedded import ChainInUse
from ledger.enums import PartyKind
from ledger.errors import EngineUnavailable
from ledger.genesis import Genesis
from ledger.keys import KeySigner
from ledger.keystore import open_secret
from ledger.proof.collect import Collector
from ledger.proof.trust import read_trust
from ledger.proof.verdict import Valid
from ledger.proof.verify import verify
from ledger.wire import SignedCommand
from tests.conformance.cast import VIET_NAM, genesis, key, party, sign, text


@pytest.fixture
def document() -> Genesis:
    return genesis(int(time.time()) - 10)


def registration(document: Genesis, alias: str = "alice") -> SignedCommand:
    command = RegisterParty(
        record=party(alias),
        expected_version=0,
        not_after=int(time.time()) + 3600,
        party_kind=PartyKind.ENTERPRISE,
        profile=text(alias),
        country=VIET_NAM,
        parent=bytes(32),
        keys=(key(alias).address,),
        threshold=1,
    )
    return sign(document.ledger, command, [key(alias)])


def test_a_home_is_made_once_and_opened_again_as_it_was(tmp_path: Path, document: Genesis) -> None:
    home = tmp_path / "home"
    with open_embedded(home, document) as made:
        receipt = made.ledger.submit(registration(document))
    with open_embedded(home) as opened:
        assert opened.ledger.receipt(receipt.digest) == receipt
        assert opened.trust == made.trust
        assert opened.ledger.deployment == made.ledger.deployment
    assert read_trust((home / "trust.json").read_bytes()) == made.trust


def test_secrets_of_a_home_are_its_owners_alone(tmp_path: Path, document: Genesis) -> None:
    open_embedded(tmp_path, document).close()
    kept = sorted((tmp_path / "keys").iterdir())
    assert [file.name for file in kept] == ["operator.json", "operator.password", "relay.json", "relay.password"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in kept} == {0o600}
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700


@pytest.mark.parametrize("failing", ["deploy", "_settled_trust", "IntentLog", "EvmLedger"])
def test_a_traceback_with_local_variables_shows_no_secret(
    tmp_path: Path, document: Genesis, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    def fail(*arguments: object, **named: object) -> None:
        raise RuntimeError(failing)

    with monkeypatch.context() as patched:
        patched.setattr(connection, failing, fail)
        with pytest.raises(RuntimeError, match=failing) as raised:
            open_embedded(tmp_path, document)
    printed = "".join(TracebackException.from_exception(raised.value, capture_locals=True).format())
    assert "relay" in printed
    keys = tmp_path / "keys"
    passwords = {name: (keys / f"{name}.password").read_bytes() for name in ("operator", "relay")}
    secrets = [open_secret(keys / f"{name}.json", password) for name, password in passwords.items()]
    account = keccak(b"HanoTEX relay account" + secrets[1] + bytes(4))
    for secret in (*secrets, account, *passwords.values()):
        written = (secret.hex(), repr(secret)[2:-1], str(int.from_bytes(secret, "big")))
        assert not any(each in printed for each in written)


def test_a_home_holds_one_ledger(tmp_path: Path, document: Genesis) -> None:
    with pytest.raises(NoLedgerHere):
        open_embedded(tmp_path)
    with pytest.raises(NoLedgerHere):
        read_embedded(tmp_path)
    open_embedded(tmp_path, document).close()
    with pytest.raises(AnotherLedgerHere, match=document.ledger.hex()):
        open_embedded(tmp_path, genesis(document.at - 1))


def test_a_home_has_one_writer_and_any_number_of_readers(tmp_path: Path, document: Genesis) -> None:
    with open_embedded(tmp_path, document) as writer:
        with pytest.raises(ChainInUse):
            open_embedded(tmp_path)
        receipt = writer.ledger.submit(registration(document))
        with read_embedded(tmp_path) as reader:
            until = time.monotonic() + 10
            while reader.ledger.receipt(receipt.digest) is None and time.monotonic() < until:
                time.sleep(0.1)
            assert reader.ledger.receipt(receipt.digest) == receipt
            assert reader.ledger.history(party("alice")) == writer.ledger.history(party("alice"))
            with pytest.raises(EngineUnavailable, match="only reads"):
                reader.ledger.submit(registration(document, "bob"))


@pytest.mark.parametrize("cut", ["open_secret", "_settled_chain", "deploy", "_settled_trust", "IntentLog"])
def test_the_making_of_a_home_is_taken_up_where_it_was_cut_off(
    tmp_path: Path, document: Genesis, monkeypatch: pytest.MonkeyPatch, cut: str
) -> None:
    def power_cut(*arguments: object, **named: object) -> None:
        raise KeyboardInterrupt(cut)

    with monkeypatch.context() as patched:
        patched.setattr(connection, cut, power_cut)
        with pytest.raises(KeyboardInterrupt):
            open_embedded(tmp_path, document)
    with open_embedded(tmp_path) as made:
        assert made.ledger.submit(registration(document)).version == 1


def test_a_callers_own_key_seals(tmp_path: Path, document: Genesis) -> None:
    operator = KeySigner(keccak(b"an operator's own key"))
    with open_embedded(tmp_path, document, operator=operator) as made:
        made.ledger.submit(registration(document))
        assert made.trust.operators == (operator.address,)
        bundle = Collector(made.ledger, made.trust, operator).record(party("alice"))
        assert isinstance(verify(bundle, made.trust), Valid)
    assert not (tmp_path / "keys" / "operator.json").exists()


def test_a_connection_file_of_a_home_opens_it(tmp_path: Path, document: Genesis) -> None:
    open_embedded(tmp_path, document).close()
    with connect(tmp_path / "connection.json") as opened:
        assert opened.ledger.status().genesis == document


@pytest.mark.parametrize(
    "said", ["", "[]", "{}", '{"engine": "fax"}', '{"engine": "evm"}', '{"engine": "evm", "deployment": "none.json"}']
)
def test_a_connection_file_that_says_nothing_useful_is_refused(tmp_path: Path, said: str) -> None:
    file = tmp_path / "connection.json"
    file.write_text(said)
    with pytest.raises(BadConnection, match=r"connection\.json"):
        connect(file)
    with pytest.raises(BadConnection):
        connect(tmp_path / "absent.json")


def test_an_endpoint_that_is_gone_is_unavailable(tmp_path: Path, document: Genesis) -> None:
    open_embedded(tmp_path, document).close()
    said = {
        "engine": "evm",
        "name": "geth",
        "url": "http://127.0.0.1:9",
        "deployment": "deployment.json",
        "trust": "trust.json",
    }
    file = tmp_path / "remote.json"
    file.write_text(json.dumps(said))
    with pytest.raises(EngineUnavailable, match="no answer from the geth endpoint"):
        connect(file)
