import ArgumentParser
import Contracts
import Foundation
import Postgres

/// Which messages of the journal an operator means.
struct JournalFilter: Sendable {
    var ids: [UUID] = []
    var types: [String] = []
    var from: Date
    var until: Date
    var company: UUID?
    var correlation: UUID?
    var subject: String?
    /// Schemas of the services that announced them; empty: all.
    var schemas: [String] = []
    /// Leaves out what repeats another message: it was run again already.
    var originalsOnly = false

    /// The journal keeps 30 days; a day more for clocks that differ.
    static let reach = 31.0 * 86_400
}

/// The same as options.
struct JournalOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Type, e.g. lead.scored.v1; may be given several times.", valueName: "type"))
    var type: [String] = []
    @Option(help: "From when on: 90s, 30m, 2h or 3d ago, a day, or an ISO 8601 time.") var since: Moment?
    @Option(help: "Until when, likewise.") var until: Moment?
    @Option(help: "About which company: SIREN, or the company's id.") var company: String?
    @Option(help: "Of which story: the correlation id.") var correlation: UUID?
    @Option(help: "About what: lead/<id>, company/<id>…") var subject: String?
    @Option(help: "Announced by which service.") var from: ServiceName?

    /// True where nothing at all was asked for.
    var isEmpty: Bool {
        type.isEmpty && since == nil && until == nil && company == nil && correlation == nil && subject == nil
            && from == nil
    }

    /// In words, for people and for the record of a run.
    var text: String {
        let parts: [String?] = [
            type.isEmpty ? nil : "type \(type.joined(separator: ", "))", since.map { "since \(Self.text($0.date))" },
            until.map { "until \(Self.text($0.date))" }, company.map { "company \($0)" },
            correlation.map { "correlation \($0.wireText)" }, subject.map { "subject \($0)" },
            from.map { "from \($0.rawValue)" },
        ]
        return parts.compactMap(\.self).joined(separator: ", ")
    }

    /// - Throws: ``OperatorError`` for a type that was never published or a SIREN that nobody registered.
    func filter(_ context: OperatorContext, now: Date = Date()) async throws -> JournalFilter {
        if let unknown = type.first(where: { Catalogue.entry(of: $0) == nil }) {
            throw OperatorError(Self.unknown(unknown))
        }
        var filter = JournalFilter(
            types: type,
            from: since?.date ?? now.addingTimeInterval(-JournalFilter.reach),
            until: until?.date ?? now.addingTimeInterval(60)
        )
        guard filter.from < filter.until else { throw OperatorError("--since is not before --until.") }
        filter.correlation = correlation
        filter.subject = subject
        if let from { filter.schemas = [from.plumbingSchema] }
        if let company { filter.company = try await Self.companyID(company, context) }
        return filter
    }

    static func unknown(_ type: String) -> String {
        let stem = type.split(separator: ".").dropLast().joined(separator: ".")
        let others = Catalogue.entries.map(\.type).filter { $0.hasPrefix(stem + ".v") }.sorted()
        let known = others.isEmpty ? "no version of it" : others.joined(separator: ", ")
        return "This release knows no \(type); it knows \(known)."
    }

    private static func companyID(_ key: String, _ context: OperatorContext) async throws -> UUID {
        if let id = UUID(uuidString: key) { return id }
        let digits = key.filter { !$0.isWhitespace }
        guard let id = try await context.read({ tx in try JournalStore.company(siren: digits, in: tx) }) else {
            throw OperatorError("No company has the SIREN \(digits).")
        }
        return id
    }

    private static func text(_ date: Date) -> String { date.formatted(.iso8601) }
}
