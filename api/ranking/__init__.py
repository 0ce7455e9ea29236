"""Asking who fits whom: over what the catalogue shows now, each answer kept as a ranking run, and made again from it.

Between `marketplace.matching`, which ranks, and `marketplace.ranking`, which keeps; used by routes and commands alike.
"""
