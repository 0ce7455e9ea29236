"""The opening day on an unmodified geth: the same answers as on the embedded engine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.main import app
from ledger.engines.evm.relay import RelayKeys
from ledger.keystore import keep_secret, new_secret, write_private
from tests.functional.conftest import OPENING_DAY
from tests.functional.geth_node import GETH, GethNode
from tests.functional.relay_coins import give_coins

pytestmark = pytest.mark.skipif(GETH is None, reason="geth: GETH names no binary")


def test_every_answer_of_the_opening_day_is_as_expected_on_geth(tmp_path: Path) -> None:
    (tmp_path / "geth").mkdir()
    node = GethNode(tmp_path / "geth")
    try:
        secret = new_secret()
        give_coins(node, RelayKeys(secret, 1).addresses)
        write_private(tmp_path / "password", "relay password")
        keep_secret(tmp_path / "relay.json", b"relay password", secret, random_password=True)
        relay = {"keystore": "relay.json", "password": "password", "accounts": 1}
        connection = {"engine": "evm", "name": "geth", "url": node.provider.endpoint_uri, "relay": relay}
        (tmp_path / "connection.json").write_text(json.dumps({**connection, "gas_price": 10**9, "tick": 3}))
        arguments = ["scenario", "run", OPENING_DAY, "--connection", tmp_path / "connection.json"]
        home = tmp_path / "home"
        run = CliRunner().invoke(app, [*map(str, arguments), "--home", str(home), "--json"], catch_exceptions=False)
        report = json.loads(run.stdout)
        assert [result for result in report["results"] if result["outcome"] == "failed"] == []
        assert report["summary"]["steps"] == {"passed": 201, "failed": 0}
        read = CliRunner().invoke(app, ["record", "chip", "--connection", str(home / "connection.json"), "--json"])
        assert json.loads(read.stdout)["encumbrance_version"] == 2
    finally:
        node.close()
