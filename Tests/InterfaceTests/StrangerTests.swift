import ContractSupport
import Contracts
import Foundation
import InstallationSupport
import MessagingSupport
import Postgres
import Testing

/// A program of somebody else, in another language, that knows nothing but the AsyncAPI document.
@Suite(.serialized) struct StrangerTests {
    @Test func aStrangerSubmitsACompanyAndHearsWhoHasIt() async throws {
        let filon = try await Installation()
        do {
            let (status, output) = try await Judge.python(
                "stranger.py",
                [ContractFiles().document.path, filon.vhost.url]
            )
            try #require(status == 0, "\(output)")
            let lines = try output.split(separator: "\n").map { line in
                try Wire.decode(JSONValue.self, from: Array(line.utf8))
            }
            try #require(lines.count == 2, "\(output)")
            #expect(lines[0]["published"] == "company.submitted.v1")
            #expect(lines[1]["heard"] == "lead.assigned.v1")
            let siren = try #require(lines[0]["payload"]?["row"]?["siren"]?.text)
            let company = try #require(lines[1]["payload"]?["companyID"]?.text)

            let registered = try await filon.sessions.transaction { tx in
                try SubmissionStore.companies(siren: siren, source: "stranger", in: tx)
            }
            #expect(registered == [company], "ingest has registered what the stranger submitted")
            try await filon.tool(["status"])
            try await spoil(filon)
        } catch {
            await filon.tearDown()
            throw error
        }
        await filon.tearDown()
    }

    /// What it gets wrong is kept for people to look at, and harms nobody.
    private func spoil(_ filon: Installation) async throws {
        let (status, output) = try await Judge.python(
            "stranger.py",
            [ContractFiles().document.path, filon.vhost.url, "--spoiled"]
        )
        try #require(status == 0, "\(output)")
        let id = try #require(try Wire.decode(JSONValue.self, from: Array(output.utf8))["message_id"]?.text)
        try await eventually("the spoiled message is a dead letter of ingest's") {
            try await filon.sessions.transaction { tx in try SubmissionStore.deadLetters(of: id, in: tx) } == ["ingest"]
        }
    }
}

enum SubmissionStore {
    /// Companies that a source brought.
    static func companies(siren: String, source: String, in tx: isolated PostgresSession) throws -> [String] {
        try tx.query(
            """
            SELECT DISTINCT c.id::text FROM intake.companies AS c JOIN intake.leads AS l ON l.company_id = c.id
            WHERE c.siren = $1 AND l.source = $2
            """,
            siren,
            source
        ).values(as: String.self)
    }

    /// Services that keep a message as a dead letter.
    static func deadLetters(of message: String, in tx: isolated PostgresSession) throws -> [String] {
        try tx.query("SELECT service FROM msg.dead_letter WHERE message_id::text = $1", message)
            .values(as: String.self)
    }
}
