import Foundation
import Testing

@Suite struct ArchitectureTests {
    @Test(arguments: Rule.all)
    func theTreeObeys(rule: Rule) throws {
        let files = try SourceTree.swiftFiles()
        #expect(files.count > 100, "the sources were not found")
        #expect(rule.violations(files) == [])
    }

    /// A rule that cannot fail is no rule: each is shown a source that breaks it.
    @Test(arguments: [
        (Rule.noServiceImportsAnother, "Services/Scoring/X.swift", "import Assignment"),
        (.noServiceImportsAnother, "Shared/Messaging/X.swift", "public import Assignment"),
        (.onlyStoresContainSQL, "Services/Scoring/X.swift", "let sql = \"SELECT a FROM b\""),
        (.onlyStoresContainSQL, "Shared/Messaging/X.swift", "    DELETE FROM outbox WHERE seq = 1"),
        (.noCTypeCrossesAModule, "Shared/Messaging/X.swift", "import CRabbitMQ"),
        (.noCTypeCrossesAModule, "Shared/AMQP/X.swift", "public import CRabbitMQ"),
        (.storesStayInTheirSchema, "Services/Scoring/XStore.swift", "\"SELECT 1 FROM intake.companies\""),
        (.storesStayInTheirSchema, "Services/Console/XStore.swift", "    INSERT INTO assignment.leads (id)"),
        (.handlersDoNotPublish, "Services/Scoring/X.swift", "struct X: MessageHandler {\n    messenger.commit { }"),
        (.noPersonalDataInLogs, "Services/Scoring/X.swift", "logger.info(\"told \\(user.email)\")"),
        (
            .noPersonalDataInLogs, "Shared/AMQP/X.swift",
            "logger.info(\n    \"sent\",\n    metadata: [\"b\": \"\\(message.body)\"])"
        ),
        (.inputNeverTraps, "Services/Scoring/X.swift", "let x = try! decode()"),
        (.uncheckedClaimsHaveReasons, "Shared/AMQP/X.swift", "final class X: @unchecked Sendable {}"),
    ])
    func aBreachIsSeen(rule: Rule, path: String, text: String) {
        let files = [
            SourceFile(path: path, text: text),
            SourceFile(path: "Services/Assignment/Y.swift", text: ""),
        ]
        #expect(rule.violations(files).count == 1, "\(rule) does not see: \(text)")
    }

    @Test func everyServiceHasItsSchemasNamed() throws {
        #expect(Set(try SourceTree.folders(in: "Services")).isSubset(of: Rule.schemas.keys))
    }

    @Test func everySharedModuleIsOneTheDesignNames() throws {
        let named: Set = [
            "CPostgres", "CRabbitMQ", "CCurl", "Threading", "Postgres", "AMQP", "HTTPClient", "Contracts", "Messaging",
            "Migrations", "ServiceKit", "FrenchBusiness",
        ]
        #expect(Set(try SourceTree.folders(in: "Shared")) == named)
    }
}
