"""Which technologies answer a need, and why: hard constraints with their reasons, then a linear blend.

Pure: no database, no clock; whoever calls says what is to be ranked and what day it is.
"""
