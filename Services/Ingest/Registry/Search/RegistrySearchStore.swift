import Postgres

/// Reads `registry` for ``RegistrySearch``. Statements are planned with their values (``RegistrySearch/settings``), so that
/// a condition whose value is null is none at all.
enum RegistrySearchStore {
    /// The page that a walk in the search's order over `window` rows finds; fewer than `limit` if it does not fill it.
    static func walked(
        _ filter: RegistryFilter,
        _ codes: RegistryCodes,
        limit: Int,
        window: Int,
        in tx: isolated PostgresSession
    ) throws -> [RegistryUnit] {
        // The walk reads the index alone: what it does not hold is fetched for the page's few rows.
        try tx.query(
            """
            SELECT r.siren, r.name, r.naf, r.naf25, r.legal_form, r.workforce_band, r.category, r.postcode, r.city,
                r.departement, r.state, r.diffusion, r.created_on
            FROM (
                SELECT siren, place FROM (
                    SELECT siren, departement, naf, naf25, workforce_band, legal_form, category, created_on, name,
                        reverse(siren) AS place
                    FROM registry
                    WHERE state = 'A' AND diffusion = 'O' AND ($10::text IS NULL OR reverse(siren) > reverse($10))
                    ORDER BY reverse(siren) LIMIT $12
                ) AS walk
                WHERE ($1::text[] IS NULL OR departement = ANY ($1))
                    AND ($2::text[] IS NULL OR naf = ANY ($2))
                    AND ($3::text[] IS NULL OR naf25 = ANY ($3))
                    AND ($4::text[] IS NULL OR workforce_band = ANY ($4))
                    AND ($5::text[] IS NULL OR legal_form = ANY ($5))
                    AND ($6::text[] IS NULL OR category = ANY ($6))
                    AND ($7::date IS NULL OR created_on >= $7)
                    AND ($8::date IS NULL OR created_on <= $8)
                    AND ($9::text IS NULL OR name LIKE $9)
                ORDER BY place LIMIT $11
            ) AS page JOIN registry AS r USING (siren) ORDER BY page.place
            """,
            filter.departements,
            codes.naf,
            codes.naf25,
            filter.bands,
            codes.legalForms,
            filter.categories,
            filter.createdFrom,
            filter.createdUntil,
            filter.pattern,
            filter.after,
            limit,
            window
        ).map(unit)
    }

    /// The page out of all that match.
    static func gathered(
        _ filter: RegistryFilter,
        _ codes: RegistryCodes,
        limit: Int,
        in tx: isolated PostgresSession
    ) throws -> [RegistryUnit] {
        // What no index holds is fetched for the page's few rows alone.
        try tx.query(
            """
            WITH matching AS MATERIALIZED (
                SELECT siren FROM registry
                WHERE state = 'A' AND diffusion = 'O' AND ($10::text IS NULL OR reverse(siren) > reverse($10))
                    AND ($1::text[] IS NULL OR departement = ANY ($1))
                    AND ($2::text[] IS NULL OR naf = ANY ($2))
                    AND ($3::text[] IS NULL OR naf25 = ANY ($3))
                    AND ($4::text[] IS NULL OR workforce_band = ANY ($4))
                    AND ($5::text[] IS NULL OR legal_form = ANY ($5))
                    AND ($6::text[] IS NULL OR category = ANY ($6))
                    AND ($7::date IS NULL OR created_on >= $7)
                    AND ($8::date IS NULL OR created_on <= $8)
                    AND ($9::text IS NULL OR name LIKE $9)
            )
            SELECT r.siren, r.name, r.naf, r.naf25, r.legal_form, r.workforce_band, r.category, r.postcode, r.city,
                r.departement, r.state, r.diffusion, r.created_on
            FROM (SELECT siren FROM matching ORDER BY reverse(siren) LIMIT $11) AS page JOIN registry AS r USING (siren)
            ORDER BY reverse(r.siren)
            """,
            filter.departements,
            codes.naf,
            codes.naf25,
            filter.bands,
            codes.legalForms,
            filter.categories,
            filter.createdFrom,
            filter.createdUntil,
            filter.pattern,
            filter.after,
            limit
        ).map(unit)
    }

    /// How many match, counted to one beyond ``RegistryFilter/countMax``.
    static func counted(
        _ filter: RegistryFilter,
        _ codes: RegistryCodes,
        in tx: isolated PostgresSession
    ) throws -> Int {
        try tx.query(
            """
            SELECT count(*) FROM (
                SELECT FROM registry
                WHERE state = 'A' AND diffusion = 'O'
                    AND ($1::text[] IS NULL OR departement = ANY ($1))
                    AND ($2::text[] IS NULL OR naf = ANY ($2))
                    AND ($3::text[] IS NULL OR naf25 = ANY ($3))
                    AND ($4::text[] IS NULL OR workforce_band = ANY ($4))
                    AND ($5::text[] IS NULL OR legal_form = ANY ($5))
                    AND ($6::text[] IS NULL OR category = ANY ($6))
                    AND ($7::date IS NULL OR created_on >= $7)
                    AND ($8::date IS NULL OR created_on <= $8)
                    AND ($9::text IS NULL OR name LIKE $9)
                LIMIT $10
            ) AS found
            """,
            filter.departements,
            codes.naf,
            codes.naf25,
            filter.bands,
            codes.legalForms,
            filter.categories,
            filter.createdFrom,
            filter.createdUntil,
            filter.pattern,
            RegistryFilter.countMax + 1
        ).first?.value(0) ?? 0
    }

    // MARK: Of any state, in the order of the key

