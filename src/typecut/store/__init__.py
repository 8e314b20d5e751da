"""Truth on disk: database rows as frozen values, blobs by content."""
