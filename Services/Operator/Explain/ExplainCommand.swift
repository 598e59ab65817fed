import ArgumentParser
import Foundation

struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Why a lead or company stands where it stands.",
        subcommands: [Lead.self, Company.self]
    )

    struct Lead: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "One lead, with its score of a moment made again and compared.",
            discussion: """
                Scoring makes the score again of the inputs, the rules and the model that it names. The answer is the same to \
                the byte, or says what differs or what is gone.
                """
        )
        @Argument(help: "The lead's id, or a SIREN: each department's lead of it.") var key: String
        @Option(
            help: "The score of which moment: 2026-03-01 (its end), 3d ago as 3d, or an ISO 8601 time; now if left out."
        )
        var at: Moment?
        @Option(help: "Give up after so many seconds without an answer of scoring.") var patience = 10
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let context = try OperatorContext()
            let digits = key.filter { !$0.isWhitespace }
            let subject: ExplainStore.Subject = UUID(uuidString: digits).map { .lead($0) } ?? .siren(digits)
            let found = try await context.read { tx in try ExplainStore.leads(subject, in: tx) }
            guard !found.isEmpty else { throw OperatorError("There is no lead \(key).") }
            let proofs = ProofRun(context: context, patience: .seconds(max(1, patience)))
            var shown: [Explanation] = []
            for var lead in found {
                guard let id = UUID(uuidString: lead.lead) else { continue }
                do {
                    lead.proof = try await proofs.proof(of: id, at: at?.endOfDay ?? Date())
                } catch let error as OperatorError {
                    lead.unproven = error.description
                }
                shown.append(lead)
            }
            try common.print(text: shown.map(\.text).joined(separator: "\n\n"), json: shown)
        }
    }

    struct Company: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "A company's leads, department by department.")
        @Argument(help: "SIREN, or the company's id.") var key: String
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let digits = key.filter { !$0.isWhitespace }
            let subject: ExplainStore.Subject
            if let id = UUID(uuidString: digits) { subject = .company(id) } else { subject = .siren(digits) }
            let (found, evidence) = try await OperatorContext().read { tx in
                let leads = try ExplainStore.leads(subject, in: tx)
                let siren = leads.lazy.compactMap(\.siren).first
                return (leads, try siren.map { try EvidenceStore.evidence(of: $0, in: tx) })
            }
            guard !found.isEmpty else {
                throw OperatorError(
                    "No lead hangs on \(key). Is the SIREN right? `filon import companies` brings it in."
                )
            }
            let shown = found.map { lead in
                var lead = lead
                lead.evidence = evidence
                return lead
            }
            let text = found.map(\.text) + (evidence.map { [$0.text] } ?? [])
            try common.print(text: text.joined(separator: "\n\n"), json: shown)
        }
    }
}
