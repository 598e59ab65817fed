import ArgumentParser
import Contracts
import Foundation
import FrenchBusiness

/// `filon company turnover`.
struct TurnoverCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "turnover",
        abstract: "Keeps what you know of a company's turnover, or takes it back.",
        discussion: """
            Your figure comes before published ones of the same accounting year; those stay, and where they differ the \
            conflict is shown by `filon explain company`. Your name and the words of --source are kept with it: name \
            nobody in them.
            """
    )

    @Argument(help: "SIREN or SIRET.") var siren: String
    @Option(help: "Day on which the accounting year ended, for example 2024-12-31.") var closing: String
    @Option(parsing: .unconditional, help: "Turnover in euros, for example 1250000, \"1 250 000 €\" or \"1,25 M€\".")
    var amount: String?
    @Option(parsing: .unconditional, help: "Length of the accounting year in months.") var months = 12
    @Option(help: "Where you know it from, in words that name nobody.") var source: String?
    @Flag(help: "Take back what was said of this accounting year.") var remove = false
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard remove != (amount != nil) else { throw ValidationError("Give --amount, or --remove.") }
        guard remove || source?.trimmingCharacters(in: .whitespaces).isEmpty == false else {
            throw ValidationError("Give --source: where you know the figure from.")
        }
        guard CivilDate(parsing: closing) != nil else {
            throw ValidationError("--closing takes a day such as 2024-12-31.")
        }
        if let amount { _ = try Self.cents(amount) }
    }

    /// - Throws: `ValidationError`.
    static func cents(_ text: String) throws -> Int64 {
        guard !text.trimmingCharacters(in: .whitespaces).hasPrefix("-") else {
            throw ValidationError("A turnover is not negative.")
        }
        do {
            return try PublishedAmount(parsing: text).money.cents
        } catch {
            throw ValidationError("--amount: \(error.description).")
        }
    }

    func run() async throws {
        guard let day = CivilDate(parsing: closing) else { throw OperatorError("\(closing) is no day.") }
        let context = try OperatorContext()
        let company = try await CompanyCommand.found(siren, in: context)
        let cents = try amount.map(Self.cents)
        let request = TurnoverRequested(
            actor: ReplayRun.actor,
            companyID: company.id,
            closingDate: day,
            months: months,
            amountCents: cents,
            source: remove ? "" : source ?? "",
            at: WireDate.rounded(Date())
        )
        try await RequestSender(context: context).send([request])
        let action = remove ? "turnover.taken_back" : "turnover.given"
        try await context.act(Audit.entry(action, "company/\(company.id)", day.text)) { _ in }
        let kept = KeptTurnover(siren: company.siren.text, closingDate: day.text, amountCents: cents)
        try common.print(text: kept.text, json: kept)
    }
}

/// What `filon company turnover` did.
struct KeptTurnover: Encodable, Sendable {
    let siren: String
    let closingDate: String
    /// nil: taken back
    let amountCents: Int64?

    var text: String {
        guard let amountCents else { return "Taken back: the turnover of \(siren) for the year to \(closingDate)." }
        let amount = Money(cents: amountCents).formattedEuros
        return
            "Kept: \(siren) turned over \(amount) in the year to \(closingDate). `filon explain company \(siren)` shows "
            + "it beside what is published."
    }
}
