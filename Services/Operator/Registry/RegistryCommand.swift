import ArgumentParser
import Contracts
import Foundation
import HTTPClient
import ServiceKit

struct RegistryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "registry",
        abstract: "The Sirene universe: looks for companies in it, and makes prospects of them.",
        discussion: "Needs FILON_INGEST_URL and FILON_INGEST_TOKEN. `filon import sirene` fills it.",
        subcommands: [Search.self, Select.self]
    )

    struct Search: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Shows companies of the universe; active ones that may be prospected unless told."
        )

        @OptionGroup var filter: RegistryFilterOptions
        @Option(help: "Companies on a page.") var limit = 25
        @Option(help: "The SIREN that the page before ended with.") var after: String?
        @OptionGroup var common: CommonOptions

        func run() async throws {
            let context = try OperatorContext()
            let door = try RegistryDoor.ofEnvironment(context)
            let client = HTTPClient(userAgent: "filon")
            var query = filter.query + [URLQueryItem(name: "limit", value: String(limit))]
            query.append(URLQueryItem(name: "count", value: "true"))
            if let after { query.append(URLQueryItem(name: "after", value: after)) }
            let page = try await door.search(query, client)
            await client.close()
            try common.print(text: page.table, json: page)
        }
    }

    struct Select: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Imports the companies that a search finds, for a department.",
            discussion: """
                Those that the department has already stay as they are. Without --department they go to the department \
                of FILON_INGEST_TOKEN.
                """
        )
        static let limitMax = 100_000

        @OptionGroup var filter: RegistryFilterOptions
        @Option(help: "Companies at most.") var limit = 500
        @Option(help: "Import for this department.") var department: DepartmentID?
        @Flag(help: "Only count what would happen; nothing is written.") var dryRun = false
        @Option(help: "Seconds until giving up on the import.") var patience = 600
        @OptionGroup var common: CommonOptions

        func validate() throws {
            guard (1...Self.limitMax).contains(limit) else {
                throw ValidationError("--limit goes from 1 to \(Self.limitMax).")
            }
        }

        func run() async throws {
            let context = try OperatorContext()
            let selection = try await RegistrySelection.gather(
                filter.query,
                limit: limit,
                RegistryDoor.ofEnvironment(context)
            )
            guard !selection.units.isEmpty else {
                throw OperatorError("Nothing in the universe matches. `filon registry search` shows what is there.")
            }
            let run = try await ImportRun.begin(
                bytes: selection.list,
                named: "selection.csv",
                department: department,
                isDryRun: dryRun,
                patience: patience
            )
            if !common.json { run.report.faults.forEach(Progress.say) }
            let more = selection.isCut ? "; there are more, --limit holds them back" : ""
            try common.print(
                text: "\(selection.units.count) selected\(more). Import \(run.report.id): \(run.report.sentence).",
                json: SelectionReport(selected: selection.units.count, isCut: selection.isCut, report: run.report)
            )
        }
    }

    /// What `registry select --json` prints.
    struct SelectionReport: Encodable {
        let selected: Int
        /// More match than `--limit` lets through.
        let isCut: Bool
        let report: ImportReport

        enum CodingKeys: String, CodingKey {
            case selected
            case isCut = "more"
            case report = "import"
        }
    }
}

extension RegistryDoor {
    static func ofEnvironment(_ context: OperatorContext) throws -> RegistryDoor {
        RegistryDoor(
            url: try context.settings.text("FILON_INGEST_URL", "ingest's address; `. .local/env` sets it"),
            token: try IngestTokens.ofEnvironment(context)
        )
    }
}

extension RegistryPage {
    /// For people.
    var table: String {
        let head = TextTable.row([("SIREN", 9), ("NAF", 6), ("dép.", 4), ("eff.", 4), ("né en", 5), ("nom", 50)])
        let rows = units.map { unit in
            TextTable.row([
                (unit.siren, 9), (unit.naf ?? unit.naf25 ?? "", 6), (unit.departement ?? "", 4),
                (unit.workforceBand ?? "", 4), (String(unit.createdOn?.prefix(4) ?? ""), 5),
                (unit.name.isEmpty ? "Sans nom" : unit.name, 50),
            ])
        }
        let found = count.map { "\($0.text) found" } ?? "\(units.count) shown"
        let rest = next.map { "; the next page: --after \($0)" } ?? ""
        return ([head] + rows + ["\(found)\(rest)"]).joined(separator: "\n")
    }
}
