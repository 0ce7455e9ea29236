package rules

// anchored is the size last accepted from a party in a namespace, in entries covered.
type anchored struct {
	Size uint64 `json:"size,string"`
}

// anchorDigest fixes one digest in a namespace; what it covers only grows (docs/specs/readings.md, 94).
func (c *call) anchorDigest(v *AnchorDigest) error {
	sizeKey := anchoredKey(c.author(), v.Namespace)
	return firstRefusal(
		func() error { return c.openRecord(RecordID(KindAnchor, c.author(), v.Nonce)) },
		func() error {
			return c.eachSigner(func(signer Bytes32) *Refusal {
				switch {
				case !c.signerHolds(signer, RoleOperator) && !c.signerHolds(signer, RoleWitness):
					return RoleRequired(signer, RoleOperator)
				case signer != c.author():
					return NotAuthorised(signer)
				}
				return nil
			})
		},
		func() error {
			last, err := get[anchored](&c.transaction, sizeKey)
			if err == nil && last != nil && v.Size < last.Size {
				err = SizeShrinks(last.Size, v.Size)
			}
			return err
		},
		func() error {
			c.state = StateAnchored
			return c.put(sizeKey, anchored{v.Size})
		},
	)
}
