import Contracts
import FrenchBusiness
import Messaging
import Postgres

/// Drops what names or places a sole trader once the person was erased; a later look brings back figures only.
///
/// Reads and writes `companies`, `dossiers`, `facts`, `cached_replies` and `identifications`. Other companies' facts are no person's.
struct ForgetPerson: MessageHandler {
    static let name = "enrichment.forget-person"

    func handle(_ delivery: Delivery<PersonErased>, in tx: isolated PostgresSession) throws -> Outcome {
        guard let company = delivery.message.companyID else { return .done }
        try IdentificationStore.forget(company, in: tx)
        guard let siren = try CompanyStore.erase(company, at: delivery.message.at, in: tx) else { return .done }
        try IdentificationStore.forget(naming: siren, in: tx)
        try Self.forget(siren, in: tx)
        return .done
    }

    /// Drops what names or places the sole trader behind `siren`, if there is one.
    static func forget(_ siren: SIREN, in tx: isolated PostgresSession) throws {
        try DossierStore.lock([siren], in: tx)
        guard let dossier = try DossierStore.all([siren], in: tx)[siren], dossier.facts.isSoleTrader else { return }
        try DossierStore.save([dossier.withoutPerson], in: tx)
        try FactStore.forgetPersons(of: [siren], in: tx)
        try ReplyStore.forget([siren], in: tx)
    }
}
