import FrenchBusiness
import Identification
import Postgres

/// Reads the published Sirene universe (`intake.v_registry`).
enum RegistryStore {
    static let source = "sirene"
    /// Rows that one question may bring, and rows that they are chosen from.
    private static let limits = (kept: 60, read: 300)

    /// Companies of a département by the words of their names, those most alike first.
    static func find(_ query: RegistryQuery, in tx: isolated PostgresSession) throws -> [RegisteredCompany] {
        try tx.query(
            """
            SELECT siren, name, legal_form, naf, postcode, city, departement, state, diffusion FROM (
                SELECT * FROM intake.v_registry
                WHERE to_tsvector('simple', 'd' || departement || ' ' || name) @@ to_tsquery('simple', $1)
                LIMIT $4::bigint) AS found
            ORDER BY similarity(name, $2) DESC, siren LIMIT $3::bigint
            """,
            query.text,
            query.name,
            limits.kept,
            limits.read
        ).map(decode)
    }

    private static func decode(_ row: PostgresRow) throws -> RegisteredCompany {
        let (siren, name, form, naf, postcode, city, departement, state, diffusion) = try row.decode(
            String.self,
            String.self,
            String?.self,
            String?.self,
            String?.self,
            String?.self,
            String?.self,
            String.self,
            String.self
        )
        return RegisteredCompany(
            siren: siren,
            names: [name],
            places: [.init(postcode: postcode, city: city, departement: departement)],
            legalForm: form,
            naf: naf,
            isCeased: state == "C",
            isDiffusible: diffusion == "O",
            source: source
        )
    }
}
