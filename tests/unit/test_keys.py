"""Signers: every kind gives the signature that the ledger asks for, and none gives its secret away."""

from __future__ import annotations

import json
import logging
import pickle
import stat
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from eth_account import Account
from eth_hash.auto import keccak
from eth_keys.datatypes import PrivateKey

from ledger import eip712, keystore
from ledger.commands import RaiseTier
from ledger.engines.evm import RelayKeys
from ledger.keys import (
    ExternalSigner,
    KeySigner,
    SignerFailed,
    WalletSignature,
    sign,
)
from ledger.signatures import ORDER, recover

KEY = keccak(b"a key of the tests of signers")
OTHER = keccak(b"another key of the tests of signers")
LEDGER = keccak(b"a ledger")
COMMAND = RaiseTier(record=keccak(b"r"), expected_version=1, not_after=1_795_651_200, tier=2, evidence=keccak(b"e"))
DIGEST = eip712.digest(LEDGER, COMMAND)


def public_key(private_key: bytes) -> bytes:
    return PrivateKey(private_key).public_key.to_bytes()


class SigningService(BaseHTTPRequestHandler):
    """Web3Signer's eth1 API: the data is hashed by the service; the answer is the bare hex of r, s and v."""

    held: ClassVar[dict[str, bytes]] = {"0x" + public_key(KEY).hex(): KEY}
    answers: ClassVar[str | None] = None

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        key = self.held.get(self.path.removeprefix("/api/v1/eth1/sign/"))
        if key is None:
            self.answer(404, "")
        elif self.answers is not None:
            self.answer(200, self.answers)
        else:
            signature = Account.unsafe_sign_hash(keccak(bytes.fromhex(body["data"][2:])), key).signature
            self.answer(200, "0x" + bytes(signature).hex())

    def answer(self, status: int, text: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *args: object) -> None:
        logging.getLogger("signing service").debug(format, *args)


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(SigningService, "answers", None)
    server = ThreadingHTTPServer(("127.0.0.1", 0), SigningService)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_key_signs_what_another_library_recovers() -> None:
    signed = sign(COMMAND, LEDGER, [KeySigner(KEY), KeySigner(OTHER)])
    assert signed.digest == DIGEST
    recovered = [Account._recover_hash(DIGEST, signature=signature) for signature in signed.signatures]
    assert recovered == [Account.from_key(KEY).address, Account.from_key(OTHER).address]


def test_signatures_are_low_s_with_v_27_or_28() -> None:
    for n in range(50):
        signature = KeySigner(KEY).sign_digest(keccak(bytes([n])))
        assert len(signature) == 65
        assert signature[64] in (27, 28)
        assert int.from_bytes(signature[32:64], "big") <= ORDER // 2


def test_recover_refuses_what_the_ledger_refuses() -> None:
    good = KeySigner(KEY).sign_digest(DIGEST)
    assert recover(DIGEST, good) == KeySigner(KEY).address
    high_s = (ORDER - int.from_bytes(good[32:64], "big")).to_bytes(32, "big")
    bad = {
        "truncated": good[:64],
        "longer": good + b"\0",
        "v 0 or 1": good[:64] + bytes([good[64] - 27]),
        "high s": good[:32] + high_s + bytes([55 - good[64]]),
        "zero r": bytes(32) + good[32:],
        "zero s": good[:32] + bytes(32) + good[64:],
        "r beyond the order": b"\xff" * 32 + good[32:],
    }
    assert {name: recover(DIGEST, signature) for name, signature in bad.items()} == dict.fromkeys(bad)


def test_a_keystore_opens_with_its_password_only(tmp_path: Path) -> None:
    path = tmp_path / "key.json"
    keystore.keep_secret(path, b"right", KEY, random_password=True)
    assert KeySigner.open_keystore(path, b"right").address == KeySigner(KEY).address
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(keystore.KeystoreError, match=r"key\.json"):
        KeySigner.open_keystore(path, b"wrong")
    with pytest.raises(FileExistsError):
        keystore.keep_secret(path, b"right", OTHER, random_password=True)


def test_a_stretched_keystore_is_the_one_that_wallets_read(tmp_path: Path) -> None:
    path = tmp_path / "key.json"
    KeySigner.create_keystore(path, "mật khẩu".encode(), KEY)
    assert json.loads(path.read_text())["crypto"]["kdf"] == "scrypt"
    assert Account.decrypt(json.loads(path.read_text()), "mật khẩu") == KEY


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"version": 3, "crypto": {"kdf": "none"}}', '{"version": 9}'])
def test_a_file_that_is_no_keystore_says_so(tmp_path: Path, content: str) -> None:
    path = tmp_path / "key.json"
    path.write_text(content)
    with pytest.raises(keystore.KeystoreError):
        keystore.open_secret(path, b"password")


