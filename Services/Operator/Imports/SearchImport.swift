import ArgumentParser
import Contracts
import Foundation
import FrenchBusiness
import ServiceKit

/// `filon import search`.
struct SearchImport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Imports the companies that the State's search finds by filters, where no Sirene universe is loaded.",
        discussion: """
            The search (recherche-entreprises) shows 10,000 results of a question at most, 25 a page, seven questions a \
            second: a wider selection is divided, by NAF code, département, postal code, workforce and category, until \
            each part has fewer. --dry-run only counts, and says what reading would take; --resume ID reads what was \
            counted, or goes on where a search was left. Enrichment searches on while nobody waits. Without --department \
            the companies go to the department of FILON_INGEST_TOKEN. Needs FILON_INGEST_URL and the bus.
            """
    )
    static let limitMax = 100_000

    @OptionGroup var filter: SearchFilterOptions
    @Option(help: "Companies at most.") var limit = 10_000
    @Option(help: "Import for this department.") var department: DepartmentID?
    @Flag(help: "Only count: how many companies, parts, calls and minutes.") var dryRun = false
    @Option(help: "A search that was counted or left before.") var resume: String?
    @Option(help: "Seconds until giving up on waiting.") var patience = 14_400
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard (1...Self.limitMax).contains(limit) else {
            throw ValidationError("--limit goes from 1 to \(Self.limitMax).")
        }
        if resume != nil, dryRun { throw ValidationError("--resume reads; --dry-run only counts.") }
        if let resume, SearchID(resume) == nil { throw ValidationError("--resume takes the id that a search printed.") }
    }

    func run() async throws {
        let context = try OperatorContext()
        if !dryRun { try checkDoor(context) }
        let id = resume.flatMap { SearchID($0) } ?? SearchID()
        let request = SelectionRequested(
            searchID: id,
            actor: ReplayRun.actor,
            action: dryRun ? "count" : "read",
            filter: resume == nil ? filter.selection(today: Date()) : nil,
            limit: limit
        )
        try await RequestSender(context: context).send([request])
        let found = try await SearchWait(context: context, search: id, patience: patience).untilEnded()
        if !common.json { found.gaps.forEach { Progress.say($0.sentence) } }
        guard !dryRun else { return try common.print(text: found.forecast, json: SearchOutput(found, nil)) }
        guard !found.sirens.isEmpty else {
            throw OperatorError("The search found nobody who may be prospected. \(found.sentence)")
        }
        let run = try await ImportRun.begin(
            bytes: Array(("siren\n" + found.sirens.joined(separator: "\n") + "\n").utf8),
            named: "search-\(id).csv",
            department: department,
            isDryRun: false,
            patience: patience
        )
        if !common.json { run.report.faults.forEach(Progress.say) }
        try common.print(
            text: "\(found.sentence) Import \(run.report.id): \(run.report.sentence).",
            json: SearchOutput(found, run.report)
        )
    }

    /// Before an hour is spent on searching.
    private func checkDoor(_ context: OperatorContext) throws {
        _ = try context.settings.text("FILON_INGEST_URL", "ingest's address; `. .local/env` sets it")
        if department == nil { _ = try IngestTokens.ofEnvironment(context) }
    }
}

/// What is searched for; enrichment judges the values.
struct SearchFilterOptions: ParsableArguments {
    @Option(help: "NAF rév. 2: section (J), division (62), group (62.0), class (62.02) or code; several with commas.")
    var naf: String?
    @Option(help: "Official codes of départements, of the head office: 75,92,2A,974.") var departement: String?
    @Option(help: "INSEE's bands of employees: NN,00,01,02,03,11…") var workforce: String?
    @Option(help: "Catégorie juridique or its first digits: 5710, 54.") var legalForm: String?
    @Option(help: "PME, ETI or GE.") var category: String?
    @Option(help: "Years since its creation at least.") var minAge: Int?
    @Option(help: "Years since its creation at most.") var maxAge: Int?
    @Option(help: "Part of the name, three letters or more.") var name: String?

    func validate() throws {
        for age in [minAge, maxAge].compactMap(\.self) where !(0...500).contains(age) {
            throw ValidationError("Ages go from 0 to 500 years.")
        }
    }

    func selection(today now: Date) -> CompanySelection {
        let today = CivilDate(now, in: .paris)
        return CompanySelection(
            naf: Self.list(naf),
            departements: Self.list(departement),
            workforceBands: Self.list(workforce),
            legalForms: Self.list(legalForm),
            categories: Self.list(category),
            createdFrom: maxAge.map { today.adding(months: -12 * $0) },
            createdUntil: minAge.map { today.adding(months: -12 * $0) },
            name: name
        )
    }

    private static func list(_ text: String?) -> [String]? {
        text.map { $0.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty } }
    }
}
