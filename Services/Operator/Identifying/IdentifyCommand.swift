import ArgumentParser
import Contracts
import Foundation
import FrenchBusiness

/// Companies that came without SIREN: what the registers propose, and a person's choice.
struct IdentifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "identify",
        abstract: "Companies without SIREN: what the registers propose, and your choice.",
        subcommands: [List.self, Choose.self]
    )

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Those that wait for a choice, the longest waiting first, with at most five candidates each."
        )
        @Option(help: "asked, doubtful, none, taken, merged, opposed, chosen or declined.") var state = "doubtful"
        @Option(help: "Of so many companies.") var limit = 50
        @OptionGroup var common: CommonOptions

        func validate() throws {
            guard IdentificationStore.states.contains(state) else {
                throw ValidationError(
                    "There is no state \(state): \(IdentificationStore.states.joined(separator: ", "))."
                )
            }
            guard (1...1000).contains(limit) else { throw ValidationError("--limit takes 1 to 1000.") }
        }

        func run() async throws {
            let found = try await OperatorContext().read { [state, limit] tx in
                try IdentificationStore.list(state, limit: limit, in: tx)
            }
            try common.print(text: WaitingCompany.text(of: found, state: state), json: ["companies": found])
        }
    }

    struct Choose: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Gives a company its SIREN, or says that none of the candidates is right."
        )
        @Argument(help: "The company's id, as the list shows it.") var company: UUID
        @Argument(help: "SIREN or SIRET, or none.") var siren: String
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let chosen = try Self.read(siren)
            let id = CompanyID(rawValue: company)
            let request = IdentificationChoiceRequested(
                actor: "operator",
                companyID: id,
                siren: chosen,
                at: WireDate.rounded(Date())
            )
            let audit = Audit.entry("identification.choose", "company/\(id)", chosen?.text ?? "none")
            let context = try OperatorContext()
            try await RequestSender(context: context).send([request])
            try await context.act(audit) { _ in }
            try common.print(
                text: chosen.map { "The company has SIREN \($0.text) now." }
                    ?? "None of the candidates: the company stays to identify.",
                json: ["company": id.description, "siren": chosen?.text]
            )
        }

        /// - Returns: nil for `none`.
        static func read(_ typed: String) throws -> SIREN? {
            guard typed.lowercased() != "none" else { return nil }
            do {
                let digits = typed.unicodeScalars.count { ("0"..."9").contains($0) }
                return digits == 14 ? try SIRET(userInput: typed).siren : try SIREN(userInput: typed)
            } catch {
                throw OperatorError("\(typed) is no SIREN, SIRET or « none ».")
            }
        }
    }
}