def everything_shown(*values: object) -> list[str]:
    """The repr of each value, of its attributes and of what they list: what a traceback with local variables prints."""
    shown = []
    for value in values:
        names = [*getattr(value, "__dict__", ()), *getattr(type(value), "__slots__", ())]
        attributes = [getattr(value, name) for name in names]
        listed = [each for attribute in attributes if isinstance(attribute, list) for each in attribute]
        shown += [repr(value), *map(repr, attributes), *(everything_shown(*listed) if listed else ())]
    return shown


def test_a_secret_is_neither_shown_nor_pickled(tmp_path: Path) -> None:
    signer = KeySigner(KEY)
    shown = everything_shown(signer)
    assert len(shown) == 3
    assert not any(KEY.hex() in each or repr(KEY) in each or str(int.from_bytes(KEY, "big")) in each for each in shown)
    assert signer.address.hex() in repr(signer)
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(signer)
    path = tmp_path / "key.json"
    path.write_text(json.dumps({"version": 3, "crypto": {"ciphertext": KEY.hex()}}))
    with pytest.raises(keystore.KeystoreError) as caught:
        keystore.open_secret(path, b"a password")
    assert KEY.hex() not in str(caught.value)
    assert "a password" not in str(caught.value)


def test_relay_accounts_show_no_secret() -> None:
    relay = RelayKeys(KEY, 2)
    assert relay.addresses == [account.address for account in relay.accounts()]
    secrets = [KEY, *(keccak(b"HanoTEX relay account" + KEY + n.to_bytes(4, "big")) for n in range(2))]
    assert relay.addresses == [KeySigner(secret).address for secret in secrets[1:]]
    for shown in everything_shown(relay, *relay.accounts()):
        assert not any(secret.hex() in shown or repr(secret) in shown for secret in secrets)


def test_an_external_signer_signs_the_same_digest(service: str) -> None:
    signer = ExternalSigner(service, public_key(KEY))
    assert signer.address == KeySigner(KEY).address
    (signature,) = sign(COMMAND, LEDGER, [signer]).signatures
    assert recover(DIGEST, signature) == signer.address


def test_an_external_signer_without_the_key_says_so(service: str) -> None:
    with pytest.raises(SignerFailed, match="does not hold this key"):
        sign(COMMAND, LEDGER, [ExternalSigner(service, public_key(OTHER))])


@pytest.mark.parametrize("answer", ["", "no hex", "0x" + "11" * 64 + "1b", "0x" + "00" * 10])
def test_an_unusable_answer_of_an_external_signer_is_refused(
    service: str, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    monkeypatch.setattr(SigningService, "answers", answer)
    with pytest.raises(SignerFailed):
        sign(COMMAND, LEDGER, [ExternalSigner(service, public_key(KEY))])


def test_an_external_signer_that_is_gone_is_a_signer_that_failed() -> None:
    with pytest.raises(SignerFailed, match="cannot be reached"):
        sign(COMMAND, LEDGER, [ExternalSigner("http://127.0.0.1:9", public_key(KEY), timeout=2)])


def test_a_wallets_signature_is_passed_through_in_the_ledgers_form() -> None:
    made = KeySigner(KEY).sign_digest(DIGEST)
    ours = KeySigner(KEY).address
    assert sign(COMMAND, LEDGER, [WalletSignature(ours, made)]).signatures == (made,)
    as_hardware_wallets_do = made[:64] + bytes([made[64] - 27])
    assert sign(COMMAND, LEDGER, [WalletSignature(ours, as_hardware_wallets_do)]).signatures == (made,)


def test_a_wallets_signature_over_something_else_is_refused() -> None:
    elsewhere = KeySigner(KEY).sign_digest(eip712.digest(keccak(b"another ledger"), COMMAND))
    with pytest.raises(SignerFailed):
        sign(COMMAND, LEDGER, [WalletSignature(KeySigner(KEY).address, elsewhere)])
    with pytest.raises(SignerFailed):
        sign(COMMAND, LEDGER, [WalletSignature(KeySigner(OTHER).address, KeySigner(KEY).sign_digest(DIGEST))])
