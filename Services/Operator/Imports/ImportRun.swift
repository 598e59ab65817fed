import Contracts
import Foundation
import HTTPClient
import ServiceKit

/// One import from the file to the end of every lead in it.
struct ImportRun: Sendable {
    let context: OperatorContext
    let report: ImportReport
    private let started: ContinuousClock.Instant
    private let end: ContinuousClock.Instant

    /// Hands the file over and waits until its rows are worked through.
    static func begin(
        file: String,
        department: DepartmentID?,
        isDryRun: Bool,
        patience: Int
    ) async throws -> ImportRun {
        try await begin(
            bytes: [UInt8](try contents(of: file)),
            named: URL(fileURLWithPath: file).lastPathComponent,
            department: department,
            isDryRun: isDryRun,
            patience: patience
        )
    }

    /// The same with a list made here.
    static func begin(
        bytes: [UInt8],
        named name: String,
        department: DepartmentID?,
        isDryRun: Bool,
        patience: Int
    ) async throws -> ImportRun {
        let context = try OperatorContext()
        let url = try context.settings.text("FILON_INGEST_URL", "ingest's address; `. .local/env` sets it")
        let door = IngestDoor(url: url, token: try await IngestTokens.forLists(of: department, context))
        let started = ContinuousClock.now
        let end = started + .seconds(patience)
        let client = HTTPClient(userAgent: "filon")
        let id = try await door.upload(bytes, named: name, isDryRun: isDryRun, client)
        let report = try await finished(id, door, client, until: end)
        await client.close()
        Progress.clear()
        return ImportRun(context: context, report: report, started: started, end: end)
    }

    private static func finished(
        _ id: String,
        _ door: IngestDoor,
        _ client: HTTPClient,
        until end: ContinuousClock.Instant
    ) async throws -> ImportReport {
        var latest = "ingest has not said how far it is"
        while true {
            if let report = try await door.report(id, client) {
                guard report.status == "running" else { return report }
                let done = report.created + report.updated + report.unchanged + report.toIdentify + report.refused
                latest = "\(done) of \(report.rows) rows read"
            }
            Progress.show(latest)
            guard ContinuousClock.now < end else {
                throw OperatorError(
                    "Time is up; \(latest). Import \(id) goes on; `filon status` shows whether ingest runs."
                )
            }
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    /// Waits until every lead stands in an end state.
    /// - Throws: ``OperatorError`` naming what is missing when time is up.
    func summary() async throws -> Summary {
        guard let id = UUID(uuidString: report.id) else {
            throw OperatorError("Ingest answered without an import's id.")
        }
        try await ImportWait(context: context, importID: id, end: end).untilSettled()
        let seconds = started.duration(to: .now)
        let console = context.settings.optional("FILON_CONSOLE_URL", "the console's address")
        let facts = try await context.read { tx in try SummaryStore.facts(of: id, in: tx) }
        return SummaryBuilder(facts).summary(seconds: seconds.seconds, consoleURL: console)
    }

    /// The door takes more, but not from memory.
    private static let largest = 512 << 20

    private static func contents(of file: String) throws -> Data {
        let size = try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int
        guard size ?? 0 <= largest else {
            throw OperatorError("\(file) is larger than 512 MiB. Split it, or send it with curl --data-binary @FILE.")
        }
        guard let data = FileManager.default.contents(atPath: file) else {
            throw OperatorError("\(file) cannot be read. Check the path.")
        }
        return data
    }
}

extension Duration {
    /// To the millisecond.
    var seconds: Double {
        (Double(components.seconds) * 1000 + (Double(components.attoseconds) / 1e15).rounded()) / 1000
    }
}
