"""What `make run` is made of beside the day itself: the service over its ledger, and the doors to it."""
