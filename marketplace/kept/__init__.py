"""The base and the columns of tables that nothing can make again: the service's own and the catalogue's.

May import `marketplace.tables.base`, for constraints are named alike everywhere.
"""
