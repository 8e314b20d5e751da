"""Truth on disk: database rows as frozen values, blobs by their content.

Open once: ``database = open_database(url)`` and ``migrate(database)``. Then one module per topic,
each a handful of functions that take a transaction::

    with database.write() as tx:
        session = sessions.create(tx, user_id, language="en")
    with database.read() as tx:
        version = versions.at(tx, user_id, session.id)

Several calls in one `write()` happen together or not at all. What belongs to somebody is asked
for with their user id, and is simply not there for anybody else. Nothing here knows HTTP.
"""
