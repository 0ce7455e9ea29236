"""How good matching and search are, on a labelled set: the field's own measures, with intervals, beside baselines.

`evaluate` does it and gives a `Report`. Nothing here decides what is shown to anybody.
"""

from marketplace.evaluation.evaluate import evaluate, missing_files
from marketplace.evaluation.halves import Half, half_of
from marketplace.evaluation.report import Report

__all__ = ["Half", "Report", "evaluate", "half_of", "missing_files"]
