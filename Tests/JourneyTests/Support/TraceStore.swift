import Postgres

/// As a superuser: what tests compare.
enum TraceStore {
    /// `lead/<id>` of the leads whose company is of this size and that may be prospected.
    static func leads(ofSize size: String, in tx: isolated PostgresSession) throws -> Set<String> {
        Set(
            try tx.query(
                "SELECT 'lead/' || lead_id FROM scoring.scores WHERE size_class = $1 AND exclusion_code IS NULL",
                size
            ).values(as: String.self)
        )
    }

    /// Versions of the scores by lead, where the rules are `label`.
    static func versions(by label: String, in tx: isolated PostgresSession) throws -> [String: Int64] {
        var versions: [String: Int64] = [:]
        for row in try tx.query("SELECT lead_id::text, version FROM scoring.scores WHERE rule_set = $1", label) {
            let (lead, version) = try row.decode(String.self, Int64.self)
            versions[lead] = version
        }
        return versions
    }

    /// Leads that the looks at all have looked at so far.
    static func looked(in tx: isolated PostgresSession) throws -> Int {
        try tx.query("SELECT coalesce(sum(looked), 0)::bigint FROM scoring.rescore_jobs").values(as: Int.self).first
            ?? 0
    }

    /// Messages that repeat another, and how often one of them was handled.
    static func repetitions(in tx: isolated PostgresSession) throws -> (messages: Int, handled: Int) {
        let row = try tx.query(
            """
            SELECT count(*), (SELECT count(*) FROM scoring.inbox AS i JOIN operator.journal AS o USING (message_id)
                WHERE o.repeats IS NOT NULL)
            FROM operator.journal WHERE repeats IS NOT NULL
            """
        ).first
        return try row?.decode(Int.self, Int.self) ?? (0, 0)
    }

    /// Real runs of which something was sent.
    static func runsThatSend(in tx: isolated PostgresSession) throws -> Int {
        try tx.query(
            """
            SELECT count(DISTINCT r.id) FROM msg.replays AS r JOIN msg.replay_messages AS m ON m.replay_id = r.id
            WHERE r.kind = 'repeat' AND m.state <> 'waiting'
            """
        ).values(as: Int.self).first ?? 0
    }

    /// As a tool leaves it that dies between the broker's confirm and the removal: a row of a message that was handled.
    /// - Returns: the run that it belongs to.
    static func leaveBehind(in tx: isolated PostgresSession) throws -> String? {
        try tx.query(
            """
            WITH dead AS (INSERT INTO operator.relay (instance) VALUES (gen_random_uuid()) RETURNING instance)
            INSERT INTO operator.outbox (message_id, type, target, correlation_id, causation_id, subject, company_id,
                department_id, aggregate_version, traceparent, body, occurred_at, replay, repeats, relay)
            SELECT j.message_id, j.type, m.service || '.in', j.correlation_id, j.causation_id, j.subject, j.company_id,
                j.department_id, j.aggregate_version, j.traceparent, j.body, j.occurred_at, m.replay_id, j.repeats,
                dead.instance
            FROM dead, msg.replays AS r JOIN msg.replay_messages AS m ON m.replay_id = r.id
                JOIN operator.journal AS j ON j.message_id = m.message_id
            WHERE r.state = 'running' AND m.state = 'done' LIMIT 1
            RETURNING replay::text
            """
        ).values(as: String.self).first
    }

    static func operatorsOutbox(in tx: isolated PostgresSession) throws -> Int {
        try tx.query("SELECT count(*) FROM operator.outbox").values(as: Int.self).first ?? 0
    }

    /// Ends every session of a role.
    static func throwOut(_ role: String, in tx: isolated PostgresSession) throws {
        try tx.query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1 AND datname = current_database()",
            role
        )
    }

    /// Every table with its columns, for SQL; heartbeats, leases and the operator's runs apart.
    static func columns(in tx: isolated PostgresSession) throws -> [String: String] {
        let rows = try tx.query(
            """
            SELECT format('%I.%I', n.nspname, c.relname),
                (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute
                 WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped)
            FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
                AND (n.nspname = 'msg' OR n.nspname IN (SELECT schema FROM msg.schema_roles))
                AND c.relname NOT IN ('relay', 'lease', 'replays', 'replay_messages')
            """
        )
        var columns: [String: String] = [:]
        for row in rows { columns[try row.value(0, as: String.self)] = try row.value(1, as: String.self) }
        return columns
    }

    /// A hash over every table's rows.
    /// - Parameter earlier: the columns that count, where a later release has more.
    static func hashes(
        in tx: isolated PostgresSession,
        of earlier: [String: String] = [:]
    ) throws -> [String: String] {
        let all = try columns(in: tx)
        var hashes: [String: String] = [:]
        for (table, columns) in all {
            hashes[table] =
                try tx.query(
                    """
                    SELECT (xpath('//h/text()', query_to_xml(format(
                        'SELECT md5(coalesce(string_agg(t::text, '','' ORDER BY t::text), '''')) AS h FROM (SELECT %s FROM %s) AS t',
                        $2::text, $1::text), false, true, '')))[1]::text
                    """,
                    table,
                    earlier[table] ?? columns
                ).values(as: String.self).first ?? ""
        }
        return hashes
    }

    /// Each lead's score and owner, as text.
    static func leads(in tx: isolated PostgresSession) throws -> [String: String] {
        let rows = try tx.query(
            """
            SELECT l.id::text, concat_ws('|', s.points, s.exclusion_code, a.owner_id)
            FROM intake.leads AS l LEFT JOIN scoring.scores AS s ON s.lead_id = l.id
            LEFT JOIN assignment.leads AS a ON a.lead_id = l.id
            """
        )
        return Dictionary(try rows.map { try $0.decode(String.self, String.self) }) { first, _ in first }
    }
}
