import ArgumentParser
import Contracts
import Foundation
import FrenchBusiness

/// `filon company look`.
struct LookCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "look",
        abstract: "Has a company looked up again, and waits for what the sources say.",
        discussion: """
            Shows first what the question may cost and the ceilings that it stays under, and asks whether to go on; where \
            nobody can answer, nothing is asked without --yes. With --reach also phone, e-mail and site are asked for, \
            which cost money wherever they are not known already. A company that objected is not asked about.
            """
    )

    @Argument(help: "SIREN or SIRET.") var siren: String
    @Flag(help: "Phone, e-mail and site, too.") var reach = false
    @Flag(help: "Do not ask before money is spent.") var yes = false
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let context = try OperatorContext()
        let company = try await CompanyCommand.found(siren, in: context)
        if reach, company.isOpposed {
            throw OperatorError("The company objected to prospecting: how it is reached is not asked for.")
        }
        let wanted = reach ? ["reach"] : []
        let cost = try await context.read { tx in
            try HeldCompanyStore.cost(of: company.siren, wanted: wanted, in: tx)
        }
        guard yes || isAgreed(to: cost) else {
            let shown = LookAnswer(siren: company.siren.text, cost: cost, isSent: false)
            return try common.print(text: shown.text, json: shown)
        }
        let answer = try await ask(company, wanted, cost, context)
        try common.print(text: answer.text, json: answer)
    }

    /// Only a person at a terminal can agree.
    private func isAgreed(to cost: LookCost) -> Bool {
        guard !common.json, isatty(0) == 1, isatty(1) == 1 else { return false }
        FileHandle.standardOutput.write(Data((cost.text + "\nGo on? [y/N] ").utf8))
        let reply = readLine()?.lowercased() ?? ""
        return ["y", "yes", "o", "oui"].contains(reply)
    }

    private func ask(
        _ company: HeldCompany,
        _ wanted: [String],
        _ cost: LookCost,
        _ context: OperatorContext
    ) async throws -> LookAnswer {
        let request = EnrichmentRequested(
            companyID: company.id,
            actor: ReplayRun.actor,
            reason: "operator",
            wanted: wanted.isEmpty ? nil : wanted
        )
        let answers = try await RequestSender(context: context, patience: .seconds(90)).send(
            [request],
            answeredBy: [CompanyEnriched.type, CompanyCeased.type, RequestRefused.type]
        )
        let audit = Audit.entry("company.looked_up", "company/\(company.id)", wanted.joined(separator: " "))
        try await context.act(audit) { _ in }
        let enriched = answers.first { $0.type == CompanyEnriched.type }.flatMap { answer in
            try? Wire.decode(CompanyEnriched.self, from: answer.body)
        }
        let (reach, steps, after) = try await context.read { [asksReach = self.reach] tx in
            (
                asksReach ? try HeldCompanyStore.reach(company.siren, in: tx) : nil,
                asksReach ? try HeldCompanyStore.outcomes(of: "reach", about: company.siren, in: tx) : [],
                try HeldCompanyStore.cost(of: company.siren, wanted: wanted, in: tx)
            )
        }
        return LookAnswer(
            siren: company.siren.text,
            cost: cost,
            isSent: true,
            state: enriched == nil ? "ceased" : "enriched",
            turnoverStatus: enriched?.turnover.status,
            exclusion: enriched?.exclusion?.text,
            reach: reach,
            reachSteps: steps,
            spentCents: max(0, after.spentOnCompanyCents - cost.spentOnCompanyCents)
        )
    }
}
