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
        (
            .storesStayInTheirSchema, "Services/Console/XStore.swift",
            "\"\"\"\n    INSERT INTO assignment.leads (id)\n\"\"\""
        ),
        (
            .storesStayInTheirSchema, "Services/Scoring/XStore.swift",
            "tx.query(\n    \"\"\"\n    SELECT 1 FROM\n        intake.companies AS c\n    \"\"\")"
        ),
        (
            .storesStayInTheirSchema, "Services/Scoring/XStore.swift",
            "tx.query(\"\"\"\n    SELECT 1 FROM enrichment.v_facts,\n        enrichment.facts\n    \"\"\")"
        ),
        (.onlyStoresContainSQL, "Services/Scoring/X.swift", "query(\"\"\"\n    DELETE\n    FROM outbox\n    \"\"\")"),
        (.handlersDoNotPublish, "Services/Scoring/X.swift", "struct X: MessageHandler {\n    messenger.commit { }"),
        (.noPersonalDataInLogs, "Services/Scoring/X.swift", "logger.info(\"told \\(user.email)\")"),
        (.noPersonalDataInLogs, "Services/Scoring/X.swift", #"logger.info("\(contact.phoneE164)")"#),
        (.noPersonalDataInLogs, "Services/Scoring/X.swift", #"logger.info("told \(colleague.name)")"#),
        (.noPersonalDataInLogs, "Services/Scoring/X.swift", #"logger.debug("\(emailAddress)")"#),
        (.noPersonalDataInLogs, "Services/Scoring/X.swift", #"logger?.error("of \(lead.ownerHint ?? "?")")"#),
        (.noPersonalDataInLogs, "Services/Scoring/X.swift", #"logger.info("\(short(x.id, y)) \(user.displayName)")"#),
        (.noPersonalDataInLogs, "Services/Scoring/X.swift", #"logger.info("told", metadata: ["to": .string(mail)])"#),
        (
            .noPersonalDataInLogs, "Shared/AMQP/X.swift",
            "logger.info(\n    \"sent\",\n    metadata: [\"b\": \"\\(message.body)\"])"
        ),
        (.noPersonalDataInLogs, "Services/Scoring/X.swift", #"metadata["to"] = "\(user.email)""#),
        (.inputNeverTraps, "Services/Scoring/X.swift", "let x = try! decode()"),
        (
            .limitsHold, "Shared/Messaging/XStore.swift",
            "\"\"\"\n    UPDATE retry SET x = 1 WHERE id IN (\n    SELECT id FROM retry LIMIT $1 FOR UPDATE)\n    \"\"\""
        ),
        (.uncheckedClaimsHaveReasons, "Shared/AMQP/X.swift", "final class X: @unchecked Sendable {}"),
    ])
    func aBreachIsSeen(rule: Rule, path: String, text: String) {
        let files = [
            SourceFile(path: path, text: text),
            SourceFile(path: "Services/Assignment/Y.swift", text: ""),
        ]
        #expect(rule.violations(files).count == 1, "\(rule) does not see: \(text)")
    }

    /// Words of a message are not data, nor are another's views.
    @Test(arguments: [
        (Rule.noPersonalDataInLogs, #"logger.info("an e-mail has no address (\(error))", metadata: ["row": "\(id)"])"#),
        (.noPersonalDataInLogs, #"let name = "x"; logger.info("told"); let email = name"#),
        (.storesStayInTheirSchema, "\"SELECT c.name FROM intake.v_companies AS c\""),
        (.storesStayInTheirSchema, "let a = people.count // intake.companies"),
        (.onlyStoresContainSQL, #"let text = "UPDATE and DELETE the file from the list""#),
    ])
    func whatIsAllowedPasses(rule: Rule, text: String) {
        let name = rule.description.contains("SQL") ? "X.swift" : "XStore.swift"
        #expect(rule.violations([SourceFile(path: "Services/Scoring/\(name)", text: text)]) == [])
    }

    @Test func everyServiceHasItsSchemasNamed() throws {
        #expect(Set(try SourceTree.folders(in: "Services")).isSubset(of: Rule.schemas.keys))
    }

    @Test func everySharedModuleIsOneTheDesignNames() throws {
        let named: Set = [
            "CPostgres", "CRabbitMQ", "CCurl", "Threading", "Postgres", "AMQP", "HTTPClient", "Contracts", "Messaging",
            "Migrations", "ServiceKit", "FrenchBusiness", "Identification", "CSV", "Scorecard", "Telemetry", "OTLP",
        ]
        #expect(Set(try SourceTree.folders(in: "Shared")) == named)
    }
}
