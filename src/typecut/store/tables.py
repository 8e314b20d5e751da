"""The tables. Rows leave this package as frozen values only; migrations/ builds the same."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    text,
)

from typecut.store.columns import CleanText, Json, Moment, Whole

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _user() -> Column[str]:
    owner = ForeignKey("users.id", ondelete="CASCADE")
    return Column("user_id", CleanText, owner, nullable=False, index=True)


def _session(*, index: bool = False) -> Column[str]:
    session = ForeignKey("sessions.id", ondelete="CASCADE")
    return Column("session_id", CleanText, session, nullable=False, index=index)


users = Table(
    "users",
    metadata,
    Column("id", CleanText, primary_key=True),
    Column("kind", CleanText, nullable=False),
    Column("email", CleanText, unique=True),
    Column("password_hash", CleanText),
    Column("bound_to", CleanText, ForeignKey("users.id", ondelete="CASCADE"), index=True),
    Column("created", Moment, nullable=False),
    CheckConstraint("kind IN ('anonymous', 'registered')", name="kind"),
)

tokens = Table(
    "tokens",
    metadata,
    Column("hash", CleanText, primary_key=True),
    Column("id", CleanText, nullable=False, unique=True),
    _user(),
    Column("client_id", CleanText, index=True),
    Column("address", CleanText, index=True),
    Column("scopes", CleanText, nullable=False),
    Column("label", CleanText, nullable=False),
    Column("created", Moment, nullable=False),
    Column("expires", Moment, nullable=False),
    Column("revoked", Moment),
)

balances = Table(
    "balances",
    metadata,
    Column("user_id", CleanText, ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("available", Whole, nullable=False),
    Column("frozen", Whole, nullable=False),
    CheckConstraint("available >= 0", name="available"),
    CheckConstraint("frozen >= 0", name="frozen"),
)

holds = Table(
    "holds",
    metadata,
    Column("reference", CleanText, primary_key=True),
    _user(),
    Column("amount", Whole, nullable=False),
    Column("charged", Whole, nullable=False),
    Column("state", CleanText, nullable=False),
    Column("created", Moment, nullable=False),
    Column("decided", Moment),
    CheckConstraint("state IN ('open', 'settled', 'refunded')", name="state"),
    CheckConstraint("charged >= 0 AND charged <= amount", name="charged"),
)

entries = Table(
    "entries",
    metadata,
    Column("id", CleanText, primary_key=True),
    _user(),
    Column("kind", CleanText, nullable=False),
    Column("amount", Whole, nullable=False),
    Column("reference", CleanText, nullable=False),
    Column("note", CleanText, nullable=False),
    Column("created", Moment, nullable=False),
    UniqueConstraint("reference", "kind"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", CleanText, primary_key=True),
    _user(),
    Column("task_id", CleanText, nullable=False, unique=True),
    Column("alias", CleanText),
    Column("name", CleanText, nullable=False),
    Column("language", CleanText, nullable=False),
    Column("state", Json, nullable=False),
    Column("version", Whole, nullable=False),
    Column("last_seq", Whole, nullable=False),
    Column("created", Moment, nullable=False),
    Column("updated", Moment, nullable=False),
    UniqueConstraint("user_id", "alias"),
)

versions = Table(
    "versions",
    metadata,
    _session(),
    Column("number", Whole, nullable=False),
    Column("draft", Json, nullable=False),
    Column("log", Json),
    Column("summary", CleanText, nullable=False),
    Column("origin", CleanText, nullable=False),
    Column("turn_id", CleanText),
    Column("created", Moment, nullable=False),
    PrimaryKeyConstraint("session_id", "number"),
)

turns = Table(
    "turns",
    metadata,
    Column("id", CleanText, primary_key=True),
    _session(),
    Column("status", CleanText, nullable=False),
    Column("message", Json, nullable=False),
    Column("message_key", CleanText, nullable=False),
    Column("owner", CleanText),
    Column("lease_until", Moment, nullable=False),
    Column("attempt", Whole, nullable=False),
    Column("result", Json),
    Column("error", Json),
    Column("delivered", Moment),
    Column("created", Moment, nullable=False),
    Column("started", Moment),
    Column("finished", Moment),
    CheckConstraint("status IN ('queued', 'running', 'done', 'failed')", name="status"),
    Index("ix_turns_session_id_message_key", "session_id", "message_key"),
    Index(
        "uq_turns_active",
        "session_id",
        unique=True,
        sqlite_where=text("status IN ('queued', 'running')"),
        postgresql_where=text("status IN ('queued', 'running')"),
    ),
    Index("ix_turns_status_lease_until", "status", "lease_until"),
)

events = Table(
    "events",
    metadata,
    _session(),
    Column("seq", Whole, nullable=False),
    Column("turn_id", CleanText, index=True),
    Column("attempt", Whole, nullable=False),
    Column("data", Json, nullable=False),
    Column("created", Moment, nullable=False),
    PrimaryKeyConstraint("session_id", "seq"),
)

media = Table(
    "media",
    metadata,
    Column("digest", CleanText, primary_key=True),
    Column("size", Whole),
    Column("kind", CleanText),
    Column("media_type", CleanText),
    Column("facts", Json),
    Column("thumbnail", CleanText),
    Column("analysis", Json),
    Column("analysis_attempt", Whole, nullable=False),
    Column("analysis_until", Moment, nullable=False),
    Column("created", Moment, nullable=False),
    Column("touched", Moment, nullable=False),
)

session_media = Table(
    "session_media",
    metadata,
    _session(),
    Column("id", CleanText, nullable=False),
    Column("digest", CleanText, ForeignKey("media.digest"), nullable=False, index=True),
    Column("filename", CleanText, nullable=False),
    Column("origin", CleanText, nullable=False),
    Column("created", Moment, nullable=False),
    PrimaryKeyConstraint("session_id", "id"),
)

uploads = Table(
    "uploads",
    metadata,
    Column("id", CleanText, primary_key=True),
    _user(),
    Column("session_id", CleanText, ForeignKey("sessions.id", ondelete="CASCADE"), index=True),
    Column("length", Whole),
    Column("received", Whole, nullable=False),
    Column("metadata", Json, nullable=False),
    Column("holder", CleanText),
    Column("held_until", Moment, nullable=False),
    Column("result", Json),
    Column("created", Moment, nullable=False),
    Column("expires", Moment, nullable=False, index=True),
    Column("finished", Moment),
    CheckConstraint("received >= 0", name="received"),
)

renders = Table(
    "renders",
    metadata,
    Column("id", CleanText, primary_key=True),
    _user(),
    Column("client_id", CleanText, nullable=False),
    _session(index=True),
    Column("version", Whole, nullable=False),
    Column("body_hash", CleanText, nullable=False),
    Column("draft", Json, nullable=False),
    Column("settings", Json, nullable=False),
    Column("name", CleanText, nullable=False),
    Column("status", CleanText, nullable=False),
    Column("progress", Moment, nullable=False),
    Column("owner", CleanText),
    Column("lease_until", Moment, nullable=False),
    Column("attempt", Whole, nullable=False),
    Column("crashes", Whole, nullable=False),
    Column("blob", CleanText),
    Column("result", Json),
    Column("error", Json),
    Column("created", Moment, nullable=False),
    Column("started", Moment),
    Column("finished", Moment),
    UniqueConstraint("user_id", "client_id"),
    CheckConstraint(
        "status IN ('pending', 'processing', 'completed', 'failed', 'cancelled')", name="status"
    ),
    CheckConstraint("progress >= 0 AND progress <= 100", name="progress"),
    Index("ix_renders_status_created", "status", "created"),
    Index("ix_renders_user_id_started", "user_id", "started"),
)

claims = Table(
    "claims",
    metadata,
    Column("hash", CleanText, primary_key=True),
    _user(),
    _session(index=True),
    Column("created", Moment, nullable=False),
    Column("expires", Moment, nullable=False),
)

keys = Table(
    "keys",
    metadata,
    Column("name", CleanText, primary_key=True),
    Column("secret", CleanText, nullable=False),
    Column("created", Moment, nullable=False),
)
