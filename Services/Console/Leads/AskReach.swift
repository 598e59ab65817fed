import Contracts
import Foundation
import Postgres

/// Has enrichment ask a provider for a company's phone, e-mail and site, which costs money; pages and API call it alike.
///
/// Announces ``EnrichmentRequested``. Who must not be prospected is not asked about.
enum AskReach {
    static let notReady = Refusal(
        "reach.not_ready",
        "Aucun fournisseur de coordonnées n’est configuré, ou il est coupé."
    )

    /// - Throws: ``Problem`` 404 behind a wall or once withdrawn; ``Refusal``.
    static func run(
        on id: LeadID,
        by principal: Principal,
        now: Date,
        in tx: isolated PostgresSession
    ) throws -> [any Event] {
        guard let lead = try LeadStore.find(id, in: tx), lead.withdrawnAt == nil else { throw Problem.notFound }
        try CompanyQuestion.check(lead)
        guard let question = try LeadStore.details(of: lead, in: tx).reachQuestion, question.isReady else {
            throw notReady
        }
        let request = EnrichmentRequested(
            companyID: CompanyID(rawValue: lead.companyId),
            actor: principal.actor,
            reason: "asked_on_lead",
            wanted: ["reach"]
        )
        let department = DepartmentID(rawValue: lead.department)
        return [
            request, Audit.entry(principal.actor, "lead.reach_asked", "lead/\(id)", department, question.provider, now),
        ]
    }
}

/// What holds for whatever is asked or noted of a lead's company.
enum CompanyQuestion {
    static let unidentified = Refusal("lead.no_siren", "Cette entreprise n’a pas encore de SIREN.")
    static let excluded = Refusal(
        "lead.excluded",
        "Cette entreprise n’est pas à prospecter\u{202F}: rien de plus n’est cherché ni noté d’elle."
    )

    static func check(_ lead: LeadRecord) throws(Refusal) {
        guard lead.siren != nil else { throw unidentified }
        guard lead.exclusion == nil, lead.companyState != "ceased" else { throw excluded }
    }
}
