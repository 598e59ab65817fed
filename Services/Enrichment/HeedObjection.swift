import Contracts
import Foundation
import FrenchBusiness
import Messaging
import Postgres

/// After an objection a company is no longer looked at of our own accord, and how it is reached is forgotten.
///
/// Writes `companies`, `dossiers`, `facts` and `silenced`. Contacts are not held here: objections by their identity change
/// nothing.
struct HeedObjection: MessageHandler {
    static let name = "enrichment.heed-objection"

    func handle(_ delivery: Delivery<ObjectionRecorded>, in tx: isolated PostgresSession) throws -> Outcome {
        let objection = delivery.message
        try Self.silence([objection.addressFingerprint].compactMap(\.self), at: objection.at, in: tx)
        // One department's objection leaves the company to the others.
        guard objection.scope == "company", objection.department == nil, let company = objection.companyID else {
            return .done
        }
        guard let siren = try CompanyStore.oppose(company, at: objection.at, in: tx) else { return .done }
        try Self.forgetReach(of: [siren], in: tx)
        return .done
    }

    /// Drops addresses and numbers by their fingerprints (hexadecimal), and keeps them from coming back.
    static func silence(_ fingerprints: [String], at moment: Date, in tx: isolated PostgresSession) throws {
        try SilenceStore.silence(fingerprints, at: moment, in: tx)
        try forgetReach(by: fingerprints, in: tx)
    }

    /// Drops addresses and numbers by their fingerprints (hexadecimal).
    static func forgetReach(by fingerprints: [String], in tx: isolated PostgresSession) throws {
        try forgetReach(of: SilenceStore.reached(by: fingerprints, in: tx), in: tx)
    }

    static func forgetReach(of sirens: [SIREN], in tx: isolated PostgresSession) throws {
        guard !sirens.isEmpty else { return }
        try DossierStore.lock(sirens, in: tx)
        try FactStore.forgetReach(of: sirens, in: tx)
        var reached = try DossierStore.all(sirens, in: tx).values.filter { $0.record.reach != nil }
            .sorted { $0.siren < $1.siren }
        for index in reached.indices { reached[index].record.reach = nil }
        try DossierStore.save(reached, in: tx)
    }
}
