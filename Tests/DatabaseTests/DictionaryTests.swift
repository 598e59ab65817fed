import Foundation
import Migrations
import Postgres
import TestSupport
import Testing

@Suite struct DictionaryTests {
    @Test func everyTableViewAndColumnIsDescribedAndThePageIsFresh() async throws {
        let database = try await TestDatabase.make()
        let lines = try await database.withSession { session in
            try await session.query("SELECT line FROM msg.data_dictionary() AS line").values(as: String.self)
        }
        await database.drop()

        #expect(lines.count > 1000)
        #expect(lines.filter { $0.contains("**missing**") } == [])
        let root = try Migrator.directory().deletingLastPathComponent().deletingLastPathComponent()
        let page = try String(contentsOf: root.appending(path: "docs/data-dictionary.md"), encoding: .utf8)
        let written = Set(page.split(separator: "\n").map(String.init))
        let stale = lines.filter { !$0.isEmpty && !written.contains($0) }
        #expect(stale == [], "run infra/scripts/data-dictionary")
        let isWhole = page.contains(lines.joined(separator: "\n").trimmingCharacters(in: .newlines))
        #expect(isWhole, "run infra/scripts/data-dictionary")
    }
}
