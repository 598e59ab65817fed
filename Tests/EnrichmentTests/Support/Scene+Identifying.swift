import Contracts
import Foundation
import FrenchBusiness
import Messaging
import Postgres
import TestSupport

@testable import Enrichment

/// A company as the search by name answers it.
struct FoundUnit: Sendable {
    let siren: String
    let name: String
    let postcode: String
    let city: String

    init(_ siren: String, _ name: String, _ postcode: String, _ city: String) {
        self.siren = siren
        self.name = name
        self.postcode = postcode
        self.city = city
    }

    /// With the number's last digit made right.
    var valid: FoundUnit? {
        (0...9).lazy.map { FoundUnit(siren.prefix(8) + String($0), name, postcode, city) }.first {
            SIREN($0.siren) != nil
        }
    }

    var json: String {
        """
        {"siren":"\(siren)","nom_complet":"\(name)","nom_raison_sociale":"\(name)","etat_administratif":"A",
        "statut_diffusion":"O","nature_juridique":"5710","activite_principale":"62.02A",
        "dirigeants":[{"nom":"DURAND","prenoms":"ANNE"}],
        "siege":{"code_postal":"\(postcode)","libelle_commune":"\(city)"},"matching_etablissements":[]}
        """
    }
}

extension LocalProvider.Reply {
    static func found(_ units: [FoundUnit], _ question: LocalProvider.Question) -> Self {
        let body = units.map(\.json).joined(separator: ",")
        return .answer(
            "{\"results\":[\(body)],\"total_results\":\(units.count),\"page\":1,\"per_page\":25,\"total_pages\":1}"
        )
    }
}

extension Scene {
    /// Adds a company to the Sirene universe.
    func register(_ siren: String, _ name: String, _ postcode: String, _ city: String, form: String = "5499")
        async throws
    {
        try await database.withSession { session in
            try await session.transaction { tx in
                _ = try tx.execute(
                    """
                    INSERT INTO intake.registry (siren, name, legal_form, postcode, city, departement, state, diffusion)
                    VALUES ($1, $2, $3, $4, $5, left($4, 2), 'A', 'O')
                    """,
                    siren,
                    name,
                    form,
                    postcode,
                    city
                )
            }
        }
    }

    func question(
        _ company: CompanyID,
        _ name: String,
        _ postcode: String?,
        _ city: String?,
        version: Int64
    ) -> IdentificationRequested {
        IdentificationRequested(companyID: company, name: name, postcode: postcode, city: city, version: version)
    }

    /// Asks as ingest does; a company that may not be looked for is answered with nothing.
    @discardableResult
    func identify(
        _ company: CompanyID,
        _ name: String,
        _ postcode: String?,
        _ city: String?,
        version: Int64 = 1,
        attempt: Int = 1
    ) async throws -> [any Event] {
        guard let identifier = plan.identifier else { return [] }
        return try await deliver(
            [question(company, name, postcode, city, version: version)],
            to: identifier,
            attempt: attempt
        )
    }
}

extension [any Event] {
    var proposed: [IdentificationProposed] { compactMap { $0 as? IdentificationProposed } }
}
