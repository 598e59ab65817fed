import ContractSupport
import Contracts
import Foundation
import InstallationSupport
import MessagingSupport
import Postgres
import TestSupport
import Testing

/// What the real executables really announce, before a validator that is not ours and before every consumer's needs.
@Suite struct RealOutputTests {
    /// Types that no service has a way to announce yet, or only one that a day does not bring.
    private static let rare: [String: String] = [
        "absence.requested.v1": "no command asks for an absence yet",
        "budget.exhausted.v1": "free providers cost nothing",
        "company.merged.v1": "a day brings no company that two departments know, one of them without its SIREN",
        "model.alarm_changed.v1": "a day ends too few deals to alarm anybody",
        "notification.requested.v1": "nothing asks for one yet",
        "objection.recorded.v1": "no door takes objections yet",
        "person.erased.v1": "no door erases people yet",
    ]

    @Test func everythingAnnouncedIsWhatTheSchemasPromiseAndTheConsumersNeed() async throws {
        let filon = try await Installation(settings: BusyDay.settings)
        do {
            try await BusyDay(filon: filon).pass()
            try await Self.judge(filon)
        } catch {
            await filon.tearDown()
            throw error
        }
        await filon.tearDown()
    }

    private static func judge(_ filon: Installation) async throws {
        let operators = PostgresPool(filon.database.config(role: "filon_operator"), size: 1)
        let expected = Set(Catalogue.entries.map(\.type)).subtracting(rare.keys)
        var missing = expected
        // What is missing at the end says more than that something is.
        try? await eventually("all of it is announced", within: .seconds(60)) {
            missing = expected.subtracting(
                try await operators.transaction(settings: everything) { tx in try AnnouncedStore.types(in: tx) }
            )
            return missing.isEmpty
        }
        #expect(missing == [], "not announced")
        let statements = try await operators.transaction(settings: everything) { tx in try AnnouncedStore.all(in: tx) }
        await operators.close()

        let verdict = try await Judge.judge(statements, by: ContractFiles().schemas)
        #expect(verdict.faults == [])
        #expect(verdict.isClean)
        let missed = missed(statements, by: try ContractFiles().consumers())
        #expect(missed == [])
        report(statements, verdict)
    }

    private static let everything = ["filon.departments": "*"]

    /// What a consumer would look for in vain, a sentence each.
    private static func missed(_ statements: [Judge.Statement], by needs: [ConsumerNeeds]) -> [String] {
        let hearings = Dictionary(
            grouping: needs.flatMap { consumer in consumer.hears.map { (service: consumer.service, hearing: $0) } },
            by: \.hearing.type
        )
        return statements.flatMap { statement in
            (hearings[statement.type] ?? []).flatMap { service, hearing in
                hearing.faults(in: statement.message).map { fault in
                    "\(statement.origin): \(service) (\(hearing.handler)) reads \(statement.type): \(fault)"
                }
            }
        }
    }

    /// How much the silence above is worth.
    private static func report(_ statements: [Judge.Statement], _ verdict: Judge.Verdict) {
        let announced = Set(statements.map(\.type))
        print("real output: \(verdict.lines.last ?? "nothing")")
        for (type, reason) in rare.sorted(by: { $0.key < $1.key }) where !announced.contains(type) {
            print("real output: \(type) was not announced, so only its golden message is judged: \(reason)")
        }
    }
}
