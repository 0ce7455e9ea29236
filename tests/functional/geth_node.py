"""An unmodified geth on loopback that seals a block every second (`geth --dev`). GETH names the binary."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from pathlib import Path

from eth_keyfile.keyfile import extract_key_from_keyfile
from web3 import HTTPProvider

from ledger.engines.evm import Endpoint
from ledger.engines.evm.relay import Account
from ledger.errors import EngineUnavailable
from ledger.keys import KeySigner

GETH = os.environ.get("GETH")
_STARTUP = 60.0  # seconds


class GethNode:
    """Raises `RuntimeError` with geth's own words where it does not start."""

    def __init__(self, folder: Path) -> None:
        assert GETH is not None
        self._folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        arguments = [
            *(GETH, "--dev", "--dev.period", "1", "--datadir", str(folder), "--ipcdisable", "--verbosity", "2"),
            *("--http", "--http.addr", "127.0.0.1", "--http.port", str(port), "--http.api", "eth,net,web3,debug"),
            *("--authrpc.port", "0", "--port", "0", "--rpc.allow-unprotected-txs", "--dev.gaslimit", "60000000"),
        ]
        with open(folder / "geth.log", "wb") as log:
            self._process = subprocess.Popen(arguments, stdout=log, stderr=log)
        self.provider = HTTPProvider(
            f"http://127.0.0.1:{port}", request_kwargs={"timeout": 10}, exception_retry_configuration=None
        )
        self._await_start()

    def _await_start(self) -> None:
        until = time.monotonic() + _STARTUP
        endpoint = Endpoint(self.provider, "geth")
        while True:
            try:
                endpoint.number("eth_blockNumber")
                return
            except EngineUnavailable:
                if self._process.poll() is not None or time.monotonic() > until:
                    self.close()
                    raise RuntimeError((self._folder / "geth.log").read_text()) from None
                time.sleep(0.2)

    @property
    def treasurer(self) -> Account:
        """The account that holds the coins of a development chain; its keystore has an empty password."""
        (file,) = (self._folder / "keystore").iterdir()
        return Account(KeySigner(extract_key_from_keyfile(str(file), b"")))

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(20)
