"""Engines: where signed commands are executed and kept, one subpackage or module for each.

Nothing imports an engine but the composition root, and engines never import each other.
"""
