"""Telling other programs of events: who asked for which, what is on its way, and sending it.

Standard Webhooks signatures over CloudEvents 1.0; at least once, and of one record in order. Reads the derived tables;
may import `marketplace` and `ledger`, never a route.
"""
