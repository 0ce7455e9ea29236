"""Print what a seeded history comes to: python -m tests.conformance.histories SEED STEPS."""

import sys

from tests.conformance.histories.measure import measure, table

print(table(measure(int(sys.argv[1]), int(sys.argv[2]))))
