import ArgumentParser
import Foundation

struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Why a lead or company stands where it stands.",
        subcommands: [Lead.self, Company.self]
    )

    struct Lead: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "One lead.")
        @Argument(help: "The lead's id.") var id: UUID
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let found = try await OperatorContext().read { [id] tx in try ExplainStore.leads(.lead(id), in: tx) }
            guard !found.isEmpty else { throw OperatorError("There is no lead \(id.uuidString.lowercased()).") }
            try common.print(text: found.map(\.text).joined(separator: "\n\n"), json: found)
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
