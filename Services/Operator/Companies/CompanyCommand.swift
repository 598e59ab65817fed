import ArgumentParser
import Contracts
import Foundation
import FrenchBusiness

/// Questions about one company, and what is known of it beside the registers.
struct CompanyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "company",
        abstract: "One company: look it up again, with phone and e-mail, or say what you know of its turnover.",
        subcommands: [LookCommand.self, TurnoverCommand.self]
    )

    /// People copy a SIRET as often as a SIREN.
    static func siren(_ typed: String) throws -> SIREN {
        do {
            let digits = typed.unicodeScalars.count { ("0"..."9").contains($0) }
            return digits == 14 ? try SIRET(userInput: typed).siren : try SIREN(userInput: typed)
        } catch {
            throw OperatorError("\(typed) is no SIREN.")
        }
    }

    static func found(_ typed: String, in context: OperatorContext) async throws -> HeldCompany {
        let siren = try siren(typed)
        guard let company = try await context.read({ tx in try HeldCompanyStore.company(siren, in: tx) }) else {
            throw OperatorError("No company has SIREN \(siren.text) here. `filon import companies` brings it in.")
        }
        return company
    }
}
