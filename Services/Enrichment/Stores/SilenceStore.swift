import Foundation
import FrenchBusiness
import Postgres

/// Table `silenced`: addresses and numbers that must not be kept, by fingerprint.
enum SilenceStore {
    /// - Parameter fingerprints: hexadecimal; what is none is passed over.
    static func silence(_ fingerprints: [String], at moment: Date, in tx: isolated PostgresSession) throws {
        let prints = hexadecimal(fingerprints)
        guard !prints.isEmpty else { return }
        try tx.execute(
            """
            INSERT INTO silenced (fingerprint, at)
            SELECT DISTINCT decode(print, 'hex'), $2::timestamptz FROM unnest($1::text[]) AS print ORDER BY 1
            ON CONFLICT (fingerprint) DO NOTHING
            """,
            prints,
            moment
        )
    }

    /// Companies that are reached by one of the addresses.
    static func reached(by fingerprints: [String], in tx: isolated PostgresSession) throws -> [SIREN] {
        let prints = hexadecimal(fingerprints)
        guard !prints.isEmpty else { return [] }
        return try tx.query(
            """
            SELECT DISTINCT siren FROM facts
            WHERE field IN ('phone', 'email') AND sha256(replace(lower(value #>> '{}'), '\\', '\\\\')::bytea) = ANY(ARRAY(
                SELECT decode(print, 'hex') FROM unnest($1::text[]) AS print))
            ORDER BY siren
            """,
            prints
        ).values(as: String.self).compactMap { SIREN($0) }
    }

    private static func hexadecimal(_ texts: [String]) -> [String] {
        texts.prefix(100).filter { text in
            text.utf8.count == 64 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        }
    }

    /// Those of `addresses` that were silenced.
    static func silenced(among addresses: [String], in tx: isolated PostgresSession) throws -> Set<String> {
        guard !addresses.isEmpty else { return [] }
        return Set(
            try tx.query(
                """
                SELECT address FROM unnest($1::text[]) AS address
                JOIN silenced AS s ON s.fingerprint = sha256(convert_to(lower(address), 'UTF8'))
                """,
                addresses
            ).values(as: String.self)
        )
    }
}
