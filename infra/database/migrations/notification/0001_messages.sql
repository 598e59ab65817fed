-- Everybody is told once: a message exists once per effect key, every attempt is written ahead of the send, and an
-- attempt whose end is unknown is shown instead of repeated where repeating would harm.

CREATE TABLE notification.templates (
    id uuid PRIMARY KEY,
    kind text NOT NULL,
    channel text NOT NULL CHECK (channel IN ('email', 'slack', 'sms', 'digest')),
    locale text NOT NULL DEFAULT 'fr' CHECK (locale IN ('fr', 'en')),
    version integer NOT NULL CHECK (version > 0),
    subject text,
    body text NOT NULL,
    status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'published', 'retired')),
    changed_by text NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT templates_version_unique UNIQUE (kind, channel, locale, version)
);
CREATE UNIQUE INDEX templates_one_published ON notification.templates (kind, channel, locale)
    WHERE status = 'published';
SELECT msg.describe('notification.templates', $$
    Texts by kind, channel and language.
    id: identity (UUIDv7)
    kind: kind of message, for example lead_assigned
    channel: email, slack, sms or digest
    locale: fr or en
    version: number of the version
    subject: subject, Mustache; null where the channel has none
    body: text, Mustache
    status: draft, published or retired
    changed_by: actor
    changed_at: when it was written
$$);

CREATE TABLE notification.windows (
    recipient_id uuid NOT NULL,
    department_id text COLLATE "C" NOT NULL,
    channel text NOT NULL CHECK (channel IN ('email', 'slack')),
    until timestamptz NOT NULL,
    singles integer NOT NULL CHECK (singles >= 0),
    PRIMARY KEY (recipient_id, department_id, channel)
);
SELECT msg.describe('notification.windows', $$
    Time spans in which a colleague is told of a few leads at once and of all further ones together.
    recipient_id: colleague
    department_id: department of the leads
    channel: email or slack
    until: end of the span; what was held back is sent then
    singles: messages sent one by one within the span
$$);

CREATE TABLE notification.digests (
    id uuid PRIMARY KEY,
    department_id text COLLATE "C" NOT NULL,
    recipient_id uuid NOT NULL,
    channel text NOT NULL CHECK (channel IN ('email', 'slack')),
    lines integer NOT NULL CHECK (lines > 0),
    made_at timestamptz NOT NULL
);
SELECT msg.describe('notification.digests', $$
    Messages that carry others as lines; a digest has the identity of the message that it is sent as.
    id: identity (UUIDv7), also of its row in messages
    department_id: department of the leads
    recipient_id: colleague
    channel: email or slack
    lines: how many messages it carries
    made_at: when it was made
$$);

CREATE TABLE notification.messages (
    id uuid PRIMARY KEY,
    effect_key text COLLATE "C" NOT NULL CONSTRAINT messages_effect_unique UNIQUE CHECK (length(effect_key) <= 500),
    department_id text COLLATE "C" NOT NULL,
    kind text NOT NULL,
    lead_id uuid,
    company_id uuid,
    recipient_id uuid,
    recipient_kind text NOT NULL DEFAULT 'colleague' CHECK (recipient_kind IN ('colleague', 'prospect')),
    channel text NOT NULL CHECK (channel IN ('email', 'slack', 'sms', 'digest')),
    address text CHECK (length(address) <= 320),
    address_fingerprint bytea CHECK (octet_length(address_fingerprint) = 32),
    locale text NOT NULL DEFAULT 'fr',
    subject text,
    notice jsonb,
    body_text text,
    body_html text,
    wire_id text NOT NULL,
    lead_version bigint,
    digest_id uuid REFERENCES notification.digests,
    state text NOT NULL DEFAULT 'pending' CHECK (state IN
        ('pending', 'sending', 'sent', 'perhaps_sent', 'failed', 'suppressed', 'digested')),
    state_reason text,
    attempts integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    due_at timestamptz NOT NULL DEFAULT now(),
    holder uuid,
    correlation_id uuid,
    causation_id uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz,
    CONSTRAINT messages_ended CHECK ((state IN ('pending', 'sending')) = (ended_at IS NULL)),
    CONSTRAINT messages_digested CHECK (state <> 'digested' OR digest_id IS NOT NULL)
);
-- What is to be sent, in order of time; small, since ended messages leave it and lines follow their digest.
CREATE INDEX messages_due ON notification.messages (channel, due_at)
    WHERE state IN ('pending', 'sending') AND digest_id IS NULL;
-- A lead's messages; an objection or a withdrawal closes them.
CREATE INDEX messages_lead ON notification.messages (lead_id, created_at DESC) WHERE lead_id IS NOT NULL;
CREATE INDEX messages_company ON notification.messages (company_id) WHERE state IN ('pending', 'sending');
CREATE INDEX messages_address ON notification.messages (address_fingerprint) WHERE address_fingerprint IS NOT NULL;
-- The list of a department, newest first.
CREATE INDEX messages_department ON notification.messages (department_id, created_at DESC);
CREATE INDEX messages_digest ON notification.messages (digest_id) WHERE digest_id IS NOT NULL;
SELECT msg.describe('notification.messages', $$
    What somebody is to be told, once per effect key. Personal data.
    id: identity (UUIDv7)
    effect_key: kind, lead, occasion, recipient and channel; never a message id
    department_id: department
    kind: kind of message
    lead_id: lead that it is about
    company_id: company that it is about
    recipient_id: colleague; null for a prospect
    recipient_kind: colleague or prospect
    channel: email, slack, sms or digest
    address: address it goes to; null once erased
    address_fingerprint: SHA-256 of a prospect's normalised address, to honour objections and erasures
    locale: language
    subject: subject
    notice: what is to be said, in the recipient's language; the parts are written from it; null once erased
    body_text: text part, written with the first attempt; null for a line of a digest
    body_html: HTML part, written with the first attempt
    wire_id: identity towards the outside (Message-ID), made of id and so unique, the same at every attempt
    lead_version: version of the assignment that it tells; an older one is not told once a newer one stands
    digest_id: digest that carries it as a line
    state: pending, sending, sent, perhaps_sent, failed, suppressed or digested
    state_reason: why it failed or was suppressed, machine-readable
    attempts: attempts begun
    due_at: not sent before; while sending, when another instance takes it over
    holder: instance that is sending
    correlation_id: flow that it belongs to
    causation_id: event that caused it
    created_at: when it was written
    ended_at: when it reached its end
$$);

