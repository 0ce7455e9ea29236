"""How good matching and search are, on a labelled set: the field's own measures, with intervals, beside baselines."""