    static func ofAnyState(
        _ filter: RegistryFilter,
        limit: Int,
        in tx: isolated PostgresSession
    ) throws -> [RegistryUnit] {
        try tx.query(
            """
            SELECT siren, name, naf, naf25, legal_form, workforce_band, category, postcode, city, departement, state,
                diffusion, created_on
            FROM registry
            WHERE ($12::text IS NULL OR siren > $12)
                AND ($1::text[] IS NULL OR departement = ANY ($1))
                AND ($2::text[] IS NULL OR naf LIKE ANY ($2))
                AND ($3::text[] IS NULL OR naf25 LIKE ANY ($3))
                AND ($4::text[] IS NULL OR workforce_band = ANY ($4))
                AND ($5::text[] IS NULL OR legal_form LIKE ANY ($5))
                AND ($6::text[] IS NULL OR category = ANY ($6))
                AND ($7::date IS NULL OR created_on >= $7)
                AND ($8::date IS NULL OR created_on <= $8)
                AND ($9::text IS NULL OR name LIKE $9)
                AND ($10::text IS NULL OR state = $10)
                AND ($11::text IS NULL OR diffusion = $11)
            ORDER BY siren LIMIT $13
            """,
            filter.departements,
            filter.naf.map { $0.map { $0 + "%" } },
            filter.naf25.map { $0.map { $0 + "%" } },
            filter.bands,
            filter.legalForms.map { $0.map { $0 + "%" } },
            filter.categories,
            filter.createdFrom,
            filter.createdUntil,
            filter.pattern,
            filter.state,
            filter.diffusion,
            filter.after,
            limit
        ).map(unit)
    }

    static func countedOfAnyState(_ filter: RegistryFilter, in tx: isolated PostgresSession) throws -> Int {
        try tx.query(
            """
            SELECT count(*) FROM (
                SELECT FROM registry
                WHERE ($1::text[] IS NULL OR departement = ANY ($1))
                    AND ($2::text[] IS NULL OR naf LIKE ANY ($2))
                    AND ($3::text[] IS NULL OR naf25 LIKE ANY ($3))
                    AND ($4::text[] IS NULL OR workforce_band = ANY ($4))
                    AND ($5::text[] IS NULL OR legal_form LIKE ANY ($5))
                    AND ($6::text[] IS NULL OR category = ANY ($6))
                    AND ($7::date IS NULL OR created_on >= $7)
                    AND ($8::date IS NULL OR created_on <= $8)
                    AND ($9::text IS NULL OR name LIKE $9)
                    AND ($10::text IS NULL OR state = $10)
                    AND ($11::text IS NULL OR diffusion = $11)
                LIMIT $12
            ) AS found
            """,
            filter.departements,
            filter.naf.map { $0.map { $0 + "%" } },
            filter.naf25.map { $0.map { $0 + "%" } },
            filter.bands,
            filter.legalForms.map { $0.map { $0 + "%" } },
            filter.categories,
            filter.createdFrom,
            filter.createdUntil,
            filter.pattern,
            filter.state,
            filter.diffusion,
            RegistryFilter.countMax + 1
        ).first?.value(0) ?? 0
    }

    // MARK: Codes in use, by jumping from one to the next in their index

    static func naf(from: [String], below: [String], in tx: isolated PostgresSession) throws -> [String] {
        try tx.query(
            """
            WITH RECURSIVE code AS (
                SELECT high, (
                    SELECT min(naf) FROM registry WHERE naf >= low AND naf < high) AS value
                FROM unnest($1::text[], $2::text[]) AS r (low, high)
                UNION ALL
                SELECT high, (
                    SELECT min(naf) FROM registry WHERE naf > value AND naf < high)
                FROM code WHERE value IS NOT NULL
            )
            SELECT DISTINCT value FROM code WHERE value IS NOT NULL
            """,
            from,
            below
        ).map { try $0.value(0) }
    }

    static func naf25(from: [String], below: [String], in tx: isolated PostgresSession) throws -> [String] {
        try tx.query(
            """
            WITH RECURSIVE code AS (
                SELECT high, (
                    SELECT min(naf25) FROM registry WHERE naf25 >= low AND naf25 < high) AS value
                FROM unnest($1::text[], $2::text[]) AS r (low, high)
                UNION ALL
                SELECT high, (
                    SELECT min(naf25) FROM registry WHERE naf25 > value AND naf25 < high)
                FROM code WHERE value IS NOT NULL
            )
            SELECT DISTINCT value FROM code WHERE value IS NOT NULL
            """,
            from,
            below
        ).map { try $0.value(0) }
    }

    static func legalForms(from: [String], below: [String], in tx: isolated PostgresSession) throws -> [String] {
        try tx.query(
            """
            WITH RECURSIVE code AS (
                SELECT high, (
                    SELECT min(legal_form) FROM registry WHERE legal_form >= low AND legal_form < high) AS value
                FROM unnest($1::text[], $2::text[]) AS r (low, high)
                UNION ALL
                SELECT high, (
                    SELECT min(legal_form) FROM registry WHERE legal_form > value AND legal_form < high)
                FROM code WHERE value IS NOT NULL
            )
            SELECT DISTINCT value FROM code WHERE value IS NOT NULL
            """,
            from,
            below
        ).map { try $0.value(0) }
    }

    private static func unit(_ row: PostgresRow) throws -> RegistryUnit {
        RegistryUnit(
            siren: try row.value(0),
            name: try row.value(1),
            naf: try row.value(2),
            naf25: try row.value(3),
            legalForm: try row.value(4),
            workforceBand: try row.value(5),
            category: try row.value(6),
            postcode: try row.value(7),
            city: try row.value(8),
            departement: try row.value(9),
            state: try row.value(10),
            diffusion: try row.value(11),
            createdOn: try row.value(12, as: CivilDay?.self)?.description
        )
    }
}
