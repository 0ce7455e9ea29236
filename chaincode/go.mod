module hanotex.vn/chaincode

go 1.26

require (
	github.com/decred/dcrd/dcrec/secp256k1/v4 v4.4.1
	golang.org/x/crypto v0.55.0
)

require golang.org/x/sys v0.47.0 // indirect