CREATE TABLE notification.deliveries (
    message_id uuid NOT NULL REFERENCES notification.messages ON DELETE CASCADE,
    attempt integer NOT NULL CHECK (attempt > 0),
    department_id text COLLATE "C" NOT NULL,
    channel text NOT NULL,
    state text NOT NULL DEFAULT 'sending' CHECK (state IN ('sending', 'sent', 'failed', 'unknown')),
    started_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz,
    provider_reference text,
    error_class text,
    reply_code integer,
    PRIMARY KEY (message_id, attempt),
    CONSTRAINT deliveries_ended CHECK ((state = 'sending') = (ended_at IS NULL))
);
SELECT msg.describe('notification.deliveries', $$
    Attempts, written before the send and ended after it.
    message_id: message
    attempt: number of the attempt, from 1
    department_id: department
    channel: channel used
    state: sending, sent, failed, or unknown after a crash
    started_at: when it began
    ended_at: when it ended
    provider_reference: the provider's own identity of it
    error_class: class of the error
    reply_code: SMTP or HTTP status
$$);

CREATE TABLE notification.preferences (
    user_id uuid NOT NULL,
    kind text NOT NULL,
    department_id text COLLATE "C" NOT NULL,
    channels text[] NOT NULL CHECK (channels <@ '{email,slack,sms,digest}'::text[]),
    quiet_from time,
    quiet_until time,
    changed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, kind)
);
SELECT msg.describe('notification.preferences', $$
    How a colleague wants to be told; without a row the kind's default holds.
    user_id: colleague
    kind: kind of message, or * for all others
    department_id: the colleague's department
    channels: channels in order; empty mutes the kind
    quiet_from: start of quiet time, Europe/Paris
    quiet_until: end of quiet time
    changed_at: last change
$$);

CREATE TABLE notification.suppressions (
    kind text NOT NULL CHECK (kind IN ('address', 'company', 'contact')),
    fingerprint bytea NOT NULL CHECK (octet_length(fingerprint) = 32),
    reason text NOT NULL CHECK (reason IN ('objection', 'bounce', 'complaint', 'erased')),
    source text NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (kind, fingerprint)
);
SELECT msg.describe('notification.suppressions', $$
    Addresses, companies and contacts that are never written to, as fingerprints.
    kind: what was fingerprinted
    fingerprint: SHA-256 of the normalised address or of the id
    reason: objection, bounce, complaint or erased
    source: where it came from
    recorded_at: when it was recorded
$$);

SELECT msg.raise_wall(walled) FROM unnest('{notification.windows,notification.digests,notification.messages,
    notification.deliveries,notification.preferences}'::regclass[]) AS walled;

CREATE VIEW notification.v_messages AS
SELECT id, department_id, kind, lead_id, company_id, recipient_id, recipient_kind, channel, subject, digest_id, state,
    state_reason, attempts, due_at, created_at, ended_at
FROM notification.messages;
SELECT msg.describe('notification.v_messages', $$
    Messages of the reader's departments, without address and text.
    id: message
    department_id: department
    kind: kind of message
    lead_id: lead
    company_id: company
    recipient_id: colleague
    recipient_kind: colleague or prospect
    channel: channel
    subject: subject
    digest_id: digest that carries it
    state: pending, sending, sent, perhaps_sent, failed, suppressed or digested
    state_reason: why
    attempts: attempts begun
    due_at: not sent before
    created_at: when it was written
    ended_at: when it reached its end
$$);

CREATE VIEW notification.v_deliveries AS
SELECT message_id, attempt, department_id, channel, state, started_at, ended_at, error_class, reply_code
FROM notification.deliveries;
SELECT msg.describe('notification.v_deliveries', $$
    Attempts of the reader's departments.
    message_id: message
    attempt: number of the attempt
    department_id: department
    channel: channel
    state: sending, sent, failed or unknown
    started_at: when it began
    ended_at: when it ended
    error_class: class of the error
    reply_code: SMTP or HTTP status
$$);

CREATE VIEW notification.v_templates AS
SELECT id, kind, channel, locale, version, subject, body, status, changed_by, changed_at FROM notification.templates;
SELECT msg.describe('notification.v_templates', $$
    Texts by kind, channel and language.
    id: template
    kind: kind of message
    channel: channel
    locale: language
    version: number of the version
    subject: subject
    body: text
    status: draft, published or retired
    changed_by: actor
    changed_at: when it was written
$$);

CREATE VIEW notification.v_preferences AS
SELECT user_id, kind, department_id, channels, quiet_from, quiet_until, changed_at FROM notification.preferences;
SELECT msg.describe('notification.v_preferences', $$
    Preferences of colleagues of the reader's departments.
    user_id: colleague
    kind: kind of message
    department_id: department
    channels: channels in order
    quiet_from: start of quiet time
    quiet_until: end of quiet time
    changed_at: last change
$$);

SELECT msg.publish_views('notification');
