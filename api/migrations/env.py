"""What Alembic runs for each upgrade and downgrade: on the connection, for the lineage that `api.migrations` gave."""

from __future__ import annotations

from alembic import context

lineage = context.config.attributes["lineage"]
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=lineage.metadata,
    version_table=lineage.revision_table,
    render_as_batch=True,
    transactional_ddl=True,
)
# The transaction is the caller's: the lock, what was there before and every revision stand or fall together.
context.run_migrations()
