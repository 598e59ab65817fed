"""What a run must have left behind: every lead in exactly one end state, each effect once, nothing under way."""

import time

CHANNELS = 2
"""Mail and Slack: over how many a colleague is told of each lead."""

_UNDER_WAY = """
SELECT format('SELECT count(*) FROM %I.%I', schemaname, tablename)
FROM pg_tables
WHERE tablename IN ('outbox', 'retry') AND schemaname <> 'msg'
"""

_STANDING = """
SELECT (SELECT count(*) FROM intake.leads), (SELECT count(*) FROM assignment.leads),
    (SELECT count(*) FROM notification.messages WHERE state IN ('pending', 'sending'))
"""

_ENDS = """
WITH told AS (
    SELECT m.lead_id, count(*) AS messages, count(DISTINCT m.channel) AS channels,
        bool_and(m.state = 'sent' OR m.state = 'digested' AND g.state = 'sent') AS reached
    FROM notification.messages AS m LEFT JOIN notification.messages AS g ON g.id = m.digest_id
    WHERE m.lead_id IS NOT NULL GROUP BY m.lead_id
), handed AS (
    SELECT lead_id, count(*) FILTER (WHERE kind = 'assigned') AS times FROM assignment.decisions GROUP BY lead_id
)
SELECT count(*) FILTER (WHERE a.state = 'owned' AND t.reached AND t.messages = {channels} AND t.channels = {channels}
        AND h.times = 1),
    count(*) FILTER (WHERE a.state = 'excluded' AND t.lead_id IS NULL),
    count(*) FILTER (WHERE a.state NOT IN ('owned', 'excluded')),
    count(*) FILTER (WHERE a.state = 'owned' AND t.lead_id IS NULL),
    count(*) FILTER (WHERE t.messages <> t.channels),
    count(*) FILTER (WHERE h.times > 1),
    count(*) FILTER (WHERE a.lead_id IS NULL OR s.lead_id IS NULL),
    count(*)
FROM intake.leads AS l
LEFT JOIN assignment.leads AS a ON a.lead_id = l.id
LEFT JOIN scoring.scores AS s ON s.lead_id = l.id
LEFT JOIN told AS t ON t.lead_id = l.id
LEFT JOIN handed AS h ON h.lead_id = l.id
"""

_MAILS = """
SELECT count(*) FROM notification.messages WHERE channel = 'email' AND state = 'sent'
"""


def await_leads(installation, count, seconds):
    """Waits until `count` leads are handed out or excluded and nobody is still to be told; False when time is up.

    Looks once a second: the looks must not become a load themselves, and the end is read from the rows.
    """
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        leads, settled, open_messages = installation.numbers(_STANDING)
        if leads == settled == count and open_messages == 0 and _all_told(installation):
            return True
        time.sleep(1)
    return False


def _all_told(installation):
    return installation.numbers(
        """
        SELECT count(*) FROM assignment.leads AS a
        WHERE a.state = 'owned' AND NOT EXISTS (SELECT FROM notification.messages AS m WHERE m.lead_id = a.lead_id)
        """
    ) == [0]


def under_way(installation):
    """What is not finished, as text: rows of outboxes and retries, messages in queues, dead letters."""
    left = []
    for question in installation.sql(_UNDER_WAY).splitlines():
        if count := installation.numbers(question)[0]:
            left.append(f"{count} rows in {question.split()[-1]}")
    if dead := installation.numbers("SELECT count(*) FROM msg.dead_letter")[0]:
        left.append(f"{dead} dead letters")
    for queue in installation.broker.call("GET", "/api/queues/filon"):
        if queue.get("messages", 0):
            left.append(f"{queue['messages']} messages in {queue['name']}")
    return left


def await_rest(installation, seconds=60):
    """Waits until observers and relays are through as well; returns what is left."""
    end = time.monotonic() + seconds
    while (left := under_way(installation)) and time.monotonic() < end:
        time.sleep(1)
    return left


def faults(installation, count, mails_before=0):
    """Sentences about what is wrong; none when the run counts. Also returns how many are owned and how many excluded."""
    owned, excluded, elsewhere, untold, doubled, twice, lost, leads = installation.numbers(_ENDS.format(channels=CHANNELS))
    found = [f"still {rest}" for rest in await_rest(installation)]
    if leads != count:
        found.append(f"{leads} leads instead of {count}")
    if owned + excluded != leads:
        found.append(f"only {owned} owned and told once and {excluded} excluded of {leads}")
    for number, what in (
        (elsewhere, "neither owned nor excluded"), (untold, "owned and not told"), (doubled, "told twice over a channel"),
        (twice, "handed out twice"), (lost, "without a score or a state"),
    ):
        if number:
            found.append(f"{number} leads {what}")
    sent, received = installation.numbers(_MAILS)[0], installation.mails_received() - mails_before
    if sent != received:
        found.append(f"{sent} mails recorded as sent and {received} received by the mail sink")
    return found, owned, excluded
