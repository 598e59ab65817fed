-- Nobody is sent to a company that ended or left the base: what was decided before is not said any more, whichever of
-- the two messages is heard first.

CREATE TABLE notification.departures (
    company_id uuid NOT NULL,
    department_id text COLLATE "C" NOT NULL,
    reason text NOT NULL CHECK (reason IN ('ceased', 'withdrawn')),
    at timestamptz NOT NULL,
    PRIMARY KEY (company_id, department_id, reason)
);
SELECT msg.describe('notification.departures', $$
    Companies that ended or left; what was decided about them later is told again.
    company_id: company
    department_id: department concerned; empty is every one
    reason: ceased or withdrawn
    at: when it was announced last
$$);
SELECT msg.raise_wall('notification.departures');

ALTER TABLE notification.messages ADD COLUMN decided_at timestamptz;
COMMENT ON COLUMN notification.messages.decided_at IS
    'when the event that it tells was announced; null for older messages';
