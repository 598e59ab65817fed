-- Doors: one-time links, sessions and API tokens. Only hashes are kept, so that a copy of the database opens nothing.

CREATE TABLE admin.sessions (
    hash bytea PRIMARY KEY CHECK (octet_length(hash) = 32),
    user_id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    seen_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz
);
-- Everybody's sessions end when the colleague is deactivated.
CREATE INDEX sessions_user ON admin.sessions (user_id);
SELECT msg.describe('admin.sessions', $$
    Signed-in browsers.
    hash: SHA-256 of the cookie's secret
    user_id: colleague
    created_at: sign-in
    seen_at: last request, to the minute
    expires_at: end at the latest
    revoked_at: signed out or revoked
$$);

CREATE TABLE admin.sign_in_links (
    hash bytea PRIMARY KEY CHECK (octet_length(hash) = 32),
    user_id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
SELECT msg.describe('admin.sign_in_links', $$
    One-time links that open a session.
    hash: SHA-256 of the link's secret
    user_id: colleague
    created_at: when it was made
    expires_at: worthless afterwards
    used_at: worthless since
$$);

CREATE TABLE admin.api_tokens (
    id uuid PRIMARY KEY,
    hash bytea NOT NULL CONSTRAINT api_tokens_hash_unique UNIQUE CHECK (octet_length(hash) = 32),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    user_id uuid NOT NULL,
    permissions text[] NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    used_at timestamptz,
    expires_at timestamptz,
    revoked_at timestamptz
);
SELECT msg.describe('admin.api_tokens', $$
    Tokens of the REST API; a token acts for a colleague and can do no more than that colleague.
    id: identity (UUIDv7)
    hash: SHA-256 of the secret
    name: what it is for
    user_id: colleague that it acts for
    permissions: narrows the role's permissions; empty narrows nothing
    created_at: when it was made
    used_at: last use, to the minute
    expires_at: worthless afterwards; null is never
    revoked_at: worthless since
$$);

CREATE VIEW admin.v_audit_logs AS
SELECT position, at, actor, action, object, department_id, summary, previous_hash, hash FROM admin.audit_logs;
SELECT msg.describe('admin.v_audit_logs', $$
    Changes by people within the reader's departments.
    position: order of the chain
    at: when the change was made
    actor: user id, or operator
    action: for example deal.moved
    object: for example deal/<id>
    department_id: department concerned
    summary: what changed
    previous_hash: hash of the row before
    hash: hash of the row
$$);

CREATE VIEW admin.v_api_tokens AS
SELECT id, name, user_id, permissions, created_at, used_at, expires_at, revoked_at FROM admin.api_tokens;
SELECT msg.describe('admin.v_api_tokens', $$
    API tokens without their hashes.
    id: token
    name: what it is for
    user_id: colleague that it acts for
    permissions: narrows the role's permissions
    created_at: when it was made
    used_at: last use
    expires_at: worthless afterwards
    revoked_at: worthless since
$$);

SELECT msg.publish_views('admin');
