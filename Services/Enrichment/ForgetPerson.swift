import Contracts
import FrenchBusiness
import Messaging
import Postgres

/// Drops what names or places a sole trader once the person was erased; a later look brings back figures only.
///
/// Reads and writes `companies`, `dossiers`, `facts`, `turnover`, `silenced`, `cached_replies` and `identifications`. Other
/// companies' facts are no person's, but for the words that a colleague wrote beside a figure, and the person's address.
struct ForgetPerson: MessageHandler {
    static let name = "enrichment.forget-person"

    func handle(_ delivery: Delivery<PersonErased>, in tx: isolated PostgresSession) throws -> Outcome {
        let erased = delivery.message
        if erased.reason == PersonErased.expired {
            try HeedObjection.forgetReach(by: erased.addressFingerprints, in: tx)
        } else {
            try HeedObjection.silence(erased.addressFingerprints, at: erased.at, in: tx)
        }
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
        try PersonFigureStore.forgetNotes(about: siren, in: tx)
        guard let dossier = try DossierStore.all([siren], in: tx)[siren], dossier.facts.isSoleTrader else { return }
        // A sole trader's own figure is personal, too.
        let told = try TurnoverStore.years(of: [siren], in: tx)[siren] ?? []
        try PersonFigureStore.forget(siren, in: tx)
        let others = told.filter { $0.source != ProviderName.person }
        let kept =
            others.count == told.count
            ? dossier : try KeepTurnover.save(dossier, others, told: nil, at: dossier.factsAt, in: tx)
        try DossierStore.save([kept.withoutPerson], in: tx)
        try FactStore.forgetPersons(of: [siren], in: tx)
        try ReplyStore.forget([siren], in: tx)
    }
}
