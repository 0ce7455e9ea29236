"""A process to kill: opens a chain and sends from several threads, printing each receipt once it is acknowledged.

Arguments: the chain's file, the number of threads, the contract's address in hex, the genesis time.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

from embedded_chains import ACCOUNTS, COUNT, Chain, Signer, genesis, word


def main() -> None:
    chain = Chain.open(Path(sys.argv[1]), time.time, genesis=genesis(int(sys.argv[4])))
    contract = bytes.fromhex(sys.argv[3])

    def work(account: Any) -> None:
        signer = Signer(account, int(chain.ask("eth_getTransactionCount", account.address, "pending"), 16))
        while True:
            sent = chain.send(signer.transaction(contract, word(COUNT)))
            # One write for each line, so that a kill never leaves half of one acknowledged as a whole.
            os.write(1, (json.dumps(chain.receipt(sent)) + "\n").encode())

    for account in ACCOUNTS[: int(sys.argv[2])]:
        threading.Thread(target=work, args=(account,), daemon=True).start()
    threading.Event().wait()


if __name__ == "__main__":
    main()
