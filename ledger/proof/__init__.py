"""Certificates: bundles that show what the ledger holds, and the verifier that reads them offline.

`verify` needs no database, no network and no engine; `collect` builds bundles from the `Ledger` port.
The form of both is docs/specs/certificate.md.
"""
