public import Postgres

/// Counts over every service's plumbing, as a superuser: the published views show nobody what stands behind walls.
public enum CensusStore {
    /// Adds the counting functions to a test's database.
    public static func install(_ session: PostgresSession) async throws {
        try await session.execute(
            unchecked: """
                -- Events of a type that a service announced and another has neither handled nor kept.
                CREATE OR REPLACE FUNCTION public.unheard(announcer text, kind text, hearer text, service text)
                RETURNS bigint LANGUAGE plpgsql AS $$
                DECLARE found bigint;
                BEGIN
                    EXECUTE format(
                        'SELECT count(*) FROM %I.journal AS j WHERE j.type = $1
                            AND NOT EXISTS (SELECT FROM %I.inbox AS i WHERE i.message_id = j.message_id)
                            AND NOT EXISTS (SELECT FROM msg.dead_letter AS d
                                WHERE d.message_id = j.message_id AND d.service = $2)',
                        announcer, hearer) INTO found USING kind, service;
                    RETURN found;
                END $$;
                -- A service's journal.
                CREATE OR REPLACE FUNCTION public.announced(announcer text) RETURNS SETOF intake.journal
                LANGUAGE plpgsql AS $$
                BEGIN
                    RETURN QUERY EXECUTE format('SELECT * FROM %I.journal', announcer);
                END $$;
                -- Rows of outbox or retry, over all schemas.
                CREATE OR REPLACE FUNCTION public.waiting(plumbing text) RETURNS bigint LANGUAGE plpgsql AS $$
                DECLARE found bigint; total bigint := 0; entry record;
                BEGIN
                    FOR entry IN SELECT schema FROM msg.schema_roles
                        WHERE to_regclass(format('%I.%I', schema, plumbing)) IS NOT NULL
                    LOOP
                        EXECUTE format('SELECT count(*) FROM %I.%I', entry.schema, plumbing) INTO found;
                        total := total + found;
                    END LOOP;
                    RETURN total;
                END $$;
                """
        )
    }

    /// What no run may leave behind.
    public static func leftovers(in tx: isolated PostgresSession) throws -> Ledger {
        var ledger = Ledger()
        ledger.outbox = try count(tx.query("SELECT public.waiting('outbox')"))
        ledger.retries = try count(tx.query("SELECT public.waiting('retry')"))
        ledger.deadLetters = try tx.query(
            "SELECT COALESCE(lead_id::text, error_class || ': ' || reason) FROM msg.dead_letter WHERE state = 'open'"
        ).values(as: String.self)
        return ledger
    }

    /// - Parameters:
    ///   - announcer, hearer: schemas.
    ///   - service: the hearer's name, as dead letters carry it.
    public static func unheard(
        _ announcer: String,
        _ type: String,
        _ hearer: String,
        _ service: String,
        in tx: isolated PostgresSession
    ) throws -> Int {
        try count(tx.query("SELECT public.unheard($1, $2, $3, $4)", announcer, type, hearer, service))
    }

    /// Rows of a key and a number.
    public static func counts(_ rows: PostgresRows) throws -> [String: Int] {
        try rows.reduce(into: [:]) { counts, row in
            let (key, count) = try row.decode(String.self, Int.self)
            counts[key] = count
        }
    }

    public static func count(_ rows: PostgresRows) throws -> Int { try rows.first?.value(0, as: Int.self) ?? 0 }
}
