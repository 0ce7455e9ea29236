"""What `scripts/bench.py` measures: a file per subject, each function a section that answers lines."""
