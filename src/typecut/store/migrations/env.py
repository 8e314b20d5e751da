"""Run by Alembic: uses the transaction that `migrate` has opened."""

from alembic import context

from typecut.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
context.run_migrations()
